"""The JSON Schemas of the files of a pack and of decisions, from the models that read them, for editors."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from auditor.authoring.cases import CasesFile
from auditor.authoring.mutation import EquivalentsFile
from auditor.decisions.baseline import Baseline
from auditor.decisions.dispositions import DispositionsFile
from auditor.decisions.enforcement import EnforcementFile
from auditor.decisions.waivers import WaiversFile
from auditor.policy.model import ClausesFile, DutyText, PackFile, PolicyFile, Signals
from auditor.policy.parameters import ParametersFile
from auditor.words import WORDS

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
KINDS: Mapping[str, tuple[type[BaseModel], str]] = {  # a kind of file → its model, and where such files lie in a pack
    "pack": (PackFile, "pack.yaml"),
    "parameters": (ParametersFile, "parameters.yaml"),
    "signals": (Signals, "signals.yaml"),
    "policy": (PolicyFile, "duties/*.yaml"),
    "cases": (CasesFile, "duties/*.cases.yaml"),
    "clauses": (ClausesFile, "kb/clauses.yaml"),
    "equivalents": (EquivalentsFile, "equivalents.yaml"),
}
DECISIONS: Mapping[str, tuple[type[BaseModel], str]] = {  # the same of a folder of decisions
    "waivers": (WaiversFile, "waivers.yml"),
    "dispositions": (DispositionsFile, "dispositions.yml"),
    "enforcement": (EnforcementFile, "enforcement.yml"),
    "baseline": (Baseline, "baseline.json"),
}


def schema_of(kind: str) -> Schema:
    """The JSON Schema (2020-12) of a kind of file."""
    model, where = {**KINDS, **DECISIONS}[kind]
    schema = model.model_json_schema()
    if kind == "policy":
        _with_words(schema)
    described = {"$schema": DIALECT, "$comment": f"Made by `auditor policy schema {kind}`.", "title": where}
    return {**described, **_plain(schema)}


def schema_text(kind: str) -> str:
    """The schema as its file holds it."""
    return json.dumps(schema_of(kind), ensure_ascii=False, indent=1) + "\n"


def _with_words(schema: Schema) -> None:
    """A duty is what every duty says of itself, and exactly one word with its fields."""
    definitions = schema["$defs"]
    common = _definitions_out(DutyText.model_json_schema(), definitions)
    for name, model in WORDS.items():
        word = _definitions_out(model.model_json_schema(), definitions)
        definitions[name] = {
            "type": "object",
            "description": word.get("description", ""),
            "properties": {**common["properties"], **word["properties"]},
            "required": [*common["required"], *word["required"]],
            "additionalProperties": False,
        }
    schema["properties"]["duties"] = {
        "type": "object",
        "description": "the duties that an opening brings, by name; each has exactly one word",
        "additionalProperties": {"oneOf": [{"$ref": f"#/$defs/{name}"} for name in WORDS]},
    }


def _definitions_out(schema: Schema, definitions: Schema) -> Schema:
    definitions.update(schema.pop("$defs", {}))
    return schema


def _plain(node: Any) -> Any:
    """Without the titles that repeat a key, and with instants as YAML has them: `2026-11-06 12:00:00` is one."""
    if isinstance(node, list):
        return [_plain(item) for item in node]
    if not isinstance(node, dict):
        return node
    noise = {"title": str, "format": str}
    return {key: _plain(value) for key, value in node.items() if not isinstance(value, noise.get(key, ()))}
