"""A finding becomes a case: its history carried over so that it is judged as the audit judged it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, cast

import pytest

from auditor import shipped
from auditor.audit import Call, Rulebook, rulebook
from auditor.authoring.cases import WorkedCase, case_of_text
from auditor.authoring.dispute_case import case_of
from auditor.authoring.dispute_play import Played, append, play, policy_of
from auditor.errors import AuditorError
from auditor.result import Result
from tests.decisions.situation import TOUCH, audit_of, instance
from tests.outputs.stories import utc, z

Event = dict[str, Any]
REQUESTER = {"id": "1", "name": "Will Rivers", "role": "requester"}
AGENT = {"id": "2", "name": "Grace Hopper", "role": "agent"}
RULE = {"id": "9", "name": "Acknowledge", "role": "rule"}
HELP, ANSWER = "My export button does nothing. What can I do?", "Please reload the page, that brings it back."


@cache
def rules() -> Rulebook:
    return rulebook(Call(policies=shipped.folder("policies") / "service_basics"))


def event(at: str, actor: Event | None, kind: str = "message", **more: Any) -> Event:
    """An event; what somebody does at one time is one update."""
    plain = dict.fromkeys(("text", "field", "value", "previous_value", "macro"))
    return {
        "event_id": f"{at}-{kind}-{more.get('field')}", "at": z(utc(at)), "update": f"{at} {actor and actor['id']}",
        "kind": kind, "channel": "web", "actor": actor, "public": True if kind == "message" else None, **plain, **more,
    }  # fmt: skip


def audited(verdict: str, *events: Event, reason: str | None = None) -> Result:
    """An audit of one ticket, with a verdict on its first reply: asked on a Wednesday at 9, judged weeks later."""
    pack = rules().packs[0].name
    row = {**instance("1", TOUCH, verdict, "11-04 09:00", reason=reason), "policy": "first-reply"}
    result = cast(Any, audit_of({**row, "duty": "reply-in-time", "pack": pack}, as_of=z(utc("11-20 12:00"))))
    result["capabilities"] = {"shown": [], "missing": [], "undecidable": []}
    result["manifest"]["parameters"] = {}
    created = [("requester", "Will Rivers"), ("status", "new"), ("group", "Support")]
    case = result["tickets"]["cases"][0]
    case["requester"] = {"id": "1", "name": "Will Rivers"}
    case["timeline"] = [
        event("11-04 09:00", REQUESTER, text=HELP),
        *(event("11-04 09:00", REQUESTER, "set", field=name, value=value) for name, value in created),
        *events,
    ]
    return cast(Result, result)


def text_of(result: Result, name: str = "as it was") -> str:
    return case_of(result, result["verdicts"][0], rules().packs[0], name)


def read(result: Result) -> WorkedCase:
    pack = rules().packs[0]
    return case_of_text(text_of(result), pack, policy_of(pack, "first-reply"))


def played(result: Result) -> Played:
    return play(text_of(result), rules(), result, result["verdicts"][0])


@pytest.mark.parametrize(
    ("verdict", "events"),
    [
        ("complied", [event("11-04 13:00", AGENT, text=ANSWER)]),
        ("violated", [event("11-04 13:01", AGENT, text=ANSWER)]),
        ("violated", [event("11-04 10:00", AGENT, public=False, text=ANSWER)]),
        ("violated", [event("11-04 10:00", RULE, channel="rule", text="We got your mail.")]),
        ("violated", [event("11-04 10:00", AGENT, channel="rule", text="A rule wrote it under her name.")]),
    ],
)
def test_a_history_is_judged_as_the_audit_judged_it(verdict: str, events: list[Event]) -> None:
    assert played(audited(verdict, *events)) == Played((), fails=False)


def test_whoever_is_not_known_to_be_an_agent_is_not_made_one() -> None:
    """The audit cannot tell whether it was an answer; a case that accuses would be a false accusation of its own."""
    someone = event("11-04 10:00", {"id": "7", "name": "Jo Doe", "role": None}, text=ANSWER)
    result = audited("indeterminate", someone, reason="author-role-unknown")
    assert read(result).text.people == {"stranger-1": "unknown"}
    assert played(result) == Played((), fails=False)


def test_a_note_whose_words_were_taken_out_stays_a_note() -> None:
    result = audited("violated", event("11-04 10:00", AGENT, public=False), event("11-05 10:00", AGENT, "redaction"))
    step = read(result).text.history[1]
    assert (step.note, step.says, step.redacted) == ("", None, True)


def test_an_overturned_finding_fails_until_the_policy_is_mended() -> None:
    result = audited("violated", event("11-04 13:01", AGENT, text=ANSWER))
    result["verdicts"][0]["standing"]["reviewed"] = "complied"
    assert played(result) == Played((), fails=True)


def test_what_was_lost_of_the_history_is_told() -> None:
    result = audited("complied", event("11-04 13:01", AGENT, text=ANSWER))
    assert played(result).lost == ("reply-in-time: complied in the audit, violated on the desk",)


def test_nobody_is_named_and_words_that_are_names_too_stay() -> None:
    words = "Dear Will, I will ask Grace Hopper. Mail will.rivers@example.com. Grace"
    text = text_of(audited("violated", event("11-04 14:00", AGENT, text=words)))
    assert not [name for name in ("Rivers", "Hopper", "Will,", "example.com") if name in text]
    assert "Dear Requester, I will ask Anna." in text


@pytest.mark.parametrize(
    "words", ["$500 are missing", 'a "quote": {x} # no', "two\nlines\x7f\x85\u2028\ufeff\x00", "🙏 \ud800", "- x", ""]
)
def test_whatever_a_ticket_says_the_case_can_be_read(words: str) -> None:
    says = read(audited("violated", event("11-04 14:00", AGENT, text=words))).text.history[1].says
    assert says is not None
    assert says.strip() == words.replace("\ud800", "\ufffd").strip()


def test_every_agent_of_a_long_history_stays_another_one() -> None:
    many = [
        event(f"11-05 {10 + n}:00", {"id": f"a{n}", "name": f"Ann{n} Lee{n}", "role": "agent"}, text="Hi.")
        for n in range(9)
    ]
    assert len({step.by for step in read(audited("violated", *many)).text.history}) == 10


def test_of_the_wrong_agent_the_case_names_the_right_one() -> None:
    result = audited("violated", event("11-04 13:01", AGENT, text=ANSWER))
    result["verdicts"][0]["standing"]["disposition"] = {
        "ruling": "wrong-agent", "by": "Rosa", "at": z(utc("11-10 09:00")), "why": "She had it.",
        "instead": {"id": "2", "name": None},
    }  # fmt: skip
    (expected,) = read(result).text.expect["reply-in-time"]
    assert (expected.verdict, expected.responsible) == ("violated", "anna")


def test_a_case_is_appended_and_every_byte_before_it_stays(tmp_path: Path) -> None:
    pack = rules().packs[0]
    policy, file = policy_of(pack, "first-reply"), tmp_path / "first-reply.cases.yaml"
    text = text_of(audited("violated", event("11-04 13:01", AGENT, text=ANSWER)))
    append(text, file, pack, policy)
    before = file.read_bytes().rstrip(b"\n") + b"  # ours"
    file.write_bytes(before)
    append(text.replace("as it was", "again"), file, pack, policy)
    assert file.read_bytes() == before + b"\n" + text.replace("as it was", "again").encode()


@pytest.mark.parametrize("end", ["not_shown: {}\n", "cases: []\n"])
def test_a_file_that_does_not_end_with_its_cases_stays_as_it_is(tmp_path: Path, end: str) -> None:
    pack = rules().packs[0]
    file = tmp_path / "first-reply.cases.yaml"
    before = f"policy: first-reply\n{end}"
    file.write_text(before)
    with pytest.raises(AuditorError):
        append(text_of(audited("violated")), file, pack, policy_of(pack, "first-reply"))
    assert file.read_text() == before
