"""What the files of a pack say of each other: every name must be one that there is, and of the right kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from auditor.policy.model import Clause, Condition, Gate, PackFile
from auditor.policy.parameters import Kind, Parameter, duration
from auditor.policy.yaml_file import Location, YamlFile, did_you_mean

if TYPE_CHECKING:
    from auditor.policy.pack import Duty, Pack, Policy

ALIASES = {"not_": "not"}


@dataclass(frozen=True)
class Names:
    """What a reference may name. None: the file that would say so could not be read, so nothing is held against it."""

    parameters: Mapping[str, Parameter] | None
    signals: Mapping[str, Condition] | None
    clauses: Mapping[str, Clause] | None
    clocks: Iterable[str] | None

    def problems_of_pack(self, file: YamlFile, head: PackFile) -> Iterator[str]:
        """The parameters that `pack.yaml` names are there and of the right type."""
        if head.automation_users:
            yield from self._parameter(file, ("automation_users",), head.automation_users, "list")
        for clock, name in head.schedules.items():
            yield from self._parameter(file, ("schedules", clock), name, "schedule")

    def problems_of_signals(self, file: YamlFile) -> Iterator[str]:
        """The signals and parameters that conditions name; a signal is not made of itself."""
        for name, condition in (self.signals or {}).items():
            for kind, reference, place in references(condition, ("signals", name)):
                known = self.signals if kind == "signal" else self.parameters
                yield from unknown(file, place, kind, reference, known)
                yield from self._choice(file, place)
            if name in reachable(self.signals or {}, name):
                yield file.problem(("signals", name), f"signals.{name}: is defined by itself.")

    def _choice(self, file: YamlFile, place: Location) -> Iterator[str]:
        """`parameter: {name: value}` holds where the parameter has the value: it must be able to."""
        if place[-2] != "parameter" or self.parameters is None or place[-1] not in self.parameters:
            return
        choices, wanted = self.parameters[str(place[-1])].choices, str(_part(file.content, place))
        if choices and wanted not in choices:
            told = f'the parameter never has the value "{wanted}".{did_you_mean(wanted, choices)}'
            yield file.problem(place, f"{_dotted(place)}: {told} It takes: {', '.join(choices)}.")

    def problems_of_policy(self, file: YamlFile, policy: Policy) -> Iterator[str]:
        """The signals, clauses, parameters and clocks that a policy and its duties name."""
        text = policy.text
        for key in ("when", "closes"):
            yield from unknown(file, (key,), "signal", getattr(text, key), self.signals)
        if text.released_by:
            yield from unknown(file, ("released_by", "event"), "signal", text.released_by.event, self.signals)
            yield from unknown(file, ("released_by", "before"), "signal", text.released_by.before, self.signals)
        for key in ("unless", "given"):
            yield from self._gates(file, (key,), getattr(text, key))
        for contact, clauses in text.contact_clauses.items():
            for index, clause in enumerate(clauses):
                yield from unknown(file, ("contact_clauses", contact, index), "clause", clause, self.clauses)
        for duty in policy.duties:
            yield from self._duty(file, ("duties", duty.name), duty)
            if duty.text.opens_at == "closing" and not text.closes:
                yield file.problem(
                    ("duties", duty.name, "opens_at"),
                    f"duties.{duty.name}.opens_at: closing needs a `closes` on the policy.",
                )

    def _duty(self, file: YamlFile, where: Location, duty: Duty) -> Iterator[str]:
        for key in ("unless", "given"):
            yield from self._gates(file, (*where, key), getattr(duty.text, key))
        given = _part(file.content, where)
        for name in dict.fromkeys(duty.word.signals()):
            yield from unknown(file, _place(given, where, name), "signal", name, self.signals)
        for index, clause in enumerate(duty.text.clauses):
            yield from unknown(file, (*where, "clauses", index), "clause", clause, self.clauses)
        if self.clocks is not None:
            yield from unknown(file, (*where, "clock"), "clock", duty.word.clock_name(), [*self.clocks, "wall"])
        yield from self._limit(file, (*where, "within"), getattr(duty.word, "within", None))
        for index, step in enumerate(getattr(duty.word, "steps", ())):
            yield from self._limit(file, (*where, "steps", index, "within"), step.within)

    def _gates(self, file: YamlFile, where: Location, gates: Sequence[Gate]) -> Iterator[str]:
        for index, gate in enumerate(gates):
            yield from unknown(file, (*where, index, "seen"), "signal", gate.seen, self.signals)
            yield from unknown(file, (*where, index, "now"), "signal", gate.now, self.signals)

    def _limit(self, file: YamlFile, where: Location, limit: str | None) -> Iterator[str]:
        if limit is None:
            return
        if limit.startswith("$"):
            yield from self._parameter(file, where, limit, "duration")
            return
        try:
            duration(limit)
        except ValueError as error:
            yield file.problem(where, f"{_dotted(where)}: {error}.")

    def _parameter(self, file: YamlFile, where: Location, given: str, kind: Kind) -> Iterator[str]:
        """The parameter is there and of the type that is wanted."""
        if self.parameters is None:
            return
        name = given.removeprefix("$")
        yield from unknown(file, where, "parameter", name, self.parameters)
        if name in self.parameters and (found := self.parameters[name].type) != kind:
            fitting = ", ".join(sorted(name for name, one in self.parameters.items() if one.type == kind)) or "none"
            yield file.problem(
                where, f'{_dotted(where)}: the parameter "{name}" is a {found}, not a {kind}. Of that type: {fitting}.'
            )


def problems_of_clauses(
    file: YamlFile, clauses: Mapping[str, Clause], policies: Iterable[Policy] | None
) -> Iterator[str]:
    """Every clause is cited by a duty or says why not. `policies` None: not all could be read."""
    cited = None if policies is None else {clause for policy in policies for clause in cited_clauses(policy)}
    for name, clause in clauses.items():
        where = ("clauses", name)
        if clause.state == "encoded" and cited is not None and name not in cited:
            yield file.problem(
                where,
                f"{name}: no duty cites this clause. Encode it, or declare state: not-checkable with a why.",
            )
        if clause.state == "not-checkable" and not clause.why:
            yield file.problem(where, f"{name}: not-checkable needs a why.")


def problems_of_versions(policies: Sequence[tuple[YamlFile, Policy]]) -> Iterator[str]:
    """A policy's name stands once, and a version begins when the one that it replaces has ended."""
    known: dict[str, tuple[YamlFile, Policy]] = {}
    for file, policy in policies:
        if policy.name in known:
            other = known[policy.name][0].name
            yield file.problem(("policy",), f'policy: "{policy.name}" is the name of {other} too. Give each its own.')
        known.setdefault(policy.name, (file, policy))
    for file, policy in policies:
        name, begins = policy.text.replaces, policy.text.in_force.from_
        if name is None:
            continue
        if name not in known or name == policy.name:
            others = sorted(set(known) - {policy.name})
            yield file.problem(
                ("replaces",),
                f'replaces: there is no other policy "{name}".{did_you_mean(name, others)} '
                f"There are: {', '.join(others) or 'none'}.",
            )
        elif begins is None or known[name][1].text.in_force.until != begins:
            yield file.problem(
                ("replaces",),
                f"replaces: {name} must end when this policy begins. Give this one in_force.from and "
                f"{known[name][0].name} an in_force.until of the same instant.",
            )


def unknown(file: YamlFile, where: Location, kind: str, name: str | None, known: Iterable[str] | None) -> Iterator[str]:
    """The error about a name that nothing has; none where the names are not known."""
    if name is None or known is None or name in (names := sorted(known)):
        return
    there_are = f"There are: {', '.join(names) or 'none'}."
    yield file.problem(where, f'{_dotted(where)}: there is no {kind} "{name}".{did_you_mean(name, names)} {there_are}')


def references(node: Any, where: Location = ()) -> Iterator[tuple[str, str, Location]]:
    """The signals and `$parameters` that a condition names, each with its place."""
    if isinstance(node, Condition):
        for key in (key for key in Condition.model_fields if key in node.model_fields_set):  # the same order always
            value, place = getattr(node, key), (*where, ALIASES.get(key, key))
            if key == "signal" and value:
                yield "signal", value, place
            elif key == "parameter" and value:
                yield from (("parameter", name, (*place, name)) for name in value)
            else:
                yield from references(value, place)
    elif isinstance(node, Mapping):
        for key, value in node.items():
            yield from references(value, (*where, key))
    elif isinstance(node, tuple | list):
        for index, value in enumerate(node):
            yield from references(value, (*where, index))
    elif isinstance(node, str) and node.startswith("$"):
        yield "parameter", node[1:], where


@dataclass(frozen=True)
class NamedDetector:
    """A contact type or phrase that a condition asks for, as it is written, and where."""

    side: str
    name: str
    place: Location


def detectors_named(signals: Mapping[str, Condition]) -> Iterator[NamedDetector]:
    """The contact types and phrases for which the signals ask."""
    for name, condition in signals.items():
        yield from _detectors_of(condition, ("signals", name))


def _detectors_of(condition: Condition, where: Location) -> Iterator[NamedDetector]:
    for key in ("contact", "weak_contact", "phrase"):
        side = "phrase" if key == "phrase" else "contact"
        for index, name in enumerate(getattr(condition, key) or ()):
            yield NamedDetector(side, name, (*where, key, index))
    for key in ("any", "all"):
        for index, part in enumerate(getattr(condition, key) or ()):
            yield from _detectors_of(part, (*where, key, index))
    for key in ("not_", "maybe", "if_recorded"):
        if (part := getattr(condition, key)) is not None:
            yield from _detectors_of(part, (*where, ALIASES.get(key, key)))


def problems_of_detectors(pack: Pack, sides: Mapping[str, str]) -> Iterator[str]:
    """The contact types and phrases that a pack names are there. `sides`: each of them → contact or phrase."""
    known = {side: [name for name, one in sides.items() if one == side] for side in ("contact", "phrase")}
    for named in detectors_named(pack.signals):
        given = pack.value(named.name)
        for name in given if isinstance(given, tuple | list) else (str(given),):
            side = {"contact": "contact type"}.get(named.side, named.side)
            yield from unknown(pack.files["signals.yaml"], named.place, side, name, known[named.side])
    for policy in pack.policies:
        file = pack.files[f"duties/{policy.file.rsplit('/', 1)[-1]}"]
        for index, name in enumerate(policy.text.contacts):
            yield from unknown(file, ("contacts", index), "contact type", name, known["contact"])
        for name in policy.text.contact_clauses:
            yield from unknown(file, ("contact_clauses", name), "contact type", name, known["contact"])


def reachable(signals: Mapping[str, Condition], start: str) -> set[str]:
    """The signals that a signal is made of, at any depth."""
    found: set[str] = set()
    open_names = [start]
    while open_names:
        name = open_names.pop()
        for kind, reference, _ in references(signals[name]) if name in signals else ():
            if kind == "signal" and reference not in found:
                found.add(reference)
                open_names.append(reference)
    return found


def cited_clauses(policy: Policy) -> Iterator[str]:
    """The clauses that a policy's duties cite, by themselves or by the contact types."""
    for duty in policy.duties:
        yield from duty.text.clauses
        if duty.text.cite_contacts:
            for clauses in policy.text.contact_clauses.values():
                yield from clauses


def _dotted(where: Location) -> str:
    return ".".join(str(part) for part in where)


def _part(content: Any, where: Location) -> Any:
    for part in where:
        content = content[part]
    return content


def _place(node: Any, where: Location, name: str) -> Location:
    """Where a duty names a signal: the first value of its word's keys that is the name; a title is no reference."""
    keys = [key for key in node if key not in ("title", "clauses", "unless", "given")]
    found = (place for key in keys for place in _places(node[key], (*where, key), name))
    return next(found, where)


def _places(node: Any, where: Location, name: str) -> Iterator[Location]:
    if node == name:
        yield where
    elif isinstance(node, Mapping):
        yield from (place for key, value in node.items() for place in _places(value, (*where, key), name))
    elif isinstance(node, list):
        yield from (place for index, value in enumerate(node) for place in _places(value, (*where, index), name))
