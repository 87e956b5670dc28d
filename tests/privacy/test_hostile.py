"""A text that is made to be slow is not: twice as long takes about twice as long."""

from __future__ import annotations

from time import process_time

import pytest

from auditor.privacy.words import masks

PIECES = {
    "digits": "1",
    "digits and blanks": "1 ",
    "pairs": "12 34 ",
    "signs": "@",
    "names and signs": "a@",
    "letters": "a",
    "dots": "a.",
    "pluses": "+1",
    "brackets": "((1)",
    "half a card": "4111 ",
    "hyphens": "1-",
    "half an IBAN": "DE12 3456 ",
    "colons": "ab:",
    "numbers and names": "12 Aa ",
    "half a street": "12 Main Oak ",
    "streets": "12 Oak Street, London ",
    "rues": "12 rue de la ",
    "calles": "Calle Mayor 23 ",
    "улицы": "ул. Ленина 5, ",
    "Straßen": "Aa straße 1, ",
    "passports": "passport number is ",
    "accounts": "account number ",
    "links": "https://a",
    "spelled": " at a dot",
    "unseen letters": "\u200b1",
    "wide digits": "１ ",
    "phones": "0171 ",
    "boxes": "PO Box 1, Aa Bb\n",
    "lines": "1\n",
    "e-mails": "jane@example.com ",
    "cards": "4242 4242 4242 4242 ",
    "nothing": " ",
    "orders": "order no id 1",
}
SIZE = 60_000


def seconds(text: str) -> float:
    begin = process_time()
    masks(text)
    return process_time() - begin


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_twice_the_text_takes_twice_the_time(piece: str) -> None:
    once = (piece * SIZE)[:SIZE]
    short, long = (min(seconds(text) for _ in range(2)) for text in (once, once + once))
    assert long < 0.05 or long / short < 3.2
    assert long < 3


def test_a_megabyte_is_read_in_seconds() -> None:
    text = "I paid 35.00 on 2026-11-15 and called +1 415 555 0132 from 12 Oak Street; order 123456789. " * 11_000
    assert seconds(text) < 10
