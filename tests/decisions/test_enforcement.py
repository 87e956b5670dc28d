"""Enforcement: what a broken duty means for a run, by environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.errors import UsageError
from auditor.result import Result
from tests.decisions.situation import LEFT_OPEN, PACK, SILENCE, TOUCH, audit_of, decide, folder_with, instance, only

ENVIRONMENTS = """\
environments:
  pilot:
    default: advisory
    duties:
      threat: soft
      threat/left-open: hard
      executive_escalations/silent-contact/silence: soft
  production:
    default: hard
"""
BROKEN = instance("47002", TOUCH)
FINDING = BROKEN["fingerprint"]


def override(of: str = f"finding: {FINDING}", at: str = "2026-11-15T10:00:00Z", more: str = "") -> str:
    said = f"    by: Rosa Diaz\n    at: {at}\n    why: The desk was closed that day.\n"
    return f"  - {of}\n    environment: pilot\n{said}{more}"


def overrides(*entries: str) -> str:
    return f"{ENVIRONMENTS}overrides:\n{''.join(entries)}"


def levels(result: Result) -> list[tuple[str, bool]]:
    return [(row["standing"]["enforcement"], row["standing"]["fails"]) for row in result["verdicts"]]


def test_the_longest_name_of_a_duty_says_how_strictly_it_is_enforced(tmp_path: Path) -> None:
    rows = [instance("1", name) for name in (TOUCH, LEFT_OPEN, SILENCE, "silent-contact/transfer")]
    found = decide(audit_of(*rows), folder_with(tmp_path, enforcement=ENVIRONMENTS), "pilot")
    assert levels(found) == [("soft", True), ("hard", True), ("soft", True), ("advisory", False)]
    assert found["decisions"]["environment"] == "pilot"


@pytest.mark.parametrize(
    ("text", "environment", "level", "told"),
    [
        (ENVIRONMENTS, None, "hard", None),
        (f"{ENVIRONMENTS}  default: {{default: advisory}}\n", None, "advisory", "default"),
        (f"{ENVIRONMENTS}  default: {{default: advisory}}\n", "production", "hard", "production"),
        ("# nothing yet\n", None, "hard", None),
    ],
)
def test_without_an_environment_the_default_one_holds_or_else_all_is_hard(
    tmp_path: Path, text: str, environment: str | None, level: str, told: str | None
) -> None:
    found = decide(audit_of(BROKEN), folder_with(tmp_path, enforcement=text), environment)
    assert (only(found)["standing"]["enforcement"], found["decisions"]["environment"]) == (level, told)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (ENVIRONMENTS, 'has no such environment. Did you mean "production"? It has: pilot, production.'),
        (None, "has no such environment. It has: none."),
    ],
)
def test_an_environment_that_is_not_there_is_an_error(tmp_path: Path, text: str | None, told: str) -> None:
    folder = folder_with(tmp_path, **({"enforcement": text} if text else {}))
    with pytest.raises(UsageError) as error:
        decide(audit_of(BROKEN), folder, "producton")
    assert told in str(error.value)


@pytest.mark.parametrize("of", [f"finding: {FINDING}", "scope: {policy: threat, duty: touch-response, ticket: 47002}"])
def test_a_named_person_lets_a_softly_enforced_finding_pass(tmp_path: Path, of: str) -> None:
    rows = (BROKEN, instance("47003", TOUCH))
    found = decide(audit_of(*rows), folder_with(tmp_path, enforcement=overrides(override(of))), "pilot")
    assert levels(found) == [("soft", False), ("soft", True)]
    assert found["verdicts"][0]["standing"]["override"] == {
        "by": "Rosa Diaz", "at": "2026-11-15T10:00:00Z", "why": "The desk was closed that day.",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("at", "expires", "fails"),
    [
        ("2026-11-16T08:00:00Z", "2026-11-17T08:00:00Z", False),
        ("2026-11-16T08:00:01Z", "2026-11-17T08:00:00Z", False),
        ("2026-11-15T08:00:00Z", "2026-11-16T08:00:01Z", False),
        ("2026-11-15T08:00:00Z", "2026-11-16T08:00:00Z", True),
    ],
)
def test_an_override_holds_before_its_end_whenever_it_was_given(
    tmp_path: Path, at: str, expires: str, fails: bool
) -> None:
    text = overrides(override(at=at, more=f"    expires: {expires}\n"))
    found = decide(audit_of(BROKEN), folder_with(tmp_path, enforcement=text), "pilot")
    assert only(found)["standing"]["fails"] is fails


def test_an_override_of_one_environment_does_nothing_in_another(tmp_path: Path) -> None:
    found = decide(audit_of(BROKEN), folder_with(tmp_path, enforcement=overrides(override())), "production")
    assert levels(found) == [("hard", True)]


@pytest.mark.parametrize(
    "of",
    [
        "finding: 47003-left-open-11-10t0900",
        "scope: {policy: threat, duty: left-open}",
        "scope: {policy: threat}",
        "scope: {ticket: 47003}",
    ],
)
def test_an_override_of_what_is_enforced_hard_is_an_error(tmp_path: Path, of: str) -> None:
    folder = folder_with(tmp_path, enforcement=overrides(override(of)))
    with pytest.raises(UsageError) as error:
        decide(audit_of(BROKEN, instance("47003", LEFT_OPEN)), folder, "production")
    (message,) = error.value.messages
    assert f"enforcement.yml:11:5: {PACK}/threat/left-open" in message
    assert "enforced hard in pilot, where nothing is overridden" in message


def test_an_override_that_has_ended_may_be_of_what_is_hard_by_now(tmp_path: Path) -> None:
    of = "scope: {policy: threat, duty: left-open}"
    text = overrides(override(of, more="    expires: 2026-11-16T08:00:00Z\n"))
    assert levels(decide(audit_of(BROKEN), folder_with(tmp_path, enforcement=text), "pilot")) == [("soft", True)]


def test_where_approvers_are_named_nobody_else_overrides(tmp_path: Path) -> None:
    text = overrides(override()).replace("default: advisory", "default: advisory\n    approvers: [Head of Support]")
    with pytest.raises(UsageError, match=r"Rosa Diaz is no approver of pilot\. They are: Head of Support\."):
        decide(audit_of(BROKEN), folder_with(tmp_path, enforcement=text), "pilot")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("threat: soft", "thread: soft"), 'there is no policy "thread". Did you mean "threat"?'),
        (("threat/left-open: hard", "threat/left: hard"), 'there is no duty of threat "left". Did you mean'),
        (("threat: soft", "a/b/c/d: soft"), '"a/b/c/d" names no duty. Write policy, policy/duty or pack/policy/duty.'),
        (("threat: soft", "threat: softly"), 'Did you mean "soft"?'),
        (("environment: pilot", "environment: pilto"), 'there is no environment "pilto". Did you mean "pilot"?'),
        ((f"finding: {FINDING}\n    ", ""), "an override takes either `finding:`"),
    ],
)
def test_a_slip_is_told_where_it_stands(tmp_path: Path, change: tuple[str, str], told: str) -> None:
    folder = folder_with(tmp_path, enforcement=overrides(override()).replace(*change))
    with pytest.raises(UsageError) as error:
        decide(audit_of(BROKEN), folder, "production")
    said = str(error.value)
    assert "enforcement.yml:" in said
    assert told in said
