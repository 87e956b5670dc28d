"""Read a batch of texts: for each the hits of the detectors that are for its writers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa

from auditor.contacts.gate import Pairs, Writers
from auditor.contacts.joins import Entries
from auditor.contacts.likeness import Words
from auditor.contacts.loading import Detectors
from auditor.contacts.match import CompiledDetector, Hit, Message, by_detector
from auditor.contacts.own_text import surely_own
from auditor.contacts.possible import Places, places_at
from auditor.contacts.tokens import NONE, Numbers, Tokens
from auditor.contacts.word_scan import word_scan

HITS = pa.schema(
    [("text_row", pa.int64()), ("type", pa.string()), ("tier", pa.string()), ("evidence", pa.string())]
    + [(name, pa.int32()) for name in ("span_start", "span_end", "sentence_start", "sentence_end")]
    + [("day_from", pa.date32()), ("day_until", pa.date32())]
)
Row = dict[str, Any]
Candidate = tuple[int, Message, Places, bool]  # its row; where which openers can hold; whether a model may list it


@dataclass(frozen=True)
class RuledIn:
    """The rows of a batch that can show something. `odd`: those that must be read the plain way, whatever they show."""

    openers: Mapping[
        int, Sequence[tuple[int, int, int]]
    ]  # row → (opener, first and last character of where it can hold)
    alike: frozenset[int]  # that a model may list
    odd: frozenset[int]


class Reader:
    """Reads texts by some detectors. `fast`: look for the words of a batch at once, which takes a second to prepare."""

    def __init__(self, detectors: Detectors, fast: bool) -> None:
        self.detectors = detectors
        self.scan = word_scan(detectors.gate.literals) if fast else None
        self.entries = Entries(detectors.gate.shapes)

    def hits(self, texts: Sequence[str], days: Sequence[date | None]) -> list[list[Hit]]:
        """Of each text, written on a day, what it shows to whatever detector, sorted by type."""
        framed = pa.array([f"\n{text}\n" for text in texts], pa.string())
        found: list[list[Hit]] = [[] for _ in texts]
        for row, message, places, alike in self.possible(framed):
            hits = (detector.hit(message, some, days[row]) for detector, some in by_detector(places))
            shown = [hit for hit in hits if hit]
            if alike:
                shown += self.detectors.like(message, [hit.type for hit in shown], days[row])
            found[row] = sorted(shown, key=lambda hit: hit.type)
        return found

    def read(self, texts: pa.Table) -> pa.Table:
        """`texts`: text_row, framed (the body between line feeds), customer, desk (who wrote it) → HITS."""
        texts = texts.combine_chunks()
        framed = texts.column("framed").combine_chunks()
        columns = {name: texts.column(name).to_numpy() for name in ("text_row", "customer", "desk")}
        possible = self.possible(framed, (columns["customer"], columns["desk"]))
        rows: list[Row] = []
        for index, message, places, alike in possible:
            writers = (bool(columns["customer"][index]), bool(columns["desk"][index]))
            number = int(columns["text_row"][index])
            rows += [{"text_row": number, **hit} for hit in self._hits(message, places, alike, writers)]
        return pa.Table.from_pylist(rows, schema=HITS)

    def possible(self, framed: pa.StringArray, writers: Writers | None = None) -> Iterator[Candidate]:
        """The messages that can show something, each with what it can show; `writers`: to detectors of theirs only."""
        if self.scan is None:
            yield from self._by_words(framed, range(len(framed)))
            return
        gate, left = self.detectors.gate, self.ruled_in(framed, writers)
        for row in sorted(left.openers.keys() | left.alike):
            message = self._message(framed, row)
            stretches = [(gate.openers[one], (start, end)) for one, start, end in left.openers.get(row, ())]
            yield row, message, places_at(message, stretches), row in left.alike
        yield from self._by_words(framed, sorted(left.odd))

    def ruled_in(self, framed: pa.StringArray, writers: Writers | None = None) -> RuledIn:
        """What a look at all messages together leaves; only of a reader that is `fast`."""
        assert self.scan, "a reader that is not fast looks at one message at a time"
        tokens = self.scan.find(framed)
        self.entries.learn(self.scan.vocabulary.entries)
        if self.detectors.gate.always:
            return RuledIn({}, frozenset(), frozenset(range(len(framed))))
        odd = frozenset(tokens.odd.tolist())
        openers = dict(_grouped(self.detectors.gate.possible(tokens, self.entries, writers)))
        alike = frozenset(self._alike(framed, tokens, writers).tolist())
        return RuledIn({row: some for row, some in openers.items() if row not in odd}, alike - odd, odd)

    def _alike(self, framed: pa.StringArray, tokens: Tokens, writers: Writers | None) -> Numbers:
        """The rows that may be like what a model knows, without what only the desk wrote."""
        asked = np.zeros(len(framed), dtype=bool)
        asked[self.detectors.gate.anchored(tokens, self.entries)] = True
        asked &= writers[0] if writers else True
        own = asked & surely_own(framed)
        read = own[tokens.rows]
        words, rows = Words(NONE, tokens.hashes[read], tokens.stems[read]), tokens.rows[read]
        return np.concatenate(
            [np.flatnonzero(asked & ~own), *(one.like(words, rows) for one in self.detectors.likeness)]
        )

    def _by_words(self, framed: pa.StringArray, rows: Iterable[int]) -> Iterator[Candidate]:
        for row in rows:
            message = self._message(framed, row)
            yield row, message, self.detectors.possible.places(message), True

    def _message(self, framed: pa.StringArray, row: int) -> Message:
        return self.detectors.message(framed[row].as_py()[1:-1])

    def _hits(self, message: Message, places: Places, alike: bool, writers: tuple[bool, bool]) -> Iterator[Row]:
        shown: list[Row] = []
        for detector, some in by_detector(places):
            if (detector.reads_customers and writers[0]) or (detector.reads_desk and writers[1]):
                shown += _dated(detector, message, some)
        yield from shown
        if writers[0] and alike:
            yield from self._like(message, {row["type"] for row in shown})

    def _like(self, message: Message, shown: Collection[str]) -> Iterator[Row]:
        """What the message is like; a type that a phrase shows on some days only is not looked for."""
        for hit, detector in self.detectors.alike(message, shown):
            for first, end in _stretches(detector.turning_days(message)):
                if not detector.within(message, _day_in(first, end)):
                    yield _row(hit, first, end)


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


def _grouped(pairs: Pairs) -> Iterator[tuple[int, list[tuple[int, int, int]]]]:
    """Of each row its openers, each with where it can hold; the rows come sorted."""
    if not pairs.rows.size:
        return
    firsts = np.flatnonzero(np.diff(pairs.rows, prepend=pairs.rows[0] - 1)).tolist()
    lists = list(zip(pairs.openers.tolist(), pairs.starts.tolist(), pairs.ends.tolist(), strict=True))
    for first, end in zip(firsts, [*firsts[1:], len(lists)], strict=True):
        yield int(pairs.rows[first]), lists[first:end]
