"""A room: one format a file, each with `write(result, folder)`; everything is told from the result document alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from auditor.errors import UsageError
from auditor.outputs import csv_file, html, json_file


class Output(Protocol):
    """A format."""

    def write(self, result: Mapping[str, Any], folder: Path) -> list[Path]:
        """Writes its files into the folder and says which. Raises UsageError where that cannot be."""


OUTPUTS: Mapping[str, Output] = {"html": html, "json": json_file, "csv": csv_file}


def check(formats: Sequence[str]) -> None:
    """Raises UsageError if a format is unknown."""
    unknown = [name for name in formats if name not in OUTPUTS]
    if unknown:
        raise UsageError([f'there is no format "{name}". Formats: {", ".join(OUTPUTS)}.' for name in unknown])


def write(result: Mapping[str, Any], formats: Sequence[str], folder: Path) -> list[Path]:
    """Writes the result in each format; the files, in the order of the formats."""
    check(formats)
    return [file for name in dict.fromkeys(formats) for file in OUTPUTS[name].write(result, folder)]
