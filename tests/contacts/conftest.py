"""The detectors of the packs, loaded once, and the labelled texts that nobody here wrote."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from auditor.contacts import Detectors, load_detectors

PROJECT = Path(__file__).parents[2]
PACK = PROJECT / "policies" / "executive_escalations"
FOLDERS = (PACK / "contacts", PACK / "phrases", PROJECT / "policies" / "service_basics" / "phrases")
PARAMETERS: Mapping[str, object] = {
    "company": "Upwork",
    "company_aliases": ("up work", "upwork.com", "upwork inc", "upwork global"),
}
SHARED_TEXTS = PROJECT.parent / "shared" / "data" / "texts"


@pytest.fixture(scope="session")
def detectors() -> Detectors:
    return load_detectors(FOLDERS, PARAMETERS)


@pytest.fixture(scope="session")
def labelled() -> dict[str, list[dict[str, Any]]]:
    """File → its texts with labels."""
    if not SHARED_TEXTS.is_dir():
        pytest.skip(f"the labelled texts are not there: {SHARED_TEXTS}")
    return {
        path.stem: [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
        for path in sorted(SHARED_TEXTS.glob("*.jsonl"))
    }
