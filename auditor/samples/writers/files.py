"""Files that come out the same to the byte every time."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

_DUMP = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def line(row: Any) -> str:
    """A row of a line file."""
    return _DUMP.encode(row) + "\n"


@contextmanager
def opened(path: Path, packed: bool) -> Iterator[TextIO]:
    """A text file, gzipped without name or time where `packed`."""
    if not packed:
        with path.open("w", encoding="utf-8", newline="") as plain:
            yield plain
        return
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as zipped:
        text = io.TextIOWrapper(zipped, encoding="utf-8", newline="")
        yield text
        text.flush()
        text.detach()


def write_json(path: Path, content: Any) -> None:
    """One JSON document."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
