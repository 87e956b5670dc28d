"""E-mail addresses: name@example.com, with spaces for safety, and spelled out."""

from __future__ import annotations

import re
from collections.abc import Iterator

LABEL = "[e-mail]"
DIGITS = 0
_LOCAL = re.compile(r"[\w.+%'!#$&*/=?^`{|}~-]")
_DOMAIN = re.compile(r"(?:[\w-]{1,63}\.){1,8}[^\W\d_][\w-]{1,62}")
_SPACED = re.compile(r" ?@ ?(?:[\w-]{1,63} ?\. ?){1,4}(?:com|org|net|edu|gov|info|[a-z]{2})(?!\w)")
_DOT = (
    r"(?: ?\. ?| ?[\[({<] ?(?:dot|\.|punto|point|ponto|punkt|точка|крапка) ?[\])}>] ?| (?:dot|punto|point|ponto|"
    r"punkt|точка|крапка) )"
)
_BRACKETED = re.compile(
    rf" ?[\[({{<] ?(?:at|@|arroba|arobase|собака|"
    rf"равлик) ?[\])}}>] ?(?:[\w-]{{1,63}}{_DOT}){{1,4}}[^\W\d_]{{2,12}}(?!\w)",
    re.IGNORECASE,
)
_SAID = (
    r" {0} (?:[\w-]{{1,63}}(?: {1} | ?[\[({{<] ?(?:dot|\.) ?[\])}}>] ?|\.)){{0,3}}[\w-]{{1,63}}(?: {1} |"
    r" ?[\[({{<] ?(?:dot|\.) ?[\])}}>] ?)"
)
_SPELLED = re.compile(
    "(?:"
    + "|".join(
        _SAID.format(at, dot)
        for at, dot in (
            ("at", "dot"),
            ("arroba", "(?:punto|ponto)"),
            ("arobase", "point"),
            ("(?:собака|равлик)", "(?:точка|крапка)"),
        )
    )
    + r")[^\W\d_]{2,12}(?!\w)",
    re.IGNORECASE,
)
_NO_NAMES_TEXT = "me us you him her them it be is was are look meet up and or here there works work working"
_NO_NAMES = frozenset(_NO_NAMES_TEXT.split())


def found(text: str) -> Iterator[tuple[int, int]]:
    """[start, end) of each."""
    for place in (match.start() for match in re.finditer("@", text)):
        domain = _DOMAIN.match(text, place + 1)
        begin = _begin(text, place)
        if domain and begin < place:
            yield begin, domain.end()
    for spelling in (_SPACED, _BRACKETED, _SPELLED) if _HINT.search(text) else ():
        for match in spelling.finditer(text):
            begin = _begin(text, match.start())
            name = text[begin : match.start()].lower()
            if name and (spelling is not _SPELLED or name not in _NO_NAMES):
                yield begin, match.end()


_HINT = re.compile(r" @|@ |[\[({<] ?(?:at|@|ar)| (?:at|arroba|arobase|собака|равлик) ", re.IGNORECASE)


def _begin(text: str, end: int) -> int:
    """Where the name before the sign begins; spelled out, "a dot b" is one name."""
    begin = end
    while begin > 0 and end - begin < 64 and _LOCAL.match(text, begin - 1):
        begin -= 1
    while begin < end and text[begin] in "'.!#$&*/=?^`{|}~":
        begin += 1
    return _longer(text, begin, end)


def _longer(text: str, begin: int, end: int) -> int:
    more = _NAME_BEFORE.search(text[max(0, begin - 80) : begin]) if begin < end else None
    return begin - len(more[0]) if more else begin


_NAME_BEFORE = re.compile(
    r"(?:[\w-]{1,30}(?: (?:dot|punto|ponto|точка|underscore|dash) | ?[\[({](?:dot|\.)[\])}] ?)){1,3}$", re.IGNORECASE
)
