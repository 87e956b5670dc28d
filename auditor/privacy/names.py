"""People's names in texts: whole words, in any case; full names everywhere, parts of them on the person's tickets.

A first name that is also a word ("will", "mark", "sue") counts only where somebody is greeted or signs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from auditor.privacy.edits import Edit

_WORD = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[ .\u00a0'’ʼ‐-]{1,3}$")
_GREETED = re.compile(
    r"(?:\b(?:hi|hello|hey|dear|thanks|thank you|regards|best|cheers|sincerely|hallo|liebe[r]?|gruß|grüße|hola|"
    r"estimad[oa]|"
    r"saludos|gracias|bonjour|cher|chère|merci|cordialement|olá|oi|obrigad[oa]|привет|здравствуйте|спасибо|вітаю|дякую|"
    r"mr|mrs|ms|miss|herr|frau|agent|colleague)\b[.,!]?\s{1,3}|^\s*|\n\s*|^[-–]\s*)$",
    re.IGNORECASE,
)
_ENDS_A_LINE = re.compile(r"[ \t]{0,3}(?:[,!.:;]|\n|$)")
_ORDINARY_TEXT = (  # names that are words as well
    "will mark may june april august grant rose art bill chase frank grace hope joy faith jack rob pat sue drew "
    "dean guy ray "
    "rich sandy summer dawn eve ivy lily daisy violet amber ruby iris jade pearl crystal penny carol gene dale "
    "glen heath "
    "forest cliff sky sunny christian charity destiny mercy honor victor max van an in so do long young king "
    "page bush hill "
    "lake wood park price cook baker major prince duke earl miles angel genesis paris london chelsea india china "
    "sydney dallas "
    "austin houston brooklyn jordan israel florence verona sienna chance trace wade lane clay stone brook reed "
    "case colt ace "
    "bishop carter mason cooper fisher hunter miller porter taylor tanner turner walker parker sawyer weaver "
    "smith day love "
    "good best rich black white brown green gray grey little short small sharp strong wise moody noble swift "
    "true case bank "
    "law judge friend church field ford marsh banks brooks rivers woods stern klein gross lang alt neu weiss "
    "schwarz braun koch "
    "sol luz paz cruz rosa flor mar blanca dolores pilar victoria gloria mercedes leon angel santo santos reis "
    "costa serra lima "
    "silva rocha prado campos rios vera nova mia luna stella reine blanche claire aurore juste pierre vrai le la "
    "de da di du "
    "вера надежда любовь роза лев мир слава мая"
)
ORDINARY = frozenset(_ORDINARY_TEXT.split())


@dataclass
class Names:
    """First word → (all words, what stands instead, a part of a name only), the longest first."""

    by_first: dict[str, list[tuple[tuple[str, ...], str, bool]]] = field(default_factory=dict)

    def add(self, name: str, instead: str) -> None:
        """A full name: two words or more."""
        words = words_of(name)
        if len(words) > 1:
            self._put(words, instead, part=False)

    def add_parts(self, name: str, instead: str) -> None:
        """The first name and the family name, for texts of the person's own tickets."""
        words = words_of(name)
        for part in {words[:1], words[-1:], words[-2:]} if words else ():
            self._put(part, instead, part=True)

    def _put(self, words: tuple[str, ...], instead: str, part: bool) -> None:
        listed = self.by_first.setdefault(words[0], [])
        if not any(one[0] == words for one in listed):
            listed.append((words, instead, part))
            listed.sort(key=lambda one: -len(one[0]))


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name, in no case."""
    return tuple(_WORD.findall(unicodedata.normalize("NFKC", name).casefold()))


def named(text: str, everybody: Names, here: Names) -> list[Edit]:
    """Where the text names somebody. `here`: the people of its ticket, looked for first."""
    places = list(_WORD.finditer(text))
    folded = [unicodedata.normalize("NFKC", match[0]).casefold() for match in places]
    edits: list[Edit] = []
    number = 0
    while number < len(places):
        found = next(
            _matching(
                text,
                places,
                folded,
                number,
                (*everybody.by_first.get(folded[number], ()), *here.by_first.get(folded[number], ())),
            ),
            None,
        )
        if found:
            edits.append(Edit(places[number].start(), places[number + found[0] - 1].end(), found[1]))
        number += found[0] if found else 1
    return edits


def _matching(
    text: str,
    places: Sequence[re.Match[str]],
    folded: Sequence[str],
    number: int,
    candidates: Iterable[tuple[tuple[str, ...], str, bool]],
) -> Iterator[tuple[int, str]]:
    """(words, instead) of the names that stand at that word."""
    for words, instead, part in candidates:
        last = number + len(words) - 1
        if tuple(folded[number : last + 1]) != words or not _together(text, places[number : last + 1]):
            continue
        start, end = places[number].start(), places[last].end()
        if text[end : end + 1] == "@" or text[start - 1 : start] == "@" or _in_an_address(text, start, end):
            continue
        if not part or len(words) > 1 or _is_meant(text, start, end, words[0]):
            yield len(words), instead


def _together(text: str, places: Sequence[re.Match[str]]) -> bool:
    return all(_BETWEEN.match(text[one.end() : other.start()]) for one, other in pairwise(places))


def _in_an_address(text: str, start: int, end: int) -> bool:
    """Whether it is a piece of an e-mail address or a link, which are masked as a whole or shown on purpose."""
    return bool(re.match(r"[\w.+-]{0,64}@\w", text[end : end + 66])) or bool(
        re.search(r"(?:@|//)[\w./-]*$", text[max(0, start - 66) : start])
    )


def _is_meant(text: str, start: int, end: int, word: str) -> bool:
    """Whether a part of a name is the person: a short one has a capital, a word greets or signs."""
    if word in ORDINARY:
        return text[start].isupper() and bool(
            _GREETED.search(text[max(0, start - 30) : start]) and _ENDS_A_LINE.match(text, end)
        )
    return len(word) > 3 or text[start].isupper()


def names_of(people: Mapping[str, Iterable[str]], pseudonyms: Mapping[str, str], parts: bool) -> Names:
    """The names of people (key → names) with their pseudonyms; `parts`: first and family names as well."""
    found = Names()
    for key in sorted(people):
        for name in sorted(people[key]):
            found.add(name, pseudonyms[key])
    for key in sorted(people) if parts else ():
        for name in sorted(people[key]):
            found.add_parts(name, pseudonyms[key])
    return found
