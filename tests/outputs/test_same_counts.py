"""One document, in every format and every report: the same counts. A format without a reader here fails.

A new format: a function `folder -> Counter of verdicts` in one of the three modules of readers, and its name in the
dict there. A new report: the same, with what the report must tell of the rows.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from auditor import outputs
from tests.outputs import readers_people, readers_pipeline, readers_reports
from tests.outputs.document import crowded_document, document, empty_document
from tests.outputs.people import decided_document

READERS = {**readers_reports.FORMATS, **readers_people.READERS, **readers_pipeline.READERS}
DOCUMENTS = (document, empty_document, crowded_document, decided_document)


def test_every_format_and_every_report_has_a_reader() -> None:
    assert set(READERS) == set(outputs.FORMATS)
    assert set(readers_reports.REPORTS) == set(outputs.REPORTS)


@pytest.mark.parametrize("made", DOCUMENTS)
def test_one_audit_has_the_same_counts_in_every_format(tmp_path: Path, made: Any) -> None:
    result = made()
    counts = Counter(row["verdict"] for row in result["verdicts"])
    outputs.write(result, list(READERS), tmp_path)
    assert {name: read(tmp_path) for name, read in READERS.items()} == dict.fromkeys(READERS, counts)
    assert not [file.name for file in tmp_path.iterdir() if file.name.endswith(".partial")]


@pytest.mark.parametrize("made", DOCUMENTS)
@pytest.mark.parametrize("report", sorted(outputs.REPORTS))
def test_one_audit_has_the_same_counts_in_every_report(tmp_path: Path, made: Any, report: str) -> None:
    result = made()
    read, of = readers_reports.REPORTS[report]
    outputs.write(result, [outputs.HTML], tmp_path, [report])
    assert read(tmp_path) == of(result["verdicts"])


@pytest.mark.parametrize("name", sorted(outputs.FORMATS))
def test_the_same_result_gives_the_same_bytes_in_every_format(tmp_path: Path, name: str) -> None:
    first, second = (outputs.write(decided_document(), [name], tmp_path / place) for place in ("one", "two"))
    assert [file.name for file in first] == [file.name for file in second]
    assert [file.read_bytes() for file in first] == [file.read_bytes() for file in second]
