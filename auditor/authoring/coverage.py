"""What the worked cases exercise: every part of every condition and every branch, in every answer that it can give."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from auditor.audit import Rulebook
from auditor.authoring.branches import Branch, answers, branches
from auditor.authoring.desk import capabilities
from auditor.authoring.outcomes import with_parameters
from auditor.authoring.parts import POLARITIES, Part, Polarity, condition_parts
from auditor.authoring.trial import Sitting
from auditor.errors import PolicyError
from auditor.evaluate import prepare
from auditor.policy.pack import Pack
from auditor.policy.yaml_file import Strict, YamlFile, parse, read_yaml
from auditor.rows import records
from auditor.signals import SignalCompiler, build, column_of, known_groups

REASONS = "coverage.yaml"


class CoverageFile(Strict):
    """`coverage.yaml`: part → answer → why no case gives it."""

    what: ClassVar[str] = "coverage.yaml"
    not_covered: dict[str, dict[Polarity, str]]


@dataclass(frozen=True)
class Exercised:
    """A part and what the cases make of it.

    `shown`: answer → the first case that gives it; `excused`: answer → why no case does; `lacking`: the rest.
    """

    name: str
    place: str
    kind: str
    needed: tuple[Polarity, ...]
    shown: Mapping[Polarity, str]
    excused: Mapping[Polarity, str]
    parameters: tuple[str, ...] = ()

    @property
    def lacking(self) -> tuple[Polarity, ...]:
        """The answers that it can give and no case shows or explains."""
        return tuple(one for one in self.needed if one not in self.shown and one not in self.excused)


@dataclass(frozen=True)
class Exercise:
    """All parts of a pack, and what is wrong with the reasons of its coverage.yaml."""

    parts: tuple[Exercised, ...]
    problems: tuple[str, ...]


def exercise(
    rules: Rulebook, sittings: Sequence[Sitting], progress: Callable[[str], None] = lambda _: None
) -> Exercise:
    """Play the sittings of the rulebook's one pack and see which answer every part gives."""
    (pack,) = rules.packs
    parts, found = condition_parts(pack), branches(pack)
    shown: dict[str, dict[Polarity, str]] = {}
    for number, sitting in enumerate(sittings, start=1):
        progress(f"{pack.name}: sitting {number} of {len(sittings)}")
        played = with_parameters(pack, sitting.parameters)
        for name, answer, case in _of_sitting(sitting, played, rules.contact_types, parts, found):
            shown.setdefault(name, {}).setdefault(answer, case)
    file = _reasons_file(pack)
    reasons = _reasons(file) if file else {}
    asked: list[Part | Branch] = [*parts, *found]
    exercised = tuple(_exercised(one, shown.get(one.name, {}), reasons.get(one.name, {})) for one in asked)
    return Exercise(exercised, tuple(_problems(file, reasons, exercised)) if file else ())


def _of_sitting(
    sitting: Sitting, pack: Pack, contact_types: tuple[str, ...], parts: Sequence[Part], found: Sequence[Branch]
) -> Iterator[tuple[str, Polarity, str]]:
    yield from _of_parts(sitting, pack, contact_types, parts)
    for branch, answer, case in answers(sitting, pack, contact_types, found):
        yield branch.name, answer, case


def _of_parts(
    sitting: Sitting, pack: Pack, contact_types: tuple[str, ...], parts: Sequence[Part]
) -> Iterator[tuple[str, Polarity, str]]:
    """Every part as a signal of its own; `always` keeps the events on which none of them holds."""
    names = {f"part {number}": part for number, part in enumerate(parts)}
    conditions = {name: part.condition for name, part in names.items()}
    apart = replace(pack, signals={**pack.signals, **conditions}, schedules={})
    prepare(sitting.connection)
    missing = capabilities(sitting.lacks).missing
    compiler = SignalCompiler(apart, missing, known_groups(sitting.connection), contact_types)
    build(sitting.connection, compiler, list(names), {"always": "true"})
    columns = {column_of(name): part.name for name, part in names.items()}
    for row in records(sitting.connection, _sql(columns)):
        yield columns[row["name"]], row["answer"], sitting.cases[row["ticket_id"]].name


def _sql(columns: Iterable[str]) -> str:
    listed = ", ".join(columns)
    return f"""select name, case when holds is null then 'unknown' when holds then 'holds' else 'fails' end as answer,
        min(ticket_id) as ticket_id
        from (select ticket_id, {listed} from every_signal)
        unpivot include nulls (holds for name in ({listed}))
        group by 1, 2 order by 1, 2"""


def _exercised(one: Part | Branch, shown: Mapping[Polarity, str], reasons: Mapping[Polarity, str]) -> Exercised:
    part = isinstance(one, Part)
    return Exercised(
        name=one.name,
        place=one.place,
        kind="condition" if part else "branch",
        needed=tuple(answer for answer in POLARITIES if answer in one.needed),
        shown=shown,
        excused={answer: why for answer, why in reasons.items() if answer not in shown},
        parameters=one.parameters if isinstance(one, Part) else (),
    )


def _reasons_file(pack: Pack) -> YamlFile | None:
    path = pack.folder / REASONS
    return read_yaml(path, pack.folder.parent) if path.is_file() else None


def _reasons(file: YamlFile) -> dict[str, dict[Polarity, str]]:
    parsed, problems = parse(file, CoverageFile)
    if parsed is None:
        raise PolicyError(problems)
    return parsed.not_covered


def _problems(file: YamlFile, reasons: Mapping[str, Any], exercised: Sequence[Exercised]) -> Iterator[str]:
    known = {one.name: one for one in exercised}
    for name, given in reasons.items():
        if name not in known:
            yield f"{file.at(('not_covered', name))}: there is no part {name}. `--format json` lists all of them."
            continue
        for answer in given:
            where = file.at(("not_covered", name, answer))
            if answer in known[name].shown:
                yield f'{where}: {name}: the case "{known[name].shown[answer]}" does show {answer}. Take it out.'
            elif answer not in known[name].needed:
                yield f"{where}: {name}: it can never be {answer}, so nothing is to explain. Take it out."
