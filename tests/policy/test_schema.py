"""The published JSON Schemas are those of the models, every shipped file names its own and keeps it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from auditor.authoring.schema import DECISIONS, KINDS, schema_of, schema_text
from auditor.cli import run
from auditor.policy.yaml_file import read_yaml

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "schema"
HEADER = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")
SHIPPED = [
    (path, kind)
    for pack in sorted((ROOT / "policies").glob("*/pack.yaml"))
    for kind, (_, where) in KINDS.items()
    for path in sorted(pack.parent.glob(where))
    if (kind == "cases") == path.name.endswith(".cases.yaml")
]


def as_json(node: Any) -> Any:
    """What an editor hands to a validator: instants are texts."""
    if isinstance(node, dict):
        return {key: as_json(value) for key, value in node.items()}
    if isinstance(node, list):
        return [as_json(value) for value in node]
    return node.isoformat() if isinstance(node, date) else node


def complaints(kind: str, content: Any) -> list[str]:
    return [error.message for error in Draft202012Validator(schema_of(kind)).iter_errors(as_json(content))]


@pytest.mark.parametrize("kind", {**KINDS, **DECISIONS})
def test_the_published_schema_is_the_generated_one(kind: str) -> None:
    Draft202012Validator.check_schema(schema_of(kind))
    published = (FOLDER / f"{kind}.schema.json").read_text(encoding="utf-8")
    assert published == schema_text(kind), "run: auditor policy schema --out docs/schema"


@pytest.mark.parametrize(("path", "kind"), SHIPPED, ids=[str(path.relative_to(ROOT)) for path, _ in SHIPPED])
def test_a_shipped_file_names_its_schema_and_keeps_it(path: Path, kind: str) -> None:
    header = HEADER.match(path.read_text(encoding="utf-8"))
    assert header
    assert (path.parent / header[1]).resolve() == (FOLDER / f"{kind}.schema.json").resolve()
    assert complaints(kind, read_yaml(path).content) == []


def test_every_kind_of_file_is_shipped() -> None:
    assert {kind for _, kind in SHIPPED} == set(KINDS)


REPLY = {"title": "A reply", "clauses": ["X-1"], "severity": "low"}


@pytest.mark.parametrize(
    ("duty", "sound"),
    [
        ({**REPLY, "must": "reply", "within": "4h"}, True),
        ({**REPLY, "must": ["reply", "note"], "since": "opening"}, True),
        ({**REPLY, "leaves": {"status": ["open", "pending"]}}, True),
        ({**REPLY, "must": "reply", "withn": "4h"}, False),
        ({**REPLY, "must": "reply", "must_never": "note"}, False),
        ({**REPLY, "must_never": "reply", "before": "note"}, False),
        ({**REPLY}, False),
        ({**REPLY, "must": "reply", "severity": "hihg"}, False),
        ({"title": "A reply", "must": "reply"}, False),
    ],
)
def test_a_duty_is_its_text_and_exactly_one_word(duty: dict[str, Any], sound: bool) -> None:
    policy = {"policy": "p", "title": "P", "duties": {"d": duty}}
    assert (complaints("policy", policy) == []) is sound


@pytest.mark.parametrize(("path", "kind"), SHIPPED, ids=[str(path.relative_to(ROOT)) for path, _ in SHIPPED])
def test_a_key_that_nobody_knows_is_refused_by_the_schema_too(path: Path, kind: str) -> None:
    content = read_yaml(path).content
    assert complaints(kind, {**content, "titel": "x"}) != []


def test_a_word_has_its_meaning_in_the_schema() -> None:
    assert "answered" in schema_of("policy")["$defs"]["must"]["description"]


def test_all_schemas_are_written_into_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["policy", "schema", "--out", str(tmp_path / "schema")]) == 0
    assert {path.name for path in (tmp_path / "schema").iterdir()} == {
        f"{kind}.schema.json" for kind in {**KINDS, **DECISIONS}
    }
    assert run(["policy", "schema", "signals"]) == 0
    assert capsys.readouterr().out.endswith(schema_text("signals"))
