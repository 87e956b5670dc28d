"""Which file of a Zendesk export holds what: by its rows first, by its name where the rows do not tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from auditor.exports.json_files import Head, is_json_file, read_head

AUDITS = "ticket_audits"
TICKET_EVENTS = "ticket_events"
ROLES = (AUDITS, TICKET_EVENTS, "tickets", "users", "groups", "macros", "custom_statuses")

# The keys under which an API page, or a row wrapped on its own, holds its rows.
COLLECTIONS = {
    "ticket_audits": AUDITS,
    "audits": AUDITS,
    "audit": AUDITS,
    "ticket_audit": AUDITS,
    "ticket_events": TICKET_EVENTS,
    "ticket_event": TICKET_EVENTS,
    "tickets": "tickets",
    "ticket": "tickets",
    "deleted_tickets": "deleted_tickets",
    "users": "users",
    "user": "users",
    "groups": "groups",
    "group": "groups",
    "macros": "macros",
    "macro": "macros",
    "custom_statuses": "custom_statuses",
    "custom_status": "custom_statuses",
}

NAME = re.compile(
    r"(?:^|.*[._ -])"
    r"(ticket[_-]?audits?|audits?|ticket[_-]?events?|custom[_-]?status(?:es)?|tickets?|users?|groups?|macros?)"
    r"(?:[._ -]*(?:page|part|chunk|all|export)?[._ -]*[0-9]*)*$"
)
GROUP_KEYS = {"url", "id", "name", "description", "default", "deleted", "is_public", "created_at", "updated_at"}


@dataclass(frozen=True)
class ZendeskFile:
    """A JSON file of an export: its form, and the role of its bare rows (None: not of this export)."""

    path: Path
    head: Head
    role: str | None

    def holds(self, role: str) -> bool:
        """Whether the file's first rows, or its name, say that it holds rows of this role."""
        return role == (COLLECTIONS.get(self.head.collection or "") or self.role)


def look_at(files: Sequence[Path]) -> Iterator[ZendeskFile]:
    """Each JSON file with the role of its rows; a look at the first lines only."""
    for path in files:
        if is_json_file(path):
            head = read_head(path, COLLECTIONS)
            yield ZendeskFile(path, head, role_of(head, path))


def role_of(head: Head, path: Path) -> str | None:
    """What the rows are: the first row decides, the name where the row is silent."""
    if head.form == "other":
        return None
    by_name = role_of_name(path)
    if head.first is None:
        return by_name
    return role_of_row(head.first) or by_name


def role_of_name(path: Path) -> str | None:
    """The role that a file's name says, prefixes, page numbers and endings apart."""
    stem = path.name.lower().removesuffix(".gz").rsplit(".", 1)[0]
    found = NAME.match(stem)
    if not found:
        return None
    word = found.group(1).replace("-", "_")
    if "audit" in word:
        return AUDITS
    if "event" in word:
        return TICKET_EVENTS
    return "custom_statuses" if word.startswith("custom") else word.rstrip("s") + "s"


def role_of_row(row: dict[str, object]) -> str | None:
    """The role that a row's own keys say."""
    keys = row.keys()
    group = {"id", "name"} <= keys and keys & {"default", "is_public", "deleted"} and keys <= GROUP_KEYS
    # triggers, automations and views have actions and a title too, and conditions besides
    macro = {"actions", "title"} <= keys and not keys & {"conditions", "conditions_all"}
    signs = {
        TICKET_EVENTS: "child_events" in keys,
        AUDITS: "events" in keys and keys & {"ticket_id", "author_id"},
        "custom_statuses": "status_category" in keys,
        "macros": macro,
        "tickets": "status" in keys and keys & {"requester_id", "submitter_id"},
        "users": "role" in keys and keys & {"email", "name"},
        "groups": group,
    }
    return next((role for role, sign in signs.items() if sign), None)
