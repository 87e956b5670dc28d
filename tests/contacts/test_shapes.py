"""What the order of words rules out never matches: random phrases on random texts, the pattern against the shape."""

from __future__ import annotations

import random
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pytest

from auditor.contacts.joins import Entries, Joins, Shapes
from auditor.contacts.match import Message
from auditor.contacts.phrase import Phrase, compile_phrase
from auditor.contacts.tokens import Tokens
from auditor.contacts.word_scan import WordScan

WORDS = ["sue", "sued", "court", "you", "my", "isn't", "don't", "prof", "pay", "e"]
BETWEEN = [
    " ",
    " ",
    " ",
    " ",
    ", ",
    ". ",
    "! ",
    "? ",
    "; ",
    ": ",
    " - ",
    "-",
    "/",
    "\n",
    "\n\n",
    " (",
    ") ",
    "'",
    " '",
    "..",
    ", 5 ",
    " 4,000 ",
    "_",
]


def written(chance: random.Random, depth: int = 0) -> str:
    """A phrase as an author may write it."""
    parts: list[str] = []
    for place in range(chance.randint(1, 3)):
        if place and chance.random() < 0.4:
            parts.append(chance.choice(["~1", "~2", "~3,", "[you]", "[my ~1 court]", "[prof]"]))
        inner = chance.random()
        if inner < 0.3 and depth < 2:
            parts.append("(" + "|".join(written(chance, depth + 1) for _ in range(chance.randint(1, 3))) + ")")
        elif inner < 0.4 and place:
            parts.append("#")
        else:
            parts.append(chance.choice([*WORDS, "su*", "court*"]))
    return " ".join(parts if any(part != "#" for part in parts) else [*parts, "pay"])


def text(chance: random.Random) -> str:
    return "".join(chance.choice(WORDS) + chance.choice(BETWEEN) for _ in range(chance.randint(1, 12)))


def rows_of(phrases: list[Phrase], texts: list[str]) -> Iterator[tuple[Phrase, set[int], set[int]]]:
    """(phrase, the texts that its pattern matches, those in which its shape is found)."""
    shapes = Shapes()
    nodes = [(phrase, shapes.node(phrase.shape)) for phrase in phrases if phrase.shape]
    scan = WordScan(tuple(shapes.literals))
    tokens: Tokens = scan.find(pa.array([f"\n{one}\n" for one in texts]))
    entries = Entries(shapes)
    entries.learn(scan.vocabulary.entries)
    joins = Joins(entries, tokens)
    readings = [Message(one).words_and_signature.folded for one in texts]
    for phrase, node in nodes:
        matched = {row for row, reading in enumerate(readings) if phrase.pattern.search(reading)}
        yield phrase, matched, set(tokens.rows[joins.spans(node)[0]].tolist())


@pytest.mark.parametrize("seed", range(6))
def test_wherever_a_pattern_matches_its_shape_is_found(seed: int) -> None:
    chance = random.Random(seed)
    texts = [text(chance) for _ in range(400)]
    phrases = [compile_phrase(written(chance), {}) for _ in range(150)]
    scan_is_odd = set(WordScan(()).find(pa.array([f"\n{one}\n" for one in texts])).odd.tolist())
    matches = 0
    for phrase, matched, found in rows_of(phrases, texts):
        matches += len(matched)
        assert matched - found - scan_is_odd == set(), phrase.source
    assert matches > 2_000


def found(source: str, *texts: str) -> list[bool]:
    [(_, _, rows)] = rows_of([compile_phrase(source, {})], list(texts))
    return [row in rows for row in range(len(texts))]


def test_a_gap_ends_where_it_says() -> None:
    assert found("my ~2 court", "my small claims court", "my very small claims court") == [True, False]
    assert found("my ~2 court", "my (small) court", "my small-claims civil court") == [False, True]


def test_a_comma_ends_a_gap_that_forbids_it_and_no_other() -> None:
    assert found("my ~2 court", "my small, court") == [False]
    assert found("my ~2, court", "my small, court") == [True]


def test_words_of_two_sentences_or_messages_never_meet() -> None:
    assert found("my ~2, court", "it is my. Court", "it is my prof. Court", "mine, my", "court") == [
        False,
        True,
        False,
        False,
    ]


def test_what_may_be_left_out_is_counted_only_as_far_as_it_reaches() -> None:
    assert found("pay [my ~1 court] you", "pay you", "pay my own court you", "pay my own civil court you") == [
        True,
        True,
        False,
    ]


def test_a_message_without_a_word_is_read_too() -> None:
    assert found("sue", "", "+@+", "...", "sue") == [False, False, False, True]
    assert np.array_equal(WordScan(()).find(pa.array([], pa.string())).odd, np.array([], dtype=np.int64))
