"""Classify once: the messages of a history → the table `contact_hit`.

A text is read once, however often it was written: texts are known by their digest, hits by their place in the text.
What was read before by the same detectors is taken from the cache, where one is given.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

import duckdb
import pyarrow as pa

from auditor.contacts.cache import Cache
from auditor.contacts.loading import Detectors
from auditor.contacts.read import Reader
from auditor.rows import first_row

BATCH_ROWS = 20_000
FAST_FROM = 5_000  # texts from which preparing the scan of batches pays
_FOLDER = Path(__file__).parent


def classify(
    connection: duckdb.DuckDBPyConnection,
    detectors: Detectors,
    *,
    cache: Cache | None = None,
    workers: int = 1,
    batch_rows: int = BATCH_ROWS,
    fast_from: int = FAST_FROM,
) -> None:
    """Read the messages of `event` and fill `contact_hit`; memory is bounded by `batch_rows` events and `workers`."""
    for name in ("contact_hit", "text_hit", "message_text"):
        connection.execute(_sql(name)).fetchall()
    if cache:
        cache.recall(connection)
    connection.execute(_sql("text_to_read")).fetchall()
    _read(connection, detectors, workers, batch_rows, fast_from)
    if cache:
        cache.remember(connection)
    _tell_detectors(connection, detectors)
    for name in ("first_message", "event_hit"):
        connection.execute(_sql(name)).fetchall()
    _store_states(connection, detectors)


def _read(
    connection: duckdb.DuckDBPyConnection, detectors: Detectors, workers: int, batch_rows: int, fast_from: int
) -> None:
    row = first_row(connection, "select count(*) from text_to_read")
    texts = int(row[0]) if row else 0
    fast = texts >= fast_from
    with _readers(detectors, workers if fast else 1, fast) as read:
        waiting: list[Future[pa.Table] | pa.Table] = []
        for batch in _batches(connection, batch_rows):
            waiting.append(read(batch))
            if len(waiting) > workers:
                _store(connection, waiting.pop(0))
        for one in waiting:
            _store(connection, one)


@contextmanager
def _readers(
    detectors: Detectors, workers: int, fast: bool
) -> Iterator[Callable[[pa.Table], Future[pa.Table] | pa.Table]]:
    if workers < 2:
        yield Reader(detectors, fast).read
        return
    context = get_context("spawn")
    with ProcessPoolExecutor(workers, context, initializer=_prepare, initargs=(detectors, fast)) as pool:
        yield lambda batch: pool.submit(_read_there, batch)


_readers_here: list[Reader] = []  # of a worker process: its one reader


def _prepare(detectors: Detectors, fast: bool) -> None:
    _readers_here.append(Reader(detectors, fast))


def _read_there(batch: pa.Table) -> pa.Table:
    return _readers_here[0].read(batch)


def _batches(connection: duckdb.DuckDBPyConnection, batch_rows: int) -> Iterator[pa.Table]:
    row = first_row(connection, "select coalesce(min(text_row), 0), coalesce(max(text_row), -1) from text_to_read")
    first, last = row or (0, -1)
    query = _sql("text_batch")
    for start in range(first, last + 1, batch_rows):
        batch = connection.sql(query, params={"first_row": start, "last_row": start + batch_rows - 1}).to_arrow_table()
        if batch.num_rows:
            yield batch


def _store(connection: duckdb.DuckDBPyConnection, read: Future[pa.Table] | pa.Table) -> None:
    hits = read.result() if isinstance(read, Future) else read
    if hits.num_rows:
        connection.register("text_hit_batch", hits)
        connection.execute(_sql("text_hit_batch")).fetchall()
        connection.unregister("text_hit_batch")


def _tell_detectors(connection: duckdb.DuckDBPyConnection, detectors: Detectors) -> None:
    rows = [
        {"type": one.id, "who": one.who, "public": one.public, "first_only": one.first_only}
        for one in detectors.compiled
    ]
    schema = pa.schema(
        [("type", pa.string()), ("who", pa.string()), ("public", pa.bool_()), ("first_only", pa.bool_())]
    )
    connection.register("detector_rows", pa.Table.from_pylist(rows, schema=schema))
    connection.execute("create or replace temp table detector as from detector_rows").fetchall()
    connection.unregister("detector_rows")


def _store_states(connection: duckdb.DuckDBPyConnection, detectors: Detectors) -> None:
    listed = [
        (one.id, one.tiers[0][0], evidence, field, value.lower())
        for one in detectors.compiled
        for evidence, field, values in (("tag", "tags", one.tags), *(("field", *entry) for entry in one.fields))
        for value in values
    ]
    if listed:
        names = ("types", "tiers", "evidences", "fields", "values")
        values = dict(zip(names, map(list, zip(*listed, strict=True)), strict=True))
        connection.execute(_sql("state_hit"), values).fetchall()


def processors() -> int:
    """How many processes can read side by side here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _sql(name: str) -> str:
    return (_FOLDER / f"{name}.sql").read_text(encoding="utf-8")
