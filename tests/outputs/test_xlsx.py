"""report.xlsx holds the document for people who filter and sort; nothing that a ticket says can do harm in it."""

from __future__ import annotations

import zipfile
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from auditor.errors import UsageError
from auditor.outputs.telling.words import VERDICT_WORDS
from auditor.outputs.xlsx import book, cells, sheet
from tests.outputs.document import document, empty_document
from tests.outputs.people import decided_document, standing
from tests.outputs.readers_people import workbook
from tests.outputs.readers_people import xlsx as counted

SHEETS = ["Summary", "Needs action", "Still fixable", "Cannot tell", "All verdicts", "Duties", "People", "Weeks",
          "Waivers and reviews", "Method"]  # fmt: skip


def opened(result: dict[str, Any], folder: Path) -> Any:
    (file,) = book.write(result, folder)
    return workbook(file)


def rows(sheet: Any) -> list[dict[str, Any]]:
    heads, *lines = sheet.iter_rows(values_only=True)
    return [dict(zip(heads, line, strict=True)) for line in lines]


def texts(found: Any) -> set[str]:
    cells = (cell for sheet in found for line in sheet.iter_rows(values_only=True) for cell in line)
    return {cell for cell in cells if isinstance(cell, str)}


@pytest.mark.parametrize("made", [document, empty_document, decided_document])
def test_every_verdict_is_there_and_every_view_holds_its_own(tmp_path: Path, made: Any) -> None:
    result = made()
    found = opened(result, tmp_path)
    counts = Counter(row["verdict"] for row in result["verdicts"])
    assert found.sheetnames == SHEETS
    assert counted(tmp_path) == counts
    for name, verdict in (("Needs action", "violated"), ("Still fixable", "pending"), ("Cannot tell", "indeterminate")):
        prints = [row["Fingerprint"] for row in rows(found[name]) if row["Fingerprint"]]
        assert sorted(prints) == sorted(row["fingerprint"] for row in result["verdicts"] if row["verdict"] == verdict)
    duties = rows(found["Duties"])
    assert {verdict: sum(row[word] for row in duties) for verdict, word in VERDICT_WORDS.items()} == {
        verdict: counts[verdict] for verdict in VERDICT_WORDS
    }


def test_a_finding_is_told_whole_in_the_zone_of_the_report(tmp_path: Path) -> None:
    found = rows(opened(decided_document(), tmp_path)["Needs action"])
    row = next(row for row in found if row["Fingerprint"] == "48211-transfer-11-10t1420")
    assert (row["Verdict"], row["After review"], row["Fails the run"]) == ("Broke", "Kept", "no")
    assert (row["Ticket"], row["Who answers"], row["Team"]) == ("48211", "Tom O’Hara", "Tier 1")
    assert row["Due (Europe/Berlin)"] == datetime(2026, 11, 11, 15, 20)
    assert row["Took (h:min:s)"].total_seconds() == 43_800
    assert "Overturned in review" in row["What people decided"]


def test_what_people_set_aside_stands_last_and_faint(tmp_path: Path) -> None:
    sheet = opened(decided_document(), tmp_path)["Needs action"]
    faint = [line[0].font.italic for line in sheet.iter_rows(min_row=2)]
    assert faint == [False] * 9 + [True] * 3
    severities = [line[0].value for line in sheet.iter_rows(min_row=2)]
    assert severities == ["high"] * 4 + ["medium"] * 4 + ["low"] + ["critical", "high", "medium"]


def test_what_is_open_comes_by_time_left(tmp_path: Path) -> None:
    found = rows(opened(document(), tmp_path)["Still fixable"])
    dues = [row["Due (Europe/Berlin)"] for row in found]
    assert dues == [*sorted(due for due in dues if due), *(due for due in dues if due is None)]


def test_of_fewer_than_five_decided_duties_no_share_is_told_and_nobody_is_ranked(tmp_path: Path) -> None:
    result = decided_document()
    found = {row["Name"]: row for row in rows(opened(result, tmp_path)["People"])}
    assert found["Nobody"]["Share broken"] is None
    assert found["Nobody"]["Note"] == "fewer than 5 decided: too few to say"
    maria = found["Maria Keller"]
    assert (maria["Share broken"], maria["Decided (n)"], maria["Score"]) == (0.0, 18, 0.94)
    assert 0.17 < maria["95 % to"] < 0.18
    names = [name for name, row in found.items() if row["Is a"] == "agent"]
    assert names == ["Agent 207", "Aïcha Benali", "Jonas Lindqvist", "Maria Keller", "Priya Raman", "Tom O’Hara",
                     "Wei Chen"]  # fmt: skip


def test_scores_stand_there_only_where_the_result_has_them(tmp_path: Path) -> None:
    assert "Score" not in rows(opened(document(), tmp_path)["People"])[0]


def test_tables_filter_stay_in_sight_and_print(tmp_path: Path) -> None:
    found = opened(document(), tmp_path)
    for name in SHEETS[1:8]:
        sheet = found[name]
        assert sheet.auto_filter.ref.startswith("A1:"), name
        assert sheet.freeze_panes in ("B2", "C2"), name
        assert sheet.print_title_rows == "$1:$1", name
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0), name
        assert sheet.sheet_properties.pageSetUpPr.fitToPage, name


def test_a_verdict_is_a_word_and_a_colour(tmp_path: Path) -> None:
    sheet = opened(document(), tmp_path)["All verdicts"]
    looks = {(line[1].value, line[1].font.color.rgb, line[1].fill.fgColor.rgb) for line in sheet.iter_rows(min_row=2)}
    assert {word for word, _, _ in looks} == {"Broke", "Cannot tell", "Not yet", "Kept"}
    assert len({ink for _, ink, _ in looks}) == len({tint for _, _, tint in looks}) == len(looks) == 4


@pytest.mark.parametrize("hostile", ['=HYPERLINK("https://evil.example","x")', "+1+1", "-2", "@SUM(A1)", "{=1+1}",
                                     "https://evil.example/", "mailto:x@evil.example", "0123", "1e5"])  # fmt: skip
def test_what_a_ticket_says_stays_text(tmp_path: Path, hostile: str) -> None:
    result = document()
    result["verdicts"][0]["trigger"]["phrase"] = hostile
    result["verdicts"][0]["responsible"]["name"] = hostile
    result["tickets"]["cases"][0]["subject"] = hostile
    found = opened(result, tmp_path)
    assert hostile in texts(found)
    assert not [cell for sheet in found for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]
    links = [cell.hyperlink for sheet in found for line in sheet.iter_rows() for cell in line if cell.hyperlink]
    assert {link.target for link in links} == {None}
    with zipfile.ZipFile(tmp_path / book.NAME) as file:
        outside = [name for name in file.namelist() if b"TargetMode" in file.read(name)]
    assert outside == []


@pytest.mark.parametrize("hostile", ["<r><t>x</t></r>", "<r></broken></r>", "</t></is></c>", "&bogus;", "]]>"])
def test_what_a_ticket_says_is_never_markup_of_the_sheet(tmp_path: Path, hostile: str) -> None:
    result = document()
    result["verdicts"][0]["trigger"]["phrase"] = hostile
    found = {text.rstrip() for text in texts(opened(result, tmp_path))}
    assert hostile in found
    with zipfile.ZipFile(tmp_path / book.NAME) as file:
        for name in file.namelist():
            ElementTree.fromstring(file.read(name))


def test_characters_that_xml_forbids_are_shown_as_such(tmp_path: Path) -> None:
    result = document()
    result["tickets"]["cases"][0]["subject"] = "a\x00b\x0bc\ud83dd\ufffee \u202eevil"
    assert "a�b�c�d�e �evil" in texts(opened(result, tmp_path))


@pytest.mark.parametrize(
    ("letter", "length", "whole"),
    [("a", 32_767, True), ("a", 32_768, False), ("🔥", 16_383, True), ("🔥", 16_384, False)],
)
def test_a_cell_ends_where_spreadsheets_end_it_and_says_so(letter: str, length: int, whole: bool) -> None:
    told = cells.text(letter * length)
    assert len(told.encode("utf-16-le")) // 2 <= 32_767
    assert (told == letter * length) is whole
    assert told.endswith(f"[…cut here; {length:,} characters in all, whole in result.json]") is not whole


@pytest.mark.parametrize(("most", "names"), [(209, 1), (208, 2), (100, 3)])
def test_what_does_not_fit_on_a_sheet_stands_on_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, names: int
) -> None:
    monkeypatch.setattr(sheet, "ROWS", most)  # heads included
    result = document()
    assert len(result["verdicts"]) == 208
    found = opened(result, tmp_path)
    assert [name for name in found.sheetnames if name.startswith("All")] == ["All verdicts", "All verdicts 2",
                                                                                "All verdicts 3"][:names]  # fmt: skip
    assert counted(tmp_path) == Counter(row["verdict"] for row in result["verdicts"])


def test_the_same_result_gives_the_same_bytes(tmp_path: Path) -> None:
    one, two = (book.write(decided_document(), tmp_path / name)[0].read_bytes() for name in ("one", "two"))
    assert one == two


def test_the_workbook_was_made_at_the_as_of_time(tmp_path: Path) -> None:
    properties = opened(document(), tmp_path).properties
    assert properties.created == datetime(2026, 11, 16, 8, 0)
    assert properties.creator == "auditor 0.1.0"
    assert properties.title == "Executive Escalations: Week 46 of 2026, Mon 9 Nov to Sun 15 Nov 2026"


def test_a_date_before_the_calendar_of_spreadsheets_is_told_in_words(tmp_path: Path) -> None:
    result = document()
    result["verdicts"][0]["trigger"]["at"] = "1899-12-31T00:00:00Z"
    assert "1899-12-31T00:00:00Z" in texts(opened(result, tmp_path))


def test_a_waiver_and_a_review_are_told(tmp_path: Path) -> None:
    result = decided_document()
    told = texts(opened(result, tmp_path))
    assert {"W-1", "expiring", "the courier was on strike", "too few to say", "gone-1"} <= told


def test_a_title_of_many_words_and_signs_prints(tmp_path: Path) -> None:
    result = document()
    result["manifest"]["packs"][0]["title"] = "R&D &P " * 60
    standing(result["verdicts"][0], enforcement="soft")
    header = opened(result, tmp_path)["Duties"].HeaderFooter
    assert header is not None


def test_a_folder_that_cannot_be_written_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, no folder", "utf-8")
    with pytest.raises(UsageError, match="Name another folder with --out"):
        book.write(document(), tmp_path / "taken" / "report")
