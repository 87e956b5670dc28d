"""A Zendesk account in small: tickets are told as audits, written in any form, and read back as canonical rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from auditor import exports

Json = dict[str, Any]
RULE = {"channel": "rule", "source": {"rel": "trigger", "from": {"id": 77, "title": "Notify requester"}, "to": {}}}
AUTOMATION = {
    "channel": "rule",
    "source": {"rel": "automation", "from": {"id": 88, "title": "Close after four days"}, "to": {}},
}


@dataclass
class Loaded:
    """An export that was read: its rows, in the order in which they happened."""

    connection: duckdb.DuckDBPyConnection
    capabilities: exports.Capabilities
    shape: str

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql).fetchall()

    def events(self, columns: str, where: str = "true") -> list[tuple[Any, ...]]:
        return self.rows(
            f"select {columns} from staged_event where {where} "
            "order by ticket_id, occurred_at, update_order, update_id, phase, turn, position"
        )

    def fates(self) -> dict[str, int]:
        return dict(self.rows("select fate, count(*) from source_row group by fate order by fate"))

    def reasons(self) -> list[tuple[Any, ...]]:
        return self.rows("select file, line, fate, reason from source_row where fate <> 'used' order by file, line")


@dataclass
class Account:
    """What an export holds; `read` writes it as line files and reads it."""

    folder: Path
    audits: list[Json] = field(default_factory=list)
    others: dict[str, list[Json]] = field(default_factory=dict)
    next_id: int = 1000

    def audit(
        self, *events: Any, ticket: Any = 1, at: Any = "2026-03-02T10:00:00Z", by: Any = 500, **more: Any
    ) -> Json:
        """One submit; its events get ids where they have none. 500 is the requester of the desk."""
        audit = {
            "id": self._id(),
            "ticket_id": ticket,
            "created_at": at,
            "author_id": by,
            "via": {"channel": "web"},
            **more,
        }
        audit["events"] = [self._named(event) for event in events]
        self.audits.append(audit)
        return audit

    def opening(self, text: str = "hello", **more: Any) -> Json:
        """A ticket comes in by mail: requester 500, group 30."""
        more.setdefault("via", {"channel": "email", "source": {"rel": None}})
        return self.audit(
            comment(text),
            {"type": "Create", "field_name": "requester_id", "value": "500"},
            {"type": "Create", "field_name": "status", "value": "new"},
            {"type": "Create", "field_name": "group_id", "value": "30"},
            **more,
        )

    def users(self) -> None:
        self.others["users"] = [
            {"id": 500, "name": "Rika Requester", "role": "end-user", "active": True},
            {"id": 9, "name": "Ana Agent", "role": "agent", "active": True},
            {"id": 10, "name": "Bo Agent", "role": "admin", "active": True},
        ]

    def write(self) -> int:
        """The export as line files; how many rows it has."""
        for name, rows in {"ticket_audits": self.audits, **self.others}.items():
            text = "".join(json.dumps(row) + "\n" for row in rows)
            (self.folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
        return len(self.audits) + sum(map(len, self.others.values()))

    def read(self) -> Loaded:
        rows = self.write()
        return read([self.folder], rows)

    def read_beside(self, more: int) -> Loaded:
        """Reads the account with files that hold `more` rows and stand in its folder already."""
        return read([self.folder], self.write() + more)

    def _named(self, event: Any) -> Any:
        return {"id": self._id(), **event} if isinstance(event, Mapping) and "id" not in event else event

    def _id(self) -> int:
        self.next_id += 1
        return self.next_id


def read(paths: Sequence[Path], rows: int | None = None, shape: str | None = None) -> Loaded:
    """Reads an export and reconciles: as many rows have a fate as were written, each one fate, each event one id."""
    connection = duckdb.connect()
    loaded = exports.load(connection, paths, shape)
    result = Loaded(connection, loaded.capabilities, loaded.shape.name)
    if rows is not None:
        assert sum(result.fates().values()) == rows
    assert (
        result.rows("select file, line, role from source_row group by all having count(*) > 1 and max(fate) <> 'used'")
        == []
    )
    assert result.rows("select event_id from staged_event group by all having count(*) > 1") == []
    assert (
        result.rows("select ticket_id, update_id from staged_event group by all having count(distinct occurred_at) > 1")
        == []
    )
    assert result.rows("select ticket_id, update_id, position from staged_event group by all having count(*) > 1") == []
    return result


def comment(text: str | None, public: bool | None = True, **more: Any) -> Json:
    return {"type": "Comment", "body": text, "public": public, "attachments": [], **more}


def change(name: str, value: Any, before: Any = None, **more: Any) -> Json:
    return {"type": "Change", "field_name": name, "value": value, "previous_value": before, **more}


def said(index: int, who: str, person: Any, text: str, at: Any, **more: Any) -> Json:
    """A turn of a chat."""
    return {
        "chat_index": index,
        "type": "ChatMessage",
        "actor_type": who,
        "actor_id": person,
        "message": text,
        "timestamp": at,
        **more,
    }


class Stories:
    """Many small histories in one export, so that it is read once; each test looks at its own ticket."""

    def __init__(self) -> None:
        self.told: list[Callable[[Account], None]] = []

    def __call__(self, tell: Callable[[Account], None]) -> Callable[[Account], None]:
        self.told.append(tell)
        return tell

    def read(self, folder: Path) -> Loaded:
        account = Account(folder)
        account.users()
        for tell in self.told:
            tell(account)
        return account.read()
