"""A pack: the folder of one knowledge base's policies, read, cross-checked and given its parameters."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from auditor.errors import PolicyError
from auditor.policy.model import Clause, ClausesFile, Condition, DutyText, KnowledgeBase, PackFile, PolicyFile, Signals
from auditor.policy.parameters import (
    Parameter,
    ParametersFile,
    default_problem,
    duration,
    problems_of_defaults,
    read_parameters,
    resolve,
    unknown_parameter,
)
from auditor.policy.references import Names, problems_of_clauses, problems_of_versions
from auditor.policy.yaml_file import Location, YamlFile, did_you_mean, near_key, parse, read_yaml, unknown_key
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
    files: Mapping[str, YamlFile] = field(default_factory=dict, repr=False, compare=False)  # as an author wrote them

    def value(self, given: Any) -> Any:
        """`$name` is the parameter's value; anything else is itself."""
        if isinstance(given, str) and given.startswith("$"):
            return self.values[given[1:]]
        return given

    def origin(self, file: str, location: Location) -> str:
        """`file:line:col` of what an author wrote; empty for a pack that was made in memory."""
        return " ".join(self.files[file].at(location).split()) if file in self.files else ""

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
        self.policies_whole = True  # every policy file and every duty could be read
        self.files: dict[str, YamlFile] = {}

    def read(self, overrides: Mapping[str, Any]) -> Pack:
        head = self._file("pack.yaml", PackFile)
        declared = self._parameters()
        signals_file = self._file("signals.yaml", Signals)
        clauses_file = self._file("kb/clauses.yaml", ClausesFile)
        policies = self._policies()
        values = self._values(declared, overrides)
        self._cross_check(head, declared, signals_file, clauses_file, policies)
        if self.problems or head is None or signals_file is None or clauses_file is None:
            raise PolicyError(self.problems)
        return self._pack(head[1], signals_file[1], clauses_file[1], [policy for _, policy in policies], values)

    def _values(self, declared: Mapping[str, Parameter] | None, overrides: Mapping[str, Any]) -> Mapping[str, Any]:
        """The values of this run; a default that is off is told at its place already."""
        if declared is None:
            return {}
        sound = {name: one for name, one in declared.items() if name in overrides or not default_problem(name, one)}
        try:
            return resolve(sound, overrides)
        except PolicyError as error:
            self.problems += error.messages
            return {}

    def _cross_check(
        self,
        head: tuple[YamlFile, PackFile] | None,
        declared: Mapping[str, Parameter] | None,
        signals_file: tuple[YamlFile, Signals] | None,
        clauses_file: tuple[YamlFile, ClausesFile] | None,
        policies: Sequence[tuple[YamlFile, Policy]],
    ) -> None:
        """Everything that the files say of each other, as far as they could be read."""
        names = Names(
            parameters=declared,
            signals=signals_file[1].signals if signals_file else None,
            clauses=clauses_file[1].clauses if clauses_file else None,
            clocks=head[1].schedules if head else None,
        )
        if head:
            self.problems += names.problems_of_pack(*head)
        if signals_file:
            self.problems += names.problems_of_signals(signals_file[0])
        for file, policy in policies:
            self.problems += names.problems_of_policy(file, policy)
        self.problems += problems_of_versions(policies if self.policies_whole else [])
        if clauses_file:
            whole = [policy for _, policy in policies] if self.policies_whole else None
            self.problems += problems_of_clauses(clauses_file[0], clauses_file[1].clauses, whole)

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
            files=self.files,
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
        self.files[name] = file
        parsed, problems = parse(file, model)
        self.problems += problems
        return None if parsed is None else (file, parsed)

    def _parameters(self) -> Mapping[str, Parameter] | None:
        """The declared parameters; None where they cannot be read."""
        path = self.folder / "parameters.yaml"
        if not path.is_file():
            return {}
        read = self._file("parameters.yaml", ParametersFile)
        if read is None:
            return None
        file, parsed = read
        self.problems += problems_of_defaults(file, parsed)
        declared: Mapping[str, Parameter] = parsed.parameters
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
            if read is None:
                self.policies_whole = False
            else:
                found.append((read[0], self._policy(*read)))
        return found

    def _policy(self, file: YamlFile, text: PolicyFile) -> Policy:
        duties = [duty for name, given in text.duties.items() if (duty := self._duty(file, name, given))]
        self.policies_whole &= len(duties) == len(text.duties)
        return Policy(text.policy, text, tuple(duties), file.name)

    def _duty(self, file: YamlFile, name: str, given: Mapping[str, Any]) -> Duty | None:
        place = ("duties", name)
        words = [word for word in WORDS if word in given]
        if len(words) != 1:
            self.problems.append(_not_one_word(file, place, words, given))
            return None
        model = WORDS[words[0]]
        common = set(DutyText.model_fields)
        allowed = common | set(model.model_fields)
        misspelt = [key for key in given if key not in allowed]
        for key in misspelt:
            sentence = unknown_key(key, allowed, f"a duty with {words[0]}")
            self.problems.append(file.problem((*place, key), f"duties.{name}.{key}: {sentence}"))
        meant = {near_key(key, given, allowed) or key: value for key, value in given.items()}
        text, problems = parse(file, DutyText, {key: meant[key] for key in meant if key in common}, place)
        word, more = parse(file, model, {key: meant[key] for key in meant if key in allowed - common}, place)
        self.problems += [*problems, *more]
        if misspelt or text is None or word is None:
            return None
        return Duty(name, text, word, file.name, file.positions[place][0])


def _not_one_word(file: YamlFile, place: Location, words: Sequence[str], given: Mapping[str, Any]) -> str:
    one = f"a duty has exactly one of {', '.join(WORDS)}"
    where = f"duties.{place[-1]}"
    if words:
        return file.problem(
            (*place, words[1]), f"{where}: has {' and '.join(words)}; {one}. Make a duty of its own of each."
        )
    misspelt = next((key for key in given if key not in DutyText.model_fields and did_you_mean(key, WORDS)), None)
    if misspelt:
        sentence = f'unknown key "{misspelt}".{did_you_mean(misspelt, WORDS)}'
        return file.problem((*place, misspelt), f"{where}: {sentence} {one[:1].upper()}{one[1:]}.")
    return file.problem(place, f"{where}: has no word; {one}.")


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    files = [*folder.rglob("*.yaml"), *folder.rglob("*.npz")]
    for path in sorted(files, key=lambda path: path.relative_to(folder).as_posix()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
