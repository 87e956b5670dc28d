"""A sample is drawn, people fill it in, and it is compared: with the auditor and with each other."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any, cast

import pytest
from openpyxl import load_workbook

from auditor.calibration.compare import MACHINE, compared, disagreements
from auditor.calibration.draw import draw
from auditor.calibration.filled import read_ratings
from auditor.calibration.worklist import COLUMNS, write_worklist
from auditor.errors import UsageError
from auditor.result import Result
from tests.outputs.document import document


@pytest.fixture(scope="module")
def result() -> Result:
    return cast(Result, document())


def names(result: Result, axes: list[str], size: int, seed: int = 1) -> set[str]:
    return {one.row["fingerprint"] for one in draw(result, axes, size, seed)}


def test_the_same_seed_draws_the_same_rows_whatever_their_order(result: Result) -> None:
    shuffled = cast(Result, {**result, "verdicts": list(reversed(result["verdicts"]))})
    assert names(result, ["policy"], 12) == names(shuffled, ["policy"], 12)
    assert names(result, ["policy"], 12) != names(result, ["policy"], 12, seed=2)


def test_a_larger_sample_only_adds_rows(result: Result) -> None:
    before: set[str] = set()
    for size in range(1, 60, 3):
        drawn = names(result, ["policy", "verdict"], size)
        assert before <= drawn
        assert len(drawn) == size
        before = drawn


def test_every_stratum_has_one_and_what_is_not_due_is_never_drawn(result: Result) -> None:
    strata = {(row["policy"], row["verdict"]) for row in result["verdicts"] if row["verdict"] != "pending"}
    drawn = draw(result, ["policy", "verdict"], len(strata), 1)
    assert {(one.row["policy"], one.row["verdict"]) for one in drawn} == strata
    every = draw(result, ["verdict"], 10_000, 1)
    assert {one.row["verdict"] for one in every} == {"complied", "violated", "indeterminate"}
    assert {one.chance for one in every} == {1.0}


def test_an_axis_that_there_is_not_is_named_with_the_nearest(result: Result) -> None:
    with pytest.raises(UsageError, match=r'no axis "polcy"\. Did you mean "policy"'):
        draw(result, ["polcy"], 5, 1)


def filled(result: Result, file: Path, answers: dict[str, str], reviewer: str = "Maria") -> Path:
    """A worklist as a reviewer gives it back."""
    drawn = draw(result, ["verdict"], 30, 1)
    write_worklist(result, drawn, file, blind=True)
    rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8"))))
    for row in rows:
        row["reviewer"], row["verdict"] = reviewer, answers.get(row["fingerprint"], "")
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return file


def agreeing(result: Result) -> dict[str, str]:
    return {row["fingerprint"]: row["verdict"] for row in result["verdicts"]}


def test_a_blind_list_says_nothing_of_the_machine_and_an_open_one_does(result: Result, tmp_path: Path) -> None:
    drawn = draw(result, ["policy"], 8, 1)
    told = {}
    for blind in (True, False):
        file = write_worklist(result, drawn, tmp_path / f"{blind}.csv", blind)
        told[blind] = [row["machine"] for row in csv.DictReader(io.StringIO(file.read_text("utf-8")))]
    assert set(told[True]) == {""}
    assert told[False] == [one.row["verdict"] for one in drawn]


def test_a_workbook_runs_nothing_and_offers_the_answers(result: Result, tmp_path: Path) -> None:
    hostile = cast(Any, document())
    hostile["verdicts"][0]["trigger"]["phrase"] = "=HYPERLINK(1)"
    file = write_worklist(hostile, draw(hostile, ["duty"], 200, 1), tmp_path / "list.xlsx", blind=False)
    sheet = load_workbook(file).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    (offered,) = sheet.data_validations.dataValidation
    assert offered.formula1 == '"complied,violated,indeterminate"'
    assert sheet.freeze_panes == "C2"


def test_people_who_agree_with_the_auditor_contradict_nothing(result: Result, tmp_path: Path) -> None:
    ratings = read_ratings(result, [filled(result, tmp_path / "a.csv", agreeing(result))])
    whole, *policies = compared(result, ratings)
    assert (whole.pairs[0].raters, whole.pairs[0].same.share, whole.pairs[0].kappa) == ((MACHINE, "Maria"), 1, 1)
    assert whole.precision
    assert whole.precision.share == 1
    assert whole.missed
    assert whole.missed.share == 0
    assert sum(policy.items for policy in policies) == whole.items == 30
    assert disagreements(result, ratings) == []


def test_a_false_accusation_stands_first_and_lowers_the_precision(result: Result, tmp_path: Path) -> None:
    drawn = [one.row for one in draw(result, ["verdict"], 30, 1)]
    accused = next(row["fingerprint"] for row in drawn if row["verdict"] == "violated")
    missed = next(row["fingerprint"] for row in drawn if row["verdict"] == "complied")
    answers = {**agreeing(result), accused: "complied", missed: "violated"}
    ratings = read_ratings(result, [filled(result, tmp_path / "a.csv", answers)])
    assert [one.row["fingerprint"] for one in disagreements(result, ratings)] == [accused, missed]
    whole = compared(result, ratings)[0]
    assert whole.precision
    assert 0 < whole.precision.share < 1
    assert whole.missed
    assert whole.missed.share > 0
    assert whole.confusion["violated", "complied"] == 1


def test_two_reviewers_are_compared_with_each_other(result: Result, tmp_path: Path) -> None:
    one = filled(result, tmp_path / "a.csv", agreeing(result))
    other = filled(result, tmp_path / "b.csv", dict.fromkeys(agreeing(result), "complied"), "Jonas")
    whole = compared(result, read_ratings(result, [one, other]))[0]
    raters = {pair.raters: pair for pair in whole.pairs}
    assert set(raters) == {(MACHINE, "Jonas"), (MACHINE, "Maria"), ("Jonas", "Maria")}
    assert raters["Jonas", "Maria"].kappa == 0
    assert whole.alpha_of_people is not None
    assert whole.alpha_of_people < 0.5


@pytest.mark.parametrize(("items", "enough"), [(4, False), (5, True)])
def test_fewer_than_five_say_nothing(result: Result, tmp_path: Path, items: int, enough: bool) -> None:
    drawn = [one.row["fingerprint"] for one in draw(result, ["verdict"], 30, 1)][:items]
    answers = {name: verdict for name, verdict in agreeing(result).items() if name in drawn}
    pair = compared(result, read_ratings(result, [filled(result, tmp_path / "a.csv", answers)]))[0].pairs[0]
    assert (pair.same.of, pair.enough) == (items, enough)


def test_every_mistake_of_a_list_is_told_at_its_line(result: Result, tmp_path: Path) -> None:
    known = result["verdicts"][0]["fingerprint"]
    file = tmp_path / "list.csv"
    file.write_text(
        f"fingerprint,reviewer,verdict\nnobody,Maria,complied\n{known},,complied\n{known},Maria,kept\n"
        f"{known},Maria,violated\n"
    )
    with pytest.raises(UsageError) as error:
        read_ratings(result, [file])
    told = "\n".join(error.value.messages)
    for said in (
        "2: the audit has no verdict",
        "3: says what, but not who",
        '4: "kept" is no',
        '5: "Maria" has answered',
    ):
        assert said in told


@pytest.mark.parametrize(("text", "said"), [("", "has no column"), ("fingerprint,reviewer,verdict\n", "no row has an")])
def test_an_empty_list_is_an_error(result: Result, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "list.csv").write_text(text)
    with pytest.raises(UsageError, match=said):
        read_ratings(result, [tmp_path / "list.csv"])
