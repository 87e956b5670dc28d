"""The formats for people's tools tell the same counts as the document."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from auditor import outputs
from auditor.result_file import load
from tests.outputs.document import crowded_document, document, empty_document
from tests.outputs.people import decided_document
from tests.outputs.readers_people import READERS


@pytest.mark.parametrize("made", [document, empty_document, crowded_document, decided_document])
def test_one_audit_has_the_same_counts_in_every_format(tmp_path: Path, made: Any) -> None:
    result = made()
    counts = Counter(row["verdict"] for row in result["verdicts"])
    outputs.write(result, list(READERS), tmp_path)
    assert {name: read(tmp_path) for name, read in READERS.items()} == dict.fromkeys(READERS, counts)
    assert not [file.name for file in tmp_path.iterdir() if file.name.endswith(".partial")]


def test_the_document_with_decisions_is_one_that_an_audit_could_write(tmp_path: Path) -> None:
    (file,) = outputs.write(decided_document(), ["json"], tmp_path)
    assert load(file)["decisions"]["environment"] == "production"
