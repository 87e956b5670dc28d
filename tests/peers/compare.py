"""Our verdicts beside the peers': a table, and exit code 1 where a disagreement is not explained.

python -m tests.peers.compare NAME OURS.json THEIRS.json [NAME OURS.json THEIRS.json ...]
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Key = tuple[str, str, str]
Masks = Mapping[Key, int]


@dataclass(frozen=True)
class Defect:
    """A known departure of a peer: what it says instead, so that only exactly that is explained."""

    why: str
    said: Callable[[Masks, str, str], int]


def _instead(opposite: str) -> Callable[[Masks, str, str], int]:
    """Violated exactly where both activities are there and the positive template is not violated."""

    def said(ours: Masks, first: str, second: str) -> int:
        missing = ours["existence", first, first] | ours["existence", second, second] | ours[opposite, first, second]
        return ours["every case", "", ""] & ~missing

    return said


SOURCE = "pm4py, algo/conformance/declare/variants/classic.py"
DEFECTS: Mapping[tuple[str, str], Defect] = {
    ("pm4py", "not succession"): Defect(
        f"{SOURCE}, __check_non_succession: violated iff succession is satisfied, so the negation of succession,"
        " where DECLARE forbids the second activity after every first one",
        _instead("succession"),
    ),
    ("pm4py", "not chain succession"): Defect(
        f"{SOURCE}, __check_non_chain_succession: violated iff chain succession is satisfied, so its negation,"
        " where DECLARE forbids the second activity directly after every first one",
        _instead("chain succession"),
    ),
}


@dataclass
class Line:
    """One row of the table."""

    pairs: int = 0
    compared: int = 0
    violated: int = 0
    disagreed: int = 0
    unexplained: int = 0


def lines_of(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> tuple[dict[tuple[str, str], Line], list[str]]:
    """Peer and template → its numbers; and the first unexplained disagreement of each, told."""
    if any(ours[part] != theirs[part] for part in ("cases", "activities", "limit")):
        raise ValueError("the two sides read different cases, activities or limits: run both on one log")
    every = (1 << len(ours["cases"])) - 1
    masks: dict[Key, int] = {(name, a, b): int(mask, 16) for name, a, b, mask in ours["verdicts"]}
    masks["every case", "", ""] = every
    lines: dict[tuple[str, str], Line] = {}
    told: list[str] = []
    for peer, name, first, second, violated, compared in rows_of(theirs, every):
        line = lines.setdefault((peer, name), Line())
        mine = masks[name, first, second] & compared
        defect = DEFECTS.get((peer, name))
        expected = defect.said(masks, first, second) & compared if defect else mine
        line.pairs += 1
        line.compared += compared.bit_count()
        line.violated += mine.bit_count()
        line.disagreed += (mine ^ violated).bit_count()
        wrong = expected ^ violated
        if wrong and not line.unexplained:
            case = ours["cases"][(wrong & -wrong).bit_length() - 1]
            told.append(f"{peer}, {name}({first}, {second}), case {case}: we say {_said(mine, wrong)}")
        line.unexplained += wrong.bit_count()
    return lines, told


def rows_of(theirs: Mapping[str, Any], every: int) -> Iterator[tuple[str, str, str, str, int, int]]:
    """Peer, template, pair, violating cases, compared cases."""
    for peer, rows in theirs["peers"].items():
        for name, first, second, violated, compared in rows:
            yield peer, name, first, second, int(violated, 16), int(compared, 16) if compared else every


def _said(mine: int, wrong: int) -> str:
    return "violated" if mine & (wrong & -wrong) else "complied"


HEAD = f"{'peer':<11} {'template':<24} {'pairs':>5} {'compared':>10} {'violated':>10} {'differ':>8} {'unexplained':>11}"


def shown(title: str, lines: Mapping[tuple[str, str], Line]) -> Iterator[str]:
    """The table of one log."""
    yield from ("", title, HEAD)
    for (peer, name), line in lines.items():
        yield (
            f"{peer:<11} {name:<24} {line.pairs:>5} {line.compared:>10,} {line.violated:>10,}"
            f" {line.disagreed:>8,} {line.unexplained:>11,}"
        )
    for peer in dict.fromkeys(peer for peer, _ in lines):
        total = Counter[str]()
        for line in (line for (owner, _), line in lines.items() if owner == peer):
            total.update(vars(line))
        yield (
            f"{peer:<11} {'all':<24} {total['pairs']:>5} {total['compared']:>10,} {total['violated']:>10,}"
            f" {total['disagreed']:>8,} {total['unexplained']:>11,}"
        )


def main(folder: Path) -> int:
    """Print a table per log; 1 if a disagreement is not explained, 3 if there is nothing to compare."""
    found = sorted(folder.glob("*-ours.json"))
    if not found:
        print(f"{folder} holds no LOG-ours.json. Make them: make peers", file=sys.stderr)
        return 3
    return max([compared(file) for file in found])


def compared(file: Path) -> int:
    """Print the table of one log; 1 if a disagreement is not explained."""
    log = file.name.removesuffix("-ours.json")
    ours, theirs = (json.loads(one.read_text("utf-8")) for one in (file, file.with_name(f"{log}-theirs.json")))
    lines, told = lines_of(ours, theirs)
    title = f"{log}: {len(ours['cases']):,} cases, {len(ours['activities'])} activities, limit {ours['limit']}"
    print("\n".join(shown(title, lines)))
    for (peer, name), defect in DEFECTS.items():
        if (peer, name) in lines and lines[peer, name].disagreed:
            print(f"explained: {peer}, {name}: {defect.why}")
    for name, error in theirs["broken"].items():
        print(f"not compared: Declare4Py, {name}: {error}")
    for one in told:
        print(f"UNEXPLAINED: {one}")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
