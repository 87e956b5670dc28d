"""A pack: the folder of one knowledge base's policies, read, cross-checked and given its parameters."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from auditor.errors import PolicyError
from auditor.policy.model import Clause, ClausesFile, Condition, DutyText, KnowledgeBase, PackFile, PolicyFile, Signals
from auditor.policy.parameters import Parameter, duration, read_parameters, resolve, unknown_parameter
from auditor.policy.yaml_file import YamlFile, parse, read_yaml, unknown_key
from auditor.schedule import Schedule
from auditor.words import WORDS, Word


@dataclass(frozen=True)
class Duty:
    """One obligation: what it says of itself, its word, and where it stands."""

    name: str
    text: DutyText
    word: Word
    file: str
    line: int


@dataclass(frozen=True)
class Policy:
    """One procedure and its duties."""

    name: str
    text: PolicyFile
    duties: tuple[Duty, ...]
    file: str


@dataclass(frozen=True)
class Pack:
    """A pack with the parameter values of one run."""

    name: str
    title: str
    version: int
    folder: Path
    sha256: str
    knowledge_base: KnowledgeBase
    clauses: Mapping[str, Clause]
    signals: Mapping[str, Condition]
    policies: tuple[Policy, ...]
    values: Mapping[str, Any]
    automation_users: tuple[str, ...]
    schedules: Mapping[str, Schedule]
    text_folders: tuple[Path, ...] = field(default=())

    def value(self, given: Any) -> Any:
        """`$name` is the parameter's value; anything else is itself."""
        if isinstance(given, str) and given.startswith("$"):
            return self.values[given[1:]]
        return given

    def limit_microseconds(self, given: str | None) -> int | None:
        """A limit as written (`4h`, `$touch_deadline`) in microseconds."""
        if given is None:
            return None
        value = self.value(given)
        return int((duration(value) if isinstance(value, str) else value).total_seconds() * 1_000_000)


def find_packs(folder: Path) -> list[Path]:
    """The packs in a folder: itself, or its sub-folders that hold a pack.yaml. None is an error."""
    if not folder.is_dir():
        raise PolicyError(f"{folder}: there is no such folder. --policies names a pack, or a folder of packs.")
    if (folder / "pack.yaml").is_file():
        return [folder]
    found = sorted(path.parent for path in folder.glob("*/pack.yaml"))
    if not found:
        raise PolicyError(f"{folder}: no policy found: a pack is a folder with a pack.yaml.")
    return found


def load_packs(folders: Sequence[Path], overrides: Mapping[str, Any]) -> list[Pack]:
    """Read several packs; an override goes to every pack that declares it, and to at least one."""
    declared = {folder: _declared(folder) for folder in folders}
    known = {name: parameter for one in declared.values() for name, parameter in one.items()}
    unknown = {name: value for name, value in overrides.items() if name not in known}
    packs: list[Pack] = []
    problems: list[str] = []
    for folder, names in declared.items():
        try:
            packs.append(load_pack(folder, {name: value for name, value in overrides.items() if name in names}))
        except PolicyError as error:
            problems += error.messages
    problems += [unknown_parameter(name, known) for name in unknown]
    if problems:
        raise PolicyError(problems)
    return packs


def _declared(folder: Path) -> Mapping[str, Parameter]:
    path = folder / "parameters.yaml"
    try:
        return read_parameters(path, folder.parent)[0] if path.is_file() else {}
    except PolicyError:
        return {}  # told by load_pack


def load_pack(folder: Path, overrides: Mapping[str, Any]) -> Pack:
    """Read a pack folder. Every error of every file is told at once, each at file:line:col."""
    return _Reader(folder).read(overrides)


class _Reader:
    """Collects what is wrong while it reads, so that all of it is told in one go."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder.parent
        self.problems: list[str] = []

    def read(self, overrides: Mapping[str, Any]) -> Pack:
        head = self._file("pack.yaml", PackFile)
        declared = self._parameters()
        signals_file = self._file("signals.yaml", Signals)
        clauses_file = self._file("kb/clauses.yaml", ClausesFile)
        policies = self._policies()
        if head is None or signals_file is None or clauses_file is None:
            raise PolicyError(self.problems)
        names = _Names(declared, signals_file[1].signals, clauses_file[1].clauses, set(head[1].schedules))
        self.problems += names.problems_of_signals(signals_file[0])
        for file, policy in policies:
            self.problems += names.problems_of_policy(file, policy)
        self.problems += _problems_of_versions(policies)
        self.problems += names.problems_of_clauses(clauses_file[0], policies)
        try:
            values = resolve(declared, overrides)
        except PolicyError as error:
            raise PolicyError([*self.problems, *error.messages]) from None
        if self.problems:
            raise PolicyError(self.problems)
        return self._pack(head[1], signals_file[1], clauses_file[1], [policy for _, policy in policies], values)

    def _pack(
        self, head: PackFile, signals: Signals, clauses: ClausesFile, policies: list[Policy], values: Mapping[str, Any]
    ) -> Pack:
        automation = values[head.automation_users.removeprefix("$")] if head.automation_users else ()
        return Pack(
            name=head.pack,
            title=head.title,
            version=head.version,
            folder=self.folder,
            sha256=_fingerprint(self.folder),
            knowledge_base=head.knowledge_base,
            clauses=clauses.clauses,
            signals=signals.signals,
            policies=tuple(policies),
            values=values,
            automation_users=tuple(automation),
            schedules={clock: values[name.removeprefix("$")] for clock, name in head.schedules.items()},
            text_folders=tuple(path for name in ("contacts", "phrases") if (path := self.folder / name).is_dir()),
        )

    def _file(self, name: str, model: Any) -> tuple[YamlFile, Any] | None:
        path = self.folder / name
        if not path.is_file():
            self.problems.append(
                f"{self.folder.name}/{name}: is missing; a pack has pack.yaml, parameters.yaml, signals.yaml, "
                "kb/clauses.yaml and duties/*.yaml."
            )
            return None
        try:
            file = read_yaml(path, self.root)
        except PolicyError as error:
            self.problems += error.messages
            return None
        parsed, problems = parse(file, model)
        self.problems += problems
        return None if parsed is None else (file, parsed)

    def _parameters(self) -> Mapping[str, Parameter]:
        path = self.folder / "parameters.yaml"
        if not path.is_file():
            return {}
        try:
            declared, problems = read_parameters(path, self.root)
        except PolicyError as error:
            declared, problems = {}, list(error.messages)
        self.problems += problems
        return declared

    def _policies(self) -> list[tuple[YamlFile, Policy]]:
        paths = [path for path in sorted((self.folder / "duties").glob("*.yaml")) if not path.stem.endswith(".cases")]
        if not paths:
            self.problems.append(
                f"{self.folder.name}/duties: no policy found; a procedure is a file duties/<name>.yaml."
            )
        found = []
        for path in paths:
            read = self._file(f"duties/{path.name}", PolicyFile)
            if read is not None:
                found.append((read[0], self._policy(*read)))
        return found

    def _policy(self, file: YamlFile, text: PolicyFile) -> Policy:
        duties = [duty for name, given in text.duties.items() if (duty := self._duty(file, name, given))]
        return Policy(text.policy, text, tuple(duties), file.name)

    def _duty(self, file: YamlFile, name: str, given: Mapping[str, Any]) -> Duty | None:
        place = ("duties", name)
        words = [word for word in WORDS if word in given]
        if len(words) != 1:
            which = f"has {', '.join(words)}" if words else f"has no word ({', '.join(given)})"
            self.problems.append(
                f"{file.at(place)}: duties.{name}: {which}; a duty has exactly one of {', '.join(WORDS)}."
            )
            return None
        model = WORDS[words[0]]
        common = set(DutyText.model_fields)
        unknown = set(given) - common - set(model.model_fields)
        if unknown:
            sentence = unknown_key(sorted(unknown), common | set(model.model_fields), f"a duty with {words[0]}")
            self.problems.append(f"{file.at((*place, min(unknown)))}: duties.{name}: {sentence}")
            return None
        text, problems = parse(file, DutyText, {key: value for key, value in given.items() if key in common}, place)
        word, more = parse(file, model, {key: value for key, value in given.items() if key not in common}, place)
        self.problems += [*problems, *more]
        if text is None or word is None:
            return None
        return Duty(name, text, word, file.name, file.positions[place][0])


@dataclass(frozen=True)
class _Names:
    """What a reference may name."""

    parameters: Mapping[str, Parameter]
    signals: Mapping[str, Condition]
    clauses: Mapping[str, Clause]
    clocks: set[str]

    def problems_of_signals(self, file: YamlFile) -> Iterator[str]:
        for name, condition in self.signals.items():
            where = ("signals", name)
            for kind, reference in _references(condition):
                if kind == "signal":
                    yield from self._unknown(file, where, "signal", reference, self.signals)
                else:
                    yield from self._unknown(file, where, "parameter", reference, self.parameters)
            if name in reachable(self.signals, name):
                yield f"{file.at(where)}: signals.{name}: is defined by itself."

    def problems_of_policy(self, file: YamlFile, policy: Policy) -> Iterator[str]:
        text = policy.text
        gates = [*text.unless, *text.given]
        released = (text.released_by.event, text.released_by.before) if text.released_by else ()
        for name in (text.when, text.closes, *released):
            yield from self._unknown(file, ("when",), "signal", name, self.signals)
        for clauses in text.contact_clauses.values():
            for clause in clauses:
                yield from self._unknown(file, ("contact_clauses",), "clause", clause, self.clauses)
        for duty in policy.duties:
            where = ("duties", duty.name)
            for gate in (*gates, *duty.text.unless, *duty.text.given):
                yield from self._unknown(file, where, "signal", gate.seen, self.signals)
                yield from self._unknown(file, where, "signal", gate.now, self.signals)
            for name in duty.word.signals():
                yield from self._unknown(file, where, "signal", name, self.signals)
            for clause in duty.text.clauses:
                yield from self._unknown(file, where, "clause", clause, self.clauses)
            yield from self._unknown(file, where, "clock", duty.word.clock_name(), self.clocks | {"wall"})
            yield from self._limit(file, where, duty)
            if duty.text.opens_at == "closing" and not text.closes:
                yield f"{file.at(where)}: duties.{duty.name}: opens_at: closing needs a `closes` on the policy."

    def _limit(self, file: YamlFile, where: tuple[str, str], duty: Duty) -> Iterator[str]:
        steps = [step.within for step in getattr(duty.word, "steps", ())]
        for limit in (duty.word.limit(), *steps):
            if limit is None:
                continue
            if limit.startswith("$"):
                yield from self._unknown(file, where, "parameter", limit[1:], self.parameters)
                continue
            try:
                duration(limit)
            except ValueError as error:
                yield f"{file.at((*where, 'within'))}: duties.{duty.name}.within: {error}."

    def problems_of_clauses(self, file: YamlFile, policies: Iterable[tuple[YamlFile, Policy]]) -> Iterator[str]:
        cited = {clause for _, policy in policies for clause in _cited(policy)}
        for name, clause in self.clauses.items():
            where = file.at(("clauses", name))
            if clause.state == "encoded" and name not in cited:
                yield (
                    f"{where}: {name}: no duty cites this clause. "
                    "Encode it, or declare state: not-checkable with a why."
                )
            if clause.state == "not-checkable" and not clause.why:
                yield f"{where}: {name}: not-checkable needs a why."

    def _unknown(
        self, file: YamlFile, where: tuple[str, ...], kind: str, name: str | None, known: Iterable[str]
    ) -> Iterator[str]:
        names = list(known)
        if name is None or name in names:
            return
        close = difflib.get_close_matches(name, names, n=1)
        meant = f' Did you mean "{close[0]}"?' if close else ""
        known_names = ", ".join(sorted(names)) or "none"
        yield f'{file.at(where)}: {".".join(where)}: there is no {kind} "{name}".{meant} There are: {known_names}.'


def _problems_of_versions(policies: Sequence[tuple[YamlFile, Policy]]) -> Iterator[str]:
    """A policy's name stands once, and a version begins when the one that it replaces has ended."""
    known: dict[str, tuple[YamlFile, Policy]] = {}
    for file, policy in policies:
        if policy.name in known:
            other = known[policy.name][0].name
            yield f'{file.at(("policy",))}: policy: "{policy.name}" is the name of {other} too. Give each its own.'
        known.setdefault(policy.name, (file, policy))
    for file, policy in policies:
        name, begins = policy.text.replaces, policy.text.in_force.from_
        if name is None:
            continue
        if name not in known or name == policy.name:
            others = ", ".join(sorted(set(known) - {policy.name})) or "none"
            yield f'{file.at(("replaces",))}: replaces: there is no other policy "{name}". There are: {others}.'
        elif begins is None or known[name][1].text.in_force.until != begins:
            yield (
                f"{file.at(('replaces',))}: replaces: {name} must end when this policy begins. Give this one "
                f"in_force.from and {known[name][0].name} an in_force.until of the same instant."
            )


def _references(node: Any) -> Iterator[tuple[str, str]]:
    """The signals and `$parameters` that a condition names."""
    if isinstance(node, Condition):
        for key in node.model_fields_set:
            value = getattr(node, key)
            if key == "signal" and value:
                yield "signal", value
            elif key == "parameter" and value:
                yield from (("parameter", name) for name in value)
            else:
                yield from _references(value)
    elif isinstance(node, Mapping):
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, tuple | list):
        for value in node:
            yield from _references(value)
    elif isinstance(node, str) and node.startswith("$"):
        yield "parameter", node[1:]


def reachable(signals: Mapping[str, Condition], start: str) -> set[str]:
    """The signals that a signal is made of, at any depth."""
    found: set[str] = set()
    open_names = [start]
    while open_names:
        name = open_names.pop()
        for kind, reference in _references(signals[name]) if name in signals else ():
            if kind == "signal" and reference not in found:
                found.add(reference)
                open_names.append(reference)
    return found


def _cited(policy: Policy) -> Iterator[str]:
    for duty in policy.duties:
        yield from duty.text.clauses
        if duty.text.cite_contacts:
            for clauses in policy.text.contact_clauses.values():
                yield from clauses


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    files = [*folder.rglob("*.yaml"), *folder.rglob("*.npz")]
    for path in sorted(files, key=lambda path: path.relative_to(folder).as_posix()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
