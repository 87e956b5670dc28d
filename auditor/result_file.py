"""The result document as a file: read, checked against its types, described by a JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from pydantic import TypeAdapter, ValidationError

from auditor.errors import UsageError
from auditor.result import SCHEMA, VERDICTS, Result

SCHEMA_FILE = Path(__file__).with_name("result.schema.json")
MOST_MESSAGES = 20


def load(file: Path) -> Result:
    """The document in a file. Raises UsageError with every place that is off."""
    try:
        document = json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}. Name a result.json that an audit wrote.") from None
    except ValueError as error:
        raise UsageError(f"{file}: is no JSON: {error}. Name a result.json that an audit wrote.") from None
    problems = validate(document)
    if problems:
        raise UsageError([f"{file}: {problem}" for problem in problems])
    return cast(Result, document)


def validate(document: Any) -> list[str]:
    """What is off in a document, as sentences that say where; none if it is a result."""
    if not isinstance(document, Mapping) or document.get("schema") != SCHEMA:
        return [f'is no result of this version: its "schema" must be "{SCHEMA}". Run the audit again.']
    try:
        _adapter().validate_python(document)
    except ValidationError as error:
        return _sentences(error)
    return list(_contradictions(cast(Result, document)))


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the document."""
    made = _adapter().json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def _adapter() -> TypeAdapter[Result]:
    return TypeAdapter(Result)


def _sentences(error: ValidationError) -> list[str]:
    found = error.errors(include_url=False, include_input=False)
    told = [f"{_place(item['loc'])}: {item['msg']}" for item in found[:MOST_MESSAGES]]
    return told + ([f"and {len(found) - MOST_MESSAGES} more"] if len(found) > MOST_MESSAGES else [])


def _place(steps: tuple[int | str, ...]) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).lstrip(".")


def _contradictions(document: Result) -> Iterator[str]:
    """Sums that every reader relies on."""
    rows, tickets = document["rows"], document["tickets"]
    if rows["read"] != rows["used"] + rows["duplicate"] + rows["quarantined"]:
        yield "rows: read must be used + duplicate + quarantined"
    if tickets["read"] != tickets["in_scope"] + tickets["not_applicable"]:
        yield "tickets: read must be in_scope + not_applicable"
    if tickets["in_scope"] != sum(tickets["by_verdict"][verdict] for verdict in VERDICTS):
        yield "tickets.in_scope must be the sum of tickets.by_verdict"
    fingerprints = [row["fingerprint"] for row in document["verdicts"]]
    if len(set(fingerprints)) != len(fingerprints):
        yield "verdicts: a fingerprint stands twice; it names one instance"


def schema_text() -> str:
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), "utf-8")
