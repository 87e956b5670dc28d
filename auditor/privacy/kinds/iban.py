"""IBANs of every country of the registry, in any grouping and case, their check digits right."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.privacy.kinds.check_digits import IBAN_LENGTHS, iban

LABEL = "[IBAN]"
DIGITS = 8
_NUMBER = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[ -]?[0-9]{2}(?:[ .-]{0,2}[A-Za-z0-9]){11,30}")


def found(text: str) -> Iterator[tuple[int, int]]:
    """[start, end) of each."""
    for match in _NUMBER.finditer(text):
        end = _end(text, match)
        compact = re.sub("[^A-Za-z0-9]", "", text[match.start() : end])
        if end and not text[end : end + 1].isalnum() and iban(compact):
            yield match.start(), end


def _end(text: str, match: re.Match[str]) -> int:
    """Where as many letters and digits have passed as the country's IBANs have; 0: nowhere."""
    length = IBAN_LENGTHS.get(match[0][:2].upper(), 0)
    places = [place for place in range(match.start(), match.end()) if text[place].isalnum()]
    return places[length - 1] + 1 if 0 < length <= len(places) else 0
