"""`auditor policy coverage`: what the cases exercise, and what became of every clause and line of the text."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from auditor import shipped
from auditor.authoring.branches import branches
from auditor.authoring.parts import condition_parts
from auditor.cli import run
from auditor.policy.pack import load_pack

KB_TEXT = Path(__file__).parents[2].parent / "shared" / "kb" / "executive-escalations.txt"
TEXT = "Our house rules\n\nAnswer in public & <b>kindly</b>.\nBe quick.\n"

PACK = """\
pack: house
title: House rules
version: 1
knowledge_base:
  title: House rules
"""
PARAMETERS = """\
parameters:
  weekends:
    {type: choice, choices: [yes please, no thanks], default: no thanks, about: Whether weekends count.}
"""
SIGNALS = """\
signals:
  question: {kind: message, words_of: requester}
  answer:
    any:
      - {kind: message, public: true, by: agent}
      - {kind: call, direction: outbound}
  written: {spoken: false}
"""
DUTIES = """\
policy: reply
title: Who asks gets an answer
when: question
given:
  - now: written
closes: answer
duties:
  answered:
    title: An answer comes
    clauses: [HR-1]
    severity: medium
    must: answer
    within: 1h
"""
CASES = """\
policy: reply
cases:
  - case: Answered at the limit
    history:
      - {at: 2026-11-04 09:00:00, says: How?}
      - {at: 2026-11-04 09:01:00, by: boris, note: I know that one.}
      - {at: 2026-11-04 10:00:00, by: boris, says: So.}
    expect: {answered: complied}
  - case: A second late, on the phone
    history:
      - {at: 2026-11-04 09:00:00, says: How?}
      - {at: 2026-11-04 09:30:00, call: inbound}
      - {at: 2026-11-04 10:00:01, by: boris, call: outbound}
    expect: {answered: violated}
  - case: A chat opens nothing, and nobody answers
    history:
      - {at: 2026-11-04 09:00:00, chat: c1, says: How?}
    expect: {}
  - case: Nobody answers
    as_of: 2026-11-04 09:30:00
    history:
      - {at: 2026-11-04 09:00:00, says: How?}
    expect: {answered: pending}
"""
CLAUSES = """\
clauses:
  HR-1: {lines: 3, paraphrase: Questions are answered publicly.}
  HR-2: {lines: 4, paraphrase: Be quick., state: not-checkable, why: It names no time.}
context:
  - {lines: 1, why: A title.}
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A pack of one duty whose cases exercise everything."""
    folder = tmp_path / "house"
    for name, text in {
        "pack.yaml": PACK, "parameters.yaml": PARAMETERS, "signals.yaml": SIGNALS, "duties/reply.yaml": DUTIES,
        "duties/reply.cases.yaml": CASES, "kb/clauses.yaml": CLAUSES,
    }.items():  # fmt: skip
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def text(tmp_path: Path, pack: Path) -> Path:
    """The text that the pack was read from, and its hash in the pack."""
    file = tmp_path / "house-rules.txt"
    file.write_text(TEXT)
    edit(pack / "pack.yaml", "  title: House rules\n", f"  title: House rules\n  sha256: {sha256(file)}\n")
    return file


def sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def edit(file: Path, old: str, new: str) -> None:
    content = file.read_text()
    assert old in content
    file.write_text(content.replace(old, new))


def without_case(pack: Path, name: str) -> None:
    file = pack / "duties" / "reply.cases.yaml"
    kept = [part for part in re.split(r"(?m)^(?=  - case: )", file.read_text()) if f"case: {name}\n" not in part]
    file.write_text("".join(kept))


@dataclass(frozen=True)
class Told:
    """What the program said, and how it ended."""

    exit_code: int
    stdout: str
    output: str


def ask(*arguments: Any) -> Told:
    """`auditor policy coverage …`."""
    out, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
        exit_code = run(["policy", "coverage", *map(str, arguments)])
    return Told(exit_code, out.getvalue(), out.getvalue() + errors.getvalue())


def lacking(pack: Path) -> dict[str, list[str]]:
    """Part → the answers that no case gives."""
    (answer,) = json.loads(ask(pack, "--format", "json").stdout)
    return {part["part"]: part["lacking"] for part in answer["conditions"]["list"] if part["lacking"]}


def test_a_pack_whose_cases_show_every_part_both_ways_is_complete(pack: Path) -> None:
    result = ask(pack)
    assert (result.exit_code, result.stdout.splitlines()) == (
        0,
        [
            (
                "house: conditions and branches: 15 parts, 15 with every answer shown by a case, 0 with a reason, "
                "0 lacking"
            ),
            (
                "house: knowledge base: 2 clauses, 1 encoded, 1 not checkable with a reason, 0 missing; "
                "it has no text outside the pack"
            ),
        ],
    )


def test_the_parts_of_a_condition_are_its_whole_its_keys_and_its_alternatives_with_their_keys(pack: Path) -> None:
    assert [(part.name, part.place) for part in condition_parts(load_pack(pack, {}))] == [
        ("signals.question", "house/signals.yaml:2:3"),
        ("signals.question.kind", "house/signals.yaml:2:14"),
        ("signals.question.words_of", "house/signals.yaml:2:29"),
        ("signals.answer.any", "house/signals.yaml:4:5"),
        ("signals.answer.any.0", "house/signals.yaml:5:9"),
        ("signals.answer.any.0.kind", "house/signals.yaml:5:10"),
        ("signals.answer.any.0.public", "house/signals.yaml:5:25"),
        ("signals.answer.any.0.by", "house/signals.yaml:5:39"),
        ("signals.answer.any.1", "house/signals.yaml:6:9"),
        ("signals.answer.any.1.kind", "house/signals.yaml:6:10"),
        ("signals.answer.any.1.direction", "house/signals.yaml:6:22"),
        ("signals.written.spoken", "house/signals.yaml:7:13"),
    ]


def test_another_formatting_has_the_same_parts(pack: Path) -> None:
    before = {part.name for part in condition_parts(load_pack(pack, {}))}
    edit(
        pack / "signals.yaml",
        "  question: {kind: message, words_of: requester}\n",
        "  question:\n    # who asks\n    words_of:\n      - requester\n    kind: [message]\n",
    )
    assert {part.name for part in condition_parts(load_pack(pack, {}))} == before


@pytest.mark.parametrize(
    ("condition", "answers"),
    [
        ("{kind: message}", {"holds", "fails"}),
        ("{phrase: hello}", {"holds", "fails", "unknown"}),
        ("{not: {phrase: hello}}", {"holds", "fails", "unknown"}),
        ("{maybe: {kind: message}}", {"fails", "unknown"}),
        ("{not: {maybe: {kind: message}}}", {"holds", "unknown"}),
        ("{any: [{kind: message}, {maybe: {kind: call}}]}", {"holds", "fails", "unknown"}),
        ("{all: [{kind: message}, {maybe: {kind: message}}]}", {"fails", "unknown"}),
        ("{if_recorded: {kind: publish}}", {"holds", "fails"}),
    ],
)
def test_a_part_owes_the_answers_that_it_can_give(pack: Path, condition: str, answers: set[str]) -> None:
    edit(pack / "signals.yaml", "  question: {kind: message, words_of: requester}", f"  question: {condition}")
    first = condition_parts(load_pack(pack, {}))[0]
    assert first.needed == answers


def test_every_value_of_a_list_is_a_part_of_its_own(pack: Path) -> None:
    edit(pack / "signals.yaml", "words_of: requester", "words_of: [requester, end-user]")
    assert lacking(pack) == {"signals.question.words_of.end-user": ["holds"]}


def test_an_alternative_that_no_case_takes_is_told_with_its_place(pack: Path) -> None:
    without_case(pack, "A second late, on the phone")
    result = ask(pack)
    assert result.exit_code == 1
    assert result.stdout.splitlines()[:3] == [
        (
            "house/signals.yaml:6:9: signals.answer.any.1: no case makes it hold. "
            "Add a case, or say why not in coverage.yaml."
        ),
        (
            "house/signals.yaml:6:10: signals.answer.any.1.kind: no case makes it hold. "
            "Add a case, or say why not in coverage.yaml."
        ),
        (
            "house/signals.yaml:6:22: signals.answer.any.1.direction: no case makes it hold. "
            "Add a case, or say why not in coverage.yaml."
        ),
    ]


def test_a_private_note_is_what_shows_that_public_matters(pack: Path) -> None:
    edit(pack / "duties/reply.cases.yaml", "      - {at: 2026-11-04 09:01:00, by: boris, note: I know that one.}\n", "")
    assert lacking(pack) == {"signals.answer.any.0.public": ["fails"]}


def test_a_gate_that_never_takes_an_opening_away_lacks_that_side(pack: Path) -> None:
    without_case(pack, "A chat opens nothing, and nobody answers")
    assert lacking(pack) == {"signals.written.spoken": ["fails"], "reply.given.0.now": ["fails"]}


def test_a_gate_is_asked_at_the_openings_and_not_at_other_events(pack: Path) -> None:
    edit(pack / "duties/reply.yaml", "given:\n", "unless:\n  - seen: answer\ngiven:\n")
    assert lacking(pack) == {"reply.unless.0.seen": ["holds"]}  # answers there are, and never before a question


def test_an_end_that_always_comes_lacks_the_other_side(pack: Path) -> None:
    without_case(pack, "Nobody answers")
    assert lacking(pack) == {"reply.closes": ["fails"], "reply.duties.answered.must": ["fails"]}


def test_a_value_that_no_case_sets_is_told(pack: Path) -> None:
    edit(pack / "signals.yaml", "{spoken: false}", "{spoken: false, not: {parameter: {weekends: yes please}}}")
    lines = ask(pack).stdout.splitlines()
    assert lines[0] == (
        "house/signals.yaml:7:28: signals.written.not: no case makes it fail. It depends on weekends: perhaps no case "
        "sets a value (parameters: {weekends: …}). Add a case, or say why not in coverage.yaml."
    )


def test_a_case_that_sets_the_value_covers_it(pack: Path) -> None:
    edit(pack / "signals.yaml", "{spoken: false}", "{spoken: false, not: {parameter: {weekends: yes please}}}")
    edit(
        pack / "duties/reply.cases.yaml",
        "  - case: Nobody answers\n",
        "  - case: Read otherwise\n    parameters: {weekends: yes please}\n    history:\n"
        "      - {at: 2026-11-04 09:00:00, says: How?}\n    expect: {}\n  - case: Nobody answers\n",
    )
    assert ask(pack).exit_code == 0


def test_a_reason_excuses_what_no_case_shows(pack: Path) -> None:
    without_case(pack, "Nobody answers")
    (pack / "coverage.yaml").write_text(
        "not_covered:\n  reply.closes: {fails: Everybody answers here.}\n"
        "  reply.duties.answered.must: {fails: Everybody answers here.}\n"
    )
    result = ask(pack)
    assert (result.exit_code, result.stdout.splitlines()[0]) == (
        0,
        "house: conditions and branches: 15 parts, 13 with every answer shown by a case, 2 with a reason, 0 lacking",
    )


def test_a_reason_for_what_a_case_shows_or_for_no_part_is_wrong(pack: Path) -> None:
    (pack / "coverage.yaml").write_text(
        "not_covered:\n  reply.closes: {fails: No., unknown: No.}\n  reply.opens: {fails: No.}\n"
    )
    result = ask(pack)
    assert (result.exit_code, result.stdout.splitlines()[:3]) == (
        1,
        [
            'house/coverage.yaml:2:18: reply.closes: the case "reply: Nobody answers" does show fails. Take it out.',
            "house/coverage.yaml:2:30: reply.closes: it can never be unknown, so nothing is to explain. Take it out.",
            "house/coverage.yaml:3:3: there is no part reply.opens. `--format json` lists all of them.",
        ],
    )


def test_a_case_that_fails_shows_nothing(pack: Path) -> None:
    edit(pack / "duties/reply.cases.yaml", "expect: {answered: complied}", "expect: {answered: violated}")
    result = ask(pack)
    assert (result.exit_code, "this case fails. Mend it first: `auditor policy test`." in result.output) == (2, True)


def test_the_text_that_the_pack_was_read_from_is_whole(pack: Path, text: Path) -> None:
    result = ask(pack, "--kb", text)
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (
        0,
        (
            "house: knowledge base: 2 clauses, 1 encoded, 1 not checkable with a reason, 0 missing; "
            "its text is unchanged, 3 lines, 0 of them missing"
        ),
    )


def test_a_changed_text_fails_until_it_is_read_again(pack: Path, text: Path) -> None:
    text.write_text(TEXT + "Never on Sundays.\n")
    result = ask(pack, "--kb", text)
    assert result.exit_code == 1
    assert f"and then pin sha256: {sha256(text)}" in result.stdout
    assert 'house/kb/clauses.yaml: line 5 of the text is missing: "Never on Sundays."' in result.stdout
    edit(pack / "pack.yaml", hashlib.sha256(TEXT.encode()).hexdigest(), sha256(text))
    edit(pack / "kb/clauses.yaml", "{lines: 1, why: A title.}", "{lines: [1, 5], why: Nothing to do.}")
    assert ask(pack, "--kb", text).exit_code == 0


def test_a_clause_has_its_place_in_the_text(pack: Path, text: Path) -> None:
    edit(pack / "kb/clauses.yaml", "HR-1: {lines: 3,", "HR-1: {lines: 2-3,")
    edit(pack / "kb/clauses.yaml", "{lines: 4, paraphrase", "{lines: [4, 9], paraphrase")
    edit(pack / "kb/clauses.yaml", "{lines: 1, why", "{lines: [1, 3], why")
    assert ask(pack, "--kb", text).stdout.splitlines()[:2] == [
        "house/kb/clauses.yaml:2:3: HR-1: line 3 is context too. A line that asks something is no context.",
        "house/kb/clauses.yaml:3:10: HR-2: line 9 is not in the text, which has 4 lines.",
    ]


def test_a_pinned_text_asks_every_clause_for_its_lines(pack: Path, text: Path) -> None:
    edit(pack / "kb/clauses.yaml", "{lines: 3, ", "{")
    result = ask(pack)
    assert (result.exit_code, result.stdout.splitlines()[0]) == (
        1,
        "house/kb/clauses.yaml:2:3: HR-1: has no lines; say where in the text it stands, for example lines: 14.",
    )


@pytest.mark.parametrize("lines", ["0", "soon", "9-7"])
def test_what_is_no_line_is_refused(pack: Path, lines: str) -> None:
    edit(pack / "kb/clauses.yaml", "{lines: 3, ", f"{{lines: {lines}, ")
    result = ask(pack)
    assert result.exit_code == 2
    assert "house/kb/clauses.yaml:2:10" in result.output


def test_a_clause_that_is_not_encoded_yet_is_missing(pack: Path) -> None:
    edit(pack / "kb/clauses.yaml", "state: not-checkable, why: It names no time.", "state: missing")
    result = ask(pack)
    assert (result.exit_code, result.stdout.splitlines()[0]) == (
        1,
        "house/kb/clauses.yaml:3:3: HR-2: is missing: no duty cites it. Encode it, or say why it is not checkable.",
    )


def test_a_clause_is_not_both_cited_and_not_checkable(pack: Path) -> None:
    edit(pack / "kb/clauses.yaml", "publicly.}", "publicly., state: not-checkable, why: It is not.}")
    result = ask(pack)
    assert (result.exit_code, result.stdout.splitlines()[0]) == (
        1,
        "house/kb/clauses.yaml:2:3: HR-1: is called not checkable, and answered cites it. Take out one of the two.",
    )


def test_a_text_that_cannot_be_read_is_a_matter_of_the_call(pack: Path, tmp_path: Path) -> None:
    (tmp_path / "latin.txt").write_bytes("Straße".encode("latin-1"))
    for name in ("nowhere.txt", "latin.txt"):
        result = ask(pack, "--kb", tmp_path / name)
        assert (result.exit_code, name in result.output) == (2, True)


def test_a_text_belongs_to_one_pack(pack: Path, text: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(pack, other)
    edit(other / "pack.yaml", "pack: house", "pack: other")
    result = ask(tmp_path, "--kb", text)
    assert (result.exit_code, "say whose text it is; name one pack. There are: house, other." in result.output) == (
        2,
        True,
    )


def test_the_page_shows_the_text_with_its_clauses_marked_and_everything_escaped(
    pack: Path, text: Path, tmp_path: Path
) -> None:
    page = tmp_path / "out" / "coverage.html"
    assert ask(pack, "--kb", text, "--format", "html", "--out", page).exit_code == 0
    content = page.read_text()
    assert "<mark>Answer in public &amp; &lt;b&gt;kindly&lt;/b&gt;.</mark>" in content
    assert "<b>kindly" not in content
    assert re.search(r'class="row encoded".*?HR-1.*?An answer comes.*?3 cases: 1 complied, 1 pending, 1 violated',
                     content, re.DOTALL)  # fmt: skip
    assert re.search(r'class="row not-checkable".*?<mark>Be quick\.</mark>.*?It names no time\.', content, re.DOTALL)
    assert not re.search(r"<script|<link|src=|url\(|https?:", content)


def test_without_the_text_the_page_shows_the_paraphrases(pack: Path, text: Path) -> None:
    result = ask(pack, "--format", "html")
    assert "Questions are answered publicly." in result.stdout
    assert "kindly" not in result.stdout


def test_the_answer_as_json_holds_no_line_of_the_text(pack: Path, text: Path) -> None:
    (answer,) = json.loads(ask(pack, "--kb", text, "--format", "json").stdout)
    assert answer["knowledge_base"]["lines"][2] == {
        "line": 3, "clauses": ["HR-1"], "context": None, "missing": False,
    }  # fmt: skip
    assert "kindly" not in json.dumps(answer)


def test_the_small_shipped_pack_is_complete() -> None:
    assert ask(shipped.folder("policies") / "service_basics").exit_code == 0


def test_the_large_shipped_pack_is_complete_against_its_own_text() -> None:
    if not KB_TEXT.is_file():
        pytest.skip("the knowledge base's own text is not beside this checkout")
    result = ask(shipped.folder("policies") / "executive_escalations", "--kb", KB_TEXT)
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (
        0,
        (
            "executive-escalations: knowledge base: 30 clauses, 28 encoded, 2 not checkable with a reason, 0 missing; "
            "its text is unchanged, 40 lines, 0 of them missing"
        ),
    )


def test_every_branch_of_the_large_pack_has_its_place() -> None:
    pack = load_pack(shipped.folder("policies") / "executive_escalations", {})
    found = {branch.name: branch.place for branch in branches(pack)}
    assert found["threat.duties.no-detail-questions.through"].startswith("executive_escalations/duties/threat.yaml:")
    assert {"silent-contact.unless.1", "silent-contact.unless.1.now", "silent-contact.unless.1.seen"} <= found.keys()
    assert {"attorney-conversation.released_by.event", "attorney-conversation.duties.contact-details.before"} <= set(
        found
    )
    assert {f"attorney-conversation.duties.forward.must.{number}" for number in range(3)} <= found.keys()
    assert "silent-contact.duties.silence-in-conversation.tolerate.event" in found
