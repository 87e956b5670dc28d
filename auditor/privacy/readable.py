"""A text as a person reads it, with the way back: look-alikes are plain, what cannot be seen is gone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

INVISIBLE = "\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u2018\u2019\u02bc\u2032", "'"),
        **{chr(code): " " for code in (0x09, 0x0B, 0x0C, 0xA0)},
        "\u2028": "\n",
        "\u2029": "\n",
        "\r": "\n",
    }
)
_TO_READ = re.compile(f"[{INVISIBLE}]+|[^\x00-\x7f]")


@dataclass(frozen=True)
class Readable:
    """The text as it is read; `origins`: where each of its characters stands in the original, None: where it is."""

    text: str
    origins: Sequence[int] | None = field(repr=False, default=None)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original's [start, end) of a stretch of what is read."""
        if self.origins is None:
            return start, end
        return self.origins[start], self.origins[end - 1] + 1


def readable(original: str) -> Readable:
    """NFKC and decimal digits, letter by letter; dashes, quotes and blanks plain; invisible characters left out."""
    if original.isascii():
        return Readable(original.translate(_PLAIN))
    if unicodedata.is_normalized("NFKC", original) and not _INVISIBLE_OR_DIGIT.search(original):
        return Readable(original.translate(_PLAIN))
    pieces: list[str] = []
    origins: list[int] = []
    done = 0
    for match in _TO_READ.finditer(original):
        read = _read(match[0])
        if read == match[0]:
            continue
        pieces += (original[done : match.start()], read)
        origins += [*range(done, match.start()), *[match.start()] * len(read)]
        done = match.end()
    pieces.append(original[done:])
    origins += range(done, len(original))
    return Readable("".join(pieces).translate(_PLAIN), origins)


_INVISIBLE_OR_DIGIT = re.compile(rf"[{INVISIBLE}]|(?![0-9])\d")


def _read(found: str) -> str:
    if len(found) > 1 or _INVISIBLE_OR_DIGIT.match(found):
        return str(unicodedata.decimal(found)) if found.isdecimal() and len(found) == 1 else ""
    if found in "ºª":  # of a storey, or of "number": no letter of a word
        return found
    plain = unicodedata.normalize("NFKC", found)
    return "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in plain)
