"""Postal addresses: street and number with the lines of town and postcode; a way of writing them a file."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.privacy.kinds.address import english, german, romance, slavic

LABEL = "[address]"
DIGITS = 1


def found(text: str) -> Iterator[tuple[int, int]]:
    """[start, end) of each."""
    for country in (english, german, romance, slavic):
        yield from country.found(text)
