"""Waivers and reviews: what people decided about findings, and how often the machine was wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from auditor.outputs.telling.cases import duties_by_name, duty_title
from auditor.outputs.telling.stands import stands
from auditor.outputs.xlsx.blocks import Block, Cell, Writer
from auditor.outputs.xlsx.sheet import Sheets
from auditor.rates import rate
from auditor.result import BaselineEntry, Duty, PolicyReviews, Result, VerdictRow

NAME = "Waivers and reviews"
WIDTHS = (30, 34, 16, 16, 24, 24, 14, 10, 60)
WAIVERS = ("Waiver", "Covers", "State", "Findings", "From", "Expires", "Owner", "Approver", "Reason")
REVIEWS = ("Policy", "Reviewed (n)", "Upheld", "Overturned", "Of the wrong agent", "Share overturned", "95 % from",
           "95 % to", "Waiting for a decision")  # fmt: skip
FINDINGS = ("Fingerprint", "Duty", "Ticket", "Severity", "Verdict", "After review", "Fails the run", "", "Decision")
ENTRIES = ("Fingerprint", "Duty", "Ticket", "Severity")


def add(sheets: Sheets, result: Result) -> None:
    """The sheet."""
    writer = Writer(sheets, NAME, WIDTHS)
    environment = result["decisions"]["environment"]
    writer.line("sentence", "What people decided", points=25)
    writer.line("note", f"Environment: {environment or 'not named'}. The machine's verdict always stays beside it.")
    for block in _blocks(result, sheets.zone):
        writer.block(block)


def _blocks(result: Result, zone: ZoneInfo) -> Iterator[Block]:
    decisions = result["decisions"]
    waivers: list[list[Cell]] = [
        [("text", item["id"]), ("text", item["scope"]), ("text", item["state"]), ("count", item["covers"]),
         ("date", item["effective_from"]), ("date", item["expires"]), ("text", item["owner"]),
         ("text", item["approver"]), ("text", item["reason"])]
        for item in decisions["waivers"]
    ]  # fmt: skip
    yield Block("Waivers", WAIVERS, waivers, "There is no waiver.")
    yield Block("Reviews by policy", REVIEWS, _reviews(result), "Nobody reviewed a finding yet.")
    yield Block("Findings with a decision", FINDINGS, _findings(result, zone), "Nobody decided about a finding yet.")
    yield from _baseline(result)
    unmatched: list[list[Cell]] = [[("code", fingerprint)] for fingerprint in decisions["unmatched"]]
    yield Block("Decisions about findings that this audit does not hold", ("Fingerprint",), unmatched, "None.")


def _reviews(result: Result) -> list[list[Cell]]:
    titles = {(policy["pack"], policy["policy"]): policy["title"] for policy in result["policies"]}
    return [
        [("text", titles.get((item["pack"], item["policy"]), item["policy"])), ("count", item["reviewed"]),
         ("count", item["upheld"]), ("count", item["overturned"]), ("count", item["wrong_agent"]),
         *_overturned(item), ("count", item["disputed"])]
        for item in result["decisions"]["reviews"]
    ]  # fmt: skip


def _overturned(item: PolicyReviews) -> list[Cell]:
    """The share that people overturned; of fewer than five reviews it says nothing."""
    found = rate(item["overturned"], item["reviewed"])
    if not found.enough:
        return [("text", "too few to say"), ("text", None), ("text", None)]
    return [("share", found.share), ("share", found.low), ("share", found.high)]


def _findings(result: Result, zone: ZoneInfo) -> list[list[Cell]]:
    duties = duties_by_name(result)
    return [
        [("code", row["fingerprint"]), ("text", duty_title(row, duties)), ("text", row["ticket_id"]),
         ("severity", row["severity"]), ("verdict", row["verdict"]), ("verdict", row["standing"]["reviewed"]),
         ("text", row["standing"]["fails"]), ("text", None), ("text", stands(row, zone))]
        for row in result["verdicts"]
        if _was_decided(row)
    ]  # fmt: skip


def _was_decided(row: VerdictRow) -> bool:
    """By people, about this one finding; a baseline is a list that a machine wrote."""
    standing = row["standing"]
    return any((standing["disposition"], standing["waiver"], standing["override"]))


def _baseline(result: Result) -> Iterator[Block]:
    baseline = result["decisions"]["baseline"]
    if baseline is None:
        yield Block("Baseline", (), [], "There is no baseline.")
        return
    counts: list[list[Cell]] = [
        [("text", "Entries"), ("count", baseline["entries"])],
        [("text", "Known and broken still"), ("count", baseline["known"])],
        [("text", "New"), ("count", baseline["new"])],
        [("text", "Fixed"), ("count", len(baseline["fixed"]))],
        [("text", "Ended: the ticket's history changed"), ("count", len(baseline["ended"]))],
    ]
    yield Block("Baseline", ("Findings", "How many"), counts)
    yield Block("Fixed since the baseline", ENTRIES, _entries(baseline["fixed"], result), "None.")
    yield Block("Ended baseline entries", ENTRIES, _entries(baseline["ended"], result), "None.")


def _entries(entries: list[BaselineEntry], result: Result) -> list[list[Cell]]:
    duties = duties_by_name(result)
    return [
        [("code", entry["fingerprint"]), ("text", _title(entry, duties)), ("text", entry["ticket_id"]),
         ("severity", entry["severity"])]
        for entry in entries
    ]  # fmt: skip


def _title(entry: BaselineEntry, duties: Mapping[str, Duty]) -> str:
    found = duties.get(f"{entry['pack']}/{entry['policy']}/{entry['duty']}")
    return found["title"] if found else entry["duty"]
