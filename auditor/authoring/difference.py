"""Two versions of policies on one export: which verdicts change, on which ticket, and by which change of text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any

import duckdb

from auditor import exports
from auditor.audit import Call, Progress, Rulebook, database, in_order, read_messages, rulebook
from auditor.authoring.text_changes import Name, TextChange, read_by, text_changes
from auditor.contacts.cache import fingerprint
from auditor.errors import PolicyError
from auditor.evaluate import evaluate, prepare
from auditor.findings.collect import collect
from auditor.instants import instant
from auditor.policy.pack import Pack, find_packs
from auditor.policy.parameters import read_parameters
from auditor.result import VERDICTS, VerdictRow

Key = tuple[str, str, str, str, str]  # pack, policy, duty, ticket, trigger event
Rows = Mapping[Key, Sequence[VerdictRow]]


@dataclass(frozen=True)
class Changed:
    """A row whose verdict changed; None: there is no such row in that version."""

    key: Key
    before: VerdictRow | None
    after: VerdictRow | None
    why: tuple[TextChange, ...]


@dataclass(frozen=True)
class Difference:
    """What changes on an export when the policies change. `counts`: side → (policy, duty) → verdict → rows."""

    as_of: str
    texts: tuple[TextChange, ...]
    changed: tuple[Changed, ...]
    same: int
    counts: Mapping[str, Mapping[tuple[str, str], Counter[str]]]
    read_once: bool


def difference(paths: Sequence[Path], call: Call, old: Path, new: Path, progress: Progress) -> Difference:
    """The verdicts of both versions on the export, compared. Raises PolicyError, ExportError or UsageError.

    A parameter of the call goes to the versions that declare it.
    """
    before, after = _rulebooks(call, old, new)
    with database() as connection:
        progress("reading the export")
        loaded = exports.load(connection, paths, call.shape)
        as_of = in_order(connection, call, progress)
        missing = loaded.capabilities.missing
        read_messages(connection, before, call, progress)
        old_rows = _judged(connection, before, missing, as_of, progress)
        read_once = fingerprint(before.detectors) == fingerprint(after.detectors)
        if not read_once:
            read_messages(connection, after, call, progress)
        new_rows = _judged(connection, after, missing, as_of, progress)
    return _compared(before, after, old_rows, new_rows, instant(as_of), read_once)


def _rulebooks(call: Call, old: Path, new: Path) -> tuple[Rulebook, Rulebook]:
    declared = {folder: _declared(folder) for folder in (old, new)}
    known = {name for names in declared.values() for name in names}
    found = []
    for side, folder in (("OLD", old), ("NEW", new)):
        given = {
            name: value for name, value in call.parameters.items() if name in declared[folder] or name not in known
        }
        try:
            found.append(rulebook(replace(call, policies=folder, parameters=given)))
        except PolicyError as error:
            raise PolicyError([f"{side} cannot be read:", *error.messages]) from None
    one, other = found
    if len(one.packs) == len(other.packs) == 1:  # a pack that was renamed is still compared
        other = replace(other, packs=(replace(other.packs[0], name=one.packs[0].name),))
    return one, other


def _declared(folder: Path) -> set[str]:
    files = [pack / "parameters.yaml" for pack in find_packs(folder)]
    return {name for file in files if file.is_file() for name in read_parameters(file, file.parent.parent)[0]}


def _judged(
    connection: duckdb.DuckDBPyConnection,
    rules: Rulebook,
    missing: Mapping[str, str],
    as_of: datetime,
    progress: Progress,
) -> dict[Key, list[VerdictRow]]:
    prepare(connection)
    for pack in rules.packs:
        evaluate(connection, pack, missing, rules.contact_types, as_of, progress)
    found: dict[Key, list[VerdictRow]] = {}
    for row in collect(connection, rules.packs):
        key = (row["pack"], row["policy"], row["duty"], row["ticket_id"], row["trigger"]["event_id"] or "")
        found.setdefault(key, []).append(row)
    return found


def _compared(
    before: Rulebook, after: Rulebook, old_rows: Rows, new_rows: Rows, as_of: str, read_once: bool
) -> Difference:
    packs = {pack.name: (pack, None) for pack in before.packs} | {pack.name: (None, pack) for pack in after.packs}
    pairs = {name: (_named(before, name), _named(after, name)) for name in packs}
    texts = {name: tuple(_texts(*pair)) for name, pair in pairs.items()}
    keys = dict.fromkeys([*old_rows, *new_rows])
    every = [(key, *pair) for key in keys for pair in zip_longest(old_rows.get(key, ()), new_rows.get(key, ()))]
    changed = [
        Changed(key, one, other, tuple(_why(pairs[key[0]], texts[key[0]], key)))
        for key, one, other in every
        if _verdict(one) != _verdict(other)
    ]
    return Difference(
        as_of=as_of,
        texts=tuple(change for name in texts for change in texts[name]),
        changed=tuple(sorted(changed, key=_order)),
        same=len(every) - len(changed),
        counts={side: _counts(rows) for side, rows in (("before", old_rows), ("after", new_rows))},
        read_once=read_once,
    )


def _named(rules: Rulebook, name: str) -> Pack | None:
    return next((pack for pack in rules.packs if pack.name == name), None)


def _texts(old: Pack | None, new: Pack | None) -> Iterator[TextChange]:
    if old and new:
        yield from text_changes(old, new)
    elif old or new:
        pack = old or new
        assert pack is not None
        yield TextChange(("pack", pack.name), f"{pack.folder.name}/pack.yaml", ("dropped" if old else "added",))


def _why(pair: tuple[Pack | None, Pack | None], texts: Sequence[TextChange], key: Key) -> Iterator[TextChange]:
    """The changes of text that the duty reads, in either version."""
    read: set[Name] = {("pack", key[0])}
    for pack in pair:
        for policy in pack.policies if pack else ():
            read |= {
                name
                for duty in policy.duties
                if pack and (policy.name, duty.name) == key[1:3]
                for name in read_by(pack, policy, duty)
            }
    yield from (change for change in texts if change.name in read)


def _verdict(row: VerdictRow | None) -> tuple[str, bool] | None:
    """What counts as a change: the verdict, and whether it was repaired."""
    return (row["verdict"], row["repaired"]) if row else None


def _order(one: Changed) -> tuple[int, str, str, str, str]:
    ticket = one.key[3]
    return len(ticket) if ticket.isdigit() else 0, ticket, one.key[1], one.key[2], one.key[4]


def _counts(rows: Rows) -> dict[tuple[str, str], Counter[str]]:
    found: dict[tuple[str, str], Counter[str]] = {}
    for key, every in rows.items():
        found.setdefault((key[1], key[2]), Counter()).update(row["verdict"] for row in every)
    return found


def document(found: Difference) -> dict[str, Any]:
    """The difference as JSON has it."""
    duties = sorted({*found.counts["before"], *found.counts["after"]})
    return {
        "as_of": found.as_of,
        "messages_read": "once" if found.read_once else "for either version",
        "texts": [{"file": one.file, "name": list(one.name), "what": list(one.what)} for one in found.texts],
        "counts": [
            {"policy": policy, "duty": duty, **{side: _counted(found, side, policy, duty) for side in found.counts}}
            for policy, duty in duties
        ],
        "same": found.same,
        "changed": [_changed(one) for one in found.changed],
    }


def _counted(found: Difference, side: str, policy: str, duty: str) -> dict[str, int]:
    counts = found.counts[side].get((policy, duty), Counter())
    return {verdict: counts[verdict] for verdict in VERDICTS}


def _changed(one: Changed) -> dict[str, Any]:
    row = one.after or one.before
    sides = {"before": one.before, "after": one.after}
    about = ("verdict", "repaired", "reason", "due_at", "witness", "responsible")
    pack, policy, duty, ticket_id, _ = one.key
    return {
        "ticket_id": ticket_id,
        "pack": pack,
        "policy": policy,
        "duty": duty,
        "trigger": row["trigger"] if row else None,
        **{side: {name: value for name, value in given.items() if name in about} if given else None
           for side, given in sides.items()},
        "why": [change.told() for change in one.why],
    }  # fmt: skip
