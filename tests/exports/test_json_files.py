"""JSON files as exports store them: every form gives the same rows, and every damage has a place."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from auditor.errors import ExportError
from auditor.exports.json_files import Row, is_json_file, mend, read_head, read_rows

PAGES = {"audits", "audit", "users"}
ROWS = [
    {"id": 1, "text": 'a "quoted" {brace} [and] \\ 😀', "list": [1, [2]], "deep": {"id": 9}},
    {"id": 2, "text": "", "none": None},
]


def rows_of(path: Path, scalars: dict[str, object] | None = None) -> list[Row]:
    return list(read_rows(path, read_head(path, PAGES), PAGES, {} if scalars is None else scalars))


def written(tmp_path: Path, text: str, name: str = "export.json") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


FORMS = {
    "lines": ("\n".join(map(json.dumps, ROWS)), None, [1, 2]),
    "lines with blanks between": ("\n\n" + "\r\n\r\n".join(map(json.dumps, ROWS)), None, [3, 5]),
    "byte order mark": ("\ufeff" + "\n".join(map(json.dumps, ROWS)), None, [1, 2]),
    "one array": (json.dumps(ROWS), None, [1, 2]),
    "printed array": (json.dumps(ROWS, indent=2, ensure_ascii=False), None, [1, 2]),
    "array of one row a line": ("[\n" + ",\n".join(map(json.dumps, ROWS)) + "\n]\n", None, [1, 2]),
    "printed objects": ("\n".join(json.dumps(row, indent=2) for row in ROWS), None, [1, 2]),
    "objects with commas between": (",\n".join(json.dumps(row, indent=2) for row in ROWS), None, [1, 2]),
    "a page": (json.dumps({"count": 2, "audits": ROWS, "next_page": None}), "audits", [1, 2]),
    "a printed page": (json.dumps({"next_page": None, "audits": ROWS}, indent=2), "audits", [1, 2]),
    "pages": ("\n".join(json.dumps({"audits": [row]}, indent=2) for row in ROWS), "audits", [1, 2]),
    "a page a line": ("\n".join(json.dumps({"audits": [row]}) for row in ROWS), "audits", [1, 2]),
    "wrapped rows": ("\n".join(json.dumps({"audit": row}) for row in ROWS), "audit", [1, 2]),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_rows(tmp_path: Path, form: str) -> None:
    text, collection, places = FORMS[form]
    rows = rows_of(written(tmp_path, text))
    assert [json.loads(row.text or "") for row in rows] == ROWS
    assert [(row.line, row.collection, row.problem) for row in rows] == [(place, collection, None) for place in places]


def test_a_gzipped_file_is_read_whatever_its_name_says(tmp_path: Path) -> None:
    path = tmp_path / "export.json"
    path.write_bytes(gzip.compress(json.dumps(ROWS).encode()))
    assert len(rows_of(path)) == 2


def test_a_page_says_more_than_its_rows(tmp_path: Path) -> None:
    scalars: dict[str, object] = {}
    rows_of(written(tmp_path, json.dumps({"audits": ROWS, "end_time": 5, "links": {"next": "x"}})), scalars)
    assert scalars == {"end_time": 5}


def test_an_empty_page_has_no_rows_and_an_empty_file_neither(tmp_path: Path) -> None:
    assert rows_of(written(tmp_path, '{"audits": [], "next_page": null}')) == []
    assert rows_of(written(tmp_path, "[]")) == []
    assert rows_of(written(tmp_path, " \n")) == []


def test_a_row_with_a_key_like_a_pages_is_a_row(tmp_path: Path) -> None:
    (row,) = rows_of(written(tmp_path, '{"url": "x", "id": 7, "users": [{"id": 8}]}'))
    assert row.collection is None


@pytest.mark.parametrize("form", ["one array", "printed array", "printed objects", "a printed page"])
@pytest.mark.parametrize("share", [share / 20 for share in range(1, 20)])
def test_wherever_a_document_is_cut_it_is_refused_as_cut(tmp_path: Path, form: str, share: float) -> None:
    text = FORMS[form][0]
    path = written(tmp_path, text[: int(len(text) * share)])
    with pytest.raises(ExportError) as error:
        rows_of(path)
    (message,) = error.value.messages
    assert message.startswith(f"{path}:")
    assert "the JSON ends before it is complete" in message


def test_a_cut_last_line_is_a_problem_of_that_line(tmp_path: Path) -> None:
    text = "\n".join(map(json.dumps, [*ROWS, ROWS[0]]))
    rows = rows_of(written(tmp_path, text[:-10]))
    assert [row.problem for row in rows[:2]] == [None, None]
    assert mend(rows[2].text or "") == (
        None,
        "the line ends in the middle of its JSON: it was cut, and lines after it may be missing",
    )


def test_a_broken_page_among_pages_of_one_line_is_a_problem_of_its_line(tmp_path: Path) -> None:
    rows = rows_of(
        written(tmp_path, '{"audits": [{"id": 1}]}\n{"audits": [oops]}\n{"audits": [{"id": 2}, {"id": 3}]}\n')
    )
    assert [(row.line, row.problem) for row in rows] == [
        (1, None),
        (2, "not JSON: Expecting value at character 13"),
        (3, None),
        (3, None),
    ]


def test_text_that_is_not_utf8_has_a_place(tmp_path: Path) -> None:
    path = tmp_path / "export.jsonl"
    path.write_bytes(b'{"id": 1}\n{"id": "\xe9"}\n')
    assert rows_of(path)[1] == Row(2, None, None, "not UTF-8 text (byte 9 of the line)")
    path.write_bytes(b'[\n{"id": "\xe9"}]')
    with pytest.raises(ExportError, match=r"not UTF-8 text \(byte 11\). Save the export as UTF-8."):
        rows_of(path)


def test_two_damaged_lines_at_the_beginning_do_not_hide_a_line_file(tmp_path: Path) -> None:
    rows = rows_of(written(tmp_path, '{"id": 1\n{"id\n{"id": 3}\n'))
    assert [(row.line, row.text) for row in rows] == [(1, '{"id": 1'), (2, '{"id'), (3, '{"id": 3}')]


def test_a_cut_gzip_file_is_refused_when_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "export.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(ROWS[0]).encode())[:-9])
    with pytest.raises(ExportError, match="the gzip file is cut short or damaged"):
        rows_of(path)


def test_half_an_emoji_is_mended_and_a_whole_one_is_kept() -> None:
    assert mend(r'{"body": "a\ud83d b"}') == ('{"body": "a\ufffd b"}', None)
    assert mend(r'{"body": "\ud83d\ude00"}') == ('{"body": "😀"}', None)


def test_other_files_are_not_read(tmp_path: Path) -> None:
    assert read_head(written(tmp_path, "id,name\n1,a\n"), PAGES).form == "other"
    assert [is_json_file(Path(name)) for name in ("a.json", "a.NDJSON.gz", "a.csv", "a.gz", "json")] == [
        True,
        True,
        False,
        False,
        False,
    ]
