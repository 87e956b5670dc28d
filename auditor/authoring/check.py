"""A pack read whole: every error of its files at once, what is probably a mistake, and what an export can decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from auditor import exports, history
from auditor.audit import Call, Rulebook, database, rulebook, watermark
from auditor.authoring.cases import read_cases
from auditor.authoring.lints import LINTS, Remark, Subject
from auditor.errors import PolicyError
from auditor.evaluate import Decidability, decidability
from auditor.policy.pack import Pack

PAGES = "docs/policy/lints"  # <lint>.md: why, and how to mend it
ALLOWED = "allow: "  # "# allow: signal-never-used" on the line that is meant so


@dataclass(frozen=True)
class Warned:
    """What a lint says of a line of a pack."""

    lint: str
    remark: Remark

    @property
    def told(self) -> str:
        """`file:line:col: warning: …`, then the line with a caret."""
        sentence = f"warning: {self.remark.sentence} [{self.lint}: {PAGES}/{self.lint}.md]"
        return self.remark.file.problem(self.remark.location, sentence)


@dataclass(frozen=True)
class Checked:
    """A pack without errors: how many cases stand beside it, and what the lints say."""

    pack: Pack
    cases: int
    warnings: tuple[Warned, ...]


def check_packs(folders: Sequence[Path]) -> list[Checked]:
    """Read packs whole, one after the other. Raises PolicyError with every error of every file of all of them."""
    checked: list[Checked] = []
    problems: list[str] = []
    for folder in folders:
        try:
            rules = rulebook(Call(policies=folder))
            (pack,) = rules.packs
            cases = sum(len(policy.cases) for policy in read_cases(pack))
        except PolicyError as error:
            problems += error.messages
        else:
            checked.append(Checked(pack, cases, tuple(warnings(rules))))
    if problems:
        raise PolicyError(problems)
    return checked


def warnings(rules: Rulebook) -> Iterator[Warned]:
    """What the lints say of the packs, but for the lines that allow it."""
    for pack in rules.packs:
        subject = Subject(pack, rules.detectors.sides)
        found = [Warned(name, remark) for name, lint in LINTS.items() for remark in lint(subject)]
        yield from sorted((one for one in found if not _allowed(one)), key=lambda one: _place(one.remark))


def _place(remark: Remark) -> tuple[str, tuple[int, int]]:
    return remark.file.name, remark.file.position(remark.location)


def _allowed(warned: Warned) -> bool:
    """The line says so itself, in a comment."""
    line, _ = warned.remark.file.position(warned.remark.location)
    lines = warned.remark.file.text.splitlines()[line - 1 : line]
    comment = lines[0].partition("#")[2] if lines else ""
    names = comment.partition(ALLOWED)[2].replace(",", " ").split()
    return warned.lint in names


def decidable_on(paths: Sequence[Path], shape: str | None, packs: Sequence[Pack]) -> list[tuple[Pack, Decidability]]:
    """Every duty of the packs: can this export decide it. Raises ExportError or UsageError."""
    with database() as connection:
        loaded = exports.load(connection, paths, shape)
        history.build(connection, watermark(connection))
        return [(pack, one) for pack in packs for one in decidability(connection, pack, loaded.capabilities.missing)]
