"""Tables in files, loaded through the room's front door, and what came of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from auditor import exports, history
from auditor.exports.shape import LoadedExport


def write(folder: Path, tables: Mapping[str, str]) -> Path:
    for name, text in tables.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


class Loaded:
    """An export in the canonical tables."""

    def __init__(self, folder: Path, shape: str | None = None) -> None:
        self.connection = duckdb.connect(config={"threads": 1})
        self.export: LoadedExport = exports.load(self.connection, [folder], shape)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(query).fetchall()

    def history(self, columns: str, where: str = "true") -> list[tuple[Any, ...]]:
        history.build(self.connection, None)
        return self.rows(f"select {columns} from event where {where} order by ticket_id, position")

    @property
    def fates(self) -> dict[str, int]:
        return dict(self.rows("select fate, count(*) from source_row group by fate"))

    @property
    def refused(self) -> list[tuple[str, int, str]]:
        """File, line and reason of every quarantined row."""
        return self.rows("select file, line, reason from source_row where fate = 'quarantined' order by file, line")
