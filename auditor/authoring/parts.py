"""The parts of the conditions that a pack's policies read: every key, alternative and listed value, one by one.

Works on the typed model, so formatting changes nothing; a part knows where in signals.yaml it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from auditor.compile import used_signals
from auditor.policy.model import Condition
from auditor.policy.pack import Pack
from auditor.policy.references import reachable
from auditor.policy.yaml_file import Location, YamlFile, read_yaml

Polarity = Literal["holds", "fails", "unknown"]
POLARITIES: tuple[Polarity, ...] = ("holds", "fails", "unknown")
TWO_SIDED: frozenset[Polarity] = frozenset(("holds", "fails"))
OF_TEXTS = frozenset(("contact", "phrase", "minimum_length"))  # unknown where the words are not in the export
LISTED = frozenset(("kind", "words_of", "channel", "contact", "weak_contact", "phrase", "macro", "unreadable", "value"))
STATES = ("becomes", "holds")
SWAPPED: Mapping[Polarity, Polarity] = {"holds": "fails", "fails": "holds", "unknown": "unknown"}


@dataclass(frozen=True)
class Part:
    """A part of a condition, and the answers that it can give.

    `name` is its path (`signals.threat.any.0.contact`), `place` its file:line:col; `parameters`: what it depends on.
    """

    name: str
    place: str
    condition: Condition
    needed: frozenset[Polarity]
    parameters: tuple[str, ...]


def condition_parts(pack: Pack) -> list[Part]:
    """Every part of every signal that the pack's policies read, in the order of signals.yaml."""
    file = read_yaml(pack.folder / "signals.yaml", pack.folder.parent)
    direct = set(used_signals(pack))
    read = direct | {deep for name in direct for deep in reachable(pack.signals, name)}
    return [
        part
        for name, condition in pack.signals.items()
        if name in read
        for part in _parts(condition, ("signals", name), file, pack.signals)
    ]


def possible(node: Condition, signals: Mapping[str, Condition]) -> frozenset[Polarity]:
    """The answers that a condition can give on some export: a `maybe` never holds, only texts can be unreadable.

    What else an export may leave unknown, such as an author's role, no case can write down.
    """
    return _all_of([_possible_of_key(key, value, signals) for key, value in _given(node)])


def _possible_of_key(key: str, value: Any, signals: Mapping[str, Condition]) -> frozenset[Polarity]:
    found: frozenset[Polarity] = frozenset(POLARITIES) if key in OF_TEXTS else TWO_SIDED
    match key:
        case "signal":
            found = possible(signals[value], signals)
        case "any":
            found = _swapped(_all_of([_swapped(possible(one, signals)) for one in value]))
        case "all":
            found = _all_of([possible(one, signals) for one in value])
        case "not_":
            found = _swapped(possible(value, signals))
        case "maybe":
            found = frozenset(("fails", "unknown"))
        case "if_recorded":
            found = possible(value, signals) | {"fails"}
    return found


def _all_of(answers: Sequence[frozenset[Polarity]]) -> frozenset[Polarity]:
    """What a conjunction can answer."""
    found: set[Polarity] = {"holds"} if all("holds" in one for one in answers) else set()
    found |= {answer for one in answers for answer in one if answer != "holds"}
    return frozenset(found)


def _swapped(answers: frozenset[Polarity]) -> frozenset[Polarity]:
    return frozenset(SWAPPED[one] for one in answers)


def _given(node: Condition) -> list[tuple[str, Any]]:
    """The keys that the author wrote, in the model's order."""
    return [
        (key, value)
        for key in type(node).model_fields
        if key in node.model_fields_set and (value := getattr(node, key)) is not None
    ]


def _parts(
    node: Condition, at: Location, file: YamlFile, signals: Mapping[str, Condition], alone: bool = True
) -> Iterator[Part]:
    """The whole where it has several keys, then each key; `alone`: nothing around it answers the same."""
    keys = _given(node)
    if len(keys) > 1 and alone:
        yield _part(node, at, file, signals)
    for key, value in keys:
        here = (*at, key.rstrip("_"))
        if alone or len(keys) > 1:
            yield _part(_only(key, value), here, file, signals)
        yield from _inside(key, value, here, file, signals)


def _inside(key: str, value: Any, at: Location, file: YamlFile, signals: Mapping[str, Condition]) -> Iterator[Part]:
    if key in ("any", "all"):
        for number, one in enumerate(value):
            yield from _parts(one, (*at, number), file, signals, alone=len(value) > 1)
    elif isinstance(value, Condition):  # the inside of a not, a maybe, an if_recorded answers as the key does
        yield from _parts(value, at, file, signals, alone=key == "maybe")
    elif key in STATES:
        for field, values in value.items():
            if len(value) > 1:
                yield _part(_only(key, {field: values}), (*at, field), file, signals)
            yield from _values(key, values, (*at, field), file, signals, field)
    elif key in LISTED:
        yield from _values(key, value, at, file, signals)


def _values(
    key: str,
    values: Sequence[str],
    at: Location,
    file: YamlFile,
    signals: Mapping[str, Condition],
    field: str | None = None,
) -> Iterator[Part]:
    """The values of a list are alternatives; one alone is the key itself."""
    for number, value in enumerate(values if len(values) > 1 else ()):
        one = _only(key, {field: (value,)} if field else (value,))
        yield _part(one, (*at, number), file, signals, name=(*at, value), needed=TWO_SIDED)


def _part(
    condition: Condition,
    at: Location,
    file: YamlFile,
    signals: Mapping[str, Condition],
    name: Location | None = None,
    needed: frozenset[Polarity] | None = None,
) -> Part:
    return Part(
        name=".".join(str(step) for step in name or at),
        place=file.at(at),
        condition=condition,
        needed=possible(condition, signals) if needed is None else needed,
        parameters=tuple(dict.fromkeys(_parameters(condition))),
    )


def _only(key: str, value: Any) -> Condition:
    """A condition of this one key."""
    return Condition.model_construct(_fields_set={key}, **{key: value})


def _parameters(value: Any) -> Iterator[str]:
    if isinstance(value, Condition):
        for key, inner in _given(value):
            yield from inner if key == "parameter" else _parameters(inner)
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _parameters(inner)
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from _parameters(inner)
    elif isinstance(value, str) and value.startswith("$"):
        yield value[1:]
