"""Payment cards: the ranges of the networks, the ways of writing them, and the check digit (ISO/IEC 7812-1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.privacy.kinds.announced import is_other_number
from auditor.privacy.kinds.check_digits import digits_of, luhn

LABEL = "[card]"
DIGITS = 13
_NUMBER = re.compile(
    r"(?<![\w.,-])(?<!\d )"
    r"(?:[2-6][0-9]{3}([ .\-]{1,3})[0-9]{4}\1[0-9]{4}\1[0-9]{4}(?:\1[0-9]{1,3})?|"
    r"3[0-9]{3}([ .\-]{1,3})[0-9]{6}\2[0-9]{4,5}"
    r"|[2-6][0-9]{12,18})(?![\w]|[.,-]\d)"
)
_WORDS_OF_CARDS = re.compile(
    r"card|visa|master|amex|debit|credit|karte|tarjeta|carte|cartão|cartao|карт|картк", re.IGNORECASE
)
_NETWORKS = re.compile(
    r"4(?:[0-9]{12}|[0-9]{15}|[0-9]{18})$|5[1-5][0-9]{14}$|2(?:22[1-9]|2[3-9][0-9]|[3-6][0-9]{2}|7[01][0-9]|"
    r"720)[0-9]{12}$"
    r"|3[47][0-9]{13}$|3(?:0[0-5]|[689][0-9])[0-9]{11}$|(?:6011|64[4-9][0-9]|65[0-9]{2})[0-9]{12,15}$|35[0-9]{14}$"
    r"|62[0-9]{14,17}$|220[0-4][0-9]{12,15}$|(?:50|5[6-9]|6[0-9])[0-9]{10,17}$"
)


def found(text: str) -> Iterator[tuple[int, int]]:
    """[start, end) of each."""
    for match in _NUMBER.finditer(text):
        for written in (match[0], re.sub(r"[ .-]+[0-9]{1,3}$", "", match[0])):  # its last group may be the month
            compact = "".join(map(str, digits_of(written)))
            if _NETWORKS.match(compact) and luhn(compact) and _is_meant(text, match, compact):
                yield match.start(), match.start() + len(written)
                break


def _is_meant(text: str, match: re.Match[str], compact: str) -> bool:
    """Digits in a row also number orders; in groups, or near the word, they are a card."""
    if compact != match[0]:
        return True
    if _WORDS_OF_CARDS.search(text, max(0, match.start() - 60), min(len(text), match.end() + 30)):
        return True
    return not is_other_number(text, match.start()) and not re.match("50|5[6-9]|6[0-9]", compact)
