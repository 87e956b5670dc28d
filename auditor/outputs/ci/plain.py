"""The gate as plain text for a log: no colour, 100 columns, and no line that a build server takes for a command.

Words of tickets are hostile here too: a line break or an escape would write lines of its own, `::error` and `##[` are
commands of build servers. No line begins with such words, and every one of them is cut to its line. Commands and
paths alone may be longer than a line, so that they can be copied.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from auditor.outputs.ci.findings import Finding, Group
from auditor.outputs.ci.page import Entries, Page, Passed
from auditor.outputs.telling.texts import clean
from auditor.outputs.telling.words import count, sentence_case

WIDTH = 100
SHOWN = 100  # findings that stand in the log; all others are counted
LISTED = 20  # lines of a list behind them


def plain(page: Page, files: Sequence[str]) -> Iterator[str]:
    """All of it, line by line; `files` are those that tell more."""
    yield _words(page.line)
    yield ""
    yield from _head(page)
    left = SHOWN
    for group in page.groups:
        findings = group.findings[:left]
        left -= len(findings)
        yield from _group(group, findings)
    yield from _let_pass(page.passed, page.entries)
    yield from _waivers(page)
    yield from _measured(page)
    yield from _section("The whole report")
    yield from (f"  {file}" for file in files)


def _head(page: Page) -> Iterator[str]:
    environment = f"; environment {page.environment}" if page.environment else ""
    yield from _labelled("audit", f"{page.period}, as of {page.as_of.text}; fails on {page.fails_on}{environment}")
    yield from _labelled("since", page.since)
    yield from _labelled("coverage", f"{page.coverage}.")
    for sentence in page.gate.off:
        yield from _labelled("data", sentence)
    yield f"  {'run it':<10}{_words(page.run)}"


def _group(group: Group, findings: Sequence[Finding]) -> Iterator[str]:
    yield ""
    yield _words(f"{group.place}: {group.severity}: {group.name}")
    clauses = f" [{', '.join(group.clauses)}]" if group.clauses else ""
    failing = f"{group.failing:,} of {count(group.instances, 'instance')}"
    yield _cut(f"  {failing}: {group.title}{clauses}")
    for one in findings:
        yield from _finding(one)
    if group.failing > len(findings):
        yield f"  and {count(group.failing - len(findings), 'more finding')} of this duty, in the files below"


def _finding(one: Finding) -> Iterator[str]:
    yield _cut(f"  * #{one.ticket_id} {one.fingerprint}  {one.broke.text}")
    who = one.who.name + (f", {one.who.why}" if one.who.why else "")
    yield _cut(f"      who       {who}{f'; team {one.team}' if one.team else ''}")
    measured = one.measure + ("; made good later" if one.repaired else "")
    row = ", ".join(f"{name}={value}" for name, value in one.evidence)
    words = "".join(piece.text for piece in one.quote.pieces) if one.quote else ""
    yield from _fact("measured", measured)
    yield from _fact("words", words and f"“{words}”")
    yield from _fact("since", one.since)
    yield from _folded("      ", "row", row)
    yield from _fact("sufficed", one.sufficed)
    yield from _fact("people", one.said)
    yield f"      $ {_words(one.command)}"


def _fact(name: str, told: str) -> Iterator[str]:
    if told:
        yield _cut(f"      {name:<10}{told}")


def _let_pass(passed: Sequence[Passed], entries: Sequence[Entries]) -> Iterator[str]:
    if passed or entries:
        yield from _section("Does not fail")
    for kind in passed:
        yield f"  {kind.title}: {kind.total:,}"
        for one in kind.rows[:LISTED]:
            why = f": {one.why}" if one.why else ""
            yield _cut(f"    * {one.severity:<9}{one.name} #{one.ticket_id} {one.fingerprint}{why}")
        yield from _more(kind.total - LISTED)
    for group in entries:
        yield f"  {group.title}: {group.total:,}"
        for entry in group.rows[:LISTED]:
            name = f"{entry['policy']}/{entry['duty']}"
            yield _cut(f"    * {entry['severity']:<9}{name} #{entry['ticket_id']} {entry['fingerprint']}")
        yield from _more(group.total - LISTED)


def _more(number: int) -> Iterator[str]:
    if number > 0:
        yield f"      and {number:,} more, in the files below"


def _waivers(page: Page) -> Iterator[str]:
    if page.waivers:
        yield from _section("Waivers that end")
    for one in page.waivers:
        state = one.state
        yield _cut(f"  * {state['id']}: {state['state']}, {one.expires.text}; {state['scope']}; owner {state['owner']}")


def _measured(page: Page) -> Iterator[str]:
    yield from _section("What could not be judged")
    for one in page.gate.measured:
        told = f"{one.hits:,} of {one.of:,} ({one.share}), {one.limit} allowed"
        yield f"  {sentence_case(one.name.removeprefix('the ')):<22}{told}{': TOO MUCH' if one.too_much else ''}"
    for reason, number in page.reasons:
        yield _cut(f"    {number:>7,}  {reason}")
    if page.more_reasons:
        yield f"    {page.more_reasons:>7,}  for other reasons"


def _section(title: str) -> Iterator[str]:
    yield ""
    yield title


def _labelled(name: str, text: str) -> Iterator[str]:
    return _folded("  ", name, text)


def _folded(indent: str, name: str, text: str) -> Iterator[str]:
    """Words behind their name, on as many lines as they need; each begins with a mark of ours."""
    first, *rest = wrap(_words(text), WIDTH - len(indent) - 10) or [""]
    yield f"{indent}{name:<10}{first}"
    yield from (f"{indent}{'':<8}| {line}" for line in rest)


def _words(text: str) -> str:
    """One line, without what a terminal or a build server would obey."""
    return " ".join(clean(text).split()).replace("##", "# #")


def _cut(text: str) -> str:
    """One line that keeps its indent, cut to the width."""
    indent = text[: len(text) - len(text.lstrip(" "))]
    body = clean(text).strip().replace("\n", " ").replace("\t", " ")
    line = indent + "".join(letter if letter.isprintable() else " " for letter in body)
    line = line.replace("##", "# #")
    return line if len(line) <= WIDTH else f"{line[: WIDTH - 1].rstrip()}…"
