"""`auditor decisions`: what people decided, beside an audit: what holds, and what is to be done about the rest."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from auditor.cli import summary
from auditor.cli.options import FILE, debug_option
from auditor.cli.saved import saved_file
from auditor.decisions import Decided, decided, passing, read_decisions
from auditor.instants import moment_of
from auditor.outputs.telling.moments import left, moment
from auditor.outputs.telling.words import count
from auditor.result import BaselineState, Result, WaiverState
from auditor.result_file import load

CLEAN, TO_DO = 0, 1
ORDER = ("expired", "no-longer-needed", "unused", "expiring", "not-yet", "active")
STALE = ("expired", "no-longer-needed", "unused")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Ask what people decided about findings, and what became of it."""


@command.command()
@debug_option
@click.argument("saved", metavar="AUDIT", type=FILE)
@click.option(
    "--decisions", "folder", type=FILE, metavar="DIR", envvar="AUDITOR_DECISIONS", default=Path("decisions"),
    show_default=True, help="The folder of what people decided.",
)  # fmt: skip
@click.option("--environment", metavar="NAME", help="Whose enforcement holds, as enforcement.yml names it.")
def check(saved: Path, folder: Path, environment: str | None) -> int:
    """Check the files of decisions beside a saved AUDIT: the result.json of an audit, or its folder.

    Every waiver is told with its state at the audit's as-of time and what to do about it; then the baseline, the
    enforcement and the reviews. Exit code 1: a waiver is expired, unused or no longer needed.

    \b
      auditor decisions check audit-report/
      auditor decisions check audit-report/ --decisions decisions/ --environment production
    """
    audited = load(saved_file(saved))
    decisions = read_decisions(folder, environment)
    result = decided(audited, decisions)
    zone = ZoneInfo(result["manifest"]["timezone"])
    write = shlex.join(["auditor", "baseline", "write", str(saved), "--decisions", str(folder)])
    parts = [
        [f"Decisions in {folder}, as of {moment(result['manifest']['as_of'], zone).text}."],
        list(_waivers(result, decisions, zone)),
        list(_baseline(result["decisions"]["baseline"], write)),
        [*_enforcement(result), *_idle(result, decisions)],
        list(_reviews(result)),
    ]
    click.echo("\n\n".join("\n".join(part) for part in parts if part))
    return TO_DO if _to_do(result) else CLEAN


def _to_do(result: Result) -> bool:
    """A part of an export cannot say that a waiver has no use any more, and a whole one can."""
    stale = ("expired",) if _partial(result) else STALE
    return any(waiver["state"] in stale for waiver in result["decisions"]["waivers"])


def _partial(result: Result) -> bool:
    return bool(result["manifest"]["since"] or result["manifest"]["until"])


def _waivers(result: Result, decisions: Decided, zone: ZoneInfo) -> Iterator[str]:
    waivers = sorted(result["decisions"]["waivers"], key=lambda one: ORDER.index(one["state"]))
    if not waivers:
        yield "Waivers: none."
        return
    heads = ("state", "waiver", "covers", "findings", "expires", "owner, approver")
    rows = [_cells(waiver, zone) for waiver in waivers]
    widths = [max(len(row[place]) for row in (heads, *rows)) for place in range(len(heads))]
    yield f"Waivers: {_counts([waiver['state'] for waiver in waivers])}."
    yield _line(heads, widths)
    scopes = {waiver.id: waiver.scope for waiver in decisions.waivers}
    broken = [row for row in result["verdicts"] if row["standing"]["reviewed"] == "violated"]
    for waiver, row in zip(waivers, rows, strict=True):
        yield _line(row, widths)
        yield f"    {_advice(waiver, result, sum(map(scopes[waiver['id']].covers, broken)))}"


def _cells(waiver: WaiverState, zone: ZoneInfo) -> tuple[str, ...]:
    expires = moment(waiver["expires"], zone)
    people = f"{waiver['owner']}, {waiver['approver']}"
    when = f"{expires.day}, {expires.time} {expires.offset}"
    return waiver["state"], waiver["id"], waiver["scope"], f"{waiver['covers']:,}", when, people


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return ("  " + "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))).rstrip()


def _counts(states: Sequence[str]) -> str:
    return ", ".join(f"{states.count(state)} {state}" for state in ORDER if state in states)


def _advice(waiver: WaiverState, result: Result, broken: int) -> str:
    """What to do about a waiver, in a sentence; `broken`: how many findings lie in its scope."""
    beyond = " This audit is of a period: look at the whole export before." if _partial(result) else ""
    match waiver["state"]:
        case "expired":
            lie = count(broken, "finding lies", "findings lie")
            mend = f"and {lie} in its scope: mend what is broken, or have it approved anew."
            return f"It holds no more, {mend if broken else f'and nothing in its scope is broken: remove it.{beyond}'}"
        case "unused":
            return f"No duty that it covers was triggered: mend its scope, or remove it.{beyond}"
        case "no-longer-needed":
            return f"All that it covers is kept: remove it.{beyond}"
        case "expiring":
            return (
                f"It ends in {left(waiver['expires'], result['manifest']['as_of'])}: {waiver['owner']} mends what it "
                f"covers, or {waiver['approver']} renews it."
            )
        case "not-yet":
            zone = ZoneInfo(result["manifest"]["timezone"])
            return f"It takes effect on {moment(waiver['effective_from'], zone).text}."
        case _:
            return f"Nothing to do. {waiver['reason']}"


def _baseline(state: BaselineState | None, write: str) -> Iterator[str]:
    if state is None:
        yield f"Baseline: none. All findings count as they are; {write} makes one."
        return
    fixed, ended = len(state["fixed"]), len(state["ended"])
    elsewhere = state["entries"] - state["known"] - fixed - ended
    yield f"Baseline: {count(state['entries'], 'entry', 'entries')}. {state['new']:,} new, {state['known']:,} known."
    yield f"  {fixed:,} fixed; {ended:,} ended (the history of their ticket changed); {elsewhere:,} not judged here."
    if fixed or ended:
        yield f"  To take the fixed and ended ones out: {write}"


def _enforcement(result: Result) -> Iterator[str]:
    """How many findings fail the run, and why the others do not."""
    found = [row for row in result["verdicts"] if row["verdict"] == "violated"]
    threshold = result["manifest"]["fail_on"]
    failing, passed = summary.counted(result), summary.let_pass(result)
    below = sum(passing(row, threshold) == "below" for row in found)
    told = [passed] if passed else []
    told += [f"{below:,} below --fail-on {threshold or 'never'}"] if below else []
    environment = result["decisions"]["environment"] or "none: every duty is enforced hard"
    yield f"Enforcement: environment {environment}."
    yield f"  {count(len(found), 'finding')}: {'; '.join([f'{failing:,} fail', *told])}."


def _idle(result: Result, decisions: Decided) -> Iterator[str]:
    """Overrides that hold here and let nothing of this audit pass."""
    passed = [row for row in result["verdicts"] if row["standing"]["override"]]
    for one in decisions.enforced.overriding(moment_of(result["manifest"]["as_of"])):
        if not any(one.covers(row) for row in passed):
            of = one.scope.told if one.scope else one.finding
            yield f"  The override of {of} by {one.by} lets nothing pass: remove it, if the whole export was audited."


def _reviews(result: Result) -> Iterator[str]:
    reviews, unmatched = result["decisions"]["reviews"], result["decisions"]["unmatched"]
    if reviews or unmatched:
        yield "Reviews"
    for one in reviews:
        yield (
            f"  {one['pack']}/{one['policy']}: {one['reviewed']} reviewed ({one['upheld']} upheld, "
            f"{one['overturned']} overturned, {one['wrong_agent']} of the wrong agent), {one['disputed']} disputed."
        )
    if unmatched:
        reviewed = count(len(unmatched), "reviewed finding is", "reviewed findings are")
        yield f"  {reviewed} not in this audit: {', '.join(unmatched)}"
