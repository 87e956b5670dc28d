"""A report file is written whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from auditor.errors import UsageError

HEAVY = 5_000_000  # bytes of a page above which a browser is slow


@contextmanager
def writing(folder: Path, name: str) -> Iterator[Path]:
    """A passing name to write to; it becomes the file when all is written. Raises UsageError with what to do."""
    file, passing = folder / name, folder / f".{name}.partial"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield passing
        passing.replace(file)
    except OSError as error:
        raise UsageError(
            f"{file}: cannot be written: {error.strerror or error}. Name another folder with --out, or make this one "
            "writable."
        ) from None


def write_file(folder: Path, name: str, chunks: Iterable[str]) -> Path:
    """Writes the text in UTF-8. Raises UsageError with what to do."""
    with (
        writing(folder, name) as passing,
        passing.open("w", encoding="utf-8", errors="backslashreplace", newline="") as stream,
    ):
        stream.writelines(chunks)
    return folder / name


def heavy(files: Iterable[Path]) -> Iterator[str]:
    """A sentence for each page that a browser opens slowly, with what makes it lighter."""
    for file in files:
        size = file.stat().st_size
        if file.suffix == ".html" and size > HEAVY:
            yield (
                f"{file}: {size / 1_000_000:.1f} MB, which a browser opens slowly. "
                "Audit a shorter period, with --week or --since."
            )
