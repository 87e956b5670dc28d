"""Read a batch of texts: for each the hits of the detectors that are for its writers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa

from auditor.contacts.gate import Writers
from auditor.contacts.loading import Detectors
from auditor.contacts.match import CompiledDetector, Hit, Message, by_detector
from auditor.contacts.possible import Places
from auditor.contacts.tokens import Numbers
from auditor.contacts.word_scan import word_scan

HITS = pa.schema(
    [("text_row", pa.int64()), ("type", pa.string()), ("tier", pa.string()), ("evidence", pa.string())]
    + [(name, pa.int32()) for name in ("span_start", "span_end", "sentence_start", "sentence_end")]
    + [("day_from", pa.date32()), ("day_until", pa.date32())]
)
Row = dict[str, Any]


class Reader:
    """Reads texts by some detectors. `fast`: look for the words of a batch at once, which takes a second to prepare."""

    def __init__(self, detectors: Detectors, fast: bool) -> None:
        self.detectors = detectors
        self.scan = word_scan(tuple(detectors.gate.literals)) if fast else None

    def hits(self, texts: Sequence[str], days: Sequence[date | None]) -> list[list[Hit]]:
        """Of each text, written on a day, what it shows to whatever detector, sorted by type."""
        framed = pa.array([f"\n{text}\n" for text in texts], pa.string())
        found: list[list[Hit]] = [[] for _ in texts]
        for row, message, places in self.possible(framed):
            hits = (detector.hit(message, some, days[row]) for detector, some in by_detector(places))
            shown = [hit for hit in hits if hit]
            found[row] = sorted(
                [*shown, *self.detectors.like(message, (hit.type for hit in shown), days[row])],
                key=lambda hit: hit.type,
            )
        return found

    def read(self, texts: pa.Table) -> pa.Table:
        """`texts`: text_row, framed (the body between line feeds), customer, desk (who wrote it) → HITS."""
        texts = texts.combine_chunks()
        framed = texts.column("framed").combine_chunks()
        columns = {name: texts.column(name).to_numpy() for name in ("text_row", "customer", "desk")}
        possible = self.possible(framed, (columns["customer"], columns["desk"]))
        rows: list[Row] = []
        for index, message, places in possible:
            writers = (bool(columns["customer"][index]), bool(columns["desk"][index]))
            number = int(columns["text_row"][index])
            rows += [{"text_row": number, **hit} for hit in self._hits(message, places, writers)]
        return pa.Table.from_pylist(rows, schema=HITS)

    def possible(self, framed: pa.StringArray, writers: Writers | None = None) -> Iterator[tuple[int, Message, Places]]:
        """The messages that can show something, each with what it can show; `writers`: to detectors of theirs only."""
        if self.scan is None:
            yield from self._by_words(framed, range(len(framed)))
            return
        tokens = self.scan.find(framed)
        gate = self.detectors.gate
        gate.shapes.learn(self.scan.vocabulary.entries)
        if gate.always:
            yield from self._by_words(framed, np.setdiff1d(np.arange(len(framed)), tokens.odd))
        else:
            possible = dict(_grouped(*gate.possible(tokens, writers)))
            anchored = gate.anchored(tokens)
            anchored = anchored[writers[0][anchored]] if writers else anchored
            for row in sorted((possible.keys() | set(anchored.tolist())) - set(tokens.odd.tolist())):
                message = self._message(framed, row)
                openers = [gate.openers[one] for one in possible.get(row, ())]
                yield row, message, self.detectors.possible.places(message, openers)
        yield from self._by_words(framed, tokens.odd.tolist())

    def _by_words(self, framed: pa.StringArray, rows: Sequence[int] | Numbers) -> Iterator[tuple[int, Message, Places]]:
        for row in rows:
            message = self._message(framed, int(row))
            yield int(row), message, self.detectors.possible.places(message)

    def _message(self, framed: pa.StringArray, row: int) -> Message:
        return self.detectors.message(framed[row].as_py()[1:-1])

    def _hits(self, message: Message, places: Places, writers: tuple[bool, bool]) -> Iterator[Row]:
        shown: list[Row] = []
        for detector, some in by_detector(places):
            if (detector.reads_customers and writers[0]) or (detector.reads_desk and writers[1]):
                shown += _dated(detector, message, some)
        yield from shown
        if writers[0] and self.detectors.likeness:
            yield from self._like(message, {row["type"] for row in shown})

    def _like(self, message: Message, shown: Collection[str]) -> Iterator[Row]:
        """What the message is like; a type that a phrase shows on some days only is not looked for."""
        turning = {day for one in self.detectors.compiled for day in one.turning_days(message)}
        for first, last in _stretches(sorted(turning)):
            for hit in self.detectors.like(message, shown, _day_in(first, last)):
                yield _row(hit, first, last)


def _stretches(turning: Sequence[date]) -> Iterable[tuple[date | None, date | None]]:
    """The stretches of days between turning days: (first day, first day after it); none: without an end."""
    return pairwise([None, *turning, None])


def _day_in(first: date | None, end: date | None) -> date | None:
    return first or (end - timedelta(days=1) if end else None)


def _dated(detector: CompiledDetector, message: Message, places: Places) -> Iterator[Row]:
    """The hit of one detector, or of each stretch of days where the day of the message decides it."""
    for first, end in _stretches(detector.turning_days(message)):
        hit = detector.hit(message, places, _day_in(first, end))
        if hit:
            yield _row(hit, first, end)


def _row(hit: Hit, first: date | None, end: date | None) -> Row:
    return {
        "type": hit.type,
        "tier": hit.tier,
        "evidence": hit.evidence,
        "span_start": hit.span[0],
        "span_end": hit.span[1],
        "sentence_start": hit.sentence_span[0],
        "sentence_end": hit.sentence_span[1],
        "day_from": first,
        "day_until": end,
    }


def _grouped(rows: Numbers, openers: Numbers) -> Iterator[tuple[int, list[int]]]:
    """The openers of each row; the rows come sorted."""
    if not rows.size:
        return
    starts = np.flatnonzero(np.diff(rows, prepend=rows[0] - 1))
    for start, end in zip(starts.tolist(), [*starts[1:].tolist(), len(rows)], strict=True):
        yield int(rows[start]), openers[start:end].tolist()
