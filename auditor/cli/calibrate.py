"""`auditor calibrate`: filled worklists beside the auditor and each other."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from auditor.calibration.compare import Compared, Disagreement, Estimate, compared, disagreements
from auditor.calibration.filled import Ratings, read_ratings
from auditor.calibration.worklist import ANSWERS
from auditor.cli.options import FILE, debug_option
from auditor.cli.saved import saved_file
from auditor.outputs.telling.texts import clean
from auditor.outputs.telling.words import VERDICT_WORDS, count
from auditor.rates import FEWEST, percent
from auditor.result_file import load

SHOWN = 20  # disagreements on the terminal; --format json has all


@click.command()
@debug_option
@click.argument("saved", metavar="AUDIT", type=FILE)
@click.argument("worklists", metavar="WORKLIST...", nargs=-1, required=True, type=FILE)
@click.option(
    "--format", "as_format", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="For people, or for programs.",
)  # fmt: skip
def command(saved: Path, worklists: Sequence[Path], as_format: str) -> int:
    """Compare reviewers with the auditor and with each other, over filled worklists of a saved AUDIT.

    Raw agreement with its interval, Cohen's kappa for two, Krippendorff's alpha for all, per policy; and which
    verdicts somebody contradicts, false accusations first.

    \b
      auditor calibrate audit-report/ review-maria.csv review-jonas.xlsx
    """
    result = load(saved_file(saved))
    ratings = read_ratings(result, worklists)
    found, contradicted = compared(result, ratings), disagreements(result, ratings)
    if as_format == "json":
        document = {
            "compared": [_document(one) for one in found],
            "disagreements": [_contradicted(one) for one in contradicted],
        }
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        for sentence in _mixed(ratings):
            click.echo(sentence)
        click.echo("\n".join([*(line for one in found for line in _told(one)), *_listed(contradicted)]))
    return 0


def _mixed(ratings: Ratings) -> Iterator[str]:
    if len(ratings.draws) > 1:
        yield f"The worklists are of {len(ratings.draws)} samples: no share of the whole audit is estimated from them."
        yield ""


def _told(one: Compared) -> Iterator[str]:
    yield f"{one.name}: {count(one.items, 'verdict')} reviewed"
    for pair in one.pairs:
        names = " and ".join(pair.raters)
        if not pair.enough:
            yield f"  {names:<36}{pair.same.hits} of {pair.same.of} alike: too few to say more"
            continue
        said = f"{pair.same.percent} alike ({pair.same.interval}, n = {pair.same.of})"
        yield f"  {names:<36}{said}, kappa {_measure(pair.kappa, pair.same.of)}"
    of_all, of_people = _measure(one.alpha_of_all, one.items), _measure(one.alpha_of_people, one.shared)
    yield f"  {'Krippendorff’s alpha':<36}{of_all} with the auditor, {of_people} of people"
    yield from _estimated("of what broke, people agree", one.precision)
    yield from _estimated("of what was kept, people object", one.missed)
    yield from _confusion(one)
    yield ""


def _confusion(one: Compared) -> Iterator[str]:
    """What the auditor says down, what people say across: answers."""
    yield f"  {'':<36}" + "".join(f"{f'people: {_word(said)}':>21}" for said in ANSWERS)
    for machine in (*ANSWERS, "pending"):
        row = [one.confusion.get((machine, said), 0) for said in ANSWERS]
        if machine in ANSWERS or any(row):
            yield f"  {f'auditor: {_word(machine)}':<36}" + "".join(f"{number:>21,}" for number in row)


def _word(verdict: str) -> str:
    return VERDICT_WORDS[verdict].lower()


def _measure(value: float | None, items: int) -> str:
    """In words where there is no number: too few, or no variation, are two things."""
    if items < FEWEST:
        return f"too few to say ({items})"
    return "not defined (all answers are alike)" if value is None else f"{value:.2f}"


def _estimated(what: str, one: Estimate | None) -> Iterator[str]:
    if one and not one.enough:
        yield f"  {what:<36}too few to say ({one.rows})"
    elif one:
        yield f"  {what:<36}{percent(one.share)}, {one.interval.interval} (weighted, {count(one.rows, 'verdict')})"


def _listed(found: Sequence[Disagreement]) -> Iterator[str]:
    if not found:
        yield "Nobody contradicts the auditor."
        return
    yield f"Contradicted: {count(len(found), 'verdict')}, false accusations first"
    for one in found[:SHOWN]:
        row, said = (
            one.row,
            ", ".join(f"{who}: {_word(answer)}{_noted(one, who)}" for who, answer in one.answers.items()),
        )
        what = f"ticket {row['ticket_id']}  {row['policy']}/{row['duty']}"
        yield f"  {row['fingerprint']}  {what}: {_word(row['verdict'])}; {said}"
    if len(found) > SHOWN:
        yield f"  and {len(found) - SHOWN} more: --format json has all"


def _noted(one: Disagreement, who: str) -> str:
    """What a reviewer wrote beside the answer, on one line and without what a terminal would obey."""
    note = " ".join(clean(one.notes.get(who, "")).split())
    return f" ({note})" if note else ""


def _document(one: Compared) -> dict[str, Any]:
    return {
        "name": one.name,
        "items": one.items,
        "pairs": [
            {
                "raters": list(pair.raters),
                "items": pair.same.of,
                "alike": pair.same.hits,
                "low": pair.same.low,
                "high": pair.same.high,
                "kappa": pair.kappa if pair.enough else None,
            }
            for pair in one.pairs
        ],
        "alpha": {
            "with_auditor": one.alpha_of_all if one.items >= FEWEST else None,
            "people": one.alpha_of_people if one.shared >= FEWEST else None,
            "shared_items": one.shared,
        },
        "confusion": [{"auditor": machine, "people": people, "n": n} for (machine, people), n in one.confusion.items()],
        "precision": _estimate(one.precision),
        "missed": _estimate(one.missed),
    }


def _estimate(one: Estimate | None) -> dict[str, Any] | None:
    if one is None or not one.enough:
        return None
    return {"share": one.share, "rows": one.rows, "low": one.interval.low, "high": one.interval.high}


def _contradicted(one: Disagreement) -> dict[str, Any]:
    row = one.row
    names = {name: row[name] for name in ("fingerprint", "ticket_id", "policy", "duty", "verdict")}
    return {**names, "answers": dict(one.answers), "notes": dict(one.notes)}
