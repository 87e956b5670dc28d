"""One audit in every format there is: each tells the same counts. A new format without a reader fails here."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from auditor import outputs
from tests.outputs import readers_people, readers_pipeline
from tests.outputs.document import crowded_document, document, empty_document
from tests.outputs.page_reader import read
from tests.outputs.people import decided_document


def from_json(folder: Path) -> Counter[str]:
    return Counter(row["verdict"] for row in json.loads((folder / "result.json").read_text("utf-8"))["verdicts"])


def from_csv(folder: Path) -> Counter[str]:
    text = (folder / "verdicts.csv").read_text("utf-8")
    return Counter(row["verdict"] for row in csv.DictReader(io.StringIO(text)))


def from_html(folder: Path) -> Counter[str]:
    """The table of duties of the weekly page."""
    page = read((folder / "weekly.html").read_text("utf-8"))
    found: Counter[str] = Counter()
    for line in page.with_id("duties").all("tr"):
        cells = [cell.text for cell in line.all("td")]
        if len(cells) > 4:
            numbers = (int(re.sub(r"\D", "", cell)) for cell in cells[1:5])
            found.update(dict(zip(("violated", "indeterminate", "pending", "complied"), numbers, strict=True)))
    return found


READERS = {
    "html": from_html,
    "json": from_json,
    "csv": from_csv,
    **readers_people.READERS,
    **readers_pipeline.READERS,
}


@pytest.mark.parametrize("made", [document, empty_document, crowded_document, decided_document])
def test_one_audit_has_the_same_counts_in_every_format(tmp_path: Path, made: Any) -> None:
    result = made()
    counts = Counter(row["verdict"] for row in result["verdicts"])
    outputs.write(result, list(outputs.NAMES), tmp_path)
    for name in outputs.NAMES:
        tells = readers_pipeline.TELLS_ONLY.get(name, set(counts))
        told = {verdict: n for verdict, n in READERS[name](tmp_path).items() if n}
        assert told == {verdict: n for verdict, n in counts.items() if verdict in tells and n}, name


@pytest.mark.parametrize("name", outputs.FORMATS)
def test_the_same_audit_gives_the_same_bytes(tmp_path: Path, name: str) -> None:
    first = outputs.write(decided_document(), [name], tmp_path / "one")
    second = outputs.write(decided_document(), [name], tmp_path / "two")
    assert [file.read_bytes() for file in first] == [file.read_bytes() for file in second]


def test_every_report_there_is_can_be_written_beside_every_format(tmp_path: Path) -> None:
    files = outputs.write(decided_document(), list(outputs.NAMES), tmp_path, list(outputs.REPORTS))
    assert len(files) == len(set(files))
    assert all(file.stat().st_size for file in files)
