"""IP addresses, version 4 and 6 (RFC 791, RFC 4291), told apart from version numbers and clauses."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator

LABEL = "[IP address]"
DIGITS = 0
_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_FOUR = re.compile(rf"(?<![\w.-])(?:{_OCTET}\.){{3}}{_OCTET}(?:/[0-9]{{1,2}})?(?![\w-]|\.\d)")
_SIX = re.compile(r"(?<![\w:])(?=[0-9A-Fa-f]{0,4}:)[0-9A-Fa-f:]{6,39}(?:%\w{1,15})?(?![\w:])")
_VERSION = re.compile(
    r"(?:version|ver|v|build|release|firmware|driver|update|macos|ios|android|windows|chrome|chromium|firefox|"
    r"safari|edge|app|"
    r"client|desktop|section|clause|paragraph|§|версия|версії|версия приложения|versión|versão)[\s.:/v]{0,3}$",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\bIP(?:v4)?\b|address|login|logged|server|host", re.IGNORECASE)
_CLAUSE = 32  # with no number as large as this it is as likely a clause


def found(text: str) -> Iterator[tuple[int, int]]:
    """[start, end) of each."""
    for match in _FOUR.finditer(text):
        before = text[max(0, match.start() - 40) : match.start()]
        octets = [int(one) for one in re.findall("[0-9]+", match[0])[:4]]
        if not _VERSION.search(before[-24:]) and (max(octets) >= _CLAUSE or _NAMED.search(before)):
            yield match.span()
    for match in _SIX.finditer(text):
        if match[0].count(":") > 1 and _is_six(match[0].partition("%")[0]):
            yield match.span()


def _is_six(text: str) -> bool:
    try:
        address = ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return not address.is_loopback and not address.is_unspecified
