"""What every export shape offers: to recognise its files, and to turn them into the canonical tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import duckdb

CAPABILITIES = (
    "bodies",
    "macros",
    "via",
    "notifications",
    "privacy-changes",
    "turns",
    "conversation-end",
    "roles",
    "group-history",
    "status-history",
    "assignee-history",
    "previous-values",
    "actors",
)


@dataclass(frozen=True)
class Capabilities:
    """What an export can show, and for what it cannot: why, in a sentence for the report."""

    shown: frozenset[str]
    missing: Mapping[str, str]

    @classmethod
    def all_but(cls, missing: Mapping[str, str]) -> Capabilities:
        """Every capability except those that `missing` explains."""
        _check_names(missing)
        return cls(shown=frozenset(CAPABILITIES) - missing.keys(), missing=dict(missing))


class Shape(Protocol):
    """One kind of export; a module of this room holds it as `SHAPE`."""

    name: str
    title: str

    def recognises(self, files: Sequence[Path]) -> bool:
        """Whether the files look like this shape; cheap, and never an error."""
        ...

    def load(self, connection: duckdb.DuckDBPyConnection, files: Sequence[Path], root: Path) -> Capabilities:
        """Fills the canonical tables. Raises ExportError where the export cannot be read."""
        ...


@dataclass(frozen=True)
class LoadedExport:
    """An export that stands in the canonical tables now."""

    shape: Shape
    capabilities: Capabilities


def relative_name(path: Path, root: Path) -> str:
    """The name under which a file appears in messages, rows and the manifest."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def _check_names(names: Iterable[str]) -> None:
    unknown = set(names) - set(CAPABILITIES)
    if unknown:
        raise ValueError(f"not capabilities: {sorted(unknown)}")
