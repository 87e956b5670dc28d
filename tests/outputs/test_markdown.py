"""digest.md can be pasted anywhere: nothing of a ticket is markup, a link, a mention, a picture or a table's edge."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from auditor.outputs.markdown import digest
from auditor.outputs.telling.markdown import JOINER, Section, escaped, written
from tests.outputs.document import crowded_document, document, empty_document
from tests.outputs.hostile import ATTACKS, hostile_document
from tests.outputs.people import decided_document
from tests.outputs.readers_pipeline import tables, tokens

WIDTHS = {3, 4, 5, 6, 7}  # columns of its tables


def text_of(result: dict[str, Any], folder: Path) -> str:
    (file,) = digest.write(result, folder)
    return file.read_text("utf-8")


def test_it_says_the_sentence_what_can_be_mended_what_is_worst_and_what_cannot_be_told(tmp_path: Path):
    text = text_of(document(), tmp_path)
    heads = re.findall(r"^#+ (.*)$", text, re.M)
    assert heads == ["Executive Escalations", "Duties by verdict", "Still fixable", "Worst findings", "Duties",
                     "Cannot tell", "What it is made of"]  # fmt: skip
    assert "**9 of 86 cases in scope broke a rule, 1 of them critical; the week before, 6 of 91.**" in text
    fixable = next(table for table in tables(text) if table[0][0] == "Time left")
    assert [row[2] for row in fixable[1:]] == ["48440", "48431", "48420", "48433", "48436"]
    worst = next(table for table in tables(text) if table[0][2] == "Broken duty")
    assert worst[1][:4] == ["critical", "48211", "Nobody answers the contact before the move", "KB-4"]


def test_what_people_set_aside_is_counted_and_not_listed(tmp_path: Path):
    text = text_of(decided_document(), tmp_path)
    worst = next(table for table in tables(text) if table[0][2] == "Broken duty")
    assert len(worst) - 1 == 9
    assert "3 more are waived, overturned or let pass." in text


def test_lists_are_short_and_say_how_many_there_are_elsewhere(tmp_path: Path):
    text = text_of(crowded_document(), tmp_path)
    worst = next(table for table in tables(text) if table[0][2] == "Broken duty")
    assert len(worst) - 1 == digest.MOST_ROWS
    assert "*720 more findings in `verdicts.csv` and `result.json` of this audit.*" in text


def test_an_audit_without_a_case_says_so(tmp_path: Path):
    text = text_of(empty_document(), tmp_path)
    assert "No duty was open." in text
    assert "Every duty could be judged." in text


def test_of_hostile_words_nothing_comes_out_but_words(tmp_path: Path):
    text = text_of(hostile_document(), tmp_path)
    found = tokens(text)
    assert not {token.type for token in found} & {"html_inline", "html_block", "link_open", "image", "fence", "s_open"}
    assert [token.tag for token in found if token.type == "heading_open"].count("h1") == 1
    assert {len(row) for table in tables(text) for row in table} <= WIDTHS
    words = "".join(token.content for token in found if token.type == "text")
    assert not re.search(r"[@#!~](?=\w)|\w\.(?=evil|example)|://", words)


@pytest.mark.parametrize("attack", ATTACKS)
def test_escaped_words_read_as_they_were_written(attack: str):
    (cell,) = [row[0] for row in tables(f"| head |\n|---|\n| {escaped(attack)} |\n")[0][1:]]
    shown = cell.replace(JOINER, "")
    assert shown == re.sub("[\x00\x07\x1b\ud83d\ufffe\u202e]", "\N{REPLACEMENT CHARACTER}", " ".join(attack.split()))


@pytest.mark.parametrize(
    "text", ["@team", "x@y.zz", "#12", "a/b#12", "!3", ":boom:", "https://a.bc", "www.a.bc", "a.bc", "GH-7", "mailto:a"]
)
def test_what_platforms_would_link_is_broken_by_an_invisible_letter(text: str):
    assert JOINER in escaped(text)
    assert not [token for token in tokens(escaped(text)) if token.type == "link_open"]


def test_times_and_clauses_stay_as_they_are():
    for text in ("Mon 9 Nov 2026, 15:12 UTC+01:00", "KB-3.1, KB-6.2a", "88.5 %", "5 h; 4 h allowed"):
        assert escaped(text) == text


@pytest.mark.parametrize(("room", "rows"), [(0, 3), (-1, 2)])
def test_a_table_has_as_many_rows_as_there_is_room_for(room: int, rows: int):
    section = Section("## A", (), ("x",), 0, [["é"]] * 3, 3)
    full = len(b"## A\n\n| x |\n|---|\n") + 200 + 3 * len("| é |\n".encode())
    text = written([section], 10, full + room, "elsewhere.")
    assert text.count("| é |") == rows
    assert ("*1 more row elsewhere.*" in text) == (rows == 2)
    assert len(text.encode()) <= full + room
