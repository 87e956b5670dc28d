"""`auditor policy check`: errors all at once, warnings with a page each, and what an export can decide."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from auditor import shipped
from auditor.audit import Rulebook
from auditor.authoring.check import PAGES, warnings
from auditor.authoring.lints import LINTS, Subject
from auditor.contacts import Detectors
from auditor.policy.pack import load_pack
from tests.cli.conftest import Auditor

ROOT = Path(__file__).parents[2]
SIDES = {"refund-promise": "phrase", "manager-approval": "phrase"}
REPLY, REFUND, SOLVE = "duties/first-reply.yaml", "duties/refund.yaml", "duties/solve.yaml"
NOTE = "    must: manager-note\n    within: $manager_note_deadline\n    clock: wall\n    since: start\n"
BILLING = "  complaint: {kind: message, contact: [billing, privacy]}\n"

# lint → what is done to the pack, and what the caret then stands under. Undone, every one of them is silent.
MISTAKES: dict[str, tuple[list[tuple[str, str, str]], str]] = {
    "clause-cited-twice": ([(REFUND, "[SB-3]", "[SB-3, SB-3]")], "SB-3]"),
    "clock-never-used": ([(REPLY, "clock: business", "clock: wall")], "business:"),
    "contact-not-in-trigger": (
        [
            ("signals.yaml", "  written:", BILLING + "  written:"),
            (REFUND, "when: refund-promised", "when: complaint\ncontacts: [billing]"),
        ],
        "contacts:",
    ),
    "contact-type-never-used": ([("signals.yaml", "    phrase: manager-approval\n", "")], "# "),
    "days-on-a-business-clock": ([("parameters.yaml", "default: 4h", "default: 1d")], "default: 1d"),
    "gate-repeated": ([(REPLY, "    severity:", "    given: [{now: written}]\n    severity:")], "{now: written}"),
    "limit-is-zero": ([("parameters.yaml", "default: 4h", "default: 0s")], "within:"),
    "limit-without-clock": ([(REPLY, "    clock: business\n", "")], "within:"),
    "never-in-force": ([(REPLY, "given:", "in_force: {from: 2026-07-01, until: 2026-01-01}\ngiven:")], "until:"),
    "parameter-never-used": ([(REFUND, "$manager_note_deadline", "1d")], "manager_note_deadline:"),
    "signal-never-used": ([("signals.yaml", "  written:", "  left-over: {spoken: true}\n  written:")], "left-over:"),
    "status-unknown": ([("signals.yaml", "status: solved", "status: sovled")], "status:"),
    "step-limits-fall": (
        [
            (
                REFUND,
                NOTE,
                ("    clock: wall\n    steps:\n      - {event: public-reply, within: 4h}\n"
                "      - {event: manager-note, within: 1h}\n"),
            )
        ],
        "within: 1h",
    ),
    "title-repeated": (
        [(REFUND, "    title: An internal note", "    title: A person replies publicly in time #")],
        "title:",
    ),
    "word-answers-itself": ([(REFUND, NOTE, "    must_never: manager-note\n    until: manager-note\n")], "until:"),
}  # fmt: skip


def said_of(folder: Path) -> dict[str, list[str]]:
    """Lint → what stands under the caret of each of its warnings."""
    subject = Subject(load_pack(folder, {}), SIDES | {"billing": "contact", "privacy": "contact"})
    found: dict[str, list[str]] = {}
    for name, lint in LINTS.items():
        for remark in lint(subject):
            line, caret = remark.file.problem(remark.location, "x").splitlines()[1:]
            found.setdefault(name, []).append(line[caret.index("^") :])
    return found


def spoil(folder: Path, changes: list[tuple[str, str, str]]) -> None:
    for file, old, new in changes:
        text = (folder / file).read_text()
        assert old in text, (file, old)
        (folder / file).write_text(text.replace(old, new, 1))


@pytest.mark.parametrize("name", LINTS)
def test_a_lint_finds_its_mistake_at_its_place(name: str, pack: Path) -> None:
    changes, caret = MISTAKES[name]
    spoil(pack, changes)
    found = said_of(pack)
    assert [one.startswith(caret) for one in found[name]] == [True]


def test_the_shipped_small_pack_has_no_warning(pack: Path) -> None:
    assert said_of(pack) == {}


@pytest.mark.parametrize("name", LINTS)
def test_a_lint_has_a_page_that_says_why_and_how_to_mend_it(name: str) -> None:
    page = (ROOT / PAGES / f"{name}.md").read_text(encoding="utf-8")
    assert page.startswith(f"# {name}\n")
    assert re.findall(r"^## (.+)$", page, re.MULTILINE) == ["Why", "Bad", "Good", "How to fix"]
    assert page.count("```yaml\n") == 2


def test_no_page_is_left_over() -> None:
    assert {path.stem for path in (ROOT / PAGES).glob("*.md")} == set(LINTS)


def test_the_shipped_packs_are_clean(auditor: Auditor) -> None:
    answer = auditor("policy", "check", "--strict")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.count(" 0 warnings") == len(list((shipped.folder("policies")).glob("*/pack.yaml")))


def test_a_warning_has_its_line_and_fails_only_a_strict_check(auditor: Auditor, pack: Path) -> None:
    spoil(pack, MISTAKES["signal-never-used"][0])
    told = auditor("policy", "check", pack)
    assert told.code == 0
    assert re.match(r"service_basics/signals.yaml:\d+:3: warning: no policy reads the signal", told.out)
    assert "1 warnings" in told.out
    assert auditor("policy", "check", pack, "--strict").code == 2


def test_a_line_that_is_meant_so_says_it(auditor: Auditor, pack: Path) -> None:
    left = "  left-over: {spoken: true}  # allow: signal-never-used\n"
    spoil(pack, [("signals.yaml", "  written:", left + "  written:")])
    assert auditor("policy", "check", pack, "--strict").code == 0


def test_errors_of_all_packs_and_of_the_cases_are_told_at_once(auditor: Auditor, pack: Path) -> None:
    other = Path(shutil.copytree(pack, pack.parent / "other"))
    spoil(pack, [("signals.yaml", "phrase: refund-promise", "phrase: refund-promisse")])
    spoil(other, [("duties/refund.cases.yaml", "expect: {manager-agrees", "expect: {manager-agres")])
    answer = auditor("policy", "check", pack, other)
    assert (answer.code, answer.out) == (2, "")
    assert 'no phrase "refund-promisse". Did you mean "refund-promise"?' in answer.err
    assert 'no duty "manager-agres". Did you mean "manager-agrees"?' in answer.err


def test_a_parameter_that_never_has_the_wanted_value_is_an_error(auditor: Auditor, pack: Path) -> None:
    choice = "parameters:\n  reading: {type: choice, choices: [strict, mild], default: mild, about: How it is read.}\n"
    spoil(pack, [("parameters.yaml", "parameters:\n", choice)])
    spoil(
        pack, [("signals.yaml", "  written: {spoken: false}", "  written: {spoken: false, parameter: {reading: mlid}}")]
    )
    answer = auditor("policy", "check", pack)
    assert answer.code == 2
    assert 'never has the value "mlid". Did you mean "mild"? It takes: strict, mild.' in answer.err


def test_an_export_that_lacks_what_a_duty_needs_is_told(auditor: Auditor, pack: Path, tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text(
        "ticket_id,occurred_at,kind,actor_id,actor_role,public,body\n"
        "1,2026-11-09T10:00:00Z,message,71,requester,true,Hello\n"
    )
    answer = auditor("policy", "check", pack, "--export", tmp_path / "events.csv", "--format", "json")
    assert answer.code == 0, answer.err
    (document,) = json.loads(answer.out)
    by_name = {one["duty"]: one for one in document["duties"]}
    assert (by_name["reply-in-time"]["decidable"], by_name["reply-in-time"]["why"]) == (True, [])
    undecided = [name for name, one in by_name.items() if not one["decidable"]]
    assert undecided == ["replied-before-solving"]
    assert by_name["replied-before-solving"]["why"]
    strict = auditor("policy", "check", pack, "--export", tmp_path / "events.csv", "--strict")
    assert strict.code == 2
    assert "solve.yaml:" in strict.out
    assert "this export can decide 2 of 3 duties" in strict.out


def test_the_lints_are_asked_of_the_packs_of_a_run(pack: Path) -> None:
    spoil(pack, MISTAKES["limit-is-zero"][0])
    found = list(warnings(Rulebook((load_pack(pack, {}),), Detectors((), ("Acme",)))))
    assert [one.lint for one in found] == ["limit-is-zero"]
