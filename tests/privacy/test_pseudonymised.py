"""People under pseudonyms: the same person everywhere and every week, and nobody by name."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import Any

import pytest

from auditor.errors import UsageError
from auditor.privacy import masked, pseudonyms
from auditor.privacy.pseudonyms import codes, pseudonymised
from auditor.result_file import validate
from tests.outputs.document import document
from tests.outputs.stories import AGENTS

KEY, OTHER = b"a key of 16 bytes", b"another key of 16"


def desk(text: str, agent: str = "Maria Keller", requester: str = "Dana Whitfield", **more: Any) -> dict[str, Any]:
    """A document whose first ticket has these two people and this first message."""
    result = document()
    case = result["tickets"]["cases"][0]
    case["requester"] = {"id": "901", "name": requester}
    case["timeline"] = case["timeline"][:2]
    case["timeline"][0].update(text=text, actor={"id": "901", "name": requester, "role": "requester"}, **more)
    case["timeline"][1].update(kind="message", actor={"id": "201", "name": agent, "role": "agent"}, text="Hello.")
    for row in result["verdicts"]:
        if row["ticket_id"] == case["ticket_id"]:
            row["responsible"] = {"id": "201", "name": agent, "kind": "agent", "why": None}
    return result


def told(text: str, **more: Any) -> str:
    """The message, its pseudonyms as AGENT and REQUESTER."""
    case = pseudonymised(desk(text, **more), KEY)["tickets"]["cases"][0]
    said = case["timeline"][0]["text"] or ""
    said = said.replace(case["timeline"][1]["actor"]["name"] or "", "AGENT")
    return said.replace(case["requester"]["name"] or "" if case["requester"] else "", "REQUESTER")


def test_the_same_person_is_the_same_in_every_member_and_every_week() -> None:
    week, later = pseudonymised(document(), KEY), pseudonymised(desk("Nothing."), KEY)
    here = {row["responsible"]["name"] for row in week["verdicts"] if row["responsible"]["kind"] == "agent"}
    assert here <= {one["name"] for one in week["agents"]} | {None}
    maria = next(one for one in pseudonymised(document(), KEY)["agents"] if one["in_scope"] == 19)
    assert any(row["responsible"]["id"] == maria["id"] for row in later["verdicts"])
    assert re.fullmatch(r"Agent [B-Z][2-9B-Z]{3}-[2-9B-Z]{4}", maria["name"] or "")


def test_another_key_gives_other_names_and_the_manifest_tells_which_key_without_telling_it() -> None:
    one, other = pseudonymised(document(), KEY), pseudonymised(document(), OTHER)
    assert {a["name"] for a in one["agents"] if a["kind"] == "agent"}.isdisjoint(
        {a["name"] for a in other["agents"] if a["kind"] == "agent"}
    )
    ids = [result["manifest"]["privacy"]["pseudonym_key"] or "" for result in (one, other)]
    assert ids[0] != ids[1]
    assert all(re.fullmatch("[0-9a-f]{8}", name) for name in ids)
    assert KEY.decode() not in json.dumps(one)


def test_no_name_and_no_id_of_a_person_is_left_and_the_result_is_still_one() -> None:
    result = pseudonymised(document(), KEY)
    assert validate(result) == []
    words = json.dumps({**result, "manifest": None}, ensure_ascii=False)
    assert [name for name in [*AGENTS.values(), "Dana Whitfield"] if name and name in words] == []
    ids = {row["responsible"]["id"] for row in result["verdicts"]} | {one["id"] for one in result["agents"]}
    assert ids.isdisjoint(AGENTS)


def test_rules_and_groups_keep_their_names() -> None:
    result = pseudonymised(document(), KEY)
    names = {row["responsible"]["name"] for row in result["verdicts"] if row["responsible"]["kind"] != "agent"}
    assert {"Auto-acknowledge", "Support Tier 1"} & names
    assert {row["group"]["name"] for row in result["verdicts"] if row["group"]} == {"Tier 1"}


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("Maria Keller said so.", "AGENT said so."),
        ("MARIA KELLER and maria keller", "AGENT and AGENT"),
        ("Dear Maria, this is Dana.", "Dear AGENT, this is REQUESTER."),
        ("thanks maria", "thanks AGENT"),
        ("Maria's answer", "AGENT's answer"),
        ("Ms Keller and Mr. Whitfield", "Ms AGENT and Mr. REQUESTER"),
        ("Mariana is somebody else", "Mariana is somebody else"),
        ("Keller-Maria Ltd", "AGENT-AGENT Ltd"),
        ("Jonas Lindqvist of another ticket", None),  # a full name is known everywhere
        ("Jonas of another ticket", "Jonas of another ticket"),  # a first name only on its tickets
    ],
)
def test_names_in_texts_are_replaced_as_whole_words(text: str, becomes: str | None) -> None:
    if becomes:
        assert told(text) == becomes
    else:
        assert "Jonas" not in told(text)


@pytest.mark.parametrize(
    ("agent", "text", "becomes"),
    [
        ("Sue Park", "I will sue you. Sue me!", "I will sue you. Sue me!"),
        ("Sue Park", "Hi Sue,\nI will sue you.", "Hi AGENT,\nI will sue you."),
        ("Will Young", "Will you answer? I will.", "Will you answer? I will."),
        ("Will Young", "Regards\nWill", "Regards\nAGENT"),
        ("Will Young", "Will Young wrote.", "AGENT wrote."),
        ("Wei Chen", "no wei, Wei", "no wei, AGENT"),
    ],
)
def test_a_name_that_is_a_word_counts_where_somebody_is_greeted_or_signs(agent: str, text: str, becomes: str) -> None:
    assert told(text, agent=agent) == becomes


def test_phrases_still_stand_where_their_spans_say() -> None:
    text = "Maria, I will sue you, Dana Whitfield."
    result = desk(text)
    case = result["tickets"]["cases"][0]
    case["contacts"][0].update(event_id=case["timeline"][0]["event_id"], phrase="sue you", span=[14, 21])
    found = pseudonymised(result, KEY)["tickets"]["cases"][0]
    contact, words = found["contacts"][0], found["timeline"][0]["text"] or ""
    assert contact["phrase"] == words[slice(*contact["span"] or ())] == "sue you"


def test_who_decides_stays_unless_it_is_an_agent() -> None:
    result = document()
    for row, by in zip(result["verdicts"], ("A Manager", "Maria Keller"), strict=False):
        row["standing"]["disposition"] = {
            "ruling": "upheld", "by": by, "at": "2026-11-15T08:00:00Z", "why": "seen", "instead": None
        }  # fmt: skip
    one, other = (row["standing"]["disposition"] for row in pseudonymised(result, KEY)["verdicts"][:2])
    assert one
    assert other
    assert (one["by"], other["by"][:6]) == ("A Manager", "Agent ")


def test_the_same_key_again_changes_nothing_and_another_one_is_told() -> None:
    once = pseudonymised(document(), KEY)
    assert pseudonymised(once, KEY) == once
    with pytest.raises(UsageError, match="run the audit again"):
        pseudonymised(once, OTHER)


def test_masks_after_pseudonyms_change_nothing_more() -> None:
    once = pseudonymised(masked(document()), KEY)
    assert masked(once) == once


def test_codes_that_would_be_equal_get_longer_until_they_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pseudonyms, "LENGTH", 1)
    found = codes([str(number) for number in range(300)], KEY)
    assert len(set(found.values())) == 300
    assert all(one != other for one, other in pairwise(sorted(found.values())))
    assert found == codes([str(number) for number in reversed(range(300))], KEY)
