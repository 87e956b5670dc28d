"""`auditor explain` as somebody meets it who asks why a ticket has its verdict."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Auditor


def test_a_late_reply_is_told_with_what_came_too_late_and_what_would_have_sufficed(
    auditor: Auditor, export: Path, pack: Path
) -> None:
    answer = auditor("explain", export, "1", "--policies", pack, "--duty", "reply-in-time")
    assert (answer.code, answer.err) == (0, "")
    for sentence in (
        "Ticket 1: Withheld payment",
        "#1  Rita Reed (requester) wrote: “I will sue your company over this withheld payment.”",
        "first-reply: Who writes gets an answer (service_basics/duties/first-reply.yaml)",
        "Opened at #1 (Mon 9 Nov 2026, 10:00 UTC): it is requester-message.",
        "given now written: holds",
        "yes words_of requester, is requester",
        "VIOLATED, repaired, counted from #1 (Mon 9 Nov 2026, 10:00 UTC)",
        "due         Mon 9 Nov 2026, 14:00 UTC, 4 h on the business clock",
        "does not count: too late by 10 h on the business clock",
        "sufficed    the same public reply, done by Mon 9 Nov 2026, 14:00 UTC",
    ):
        assert sentence in answer.out.replace("\N{NO-BREAK SPACE}", " ")


def test_a_policy_that_did_not_open_names_the_event_that_came_nearest(
    auditor: Auditor, export: Path, pack: Path
) -> None:
    told = auditor("explain", export, "1", "--policies", pack, "--duty", "refund/manager-agrees").out
    assert "Did not open: no event is refund-promised. The nearest is #5" in told
    assert "* phrase: refund-promise; it is none" in told
    assert "first-reply" not in told


def test_an_answer_that_is_none_is_named_with_what_it_lacks(auditor: Auditor, export: Path, pack: Path) -> None:
    signals = pack / "signals.yaml"
    signals.write_text(signals.read_text().replace("public: true\n    by: agent", "public: false\n    by: agent"))
    told = auditor("explain", export, "2", "--policies", pack, "--duty", "reply-in-time").out
    assert "asked for   public-reply: no event is that" in told
    assert "the nearest is #5 (Tue 10 Nov 2026, 12:00 UTC), which lacks:" in told
    assert "* public: no; it is yes" in told


def test_the_json_has_the_rows_of_the_audit(auditor: Auditor, export: Path, pack: Path) -> None:
    explained = json.loads(auditor("explain", export, "1", "--policies", pack, "--format", "json").out)
    auditor("audit", export, "--policies", pack, "--out", "report")
    audited = json.loads(Path("report", "result.json").read_text())["verdicts"]
    rows = [row for policy in explained["policies"] for duty in policy["duties"] for row in duty["instances"]]
    assert [(row["fingerprint"], row["verdict"], row["counterfactual"]) for row in rows] == [
        (row["fingerprint"], row["verdict"], row["counterfactual"]) for row in audited if row["ticket_id"] == "1"
    ]
    assert rows


def test_a_parameter_and_an_earlier_end_of_time_change_the_verdict(auditor: Auditor, export: Path, pack: Path) -> None:
    asked = ("explain", export, "1", "--policies", pack, "--duty", "reply-in-time")
    assert "COMPLIED" in auditor(*asked, "--set", "first_reply_deadline=14h").out
    assert "PENDING" in auditor(*asked, "--as-of", "2026-11-09T12:00").out


def test_a_ticket_that_is_not_there_is_told_with_those_that_are_near(
    auditor: Auditor, export: Path, pack: Path
) -> None:
    answer = auditor("explain", export, "11", "--policies", pack)
    assert (answer.code, answer.out) == (3, "")
    assert answer.err == "The export holds no ticket 11. It holds 3, near it: 1.\n"


def test_a_ticket_that_begins_later_is_told_as_such(auditor: Auditor, export: Path, pack: Path) -> None:
    answer = auditor("explain", export, "3", "--policies", pack, "--as-of", "2026-11-11")
    assert answer.code == 3
    assert answer.err.startswith("Ticket 3 begins after 2026-11-11T00:00:00Z")


def test_a_duty_that_is_not_there_is_told_with_those_that_are(auditor: Auditor, export: Path, pack: Path) -> None:
    answer = auditor("explain", export, "1", "--policies", pack, "--duty", "reply-in-tim")
    assert answer.code == 2
    assert 'Did you mean "reply-in-time"?' in answer.err
    assert "There are: first-reply/reply-in-time, refund/manager-agrees" in answer.err


def test_a_policy_without_a_trigger_is_owed_from_the_beginning(auditor: Auditor, export: Path, pack: Path) -> None:
    policy = pack / "duties" / "refund.yaml"
    policy.write_text(policy.read_text().replace("when: refund-promised\n", ""))
    told = auditor("explain", export, "1", "--policies", pack, "--duty", "manager-agrees").out
    assert "Every ticket owes it once, from its beginning." in told
    assert "VIOLATED, counted from the ticket's beginning" in told
