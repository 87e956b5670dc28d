"""Runs the cases against every mutant of a pack: which mistakes they would notice, and which slip through."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal

from auditor.audit import Rulebook
from auditor.authoring.cases import Expected, WorkedCase, WorkedPolicy, utc
from auditor.authoring.mutants import Mutant, mutants
from auditor.authoring.outcomes import with_parameters
from auditor.authoring.trial import Sitting, sit
from auditor.errors import AuditorError, PolicyError
from auditor.policy.pack import Pack
from auditor.policy.yaml_file import Strict, parse, read_yaml

Fate = Literal["killed", "survived", "equivalent", "did not apply"]
EQUIVALENTS = "equivalents.yaml"
Told = tuple[Any, ...]


class Equivalent(Strict):
    """A mutant that no history can tell from the policy."""

    what: ClassVar[str] = "an equivalent"
    mutant: str
    why: str


class EquivalentsFile(Strict):
    """`equivalents.yaml`."""

    what: ClassVar[str] = "equivalents.yaml"
    equivalents: tuple[Equivalent, ...]


@dataclass(frozen=True)
class Trialled:
    """A mutant and what became of it: the case that killed it, or why it cannot be."""

    mutant: Mutant
    fate: Fate
    why: str


def run_mutants(
    stack: ExitStack, rules: Rulebook, worked: Sequence[WorkedPolicy], progress: Callable[[str], None]
) -> list[Trialled]:
    """Every mutant of the rulebook's one pack against the cases. Raises PolicyError where a case fails unmutated."""
    (pack,) = rules.packs
    sittings = sit(stack, rules, [case for policy in worked for case in policy.cases])
    sittings.sort(key=lambda sitting: -len(sitting.cases))
    names = tuple(policy.name for policy in pack.policies)
    failing = _first_failure(Mutant("none", "", "", pack, names), sittings, rules.contact_types)
    if failing:
        raise PolicyError(f"{failing} Mend the cases first: `auditor policy test`.")
    equivalents = read_equivalents(pack)
    found = []
    for mutant in mutants(pack):
        progress(f"{mutant.place}: {mutant.operator}")
        found.append(_trialled(mutant, sittings, rules.contact_types, equivalents))
    unknown = set(equivalents) - {one.mutant.id for one in found}
    if unknown:
        raise PolicyError([f"{pack.folder.name}/{EQUIVALENTS}: there is no mutant {name}." for name in unknown])
    return found


def read_equivalents(pack: Pack) -> dict[str, str]:
    """Mutant → why it is equivalent, as the pack declares it."""
    path = pack.folder / EQUIVALENTS
    if not path.is_file():
        return {}
    parsed, problems = parse(read_yaml(path, pack.folder.parent), EquivalentsFile)
    if parsed is None:
        raise PolicyError(problems)
    return {one.mutant: one.why for one in parsed.equivalents}


def _trialled(
    mutant: Mutant, sittings: Sequence[Sitting], contact_types: tuple[str, ...], equivalents: Mapping[str, str]
) -> Trialled:
    if not mutant.policies:
        return Trialled(mutant, "did not apply", "no duty reads it")
    try:
        failure = _first_failure(mutant, sittings, contact_types)
    except AuditorError as error:
        return Trialled(mutant, "did not apply", error.messages[0].splitlines()[0])
    if failure:
        return Trialled(mutant, "killed", failure)
    if mutant.id in equivalents:
        return Trialled(mutant, "equivalent", equivalents[mutant.id])
    return Trialled(mutant, "survived", "no case fails")


def _first_failure(mutant: Mutant, sittings: Sequence[Sitting], contact_types: tuple[str, ...]) -> str | None:
    policies = tuple(policy for policy in mutant.pack.policies if policy.name in mutant.policies)
    for sitting in sittings:
        pack = with_parameters(replace(mutant.pack, policies=policies), sitting.parameters)
        judged = sitting.judge_shortly(pack, contact_types)
        for ticket_id, case in sitting.cases.items():
            if case.policy.name in mutant.policies:
                for sentence in _failures(case, judged.get(ticket_id, {})):
                    return sentence
    return None


def _failures(case: WorkedCase, rows: Mapping[tuple[str, str], Sequence[Mapping[str, Any]]]) -> Iterator[str]:
    for duty in case.policy.duties:
        expected = case.text.expect.get(duty.name, ())
        found = rows.get((case.policy.name, duty.name), ())
        if len(expected) != len(found) or any(
            _wanted(one) != _found(one, row) for one, row in zip(expected, found, strict=True)
        ):
            told = ", ".join(str(row["verdict"]) for row in found) or "no row"
            wanted = ", ".join(one.verdict for one in expected) or "no row"
            yield f'"{case.text.case}": {duty.name}: {wanted} expected, {told} judged'


def _wanted(expected: Expected) -> Told:
    due = utc(expected.due_at) if expected.due_at else None
    return tuple(
        due if name == "due_at" else getattr(expected, name)
        for name in sorted(expected.model_fields_set - {"responsible"})
    )


def _found(expected: Expected, row: Mapping[str, Any]) -> Told:
    return tuple(row[name] for name in sorted(expected.model_fields_set - {"responsible"}))
