"""Reading a query's rows to their end: DuckDB refuses new work while a result is half read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb


def first_row(
    connection: duckdb.DuckDBPyConnection, sql: str, values: Mapping[str, Any] | None = None
) -> tuple[Any, ...] | None:
    """The first row of a query, or None."""
    rows = connection.execute(sql, dict(values) if values else None).fetchall()
    return tuple(rows[0]) if rows else None


def records(
    connection: duckdb.DuckDBPyConnection, sql: str, values: Mapping[str, Any] | None = None
) -> list[dict[str, Any]]:
    """The rows of a query as mappings, every value with its own type (a timestamp stays one)."""
    found: list[dict[str, Any]] = (
        connection.sql(sql, params=dict(values) if values else None).to_arrow_table().to_pylist()
    )
    return found
