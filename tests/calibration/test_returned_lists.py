"""Worklists as they come back: from spreadsheets of any country, from several people, at several times."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from auditor.calibration.compare import compared, disagreements
from auditor.calibration.draw import draw
from auditor.calibration.filled import Ratings, read_ratings
from auditor.calibration.worklist import COLUMNS, write_worklist
from auditor.cli.calibrate import command
from auditor.errors import UsageError
from auditor.outputs.json_file import write as write_json
from auditor.result import Result
from tests.outputs.document import document

Row = dict[str, str]


@pytest.fixture(scope="module")
def result() -> Result:
    return cast(Result, document())


def returned(
    result: Result, file: Path, say: Callable[[Row], Mapping[str, str]], *, size: int = 30, separator: str = ","
) -> Path:
    """A worklist as a spreadsheet saves it; `say` of a row: what the reviewer fills in."""
    write_worklist(result, draw(result, ["verdict"], size, 1), file, blind=False)
    rows = [{**row, **say(row)} for row in csv.DictReader(io.StringIO(file.read_text("utf-8")))]
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, delimiter=separator)
        writer.writeheader()
        writer.writerows(rows)
    return file


def agreeing(row: Row) -> Mapping[str, str]:
    return {"reviewer": "Maria", "verdict": row["machine"]}


def refused(result: Result, *files: Path) -> tuple[str, ...]:
    with pytest.raises(UsageError) as error:
        read_ratings(result, files)
    return error.value.messages


def told(result: Result, folder: Path, *files: Path) -> str:
    """What the command says."""
    write_json(result, folder)
    answer = CliRunner().invoke(command, [str(folder / "result.json"), *map(str, files)], standalone_mode=False)
    assert answer.exception is None
    return answer.output


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_spreadsheet_of_any_country_is_read(result: Result, tmp_path: Path, separator: str) -> None:
    ratings = read_ratings(result, [returned(result, tmp_path / "a.csv", agreeing, separator=separator)])
    assert len(ratings.answers) == len(ratings.chances) == 30
    assert disagreements(result, ratings) == []


def test_a_filled_workbook_says_the_same_as_a_filled_csv(result: Result, tmp_path: Path) -> None:
    file = write_worklist(result, draw(result, ["verdict"], 30, 1), tmp_path / "a.xlsx", blind=False)
    book = load_workbook(file)
    sheet = cast(Any, book.active)
    places = {cell.value: cell.column for cell in sheet[1]}
    for number in range(2, sheet.max_row + 1):
        sheet.cell(number, places["reviewer"]).value = "Maria"
        sheet.cell(number, places["verdict"]).value = sheet.cell(number, places["machine"]).value
    book.save(file)
    assert read_ratings(result, [file]) == read_ratings(result, [returned(result, tmp_path / "a.csv", agreeing)])


def test_the_same_sample_gives_the_same_workbook_at_any_time(result: Result, tmp_path: Path) -> None:
    drawn = draw(result, ["verdict"], 30, 1)
    first = write_worklist(result, drawn, tmp_path / "a.xlsx", blind=False).read_bytes()
    time.sleep(1.1)  # a workbook holds the second at which it was made
    assert write_worklist(result, drawn, tmp_path / "b.xlsx", blind=False).read_bytes() == first


def test_an_answer_may_have_capitals_and_a_reviewer_spaces(result: Result, tmp_path: Path) -> None:
    shouting = returned(
        result, tmp_path / "a.csv", lambda row: {"reviewer": " Maria ", "verdict": row["machine"].upper()}
    )
    (whole, *_) = compared(result, read_ratings(result, [shouting]))
    assert (whole.pairs[0].raters[1], whole.pairs[0].kappa) == ("Maria", 1)


def test_a_reviewer_who_is_written_in_two_ways_is_one(result: Result, tmp_path: Path) -> None:
    one = returned(result, tmp_path / "a.csv", agreeing)
    other = returned(result, tmp_path / "b.csv", lambda row: {**agreeing(row), "reviewer": "maria"})
    messages = refused(result, one, other)
    assert len(messages) == 30
    assert messages[0].startswith(f"{other}:2: ")
    assert f"before, at {one}:2" in messages[0]


def test_the_mistakes_of_all_lists_are_told_at_once_each_at_its_line(result: Result, tmp_path: Path) -> None:
    """A note of two lines moves all that comes after it down by one."""
    no_head = tmp_path / "no_head.csv"
    no_head.write_text("a,b\n1,2\n")
    known = result["verdicts"][0]["fingerprint"]
    noted = tmp_path / "noted.csv"
    noted.write_text(f'fingerprint,reviewer,verdict,note\n{known},Maria,complied,"two\nlines"\n{known},Jonas,kept,\n')
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"no workbook")
    latin = tmp_path / "latin.csv"
    latin.write_bytes("fingerprint,reviewer,verdict\nx,José,complied\n".encode("latin-1"))
    messages = refused(result, no_head, noted, broken, latin, tmp_path / "nowhere.csv")
    assert [message.split(": ")[0] for message in messages] == [
        f"{no_head}:1", f"{noted}:4", str(broken), str(latin), str(tmp_path / "nowhere.csv"),
    ]  # fmt: skip


def test_a_note_stands_with_its_disagreement_and_on_one_line(result: Result, tmp_path: Path) -> None:
    def say(row: Row) -> Mapping[str, str]:
        wrong = row["machine"] == "violated"
        return {"reviewer": "Maria", "verdict": "complied" if wrong else row["machine"], "note": "by\nphone\x1b[2J"}

    assert "Maria: kept (by phone�[2J)" in told(result, tmp_path, returned(result, tmp_path / "a.csv", say))


@pytest.mark.parametrize(("items", "said"), [(4, True), (5, False)])
def test_below_five_there_is_no_measure_at_all(result: Result, tmp_path: Path, items: int, said: bool) -> None:
    chosen = {one.row["fingerprint"] for one in draw(result, ["verdict"], 30, 1)[:items]}
    file = returned(result, tmp_path / "a.csv", lambda row: agreeing(row) if row["fingerprint"] in chosen else {})
    line = next(line for line in told(result, tmp_path, file).splitlines() if "Krippendorff" in line)
    assert (f"too few to say ({items}) with the auditor" in line) == said
    assert "too few to say (0) of people" in line


def test_a_share_of_two_rows_is_not_told(result: Result, tmp_path: Path) -> None:
    broken = [one.row["fingerprint"] for one in draw(result, ["verdict"], 30, 1) if one.row["verdict"] == "violated"]
    file = returned(result, tmp_path / "a.csv", lambda row: agreeing(row) if row["fingerprint"] in broken[:2] else {})
    assert "too few to say (2)" in next(
        line for line in told(result, tmp_path, file).splitlines() if "of what broke" in line
    )


def test_of_two_samples_nothing_is_estimated_and_that_is_said(result: Result, tmp_path: Path) -> None:
    small = returned(result, tmp_path / "a.csv", agreeing, size=20)
    large = returned(result, tmp_path / "b.csv", lambda row: {**agreeing(row), "reviewer": "Jonas"})
    whole = compared(result, read_ratings(result, [small, large]))[0]
    assert (whole.precision, whole.missed) == (None, None)
    assert "2 samples" in told(result, tmp_path, small, large)
    assert compared(result, read_ratings(result, [large]))[0].precision is not None


def test_people_who_never_shared_a_row_are_not_said_to_be_alike() -> None:
    found = Ratings()
    result = cast(Result, document())
    for place, row in enumerate(result["verdicts"][:10]):
        found.answers[row["fingerprint"]] = {"Maria" if place % 2 else "Jonas": row["verdict"]}
    whole = compared(result, found)[0]
    assert (whole.shared, whole.alpha_of_people) == (0, None)
