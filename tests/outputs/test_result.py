"""The result document: its types, its schema and the sums in it."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from auditor.errors import UsageError
from auditor.result_file import SCHEMA_FILE, load, schema_text, validate
from tests.outputs.document import crowded_document, document, empty_document


@pytest.mark.parametrize("made", [document, empty_document, crowded_document])
def test_a_result_keeps_to_its_types_and_to_the_published_schema(made):
    found = made()
    schema = json.loads(SCHEMA_FILE.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert validate(found) == []
    assert [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(found)] == []


def test_the_published_schema_is_made_of_the_types():
    assert SCHEMA_FILE.read_text("utf-8") == schema_text(), "run: python -m auditor.result_file"


def test_every_object_of_the_schema_says_what_it_is():
    definitions = json.loads(SCHEMA_FILE.read_text("utf-8"))["$defs"]
    assert [name for name, one in definitions.items() if not one.get("description")] == []
    assert [name for name, one in definitions.items() if one.get("additionalProperties") is not False] == []


def test_a_field_that_is_off_is_named_by_its_place():
    found = document()
    found["verdicts"][3]["due_at"] = "yesterday"
    found["manifest"]["surprise"] = 1
    del found["rows"]["read"]
    places = [problem.split(":")[0] for problem in validate(found)]
    assert sorted(places) == ["manifest.surprise", "rows.read", "verdicts[3].due_at"]


@pytest.mark.parametrize(
    ("part", "field", "told"),
    [
        ("rows", "used", "rows: read must be used + duplicate + quarantined"),
        ("tickets", "not_applicable", "tickets: read must be in_scope + not_applicable"),
    ],
)
def test_sums_that_do_not_add_up_are_refused(part, field, told):
    found = document()
    found[part][field] += 1
    assert validate(found) == [told]


def test_a_fingerprint_names_one_instance():
    found = document()
    found["verdicts"][1]["fingerprint"] = found["verdicts"][0]["fingerprint"]
    assert validate(found) == ["verdicts: a fingerprint stands twice; it names one instance"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "is no JSON"),
        ("[]", "is no result of this version"),
        ('{"schema": "auditor-result/9"}', "is no result of"),
    ],
)
def test_a_file_that_is_no_result_says_what_to_do(tmp_path: Path, text: str, told: str):
    file = tmp_path / "result.json"
    file.write_text(text, "utf-8")
    with pytest.raises(UsageError) as caught:
        load(file)
    assert caught.value.messages[0].startswith(f"{file}: {told}")


def test_a_result_that_is_not_there_says_so(tmp_path: Path):
    with pytest.raises(UsageError, match="cannot be read"):
        load(tmp_path / "result.json")
