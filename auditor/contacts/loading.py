"""Detector files read from the folders of a pack, checked and compiled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from auditor.contacts.detector import Conditions, Detector, InLanguage, Phrases, Rule, Signs, Words, WorkedText
from auditor.contacts.gate import Gate
from auditor.contacts.likeness import FILE, Likeness, load_likeness
from auditor.contacts.match import CompiledDetector, CompiledRule, Hit, Message, by_detector
from auditor.contacts.phrase import Phrase, compile_phrase
from auditor.contacts.possible import Possible
from auditor.errors import PolicyError
from auditor.policy.yaml_file import Location, Model, YamlFile, did_you_mean, parse, read_yaml

_LISTS = (
    "require", "require_near", "require_message", "unless", "unless_near", "unless_message", "not_phrase",
)  # fmt: skip


@dataclass(frozen=True)
class DetectorFile:
    """One file that says something of a detector, and the texts that its author works it by."""

    file: YamlFile
    model: Detector | InLanguage
    tier: str = "certain"  # of what stands at its top

    def texts(self) -> Iterable[tuple[Location, WorkedText, frozenset[str]]]:
        """(where it stands, the text, what it may show: certain, review, nothing)."""
        weaker = {"review", "certain"} - {self.tier}
        parts: list[tuple[Location, tuple[WorkedText, ...], frozenset[str]]] = [
            (("match",), self.model.match, frozenset({self.tier})),
            (("no_match",), self.model.no_match, frozenset({"nothing"} | weaker)),
        ]
        if self.model.review:
            parts += [
                (("review", "match"), self.model.review.match, frozenset({"review"})),
                (("review", "no_match"), self.model.review.no_match, frozenset({"nothing"})),
            ]
        for place, texts, accepted in parts:
            for index, text in enumerate(texts):
                yield (*place, index), text, accepted


@dataclass(frozen=True)
class WorkedDetector:
    """A compiled detector and its files: its own, and one for each language that adds to it."""

    files: tuple[DetectorFile, ...]
    compiled: CompiledDetector

    def texts(self) -> Iterable[tuple[str, WorkedText, frozenset[str]]]:
        """(file:line:col, the text, what it may show: certain, review, nothing)."""
        return ((one.file.at(place), text, accepted) for one in self.files for place, text, accepted in one.texts())


@dataclass(frozen=True)
class Detectors:
    """All detectors of a pack. `company`: its name and aliases, by which the desk's own mail is known."""

    worked: tuple[WorkedDetector, ...]
    company: tuple[str, ...]
    sources: tuple[Path, ...] = ()  # the files that were read
    likeness: tuple[Likeness, ...] = ()  # a model per folder that has one
    model_folders: tuple[Path, ...] = ()

    @cached_property
    def compiled(self) -> tuple[CompiledDetector, ...]:
        """In the order of their ids."""
        return tuple(sorted((one.compiled for one in self.worked), key=lambda one: one.id))

    @cached_property
    def gate(self) -> Gate:
        """Which rules can hold in which message."""
        return Gate(self.compiled, (word for model in self.likeness for word in model.anchors))

    @cached_property
    def possible(self) -> Possible:
        """Which rules can hold in which sentence."""
        return Possible(self.compiled)

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

    def message(self, body: str) -> Message:
        """A message read for this company."""
        return Message(body, self.company)

    def like(self, message: Message, shown: Iterable[str], at: date | None) -> list[Hit]:
        """What a message is like, beside the types that its phrases show; where a period decides, its day must fit."""
        return [hit for hit, detector in self.alike(message, shown) if not detector.within(message, at)]

    def alike(self, message: Message, shown: Iterable[str]) -> list[tuple[Hit, CompiledDetector]]:
        """What a message is like on whatever day, beside the types that its phrases show."""
        without = frozenset(shown)
        return [(hit, self._by_id[hit.type]) for model in self.likeness for hit in model.hits(message, without)]

    @cached_property
    def _by_id(self) -> Mapping[str, CompiledDetector]:
        return {one.id: one for one in self.compiled}


def load_detectors(folders: Sequence[Path], parameters: Mapping[str, object]) -> Detectors:
    """Read and compile every detector file of the folders; a folder named `phrases` holds phrases, any other contacts.

    A folder's `words.yaml` names lists for all of its files; a folder in it is a language (`es`), whose files add to
    the detectors of the same id. `parameters`: the values of the run, of which `company` and `company_aliases` stand
    for `$company`. Raises PolicyError with everything that is wrong, each with file, line and column.
    """
    company = _company(parameters)
    found: list[WorkedDetector] = []
    problems: list[str] = []
    sources: list[Path] = []
    models = [(folder, model) for folder in folders if (model := load_likeness(folder))]
    for folder in folders:
        room = _Room(folder, company)
        found += room.detectors()
        problems += room.problems
        sources += room.sources
    problems += _repeated(found)
    if problems:
        raise PolicyError(problems)
    sources += [folder / FILE for folder, _ in models]
    return Detectors(
        worked=tuple(found),
        company=company,
        sources=tuple(sources),
        likeness=tuple(model for _, model in models),
        model_folders=tuple(folder for folder, _ in models),
    )


def explain(detectors: Detectors, text: str, at: date | None = None) -> list[Hit]:
    """Every hit of a text written on a day, by the same primitives that the audit uses, sorted by type."""
    message = detectors.message(text)
    hits = (detector.hit(message, some, at) for detector, some in by_detector(detectors.possible.places(message)))
    return _with_likeness(detectors, message, hits, at)


def explain_exactly(detectors: Detectors, text: str, at: date | None = None) -> list[Hit]:
    """The same, with every phrase looked for everywhere. For the test that both agree."""
    message = detectors.message(text)
    hits = (detector.hit(message, None, at) for detector in detectors.compiled)
    return _with_likeness(detectors, message, hits, at)


def _with_likeness(detectors: Detectors, message: Message, hits: Iterable[Hit | None], at: date | None) -> list[Hit]:
    shown = [hit for hit in hits if hit is not None]
    return sorted([*shown, *detectors.like(message, (hit.type for hit in shown), at)], key=lambda hit: hit.type)


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
        where = one.files[0].file.at(("id",))
        name = one.compiled.id
        if name in first:
            told = f'id: "{name}" is taken by {first[name]}. Give each detector an id of its own.'
            problems.append(one.files[0].file.problem(("id",), told))
        first.setdefault(name, where)
    return problems


_Part = tuple[DetectorFile, Mapping[str, Phrases]]  # a file, and the lists that it may use


class _Room:
    """The detector files of one folder."""

    def __init__(self, folder: Path, company: tuple[str, ...]) -> None:
        self.folder, self.company = folder, company
        self.problems: list[str] = []
        self.sources: list[Path] = []

    def detectors(self) -> list[WorkedDetector]:
        """Every detector of the folder with what its languages add."""
        if not self.folder.is_dir():
            return []
        ours = self._words(self.folder)
        shared = ours.words
        mains = self._read(self.folder, Detector)
        added: dict[str, list[_Part]] = {}
        for language in sorted(path for path in self.folder.iterdir() if path.is_dir()):
            own = self._words(language).words
            for one in self._read(language, InLanguage):
                added.setdefault(one.model.id, []).append((one, {**shared, **own}))
        self._strangers(mains, added)
        built = (self._detector([(main, shared), *added.get(main.model.id, ())], ours.signs) for main in mains)
        return [one for one in built if one is not None]

    def _read(self, folder: Path, kind: type[Detector] | type[InLanguage]) -> list[DetectorFile]:
        found = []
        for path in sorted(folder.glob("*.yaml")):
            if path.name == "words.yaml":
                continue
            file, model = self._parsed(path, kind)
            if file and model:
                found.append(DetectorFile(file, model))
        return found

    def _words(self, folder: Path) -> Words:
        path = folder / "words.yaml"
        _, model = self._parsed(path, Words) if path.is_file() else (None, None)
        return model or Words(words={}, signs=())

    def _parsed(self, path: Path, kind: type[Model]) -> tuple[YamlFile | None, Model | None]:
        self.sources.append(path)
        try:
            file = read_yaml(path, self.folder.parent.parent)
        except PolicyError as error:
            self.problems += error.messages
            return None, None
        model, problems = parse(file, kind)
        self.problems += problems
        return file, model

    def _strangers(self, mains: Sequence[DetectorFile], added: Mapping[str, Sequence[_Part]]) -> None:
        known = {main.model.id for main in mains} if not self.problems else set(added)  # one of them may be unreadable
        for name in added.keys() - known:
            for one, _ in added[name]:
                told = f'id: there is no detector "{name}" in {self.folder.name} to add to.{did_you_mean(name, known)}'
                self.problems.append(one.file.problem(("id",), f"{told} There are: {', '.join(sorted(known))}."))

    def _detector(self, files: Sequence[_Part], signs: Phrases) -> WorkedDetector | None:
        main = files[0][0].model
        assert isinstance(main, Detector)
        tiers: dict[str, tuple[CompiledRule, ...]] = {}
        files = [(replace(one, tier=main.tier), words) for one, words in files]
        for one, words in files:
            named = {**words, **one.model.words, "company": self.company}
            compiler = _Compiler(one.file, one.model, main, named, signs if one.model is not main else ())
            for tier, rules in compiler.tiers(one.tier):
                tiers[tier] = (*tiers.get(tier, ()), *rules)
            self.problems += compiler.problems
        compiled = CompiledDetector(
            id=main.id,
            title=main.title,
            side="phrase" if self.folder.name == "phrases" else "contact",
            who=main.who,
            public=None if main.public == "any" else bool(main.public),
            first_only=main.messages == "first",
            with_signature=main.signature == "keep",
            tiers=tuple(tiers.items()),
            tags=main.tags,
            fields=tuple(main.fields.items()),
        )
        return WorkedDetector(tuple(one for one, _ in files), compiled)


class _Compiler:
    """Compiles the rules of one file and collects what is wrong with them."""

    def __init__(
        self,
        file: YamlFile,
        model: Detector | InLanguage,
        main: Detector,
        words: Mapping[str, Phrases],
        skipped: Phrases,
    ) -> None:
        self.file, self.model, self.main, self.words = file, model, main, words
        self.problems: list[str] = []
        self.compiled: dict[tuple[str, bool], Phrase] = {}
        self.skipped = self._phrases(skipped, False, ())  # signs of a sentence in another language than the rules'

    def tiers(self, tier: str) -> Iterable[tuple[str, tuple[CompiledRule, ...]]]:
        """The rules of the file per tier, the strongest first."""
        yield tier, self.signs(self.model, ())
        if self.model.review:
            yield "review", self.signs(self.model.review, ("review",))

    def signs(self, signs: Signs, at: Location) -> tuple[CompiledRule, ...]:
        """The rules of a part of the file; what stands at its top holds for each of them."""
        shared: list[Conditions] = [signs]
        rules = [self._rule(signs, at, [])] if signs.any or signs.all else []
        for index, rule in enumerate(signs.rules):
            rules.append(self._rule(rule, (*at, "rules", index), shared))
        if not rules and not (self.main.tags or self.main.fields):
            self.problems.append(
                self.file.problem(at, 'says nothing to look for. Give "any" or "all" phrases, or "rules".')
            )
        return tuple(rules)

    def _rule(self, rule: Rule, at: Location, shared: Sequence[Conditions]) -> CompiledRule:
        exact = rule.case_exact or any(one.case_exact for one in shared)
        if not (rule.any or rule.all):
            self.problems.append(self.file.problem(at, 'a rule needs "any" or "all" phrases.'))
        groups = [self._phrases(group, exact, (*at, "all", index)) for index, group in enumerate(rule.all)]
        any_of = self._phrases(rule.any, exact, (*at, "any"))
        primary, others = (any_of, groups) if rule.any else (groups[0] if groups else (), groups[1:])
        lists = {name: self._list(name, rule, at, shared) for name in _LISTS}
        unit = rule.unit or next((one.unit for one in shared if one.unit), "sentence")
        capture = rule.capture or next((one.capture for one in shared if one.capture), None)
        where = self.file.at(at)
        return CompiledRule(
            where,
            primary,
            tuple(others),
            unit == "message",
            capture=capture,
            skip_quoted=self.main.quoted == "void",
            **lists,
        )

    def _list(self, name: str, rule: Rule, at: Location, shared: Sequence[Conditions]) -> tuple[Phrase, ...]:
        phrases = self._phrases(getattr(rule, name), False, (*at, name))
        for one in shared:
            phrases += self._phrases(getattr(one, name), False, (*at[:-2], name))
        return phrases + self.skipped if name == "unless" else phrases

    def _phrases(self, sources: Iterable[str], exact: bool, at: Location) -> tuple[Phrase, ...]:
        phrases = []
        for index, source in enumerate(sources):
            try:
                phrases.append(self._phrase(source, exact))
            except ValueError as error:
                self.problems.append(self.file.problem((*at, index), f"{'.'.join(map(str, at))}: {error}."))
        return tuple(phrases)

    def _phrase(self, source: str, exact: bool) -> Phrase:
        """Compiled once, however many rules share it."""
        if (source, exact) not in self.compiled:
            self.compiled[source, exact] = compile_phrase(source, self.words, exact)
        return self.compiled[source, exact]
