"""`auditor policy conflicts`: which duties cannot both be met, on which history, and does precedence settle it?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from auditor.authoring.conflicts import Conflict, Findings, Name, Settled, find_conflicts
from auditor.authoring.plays import Situation
from auditor.cli.policy.options import packs_argument, rulebooks
from auditor.cli.progress import progress_line

AS_FAR_AS_PLAYED = "a bounded search: a longer history or another way to act may show more"


@click.command()
@packs_argument
@click.option("--format", "as_format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--steps", type=click.IntRange(1, 3), default=2, show_default=True, help="Messages of contacts in a history."
)
def command(folders: Sequence[Path], as_format: str, steps: int) -> int:
    """Find the pairs of duties of PACKS that cannot both be met, by playing every short history.

    What contacts do is given: up to --steps messages. On each such situation many behaviours of the desk are
    played and judged as an audit judges them, up to the move to another group. Two duties conflict where each is
    met by some behaviour and none meets both. Played twice: as written, and without the gates that say which duty
    gives way. A conflict that remains as written is an error (exit 1); of the others it is told which gates
    settle them. Also: duties that nothing meets (exit 1), triggers or violates, or that another one implies.
    """
    documents = []
    wrong = False
    for rules in rulebooks(folders):
        (pack,) = rules.packs
        with ExitStack() as stack, progress_line() as progress:
            found = find_conflicts(stack, rules, steps, progress)
        wrong = wrong or bool(found.conflicts or found.never_met)
        documents.append({"pack": pack.name, **_document(found)})
        if as_format == "text":
            click.echo("\n".join(_told(pack.name, found)))
    if as_format == "json":
        click.echo(json.dumps(documents, ensure_ascii=False, indent=1))
    return int(wrong)


# -- as text -----------------------------------------------------------------------------------------


def _told(name: str, found: Findings) -> Iterator[str]:
    yield f"{name}: {_bound(found)}"
    for one in found.conflicts:
        yield f"CONFLICT, no gate says which gives way:\n{_pair(one, found)}"
        yield from _situation(one.situation, found, "no behaviour meets both on")
    for stuck in found.never_met:
        yield f"NEVER MET, whatever the desk does:\n  {_duty(stuck.duty, found)}"
        yield from _situation(stuck.situation, found, "no behaviour meets it on")
    for one in found.settled:
        yield f"settled by precedence:\n{_pair(one, found)}"
        for settled in one.settled:
            yield from _situation(settled.situation, found, "without precedence no behaviour meets both on")
            yield f"    {_settles(settled)}:"
            yield from (f"      {gate}" for gate in settled.gates)
    yield from (f"never triggered: {_duty(duty, found)}" for duty in found.never_triggered)
    yield from (f"never violated: {_duty(duty, found)}" for duty in found.never_violated)
    yield from (f"implied: {_duty(this, found)} by {_duty(that, found)}" for this, that in found.implied)
    yield (
        f"{name}: {len(found.conflicts)} conflicts, {len(found.never_met)} duties never met, "
        f"{len(found.settled)} pairs settled by precedence, {len(found.never_triggered)} never triggered, "
        f"{len(found.never_violated)} never violated, {len(found.implied)} implied"
    )


def _bound(found: Findings) -> str:
    return (
        f"{found.histories:,} histories of {found.situations} situations (up to {found.steps} messages of contacts); "
        f"{AS_FAR_AS_PLAYED}"
    )


def _duty(name: Name, found: Findings) -> str:
    return f"{'.'.join(name)} ({found.places[name]})"


def _pair(one: Conflict, found: Findings) -> str:
    return f"  {_duty(one.first, found)}\n  {_duty(one.second, found)}"


def _situation(situation: Situation, found: Findings, told: str) -> Iterator[str]:
    yield f"    {told}:"
    for moment, letter in found.desk.told(situation):
        yield f'      {moment:%a %H:%M} the requester, {letter.label}: "{letter.message.text}"'


def _settles(settled: Settled) -> str:
    if settled.together:
        return "settled by these together"
    return "settled by" if len(settled.gates) == 1 else "settled by any of"


# -- as JSON -----------------------------------------------------------------------------------------


def _document(found: Findings) -> dict[str, Any]:
    return {
        "bound": {"steps": found.steps, "situations": found.situations, "histories": found.histories},
        "letters": {name: list(types) for name, types in found.letters.classes.items()},
        "conflicts": [_conflict(one, found) for one in found.conflicts],
        "never_met": [
            {"duty": ".".join(one.duty), "at": found.places[one.duty], "history": _history(one.situation, found)}
            for one in found.never_met
        ],
        "settled": [_conflict(one, found) for one in found.settled],
        "never_triggered": [".".join(name) for name in found.never_triggered],
        "never_violated": [".".join(name) for name in found.never_violated],
        "implied": [{"duty": ".".join(this), "by": ".".join(that)} for this, that in found.implied],
    }


def _conflict(one: Conflict, found: Findings) -> dict[str, Any]:
    return {
        "duties": [".".join(one.first), ".".join(one.second)],
        "at": [found.places[one.first], found.places[one.second]],
        "history": _history(one.situation, found),
        "settled_by": [
            {
                "history": _history(settled.situation, found),
                "gates": [{"gate": f"{gate.key} {gate.text}", "at": gate.place} for gate in settled.gates],
                "together": settled.together,
            }
            for settled in one.settled
        ],
    }


def _history(situation: Situation, found: Findings) -> list[dict[str, Any]]:
    return [
        {
            "at": moment.isoformat(),
            "shows": list(letter.message.shows),
            "chat": letter.chat,
            "says": letter.message.text,
        }
        for moment, letter in found.desk.told(situation)
    ]
