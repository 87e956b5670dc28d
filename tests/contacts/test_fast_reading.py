"""The scan of batches finds what every phrase looked for everywhere finds: on every text, and on adversarial ones."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from auditor.contacts import Detectors
from auditor.contacts.loading import explain_exactly
from auditor.contacts.read import Reader

LATE = date(2999, 1, 1)  # a day by which every period that a text names has left the last months
Found = set[tuple[int, str, str, int, int]]


@pytest.fixture(scope="module")
def worked(detectors: Detectors) -> list[str]:
    return [text.text for one in detectors.worked for _, text, _ in one.texts()]


@pytest.fixture(scope="module")
def reader(detectors: Detectors) -> Reader:
    fast = Reader(detectors, fast=True)
    assert fast.scan, "the texts are scanned together"
    return fast


def fast(reader: Reader, texts: Sequence[str]) -> Found:
    columns = {
        "text_row": pa.array(range(len(texts)), pa.int64()),
        "framed": pa.array([f"\n{text}\n" for text in texts]),
        "customer": pa.array([True] * len(texts)),
        "desk": pa.array([True] * len(texts)),
    }
    rows = reader.read(pa.table(columns)).to_pylist()
    return {
        (row["text_row"], row["type"], row["tier"], row["span_start"], row["span_end"])
        for row in rows
        if row["day_until"] is None
    }


def exact(detectors: Detectors, texts: Sequence[str]) -> Found:
    return {
        (number, hit.type, hit.tier, *hit.span)
        for number, text in enumerate(texts)
        for hit in explain_exactly(detectors, text, LATE)
    }


def test_on_every_worked_text(detectors: Detectors, reader: Reader, worked: list[str]) -> None:
    assert fast(reader, worked) == exact(detectors, worked) != set()


def test_on_texts_of_others(detectors: Detectors, reader: Reader, labelled: dict[str, list[dict[str, Any]]]) -> None:
    texts = [row["text"] for rows in labelled.values() for row in rows]
    some = texts[::11]
    assert fast(reader, some) == exact(detectors, some) != set()


def fullwidth(text: str) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text)


def bold(text: str) -> str:
    return "".join(chr(0x1D41A + ord(letter) - ord("a")) if "a" <= letter <= "z" else letter for letter in text)


def with_marks(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def between_letters(mark: str) -> Callable[[str], str]:
    return mark.join


def for_blanks(mark: str) -> Callable[[str], str]:
    return lambda text: text.replace(" ", mark)


def entities(text: str) -> str:
    return "".join(f"&#{ord(letter)};" if letter in "aeiou" else letter for letter in text)


def ligatures(text: str) -> str:
    return text.replace("fi", "\ufb01").replace("ff", "\ufb00").replace("st", "\ufb06").replace("s", "\u017f")


def tokenised(text: str) -> str:
    return text.replace("n't", " n't").replace("n’t", " n ’t").replace("'s", " 's")


def in_tags(text: str) -> str:
    return "<p>" + text.replace("e", "<b>e</b>").replace(". ", ".<br/>") + "</p>"


DISGUISES: dict[str, Callable[[str], str]] = {
    "capitals": str.upper,
    "fullwidth letters": fullwidth,
    "mathematical letters": bold,
    "combining marks": with_marks,
    "soft hyphens in words": between_letters("\u00ad"),
    "zero-width joiners in words": between_letters("\u200d"),
    "control characters in words": between_letters("\x07"),
    "no-break spaces": for_blanks("\u00a0"),
    "many line feeds": for_blanks("\r\n\r\n"),
    "tabs and blanks": for_blanks(" \t  "),
    "underscores": for_blanks("_"),
    "non-breaking hyphens": for_blanks("\u2011"),
    "letters as entities": entities,
    "ligatures and long s": ligatures,
    "split contractions": tokenised,
    "tags in words": in_tags,
    "emoji": for_blanks(" \U0001f468\u200d\U0001f469 "),
}


@pytest.mark.parametrize("disguise", DISGUISES)
def test_on_disguised_texts(detectors: Detectors, reader: Reader, worked: list[str], disguise: str) -> None:
    texts = [DISGUISES[disguise](text) for text in worked[::29]]
    assert fast(reader, texts) == exact(detectors, texts)


def test_a_disguise_is_seen_through(reader: Reader) -> None:
    plain = "I will sue you if you do not refund me."
    wanted = ("legal-threat", "certain")
    seen = [name for name, change in DISGUISES.items() if wanted in {row[1:3] for row in fast(reader, [change(plain)])}]
    assert set(DISGUISES) - set(seen) == {"many line feeds", "emoji"}  # each word a paragraph; words between words


def test_on_random_texts(detectors: Detectors, reader: Reader, worked: list[str]) -> None:
    chance = random.Random(5)
    words = [word for text in worked for word in text.split()]
    glue = [
        " ",
        " ",
        " ",
        " ",
        "  ",
        "\n",
        ". ",
        ", ",
        "-",
        "\u00a0",
        "'",
        "’",
        "/",
        "_",
        "é",
        "ﬁ",
        "&amp;",
        "<br>",
        "\u200b",
    ]
    texts = [
        "".join(chance.choice(words) + chance.choice(glue) for _ in range(chance.randint(1, 60))) for _ in range(400)
    ]
    assert fast(reader, texts) == exact(detectors, texts) != set()


def test_the_words_at_the_edges_of_messages_side_by_side(detectors: Detectors, reader: Reader) -> None:
    texts = ["subpoena", "", "subpoena", "x", "DUNS", "sub", "poena", " ", "IR35"]
    found = fast(reader, texts)
    assert {row[0] for row in found} >= {0, 2, 4, 8}
    assert found == exact(detectors, texts)


def test_a_message_of_a_megabyte(detectors: Detectors, reader: Reader) -> None:
    long = "The invoice is fine and so is the rest of it. " * 23_000
    found = fast(reader, [long, long + "I will sue you.", "I will sue you. " + long])
    assert {(row[0], row[1]) for row in found if row[1] == "legal-threat"} == {(1, "legal-threat"), (2, "legal-threat")}
    assert 0 not in {row[0] for row in found}
