"""The history: the staged rows of any export, put in order, with the state and the roles that hold at each event.

`build` reads the tables of `exports/canonical.sql` and writes the ones that everything after it reads:

- `event`: one row per event in the order `ticket_id, position`. `position` is the total order of the ticket,
  `update_position` its atomic update, `moment` a phase of it (what was submitted; what rules then did): "after" is
  strict on moments. `status`, `group_id` and `assignee_id` are the values at the end of the moment, `…_before` at the
  end of the moment before, `…_left` at the end of the update; NULL is unknown, '' is none.
  `mirrored` rows are copies. After a merge, what people do in the target, and its moves of group, belong to the ticket
  merged away (with the status and the holder of the target); at the merge, the words of the contacts of the ticket
  merged away belong to the target. A copy's id is the event's, `@`, and the ticket it is copied into.
- `ticket`: one row per ticket that begins by the as-of time, with its span, whether its first update is in the export
  (`complete`), how many contradictions its changes hold (`holes`), how many of its rows could not be read (`gaps`), and
  whether the ticket it was merged into is here (`merge_followed`; NULL where it was not merged).
- `user_account`, `user_group`, `macro`: one row per id.
- `history_note`: what a reader of the report should know of the whole, as name and count; counts of zero are left out.

State and roles are derived from the whole export and cut afterwards, so that an earlier as-of time never changes what
an event looks like. The requester is the one of that moment, where changes of requester are recorded.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import duckdb

STEPS = ("accounts", "changes", "tickets", "start", "roles", "merges", "order", "state", "events", "summary")
_FOLDER = Path(__file__).with_name("history_sql")


def build(connection: duckdb.DuckDBPyConnection, as_of: datetime | None) -> None:
    """Turn the staged tables into the history, up to and with `as_of` (UTC; a time without a zone is taken as UTC).

    Without `as_of` everything staged is in. The staged tables are left as they are.
    """
    until = "infinity" if as_of is None else _utc(as_of)
    connection.execute("create or replace temp table audited_until as select $1::timestamp as as_of", [until])
    held = _temporary_tables(connection)
    for step in STEPS:
        connection.execute((_FOLDER / f"{step}.sql").read_text(encoding="utf-8"))
    for table in [*sorted(_temporary_tables(connection) - held), "audited_until"]:
        connection.execute(f'drop table "{table}"')


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)


def _temporary_tables(connection: duckdb.DuckDBPyConnection) -> set[str]:
    rows = connection.execute("select table_name from duckdb_tables() where temporary").fetchall()
    return {name for (name,) in rows}
