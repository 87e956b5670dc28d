"""Dispositions: what reviewers say of findings, beside what the machine says."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.errors import UsageError
from tests.decisions.situation import (
    LEFT_OPEN,
    PACK,
    SILENCE,
    TOUCH,
    audit_of,
    decide,
    dispositions,
    folder_with,
    instance,
    only,
    ruling,
)

BROKEN = instance("47001", SILENCE)
FINDING = BROKEN["fingerprint"]


@pytest.mark.parametrize(
    ("said", "reviewed", "fails"),
    [
        ("disputed", "violated", True),
        ("upheld", "violated", True),
        ("overturned", "complied", False),
        ("wrong-agent", "violated", True),
    ],
)
def test_only_an_overturned_finding_is_none_and_the_machines_verdict_stays(
    tmp_path: Path, said: str, reviewed: str, fails: bool
) -> None:
    row = only(decide(audit_of(BROKEN), folder_with(tmp_path, dispositions=dispositions(ruling(FINDING, said)))))
    standing = row["standing"]
    assert (row["verdict"], standing["reviewed"], standing["fails"]) == ("violated", reviewed, fails)
    assert standing["disposition"] == {
        "ruling": said, "by": "Rosa Diaz", "at": "2026-11-15T10:00:00Z", "why": "We looked at it.", "instead": None,
    }  # fmt: skip


@pytest.mark.parametrize("verdict", ["pending", "indeterminate", "complied"])
def test_what_was_never_held_against_anybody_cannot_be_overturned(tmp_path: Path, verdict: str) -> None:
    folder = folder_with(tmp_path, dispositions=dispositions(ruling(FINDING, "overturned")))
    found = decide(audit_of(instance("47001", SILENCE, verdict)), folder)
    assert (only(found)["standing"]["reviewed"], found["decisions"]["reviews"]) == (verdict, [])


def test_the_last_ruling_counts(tmp_path: Path) -> None:
    text = dispositions(
        ruling(FINDING, "disputed", "2026-11-12T10:00:00Z"),
        ruling(FINDING, "overturned", "2026-11-13T10:00:00Z"),
        ruling(FINDING, "upheld", "2026-11-13T10:00:00Z"),
    )
    row = only(decide(audit_of(BROKEN), folder_with(tmp_path, dispositions=text)))
    assert row["standing"]["disposition"]
    assert row["standing"]["disposition"]["ruling"] == "upheld"
    assert row["standing"]["fails"]


@pytest.mark.parametrize("at", ["2026-11-16T08:00:00Z", "2026-11-16T08:00:01Z", "2027-01-01T08:00:00Z"])
def test_no_ruling_is_too_late_for_the_audit_whose_finding_it_is_about(tmp_path: Path, at: str) -> None:
    folder = folder_with(tmp_path, dispositions=dispositions(ruling(FINDING, "overturned", at)))
    row = only(decide(audit_of(BROKEN), folder))
    assert not row["standing"]["fails"]
    assert row["standing"]["disposition"]


def test_a_finding_of_the_wrong_agent_names_the_right_one_and_leaves_the_machines(tmp_path: Path) -> None:
    text = dispositions(ruling(FINDING, "wrong-agent", more=", instead: {id: 202, name: Jonas Lindqvist}"))
    row = only(decide(audit_of(BROKEN), folder_with(tmp_path, dispositions=text)))
    assert row["responsible"]["id"] == "201"
    said = row["standing"]["disposition"]
    assert said
    assert said["instead"] == {"id": "202", "name": "Jonas Lindqvist"}


def test_reviews_are_counted_by_policy_and_strangers_are_listed(tmp_path: Path) -> None:
    rows = [BROKEN, instance("47002", TOUCH), instance("47003", LEFT_OPEN), instance("47004", LEFT_OPEN)]
    said = ["upheld", "overturned", "disputed", "wrong-agent"]
    entries = [ruling(row["fingerprint"], one) for row, one in zip(rows, said, strict=True)]
    found = decide(
        audit_of(*rows), folder_with(tmp_path, dispositions=dispositions(*entries, ruling("f00d", "upheld")))
    )
    counts = {"reviewed": 1, "upheld": 0, "overturned": 0, "wrong_agent": 0, "disputed": 0}
    assert found["decisions"]["reviews"] == [
        {"pack": PACK, "policy": "silent-contact", **counts, "upheld": 1},
        {"pack": PACK, "policy": "threat", **counts, "reviewed": 2, "overturned": 1, "wrong_agent": 1, "disputed": 1},
    ]
    assert found["decisions"]["unmatched"] == ["f00d"]


def test_an_entry_put_in_between_is_refused_where_it_stands(tmp_path: Path) -> None:
    text = dispositions(
        ruling(FINDING, "disputed", "2026-11-13T10:00:00+01:00"),
        ruling(FINDING, "upheld", "2026-11-13T09:00:00Z"),
        ruling(FINDING, "overturned", "2026-11-13T08:59:59Z"),
    )
    with pytest.raises(UsageError) as error:
        decide(audit_of(BROKEN), folder_with(tmp_path, dispositions=text))
    (message,) = error.value.messages
    assert "dispositions.yml:4:" in message
    assert "append-only" in message


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (ruling(FINDING, "upheld", more=", instead: {id: 202}"), "instead goes with wrong-agent"),
        (ruling(FINDING, "overturnd"), 'Did you mean "overturned"?'),
        (ruling(FINDING, "upheld", "2026-11-13T09:00:00"), "has no zone"),
        (ruling("1234567890123456", "upheld").replace('"1234567890123456"', "0123456789012345"), "Put it in quotes"),
        (ruling(FINDING, "upheld").replace("why:", "reason:"), 'unknown key "reason"'),
    ],
)
def test_a_slip_in_a_ruling_is_told_where_it_stands(tmp_path: Path, entry: str, told: str) -> None:
    with pytest.raises(UsageError) as error:
        decide(audit_of(BROKEN), folder_with(tmp_path, dispositions=dispositions(entry)))
    assert told in error.value.messages[0]
    assert "dispositions.yml:2:" in error.value.messages[0]
