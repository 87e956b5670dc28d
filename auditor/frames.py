"""The Python API: DataFrames in, DataFrames out. pandas stands here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor import exports
from auditor.audit import Call, audit_export, audit_loaded, database, rulebook
from auditor.errors import UsageError
from auditor.result import Result
from auditor.times import instant_of

if TYPE_CHECKING:  # read when a table is asked for: the command line never waits for it
    import pandas as pd


@dataclass(frozen=True)
class Audit:
    """An audit as a document (the content of result.json) and as tables."""

    document: Result

    @property
    def verdicts(self) -> pd.DataFrame:
        """One row per obligation instance; nested parts are columns such as `responsible.id`."""
        import pandas as pd

        return pd.json_normalize([dict(row) for row in self.document["verdicts"]])

    @property
    def tickets(self) -> pd.DataFrame:
        """One row per ticket in scope, with the verdict it folds to."""
        import pandas as pd

        cases = [
            {name: value for name, value in case.items() if name not in ("timeline", "contacts")}
            for case in self.document["tickets"]["cases"]
        ]
        return pd.json_normalize(cases)


def audit(
    export: str | Path | None = None,
    *,
    events: pd.DataFrame | None = None,
    tickets: pd.DataFrame | None = None,
    users: pd.DataFrame | None = None,
    groups: pd.DataFrame | None = None,
    macros: pd.DataFrame | None = None,
    policies: str | Path | None = None,
    parameters: Mapping[str, Any] | None = None,
    shape: str | None = None,
    as_of: str | datetime | None = None,
    since: str | datetime | None = None,
    until: str | datetime | None = None,
    timezone: str = "UTC",
) -> Audit:
    """Audit an export's path, or DataFrames of the `events` shape (docs/events-format.md).

    Times are ISO 8601 texts or datetimes; without a zone they are in `timezone`. Raises
    auditor.errors.AuditorError, whose `messages` say what to mend.
    """
    call = Call(
        policies=Path(policies) if policies else None,
        parameters=dict(parameters or {}),
        shape=shape,
        as_of=instant_of(as_of, timezone, "as_of"),
        since=instant_of(since, timezone, "since"),
        until=instant_of(until, timezone, "until"),
        timezone=timezone,
    )
    if (export is None) == (events is None):
        raise UsageError("audit() takes either an export's path or events=DataFrame.")
    if export is not None:
        return Audit(audit_export([Path(export)], call))
    rules = rulebook(call)
    with database() as connection:
        frames = {"events": events, "tickets": tickets, "users": users, "groups": groups, "macros": macros}
        loaded = exports.load_frames(connection, frames)
        return Audit(audit_loaded(connection, loaded, rules, call, lambda _: None))
