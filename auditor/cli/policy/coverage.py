"""`auditor policy coverage`: what the cases exercise, and what became of every clause of the knowledge base."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import click

from auditor.audit import Rulebook
from auditor.authoring import coverage_page
from auditor.authoring.cases import read_cases
from auditor.authoring.coverage import exercise
from auditor.authoring.coverage_document import Document, document, told
from auditor.authoring.kb_text import KnowledgeText, read_knowledge_base, text_of_packs
from auditor.authoring.outcomes import Outcome, outcomes
from auditor.authoring.trial import sit
from auditor.cli.policy.options import packs_argument, rulebooks
from auditor.cli.progress import progress_line
from auditor.errors import PolicyError
from auditor.outputs.files import write_file

Answers = Sequence[tuple[Document, KnowledgeText | None]]


@click.command()
@packs_argument
@click.option(
    "--kb", "kb", type=click.Path(path_type=Path), metavar="FILE",
    help="The knowledge base's own text: its hash is compared with the pinned one, and every line must be read.",
)  # fmt: skip
@click.option("--format", "as_format", type=click.Choice(["text", "json", "html"]), default="text", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Where it goes. Default: standard output.")
def command(folders: Sequence[Path], kb: Path | None, as_format: str, out: Path | None) -> int:
    """What the worked cases of PACKS exercise, and what became of every clause of the knowledge base.

    Every part of every condition and every branch must hold in some case and fail in some case, and be unknown
    where a text can be unreadable, or coverage.yaml says why not. Every clause is encoded, not checkable with a
    reason, or missing. Exit 1: something lacks, or the text is not the one that the pack was read from.

    \b
      auditor policy coverage
      auditor policy coverage policies/my_pack --kb my-kb.txt --format html --out coverage.html
    """
    rules = list(rulebooks(folders))
    text_of = text_of_packs([pack for one in rules for pack in one.packs], kb)
    with progress_line() as progress:
        answers = [_answer(one, text_of(one.packs[0]), progress) for one in rules]
    chunks = {"text": _as_text, "json": _as_json, "html": coverage_page.render}[as_format](answers)
    if out:
        write_file(out.parent, out.name, chunks)
    else:
        click.echo("".join(chunks), nl=False)
    return int(not all(answer["complete"] for answer, _ in answers))


def _answer(
    rules: Rulebook, text: KnowledgeText | None, progress: Callable[[str], None]
) -> tuple[Document, KnowledgeText | None]:
    (pack,) = rules.packs
    worked = read_cases(pack)
    with ExitStack() as stack:
        sittings = sit(stack, rules, [case for policy in worked for case in policy.cases])
        found = [one for sitting in sittings for one in outcomes(sitting, pack, rules.contact_types)]
        _refuse_failures(found)
        exercised = exercise(rules, sittings, progress)
    return document(pack, exercised, read_knowledge_base(pack, found, text)), text


def _refuse_failures(found: Sequence[Outcome]) -> None:
    """A case that fails shows nothing."""
    failed = list(dict.fromkeys(one.case.place for one in found if one.differences))
    if failed:
        raise PolicyError([f"{place}: this case fails. Mend it first: `auditor policy test`." for place in failed])


def _as_text(answers: Answers) -> Iterator[str]:
    return (f"{line}\n" for answer, _ in answers for line in told(answer))


def _as_json(answers: Answers) -> Iterator[str]:
    yield json.dumps([answer for answer, _ in answers], ensure_ascii=False, indent=1) + "\n"
