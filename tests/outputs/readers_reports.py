"""What the document's plain formats and the reports tell: verdicts and how many."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from auditor.outputs.telling.words import VERDICT_WORDS
from tests.outputs.page_reader import Element, read

VERDICTS = {word: verdict for verdict, word in VERDICT_WORDS.items()}


def json_file(folder: Path) -> Counter[str]:
    return Counter(row["verdict"] for row in json.loads((folder / "result.json").read_text("utf-8"))["verdicts"])


def csv_file(folder: Path) -> Counter[str]:
    text = (folder / "verdicts.csv").read_bytes().decode("utf-8")
    return Counter(row["verdict"] for row in csv.DictReader(io.StringIO(text, newline="")))


def weekly(folder: Path) -> Counter[str]:
    """The columns of the table of duties, summed."""
    duties = read((folder / "weekly.html").read_text("utf-8")).with_id("duties")
    heads = [head.text for row in duties.one("thead").all("tr") for head in row.all("th")]
    found: Counter[str] = Counter()
    for row in duties.all("tr"):
        cells = [cell.text for cell in row.inner if isinstance(cell, Element)]
        for head, cell in zip(heads, cells, strict=False):
            if head in VERDICTS and cell not in VERDICTS:
                found[VERDICTS[head]] += int(cell.replace(",", ""))
    return found


def coaching(folder: Path) -> Counter[str]:
    """The coach's list tells how many duties are decided of everybody who has a page."""
    agents = read((folder / "coaching" / "index.html").read_text("utf-8")).with_id("agents")
    return Counter(decided=sum(int(cell.text.replace(",", "")) for cell in agents.all("td", "n")))


def decided_by_agents(rows: list[dict[str, Any]]) -> Counter[str]:
    """Kept or broken by somebody who is known, and neither disputed, let pass nor somebody else's after review."""
    found: Counter[str] = Counter(decided=0)
    for row in rows:
        standing = row["standing"]
        ruling = standing["disposition"]["ruling"] if standing["disposition"] else "upheld"
        open_question = ruling in ("disputed", "wrong-agent") or (
            ruling != "overturned" and (standing["waiver"] or standing["override"])
        )
        if row["responsible"]["kind"] == "agent" and row["verdict"] in ("violated", "complied") and not open_question:
            found["decided"] += 1
    return found


def ci(folder: Path) -> Counter[str]:
    """The table of duties that fail, and the numbers of what is let pass, on the page; the same line in the log."""
    page = read((folder / "ci.html").read_text("utf-8"))
    assert page.one("h1").text == (folder / "ci.txt").read_text("utf-8").splitlines()[0]
    fails = [row for table in page.all("table", "duties") for row in table.one("tbody").all("tr")]
    found = Counter(fails=sum(int(next(iter(row.all("td", "n"))).text.replace(",", "")) for row in fails))
    for kind in page.with_id("passes").all("details"):
        if "id" in kind.attributes:
            found["passes"] += int(kind.one("summary").one("span", "number").text.replace(",", ""))
    return +found


def at_the_gate(rows: list[dict[str, Any]]) -> Counter[str]:
    """Findings that fail the run, and those that are let pass."""
    return Counter("fails" if row["standing"]["fails"] else "passes" for row in rows if row["verdict"] == "violated")


def by_verdict(rows: list[dict[str, Any]]) -> Counter[str]:
    return Counter(row["verdict"] for row in rows)


FORMATS = {"json": json_file, "csv": csv_file}
REPORTS: Mapping[str, tuple[Any, Any]] = {  # what is told, and what it must be of these rows
    "weekly": (weekly, by_verdict),
    "ci": (ci, at_the_gate),
    "coaching": (coaching, decided_by_agents),
}
