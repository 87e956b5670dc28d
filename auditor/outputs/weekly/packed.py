"""Findings that would make a page too heavy: compressed columns, which the page's own script reads.

The length of a JSON head as four bytes (little-endian), the head, then the columns of whole numbers, each as planes:
the lowest byte of every value, then the next of every value. All of it deflated (RFC 1950), after its length
(big-endian), in the base 85 of RFC 1924 but for the three letters that mean something in HTML. Rows stand by ticket
and instant, because neighbours that look alike compress; the script puts the worst first.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from typing import Any, TypeVar

from auditor.outputs.telling.cases import duties_by_name, duty_title, holder
from auditor.outputs.telling.moments import instant, week_of
from auditor.outputs.telling.texts import clean
from auditor.outputs.telling.words import label
from auditor.outputs.weekly.marks import Marker
from auditor.result import SEVERITIES, Result, VerdictRow

LETTERS = 8  # hexadecimal digits of a fingerprint that are kept, and more where they are not its own
HEXADECIMAL = re.compile(rf"[0-9a-f]{{{LETTERS},}}")
IN_HTML = str.maketrans("<>&", ",./")
PLAIN = re.compile(r"0|[1-9]\d{0,14}")  # a ticket's number that a script may count with
Value = TypeVar("Value", bound=Hashable)
Columns = dict[str, list[int]]


def packed(rows: Sequence[VerdictRow], names: Sequence[str], result: Result, marker: Marker) -> str:
    """The rows as text; `names` are all fingerprints of the page, from which each is told apart."""
    ordered = sorted(rows, key=lambda row: (len(row["ticket_id"]), row["ticket_id"], row["trigger"]["at"]))
    head, columns = _columns(ordered, result, marker)
    head["names"], head["longer"] = _names(ordered, names, columns)
    planes, head["columns"] = _planes(columns)
    written = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    deflated = zlib.compress(len(written).to_bytes(4, "little") + written + planes, 9)
    return base64.b85encode(len(deflated).to_bytes(4, "big") + deflated, pad=True).decode().translate(IN_HTML)


def _columns(rows: Sequence[VerdictRow], result: Result, marker: Marker) -> tuple[dict[str, Any], Columns]:
    tickets, ticket = _coded(row["ticket_id"] for row in rows)
    subjects, subject = _subjects(tickets, result)
    duties, duty = _coded((row["pack"], row["policy"], row["duty"], tuple(row["clauses"])) for row in rows)
    people, who = _coded(_who(row) for row in rows)
    weeks, week = _coded(week_of(row["trigger"]["at"], marker.zone) for row in rows)
    standings, standing = _coded((marker.tokens(row), _words(marker, row)) for row in rows)
    numbered = all(PLAIN.fullmatch(ticket_id) for ticket_id in tickets)
    head = {
        "zone": marker.zone.key, "subjects": subjects, "duties": _duties(duties, rows, result), "people": people,
        "weeks": weeks, "standings": standings, "severities": SEVERITIES,
        "tickets": [] if numbered else [clean(ticket_id) for ticket_id in tickets],
    }  # fmt: skip
    columns = {
        "number": _steps(map(int, tickets)) if numbered else [],
        "ticket": _steps(ticket), "subject": _since_named(subject), "duty": duty,
        "who": _since_before(who), "week": week,
        "standing": standing, "severity": [SEVERITIES.index(row["severity"]) for row in rows],
        "minute": [_folded(step) for step in _steps(_minute(row) for row in rows)],
    }  # fmt: skip
    return head, columns


def _names(rows: Sequence[VerdictRow], names: Sequence[str], columns: Columns) -> tuple[list[str], dict[str, str]]:
    """The first digits of every fingerprint as a column, and whole by their place those that share them."""
    own = [row["fingerprint"] for row in rows]
    if not all(HEXADECIMAL.fullmatch(name) for name in own):
        return own, {}
    shared = Counter(name[:LETTERS] for name in names)
    columns["name"] = [int(name[:LETTERS], 16) for name in own]
    return [], {str(place): name for place, name in enumerate(own) if shared[name[:LETTERS]] > 1}


def _planes(columns: Columns) -> tuple[bytes, list[tuple[str, int, int]]]:
    """The bytes, and of each column its name, its length and how many bytes a value has."""
    planes, widths = [], []
    for name, values in columns.items():
        width = max(1, -(-max(values, default=0).bit_length() // 8))
        widths.append((name, len(values), width))
        planes += [bytes(value >> 8 * place & 255 for value in values) for place in range(width)]
    return b"".join(planes), widths


def _coded(values: Iterable[Value]) -> tuple[list[Value], list[int]]:
    """The different values in the order of their first appearance, and which of them each is."""
    codes: dict[Value, int] = {}
    places = [codes.setdefault(value, len(codes)) for value in values]
    return list(codes), places


def _since_named(places: Sequence[int]) -> list[int]:
    """0 for what is named for the first time, else how many others were since."""
    coded, known = [], 0
    for place in places:
        coded.append(known - place)
        known = max(known, place + 1)
    return coded


def _since_before(places: Sequence[int]) -> list[int]:
    """0 for the same as the row before, else one more than which it is."""
    return [0 if place == before else place + 1 for place, before in zip(places, (None, *places), strict=False)]


def _steps(numbers: Iterable[int]) -> list[int]:
    """Each as the difference from the one before."""
    steps, before = [], 0
    for number in numbers:
        steps.append(number - before)
        before = number
    return steps


def _folded(number: int) -> int:
    """Whole numbers as counts: 0, −1, 1, −2, 2, … as 0, 1, 2, 3, 4, …"""
    return 2 * number if number >= 0 else -2 * number - 1


def _minute(row: VerdictRow) -> int:
    return int(instant(row["trigger"]["at"]).timestamp()) // 60


def _subjects(tickets: Sequence[str], result: Result) -> tuple[list[str], list[int]]:
    of_ticket = {case["ticket_id"]: case["subject"] for case in result["tickets"]["cases"]}
    return _coded(clean(of_ticket.get(ticket_id) or "") for ticket_id in tickets)


def _duties(
    duties: Sequence[tuple[str, str, str, tuple[str, ...]]], rows: Sequence[VerdictRow], result: Result
) -> list[dict[str, str]]:
    """Title, policy and clauses of each."""
    by_name = duties_by_name(result)
    policies = {(policy["pack"], policy["policy"]): policy["title"] for policy in result["policies"]}
    titles = {(row["pack"], row["policy"], row["duty"]): duty_title(row, by_name) for row in rows}
    return [
        {
            "title": clean(titles[pack, policy, duty]),
            "policy": clean(policies.get((pack, policy), label(policy))),
            "clauses": clean(" ".join(clauses)),
        }
        for pack, policy, duty, clauses in duties
    ]


def _who(row: VerdictRow) -> tuple[str, str]:
    found = holder(row["responsible"])
    return clean(found.name), found.kind if found.kind not in ("agent", "nobody") else ""


def _words(marker: Marker, row: VerdictRow) -> tuple[str, ...]:
    return tuple(mark.text for mark in marker.marks(row))
