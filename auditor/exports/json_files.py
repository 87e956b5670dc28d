"""JSON as exports store it: lines, arrays, pages, pretty-printed or one after another, plain or gzipped.

Line files are streamed; documents are read whole, one file at a time. Nothing here knows a ticket system:
`collections` names the keys of a page under which rows stand ("ticket_audits", "users").
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Literal, cast

from auditor.errors import ExportError
from auditor.exports.json_documents import split_document

SUFFIXES = (".json", ".jsonl", ".ndjson")
HEAD_LIMIT = 16 * 1024 * 1024
HEAD_LINES = 10
LONE_SURROGATE = re.compile("[\ud800-\udfff]")
Form = Literal["empty", "lines", "document", "other"]


@dataclass(frozen=True)
class Row:
    """One row as it stands in a file: its text, or what is wrong with it."""

    line: int
    collection: str | None
    text: str | None
    problem: str | None


@dataclass(frozen=True)
class Head:
    """What the beginning of a file shows: its form, and the first row with the page's key it stood under."""

    form: Form
    collection: str | None = None
    first: dict[str, object] | None = None
    enveloped: bool = False


def is_json_file(path: Path) -> bool:
    """Whether the name is that of a JSON file, plain or gzipped."""
    name = path.name.lower().removesuffix(".gz")
    return name.endswith(SUFFIXES)


def read_head(path: Path, collections: Collection[str]) -> Head:
    """Looks at the first lines of a file; never raises for what it finds in them."""
    try:
        lines = _first_lines(path, HEAD_LINES)
        if not lines:
            return Head("empty")
        if lines[0][:1] not in ("{", "["):
            return Head("other")
        form = _form(lines)
        text = next(filter(_is_row, lines), lines[0]) if form == "lines" else _head_text(path)
    except (OSError, EOFError, zlib.error):
        return Head("lines")  # reading it will say what is wrong with it, if its name says that it is wanted
    head = _first_row(form, text, collections)
    # one page on one line: its rows are told apart by their number, not by their line
    return replace(head, form="document") if head.enveloped and len(lines) == 1 else head


def read_rows(path: Path, head: Head, collections: Collection[str], scalars: dict[str, object]) -> Iterator[Row]:
    """Every row of a file, in order; `scalars` receives what a page says besides its rows (`end_time`).

    A bad line of a line file is a row with its problem. Raises ExportError where a document is broken.
    """
    if head.form == "document":
        yield from _document_rows(path, collections, scalars)
    elif head.form == "lines" and head.enveloped:
        yield from _enveloped_rows(path, collections, scalars)
    elif head.form == "lines":
        for line, text, problem in read_lines(path):
            yield Row(line, None, text, problem)


def read_lines(path: Path) -> Iterator[tuple[int, str | None, str | None]]:
    """(line number, text, problem) of every line that is not blank, streamed."""
    try:
        with open_bytes(path) as stream:
            for number, line in enumerate(stream, start=1):
                if number == 1 and line.startswith(b"\xef\xbb\xbf"):
                    line = line[3:]  # noqa: PLW2901
                try:
                    text = line.decode("utf-8").strip()
                except UnicodeDecodeError as error:
                    yield number, None, f"not UTF-8 text (byte {error.start + 1} of the line)"
                    continue
                if text:
                    yield number, text, None
    except (EOFError, zlib.error, OSError) as error:
        raise ExportError(_unreadable(path, error)) from error


def open_bytes(path: Path) -> IO[bytes]:
    """The file's bytes, unzipped if the content is gzip, whatever its name says."""
    with path.open("rb") as stream:
        zipped = stream.read(2) == b"\x1f\x8b"
    return cast("IO[bytes]", gzip.open(path, "rb")) if zipped else path.open("rb")


def mend(text: str) -> tuple[str | None, str | None]:
    """(text, problem) of a row that strict JSON refuses.

    Half an emoji, left where a pipeline cut a text, is mended: losing the update for it would be worse.
    """
    try:
        value = json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        return None, _row_problem(text, error)
    except RecursionError:
        return None, "nested too deeply"
    return LONE_SURROGATE.sub("\ufffd", json.dumps(value, ensure_ascii=False)), None


def _unreadable(path: Path, error: Exception) -> str:
    if isinstance(error, OSError) and not isinstance(error, gzip.BadGzipFile):
        return f"{path}: cannot be read ({error.strerror or error}). Check the file and its permissions."
    return f"{path}: the gzip file is cut short or damaged ({error}). Rows are missing: copy or export it again."


def _row_problem(text: str, error: json.JSONDecodeError) -> str:
    if _is_cut(text, error):
        return "the line ends in the middle of its JSON: it was cut, and lines after it may be missing"
    return f"not JSON: {error.msg} at character {error.pos + 1}"


def _is_cut(text: str, error: json.JSONDecodeError) -> bool:
    """Whether the text is the beginning of JSON, and the error only that it ends."""
    rest = text[error.pos :].rstrip()
    if error.msg.startswith("Unterminated string") or not rest:
        return True
    if error.msg.startswith("Invalid \\u"):
        return len(rest) <= 6
    return any(word.startswith(rest) for word in ("true", "false", "null", "-"))


def _first_lines(path: Path, count: int) -> list[str]:
    found: list[str] = []
    with open_bytes(path) as stream:
        while len(found) < count:
            line = stream.readline(HEAD_LIMIT)
            if not line:
                break
            text = line.decode("utf-8-sig", errors="replace").strip()
            if text:
                found.append(text)
    return found


def _form(lines: list[str]) -> Form:
    first = _whole(lines[0])
    if isinstance(first, dict) or (isinstance(first, list) and len(lines) > 1):
        return "lines"
    if lines[0].startswith("{") and any(map(_is_row, lines[1:])):
        return "lines"  # the first line is damaged, another says what the file is
    return "document"


def _is_row(line: str) -> bool:
    value = _whole(line)
    return isinstance(value, dict) and len(value) > 0  # a printed document has lines like "2" and "{}", too


def _whole(text: str) -> object | None:
    try:
        return cast("object", json.loads(text, strict=False))
    except (json.JSONDecodeError, RecursionError):
        return None


def _head_text(path: Path) -> str:
    with open_bytes(path) as stream:
        return stream.read(HEAD_LIMIT).decode("utf-8-sig", errors="replace")


def _first_row(form: Form, text: str, collections: Collection[str]) -> Head:
    try:
        for collection, row in split_document(text, collections, {}):
            first = _whole(row)
            enveloped = collection is not None or text.startswith("[")
            return Head(form, collection, first if isinstance(first, dict) else None, enveloped)
    except (json.JSONDecodeError, RecursionError):
        return Head(form)
    return Head(form, enveloped=True)


def _document_rows(path: Path, collections: Collection[str], scalars: dict[str, object]) -> Iterator[Row]:
    text = _document_text(path)
    number = 0
    try:
        for collection, row in split_document(text, collections, scalars):
            number += 1
            yield Row(number, collection, row, None)
    except json.JSONDecodeError as error:
        raise ExportError(_document_problem(path, text, error, number)) from error
    except RecursionError as error:
        raise ExportError(f"{path}: row {number + 1} is nested too deeply to be read.") from error


def _document_text(path: Path) -> str:
    try:
        with open_bytes(path) as stream:
            return stream.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ExportError(f"{path}: not UTF-8 text (byte {error.start + 1}). Save the export as UTF-8.") from error
    except (EOFError, zlib.error, OSError) as error:
        raise ExportError(_unreadable(path, error)) from error


def _document_problem(path: Path, text: str, error: json.JSONDecodeError, complete: int) -> str:
    where = f"{path}:{error.lineno}:{error.colno}"
    rows = f"{complete} complete row{'' if complete == 1 else 's'} before it"
    if _is_cut(text, error):
        return (
            f"{where}: the JSON ends before it is complete ({rows}). The file was cut, so tickets would look "
            "unanswered that are not: export or copy it again."
        )
    return f"{where}: not JSON: {error.msg} ({rows}). Export it again, or mend the file at that place."


def _enveloped_rows(path: Path, collections: Collection[str], scalars: dict[str, object]) -> Iterator[Row]:
    for line, text, problem in read_lines(path):
        if text is None:
            yield Row(line, None, None, problem)
            continue
        try:
            rows = list(split_document(text, collections, scalars))
        except json.JSONDecodeError as error:
            yield Row(line, None, None, _row_problem(text, error))
            continue
        for collection, row in rows:
            yield Row(line, collection, row, None)
