"""What is being done now: one line on a terminal, rewritten; nothing at all in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from shutil import get_terminal_size
from typing import TextIO

CLEAR = "\r\x1b[K"


@contextmanager
def progress_line(stream: TextIO | None = None) -> Iterator[Callable[[str], None]]:
    """A function that shows a step; the line is gone when the work is done or has failed."""
    terminal = stream or sys.stderr
    if not terminal.isatty():
        yield lambda _: None
        return
    try:
        yield lambda step: _show(terminal, step)
    finally:
        terminal.write(CLEAR)
        terminal.flush()


def _show(terminal: TextIO, step: str) -> None:
    terminal.write(f"{CLEAR}{step} …"[: len(CLEAR) + get_terminal_size().columns - 1])
    terminal.flush()
