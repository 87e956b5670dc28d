"""One writing for every way of typing the same words, with the way back to the original.

A phrase is looked for in the normalised text and shown in the original one, so every character knows its place there.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field

QUOTE_OPEN, QUOTE_CLOSE = "\x01", "\x02"  # stand for <blockquote> and its end; own_text reads them
_TAGS = (
    "a|b|big|blockquote|body|br|center|code|div|em|font|h[1-6]|head|html|hr|i|img|li|meta|ol|p|pre|s|small|span|"
    "strong|sub|sup|table|tbody|td|th|thead|title|tr|u|ul"
)
_LINE_TAGS = re.compile(r"</?(?:br|p|div|li|tr|table|h[1-6]|hr|ul|ol|pre)\b", re.IGNORECASE)
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_ODD = (
    r"(?:\r\n?|\n|\u2028|\u2029|[ \t\f\v\u00a0]){2,}|[\t\f\v\r\u2028\u2029]"
    r"|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});"
    rf"|<(?:/?(?:{_TAGS})(?=[\s/>])[^<>]{{0,2000}}|!--[^<>]{{0,2000}}--)>"
    rf"|[{_INVISIBLE}\x00-\x08\x0e-\x1f]+"
    r"| (?:n ?['’]t|['’](?:ll|re|ve|[mds]))(?!\w)"
)
_ODD_ASCII = re.compile(f"(?i:{_ODD})")
_COMPATIBLE = r"|.?[\u0300-\u036f]+|[^\x00-\x7f]"  # not yet NFKC: base with its marks, or any character beyond ASCII
_ODD_UNICODE = re.compile(f"(?i:{_ODD}){_COMPATIBLE}", re.DOTALL)  # to ignore case takes ſ for s, and so for ASCII
_SAME_LENGTH = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛`´ʼ′", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
    }
)


@dataclass(frozen=True)
class Normalised:
    """The text as it is matched: `cased` and `folded` have the same length and the same positions."""

    original: str
    cased: str
    folded: str
    starts: tuple[int, ...] = field(repr=False)  # where each run begins in the normalised text
    origins: tuple[tuple[int, int, bool], ...] = field(repr=False)  # its (start, end, copied) in the original

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original's (start, end), in characters, of a stretch of the normalised text."""
        return self._edge(start, last=False), self._edge(end - 1, last=True)

    def _edge(self, position: int, last: bool) -> int:
        run = bisect_right(self.starts, position) - 1
        begin, end, copied = self.origins[run]
        if copied:
            return begin + position - self.starts[run] + last
        return end if last else begin


def normalise(original: str) -> Normalised:
    """NFKC, entities and tags resolved, quotes and dashes folded, blanks collapsed; a line's end stays one."""
    odd = _ODD_ASCII if original.isascii() or unicodedata.is_normalized("NFKC", original) else _ODD_UNICODE
    parts: list[str] = []
    starts: list[int] = []
    origins: list[tuple[int, int, bool]] = []
    length = done = 0
    for match in odd.finditer(original):
        written = _rewritten(match[0])
        if written == match[0]:
            continue
        for text, begin, end, copied in (
            (original[done : match.start()], done, match.start(), True),
            (written, match.start(), match.end(), False),
        ):
            if text:
                parts.append(text)
                starts.append(length)
                origins.append((begin, end, copied))
                length += len(text)
        done = match.end()
    parts.append(original[done:])
    starts.append(length)
    origins.append((done, len(original), True))
    cased = "".join(parts).translate(_SAME_LENGTH)
    return Normalised(original, cased, fold(cased), tuple(starts), tuple(origins))


def fold(text: str) -> str:
    """Lower case, character by character: the length never changes."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)


def _rewritten(odd: str) -> str:
    if odd.startswith("<") and len(odd) > 2:
        return _tag(odd.lower())
    if odd.startswith("&") and odd.endswith(";"):
        return _blank(unicodedata.normalize("NFKC", html.unescape(odd)))
    if odd.isspace():
        return _blanks(odd)
    if odd[0] == " ":  # "do n't", "I 'm": tokenised somewhere on the way
        return odd.replace(" ", "")
    if odd.strip(_INVISIBLE) == "" or odd < " ":
        return ""
    return _blank(unicodedata.normalize("NFKC", odd))


def _blank(text: str) -> str:
    return " " if text.isspace() else text


def _blanks(odd: str) -> str:
    lines = len(re.findall(r"\r\n?|\n|\u2028|\u2029", odd))
    return "\n" * min(lines, 2) or " "


def _tag(tag: str) -> str:
    if tag.startswith("<blockquote"):
        return f"\n{QUOTE_OPEN}\n"
    if tag.startswith("</blockquote"):
        return f"\n{QUOTE_CLOSE}\n"
    return "\n" if _LINE_TAGS.match(tag) else ""
