"""The summary of a step, below the 1 MiB beyond which GitHub drops it whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from auditor.outputs.ci.gate import verdict_line
from auditor.outputs.markdown import sections
from auditor.outputs.telling import summary
from auditor.outputs.telling.lines import teller
from auditor.outputs.telling.markdown import Section, escaped, written
from auditor.outputs.telling.moments import moment
from auditor.outputs.telling.outcome import why_not
from auditor.result import Result, VerdictRow

MOST_ROWS: Final = 200
MOST_BYTES: Final = 900_000  # of 1,048,576; other steps of a job have their own, other tools of this step share it
WHERE: Final = "in `verdicts.csv` and `result.json`, which lie where the audit wrote its files."


def step_summary(result: Result) -> str:
    """The page, in Markdown."""
    return written(list(_sections(result)), MOST_ROWS, MOST_BYTES, WHERE)


def _sections(result: Result) -> Iterator[Section]:
    told = teller(result)
    violated = [row for row in result["verdicts"] if row["verdict"] == "violated"]
    failing = [row for row in violated if row["standing"]["fails"]]
    others = [row for row in violated if not row["standing"]["fails"]]
    sentence = summary.sentence(result, told.zone)
    when = f"{summary.period(result, told.zone)}. As of {moment(result['manifest']['as_of'], told.zone).text}."
    yield Section(
        f"## {escaped(verdict_line(result))}", (escaped(f"{sentence.main} {sentence.beside}"), escaped(when))
    )  # fmt: skip
    yield sections.counts(result, "Duties by verdict")
    yield sections.findings("These fail the run", failing, told)
    yield sections.still_fixable(result, told)
    yield sections.findings("Broken, and failing nothing", others, told, _reasons(others, result))
    yield sections.duties(result)
    yield sections.cannot_tell(result)
    yield sections.about(result)


def _reasons(rows: list[VerdictRow], result: Result) -> str:
    names = sorted({why_not(row, result["manifest"]["fail_on"]) for row in rows})
    return f"Why: {', '.join(names)}." if names else ""
