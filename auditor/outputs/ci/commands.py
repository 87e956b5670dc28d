"""The commands that repeat a run, or one finding of it, with the options that the run had."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import Any

from auditor.outputs.ci.gate import USUAL_LIMITS
from auditor.outputs.telling.texts import clean
from auditor.result import Result, VerdictRow

EXPORT = "EXPORT"  # where the document does not say which files were given
SHARED = {"policies": "--policies", "parameter_files": "--parameters", "settings": "--set", "shape": "--shape",
          "as_of": "--as-of"}  # fmt: skip
LIMITS = {"max_indeterminate": "--max-indeterminate", "max_quarantined": "--max-quarantined"}


def explain(result: Result, row: VerdictRow) -> str:
    """Why the ticket has this verdict."""
    asked = ["--duty", f"{row['policy']}/{row['duty']}", *_shared(result)]
    return _command("explain", asked, [*_export(result), row["ticket_id"]])


def audit(result: Result) -> str:
    """The run again, with the page of the gate."""
    manifest, options = result["manifest"], result["manifest"]["options"]
    asked = list(_shared(result))
    for option, value in (("--since", manifest["since"]), ("--until", manifest["until"])):
        asked += [option, value] if value else []
    asked += ["--decisions", str(options["decisions"])] if "decisions" in options else []
    environment = result["decisions"]["environment"]
    asked += ["--environment", environment] if environment and "decisions" in options else []
    for name, option in LIMITS.items():
        asked += [option, str(options[name])] if options.get(name, USUAL_LIMITS[name]) != USUAL_LIMITS[name] else []
    return _command("audit", [*asked, "--fail-on", manifest["fail_on"] or "never", "--report", "ci"], _export(result))


def compiled(result: Result, policy: str, duty: str) -> str:
    """The SQL of a duty."""
    packs = _listed(result["manifest"]["options"].get("policies"))
    return _command("policy compile", ["--policy", policy, "--duty", duty], packs)


def _export(result: Result) -> list[str]:
    return _listed(result["manifest"]["options"].get("export")) or [EXPORT]


def _shared(result: Result) -> Iterator[str]:
    """What decides how the export is read, and by which rules."""
    for name, option in SHARED.items():
        for value in _listed(result["manifest"]["options"].get(name)):
            yield from (option, value)
    if result["manifest"]["timezone"] != "UTC":
        yield from ("--tz", result["manifest"]["timezone"])


def _listed(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]


def _command(name: str, options: list[str], places: list[str]) -> str:
    """One line for a shell; an id that looks like an option stands behind `--`."""
    words = [" ".join(clean(word).split()) for word in (*options, *places)]
    options, places = words[: len(options)], words[len(options) :]
    ordered = [*options, "--", *places] if any(one.startswith("-") for one in places) else [*places, *options]
    return f"auditor {name} {shlex.join(ordered)}".rstrip()
