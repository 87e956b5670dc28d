"""The sheets of figures: per duty, per person, per week; every share with its n and its interval."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from unicodedata import combining, normalize

from auditor.outputs.telling.cases import unnamed
from auditor.outputs.telling.moments import monday
from auditor.outputs.telling.words import VERDICT_WORDS
from auditor.outputs.xlsx.sheet import Column, Sheets
from auditor.rates import FEWEST, Rate, rate
from auditor.result import VERDICTS, Result

DUTIES, PEOPLE, WEEKS = "Duties", "People", "Weeks"
FEW = f"fewer than {FEWEST} decided: too few to say"
ALL_CASES = "All cases"
PRINTED = 14  # columns that go on paper
HEAT = {"type": "2_color_scale", "min_type": "num", "min_value": 0, "min_color": "#FFFFFF", "max_type": "num",
        "max_value": 0.5, "max_color": "#E99783"}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A row of a table of figures: counts by verdict, and what else its columns read."""

    counts: Mapping[str, Any]
    about: Mapping[str, Any]

    @property
    def broken(self) -> Rate:
        """Broken of decided."""
        return rate(self.counts["violated"], self.counts["violated"] + self.counts["complied"])


def add(sheets: Sheets, result: Result) -> None:
    """The three sheets."""
    _table(sheets, DUTIES, _duty_columns(), list(_duties(result)))
    people = sorted(_people(result), key=lambda line: (line.about["kind"] != "agent", _plain(line.about["name"])))
    scored = any(line.about["score"] for line in people)
    _table(sheets, PEOPLE, _people_columns(scored), people)
    _table(sheets, WEEKS, week_columns(), list(weeks(result)))


def _table(sheets: Sheets, name: str, columns: list[Column], lines: list[Line]) -> None:
    sheets.table(
        name, columns, lines, empty="No duty was triggered.", printed=PRINTED, grey=lambda line: not line.broken.enough
    )
    shares = [place for place, column in enumerate(columns) if column.head == "Share broken"]
    for place in shares if lines else ():
        sheets.workbook.get_worksheet_by_name(name).conditional_format(1, place, len(lines), place, HEAT)


def _about(head: str, name: str, kind: Any = "text", widest: int = 44) -> Column:
    return Column(head, kind, lambda line: line.about[name], widest)


def _counts() -> list[Column]:
    """How many of each verdict, worst first."""
    return [Column(VERDICT_WORDS[verdict], "count", partial(_count, verdict)) for verdict in VERDICTS]


def _count(verdict: str, line: Line) -> int:
    return int(line.counts[verdict])


def _shares() -> list[Column]:
    """Broken of decided with Wilson's 95 % interval; of fewer than five nothing is said."""
    return [
        Column("Decided (n)", "count", lambda line: line.broken.of),
        Column("Share broken", "share", lambda line: line.broken.share if line.broken.enough else None),
        Column("95 % from", "share", lambda line: line.broken.low if line.broken.enough else None),
        Column("95 % to", "share", lambda line: line.broken.high if line.broken.enough else None),
        Column("Note", "text", lambda line: line.about.get("note") or (None if line.broken.enough else FEW), 50),
    ]


def _duty_columns() -> list[Column]:
    return [
        _about("Policy", "policy", widest=34),
        _about("Duty", "title", widest=50),
        _about("Severity", "severity", "severity"),
        *_counts(),
        *_shares(),
        _about("Clauses", "clauses", widest=28),
        _about("What the clauses ask for", "kb", widest=60),
        _about("File", "file", "code", 50),
    ]


def _duties(result: Result) -> Iterator[Line]:
    undecidable = {
        (item["pack"], item["policy"], item["duty"]): item["reason"] for item in result["capabilities"]["undecidable"]
    }
    for policy in result["policies"]:
        for duty in policy["duties"]:
            yield Line(
                duty["counts"],
                {
                    **duty,
                    "policy": policy["title"],
                    "clauses": ", ".join(duty["clauses"]),
                    "file": f"{policy['file']}:{duty['line']}" if duty["line"] else policy["file"],
                    "note": undecidable.get((policy["pack"], policy["policy"], duty["duty"])),
                },
            )


def _people_columns(scored: bool) -> list[Column]:
    scores = [
        Column("Score", "share", lambda line: (line.about["score"] or {}).get("score")),
        Column("Scored tickets", "count", lambda line: (line.about["score"] or {}).get("tickets")),
        Column("Without auto-fail", "share", lambda line: (line.about["score"] or {}).get("without_auto_fail")),
    ]
    named = [_about("Name", "name", widest=30), _about("Is a", "kind"), _about("Duties", "in_scope", "count")]
    return [*named, *_counts(), *_shares(), *(scores if scored else ())]


def _people(result: Result) -> Iterator[Line]:
    """Who answered for how much. No rank: of fewer than five tickets there is no score either."""
    scores = {(item["id"], item["name"]): item["score"] for item in result["scores"]["agents"] if item["ranked"]}
    for agent in result["agents"]:
        name = "Nobody" if agent["kind"] == "nobody" else agent["name"] or unnamed(agent["kind"], agent["id"])
        score = scores.get((agent["id"], agent["name"])) if agent["kind"] == "agent" else None
        yield Line(agent, {"name": name, "kind": agent["kind"], "in_scope": agent["in_scope"], "score": score})


def _plain(name: str) -> str:
    """A name for sorting: without accents and case."""
    return "".join(letter for letter in normalize("NFKD", name).casefold() if not combining(letter))


def week_columns() -> list[Column]:
    """The columns of the sheet of weeks, in their order."""
    named = [_about("Week", "week"), _about("Starts", "starts", "day"), _about("Of", "of", widest=34)]
    return [*named, _about("Counts", "unit"), *_counts(), *_shares()]


def weeks(result: Result) -> Iterator[Line]:
    """All cases week by week, oldest first, then each policy's duties; earlier audits give the weeks before."""
    past = result["past"]
    found = sorted([*(past["weeks"] if past else ()), *result["tickets"]["weeks"]], key=lambda item: item["week"])
    for week in found:
        yield Line(week, {**_named(week["week"]), "of": ALL_CASES, "unit": "cases"})
    for policy in result["policies"]:
        for week in found:
            for counts in week["policies"]:
                if (counts["pack"], counts["policy"]) == (policy["pack"], policy["policy"]):
                    yield Line(counts, {**_named(week["week"]), "of": policy["title"], "unit": "duties"})


def _named(week: str) -> Mapping[str, str]:
    return {"week": week, "starts": monday(week).isoformat()}
