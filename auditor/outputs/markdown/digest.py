"""digest.md: what one pastes into a chat or a wiki. Short lists; the files beside it have everything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, cast

from auditor.outputs.files import write_file
from auditor.outputs.markdown import sections
from auditor.outputs.telling import summary
from auditor.outputs.telling.lines import teller
from auditor.outputs.telling.markdown import Section, escaped, written
from auditor.outputs.telling.moments import moment
from auditor.outputs.telling.stands import set_aside
from auditor.result import Result

NAME: Final = "digest.md"
MOST_ROWS: Final = 12
MOST_BYTES: Final = 60_000  # a comment on GitHub holds 65,536 characters
WHERE: Final = "in `verdicts.csv` and `result.json` of this audit."


def write(result: Mapping[str, Any], folder: Path) -> list[Path]:
    """Writes digest.md."""
    found = written(list(_sections(cast(Result, result))), MOST_ROWS, MOST_BYTES, WHERE)
    return [write_file(folder, NAME, [found])]


def _sections(result: Result) -> Iterator[Section]:
    told = teller(result)
    standing = [row for row in result["verdicts"] if row["verdict"] == "violated" and not set_aside(row)]
    yield _head(result)
    yield sections.counts(result, "Duties by verdict")
    yield sections.still_fixable(result, told)
    yield sections.findings("Worst findings", standing, told, sections.aside(result))
    yield sections.duties(result)
    yield sections.cannot_tell(result)
    yield sections.about(result)


def _head(result: Result) -> Section:
    zone = teller(result).zone
    sentence = summary.sentence(result, zone)
    title = ", ".join(pack["title"] for pack in result["manifest"]["packs"]) or "Support policies"
    when = f"{summary.period(result, zone)}. As of {moment(result['manifest']['as_of'], zone).text}."
    return Section(f"# {escaped(title)}", (f"**{escaped(sentence.main)}** {escaped(sentence.beside)}", escaped(when)))
