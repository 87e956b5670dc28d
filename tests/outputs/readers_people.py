"""What the formats for people's tools tell, read back with the readers of their own kind: verdicts and how many."""

from __future__ import annotations

import email
import email.policy
import io
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
from pyarrow import parquet

from auditor.outputs.telling.words import VERDICT_WORDS

VERDICTS = {word: verdict for verdict, word in VERDICT_WORDS.items()}


def workbook(file: Path, read_only: bool = False) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(file.read_bytes()), read_only=read_only)


def xlsx(folder: Path) -> Counter[str]:
    """The rows of every sheet of all verdicts."""
    book = workbook(folder / "report.xlsx", read_only=True)
    found: Counter[str] = Counter()
    for name in book.sheetnames:
        if name.startswith("All verdicts"):
            heads, *rows = book[name].iter_rows(values_only=True)
            place = heads.index("Verdict")
            found.update(VERDICTS[str(row[place])] for row in rows if row[place] is not None)
    book.close()
    return found


def parquet_files(folder: Path) -> Counter[str]:
    return Counter(parquet.read_table(folder / "verdicts.parquet").column("verdict").to_pylist())


def email_digest(folder: Path) -> Counter[str]:
    """The counts of the plain text of the draft."""
    draft = email.message_from_bytes((folder / "digest.eml").read_bytes(), policy=email.policy.default)
    part = draft.get_body(("plain",))
    assert part is not None
    return of_lines(part.get_content().replace("\r\n", "\n"))


def of_lines(text: str) -> Counter[str]:
    """Lines such as `  Broke          12`."""
    told = re.findall(rf"^  ({'|'.join(VERDICTS)}) +([\d,]+)$", text, re.MULTILINE)
    return Counter({VERDICTS[word]: int(number.replace(",", "")) for word, number in told})


class _Counts(HTMLParser):
    """The cells of class `figure`, each with the verdict as its other class."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()
        self._verdict: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name, _, verdict = (dict(attrs).get("class") or "").partition(" ")
        self._verdict = verdict if name == "figure" else None

    def handle_data(self, data: str) -> None:
        if self._verdict:
            self.found[self._verdict] += int(data.replace(",", ""))
        self._verdict = None


def email_page(folder: Path) -> Counter[str]:
    """The counts of the HTML digest."""
    reader = _Counts()
    reader.feed((folder / "digest.html").read_text("utf-8"))
    return reader.found


READERS = {"xlsx": xlsx, "parquet": parquet_files, "email": email_digest}
