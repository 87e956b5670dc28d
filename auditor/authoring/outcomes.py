"""What the cases of a pack came to: for every duty of every case what was expected and what was judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any

from auditor.audit import Rulebook
from auditor.authoring.cases import Expected, WorkedCase, WorkedPolicy, utc
from auditor.authoring.desk import person
from auditor.authoring.trial import Sitting, sit
from auditor.instants import instant
from auditor.policy.pack import Duty, Pack, load_pack
from auditor.result import VerdictRow
from auditor.words import Immediately, Must, StepSequence

NEAR_SECONDS = 1.0  # both sides of a limit: in time and late within a second of it
UNDECIDED_WORDS = (Must, StepSequence, Immediately)


@dataclass(frozen=True)
class Outcome:
    """One duty in one case. `differences`: sentences; none, it is as expected."""

    case: WorkedCase
    duty: Duty
    expected: tuple[Expected, ...]
    rows: tuple[VerdictRow, ...]
    differences: tuple[str, ...]


def run_cases(stack: ExitStack, rules: Rulebook, worked: Sequence[WorkedPolicy]) -> list[Outcome]:
    """Play every case of one pack and compare every duty of its policy, both ways."""
    (pack,) = rules.packs
    sittings = sit(stack, rules, [case for policy in worked for case in policy.cases])
    return [one for sitting in sittings for one in outcomes(sitting, pack, rules.contact_types)]


def outcomes(sitting: Sitting, pack: Pack, contact_types: tuple[str, ...]) -> Iterator[Outcome]:
    """What a sitting's cases come to under a pack, with the parameters that the cases set."""
    judged = sitting.judge(with_parameters(pack, sitting.parameters), contact_types)
    for ticket_id, case in sitting.cases.items():
        for duty in case.policy.duties:
            rows = tuple(
                row for row in judged[ticket_id] if (row["policy"], row["duty"]) == (case.policy.name, duty.name)
            )
            expected = case.text.expect.get(duty.name, ())
            yield Outcome(case, duty, expected, rows, tuple(_differences(expected, rows, ticket_id)))


def with_parameters(pack: Pack, parameters: Mapping[str, Any]) -> Pack:
    """The pack as it stands in memory, with some of its parameters set otherwise."""
    if not parameters:
        return pack
    fresh = load_pack(pack.folder, parameters)
    return replace(pack, values=fresh.values, automation_users=fresh.automation_users, schedules=fresh.schedules)


def _differences(expected: Sequence[Expected], rows: Sequence[VerdictRow], ticket_id: str) -> Iterator[str]:
    if len(expected) != len(rows):
        wanted = ", ".join(one.verdict for one in expected) or "no row"
        found = ", ".join(_told(row) for row in rows) or "no row"
        yield f"expected {wanted}, judged {found}"
        return
    for one, row in zip(expected, rows, strict=True):
        for name in sorted(one.model_fields_set):
            wanted, found = _wanted(one, name, ticket_id), _found(row, name)
            if wanted != found:
                yield f"expected {name} {_shown(wanted)}, judged {_shown(found)} ({_told(row)})"


def _wanted(expected: Expected, name: str, ticket_id: str) -> Any:
    if name == "due_at" and expected.due_at:
        return instant(utc(expected.due_at))
    value = getattr(expected, name)
    return person(ticket_id, value) if name == "responsible" and value else value


def _found(row: VerdictRow, name: str) -> Any:
    return row["responsible"]["id"] if name == "responsible" else dict(row)[name]


def _told(row: VerdictRow) -> str:
    return row["verdict"] + (f" ({row['reason']})" if row["reason"] else "")


def _shown(value: Any) -> str:
    return {None: "nobody or none", True: "yes", False: "no"}.get(value, f'"{value}"')


def lacking(worked: WorkedPolicy, found: Sequence[Outcome]) -> Iterator[str]:
    """What no case shows of a duty and no `not_shown` explains; and what is explained although a case shows it."""
    for duty in worked.policy.duties:
        shown = {kind for one in found if one.duty is duty for kind in _kinds(one.rows)}
        excused = worked.not_shown.get(duty.name, {})
        for kind in _wanted_kinds(duty):
            if kind not in shown and kind not in excused:
                yield f'{worked.file.name}: {duty.name}: no case shows "{kind}". Add one, or say why not in not_shown.'
        for kind in sorted(shown & set(excused)):
            told = f'{duty.name}: a case does show "{kind}". Take it out of not_shown.'
            yield worked.file.problem(("not_shown", duty.name, kind), told)


def _wanted_kinds(duty: Duty) -> Iterator[str]:
    yield from ("complied", "violated")
    if isinstance(duty.word, UNDECIDED_WORDS):
        yield "pending"
    if duty.word.limit() is not None:
        yield from ("in-time-at-the-limit", "late-after-the-limit")


def _kinds(rows: Sequence[VerdictRow]) -> Iterator[str]:
    for row in rows:
        yield row["verdict"]
        elapsed, allowed = row["elapsed_seconds"], row["allowed_seconds"]
        if elapsed is None or allowed is None:
            continue
        beyond = elapsed - allowed
        if row["verdict"] == "complied" and -NEAR_SECONDS <= beyond <= 0:
            yield "in-time-at-the-limit"
        if row["verdict"] == "violated" and 0 < beyond <= NEAR_SECONDS:
            yield "late-after-the-limit"
