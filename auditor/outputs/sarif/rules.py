"""The duties as rules of a SARIF run, and what the run has to say of itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from auditor.outputs.telling.lines import Teller
from auditor.outputs.telling.markdown import escaped
from auditor.outputs.telling.texts import clean, short
from auditor.outputs.telling.words import count, label
from auditor.result import Duty, Policy, Result

LEVELS = {"critical": "error", "high": "error", "medium": "warning", "low": "note", "info": "note"}
RANKS = {"critical": 95.0, "high": 75.0, "medium": 50.0, "low": 25.0, "info": 5.0}  # 0 to 100 (3.27.25)
URGENT = {"error": "error", "warning": "warning", "note": "recommendation"}  # GitHub's words for the level of a rule
TAGS = 20  # of a rule, that GitHub takes


def rules(result: Result, told: Teller) -> list[Mapping[str, Any]]:
    """A rule per duty, in the order of the document."""
    paraphrases = {clause["id"]: clause["paraphrase"] for clause in result["clauses"]}
    return [_rule(policy, duty, paraphrases, told) for policy in result["policies"] for duty in policy["duties"]]


def _rule(policy: Policy, duty: Duty, paraphrases: Mapping[str, str], told: Teller) -> Mapping[str, Any]:
    name = f"{policy['pack']}/{policy['policy']}/{duty['duty']}"
    asked = [(clause, paraphrases.get(clause, "")) for clause in duty["clauses"]]
    place, level = told.places[name], LEVELS[duty["severity"]]
    return {
        "id": name,
        "name": "".join(word.capitalize() for word in label(f"{policy['policy']} {duty['duty']}").split()),
        "shortDescription": message(short(duty["title"], 200)),
        "fullDescription": message(clean(duty["kb"] or duty["title"])),
        "help": {
            **message("\n".join([duty["title"], *(f"{clause}: {words}" for clause, words in asked), place.text])),
            "markdown": _braces(
                "\n".join(
                    [f"**{escaped(duty['title'])}**", ""]
                    + [f"- {escaped(clause)}: {escaped(words)}" for clause, words in asked]
                    + ["", f"{escaped(policy['title'])}, `{place.text}`"]
                )
            ),
        },
        "defaultConfiguration": {"level": level, "rank": RANKS[duty["severity"]]},
        "properties": {
            "clauses": duty["clauses"],
            "precision": "high",
            "problem.severity": URGENT[level],
            "severity": duty["severity"],
            "tags": ["compliance", policy["policy"], *duty["clauses"]][:TAGS],
        },
    }


def notifications(result: Result) -> Iterator[Mapping[str, str]]:
    """What the export does not show, and what could not be used."""
    capabilities, rows = result["capabilities"], result["rows"]
    for missing in capabilities["missing"]:
        yield message(f"The export does not show {label(missing['capability'])}: {clean(missing['why'])}")
    for duty in capabilities["undecidable"]:
        yield message(f"{duty['policy']}/{duty['duty']} cannot be decided on this export: {clean(duty['reason'])}")
    if rows["quarantined"]:
        yield message(f"{count(rows['quarantined'], 'row')} of {rows['read']:,} could not be used.")


def message(text: str) -> dict[str, str]:
    """A message that a viewer shows as it stands: no link begins in it (3.11.6), no placeholder (3.11.5)."""
    return {"text": _braces(text.replace("](", "] ("))}


def _braces(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
