"""junit.xml: a testsuite per policy, a testcase per verdict.

What fails the run is a failure. A broken duty that fails nothing (waived, known, advisory, below the severity), an open
one and one that cannot be told are skipped, each with its reason, and every testcase says its verdict. An export that
cannot be trusted is an error, so that it never looks like a pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, cast
from xml.sax.saxutils import escape

from auditor.outputs.ci.gate import gate
from auditor.outputs.files import write_file
from auditor.outputs.telling.lines import Teller, teller
from auditor.outputs.telling.outcome import why_not
from auditor.outputs.telling.texts import clean, short
from auditor.result import Result, VerdictRow

NAME: Final = "junit.xml"
Suite = tuple[str, Sequence[VerdictRow]]


def write(result: Mapping[str, Any], folder: Path) -> list[Path]:
    """Writes junit.xml."""
    return [write_file(folder, NAME, _lines(cast(Result, result)))]


def _lines(result: Result) -> Iterator[str]:
    told, suites, untrusted = teller(result), _suites(result), gate(result).off
    every = [row for _, rows in suites for row in rows]
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f"<testsuites name={_value('auditor')} {_counts(every, len(untrusted))}>\n"
    if untrusted:
        yield f"<testsuite name={_value('auditor/data')} {_counts([], len(untrusted))}>\n"
        yield from (_data_error(sentence) for sentence in untrusted)
        yield "</testsuite>\n"
    for name, rows in suites:
        yield f"<testsuite name={_value(name)} {_counts(rows)} timestamp={_value(told.as_of[:19])}>\n"
        for row in rows:
            yield from _testcase(row, told)
        yield "</testsuite>\n"
    yield "</testsuites>\n"


def _suites(result: Result) -> list[Suite]:
    """The policies in the order of the document, and what names none of them after those."""
    found: dict[str, list[VerdictRow]] = {f"{one['pack']}/{one['policy']}": [] for one in result["policies"]}
    for row in result["verdicts"]:
        found.setdefault(f"{row['pack']}/{row['policy']}", []).append(row)
    return [(name, rows) for name, rows in found.items() if rows]


def _data_error(sentence: str) -> str:
    """An export that tells too little is no pass."""
    message = f'<error type="data" message={_value(sentence)}>{_text(sentence)}</error>'
    return f'<testcase classname="auditor.data" name={_value(sentence)} time="0">{message}</testcase>\n'


def _counts(rows: Sequence[VerdictRow], errors: int = 0) -> str:
    failures = sum(row["standing"]["fails"] for row in rows)
    skipped = sum(row["verdict"] != "complied" for row in rows) - failures
    return f'tests="{len(rows) + errors}" failures="{failures}" errors="{errors}" skipped="{skipped}" time="0"'


def _testcase(row: VerdictRow, told: Teller) -> Iterator[str]:
    place = told.place(row)
    name = f"ticket {short(row['ticket_id'], 60)}: {short(told.title(row))} [{row['fingerprint']}]"
    yield (
        f"<testcase classname={_value('.'.join((row['pack'], row['policy'], row['duty'])))} name={_value(name)} "
        f'file={_value(place.path)} line="{place.line}" time="0">'
    )
    yield from _outcome(row, told)
    yield f"<system-out>{_text(_said(row, told))}</system-out></testcase>\n"


def _outcome(row: VerdictRow, told: Teller) -> Iterator[str]:
    if row["standing"]["fails"]:
        details = "\n".join([*told.details(row), told.place(row).text])
        message = _value(f"{told.head(row)} ({row['severity']})")
        yield f"<failure type={_value(row['severity'])} message={message}>{_text(details)}</failure>"
    elif row["verdict"] != "complied":
        yield f"<skipped type={_value(row['verdict'])} message={_value(_why_skipped(row, told))}/>"


def _why_skipped(row: VerdictRow, told: Teller) -> str:
    reason = f" (fails nothing: {why_not(row, told.fail_on)})" if row["verdict"] == "violated" else ""
    return f"{told.head(row)}{reason}"


def _said(row: VerdictRow, told: Teller) -> str:
    """The verdict, and everything there is to know of what was not simply kept."""
    first = f"verdict: {row['verdict']}"
    return first if row["verdict"] == "complied" else "\n".join([first, *told.details(row)])


def _value(text: str) -> str:
    """An attribute with its quotes; line ends would be read as spaces."""
    return '"' + _text(" ".join(text.split())).replace('"', "&quot;") + '"'


def _text(text: str) -> str:
    """What XML 1.0 cannot hold is a replacement character."""
    return escape(clean(text)).replace("\r", "&#13;")
