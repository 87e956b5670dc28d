"""How fast messages are read for contacts, beside a bare scan of the same Parquet column and DuckDB's own regexes.

    python benchmarks/contacts.py 2000000

Messages are made of sentences of the project's ordinary messages, every one another text, one in a hundred with a
worked text of the detectors in it. Figures are ratios to the bare scan of the same run, on one core unless it is said.
"""

from __future__ import annotations

import json
import random
import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from auditor.audit import Call, rulebook
from auditor.contacts import Cache, Detectors, classify, processors
from auditor.contacts.read import Reader

TEXTS = Path(__file__).parents[1] / "policies" / "executive_escalations" / "messages"
LENGTH = 550  # characters of a message, about
WITH_CONTACT = 0.01
BATCH = 20_000
READ_PART = 100_000  # messages that are read whole; a line says so where there are more
SLOW_PART = 20_000  # messages that are read one at a time
REGEX_PART = 1_000  # messages that DuckDB's regexes read
HISTORY_PART = 100_000  # messages of the history that is read twice
_readers: list[Reader] = []


def generate(messages: int, path: Path, detectors: Detectors) -> int:
    """Write so many messages; their bytes."""
    chance = random.Random(7)
    lines = (TEXTS / "ordinary.jsonl").read_text(encoding="utf-8").splitlines()
    sentences = [one for line in lines for one in re.split(r"(?<=[.!?])\s+", json.loads(line)["text"]) if one]
    worked = [text.text for one in detectors.worked for _, text, _ in one.texts()]
    size = 0
    schema = pa.schema([("body", pa.string())])
    with pq.ParquetWriter(path, schema) as writer:
        for start in range(0, messages, BATCH):
            bodies = [_message(chance, sentences, worked) for _ in range(min(BATCH, messages - start))]
            size += sum(len(body.encode()) for body in bodies)
            writer.write_table(pa.table({"body": bodies}, schema=schema))
    return size


def _message(chance: random.Random, sentences: list[str], worked: list[str]) -> str:
    parts: list[str] = [chance.choice(worked)] if chance.random() < WITH_CONTACT else []
    while sum(map(len, parts)) < LENGTH:
        parts.append(chance.choice(sentences))
    chance.shuffle(parts)
    return " ".join(parts)


def batches(path: Path, limit: int | None = None) -> Iterator[pa.Table]:
    """The texts as the reader takes them."""
    row = 0
    for batch in pq.ParquetFile(path).iter_batches(BATCH, columns=["body"], use_threads=False):
        if limit is not None and row >= limit:
            return
        feed = pa.scalar("\n")
        framed = pc.binary_join_element_wise(feed, batch.column(0), feed, "")
        yes, no = pa.array([True] * len(batch)), pa.array([False] * len(batch))
        rows = pa.array(range(row, row + len(batch)), pa.int64())
        yield pa.table({"text_row": rows, "framed": framed, "customer": yes, "desk": no})
        row += len(batch)


def seconds(work: Callable[[], Any]) -> float:
    """How long a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def bare_scan(path: Path) -> None:
    """Every byte of the column, on one core."""
    with duckdb.connect() as connection:
        connection.execute("set threads = 1")
        connection.execute(f"select sum(strlen(body)), max(body[1]) from '{path}'").fetchall()


def regexes(path: Path, detectors: Detectors) -> tuple[float, int, int]:
    """Seconds for a boolean per detector, as a query would ask it, conditions left out; phrases asked, and refused."""
    with duckdb.connect() as connection:
        connection.execute("set threads = 1")
        asked = {one.id: _taken(connection, one) for one in detectors.compiled if one.side == "contact"}
        columns = ", ".join(
            "count(*) filter (where " + " or ".join(f"regexp_matches(body, '{one}', 'i')" for one in some) + ")"
            for some in asked.values()
        )
        query = f"select {columns} from (from '{path}' limit {REGEX_PART})"
        took = seconds(lambda: connection.execute(query).fetchall())
    compiled = [one for one in detectors.compiled if one.id in asked]
    phrases = sum(len({opener.phrase.expression for opener in one.openers}) for one in compiled)
    taken = sum(map(len, asked.values()))
    return took, taken, phrases - taken


def _taken(connection: duckdb.DuckDBPyConnection, detector: Any) -> list[str]:
    """The phrases as RE2 takes them: no lookaround, no possessive groups; some are too large for it."""
    found = []
    for one in sorted({opener.phrase.expression for opener in detector.openers}):
        plain = re.sub(r"\(\?<!\\w\)|\(\?!\\w\)", r"\\b", one).replace("(?>", "(?:").replace("'", "''")
        try:
            connection.execute(f"select regexp_matches('', '{plain}', 'i')").fetchall()
        except duckdb.Error:
            continue
        found.append(plain)
    return found


def prepare(detectors: Detectors) -> None:
    """A reader for this process."""
    _readers.append(Reader(detectors, fast=True))


def read_there(batch: pa.Table) -> int:
    """In another process."""
    return int(_readers[0].read(batch).num_rows)


def left(reader: Reader, path: Path) -> tuple[int, int]:
    """How many messages a look at all together leaves: for their phrases, and for what they are like."""
    found = [
        reader.ruled_in(one.column("framed").combine_chunks(), written_by(one)) for one in batches(path, READ_PART)
    ]
    return sum(len(one.openers) + len(one.odd) for one in found), sum(len(one.alike) for one in found)


def written_by(batch: pa.Table) -> tuple[Any, Any]:
    """Who wrote the texts of a batch."""
    return batch.column("customer").to_numpy(), batch.column("desk").to_numpy()


def whole(reader: Reader, path: Path) -> float:
    """Seconds for reading messages whole."""
    return seconds(lambda: list(map(reader.read, batches(path, READ_PART))))


def side_by_side(path: Path, detectors: Detectors) -> float:
    """Seconds on every core, without the start of the processes."""
    with ProcessPoolExecutor(processors(), get_context("spawn"), initializer=prepare, initargs=(detectors,)) as pool:
        list(pool.map(read_there, batches(path, BATCH * processors())))
        return seconds(lambda: list(pool.map(read_there, batches(path, READ_PART))))


def twice(path: Path, detectors: Detectors, folder: Path) -> tuple[float, float]:
    """A history of different texts, read for the first time and again."""
    with duckdb.connect() as connection:
        connection.execute(f"""
            create table event as
            select row_number() over ()::varchar as ticket_id, row_number() over ()::varchar as event_id,
                   'message' as kind, row_number() over () as position, 'requester' as author_role,
                   'requester' as actor_role, true as public, timestamp '2026-11-01' as occurred_at, body,
                   null::varchar as field, null::varchar as value, null::varchar as previous_value
            from (from '{path}' limit {HISTORY_PART})
        """).fetchall()
        cache = Cache(folder, detectors)
        return (
            seconds(lambda: classify(connection, detectors, cache=cache)),
            seconds(lambda: classify(connection, detectors, cache=cache)),
        )


def main(messages: int) -> None:
    """Measure and print."""
    detectors = rulebook(Call()).detectors
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "messages.parquet"
        size = generate(messages, path, detectors) / 1e6
        print(f"{messages:,} messages, {size:,.0f} MB, {len(detectors.gate.openers):,} phrases")
        bare_scan(path)
        floor = seconds(lambda: bare_scan(path))
        told("bare Parquet scan of the text column", size, floor, size, floor)
        part, slow_part = (size * min(1.0, some / messages) for some in (READ_PART, SLOW_PART))
        by_phrases = replace(detectors, likeness=(), model_folders=())
        phrases, reader = Reader(by_phrases, fast=True), Reader(detectors, fast=True)
        for batch in batches(path, 2 * BATCH):  # patterns are compiled when they are first needed
            reader.read(batch)
            phrases.read(batch)
        told("frame the texts", size, seconds(lambda: [None for _ in batches(path)]), size, floor)
        scan = seconds(lambda: [phrases.scan.find(one.column("framed").combine_chunks()) for one in batches(path)])
        told("and find the words in them", size, scan, size, floor)
        some = f"({min(READ_PART, messages):,} messages)"
        found: list[tuple[int, int]] = []
        told(f"and their order {some}", part, seconds(lambda: found.append(left(reader, path))), size, floor)
        print(f"    of which {found[0][0]:,} are left to the phrases and {found[0][1]:,} to the model")
        told(f"read them by phrases {some}", part, whole(phrases, path), size, floor)
        told(f"and by likeness {some}", part, whole(reader, path), size, floor)
        print(f"    peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")
        told(f"the same in {processors()} processes {some}", part, side_by_side(path, detectors), size, floor)
        words = Reader(detectors, fast=False)
        slow = seconds(lambda: list(map(words.read, batches(path, SLOW_PART))))
        told(f"the same, a message at a time ({SLOW_PART:,})", slow_part, slow, size, floor)
        took, asked, refused = regexes(path, detectors)
        regex_part = size * min(1.0, REGEX_PART / messages)
        told(f"DuckDB regexp_matches, {asked:,} phrases ({REGEX_PART:,})", regex_part, took, size, floor)
        print(f"    {refused:,} phrases are too large for them")
        first, again = twice(path, detectors, Path(name) / "cache")
        print(
            f"classify a history of {min(HISTORY_PART, messages):,} messages: {first:.1f} s, and again: {again:.1f} s"
        )


def told(what: str, megabytes: float, took: float, size: float, floor: float) -> None:
    """One line of the table."""
    rate = megabytes / took
    print(f"    {what:<52}{took:>9.2f} s {rate:>9.1f} MB/s {size / floor / rate:>9.1f} x")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
