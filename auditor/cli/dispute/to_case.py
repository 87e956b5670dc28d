"""`auditor dispute to-case`: a finding as a worked case of its policy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from auditor import shipped
from auditor.audit import Call, Rulebook, rulebook
from auditor.authoring.dispute_case import case_of
from auditor.authoring.dispute_play import Played, append, play, policy_of
from auditor.cli.dispute.finding import finding
from auditor.cli.options import FILE, debug_option
from auditor.cli.saved import saved_file
from auditor.decisions import decided, read_decisions
from auditor.errors import UsageError
from auditor.policy.pack import find_packs, load_pack
from auditor.result import Result, VerdictRow
from auditor.result_file import load


@click.command()
@debug_option
@click.argument("fingerprint")
@click.argument("saved", metavar="AUDIT", type=FILE)
@click.option("--policies", type=FILE, metavar="DIR", help="The pack. Default: the packs that came with auditor.")
@click.option(
    "--decisions", "folder", type=FILE, metavar="DIR", envvar="AUDITOR_DECISIONS",
    help="The folder of decisions, where the audit was made without them: what people say is what the case expects.",
)  # fmt: skip
@click.option("--name", metavar="TEXT", help="What the case is called. [default: the finding's fingerprint]")
@click.option("--out", "file", type=FILE, metavar="FILE", help="Append it to this file of cases. [default: print it]")
def command(
    fingerprint: str, saved: Path, policies: Path | None, folder: Path | None, name: str | None, file: Path | None
) -> int:
    """Turn the finding FINGERPRINT into a worked case of its policy: duties/<policy>.cases.yaml of the pack.

    An overturned finding becomes a case that fails until the policy is mended: auditor policy test. The case is played
    once, and what it lost of the history on its way is told on stderr. Names of people are those of the desk; read the
    texts before you commit them.

    \b
      auditor dispute to-case 0dbf4c14659705bf audit-report/ --decisions decisions/ --policies policies/ours \\
          --out policies/ours/duties/threat.cases.yaml
    """
    result = load(saved_file(saved))
    if folder:
        result = decided(result, read_decisions(folder))
    row = finding(result, fingerprint)
    rules = _rules(policies, row["pack"])
    (pack,) = rules.packs
    policy = policy_of(pack, row["policy"])
    text = case_of(result, row, pack, name or f"Finding {fingerprint}")
    played = play(text, rules, result, row)
    if file:
        append(text, file, pack, policy)
        click.echo(f"{file}: one more case.")
    else:
        click.echo(text, nl=False)
    for sentence in _told(played, result, rules, row):
        click.echo(sentence, err=True)
    return 0


def _told(played: Played, result: Result, rules: Rulebook, row: VerdictRow) -> Iterator[str]:
    (pack,) = rules.packs
    now = "fails until the policy is mended" if played.fails else "passes, as the policy stands"
    yield f"Played: the case {now}."
    if all(one["sha256"] != pack.sha256 for one in result["manifest"]["packs"] if one["id"] == row["pack"]):
        yield f"  The pack {pack.name} has changed since the audit."
    if played.lost:
        yield "  It is not judged as in the audit, which does not tell the whole history. Complete it by hand:"
        yield from (f"    {sentence}" for sentence in played.lost)


def _rules(policies: Path | None, name: str) -> Rulebook:
    """The pack of that name, with its texts. Raises UsageError if it is not there."""
    packs = {load_pack(folder, {}).name: folder for folder in find_packs(policies or shipped.folder("policies"))}
    if name not in packs:
        raise UsageError(
            f'--policies: the finding is of the pack "{name}", and there is only {", ".join(packs)}. Name its folder.'
        )
    return rulebook(Call(policies=packs[name]))
