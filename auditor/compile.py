"""Policy → SQL: the openings of a policy and, for every duty, its triggers and its word's query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.policy.model import DutyText, Gate, InForce, PolicyFile
from auditor.policy.pack import Duty, Pack, Policy
from auditor.policy.yaml_file import Location
from auditor.signals import TEMPLATES, Signal
from auditor.words import Immediately, Leaves, Must, MustNever, OnlyAfter, StepSequence, Word

SINCE = {
    "trigger": "signal.moment > instance.trigger_moment",
    "opening": "signal.moment > instance.opening_moment",
    "start": "true",
}


@dataclass(frozen=True)
class CompiledGate:
    """An exception or condition of an opening as SQL: a column of `opening`, and when it lets pass."""

    index: int
    seen: str | None
    now: str | None
    passes: str
    origin: str  # file:line:col


@dataclass(frozen=True)
class CompiledDuty:
    """What runs for one duty."""

    duty: Duty
    instances: str
    verdicts: str
    needs: frozenset[str]
    end_needs: frozenset[str]
    allowed: int | None
    clock: str | None


@dataclass(frozen=True)
class CompiledPolicy:
    """What runs for one policy: the tickets it concerns, its openings once, then its duties."""

    policy: Policy
    scope: str
    openings: str
    gates: tuple[CompiledGate, ...]
    duties: tuple[CompiledDuty, ...]
    opening_needs: frozenset[str]
    looks_back: bool
    bound: Mapping[str, Any]


def used_signals(pack: Pack) -> Iterator[str]:
    """The signals that the pack's policies read."""
    for policy in pack.policies:
        text = policy.text
        yield from (name for name in (text.when, text.closes) if name)
        if text.released_by:
            yield from (text.released_by.event, text.released_by.before)
        gates = [
            *text.unless,
            *text.given,
            *(gate for duty in policy.duties for gate in (*duty.text.unless, *duty.text.given)),
        ]
        yield from gate_signals(gates)
        for duty in policy.duties:
            yield from duty.word.signals()


def gate_signals(gates: Iterable[Gate]) -> Iterator[str]:
    """The signals that gates name."""
    for gate in gates:
        yield from (name for name in (gate.seen, gate.now) if name)


def compile_policy(pack: Pack, policy: Policy, signals: Mapping[str, Signal]) -> CompiledPolicy:
    """One policy as SQL over `signal`."""
    return _Compiler(pack, policy, signals).compile()


def _limits_a_step(word: Word) -> bool:
    return isinstance(word, StepSequence) and any(step.within for step in word.steps)


class _Compiler:
    def __init__(self, pack: Pack, policy: Policy, signals: Mapping[str, Signal]) -> None:
        self.pack = pack
        self.policy = policy
        self.signals = signals
        self.gates: list[CompiledGate] = []
        self.bound: dict[str, Any] = {}

    def compile(self) -> CompiledPolicy:
        text = self.policy.text
        policy_gates = self._gates(text, ())
        duty_gates = {duty.name: self._gates(duty.text, ("duties", duty.name)) for duty in self.policy.duties}
        released = text.released_by
        openings = TEMPLATES.get_template("opening.sql").render(
            when=self._column(text.when),
            closes=self._column(text.closes),
            released_by=self._column(released.event if released else None),
            released_before=self._column(released.before if released else None),
            gates=self.gates,
            policy_gates=policy_gates,
            clocks=sorted(self.pack.schedules),
            in_force=" and ".join(self._in_force(text.in_force)),
        )
        return CompiledPolicy(
            policy=self.policy,
            scope=TEMPLATES.get_template("scope.sql").render(when=self._column(text.when)),
            openings=openings,
            gates=tuple(self.gates),
            duties=tuple(self._duty(duty, duty_gates[duty.name]) for duty in self.policy.duties),
            opening_needs=self._needs(text.when, *gate_signals([*text.unless, *text.given])),
            looks_back=any(gate.seen for gate in (*text.unless, *text.given)),
            bound=self.bound,
        )

    def _in_force(self, dated: InForce) -> Iterator[str]:
        """An episode belongs to the version that was in force when it opened, also where it ends later."""
        if dated.from_:
            yield f"opened.occurred_at >= {self._bind(dated.from_.replace(tzinfo=None))}"
        if dated.until:
            yield f"opened.occurred_at < {self._bind(dated.until.replace(tzinfo=None))}"

    def _column(self, name: str | None) -> str | None:
        return f"signal.{self.signals[name].column}" if name else None

    def _needs(self, *names: str | None) -> frozenset[str]:
        return frozenset(need for name in names if name for need in self.signals[name].needs)

    def _gates(self, part: PolicyFile | DutyText, place: Location) -> list[CompiledGate]:
        """The exceptions and conditions of a policy or duty; `place`: where it stands in the file."""
        found = []
        for key, holds in (("unless", "is not true"), ("given", "is not false")):
            for number, gate in enumerate(getattr(part, key)):
                index = len(self.gates)
                origin = self.pack.origin(f"duties/{Path(self.policy.file).name}", (*place, key, number))
                passes = f"gate_{index} {holds}"
                compiled = CompiledGate(index, self._column(gate.seen), self._column(gate.now), passes, origin)
                self.gates.append(compiled)
                found.append(compiled)
        return found

    def _duty(self, duty: Duty, gates: list[CompiledGate]) -> CompiledDuty:
        clock = duty.word.clock_name()
        allowed = self.pack.limit_microseconds(duty.word.limit())
        instances = TEMPLATES.get_template("instance.sql").render(
            opens_at=duty.text.opens_at, clock=clock, duty_gates=gates
        )
        verdicts = TEMPLATES.get_template(duty.word.template).render(
            clock=clock, limited=allowed is not None, **self._word(duty)
        )
        ends: tuple[str | None, ...] = (duty.word.until, duty.word.through) if isinstance(duty.word, MustNever) else ()
        return CompiledDuty(
            duty=duty,
            instances=instances,
            verdicts=verdicts,
            needs=self._needs(*duty.word.signals(), *gate_signals([*duty.text.unless, *duty.text.given]))
            | (frozenset({"status-history"}) if isinstance(duty.word, Leaves) else frozenset()),
            end_needs=self._needs(*ends),
            allowed=allowed,
            clock=clock if allowed is not None or _limits_a_step(duty.word) else None,
        )

    def _word(self, duty: Duty) -> dict[str, Any]:
        word = duty.word
        match word:
            case Must():
                return {
                    "targets": [self._column(name) for name in word.must],
                    "after": SINCE[word.since],
                    "tied": "signal.moment = instance.trigger_moment and signal.position <> instance.trigger_position"
                    if word.since == "trigger"
                    else "false",
                    "before": self._column(word.before),
                }
            case MustNever():
                return {
                    "breach": self._column(word.must_never),
                    "until": self._column(word.until),
                    "through": self._column(word.through),
                    "tolerated": self._column(word.tolerate.event) if word.tolerate else None,
                    "apart_from_closing": word.apart_from_closing,
                    "times": word.tolerate.times if word.tolerate else 0,
                }
            case OnlyAfter():
                together = " or signal.update_position = instance.trigger_update" if word.or_with else ""
                return {
                    "ground": self._column(word.only_after),
                    "earlier": f"(signal.moment < instance.trigger_moment{together})",
                    "tied": "signal.moment = instance.trigger_moment and signal.position <> instance.trigger_position"
                    if not word.or_with
                    else "false",
                }
            case Immediately():
                return {"wanted": self._column(word.immediately), "among": self._column(word.among)}
            case Leaves():
                return {
                    "fields": [(name, self._bind(list(self._texts(values)))) for name, values in word.leaves.items()]
                }
            case StepSequence():
                return {"steps": [self._step(step.event, step.within) for step in word.steps]}
        raise TypeError(f"no SQL for the word of duty {duty.name}")

    def _step(self, event: str, within: str | None) -> dict[str, Any]:
        allowed = self.pack.limit_microseconds(within)
        return {
            "signal": self._column(event),
            "limited": str(allowed is not None).lower(),
            "allowed": str(allowed) if allowed is not None else "null",
        }

    def _texts(self, values: tuple[str, ...]) -> Iterator[str]:
        for item in values:
            value = self.pack.value(item)
            yield from (str(one) for one in value) if isinstance(value, tuple | list) else (str(value),)

    def _bind(self, value: Any) -> str:
        name = f"v{len(self.bound)}"
        self.bound[name] = value
        return f"${name}"
