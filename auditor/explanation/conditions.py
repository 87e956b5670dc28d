"""A signal taken apart: every part of its condition is a signal of its own, compiled as the audit compiles it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import duckdb

from auditor.compile import used_signals
from auditor.evaluate import ALWAYS
from auditor.policy.model import Condition
from auditor.policy.pack import Pack
from auditor.policy.parameters import shown
from auditor.rows import records
from auditor.signals import Signal, SignalCompiler, build, column_of, known_groups

Truth = bool | None
Truths = Mapping[str, Truth]
OF_PARTS = ("signal", "any", "all", "not", "maybe", "if_recorded")
FAR = {"kind": 3, "by": 2, "words_of": 2}  # an event of another kind, or of another side, is no near miss


@dataclass(frozen=True)
class Part:
    """A key of a condition: what it asks, the name under which its truth is found, and what it is made of."""

    key: str
    wanted: Any
    name: str
    parts: tuple[Part, ...] = ()
    actual: Any = None  # of a parameter, which is no event's


@dataclass
class Dissection:
    """The parts of the signals of a pack; equal parts share a name."""

    pack: Pack
    conditions: dict[str, Condition] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def signal(self, name: str) -> Part:
        """The signal of that name as a tree of parts."""
        condition = self.pack.signals[name]
        return Part("signal", name, self._name(condition), (self._parts(condition),))

    def _parts(self, condition: Condition) -> Part:
        keys = [key for key in Condition.model_fields if key in condition.model_fields_set]
        parts = [self._part(key, value) for key in keys if (value := getattr(condition, key)) is not None]
        return parts[0] if len(parts) == 1 else Part("all", None, self._name(condition), tuple(parts))

    def _part(self, key: str, value: Any) -> Part:
        if key == "signal":
            return self.signal(value)
        name = self._name(Condition.model_construct(_fields_set={key}, **{key: value}))
        if key in ("any", "all"):
            return Part(key, None, name, tuple(self._parts(one) for one in value))
        if isinstance(value, Condition):
            return Part(key.rstrip("_"), None, name, (self._parts(value),))
        if key == "parameter":
            return Part(key, dict(value), name, actual={one: shown(self.pack.values[one]) for one in value})
        return Part(key, self._resolved(value), name)

    def _resolved(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            return {name: self._resolved(one) for name, one in value.items()}
        if isinstance(value, tuple):
            found = [shown(self.pack.value(one)) for one in value]
            return [one for item in found for one in (item if isinstance(item, list) else [item])]
        return shown(self.pack.value(value))

    def _name(self, condition: Condition) -> str:
        written = condition.model_dump_json(exclude_unset=True, by_alias=True)
        if written not in self.names:
            self.names[written] = f"part:{len(self.names)}"
            self.conditions[self.names[written]] = condition
        return self.names[written]


def build_parts(
    connection: duckdb.DuckDBPyConnection,
    dissection: Dissection,
    missing: Mapping[str, str],
    contact_types: Sequence[str],
) -> tuple[dict[str, Signal], dict[int, Truths]]:
    """Build `every_signal` anew with every part and every event: the signals, and position → part → its truth.

    The history must hold one ticket, and `schedule_segment` must stand as `evaluate` left it.
    """
    pack = dissection.pack
    widened = replace(pack, signals={**pack.signals, **dissection.conditions})
    compiler = SignalCompiler(widened, missing, known_groups(connection), contact_types)
    names = [*used_signals(pack), *dissection.conditions]
    signals = build(connection, compiler, names, {**ALWAYS, "_every": "true"})
    rows = records(connection, "select * from every_signal order by position")
    columns = {name: column_of(name) for name in dissection.conditions}
    return signals, {row["position"]: {name: row[column] for name, column in columns.items()} for row in rows}


def distance(part: Part, truths: Truths, wanted: bool = True) -> float:
    """How far an event is from what the part asks: 0 where it holds, else about the number of parts to change."""
    truth = truths[part.name]
    if truth is wanted:
        return 0
    if part.key == "not":
        return distance(part.parts[0], truths, not wanted)
    if part.key in ("signal", "all", "any", "if_recorded") and part.parts:
        each = [distance(one, truths, wanted) for one in part.parts]
        return min(each) if (part.key == "any") is wanted else sum(each)
    return (0.5 if truth is None else 1) * FAR.get(part.key, 1)


def failing(part: Part, truths: Truths, wanted: bool = True) -> Iterator[tuple[Part, bool]]:
    """The fewest innermost parts that would have to be otherwise, each with the truth that it lacks."""
    if truths[part.name] is wanted:
        return
    if part.key == "not":
        yield from failing(part.parts[0], truths, not wanted)
    elif part.key in ("signal", "all", "any", "if_recorded") and part.parts:
        asked = [one for one in part.parts if truths[one.name] is not wanted]
        if (part.key == "any") is wanted:
            asked = [min(asked, key=lambda one: distance(one, truths, wanted))] if asked else []
        for one in asked:
            yield from failing(one, truths, wanted)
        if not asked:
            yield part, wanted
    else:
        yield part, wanted


def tree(part: Part, truths: Truths, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The part as a document: what is asked, what is there, whether it holds (null: cannot be told), and its parts."""
    found: dict[str, Any] = {"key": part.key, "truth": truths[part.name]}
    if part.wanted is not None:
        found["wanted"] = part.wanted
    if part.parts:
        found["parts"] = [tree(one, truths, facts) for one in part.parts]
    elif part.key not in OF_PARTS:
        found["actual"] = _actual(part, facts)
    return found


def _actual(part: Part, facts: Mapping[str, Any]) -> Any:
    given = part.actual or facts["values"].get(part.key)
    if isinstance(given, Mapping) and isinstance(part.wanted, Mapping):
        return {name: given.get(name) for name in part.wanted}
    return given


def lacking(part: Part, truths: Truths, facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What an event lacks to be what the part asks, as documents."""
    return [
        {**tree(one, truths, facts), "should_be": wanted}
        for one, wanted in {(one.name, wanted): (one, wanted) for one, wanted in failing(part, truths)}.values()
    ]
