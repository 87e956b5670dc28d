"""What is wrong in a pack is told at its line and column, with the line itself, what is allowed and what was meant."""

from __future__ import annotations

import re
import shutil
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path

import pytest

from auditor import shipped
from auditor.errors import PolicyError
from auditor.policy.pack import load_pack
from auditor.policy.yaml_file import excerpt, read_yaml

FIRST_LINE = re.compile(r"^(?P<file>service_basics/[\w./-]+):(?P<line>\d+):(?P<column>\d+): \S")
REPLY = "duties/first-reply.yaml"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return Path(shutil.copytree(shipped.folder("policies") / "service_basics", tmp_path / "service_basics"))


def spoil(pack: Path, file: str, old: str, new: str) -> None:
    text = (pack / file).read_text()
    assert old in text
    (pack / file).write_text(text.replace(old, new, 1))


def problems(pack: Path) -> list[str]:
    with pytest.raises(PolicyError) as told:
        load_pack(pack, {})
    return list(told.value.messages)


def the_problem(pack: Path) -> str:
    (told,) = problems(pack)
    return told


def pointed_at(problem: str) -> str:
    """What stands under the caret."""
    head, line, caret = problem.splitlines()
    column = caret.index("^")
    assert FIRST_LINE.match(head)
    return line[column:]


def test_the_first_line_is_for_machines_and_the_next_two_show_the_place(pack: Path) -> None:
    spoil(pack, REPLY, "within:", "withn:")
    head, line, caret = the_problem(pack).splitlines()
    place = FIRST_LINE.match(head)
    assert place
    assert (pack.parent / place["file"]).read_text().splitlines()[int(place["line"]) - 1] == line.split(" | ", 1)[1]
    assert caret.split(" | ", 1)[1] == " " * (int(place["column"]) - 1) + "^"


@pytest.mark.parametrize(
    ("file", "old", "new", "caret", "words"),
    [
        (REPLY, "when: ", "wehn: ", "wehn:", 'Did you mean "when"?'),
        (REPLY, "severity: ", "severity: hihg # ", "severity:", 'Did you mean "high"?'),
        (REPLY, "within: $first_reply_deadline", "within: $first_reply_dedline", "within:", '"first_reply_deadline"?'),
        (REPLY, "within: $first_reply_deadline", "within: 4 bananas", "within:", "not a duration"),
        (REPLY, "within: $first_reply_deadline", "within: $business_schedule", "within:", "not a duration"),
        (REPLY, "clock: business", "clock: busines", "clock:", 'Did you mean "business"?'),
        (REPLY, "must: public-reply", "must: public-replay", "must:", 'Did you mean "public-reply"?'),
        (REPLY, "must: public-reply", "must: [public-reply, public-replay]", "public-replay]", '"public-reply"?'),
        (REPLY, "when: requester-message", "when: requester-mesage", "when:", 'Did you mean "requester-message"?'),
        (REPLY, "clauses: [SB-1]", "clauses: [SB-1, SB-11]", "SB-11]", "There are: SB-1, SB-2, SB-3."),
        (REPLY, "must: public-reply", "musst: public-reply", "musst:", 'Did you mean "must"?'),
        ("signals.yaml", "signal: public-reply", "signal: publc-reply", "signal:", 'Did you mean "public-reply"?'),
        ("pack.yaml", "business: $business_schedule", "business: $busines", "business:", "There are:"),
        ("pack.yaml", "business: $business_schedule", "business: $automation_users", "business:", "business_schedule."),
        ("pack.yaml", "automation_users: $automation_users", "automation_users: $users", "automation_users:", "There"),
        ("parameters.yaml", "default: 4h", "default: 4 moons", "default:", "is not a duration"),
    ],
)  # fmt: skip
def test_the_caret_stands_under_the_very_key(pack: Path, file: str, old: str, new: str, caret: str, words: str) -> None:
    spoil(pack, file, old, new)
    told = [one for one in problems(pack) if "no duty cites" not in one]
    assert [one.startswith(f"service_basics/{file}:") for one in told] == [True]
    assert pointed_at(told[0]).startswith(caret)
    assert words in told[0]


def test_two_misspelt_keys_of_one_mapping_have_a_line_each(pack: Path) -> None:
    spoil(pack, REPLY, "within:", "withn:")
    spoil(pack, REPLY, "severity:", "severty:")
    assert [pointed_at(one).split(":")[0] for one in problems(pack)] == ["severty", "withn"]


def test_a_misspelt_key_hides_no_other_error_of_its_mapping(pack: Path) -> None:
    spoil(pack, "pack.yaml", "version: 1", "vresion: one")
    told = problems(pack)
    assert [('"vresion"' in one, "valid integer" in one) for one in told] == [(True, False), (False, True)]


def test_a_misspelt_key_is_not_told_a_second_time_as_a_missing_one(pack: Path) -> None:
    spoil(pack, "pack.yaml", "title:", "tittle:")
    assert "is missing" not in the_problem(pack)


def test_every_file_is_told_even_where_one_cannot_be_read(pack: Path) -> None:
    (pack / "signals.yaml").write_text("signals: [\n")
    spoil(pack, REPLY, "clauses: [SB-1]", "clauses: [SB-1, SB-9]")
    spoil(pack, "pack.yaml", "business: $business_schedule", "business: $busines")
    told = problems(pack)
    files = sorted(one.split(":")[0].removeprefix("service_basics/") for one in told)
    assert files == [REPLY, "pack.yaml", "signals.yaml"]


def test_a_duty_that_cannot_be_read_does_not_blame_its_clause(pack: Path) -> None:
    spoil(pack, REPLY, "within:", "withn:")
    assert "no duty cites" not in the_problem(pack)


def test_every_key_that_stands_twice_is_told(pack: Path) -> None:
    spoil(pack, "pack.yaml", "version: 1\n", "version: 1\nversion: 2\ntitle: Again\n")
    told = problems(pack)
    assert [pointed_at(one) for one in told] == ["version: 2", "title: Again"]
    assert re.search(r"stands in line \d+ already. Keep one of the two.", told[0])


def test_a_long_line_is_cut_around_the_column() -> None:
    line = "x" * 300 + "here" + "y" * 300
    shown, caret = excerpt(line, 1, 301).splitlines()[1:]
    assert len(shown) < 130
    assert shown[caret.index("^") :].startswith("here")


def test_a_caret_below_a_tab_is_under_its_column() -> None:
    assert excerpt("a:\t[b", 1, 4).splitlines()[2] == "      |   \t^"


def test_a_mapping_that_is_merged_in_is_read(pack: Path) -> None:
    spoil(
        pack,
        "signals.yaml",
        "  written: {spoken: false}",
        "  written: &w {spoken: false}\n  both:\n    <<: *w\n    public: true",
    )
    assert load_pack(pack, {}).signals["both"].spoken is False


def test_a_time_keeps_its_offset_and_one_that_no_calendar_has_is_told_where_it_stands(tmp_path: Path) -> None:
    file = tmp_path / "times.yaml"
    file.write_text("at: 2026-11-06T12:00:00+01:00\n")
    at = deepcopy(read_yaml(file).content["at"])
    assert at == datetime(2026, 11, 6, 11, tzinfo=UTC)
    file.write_text("at: 2026-11-30T12:00:00Z\nend: [2026-11-31, 2026-11-30T24:01:00Z]\n")
    with pytest.raises(PolicyError) as told:
        read_yaml(file, tmp_path)
    day, time = told.value.messages
    assert day.startswith("times.yaml:2:7: 2026-11-31 is no time: ")
    assert time.startswith("times.yaml:2:19: 2026-11-30T24:01:00 is no time: ")
