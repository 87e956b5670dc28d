"""What is masked is masked before anything is written: no format, not even one that comes later, can tell it."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor import outputs
from auditor.outputs import FORMATS, REPORTS
from auditor.privacy import pseudonymised
from auditor.publish import Publication, shown
from tests.outputs.document import document
from tests.outputs.stories import AGENTS
from tests.privacy.planted import SECRETS, content, leaks, planted

OUTPUTS = [*((name, None) for name in FORMATS), *(("html", name) for name in REPORTS)]


def written(result, name: str, report: str | None, folder: Path) -> list[Path]:
    files = outputs.write(result, [name], folder, [report] if report else ())
    assert files
    return [file for one in files for file in (one.rglob("*") if one.is_dir() else [one]) if file.is_file()]


@pytest.mark.parametrize(("name", "report"), OUTPUTS)
def test_by_default_no_secret_stands_anywhere(tmp_path: Path, name: str, report: str | None):
    result = shown(planted(), Publication())
    assert {file.name: leaks(file) for file in written(result, name, report, tmp_path) if leaks(file)} == {}


@pytest.mark.parametrize(("name", "report"), OUTPUTS)
def test_without_masks_they_do_stand_there(tmp_path: Path, name: str, report: str | None):
    result = shown(planted(), Publication(masked=False))
    told = set().union(*(leaks(file) for file in written(result, name, report, tmp_path)))
    assert told


def test_the_document_itself_tells_all_of_them_without_masks(tmp_path: Path):
    (file,) = outputs.write(shown(planted(), Publication(masked=False)), ["json"], tmp_path)
    assert leaks(file) == set(SECRETS)


@pytest.mark.parametrize(("name", "report"), OUTPUTS)
def test_under_pseudonyms_nobodys_name_stands_anywhere(tmp_path: Path, name: str, report: str | None):
    names = [*(name for name in AGENTS.values() if name), "Dana Whitfield"]
    result = pseudonymised(document(), b"a key of 16 bytes")
    for file in written(result, name, report, tmp_path):
        assert [one for one in names if one in content(file)] == [], file.name
        assert [one for one in names if one.replace(" ", "-").lower() in file.name] == []
