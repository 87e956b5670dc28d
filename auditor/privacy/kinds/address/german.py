"""German and Dutch: Lindenstraße 14a, 10969 Berlin. The kind of street is the end of its name."""

from __future__ import annotations

import re
from collections.abc import Iterator

_KINDS_TEXT = (
    "straße strasse str. gasse allee weg platz ring damm ufer chaussee stieg steig hof straat laan gracht plein kade"
)
_KINDS = tuple(_KINDS_TEXT.split())
_HOUSE = re.compile(r",? [0-9]{1,4}(?: ?[a-h](?!\w))?(?: ?[-/] ?[0-9]{1,4}[a-h]?)?(?![\w%€]|[.,:]\d)")
_SURE = ("straße", "strasse", "str.", "gasse", "allee", "chaussee", "straat", "laan", "gracht")
_NAME = re.compile(
    r"(?:(?:[A-ZÄÖÜ][\wäöüß.-]{0,24}|am|an|der|den|dem|im|zum|zur|von|van|de) ){0,3}[A-ZÄÖÜ]?[\wäöüß.-]{0,30}$"
)
_TOWN = re.compile(
    r"(?:[,;]? ?\n ?|[,;] ?| - | )(?:(?:D|A|CH|"
    r"NL)-)?(?:[0-9]{4,5}(?: ?[A-Z]{2}(?!\w))?) [A-ZÄÖÜ][\wäöüß.-]{1,25}(?:(?: |/|-)(?:am|an|der|im|"
    r"[A-ZÄÖÜ])[\wäöüß.-]{0,20}){0,3}"
)
_AT = re.compile(
    r"(?<!\w)(?:Am|An|Im|Unter|Zum|Zur|Auf|Hinter|Vor|Bei)(?: [\wäöüß.-]{2,25}){1,3} [0-9]{1,4}(?: ?[a-h](?!\w))?"
)
_SMALL_TEXT = "in an der die das den dem am im zum zur auf ich wohne aus von bei und ist meine adresse lautet"
_SMALL = frozenset(_SMALL_TEXT.split())


def found(text: str) -> Iterator[tuple[int, int]]:
    """[start, end) of each."""
    for match in _HOUSE.finditer(text):
        kind = text[max(0, match.start() - 10) : match.start()].lower()
        if not kind.endswith(_KINDS):
            continue
        before = _NAME.search(text[max(0, match.start() - 80) : match.start()])
        start = _start(before[0], match.start()) if before else match.start()
        town = _TOWN.match(text, match.end())
        if text[start : start + 1].isupper() and (town or kind.endswith(_SURE)):
            yield start, town.end() if town else match.end()
    for match in _AT.finditer(text):
        if town := _TOWN.match(text, match.end()):
            yield match.start(), town.end()


def _start(name: str, end: int) -> int:
    """Where the name of the street begins: its last word, and capitals or small words of names before it."""
    words = name.split(" ")
    while len(words) > 1 and (words[0].lower() in _SMALL or not words[0][:1].isupper() or words[0].endswith(".")):
        words.pop(0)
    return end - len(" ".join(words[-3:]))
