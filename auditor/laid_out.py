"""Histories as the reference reads them and as the compiled SQL reads them: the same tickets, both ways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import duckdb
import pyarrow as pa

from auditor.reference import Event, Ticket
from auditor.rows import records
from auditor.signals import column_of

STATES = ("status", "group", "assignee")
TEXT, WHOLE, TRUTH = pa.string(), pa.int64(), pa.bool_()


def read_tickets(
    connection: duckdb.DuckDBPyConnection, wanted: Sequence[str], names: Sequence[str], clocks: Sequence[str]
) -> dict[str, Ticket]:
    """The tickets of `every_signal` with these ids, with the signals of these names and the clocks of these names."""
    connection.register("wanted", pa.table({"ticket_id": pa.array(list(wanted), TEXT)}))
    events: dict[str, list[Event]] = {ticket_id: [] for ticket_id in wanted}
    for row in records(connection, EVENTS_SQL):
        events[row["ticket_id"]].append(_event(row, names, clocks))
    found = {
        row["ticket_id"]: _ticket(row, events[row["ticket_id"]], clocks)
        for row in records(connection, _tickets_sql(clocks))
    }
    connection.unregister("wanted")
    return found


EVENTS_SQL = """
    select signal.*, case when event.kind in ('set', 'change') then event.field end as changed
    from every_signal as signal
    semi join wanted using (ticket_id)
    left join event on event.ticket_id = signal.ticket_id and event.position = signal.position
    order by signal.ticket_id, signal.position"""


def _tickets_sql(clocks: Sequence[str]) -> str:
    def reading(clock: str, moment: str) -> str:
        wall = f"epoch_us({moment})"
        return (
            f"(select open_before + least({wall}, ends_at) - starts_at from schedule_segment where schedule = '{clock}'"
            f" and starts_at <= {wall} order by starts_at desc limit 1) as"
        )

    last = "coalesce(ticket.updated_at, ticket.last_at)"
    columns = "".join(
        f", {reading(clock, 'ticket.first_at')} first_{clock}, {reading(clock, last)} last_{clock}" for clock in clocks
    )
    return (
        "select ticket.*, epoch_us(ticket.first_at) as first_wall,"
        f" epoch_us({last}) as last_wall{columns} from ticket semi join wanted using (ticket_id)"
    )


def _event(row: Mapping[str, Any], names: Sequence[str], clocks: Sequence[str]) -> Event:
    return Event(
        position=row["position"],
        moment=row["moment"],
        update=row["update_position"],
        clocks={"wall": row["clock_wall"], **{clock: row[f"clock_{clock}"] for clock in clocks}},
        signals={name: row[column_of(name)] for name in names},
        carrier=row["carrier_update"],
        mirrored=row["mirrored"],
        closes_ticket=row["s__closed"],
        carried={name: row[f"{name}_carried"] for name in STATES},
        changes=frozenset([row["changed"]] if row["changed"] in STATES else []),
        foreign_time=row["foreign_time"],
        unknown_reason=row["unknown_reason"] or "not-recorded",
    )


def _ticket(row: Mapping[str, Any], events: Sequence[Event], clocks: Sequence[str]) -> Ticket:
    names = ("wall", *clocks)
    return Ticket(
        events=events,
        first_clocks={clock: row[f"first_{clock}"] or 0 for clock in names},
        last_clocks={clock: row[f"last_{clock}"] or 0 for clock in names},
        complete=row["complete"],
        deleted=row["deleted"],
        rows_unreadable=row["gaps"] > 0,
        group_differs="group" in row["snapshot_differs"],
        merge_followed=row["merge_followed"] is not False,
    )


def lay_out(
    connection: duckdb.DuckDBPyConnection, tickets: Mapping[str, Ticket], names: Sequence[str], clocks: Sequence[str]
) -> None:
    """Create `signal`, `every_signal`, `ticket` and `event` with these tickets and nothing else."""
    told = [_signal_row(ticket_id, event, names, clocks) for ticket_id, one in tickets.items() for event in one.events]
    connection.register("told", pa.Table.from_pylist(told, schema=_signal_schema(names, clocks)))
    connection.execute(
        "create or replace temp table every_signal as"
        " select * replace (make_timestamp(occurred_at) as occurred_at) from told"
    )
    connection.execute("create or replace temp table signal as select * from every_signal")
    connection.register("kept", pa.Table.from_pylist(list(_ticket_rows(tickets)), schema=TICKET_SCHEMA))
    connection.execute(
        "create or replace temp table ticket as select ticket_id, complete, deleted, gaps, merge_followed,"
        " make_timestamp(first_at) as first_at, make_timestamp(last_at) as last_at,"
        " make_timestamp(last_at) as updated_at,"
        " case when group_differs then ['group'] else [] end as snapshot_differs from kept"
    )
    connection.execute(
        "create or replace temp table event as select ticket_id, position, update_position, occurred_at, mirrored,"
        " case when changes = '' then 'other' else 'change' end as kind, changes as field from signal"
    )


TICKET_SCHEMA = pa.schema(
    {
        "ticket_id": TEXT, "complete": TRUTH, "deleted": TRUTH, "first_at": WHOLE, "last_at": WHOLE, "gaps": WHOLE,
        "group_differs": TRUTH, "merge_followed": TRUTH,
    }
)  # fmt: skip


def _signal_schema(names: Sequence[str], clocks: Sequence[str]) -> pa.Schema:
    texts = ("ticket_id", "event_id", "unknown_reason", "changes", "conversation_id")
    wholes = ("position", "moment", "update_position", "carrier_update", "occurred_at", "clock_wall")
    truths = ("mirrored", "foreign_time", "s__closed")
    return pa.schema(
        {
            **dict.fromkeys(texts, TEXT),
            **dict.fromkeys(wholes, WHOLE),
            **{f"clock_{clock}": WHOLE for clock in clocks},
            **dict.fromkeys(truths, TRUTH),
            **{f"{state}_carried": TEXT for state in STATES},
            **{column_of(name): TRUTH for name in names},
        }
    )


def _signal_row(ticket_id: str, event: Event, names: Sequence[str], clocks: Sequence[str]) -> dict[str, Any]:
    return {
        "ticket_id": ticket_id,
        "event_id": f"{ticket_id}-{event.position}",
        "position": event.position,
        "moment": event.moment,
        "update_position": event.update,
        "carrier_update": event.carrier,
        "occurred_at": event.clocks["wall"],
        "clock_wall": event.clocks["wall"],
        **{f"clock_{clock}": event.clocks[clock] for clock in clocks},
        "mirrored": event.mirrored,
        "foreign_time": event.foreign_time,
        "s__closed": event.closes_ticket,
        "unknown_reason": event.unknown_reason,
        "changes": ",".join(sorted(event.changes)),
        "conversation_id": None,
        **{f"{state}_carried": event.carried.get(state) for state in STATES},
        **{column_of(name): event.signals[name] for name in names},
    }


def _ticket_rows(tickets: Mapping[str, Ticket]) -> Iterator[dict[str, Any]]:
    for ticket_id, one in tickets.items():
        yield {
            "ticket_id": ticket_id,
            "complete": one.complete,
            "deleted": one.deleted,
            "first_at": one.first_clocks["wall"],
            "last_at": one.last_clocks["wall"],
            "gaps": int(one.rows_unreadable),
            "group_differs": one.group_differs,
            "merge_followed": one.merge_followed,
        }
