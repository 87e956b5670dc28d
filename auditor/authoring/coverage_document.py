"""The document of a coverage question: what every format of the answer is told from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from auditor.authoring.coverage import Exercise, Exercised
from auditor.authoring.kb_text import CitingDuty, ReadClause, Reading, ReadLine
from auditor.authoring.parts import Polarity
from auditor.policy.pack import Pack

Document = Mapping[str, Any]
SIDES: Mapping[Polarity, str] = {"holds": "hold", "fails": "fail", "unknown": "be unknown"}


def document(pack: Pack, exercise: Exercise, reading: Reading) -> Document:
    """One pack's answer. `complete`: nothing lacks, and nothing is wrong."""
    conditions = _conditions(exercise)
    knowledge_base = _knowledge_base(pack, reading)
    problems = [*exercise.problems, *reading.problems]
    return {
        "pack": pack.name,
        "title": pack.title,
        "version": pack.version,
        "complete": not problems and not conditions["lacking"],
        "conditions": conditions,
        "knowledge_base": knowledge_base,
        "problems": problems,
    }


def _conditions(exercise: Exercise) -> dict[str, Any]:
    parts = exercise.parts
    return {
        "parts": len(parts),
        "every_answer_shown": sum(not one.lacking and not one.excused for one in parts),
        "with_a_reason": sum(not one.lacking and bool(one.excused) for one in parts),
        "lacking": sum(bool(one.lacking) for one in parts),
        "list": [_part(one) for one in parts],
    }


def _part(one: Exercised) -> dict[str, Any]:
    return {
        "part": one.name,
        "place": one.place,
        "kind": one.kind,
        "shown": dict(one.shown),
        "excused": dict(one.excused),
        "lacking": list(one.lacking),
        "what_to_do": advice(one) if one.lacking else None,
    }


def advice(one: Exercised) -> str:
    """What lacks, and what mends it."""
    sides = " or ".join(SIDES[answer] for answer in one.lacking)
    told = f"no case makes it {sides}."
    if one.parameters:
        names = ", ".join(one.parameters)
        told += f" It depends on {names}: perhaps no case sets a value (parameters: {{{one.parameters[0]}: …}})."
    if "unknown" in one.lacking:
        told += " Unknown is what a redacted message makes it (redacted: true)."
    return f"{told} Add a case, or say why not in coverage.yaml."


def _knowledge_base(pack: Pack, reading: Reading) -> dict[str, Any]:
    states = Counter(one.state for one in reading.clauses)
    return {
        "title": pack.knowledge_base.title,
        "pinned_sha256": pack.knowledge_base.sha256,
        "text_sha256": reading.text.sha256 if reading.text else None,
        "counts": {
            "clauses": len(reading.clauses),
            "encoded": states["encoded"],
            "not-checkable": states["not-checkable"],
            "missing": states["missing"],
            "lines": sum(bool(line.text.strip()) for line in reading.lines),
            "lines_missing": sum(line.missing for line in reading.lines),
        },
        "clauses": [_clause(one) for one in reading.clauses],
        "lines": [_line(one) for one in reading.lines],
    }


def _clause(one: ReadClause) -> dict[str, Any]:
    return {
        "clause": one.name,
        "place": one.place,
        "paraphrase": one.clause.paraphrase,
        "state": one.state,
        "why": one.why,
        "lines": list(one.clause.lines),
        "duties": [_duty(duty) for duty in one.duties],
    }


def _duty(one: CitingDuty) -> dict[str, Any]:
    verdicts = Counter(verdict for verdicts in one.cases.values() for verdict in verdicts)
    return {
        "policy": one.policy.name,
        "duty": one.duty.name,
        "title": one.duty.text.title,
        "place": f"{one.duty.file}:{one.duty.line}",
        "verdicts": dict(sorted(verdicts.items())),
        "cases": [{"case": case, "verdicts": list(verdicts)} for case, verdicts in one.cases.items()],
    }


def _line(one: ReadLine) -> dict[str, Any]:
    """The text itself stays in its file: a line is its number here; the page reads it from the file."""
    return {"line": one.number, "clauses": list(one.clauses), "context": one.context, "missing": one.missing}


def told(answer: Document) -> Iterator[str]:
    """The answer as lines of text."""
    conditions = answer["conditions"]
    for part in conditions["list"]:
        if part["lacking"]:
            yield f"{part['place']}: {part['part']}: {part['what_to_do']}"
    yield from answer["problems"]
    yield (
        f"{answer['pack']}: conditions and branches: {conditions['parts']} parts, {conditions['every_answer_shown']} "
        f"with every answer shown by a case, {conditions['with_a_reason']} with a reason, "
        f"{conditions['lacking']} lacking"
    )
    yield f"{answer['pack']}: knowledge base: {_told_of_text(answer['knowledge_base'])}"


def _told_of_text(base: Mapping[str, Any]) -> str:
    counts = base["counts"]
    clauses = (
        f"{counts['clauses']} clauses, {counts['encoded']} encoded, {counts['not-checkable']} not checkable with a "
        f"reason, {counts['missing']} missing; "
    )
    if base["text_sha256"] is None:
        pinned = base["pinned_sha256"]
        return clauses + (
            f"its text ({pinned[:12]}…) was not given: --kb FILE" if pinned else "it has no text outside the pack"
        )
    same = "unchanged" if base["text_sha256"] == base["pinned_sha256"] else "not the text that the pack pins"
    return clauses + f"its text is {same}, {counts['lines']} lines, {counts['lines_missing']} of them missing"
