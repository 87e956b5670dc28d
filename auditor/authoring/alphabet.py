"""What a pack's signals can tell apart: the messages that contacts can write, and the acts that a desk can do.

Contact types that no signal distinguishes are one letter, so that a search over histories stays small. The texts are
the worked texts of the detector files, read by the same detectors as any message.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

from auditor.audit import Rulebook
from auditor.compile import used_signals
from auditor.contacts import Detectors, explain
from auditor.errors import PolicyError
from auditor.policy.model import Condition
from auditor.policy.pack import Pack
from auditor.policy.references import reachable
from auditor.words import Leaves

ORDINARY = "How do I change the picture of my profile?"
LONG_NOTE = "The whole case, step by step, for whoever takes this ticket over. "
TEXTS_TRIED = 12  # worked texts of a detector that are looked through for one that shows it alone
TELLING_LENGTH = 30  # characters; shorter worked texts are taken where no other shows it alone
Shown = frozenset[str]


@dataclass(frozen=True)
class Message:
    """What a contact writes: a text, and what it shows (classes of contact types, end users' phrases)."""

    shows: tuple[str, ...]
    text: str
    certain: bool = True

    @property
    def label(self) -> str:
        """`legal-threat + subpoena`, or an ordinary message."""
        return " + ".join(self.shows) or "an ordinary message"


@dataclass(frozen=True)
class Alphabet:
    """The letters of histories. `replies` and `notes`: what is said → text; `classes`: letter → its contact types."""

    messages: tuple[Message, ...]
    classes: Mapping[str, tuple[str, ...]]
    replies: Mapping[str, str]
    notes: Mapping[str, str]
    macros: tuple[str, ...]
    statuses: tuple[str, ...]
    left_at: tuple[str, ...]  # statuses at which a duty wants the ticket left
    groups: tuple[str, ...]
    kinds: frozenset[str]  # kinds of event that a signal names
    spoken: bool  # whether a signal asks for the turns of chats


def alphabet(rules: Rulebook) -> Alphabet:
    """The letters of the rulebook's one pack. Raises PolicyError where a letter has no worked text of its own."""
    (pack,) = rules.packs
    conditions = _conditions(pack)
    reader = _Reader(pack, rules.detectors, conditions)
    becomes = [one for node in conditions for one in (node.becomes, node.holds) if one]
    wanted = [duty.word.leaves for policy in pack.policies for duty in policy.duties if isinstance(duty.word, Leaves)]
    statuses = [value for one in (*becomes, *wanted) for value in one.get("status", ())]
    longest = max((int(pack.value(node.minimum_length)) for node in conditions if node.minimum_length), default=0)
    return Alphabet(
        messages=tuple(reader.messages()),
        classes={name: tuple(types) for name, types in reader.classes.items()},
        replies=reader.said_by_agents(""),
        notes={"a detailed note": LONG_NOTE * (1 + longest // len(LONG_NOTE)), **reader.said_by_agents(LONG_NOTE)},
        macros=_values(pack, [name for node in conditions for name in node.macro or ()])[:1],
        statuses=_values(pack, [*statuses, *(["pending"] if wanted else [])]),
        left_at=_values(pack, [value for one in wanted for value in one.get("status", ())]),
        groups=_values(pack, [name for one in becomes for name in one.get("group", ())])[:1],
        kinds=frozenset(kind for node in conditions for kind in node.kind or ()),
        spoken=any(node.spoken is not None for node in conditions),
    )


def _values(pack: Pack, names: Sequence[str]) -> tuple[str, ...]:
    values = [pack.value(name) for name in names]
    flat = [one for value in values for one in (value if isinstance(value, tuple) else (value,))]
    return tuple(dict.fromkeys(map(str, flat)))


def _conditions(pack: Pack) -> list[Condition]:
    """Every condition that a duty of the pack depends on, at any depth."""
    used = set(used_signals(pack))
    names = sorted(used | {deep for name in used for deep in reachable(pack.signals, name)})
    return [node for name in names for node in _nested(pack.signals[name])]


def _nested(node: Any) -> Iterator[Condition]:
    if isinstance(node, Condition):
        yield node
        for key in sorted(node.model_fields_set):
            yield from _nested(getattr(node, key))
    elif isinstance(node, tuple):
        for one in node:
            yield from _nested(one)


class _Reader:
    """Finds texts that show just what they shall, among the worked texts of the detectors."""

    def __init__(self, pack: Pack, detectors: Detectors, conditions: Sequence[Condition]) -> None:
        self.pack, self.detectors = pack, detectors
        self.who = {one.id: one.who for one in detectors.compiled}
        self.sides = detectors.sides
        self.phrases = {name for node in conditions for name in node.phrase or ()}
        self.certain = _classes([node.contact for node in conditions if node.contact])
        self.weak = _classes([node.weak_contact for node in conditions if node.weak_contact])

    @cached_property
    def classes(self) -> dict[str, list[str]]:
        """Letter → the contact types that no signal tells apart; the letter is the first that has a text."""
        return {self._letter(types): types for types in self.certain}

    def messages(self) -> Iterator[Message]:
        """An ordinary one, one per letter, one per two letters, one that is like a contact, end users' phrases."""
        yield Message((), ORDINARY)
        texts = {name: self._alone(types) for name, types in self.classes.items()}
        for name, found in texts.items():
            yield Message((name,), found[0])
        for one, other in combinations(texts, 2):
            pairs = (f"{first} {second}" for first in texts[one] for second in texts[other])
            both = {self._class_of(one), self._class_of(other)}
            for text in pairs:
                if self._shown(text) == both:
                    yield Message((one, other), text)
                    break
        for types in self.weak[:1]:
            for name, text in self._worked(types, review=True):
                if self._weakly(text):
                    yield Message((f"perhaps {name}",), text, certain=False)
                    break
        for name in sorted(self.phrases):
            if self.who[name] != "agent":
                yield Message((name,), self._text_of([name], frozenset({name})))

    def said_by_agents(self, before: str) -> dict[str, str]:
        """What an agent says → text: nothing particular, each phrase, every two phrases."""
        names = [name for name in sorted(self.phrases) if self.who[name] in ("agent", "any")]
        texts = {name: self._text_of([name], frozenset({name})) for name in names}
        pairs = {f"{one} and {other}": f"{texts[one]} {texts[other]}" for one, other in combinations(names, 2)}
        said = {"a plain reply": "Thank you, your message has been passed on."} if not before else {}
        return {name: before + text for name, text in {**said, **texts, **pairs}.items()}

    def _letter(self, types: Sequence[str]) -> str:
        for name, text in self._worked(types, review=False):
            if self._shown(text) == {self._class_of(name)}:
                return name
        raise PolicyError([f"{self.pack.name}: no worked text shows {' or '.join(types)} and nothing else. Add one."])

    def _class_of(self, name: str) -> str:
        return next((types[0] for types in self.certain if name in types), name)

    def _alone(self, types: Sequence[str]) -> list[str]:
        wanted = {self._class_of(types[0])}
        return [text for _, text in self._worked(types, review=False) if self._shown(text) == wanted]

    def _text_of(self, names: Sequence[str], wanted: Shown) -> str:
        for _, text in self._worked(names, review=False):
            if self._phrases_in(text) == wanted and not self._shown(text) - wanted:
                return text
        raise PolicyError([f"{self.pack.name}: no worked text shows {' and '.join(names)} and nothing else. Add one."])

    def _worked(self, names: Sequence[str], review: bool) -> list[tuple[str, str]]:
        """(detector, worked text) of several detectors in the author's order, but for terse ones."""
        found = []
        for one in self.detectors.worked:
            if one.compiled.id in names:
                model = one.files[0].model
                texts = (model.review.match if model.review else ()) if review else model.match
                undated = [text.text for text in texts if text.at is None]
                found += [(one.compiled.id, text) for text in undated[:TEXTS_TRIED]]
        return sorted(found, key=lambda pair: (len(pair[1]) < TELLING_LENGTH, len(pair[0])))

    def _shown(self, text: str) -> set[str]:
        """Classes of contact types, certain or not, and phrases of end users."""
        hits = explain(self.detectors, text)
        contacts = {self._class_of(hit.type) for hit in hits if self.sides[hit.type] == "contact"}
        return contacts | {hit.type for hit in hits if hit.type in self.phrases and self.who[hit.type] != "agent"}

    def _phrases_in(self, text: str) -> Shown:
        return frozenset(hit.type for hit in explain(self.detectors, text) if hit.type in self.phrases)

    def _weakly(self, text: str) -> bool:
        hits = [hit for hit in explain(self.detectors, text) if self.sides[hit.type] == "contact"]
        return bool(hits) and all(hit.tier == "review" for hit in hits)


def _classes(lists: Sequence[Sequence[str]]) -> list[list[str]]:
    """The types of the lists, together where they stand in the same lists."""
    distinct = sorted({tuple(sorted(one)) for one in lists})
    found: dict[tuple[bool, ...], list[str]] = {}
    for name in sorted({name for one in distinct for name in one}):
        found.setdefault(tuple(name in one for one in distinct), []).append(name)
    return list(found.values())
