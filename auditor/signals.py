"""Conditions → columns: every signal of a pack becomes one column of the `signal` table.

A column is true, false or null, and null means that the export cannot tell (a redacted body, an author
of unknown role). The words judge with all three.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import jinja2

from auditor.policy.model import Condition
from auditor.policy.pack import Pack

SQL_FOLDER = Path(__file__).parent
TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader([str(SQL_FOLDER), str(SQL_FOLDER / "words")]),
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    autoescape=False,  # SQL, built from known columns; every value is bound
)
TEMPLATES.globals["normal_title"] = lambda sql: (
    f"lower(trim(regexp_replace(regexp_replace({sql}, '^.*::', ''), '\\s+', ' ', 'g')))"
)
KIND_NEEDS = {
    "macro": "macros",
    "notification": "notifications",
    "publish": "privacy-changes",
    "conceal": "privacy-changes",
    "conversation-end": "conversation-end",
}
STATE_NEEDS = {"group": "group-history", "status": "status-history", "assignee": "assignee-history"}
STATE_COLUMN = {"group": "group_id", "status": "status", "assignee": "assignee_id"}


@dataclass(frozen=True)
class Signal:
    """A named condition as SQL, and what an export must show for its absence to mean anything."""

    name: str
    expression: str
    needs: frozenset[str]
    origin: str = ""  # file:line:col of its definition, for who reads the SQL

    @property
    def column(self) -> str:
        """The column that carries it."""
        return column_of(self.name)


def column_of(name: str) -> str:
    """The column of `every_signal` that carries the signal of that name."""
    return "s_" + re.sub(r"\W", "_", name)


@dataclass
class SignalCompiler:
    """Turns the conditions of one pack into SQL over known columns; values are bound, never pasted."""

    pack: Pack
    missing: Mapping[str, str]
    groups: Mapping[str, Sequence[str]]
    contact_types: Sequence[str]
    bound: dict[str, Any] = field(default_factory=dict)

    def signal(self, name: str) -> Signal:
        """The signal of that name."""
        expression, needs = self._condition(self.pack.signals[name])
        return Signal(name, expression, frozenset(needs), self.pack.origin("signals.yaml", ("signals", name)))

    def bind(self, value: Any) -> str:
        """The name under which a value is bound, as it stands in SQL."""
        for name, known in self.bound.items():
            if type(known) is type(value) and known == value:
                return f"${name}"
        name = f"p{len(self.bound)}"
        self.bound[name] = value
        return f"${name}"

    def _condition(self, condition: Condition) -> tuple[str, set[str]]:
        parts: list[str] = []
        needs: set[str] = set()
        for key in (key for key in Condition.model_fields if key in condition.model_fields_set):  # one order always
            value = getattr(condition, key)
            if value is None:
                continue
            sql, needed = LEAVES[key](self, value)
            parts.append(sql)
            needs |= needed
        return (" and ".join(f"({part})" for part in parts) or "true"), needs

    def _values(self, given: Sequence[str]) -> list[str]:
        """The texts of a list, `$parameters` resolved."""
        found: list[str] = []
        for item in given:
            value = self.pack.value(item)
            found.extend(str(one) for one in (value if isinstance(value, tuple | list) else [value]))
        return found

    def _among(self, column: str, given: Sequence[str]) -> str:
        return f"list_contains({self.bind(self._values(given))}, {column})"

    def kind(self, kinds: Sequence[str]) -> tuple[str, set[str]]:
        return self._among("kind", kinds), {KIND_NEEDS[kind] for kind in kinds if kind in KIND_NEEDS}

    def public(self, wanted: bool) -> tuple[str, set[str]]:
        return ("public" if wanted else "not public"), set()

    def by(self, role: str) -> tuple[str, set[str]]:
        if role == "agent":
            return "by_agent", set()
        if role == "automation":
            return f"coalesce({self._among('actor_id', self.pack.automation_users)}, false)", set()
        if role in ("rule", "bot", "system"):
            return f"actor_kind = {self.bind(role)}", set()
        unknown = "actor_role is null and actor_kind = 'person'"
        return f"case when {unknown} then null else coalesce(actor_role, '') = {self.bind(role)} end", set()

    def words_of(self, roles: Sequence[str]) -> tuple[str, set[str]]:
        wanted = self._among("author_role", roles)
        return f"case when kind = 'message' then {wanted} else kind = 'call' and unreadable is not null end", set()

    def channel(self, channels: Sequence[str]) -> tuple[str, set[str]]:
        return self._among("channel", channels), set()

    def direction(self, wanted: str) -> tuple[str, set[str]]:
        return f"coalesce(direction = {self.bind(wanted)}, false)", set()

    def spoken(self, wanted: bool) -> tuple[str, set[str]]:
        return f"conversation_id is {'not ' if wanted else ''}null", set()

    def contact(self, types: Sequence[str]) -> tuple[str, set[str]]:
        found = f"list_has_any(contacts, {self.bind(self._values(types))})"
        unread = "no_words and len(contacts) + len(weak_contacts) = 0"
        return f"case when {found} then true when {unread} then null else false end", {"bodies"}

    def weak_contact(self, types: Sequence[str]) -> tuple[str, set[str]]:
        return f"list_has_any(weak_contacts, {self.bind(self._values(types))})", {"bodies"}

    def phrase(self, names: Sequence[str]) -> tuple[str, set[str]]:
        found = f"list_has_any(phrases, {self.bind(self._values(names))})"
        return f"case when {found} then true when no_words then null else false end", {"bodies"}

    def says(self, given: str) -> tuple[str, set[str]]:
        lines = [" ".join(line.split()).lower() for line in str(self.pack.value(given)).splitlines() if line.strip()]
        if not lines:
            return "false", set()
        pattern = self.bind("(?s)" + ".*".join(re.escape(line) for line in lines))
        return f"coalesce(regexp_matches(lower(regexp_replace(body, '\\s+', ' ', 'g')), {pattern}), false)", {"bodies"}

    def minimum_length(self, given: int | str) -> tuple[str, set[str]]:
        enough = f"length(trim(coalesce(body, ''))) >= {self.bind(int(self.pack.value(given)))}"
        return f"case when {enough} then true when no_words then null else false end", {"bodies"}

    def macro(self, names: Sequence[str]) -> tuple[str, set[str]]:
        ids = self.bind(self._values(names))
        titles = self.bind([normal_title(name) for name in self._values(names)])
        known = (
            f"coalesce(list_contains({ids}, macro_id), false) or coalesce(list_has_any(macro_titles, {titles}), false)"
        )
        return f"kind = 'macro' and ({known})", {"macros"}

    def becomes(self, wanted: Mapping[str, Sequence[str]]) -> tuple[str, set[str]]:
        parts, needs = [], set()
        for name, values in wanted.items():
            known, needed = self._state_values(name, values)
            needs |= needed
            before = f"{name}_before"
            parts.append(
                f"kind = 'change' and field = '{name}' and coalesce(list_contains({known}, value), false)"
                f" and not coalesce(list_contains({known}, {before}), false)"
            )
        return " and ".join(parts), needs

    def holds(self, wanted: Mapping[str, Sequence[str]]) -> tuple[str, set[str]]:
        parts, needs = [], set()
        for name, values in wanted.items():
            known, needed = self._state_values(name, values)
            needs |= needed
            parts.append(f"list_contains({known}, {STATE_COLUMN[name]})")
        return " and ".join(parts), needs

    def _state_values(self, name: str, values: Sequence[str]) -> tuple[str, set[str]]:
        needs = {STATE_NEEDS[name]}
        wanted = self._values(values)
        if name == "group":
            found = sorted({one for value in wanted for one in self.groups.get(normal_title(value), ())} | set(wanted))
            if not any(normal_title(value) in self.groups for value in wanted):
                needs.add("group-names")
            wanted = found
        return self.bind(wanted), needs

    def unreadable(self, reasons: Sequence[str]) -> tuple[str, set[str]]:
        return f"coalesce({self._among('unreadable', reasons)}, false)", set()

    def value(self, values: Sequence[str]) -> tuple[str, set[str]]:
        return f"coalesce({self._among('value', values)}, false)", set()

    def to_requester(self, wanted: bool) -> tuple[str, set[str]]:
        return f"{'' if wanted else 'not '}list_contains(recipients, requester_id)", set()

    def parameter(self, wanted: Mapping[str, str]) -> tuple[str, set[str]]:
        holds = all(str(self.pack.value(f"${name}")) == value for name, value in wanted.items())
        return str(holds).lower(), set()

    def signal_of(self, name: str) -> tuple[str, set[str]]:
        return self._condition(self.pack.signals[name])

    def any(self, conditions: Sequence[Condition]) -> tuple[str, set[str]]:
        return self._joined(conditions, " or ")

    def all(self, conditions: Sequence[Condition]) -> tuple[str, set[str]]:
        return self._joined(conditions, " and ")

    def _joined(self, conditions: Sequence[Condition], word: str) -> tuple[str, set[str]]:
        compiled = [self._condition(condition) for condition in conditions]
        return word.join(f"({sql})" for sql, _ in compiled), {need for _, needs in compiled for need in needs}

    def not_(self, condition: Condition) -> tuple[str, set[str]]:
        sql, needs = self._condition(condition)
        return f"not ({sql})", needs

    def maybe(self, condition: Condition) -> tuple[str, set[str]]:
        sql, needs = self._condition(condition)
        return f"case when coalesce({sql}, true) then null else false end", needs

    def if_recorded(self, condition: Condition) -> tuple[str, set[str]]:
        sql, needs = self._condition(condition)
        return ("false" if needs & set(self.missing) else sql), set()


LEAVES: dict[str, Callable[[SignalCompiler, Any], tuple[str, set[str]]]] = {
    **{
        name: getattr(SignalCompiler, name)
        for name in (
            "kind", "public", "by", "words_of", "channel", "direction", "spoken", "contact", "weak_contact", "phrase",
            "says", "minimum_length", "macro", "unreadable", "becomes", "holds", "value", "to_requester", "parameter",
            "any", "all", "not_", "maybe", "if_recorded",
        )
    },
    "signal": SignalCompiler.signal_of,
}  # fmt: skip


def normal_title(title: str) -> str:
    """A group's or macro's title, comparable: case and spaces folded, the last part of a nested `A::B`."""
    return " ".join(title.rsplit("::", 1)[-1].split()).casefold()


def known_groups(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """Comparable group name or id → the ids that carry it, from the export's groups and its histories."""
    rows = connection.execute(
        "select group_id, name from user_group union select distinct group_id, null from event where group_id <> ''"
    ).fetchall()
    known: dict[str, list[str]] = {}
    for group_id, name in sorted(rows, key=str):
        for key in {normal_title(str(group_id)), normal_title(str(name or group_id))}:
            known.setdefault(key, []).append(str(group_id))
    return known


def build(
    connection: duckdb.DuckDBPyConnection, compiler: SignalCompiler, names: Sequence[str], always: Mapping[str, str]
) -> dict[str, Signal]:
    """Create the `every_signal` table: the events on which anything holds or may hold, with their clocks.

    `always`: signals (name → SQL) that the words themselves read, whatever the pack.
    """
    signals, sql = signals_sql(compiler, names, always)
    connection.execute(sql, {name: value for name, value in compiler.bound.items() if f"${name}" in sql})
    return signals


def signals_sql(
    compiler: SignalCompiler, names: Sequence[str], always: Mapping[str, str]
) -> tuple[dict[str, Signal], str]:
    """The signals, and the statement that creates `every_signal`; its values are in `compiler.bound`."""
    signals = {name: compiler.signal(name) for name in sorted(set(names))}
    signals |= {name: Signal(name, sql, frozenset()) for name, sql in always.items()}
    sql = TEMPLATES.get_template("signals.sql").render(
        signals=signals.values(),
        clocks=sorted(compiler.pack.schedules),
        automation=compiler.bind(list(compiler.pack.automation_users)),
        contact_types=compiler.bind(list(compiler.contact_types)),
    )
    return signals, sql
