"""Check digits, each as its issuer publishes it: a wrong one says that the number is something else."""

from __future__ import annotations

import re
from collections.abc import Sequence

IBAN_LENGTHS = {  # ISO 13616, the registry of SWIFT
    country: length
    for length, countries in {
        15: "NO", 16: "BE", 18: "DK FI FO GL NL FK", 19: "MK SI", 20: "AT BA EE KZ LT LU XK MN", 21: "CH HR LI LV",
        22: "BG BH CR DE GB GE IE ME RS",
        23: "AE GI IL IQ TL OM SO", 24: "AD CZ ES MD PK RO SA SE SK TN VG", 25: "PT LY ST",
        26: "IS TR", 27: "BI DJ FR GR IT MC MR SM", 28: "AL AZ BY CY DO GT HU LB PL SV NI", 29: "BR EG PS QA UA",
        30: "JO KW MU", 31: "MT SC", 32: "LC", 33: "RU",
    }.items()
    for country in countries.split()
}  # fmt: skip
_DNI = "TRWAGMYFPDXBNJZSQVHLCKE"


def digits_of(text: str) -> list[int]:
    """The digits of a text, in order."""
    return [int(one) for one in text if one in "0123456789"]


def luhn(text: str) -> bool:
    """ISO/IEC 7812-1: payment cards, Canadian SIN."""
    found = digits_of(text)[::-1]
    doubled = (2 * one - 9 * (one > 4) for one in found[1::2])
    return bool(found) and (sum(found[::2]) + sum(doubled)) % 10 == 0


def iban(compact: str) -> bool:
    """ISO 13616: the length of its country, and 1 modulo 97."""
    moved = (compact[4:] + compact[:4]).upper()
    return IBAN_LENGTHS.get(compact[:2].upper()) == len(compact) and (
        int("".join(str(int(one, 36)) for one in moved)) % 97 == 1
    )


def dni(text: str) -> bool:
    """Spain, DNI and NIE: the letter at the end is the number modulo 23."""
    compact = re.sub(r"[^0-9A-Z]", "", text.upper())
    number = compact[:-1].translate(str.maketrans("XYZ", "012"))
    return number.isdecimal() and _DNI[int(number) % 23] == compact[-1]


def cpf(text: str) -> bool:
    """Brazil, CPF: two digits modulo 11; eleven equal ones are none."""
    found = digits_of(text)
    return len(found) == 11 and len(set(found)) > 1 and _ends(found, range(10, 1, -1), range(11, 1, -1))


def cnpj(text: str) -> bool:
    """Brazil, CNPJ: two digits modulo 11."""
    found = digits_of(text)
    weights = (5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)
    return len(found) == 14 and len(set(found)) > 1 and _ends(found, weights, (6, *weights))


def _ends(found: Sequence[int], first: Sequence[int], second: Sequence[int]) -> bool:
    def digit(weights: Sequence[int]) -> int:
        return sum(one * weight for one, weight in zip(found, weights, strict=False)) * 10 % 11 % 10

    return (digit(first), digit(second)) == (found[-2], found[-1])


def steuer_id(text: str) -> bool:
    """Germany, ISO 7064 MOD 11,10, as the tax identification number and the VAT id have it."""
    found = digits_of(text)
    product = 10
    for one in found[:-1]:
        product = ((one + product) % 10 or 10) * 2 % 11
    return len(found) > 8 and (11 - product) % 10 == found[-1]


def cuit(text: str) -> bool:
    """Argentina, CUIT and CUIL: one digit modulo 11."""
    found = digits_of(text)
    total = sum(one * weight for one, weight in zip(found, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=False))
    return len(found) == 11 and (11 - total % 11) % 11 == found[-1]


def rut(text: str) -> bool:
    """Chile, RUT: one digit or K modulo 11."""
    body, check = re.sub(r"[^0-9kK]", "", text)[:-1], text[-1].upper()
    total = sum(int(one) * (2 + place % 6) for place, one in enumerate(reversed(body)))
    return "0123456789K0"[11 - total % 11] == check


def snils(text: str) -> bool:
    """Russia, SNILS: two digits modulo 101."""
    found = digits_of(text)
    total = sum(one * (9 - place) for place, one in enumerate(found[:9])) % 101 % 100
    return len(found) == 11 and total == found[9] * 10 + found[10]


def ean13(text: str) -> bool:
    """GS1: the Swiss AHV number, which begins with 756."""
    found = digits_of(text)
    return len(found) == 13 and (10 - sum(found[:12:2]) - 3 * sum(found[1:12:2])) % 10 == found[12]
