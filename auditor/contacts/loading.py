"""Detector files read from the folders of a pack, checked and compiled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from auditor.contacts.detector import Conditions, Detector, Rule, Signs, WorkedText
from auditor.contacts.match import CompiledDetector, CompiledRule, Hit, Message
from auditor.contacts.phrase import Phrase, compile_phrase
from auditor.contacts.prefilter import Prefilter
from auditor.errors import PolicyError
from auditor.policy.yaml_file import Location, YamlFile, parse, read_yaml

_LISTS = (
    "require", "require_near", "require_message", "unless", "unless_near", "unless_message", "not_phrase",
)  # fmt: skip


@dataclass(frozen=True)
class WorkedDetector:
    """A compiled detector and the texts that its author works it by."""

    file: YamlFile
    model: Detector
    compiled: CompiledDetector

    def texts(self) -> Iterable[tuple[Location, WorkedText, str | None]]:
        """(where it stands, the text, the tier that must hit: None for no hit of that part's tier)."""
        parts: list[tuple[Location, tuple[WorkedText, ...], str | None]] = [
            (("match",), self.model.match, self.model.tier),
            (("no_match",), self.model.no_match, None),
        ]
        if self.model.review:
            parts += [
                (("review", "match"), self.model.review.match, "review"),
                (("review", "no_match"), self.model.review.no_match, None),
            ]
        for place, texts, tier in parts:
            for index, text in enumerate(texts):
                yield (*place, index), text, tier


@dataclass(frozen=True)
class Detectors:
    """All detectors of a pack. `company`: its name and aliases, by which the desk's own mail is known."""

    worked: tuple[WorkedDetector, ...]
    company: tuple[str, ...]

    @cached_property
    def compiled(self) -> tuple[CompiledDetector, ...]:
        """In the order of their ids."""
        return tuple(sorted((one.compiled for one in self.worked), key=lambda one: one.id))

    @cached_property
    def prefilter(self) -> Prefilter:
        """Which phrases can match which sentence."""
        return Prefilter(self.compiled)

    @property
    def ids(self) -> tuple[str, ...]:
        """Every type, sorted."""
        return tuple(one.id for one in self.compiled)

    @property
    def sides(self) -> Mapping[str, str]:
        """Type → contact or phrase."""
        return {one.id: one.side for one in self.compiled}

    @property
    def titles(self) -> Mapping[str, str]:
        """Type → what a reader calls it."""
        return {one.id: one.title for one in self.compiled}

    def message(self, body: str, at: date | None = None) -> Message:
        """A message read for this company."""
        return Message(body, self.company, at)


def load_detectors(folders: Sequence[Path], parameters: Mapping[str, object]) -> Detectors:
    """Read and compile every detector file of the folders; a folder named `phrases` holds phrases, any other contacts.

    `parameters`: the values of the run, of which `company` and `company_aliases` stand for `$company`.
    Raises PolicyError with everything that is wrong, each with file, line and column.
    """
    company = _company(parameters)
    found: list[WorkedDetector] = []
    problems: list[str] = []
    for folder in folders:
        for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
            try:
                found.append(_load(read_yaml(path, folder.parent.parent), folder.name, company))
            except PolicyError as error:
                problems += error.messages
    problems += _repeated(found)
    if problems:
        raise PolicyError(problems)
    return Detectors(tuple(found), company)


def explain(detectors: Detectors, text: str, at: date | None = None) -> list[Hit]:
    """Every hit of a text, by the same primitives that the audit uses."""
    message = detectors.message(text, at)
    found = dict(next(detectors.prefilter.wanted([message.words_and_signature.folded]), (0, {}))[1])
    hits = (detector.hit(message, found[detector]) for detector in detectors.compiled if detector in found)
    return [hit for hit in hits if hit is not None]


def explain_exactly(detectors: Detectors, text: str, at: date | None = None) -> list[Hit]:
    """The same without the prefilter: every phrase is looked for everywhere. For the test that both agree."""
    message = detectors.message(text, at)
    hits = (detector.hit(message) for detector in detectors.compiled)
    return [hit for hit in hits if hit is not None]


def _company(parameters: Mapping[str, object]) -> tuple[str, ...]:
    aliases = parameters.get("company_aliases") or ()
    names = [parameters.get("company"), *(aliases if isinstance(aliases, list | tuple) else [aliases])]
    company = tuple(dict.fromkeys(str(name).strip() for name in names if name and str(name).strip()))
    if not company:
        raise PolicyError(
            "parameter company: is empty; the contact types need the company's name to tell whom a threat is aimed at."
        )
    return company


def _repeated(found: Sequence[WorkedDetector]) -> list[str]:
    first: dict[str, str] = {}
    problems = []
    for one in found:
        where = one.file.at(("id",))
        if one.model.id in first:
            problems.append(
                f'{where}: id: "{one.model.id}" is taken by {first[one.model.id]}. Give each detector an id of its own.'
            )
        first.setdefault(one.model.id, where)
    return problems


def _load(file: YamlFile, folder: str, company: tuple[str, ...]) -> WorkedDetector:
    model, problems = parse(file, Detector)
    if model is None:
        raise PolicyError(problems)
    compiler = _Compiler(file, model, company)
    tiers = [(model.tier, compiler.signs(model, ()))]
    if model.review:
        tiers.append(("review", compiler.signs(model.review, ("review",))))
    if compiler.problems:
        raise PolicyError(compiler.problems)
    compiled = CompiledDetector(
        id=model.id,
        title=model.title,
        side="phrase" if folder == "phrases" else "contact",
        who=model.who,
        public=None if model.public == "any" else bool(model.public),
        first_only=model.messages == "first",
        with_signature=model.signature == "keep",
        tiers=tuple((tier, rules) for tier, rules in tiers),
        tags=model.tags,
        fields=tuple(model.fields.items()),
    )
    return WorkedDetector(file, model, compiled)


class _Compiler:
    """Compiles the rules of one file and collects what is wrong with them."""

    def __init__(self, file: YamlFile, model: Detector, company: tuple[str, ...]) -> None:
        self.file, self.model = file, model
        self.words: dict[str, tuple[str, ...]] = {**model.words, "company": company}
        self.problems: list[str] = []
        self.compiled: dict[tuple[str, bool], Phrase] = {}

    def signs(self, signs: Signs, at: Location) -> tuple[CompiledRule, ...]:
        """The rules of a part of the file; what stands at its top holds for each of them."""
        shared: list[Conditions] = [signs]
        rules = [self._rule(signs, at, [])] if signs.any or signs.all else []
        for index, rule in enumerate(signs.rules):
            rules.append(self._rule(rule, (*at, "rules", index), shared))
        if not rules and not (self.model.tags or self.model.fields):
            self.problems.append(
                f'{self.file.at(at)}: says nothing to look for. Give "any" or "all" phrases, or "rules".'
            )
        return tuple(rules)

    def _rule(self, rule: Rule, at: Location, shared: Sequence[Conditions]) -> CompiledRule:
        exact = rule.case_exact or any(one.case_exact for one in shared)
        if not (rule.any or rule.all):
            self.problems.append(f'{self.file.at(at)}: a rule needs "any" or "all" phrases.')
        groups = [self._phrases(group, exact, (*at, "all", index)) for index, group in enumerate(rule.all)]
        any_of = self._phrases(rule.any, exact, (*at, "any"))
        primary, others = (any_of, groups) if rule.any else (groups[0] if groups else (), groups[1:])
        lists = {name: self._list(name, rule, at, shared) for name in _LISTS}
        unit = rule.unit or next((one.unit for one in shared if one.unit), "sentence")
        capture = rule.capture or next((one.capture for one in shared if one.capture), None)
        skip = self.model.quoted == "void"
        return CompiledRule(primary, tuple(others), unit == "message", capture=capture, skip_quoted=skip, **lists)

    def _list(self, name: str, rule: Rule, at: Location, shared: Sequence[Conditions]) -> tuple[Phrase, ...]:
        phrases = self._phrases(getattr(rule, name), False, (*at, name))
        for one in shared:
            phrases += self._phrases(getattr(one, name), False, (*at[:-2], name))
        return phrases

    def _phrases(self, sources: Iterable[str], exact: bool, at: Location) -> tuple[Phrase, ...]:
        phrases = []
        for index, source in enumerate(sources):
            try:
                phrases.append(self._phrase(source, exact))
            except ValueError as error:
                self.problems.append(f"{self.file.at((*at, index))}: {'.'.join(map(str, at))}: {error}.")
        return tuple(phrases)

    def _phrase(self, source: str, exact: bool) -> Phrase:
        """Compiled once, however many rules share it."""
        if (source, exact) not in self.compiled:
            self.compiled[source, exact] = compile_phrase(source, self.words, exact)
        return self.compiled[source, exact]
