"""A new policy and its cases: what to fill in, in files that load, with cases that fail until they are written."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from auditor.errors import PolicyError, UsageError
from auditor.policy.model import ClausesFile, Signals
from auditor.policy.yaml_file import did_you_mean, parse, read_yaml

SCHEMAS = "docs/schema"
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
POLICY = """\
{schema_of_policy}policy: {name}
title: To be written - what this policy is about, in one line
about: To be written - what opens it, what closes it, and which reading of the text it takes.
when: {when}  # the signal that opens it
duties:
  {name}-in-time:
    title: To be written - what is owed, as the person who owes it would say it
    clauses: [{clause}]
    severity: medium
    must: {must}  # or another word: must_never, only_after, steps, immediately, leaves
    within: 4h
    clock: wall
"""
CASES = """\
{schema_of_cases}# Worked cases of {name}.yaml. Write the history of each; until then it fails.
policy: {name}
as_of: 2026-11-20 12:00:00
cases:
"""
CASE = """\
  - case: {situation}
    history:
      - {{at: 2026-11-06 12:00:00, by: anna, note: To be written.}}
    expect: {{{name}-in-time: {verdict}}}
"""
SITUATIONS = {
    "It is done": "complied",
    "At the very limit is in time": "complied",
    "A second later is late": "{verdict: violated, repaired: true}",
    "It is not done": "violated",
    "There is still time": "pending",
}


@dataclass(frozen=True)
class Chosen:
    """The names of the pack with which a scaffold starts; None: the pack's first."""

    when: str | None = None
    must: str | None = None
    clause: str | None = None


def write_scaffold(name: str, pack: Path, chosen: Chosen) -> list[Path]:
    """Write `duties/<name>.yaml` and its cases. Raises UsageError, or PolicyError where the pack cannot be read."""
    if not NAME.fullmatch(name):
        raise UsageError(f"{name}: a policy's name is small letters, digits and hyphens, for example first-reply.")
    if not (pack / "pack.yaml").is_file():
        raise UsageError(f"--pack {pack}: there is no pack.yaml, so it is no pack.")
    files = [pack / "duties" / f"{name}{ending}" for ending in (".yaml", ".cases.yaml")]
    taken = [f"{path}: is there already. Give the policy another name." for path in files if path.exists()]
    if taken:
        raise UsageError(taken)
    headers = {f"schema_of_{kind}": _header(pack, kind) for kind in ("policy", "cases")}
    values = {"name": name, **headers, **_names(pack, chosen)}
    files[0].parent.mkdir(exist_ok=True)
    files[0].write_text(POLICY.format(**values), encoding="utf-8")
    cases = [CASE.format(situation=one, verdict=verdict, **values) for one, verdict in SITUATIONS.items()]
    files[1].write_text(CASES.format(**values) + "".join(cases), encoding="utf-8")
    return files


def _header(pack: Path, kind: str) -> str:
    """The line that names the schema, where the checkout that holds the pack has it."""
    for folder in pack.resolve().parents:
        schema = folder / SCHEMAS / f"{kind}.schema.json"
        if schema.is_file():
            path = Path(os.path.relpath(schema, pack.resolve() / "duties")).as_posix()
            return f"# yaml-language-server: $schema={path}\n"
    return ""


def _names(pack: Path, chosen: Chosen) -> dict[str, str]:
    signals_file, clauses_file = read_yaml(pack / "signals.yaml"), read_yaml(pack / "kb" / "clauses.yaml")
    signals, problems = parse(signals_file, Signals)
    clauses, more = parse(clauses_file, ClausesFile)
    if signals is None or clauses is None:
        raise PolicyError([*problems, *more])
    names = list(signals.signals)
    return {
        "when": _one_of("--when", "signal", chosen.when, names),
        "must": _one_of("--must", "signal", chosen.must, names[1:] or names, names),
        "clause": _one_of("--clause", "clause", chosen.clause, list(clauses.clauses)),
    }


def _one_of(option: str, kind: str, given: str | None, first: Sequence[str], known: Sequence[str] = ()) -> str:
    names = known or first
    if given is None and first:
        return first[0]
    if given is None or given not in names:
        meant = did_you_mean(given, names) if given else ""
        there_are = ", ".join(sorted(names)) or "none; write one first"
        raise UsageError(f"{option} {given or ''}: there is no such {kind}.{meant} There are: {there_are}.")
    return given
