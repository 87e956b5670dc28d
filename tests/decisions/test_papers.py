"""What docs/decisions.md shows is read by the reader and by the published schemas."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from auditor.authoring.schema import schema_of
from auditor.decisions import read_decisions
from auditor.policy.yaml_file import read_yaml
from tests.policy.test_schema import as_json

PAPER = Path(__file__).parents[2] / "docs" / "decisions.md"
EXAMPLE = re.compile(r"```yaml\n(.*?schema=\.\./docs/schema/(\w+)\.schema\.json\n.*?)```", re.DOTALL)
EXAMPLES = EXAMPLE.findall(PAPER.read_text(encoding="utf-8"))


def test_every_file_of_people_has_an_example() -> None:
    assert [kind for _, kind in EXAMPLES] == ["waivers", "enforcement", "dispositions"]


@pytest.mark.parametrize(("text", "kind"), EXAMPLES, ids=[kind for _, kind in EXAMPLES])
def test_an_example_is_read_and_keeps_its_schema(tmp_path: Path, text: str, kind: str) -> None:
    file = tmp_path / f"{kind}.yml"
    file.write_text(text)
    read_decisions(tmp_path)
    validator = Draft202012Validator(schema_of(kind))
    content = as_json(read_yaml(file).content)
    assert [error.message for error in validator.iter_errors(content)] == []
    assert list(validator.iter_errors({**content, "wavers": []}))
