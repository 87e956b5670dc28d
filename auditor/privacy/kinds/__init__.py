"""A room: a kind of words that identify a person a file, each with its LABEL and where it is `found` in a text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from auditor.privacy.kinds import (
    address,
    bank_account,
    card,
    e_mail,
    iban,
    ip_address,
    link,
    passport,
    phone,
    tax_number,
)

Finder = Callable[[str], Iterator[tuple[int, int]]]


class Kind(NamedTuple):
    """What stands instead of the words, where they are found, and how many digits stand near each other in them."""

    label: str
    found: Finder
    digits: int


KINDS = tuple(  # where two claim the same words the earlier names them
    Kind(kind.LABEL, kind.found, kind.DIGITS)
    for kind in (link, e_mail, iban, card, tax_number, passport, bank_account, ip_address, address, phone)
)
