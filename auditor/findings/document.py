"""Findings and history → the result document that feeds every report."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, cast
from zoneinfo import ZoneInfo

import duckdb

from auditor.evaluate import Undecidable
from auditor.instants import instant, moment_of
from auditor.policy.pack import Pack
from auditor.result import (
    VERDICTS,
    AgentCounts,
    AgentWeek,
    Capabilities,
    Case,
    Clause,
    Input,
    Policy,
    PolicyWeek,
    ReviewItem,
    Rows,
    Tickets,
    Unflagged,
    Verdict,
    VerdictCounts,
    VerdictRow,
    WeekCounts,
)
from auditor.rows import first_row, records

SQL_FOLDER = Path(__file__).parent
QUARANTINE_SHOWN = 1000
Kind = Literal["agent", "rule", "group", "nobody"]  # of who answers


def counts(verdicts: Iterable[Verdict]) -> VerdictCounts:
    """How many of each verdict, every verdict named."""
    found = Counter(verdicts)
    return {
        "violated": found["violated"],
        "indeterminate": found["indeterminate"],
        "pending": found["pending"],
        "complied": found["complied"],
    }


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """A ticket folds worst first."""
    return min(verdicts, key=VERDICTS.index)


def inputs_document(connection: duckdb.DuckDBPyConnection) -> list[Input]:
    """The files that were read, with their digests."""
    return cast(
        "list[Input]", records(connection, "select file, role, bytes, sha256 from source_file order by file, role")
    )


def rows_document(connection: duckdb.DuckDBPyConnection) -> Rows:
    """What became of every row that was read."""
    by_file = records(
        connection,
        """select file, role, count(*) as read, count(*) filter (where fate = 'used') as used,
            count(*) filter (where fate = 'duplicate') as duplicate,
            count(*) filter (where fate = 'quarantined') as quarantined
        from source_row group by all order by file, role""",
    )
    quarantine = records(
        connection,
        "select file, line, reason from source_row where fate = 'quarantined'"
        f" order by file, line, reason limit {QUARANTINE_SHOWN}",
    )
    unknown = records(
        connection,
        "select coalesce(source_type, '(none)') as type, count(*) as count from event"
        " where kind = 'other' and not mirrored group by all order by type",
    )
    notes = records(connection, "select name, count from history_note order by name")
    total = {name: sum(row[name] for row in by_file) for name in ("read", "used", "duplicate", "quarantined")}
    parts = {"by_file": by_file, "quarantine": quarantine, "unknown_event_types": unknown, "notes": notes}
    return cast("Rows", {**total, **parts})


def capabilities_document(
    shown: Iterable[str], missing: Mapping[str, str], undecidable: Sequence[tuple[Pack, Undecidable]]
) -> Capabilities:
    """What this export can show, and what that leaves undecided."""
    return {
        "shown": sorted(shown),
        "missing": [{"capability": name, "why": why} for name, why in sorted(missing.items())],
        "undecidable": [
            {"pack": pack.name, "policy": one.policy, "duty": one.duty, "reason": one.reason}
            for pack, one in undecidable
        ],
    }


def tickets_document(
    connection: duckdb.DuckDBPyConnection,
    verdicts: Sequence[VerdictRow],
    every_verdict: Sequence[VerdictRow],
    contact_types: Sequence[str],
    zone: ZoneInfo,
    period: tuple[datetime | None, datetime | None],
) -> Tickets:
    """The tickets of the period: counts, weeks and the cases with their evidence."""
    by_ticket: dict[str, list[VerdictRow]] = defaultdict(list)
    for row in verdicts:
        by_ticket[row["ticket_id"]].append(row)
    folded = {ticket: worst(row["verdict"] for row in rows) for ticket, rows in by_ticket.items()}
    (read, unreadable) = _read_tickets(connection, contact_types, period)
    return {
        "read": max(read, len(folded)),
        "in_scope": len(folded),
        "not_applicable": max(read - len(folded), 0),
        "by_verdict": counts(folded.values()),
        "unreadable": unreadable,
        "weeks": _weeks(every_verdict, zone),
        "cases": _cases(connection, folded, contact_types),
    }


def _read_tickets(
    connection: duckdb.DuckDBPyConnection, contact_types: Sequence[str], period: tuple[datetime | None, datetime | None]
) -> tuple[int, int]:
    row = first_row(
        connection,
        (SQL_FOLDER / "tickets_read.sql").read_text(encoding="utf-8"),
        {"since": period[0], "until": period[1], "contact_types": list(contact_types)},
    )
    return (int(row[0]), int(row[1])) if row else (0, 0)


def _weeks(verdicts: Sequence[VerdictRow], zone: ZoneInfo) -> list[WeekCounts]:
    """Cases by the week of their triggers; a ticket with triggers in two weeks is a case of both."""
    found: dict[str, list[VerdictRow]] = defaultdict(list)
    for row in verdicts:
        found[_week(row, zone)].append(row)
    return [
        {"week": week, "in_scope": len(folded), **counts(folded), "policies": _policies_of(rows)}
        for week, rows in sorted(found.items())
        if (folded := _folded(rows))
    ]


def _week(row: VerdictRow, zone: ZoneInfo) -> str:
    year, week, _ = moment_of(row["trigger"]["at"]).astimezone(zone).isocalendar()
    return f"{year}-W{week:02d}"


def _folded(rows: Iterable[VerdictRow]) -> list[Verdict]:
    """The worst verdict of each ticket."""
    tickets: dict[str, list[Verdict]] = defaultdict(list)
    for row in rows:
        tickets[row["ticket_id"]].append(row["verdict"])
    return [worst(found) for found in tickets.values()]


def _policies_of(rows: Iterable[VerdictRow]) -> list[PolicyWeek]:
    found: dict[tuple[str, str], list[Verdict]] = defaultdict(list)
    for row in rows:
        found[row["pack"], row["policy"]].append(row["verdict"])
    return [{"pack": pack, "policy": policy, **counts(own)} for (pack, policy), own in sorted(found.items())]


def _cases(
    connection: duckdb.DuckDBPyConnection, folded: Mapping[str, Verdict], contact_types: Sequence[str]
) -> list[Case]:
    connection.execute("create or replace temp table scoped (ticket_id varchar, told boolean)")
    if folded:
        names, told = list(folded), [verdict != "complied" for verdict in folded.values()]
        connection.execute("insert into scoped select unnest($names), unnest($told)", {"names": names, "told": told})
    timelines = _grouped(
        records(connection, (SQL_FOLDER / "timeline.sql").read_text(encoding="utf-8")), _timeline_event
    )
    contacts = _grouped(
        records(
            connection,
            (SQL_FOLDER / "case_contacts.sql").read_text(encoding="utf-8"),
            {"contact_types": list(contact_types)},
        ),
        _contact,
    )
    tickets = records(connection, (SQL_FOLDER / "cases.sql").read_text(encoding="utf-8"))
    return [
        {
            "ticket_id": row["ticket_id"],
            "subject": row["subject"],
            "requester": {"id": row["requester_id"], "name": row["requester_name"]} if row["requester_id"] else None,
            "channel": row["channel"],
            "created_at": instant(row["created_at"]) if row["created_at"] else None,
            "verdict": folded[row["ticket_id"]],
            "history_sha256": row["history_sha256"],
            "contacts": contacts.get(row["ticket_id"], []),
            "timeline": timelines.get(row["ticket_id"], []),
        }
        for row in tickets
    ]


def _grouped(rows: Iterable[dict[str, Any]], make: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row["ticket_id"]].append(make(row))
    return found


def _timeline_event(row: Mapping[str, Any]) -> dict[str, Any]:
    plain = ("event_id", "kind", "channel", "public", "text", "field", "value", "previous_value", "macro")
    actor = {"id": row["actor_id"], "name": row["actor_name"], "role": row["actor_role"]}
    return {
        **{name: row[name] for name in plain},
        "at": instant(row["occurred_at"]),
        "update": row["update_id"],
        "actor": actor if any(actor.values()) else None,
    }


def _contact(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": row["type"],
        "tier": row["tier"],
        "event_id": row["event_id"],
        "at": instant(row["occurred_at"]),
        "phrase": row["phrase"],
        "span": [row["span_start"], row["span_end"]],
        "sentence": row["sentence"],
    }


def policies_document(packs: Sequence[Pack], verdicts: Sequence[VerdictRow]) -> list[Policy]:
    """Every policy and duty, with how often it was kept."""
    found: dict[tuple[str, str, str], list[Verdict]] = defaultdict(list)
    for row in verdicts:
        found[row["pack"], row["policy"], row["duty"]].append(row["verdict"])
    return [
        {
            "pack": pack.name,
            "policy": policy.name,
            "title": policy.text.title,
            "file": policy.file,
            "duties": [
                {
                    "duty": duty.name,
                    "title": duty.text.title,
                    "clauses": list(duty.text.clauses),
                    "severity": duty.text.severity,
                    "line": duty.line,
                    "kb": " ".join(pack.clauses[clause].paraphrase for clause in duty.text.clauses),
                    "counts": counts(found[pack.name, policy.name, duty.name]),
                }
                for duty in policy.duties
            ],
        }
        for pack in packs
        for policy in pack.policies
    ]


def clauses_document(packs: Sequence[Pack]) -> list[Clause]:
    """The registers of the knowledge bases, in their order."""
    return [
        {"id": name, "paraphrase": clause.paraphrase, "state": clause.state, "why": clause.why or None}
        for pack in packs
        for name, clause in pack.clauses.items()
    ]


def agents_document(
    verdicts: Sequence[VerdictRow], every_verdict: Sequence[VerdictRow], zone: ZoneInfo
) -> list[AgentCounts]:
    """The instances by who answers for them; by week, those outside the period as well."""
    found, ever = _by_holder(verdicts), _by_holder(every_verdict)
    return [
        {
            "id": id_ or None,
            "name": name or None,
            "kind": kind,
            "in_scope": len(rows),
            **counts(row["verdict"] for row in rows),
            "weeks": _weeks_of(ever[kind, id_, name], zone),
        }
        for (kind, id_, name), rows in sorted(found.items(), key=lambda item: item[0])
    ]


def _by_holder(verdicts: Iterable[VerdictRow]) -> dict[tuple[Kind, str, str], list[VerdictRow]]:
    found: dict[tuple[Kind, str, str], list[VerdictRow]] = defaultdict(list)
    for row in verdicts:
        who = row["responsible"]
        found[who["kind"], who["id"] or "", who["name"] or ""].append(row)
    return found


def _weeks_of(rows: Iterable[VerdictRow], zone: ZoneInfo) -> list[AgentWeek]:
    found: dict[str, list[Verdict]] = defaultdict(list)
    for row in rows:
        found[_week(row, zone)].append(row["verdict"])
    return [{"week": week, **counts(own)} for week, own in sorted(found.items())]


def review_document(
    connection: duckdb.DuckDBPyConnection, contact_types: Sequence[str], period: tuple[datetime | None, datetime | None]
) -> list[ReviewItem]:
    """Weak signals that no certain one of the same ticket stands beside; nobody is accused by them."""
    rows = records(
        connection,
        (SQL_FOLDER / "review.sql").read_text(encoding="utf-8"),
        {"contact_types": list(contact_types), "since": period[0], "until": period[1]},
    )
    return [
        {
            "ticket_id": row["ticket_id"],
            "type": row["type"],
            "phrase": row["phrase"],
            "sentence": row["sentence"],
            "at": instant(row["occurred_at"]),
        }
        for row in rows
    ]


def unflagged_document(
    connection: duckdb.DuckDBPyConnection,
    contact_types: Sequence[str],
    period: tuple[datetime | None, datetime | None],
    seed: int,
    size: int,
) -> Unflagged:
    """A random sample of the tickets that show no contact type; the same seed draws the same tickets."""
    rows = records(
        connection,
        (SQL_FOLDER / "unflagged.sql").read_text(encoding="utf-8"),
        {"contact_types": list(contact_types), "since": period[0], "until": period[1], "seed": seed, "size": size},
    )
    return {
        "seed": seed,
        "unflagged": rows[0]["unflagged"] if rows else 0,
        "flagged": rows[0]["flagged"] if rows else 0,
        "sample": [
            {
                "ticket_id": row["ticket_id"],
                "at": instant(row["first_at"]) if row["first_at"] else None,
                "words": row["body"],
            }
            for row in rows
        ],
    }


def utc_naive(moment: datetime | None) -> datetime | None:
    """An instant as DuckDB's timestamps have it: UTC, without a zone."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment else None
