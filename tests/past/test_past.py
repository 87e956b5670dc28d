"""The audits before this one: what the file keeps of them, and what it tells of the same findings later."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import duckdb
import pytest

from auditor.errors import UsageError
from auditor.past import followed, open_before, remember
from auditor.result import Result
from tests.outputs.document import document
from tests.outputs.stories import row

TOUCH = "threat/touch-response"


def audit_of(*rows: dict[str, Any], as_of: str = "2026-11-16T08:00:00Z", **parts: Any) -> Result:
    """A result of week 46 with these rows."""
    made = document()
    manifest = {**made["manifest"], "as_of": as_of, **parts.pop("manifest", {})}
    return cast(Result, {**made, "manifest": manifest, "verdicts": list(rows), **parts})


def week_45(*rows: dict[str, Any]) -> Result:
    """The audit a week before, which knew weeks 38 and 45."""
    period = {"since": "2026-11-01T23:00:00Z", "until": "2026-11-08T23:00:00Z"}
    tickets = {**document()["tickets"], "weeks": [a_week("2026-W38", 40, 4), a_week("2026-W45", 90, 5)]}
    return audit_of(*rows, as_of="2026-11-09T08:00:00Z", manifest=period, tickets=tickets)


def a_week(name: str, n: int, broke: int) -> dict[str, Any]:
    counts = {"violated": broke, "indeterminate": 0, "pending": 0, "complied": n - broke}
    policies = [{"pack": "executive_escalations", "policy": "threat", **counts}]
    return {"week": name, "in_scope": n, **counts, "policies": policies}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "history.duckdb"


def past(result: Result, file: Path) -> dict[str, Any]:
    return cast(dict[str, Any], followed(result, file)["past"])


def test_the_first_audit_has_no_past(file: Path) -> None:
    assert past(audit_of(), file) == {
        "audits": 0, "before": None, "weeks": [], "agents": [], "followed": [], "settled": [], "gone": []
    }  # fmt: skip
    assert not file.exists(), "asking makes no file"
    assert open_before(file) == frozenset()


def test_weeks_that_the_export_lacks_come_from_the_last_audit_that_reached_them(file: Path) -> None:
    older = week_45()
    older["tickets"]["weeks"][0] = cast(Any, a_week("2026-W38", 41, 9))
    older["manifest"]["as_of"] = "2026-11-02T08:00:00Z"
    older["manifest"]["until"] = "2026-11-01T23:00:00Z"
    remember(older, file)
    remember(week_45(), file)
    found = past(audit_of(), file)
    assert found["audits"] == 2
    assert found["before"] == "2026-11-09T08:00:00Z"
    assert found["weeks"] == [a_week("2026-W38", 40, 4)], "week 45 stands in the export itself"


def test_a_finding_is_followed_from_week_to_week(file: Path) -> None:
    remember(audit_of(row("7", TOUCH, "pending", "11-10 09:00"), as_of="2026-11-10T08:00:00Z"), file)
    remember(audit_of(row("7", TOUCH, "pending", "11-10 09:00"), as_of="2026-11-11T08:00:00Z"), file)
    now = row("7", TOUCH, "violated", "11-10 09:00")
    found = past(audit_of(now, row("8", TOUCH, "violated", "11-10 09:00")), file)
    assert found["followed"] == [
        {"fingerprint": now["fingerprint"], "first_seen": "2026-11-10T08:00:00Z", "was": "pending"}
    ]
    assert [(one["ticket_id"], one["was"], one["now"]) for one in found["settled"]] == [("7", "pending", "violated")]


def test_what_was_open_last_week_is_settled_although_it_lies_before_the_period(file: Path) -> None:
    was_open = row("7", TOUCH, "pending", "11-03 09:00")
    remember(week_45(was_open), file)
    assert open_before(file) == {was_open["fingerprint"]}
    kept = row("7", TOUCH, "complied", "11-03 09:00")
    found = past(audit_of(earlier=[kept]), file)
    assert [(one["ticket_id"], one["was"], one["now"]) for one in found["settled"]] == [("7", "pending", "complied")]
    assert found["followed"] == [], "it is no row of this week"


def test_what_is_open_still_is_not_settled(file: Path) -> None:
    remember(week_45(row("7", TOUCH, "pending", "11-03 09:00")), file)
    assert past(audit_of(earlier=[row("7", TOUCH, "indeterminate", "11-03 09:00")]), file)["settled"] == []


def test_a_breach_of_this_period_that_has_no_verdict_now_is_gone_and_one_of_another_period_is_not(file: Path) -> None:
    here, before = row("7", TOUCH, "violated", "11-10 09:00"), row("8", TOUCH, "violated", "11-03 09:00")
    remember(audit_of(here, before, as_of="2026-11-12T08:00:00Z"), file)
    assert [one["ticket_id"] for one in past(audit_of(), file)["gone"]] == ["7"]
    assert past(audit_of(row("7", TOUCH, "complied", "11-10 09:00")), file)["gone"] == []


def test_the_same_audit_again_changes_nothing_and_is_not_its_own_past(file: Path) -> None:
    remember(week_45(row("7", TOUCH, "pending", "11-03 09:00")), file)
    first = past(audit_of(row("9", TOUCH, "violated", "11-10 09:00")), file)
    remember(audit_of(row("9", TOUCH, "violated", "11-10 09:00")), file)
    remember(audit_of(row("9", TOUCH, "violated", "11-10 09:00")), file)
    assert past(audit_of(row("9", TOUCH, "violated", "11-10 09:00")), file) == first
    with duckdb.connect(str(file), read_only=True) as connection:
        assert connection.execute("select count(*) from audit").fetchall() == [(2,)]


def test_a_later_audit_is_not_the_past_of_an_earlier_one(file: Path) -> None:
    remember(audit_of(row("9", TOUCH, "violated", "11-10 09:00")), file)
    assert past(week_45(), file)["audits"] == 0


def test_everybodys_older_weeks_are_there_without_a_name(file: Path) -> None:
    older = week_45()
    older["agents"] = cast(Any, [{**document()["agents"][0], "weeks": [{"week": "2026-W38", **counts(3, 1)}]}])
    remember(older, file)
    (who,) = past(audit_of(), file)["agents"]
    assert who["weeks"] == [{"week": "2026-W38", **counts(3, 1)}]
    kept = b"".join(path.read_bytes() for path in file.parent.iterdir())
    assert str(document()["agents"][0]["name"]).encode() not in kept


def counts(complied: int, violated: int) -> dict[str, int]:
    return {"violated": violated, "indeterminate": 0, "pending": 0, "complied": complied}


def test_a_file_of_another_kind_is_refused_and_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("what I wanted to say")
    with pytest.raises(UsageError, match=r"--history .*notes\.txt: cannot be used"):
        followed(audit_of(), other)
    assert other.read_text() == "what I wanted to say"


def test_a_database_that_is_no_history_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.duckdb"
    with duckdb.connect(str(other)) as connection:
        connection.execute("create table mine (id integer)")
    for use in (followed, remember):
        with pytest.raises(UsageError, match="no history of audits"):
            use(audit_of(), other)
    with duckdb.connect(str(other)) as connection:
        assert connection.execute("select table_name from duckdb_tables()").fetchall() == [("mine",)]
