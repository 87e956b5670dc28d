"""Links that carry a token, a password or a person's address: whoever has the page could follow them."""

from __future__ import annotations

import re
from collections.abc import Iterator

LABEL = "[link]"
DIGITS = 0
_LINK = re.compile(r"(?:https?|ftp)://[^\s<>\"\])}]{3,2000}|(?<![\w@.])www\.[^\s<>\"\])}]{3,2000}", re.IGNORECASE)
_SECRET = re.compile(
    r"[\w.+-](?:@|%40)[\w-]{1,60}\.\w|//[^/]{1,80}:[^/]{1,80}@|[?&#;/](?:[\w-]{0,30}(?:token|key|sig|signature|"
    r"auth|password|passwd|pwd|secret|session|"
    r"otp|hash|email|e-mail|phone|credential|code)[\w-]{0,12}|sid|sess|jwt|user|uid|login|mail|tel|k|t|s)=[^&\s]{3}",
    re.IGNORECASE,
)
_LONG = re.compile(r"[/=][\w%-]{20,}")
_HEX = re.compile(r"[/=][0-9a-f]{20,}(?![\w-])")
_GIVES_ACCESS = re.compile(
    "reset|verif|confirm|invit|magic|login|auth|activat|password|unsubscribe|share|download|signin", re.IGNORECASE
)
_COMMIT = re.compile(r"/(?:commit|commits|blob|tree|compare|raw)/", re.IGNORECASE)
_UUID = re.compile(r"[/=][0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$", re.IGNORECASE)


def found(text: str) -> Iterator[tuple[int, int]]:
    """[start, end) of each."""
    if "://" not in text and "www." not in text.lower():
        return
    for match in _LINK.finditer(text):
        link = match[0].rstrip(".,;:!?'*_")
        if _SECRET.search(link) or _holds_a_token(link):
            yield match.start(), match.start() + len(link)


def _holds_a_token(link: str) -> bool:
    """Whether a part of it is long and of letters and digits mixed: chosen by no person."""
    parts = [part[0] for part in _LONG.finditer(link) if not _UUID.match(part[0])]
    if _HEX.search(link) and not _GIVES_ACCESS.search(link):  # the digest of a commit, a file, an image
        return False
    return not _COMMIT.search(link) and any(_mixed(part[1:]) for part in parts)


def _mixed(part: str) -> bool:
    words = re.split(r"[-_%]", part)
    return any(
        len(word) >= 20 and sum(one.isdigit() for one in word) >= 3 and any(one.isalpha() for one in word)
        for word in words
    )
