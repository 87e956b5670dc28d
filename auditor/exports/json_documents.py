"""Rows of a JSON text, found without holding all of them: bare objects, arrays, API pages, one after another.

Every function works on the text and positions in it; broken JSON raises `json.JSONDecodeError` with the position.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Generator

BLANK = re.compile(r"[ \t\r\n]*")
DECODER = json.JSONDecoder(strict=False)
Rows = Generator[tuple[str | None, str], None, None]
RowsToEnd = Generator[tuple[str | None, str], None, int]


def split_document(text: str, collections: Collection[str], scalars: dict[str, object]) -> Rows:
    """(page key, JSON text) of every row: bare objects have no key. `scalars` receives a page's other plain values."""
    position = _skip(text, 0)
    while position < len(text):
        if text[position] == "[":
            position = yield from _elements(text, position, None)
        elif text[position] == "{":
            position = yield from _object(text, position, collections, scalars)
        else:
            raise json.JSONDecodeError("Expecting an object or an array", text, position)
        position = _skip(text, position)
        if text[position : position + 1] == ",":
            position = _skip(text, position + 1)


def _elements(text: str, start: int, collection: str | None) -> RowsToEnd:
    position = _skip(text, start + 1)
    while text[position : position + 1] != "]":
        _, end = DECODER.raw_decode(text, position)
        yield collection, text[position:end]
        position = _after(text, end, "]")
    return position + 1


def _object(text: str, start: int, collections: Collection[str], scalars: dict[str, object]) -> RowsToEnd:
    """A page's rows, or the object itself: a page names a collection before any `id` of its own."""
    position, page = _skip(text, start + 1), False
    while text[position : position + 1] != "}":
        key, position = _key(text, position)
        opens = text[position : position + 1]
        if key == "id" and not page:
            return (yield from _bare(text, start))
        if key in collections and opens == "[":
            position, page = (yield from _elements(text, position, key)), True
        else:
            value, end = DECODER.raw_decode(text, position)
            if key in collections and opens == "{":
                page = True
                yield key, text[position:end]
            elif not isinstance(value, dict | list):
                scalars[key] = value
            position = end
        position = _after(text, position, "}")
    return position + 1 if page else (yield from _bare(text, start))


def _bare(text: str, start: int) -> RowsToEnd:
    _, end = DECODER.raw_decode(text, start)
    yield None, text[start:end]
    return end


def _key(text: str, position: int) -> tuple[str, int]:
    if text[position : position + 1] != '"':
        raise json.JSONDecodeError("Expecting a property name in double quotes", text, position)
    key, end = DECODER.raw_decode(text, position)
    position = _skip(text, end)
    if text[position : position + 1] != ":":
        raise json.JSONDecodeError("Expecting ':'", text, position)
    return str(key), _skip(text, position + 1)


def _after(text: str, position: int, closing: str) -> int:
    """Where the next element begins, or the closing bracket stands."""
    position = _skip(text, position)
    if text[position : position + 1] == ",":
        return _skip(text, position + 1)
    if text[position : position + 1] != closing:
        raise json.JSONDecodeError(f"Expecting ',' or '{closing}'", text, position)
    return position


def _skip(text: str, position: int) -> int:
    found = BLANK.match(text, position)
    return found.end() if found else position
