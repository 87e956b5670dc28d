"""Passport numbers, where the word stands before them: on their own they look like anything."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.privacy.kinds.announced import announcing

LABEL = "[passport]"
DIGITS = 3
_WORDS = (
    r"passports?|pasaportes?|passaportes?|passeports?|reisepass|reisepassnummer|passnummer|pass-?nr|passaporto|"
    r"paszport|"
    r"paspoort|паспорт\w{0,3}|загранпаспорт\w{0,2}|закордонн\w{1,3} паспорт\w{0,2}"
)
_NUMBER = (
    r"([0-9]{2} ?[0-9]{2} ?(?:№ ?)?[0-9]{6}(?!\w)|[0-9]{2} (?:№ ?)?[0-9]{7}(?!\w)"
    r"|[A-ZА-ЯІЇЄ]{0,3}[ -]?(?:№ ?)?[0-9]{5,9}[A-Z]{0,2}(?!\w)"
    r"|[0-9]{2}[A-Z]{2}[0-9]{5}(?!\w)|(?=[A-Z0-9]{0,6}[0-9][A-Z0-9]{0,6}[0-9])[A-Z][A-Z0-9]{6,9}(?!\w))"
)
_NAMED = re.compile(f"(?i:{announcing(_WORDS)}){_NUMBER}")


def found(text: str) -> Iterator[tuple[int, int]]:
    """[start, end) of each."""
    lowered = text.lower()
    if not any(stem in lowered for stem in ("pass", "pasap", "pasz", "paspoort", "паспорт")):
        return
    for match in _NAMED.finditer(text):
        yield match.span(1)
