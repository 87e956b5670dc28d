"""Account, sort code and routing numbers, where a word of banking stands by them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.privacy.kinds.announced import announcing

LABEL = "[bank account]"
DIGITS = 5
_SURE = (  # words that name nothing else
    r"sort[ -]?code|routing(?: transit)?|aba|rtn|bsb|blz|bankleitzahl|kontonummer|kontonr|konto-nr|konto nr|"
    r"konto|ifsc|clabe|cbu|"
    r"bank account|bank acct|bank a/c|checking account|savings account|current account|bankkonto|"
    r"cuenta bancaria|número de cuenta|numero de cuenta|compte bancaire|numéro de compte|conta bancária|"
    r"conta corrente|agência|"
    r"conta poupança|расч[её]тн\w{1,3} сч[её]т\w{0,2}|р/с|р/р|к/с|бик|мфо|лицев\w{1,3} сч[её]т\w{0,2}|"
    r"банковск\w{1,3} сч[её]т\w{0,2}|"
    r"номер сч[её]та|номер рахунку|банківськ\w{1,3} рахун\w{1,3}|расч счет"
)
_LIKELY = r"account|acct|a/c|acc|cuenta|compte|conta|сч[её]т\w{0,2}|рахун\w{1,3}"  # also of the customer
_NUMBER = r"([A-Z]{0,4}[0-9](?:[ \-/]?[0-9]){4,23}(?:-?[0-9xX])?)(?!\w)"
_NAMED = re.compile(f"(?i:{announcing(_SURE)}){_NUMBER}")
_MAYBE = re.compile(f"(?i:{announcing(_LIKELY)}){_NUMBER}")
_BANKING = re.compile(
    r"\bbank|sort[ -]?code|routing|\baba\b|swift|\bbic\b|\bbsb\b|\bwire\b|\bach\b|checking|savings|transfer to|"
    r"banco|banque|"
    r"банк|payee|beneficiary",
    re.IGNORECASE,
)
_WORDS_OF_STEMS = (
    "sort routing aba rtn bsb blz bankl konto ifsc clabe cbu acc cuenta compte conta agência чет чёт р/с р/р к/с "
    "бик мфо рахун a/c"
)
_STEMS = _WORDS_OF_STEMS.split()
_NEAR = 120


def found(text: str) -> Iterator[tuple[int, int]]:
    """[start, end) of each."""
    lowered = text.lower()
    if not any(stem in lowered for stem in _STEMS):
        return
    for match in _NAMED.finditer(text):
        yield match.span(1)
    for match in _MAYBE.finditer(text):
        if _BANKING.search(text, max(0, match.start() - _NEAR), min(len(text), match.end() + _NEAR)):
            yield match.span(1)
