"""Our verdicts on an event log: every DECLARE template on all pairs of activities, by the compiled SQL.

    python -m tests.peers.ours LOG.csv.gz LIMIT OUT.json [ACTIVITIES]

With ACTIVITIES only on the pairs of the so many most frequent activities; every event stays in its history.
A case is a ticket, an activity a signal; the log is read to its end, so that nothing is pending.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from auditor.compile import compile_policy
from auditor.evaluate import prepare, run_policy
from auditor.laid_out import lay_out
from auditor.policy.model import DutyText, KnowledgeBase, PolicyFile
from auditor.policy.pack import Duty, Pack, Policy
from auditor.reference import Event, Ticket
from auditor.signals import Signal
from auditor.words import WORDS
from tests.peers.duties import Obligation, Opening, Word, openings, templates

CASE, ACTIVITY, TIME = range(3)
COLUMNS = (
    ("CaseID", "ActivityID", "CompleteTimestamp"),
    ("case:concept:name", "concept:name", "time:timestamp"),
)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Step = tuple[int, str]  # microseconds since 1970, activity
YEAR = 366 * 24 * 3600 * 1_000_000


def read_log(path: Path) -> dict[str, list[Step]]:
    """Case → its events in the order of their time; those of one instant in the order of the file."""
    cases: dict[str, list[Step]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        columns = next(names for names in COLUMNS if set(names) <= set(rows.fieldnames or ()))
        for row in rows:
            cases[row[columns[CASE]]].append((_microseconds(row[columns[TIME]]), row[columns[ACTIVITY]]))
    return {case: sorted(cases[case], key=lambda step: step[0]) for case in sorted(cases)}


def _microseconds(written: str) -> int:
    given = datetime.fromisoformat(written)
    return (given.replace(tzinfo=given.tzinfo or UTC) - EPOCH) // timedelta(microseconds=1)


def as_ticket(steps: Sequence[Step], activities: Sequence[str]) -> Ticket:
    """A case as a ticket: a begin, its events, and an end that closes it, every event in a moment of its own."""
    numbers = {name: number for number, name in enumerate(activities)}
    first, last = steps[0][0] - 1, steps[-1][0] + 1
    names = [(first, "begin"), *((at, numbers.get(name, -1)) for at, name in steps), (last, "end")]
    events = [
        Event(
            position=position,
            moment=position,
            update=position,
            clocks={"wall": at},
            signals=_signals(what, len(activities)),
            carrier=position,
            closes_ticket=what == "end",
        )
        for position, (at, what) in enumerate(names, start=1)
    ]
    return Ticket(events, first_clocks={"wall": first}, last_clocks={"wall": last})


def _signals(what: int | str, count: int) -> dict[str, bool]:
    numbers = range(count)
    return {
        "begin": what == "begin",
        "end": what == "end",
        "anything": what != "begin",
        **{f"activity_{number}": what == number for number in numbers},
        **{f"other_than_{number}": what not in (number, "end") for number in numbers},
        **{f"no_{number}": what not in (number, "begin") for number in numbers},
    }


def judged(
    connection: duckdb.DuckDBPyConnection, opening: Opening, names: Sequence[str], as_of: int
) -> dict[Obligation, int]:
    """Obligation → the cases that violate it, as the bits of a number."""
    keys = {f"d{number}": key for number, key in enumerate(opening.duties)}
    duties = tuple(_duty(name, opening.duties[key]) for name, key in keys.items())
    text = PolicyFile.model_validate(
        {"policy": "p", "title": "p", "duties": {}, "when": opening.when, "unless": list(opening.unless)}
    )
    pack = pack_of(Policy("p", text, duties, "p.yaml"))
    policy = compile_policy(pack, pack.policies[0], {name: Signal(name, "", frozenset()) for name in names})
    connection.execute("delete from verdict_row")
    undecidable = run_policy(connection, pack, policy, {}, {"wall": as_of})
    undecided = connection.execute(
        "select duty, verdict, count(*) from verdict_row where verdict not in ('complied', 'violated') group by all"
    ).fetchall()
    if undecidable or undecided:
        raise ValueError(f"complete traces leave nothing open, but {opening.when}: {undecidable} {undecided}")
    rows = connection.execute(
        "select duty, list(distinct ticket_id::int) from verdict_row where verdict = 'violated' group by all"
    ).fetchall()
    return {**dict.fromkeys(keys.values(), 0), **{keys[duty]: bits(cases) for duty, cases in rows}}


def bits(cases: Sequence[int]) -> int:
    """The numbers as the bits of one."""
    flags = bytearray(max(cases) // 8 + 1)
    for case in cases:
        flags[case // 8] |= 1 << case % 8
    return int.from_bytes(flags, "little")


def _duty(name: str, word: Word) -> Duty:
    kind = next(kind for kind in WORDS if kind in word)
    text = DutyText(title=name, clauses=(), severity="high")
    return Duty(name, text, WORDS[kind].model_validate(dict(word)), "p.yaml", 1)


def pack_of(policy: Policy) -> Pack:
    """A pack that holds this policy alone."""
    return Pack(
        name="peers",
        title="",
        version=1,
        folder=Path(),
        sha256="",
        knowledge_base=KnowledgeBase(title=""),
        clauses={},
        signals={},
        policies=(policy,),
        values={},
        automation_users=(),
        schedules={},
    )


def verdicts(cases: Mapping[str, Sequence[Step]], activities: Sequence[str], limit: str) -> dict[Obligation, int]:
    """Every obligation on the log, and the cases that violate it."""
    tickets = {str(number): as_ticket(steps, activities) for number, steps in enumerate(cases.values())}
    names = list(_signals("begin", len(activities)))
    connection = duckdb.connect()
    connection.execute("set threads = 2")
    prepare(connection)
    lay_out(connection, tickets, names, [])
    as_of = max(ticket.last_clocks["wall"] for ticket in tickets.values()) + YEAR
    found: dict[Obligation, int] = {}
    for opening in openings(len(activities), limit):
        found |= judged(connection, opening, names, as_of)
    return found


def most_frequent(cases: Mapping[str, Sequence[Step]], count: int | None) -> list[str]:
    """The so many activities that happen most often, by name; no count: all."""
    happened = Counter(name for steps in cases.values() for _, name in steps)
    return sorted(sorted(happened, key=lambda name: (-happened[name], name))[:count])


def main(log: Path, limit: str, out: Path, count: int | None) -> None:
    """Write the activities, the cases, and per template and pair the violating cases as a hexadecimal bit mask."""
    cases = read_log(log)
    activities = most_frequent(cases, count)
    found = verdicts(cases, activities, limit)
    rows = []
    for template, first, second, parts in templates(len(activities)):
        violated = 0
        for part in parts:
            violated |= found[part]
        rows.append([template, activities[first], activities[second], f"{violated:x}"])
    told = {"cases": list(cases), "activities": activities, "limit": limit, "verdicts": rows}
    out.write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]) if len(sys.argv) > 4 else None)
