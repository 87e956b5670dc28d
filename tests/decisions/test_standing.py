"""All decisions at once: whether a finding fails, by a table that shares no code with the evaluator."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from auditor.decisions import Decided, decided, passing, read_decisions
from auditor.decisions.ratchet import baseline_text, turned
from auditor.errors import UsageError
from auditor.result import VERDICTS
from auditor.result_file import validate
from tests.decisions.situation import (
    SILENCE,
    audit_of,
    decide,
    dispositions,
    folder_with,
    instance,
    only,
    ruling,
    waivers,
)

ENFORCEMENT = """\
environments:
  hard: {default: hard}
  soft: {default: soft}
  overridden: {default: soft}
  advisory: {default: advisory}
overrides:
  - {scope: {ticket: 47001}, environment: overridden, by: Rosa Diaz, at: 2026-11-01T00:00:00Z, why: Agreed.}
"""
BROKEN = instance("47001", SILENCE)
RULINGS = (None, "disputed", "upheld", "overturned", "wrong-agent")
LEVELS = ("hard", "soft", "overridden", "advisory")
THRESHOLDS = (None, "critical", "high", "low", "info")


def folder_of(place: Path, waived: bool, known: str | None, said: str | None) -> Path:
    """Decisions about the one finding."""
    place.mkdir()
    folder_with(place, enforcement=ENFORCEMENT)
    if waived:
        folder_with(place, waivers=waivers())
    if said:
        folder_with(place, dispositions=dispositions(ruling(BROKEN["fingerprint"], said)))
    if known:
        rows = [BROKEN] if known == "known" else []
        folder_with(place, baseline="".join(baseline_text(turned(audit_of(*rows), None).baseline)))
    return place


def expected(verdict: str, severity: str, threshold: str | None, waived: bool, known: str | None, said: str | None,
             level: str) -> bool:  # fmt: skip
    """A finding fails if nothing speaks for it and it is bad enough."""
    bad_enough = {None: "", "critical": "c", "high": "ch", "low": "chml", "info": "chmli"}[threshold]
    spoken_for = waived or known == "known" or said == "overturned" or level in ("overridden", "advisory")
    return verdict == "violated" and severity[0] in bad_enough and not spoken_for


def test_a_finding_fails_exactly_when_nothing_speaks_for_it_and_it_is_bad_enough(tmp_path: Path) -> None:
    told, blank = 0, audit_of(BROKEN)
    for number, (waived, known, said) in enumerate(product((False, True), (None, "new", "known"), RULINGS)):
        folder = folder_of(tmp_path / str(number), waived, known, said)
        for level in LEVELS:
            decisions = read_decisions(folder, level)
            for verdict, severity, threshold in product(VERDICTS, ("critical", "medium", "info"), THRESHOLDS):
                row = {**instance("47001", SILENCE, verdict), "severity": severity}
                manifest = {**blank["manifest"], "fail_on": threshold}
                found = only(decided({**blank, "manifest": manifest, "verdicts": [row]}, decisions))
                case = (verdict, severity, threshold, waived, known, said, level)
                assert found["standing"]["fails"] == expected(*case), case
                assert found["verdict"] == verdict
                told += 1
    assert told == 2 * 3 * 5 * 4 * 4 * 3 * 5


@pytest.mark.parametrize(
    ("waived", "known", "said", "level", "reason"),
    [
        (True, "known", "overturned", "advisory", "overturned"),
        (True, "known", "upheld", "advisory", "waived"),
        (False, "known", "disputed", "advisory", "known"),
        (False, "new", None, "advisory", "advisory"),
        (False, "new", None, "overridden", "overridden"),
        (False, None, "wrong-agent", "soft", "below"),
    ],
)
def test_the_first_reason_of_several_is_told(
    tmp_path: Path, waived: bool, known: str | None, said: str | None, level: str, reason: str
) -> None:
    found = decide(audit_of(BROKEN, fail_on=None), folder_of(tmp_path / "one", waived, known, said), level)
    assert passing(only(found), None) == reason


def test_all_marks_stand_side_by_side(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "one", waived=True, known="known", said="upheld")
    standing = only(decide(audit_of(BROKEN), folder, "overridden"))["standing"]
    assert (standing["enforcement"], standing["baseline"], standing["reviewed"]) == ("soft", "known", "violated")
    assert standing["waiver"]
    assert standing["override"]
    assert standing["disposition"]


def test_the_decided_document_is_a_result(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "one", waived=True, known="known", said="wrong-agent")
    found = decide(audit_of(BROKEN, instance("47002", SILENCE)), folder, "overridden")
    assert validate(found) == []
    state = found["decisions"]["baseline"]
    assert state
    assert state["known"] + state["new"] == sum(row["verdict"] == "violated" for row in found["verdicts"])


def test_without_decisions_every_finding_stands_as_the_machine_found_it() -> None:
    found = decided(audit_of(BROKEN), Decided())
    assert found["decisions"] == {
        "environment": None, "waivers": [], "baseline": None, "reviews": [], "unmatched": [],
    }  # fmt: skip
    assert only(found)["standing"] == {
        "enforcement": "hard", "waiver": None, "override": None, "baseline": None, "disposition": None,
        "reviewed": "violated", "fails": True,
    }  # fmt: skip


def test_deciding_twice_is_deciding_once_and_the_first_result_is_left_alone(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "one", waived=True, known="known", said="upheld")
    before = audit_of(BROKEN)
    once = decide(before, folder, "soft")
    assert before == audit_of(BROKEN)
    assert decide(once, folder, "soft") == once
    assert decided(once, Decided())["verdicts"][0]["standing"]["fails"] is True


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("waivers.yaml", 'Did you mean "waivers.yml"?'),
        ("waiver.yml", 'Did you mean "waivers.yml"?'),
        ("baseline.jsn", 'Did you mean "baseline.json"?'),
        ("enforcements.yml", 'Did you mean "enforcement.yml"?'),
        ("README.md", None),
        ("scorecard.yml", None),
    ],
)
def test_a_file_that_is_nearly_named_right_is_not_passed_over(tmp_path: Path, name: str, told: str | None) -> None:
    (tmp_path / name).write_text("")
    if told is None:
        assert read_decisions(tmp_path) == Decided()
    else:
        with pytest.raises(UsageError) as error:
            read_decisions(tmp_path)
        assert told in str(error.value)


@pytest.mark.parametrize(("name", "told"), [("nowhere", "there is no such folder"), ("file", "is a file")])
def test_a_folder_that_is_none_is_refused(tmp_path: Path, name: str, told: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match=told):
        read_decisions(tmp_path / name)


def test_what_is_wrong_in_several_files_is_told_at_once(tmp_path: Path) -> None:
    folder_with(tmp_path, waivers="- W-1\n", dispositions="dispositions: {\n", enforcement="envs: {}\n")
    folder_with(tmp_path, baseline="{}")
    with pytest.raises(UsageError) as error:
        read_decisions(tmp_path)
    for name in (
        "waivers.yml:1:1: must be a mapping",
        "dispositions.yml:",
        "enforcement.yml:1:1: envs",
        "baseline.json:1:1: schema",
    ):
        assert any(name in message for message in error.value.messages), name
