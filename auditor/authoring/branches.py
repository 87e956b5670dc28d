"""The branches of policies and duties: every gate at an opening, and every event that a word waits for or ends at.

Read from the tables that the audit itself fills, so that they cannot disagree with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from auditor.authoring.desk import capabilities
from auditor.authoring.parts import Polarity, possible
from auditor.authoring.trial import Sitting
from auditor.compile import compile_policy, used_signals
from auditor.evaluate import used
from auditor.policy.model import Condition, Gate
from auditor.policy.pack import Duty, Pack, Policy
from auditor.policy.yaml_file import Location, YamlFile, read_yaml
from auditor.rows import records
from auditor.signals import SignalCompiler, column_of, known_groups
from auditor.words import Immediately, Must, MustNever, OnlyAfter, StepSequence

Reach = Literal["at", "so far", "later", "anywhere"]
REACHES: dict[Reach, str] = {
    "at": "event.position = origin.position",
    "so far": "event.moment <= origin.moment",
    "later": "event.moment > origin.moment",
    "anywhere": "true",
}
TRIGGERS = "select ticket_id, position, moment from every_signal where {when} and not mirrored"
OPENINGS = "select ticket_id, position, moment from opening"
INSTANCES = "select ticket_id, trigger_position as position, trigger_moment as moment from instance"
FROM_OPENING = "select ticket_id, opening_position as position, opening_moment as moment from instance"


@dataclass(frozen=True)
class Branch:
    """A question that is asked once at every origin: does the signal hold there, so far, or later?

    `asked`: (signal, reach), all of which must hold. `origins`: SQL with ticket_id, position and moment.
    """

    name: str
    place: str
    asked: tuple[tuple[str, Reach], ...]
    origins: str
    duty: Duty | None
    policy: Policy
    needed: frozenset[Polarity]


def branches(pack: Pack) -> list[Branch]:
    """Every branch of the pack's policies and duties, in their order."""
    return [branch for policy in pack.policies for branch in _of_policy(pack, policy)]


def answers(
    sitting: Sitting, pack: Pack, contact_types: tuple[str, ...], found: Sequence[Branch]
) -> Iterator[tuple[Branch, Polarity, str]]:
    """(branch, answer, case) wherever a case of the sitting gives that answer."""
    sitting.judge_shortly(pack, contact_types)  # leaves every signal of the pack in every_signal
    connection = sitting.connection
    compiler = SignalCompiler(pack, capabilities(sitting.lacks).missing, known_groups(connection), contact_types)
    signals = {name: compiler.signal(name) for name in used_signals(pack)}
    for policy in pack.policies:
        compiled = compile_policy(pack, policy, signals)
        connection.execute(compiled.scope)
        connection.execute(compiled.openings, used(compiled.bound, compiled.openings))
        yield from _given(sitting, [one for one in found if one.policy.name == policy.name and one.duty is None])
        for duty in compiled.duties:
            connection.execute(duty.instances)
            yield from _given(sitting, [one for one in found if one.duty is duty.duty])


def _given(sitting: Sitting, found: Sequence[Branch]) -> Iterator[tuple[Branch, Polarity, str]]:
    for branch in found:
        for row in records(sitting.connection, _sql(branch)):
            yield branch, row["answer"], sitting.cases[row["ticket_id"]].name


def _sql(branch: Branch) -> str:
    asked = " and ".join(
        f"""(select case when bool_or({column_of(signal)}) then true
            when bool_or({column_of(signal)} is null) then null else false end
            from every_signal as event where event.ticket_id = origin.ticket_id and {REACHES[reach]})"""
        for signal, reach in branch.asked
    )
    return f"""select case when answer is null then 'unknown' when answer then 'holds' else 'fails' end as answer,
        min(ticket_id) as ticket_id
        from (select ticket_id, {asked} as answer from ({branch.origins}) as origin) group by 1 order by 1"""


def _of_policy(pack: Pack, policy: Policy) -> Iterator[Branch]:
    text = policy.text
    make = _Maker(pack, policy, None, read_yaml(pack.folder.parent / policy.file, pack.folder.parent))
    if text.when:
        triggers = TRIGGERS.format(when=column_of(text.when))
        yield from make.gates(text.unless, text.given, triggers)
        if text.closes:
            yield make.branch(("closes",), text.closes, "later", OPENINGS)
        if text.released_by:
            yield make.branch(("released_by", "event"), text.released_by.event, "later", OPENINGS)
            yield make.branch(("released_by", "before"), text.released_by.before, "later", OPENINGS)
    for duty in policy.duties:
        yield from _of_duty(replace(make, duty=duty), duty)


def _of_duty(make: _Maker, duty: Duty) -> Iterator[Branch]:
    yield from make.gates(duty.text.unless, duty.text.given, OPENINGS)
    match duty.word:
        case Must(must=targets, before=before, since=since):
            reach: Reach = "anywhere" if since == "start" else "later"
            origins = FROM_OPENING if since == "opening" else INSTANCES
            for number, target in enumerate(targets):
                yield make.branch(("must", number) if len(targets) > 1 else ("must",), target, reach, origins)
            if before:
                yield make.branch(("before",), before, "later", INSTANCES)
        case MustNever(must_never=breach, until=until, through=through, tolerate=tolerate):
            yield make.branch(("must_never",), breach, "later", INSTANCES)
            for key, end in (("until", until), ("through", through)):
                if end:
                    yield make.branch((key,), end, "later", INSTANCES)
            if tolerate:
                yield make.branch(("tolerate", "event"), tolerate.event, "later", INSTANCES)
        case OnlyAfter(only_after=ground):
            yield make.branch(("only_after",), ground, "so far", INSTANCES)
        case Immediately(immediately=wanted, among=among):
            yield make.branch(("immediately",), wanted, "later", INSTANCES)
            yield make.branch(("among",), among, "later", INSTANCES)
        case StepSequence(steps=steps):
            for number, step in enumerate(steps):
                yield make.branch(("steps", number, "event"), step.event, "later", INSTANCES)


@dataclass(frozen=True)
class _Maker:
    """Names and places the branches of one policy, or of one of its duties."""

    pack: Pack
    policy: Policy
    duty: Duty | None
    file: YamlFile

    def gates(self, unless: Sequence[Gate], given: Sequence[Gate], origins: str) -> Iterator[Branch]:
        for key, gates in (("unless", unless), ("given", given)):
            for number, gate in enumerate(gates):
                asked: list[tuple[str, str, Reach]] = []
                if gate.now:
                    asked.append(("now", gate.now, "at"))
                if gate.seen:
                    asked.append(("seen", gate.seen, "so far"))
                if len(asked) > 1:
                    yield self._made((key, number), [(signal, reach) for _, signal, reach in asked], origins)
                for name, signal, reach in asked:
                    yield self.branch((key, number, name), signal, reach, origins)

    def branch(self, at: Location, signal: str, reach: Reach, origins: str) -> Branch:
        return self._made(at, [(signal, reach)], origins)

    def _made(self, at: Location, asked: Sequence[tuple[str, Reach]], origins: str) -> Branch:
        inside: Location = ("duties", self.duty.name, *at) if self.duty else at
        whole = Condition.model_validate({"all": [{"signal": signal} for signal, _ in asked]})
        return Branch(
            name=".".join(str(step) for step in (self.policy.name, *inside)),
            place=self.file.at(inside),
            asked=tuple(asked),
            origins=origins,
            duty=self.duty,
            policy=self.policy,
            needed=possible(whole, self.pack.signals),
        )
