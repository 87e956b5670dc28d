"""A result whose words are masked: phrases and spans fit, ids stay, and once is enough."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from auditor.privacy import masked, masked_explanation
from auditor.privacy.rewriting import DECIDERS, PEOPLE, WORDS
from auditor.result_file import SCHEMA_FILE, validate
from tests.outputs.document import document
from tests.privacy.planted import planted

IDENTIFIERS = {  # members whose words are the auditor's, the pack's or a system's: no person wrote them
    "schema", "auditor_version", "as_of", "timezone", "since", "until", "attributed_by", "shape", "fail_on", "id",
    "title", "version", "folder", "sha256", "file", "role", "type", "name", "capability", "pack", "policy",
    "duty", "week", "verdict", "ticket_id", "channel", "created_at", "history_sha256", "event_id", "tier", "at",
    "update", "kind", "field", "macro", "kb", "severity", "paraphrase", "state", "fingerprint", "due_at", "clock",
    "change", "enforcement", "ruling", "expires", "effective_from", "baseline", "reviewed", "first_seen", "was",
    "now", "before", "environment", "pseudonym_key",
}  # fmt: skip


def one_message(text: str, phrase: str, **more: Any) -> dict[str, Any]:
    """The first case of the document says this, and its first contact and verdict have that phrase."""
    result = document()
    case = result["tickets"]["cases"][0]
    message = case["timeline"][0]
    message["text"] = text
    span = [text.index(phrase), text.index(phrase) + len(phrase)]
    case["contacts"][0].update(event_id=message["event_id"], phrase=phrase, span=span, **more)
    row = next(row for row in result["verdicts"] if row["trigger"]["event_id"] == message["event_id"])
    row["trigger"].update(phrase=phrase, span=span)
    return result


def said(result: Any) -> tuple[str, dict[str, Any], dict[str, Any]]:
    case = result["tickets"]["cases"][0]
    row = next(row for row in result["verdicts"] if row["trigger"]["event_id"] == case["timeline"][0]["event_id"])
    return case["timeline"][0]["text"], case["contacts"][0], row["trigger"]


def test_a_phrase_behind_masked_words_is_found_where_it_went() -> None:
    text, contact, trigger = said(masked(one_message("Mail a.very.long.name@example.com or I sue you.", "I sue you")))
    assert text == "Mail [e-mail] or I sue you."
    for one in (contact, trigger):
        assert (one["phrase"], text[slice(*one["span"])]) == ("I sue you", "I sue you")


@pytest.mark.parametrize(
    ("phrase", "becomes"),
    [
        ("lawyer@example.com", "[e-mail]"),  # the masked words themselves
        ("my lawyer", "my lawyer"),  # ends where they begin
        ("my lawyer lawyer@", "my lawyer [e-mail]"),  # ends inside them
        ("example.com writes", "[e-mail] writes"),  # begins inside them
        ("example", "[e-mail]"),  # lies wholly inside
        ("lawyer lawyer@example.com w", "lawyer [e-mail] w"),  # is around them
        ("writes", "writes"),
    ],
)
def test_a_phrase_that_touches_masked_words_takes_the_mask(phrase: str, becomes: str) -> None:
    text, contact, trigger = said(masked(one_message("Ask my lawyer lawyer@example.com writes.", phrase)))
    for one in (contact, trigger):
        assert one["phrase"] == becomes == text[slice(*one["span"])]


def test_a_sentence_says_what_its_text_says() -> None:
    sentence = "It is X1234567."
    result = one_message(f"I tell you my passport number. {sentence}", "passport", sentence=sentence)
    text, contact, _ = said(masked(result))
    assert contact["sentence"] in text


def test_a_number_that_was_announced_once_is_known_on_the_whole_ticket_and_on_no_other() -> None:
    result = one_message("My passport number is X1234567.", "passport")
    answer = next(event for event in result["tickets"]["cases"][0]["timeline"][1:] if event["text"])
    answer["text"] = "I have checked X1234567 and X 1234567, not X12345678."
    elsewhere = result["tickets"]["cases"][1]["timeline"][0]
    elsewhere["text"] = "Part X1234567 is missing."
    found = masked(result)["tickets"]["cases"]
    told = next(event["text"] for event in found[0]["timeline"] if event["event_id"] == answer["event_id"])
    assert told == "I have checked [passport] and [passport], not X12345678."
    assert found[1]["timeline"][0]["text"] == "Part X1234567 is missing."


def test_two_people_who_are_known_by_their_addresses_remain_two() -> None:
    result = document()
    for row, mail in zip(result["verdicts"], ("a@example.com", "b@example.com", "A@example.com"), strict=False):
        row["responsible"].update(id=mail, name=mail)
    a, b, again = (row["responsible"] for row in masked(result)["verdicts"][:3])
    assert a["id"] == a["name"] == again["id"] != b["id"]
    assert "example" not in a["id"] + b["id"]


def test_once_is_enough_and_the_given_result_is_untouched() -> None:
    for made in (planted(), document()):
        before = deepcopy(made)
        once = masked(made)
        assert made == before
        assert masked(once) == once
        assert validate(once) == []


def test_ids_instants_and_the_words_of_the_pack_stay() -> None:
    result, found = planted(), masked(planted())
    found["manifest"]["privacy"]["masked"] = False
    for name in ("manifest", "policies", "clauses", "capabilities", "decisions", "scores", "past"):
        assert found[name] == result[name], name
    rows = zip(result["verdicts"], found["verdicts"], strict=True)
    kept = ("fingerprint", "ticket_id", "duty", "verdict", "witness", "due_at")
    assert all(old[name] == new[name] for old, new in rows for name in kept)


def test_every_member_that_holds_words_is_masked_or_said_to_be_nobodys() -> None:
    """A new member of result.py fails here until somebody decides."""
    members: set[str] = set()
    for kind in json.loads(Path(SCHEMA_FILE).read_text("utf-8"))["$defs"].values():
        for name, member in kind.get("properties", {}).items():
            kinds = [member, *member.get("anyOf", [])]
            if any(one.get("type") == "string" and "pattern" not in one for one in kinds):
                members.add(name)
    undecided = members - WORDS - PEOPLE - DECIDERS - IDENTIFIERS
    assert undecided == set()


def test_an_explanation_is_masked_as_a_result_is() -> None:
    words = "Write to jane@example.com, ticket 104426."
    tree = [{"key": "says", "wanted": "x", "actual": {"says": words}}]
    event = {
        "event_id": "1",
        "text": words,
        "value": None,
        "matched": [{"type": "t", "tier": "certain", "phrase": words}],
    }
    found = masked_explanation({"ticket_id": "1", "subject": words, "timeline": [event], "policies": [{"parts": tree}]})
    assert "jane" not in json.dumps(found)
    assert found["timeline"][0]["matched"][0]["phrase"] == "Write to [e-mail], ticket 104426."
