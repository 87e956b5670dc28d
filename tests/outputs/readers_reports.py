"""What the document's plain formats and the reports tell: verdicts and how many."""

from __future__ import annotations

import csv
import io
import json
import re
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


def ci(folder: Path) -> Counter[str]:
    """The plain text of the gate: what fails, what does not and why, what is undecided, and of how many."""
    text = (folder / "ci.txt").read_text("utf-8")
    fails, _, passes = text.partition("\nDoes not fail\n")
    failing = re.findall(r"^  ([\d,]+) of [\d,]+ instances?: ", fails, re.MULTILINE)
    passing = re.findall(r"^  [A-Z][a-z ]+: ([\d,]+)$", passes.partition("\n\n")[0], re.MULTILINE)
    (undecided,) = re.findall(r"^  Verdicts undecided +([\d,]+) of ([\d,]+)", text, re.MULTILINE)
    broken = sum(_number(told) for told in (*failing, *passing))
    return Counter(violated=broken, indeterminate=_number(undecided[0]), all=_number(undecided[1]))


def at_the_gate(rows: list[dict[str, Any]]) -> Counter[str]:
    counts = by_verdict(rows)
    return Counter(violated=counts["violated"], indeterminate=counts["indeterminate"], all=len(rows))


def _number(told: str) -> int:
    return int(told.replace(",", ""))


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


def by_verdict(rows: list[dict[str, Any]]) -> Counter[str]:
    return Counter(row["verdict"] for row in rows)


FORMATS = {"json": json_file, "csv": csv_file}
REPORTS: Mapping[str, tuple[Any, Any]] = {  # what is told, and what it must be of these rows
    "weekly": (weekly, by_verdict),
    "ci": (ci, at_the_gate),
    "coaching": (coaching, decided_by_agents),
}
