"""The knowledge base's own text: every clause encoded, not checkable, or missing, and every line accounted for.

The text is never kept in a pack: a clause says on which lines it stands, and a pinned hash says in which text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from auditor.authoring.outcomes import Outcome
from auditor.errors import PolicyError, UsageError
from auditor.policy.model import Clause, ClausesFile
from auditor.policy.pack import Duty, Pack, Policy
from auditor.policy.yaml_file import YamlFile, parse, read_yaml

State = Literal["encoded", "not-checkable", "missing"]
CLAUSES = "kb/clauses.yaml"


@dataclass(frozen=True)
class KnowledgeText:
    """A knowledge base's text as it was given."""

    path: Path
    sha256: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class CitingDuty:
    """A duty that cites a clause, and the cases that show it: case → its verdicts."""

    policy: Policy
    duty: Duty
    cases: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class ReadClause:
    """A clause, what became of it, and who cites it."""

    name: str
    clause: Clause
    place: str
    state: State
    why: str
    duties: tuple[CitingDuty, ...]


@dataclass(frozen=True)
class ReadLine:
    """A line of the text: the clauses that stand on it, or why it asks nothing; neither: it is missing."""

    number: int
    text: str
    clauses: tuple[str, ...]
    context: str | None

    @property
    def missing(self) -> bool:
        """Nobody has said what becomes of it."""
        return bool(self.text.strip()) and not self.clauses and self.context is None


@dataclass(frozen=True)
class Reading:
    """How a pack reads its knowledge base. `lines` is empty where the text was not given."""

    clauses: tuple[ReadClause, ...]
    lines: tuple[ReadLine, ...]
    text: KnowledgeText | None
    problems: tuple[str, ...]


def read_text(path: Path) -> KnowledgeText:
    """The text of a file. Raises UsageError: it cannot be read, or it is not UTF-8."""
    try:
        content = path.read_bytes()
        text = content.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"--kb {path}: cannot be read ({error}). Give the knowledge base as UTF-8 text.") from None
    lines = text.removesuffix("\n").split("\n")
    return KnowledgeText(path, hashlib.sha256(content).hexdigest(), tuple(line.rstrip("\r") for line in lines))


def read_knowledge_base(pack: Pack, outcomes: Sequence[Outcome], text: KnowledgeText | None) -> Reading:
    """Every clause of the pack with its state, its duties and its cases; with the text, every line too."""
    file = read_yaml(pack.folder / CLAUSES, pack.folder.parent)
    parsed, problems = parse(file, ClausesFile)
    if parsed is None:
        raise PolicyError(problems)
    clauses = tuple(_read_clause(pack, file, name, clause, outcomes) for name, clause in parsed.clauses.items())
    lines = tuple(_read_lines(parsed, text)) if text else ()
    problems = [
        *_problems_of_clauses(clauses),
        *_problems_of_places(pack, file, parsed, text),
        *(_problems_of_text(pack, text) if text else ()),
        *(_unclaimed(pack, line) for line in lines if line.missing),
    ]
    return Reading(clauses, lines, text, tuple(problems))


def cites(duty: Duty, policy: Policy, clause: str) -> bool:
    """Whether verdicts of the duty may name the clause."""
    of_contacts = {one for clauses in policy.text.contact_clauses.values() for one in clauses}
    return clause in duty.text.clauses or (duty.text.cite_contacts and clause in of_contacts)


def _read_clause(pack: Pack, file: YamlFile, name: str, clause: Clause, outcomes: Sequence[Outcome]) -> ReadClause:
    duties = tuple(
        CitingDuty(policy, duty, _cases(duty, name, outcomes))
        for policy in pack.policies
        for duty in policy.duties
        if cites(duty, policy, name)
    )
    state: State = "missing" if clause.state == "encoded" and not duties else clause.state
    return ReadClause(name, clause, file.at(("clauses", name)), state, clause.why, duties)


def _cases(duty: Duty, clause: str, outcomes: Sequence[Outcome]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for outcome in outcomes:
        verdicts = tuple(row["verdict"] for row in outcome.rows if clause in row["clauses"])
        if outcome.duty is duty and verdicts:
            found[outcome.case.text.case] = verdicts
    return found


def _read_lines(file: ClausesFile, text: KnowledgeText) -> Iterator[ReadLine]:
    context = {number: one.why for one in file.context for number in one.lines}
    for number, line in enumerate(text.lines, start=1):
        clauses = tuple(name for name, clause in file.clauses.items() if number in clause.lines)
        yield ReadLine(number, line, clauses, context.get(number))


def _problems_of_clauses(clauses: Sequence[ReadClause]) -> Iterator[str]:
    for one in clauses:
        if one.state == "missing":
            yield f"{one.place}: {one.name}: is missing: no duty cites it. Encode it, or say why it is not checkable."
        elif one.state == "not-checkable" and one.duties:
            cited = ", ".join(duty.duty.name for duty in one.duties)
            yield f"{one.place}: {one.name}: is called not checkable, and {cited} cites it. Take out one of the two."
        elif one.state == "encoded" and not any(duty.cases for duty in one.duties):
            yield f"{one.place}: {one.name}: no case shows a verdict that cites it. Add one beside the policy."


def _problems_of_places(pack: Pack, file: YamlFile, clauses: ClausesFile, text: KnowledgeText | None) -> Iterator[str]:
    """A pinned text asks every clause for its lines; a line is a clause's or context, and stands in the text."""
    if pack.knowledge_base.sha256 is None and text is None:
        return
    context = {number for one in clauses.context for number in one.lines}
    for name, clause in clauses.clauses.items():
        where = file.at(("clauses", name))
        if not clause.lines:
            yield f"{where}: {name}: has no lines; say where in the text it stands, for example lines: 14."
        for number in sorted(context.intersection(clause.lines)):
            yield f"{where}: {name}: line {number} is context too. A line that asks something is no context."
    if text is None:
        return
    places = [
        *((name, file.at(("clauses", name, "lines")), clause.lines) for name, clause in clauses.clauses.items()),
        *(("context", file.at(("context", number)), one.lines) for number, one in enumerate(clauses.context)),
    ]
    for name, where, numbers in places:
        beyond = [str(number) for number in numbers if number > len(text.lines)]
        if beyond:
            yield f"{where}: {name}: line {', '.join(beyond)} is not in the text, which has {len(text.lines)} lines."
        blank = [number for number in numbers if number <= len(text.lines) and not text.lines[number - 1].strip()]
        if name != "context" and len(blank) == len(numbers) > 0:
            yield f"{where}: {name}: stands on blank lines alone ({', '.join(map(str, blank))})."


def _problems_of_text(pack: Pack, text: KnowledgeText) -> Iterator[str]:
    pinned = pack.knowledge_base.sha256
    where = f"{pack.folder.name}/pack.yaml: knowledge_base.sha256"
    if pinned is None:
        yield f"{where}: pins no text. Once {text.path} is read clause by clause, pin it: sha256: {text.sha256}"
    elif pinned != text.sha256:
        yield (
            f"{where}: the knowledge base has changed: this pack was read from {pinned[:12]}…, and {text.path} is "
            f"{text.sha256[:12]}…. Read it again: bring {CLAUSES} (clauses, lines, context) and the duties in line "
            f"with it, and then pin sha256: {text.sha256}"
        )


def _unclaimed(pack: Pack, line: ReadLine) -> str:
    return (
        f'{pack.folder.name}/{CLAUSES}: line {line.number} of the text is missing: "{_short(line.text)}". '
        "Give it to a clause (lines), or to context with a why."
    )


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 72 else f"{words[:71]}…"


def text_of_packs(packs: Sequence[Pack], path: Path | None) -> Callable[[Pack], KnowledgeText | None]:
    """Which pack a given text belongs to: the only one, or the only one that pins a text. Raises UsageError."""
    if path is None:
        return lambda _: None
    text = read_text(path)
    pinning = [pack.name for pack in packs if pack.knowledge_base.sha256]
    named = [pack.name for pack in packs] if len(packs) == 1 else pinning
    if len(named) != 1:
        which = ", ".join(pack.name for pack in packs)
        raise UsageError(f"--kb {path}: say whose text it is; name one pack. There are: {which}.")
    return lambda pack: text if pack.name == named[0] else None
