"""The first sheet: the sentence, the figures with n and interval, how findings stand, and where everything is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from zoneinfo import ZoneInfo

from auditor.outputs.telling import summary
from auditor.outputs.telling.moments import moment
from auditor.outputs.telling.stands import RULINGS
from auditor.outputs.telling.words import count, reason_parts
from auditor.outputs.xlsx import chart
from auditor.outputs.xlsx.blocks import Block, Cell, Writer
from auditor.outputs.xlsx.sheet import Sheets
from auditor.rates import Rate
from auditor.result import SEVERITIES, VERDICTS, Manifest, Result, Score

NAME = "Summary"
SEVERITY = "Broken duties by severity"
WIDTHS = (40, 13, 13, 13, 13, 58)


def add(sheets: Sheets, result: Result, rows_of: Mapping[str, int]) -> None:
    """The sheet. `rows_of`: the other sheets with how many rows each has."""
    writer, zone = Writer(sheets, NAME, WIDTHS), sheets.zone
    sentence, manifest = summary.sentence(result, zone), result["manifest"]
    writer.line("title", sheets.paper.title)
    writer.line("sentence", sentence.main, points=25)
    writer.line("note", sentence.beside)
    writer.line("note", f"{sheets.paper.period}. As of {sheets.paper.as_of}. Times in {manifest['timezone']}.")
    writer.line("note", f"Coverage: {summary.coverage(result)}.", points=15)
    for block in _blocks(result, zone, rows_of):
        if block.title == SEVERITY:
            chart.add(sheets, result, writer.sheet, writer.row + 1, 3)
        writer.block(block)
    writer.sheet.set_portrait()
    writer.sheet.fit_to_pages(1, 1)


def _blocks(result: Result, zone: ZoneInfo, rows_of: Mapping[str, int]) -> Iterator[Block]:
    yield Block("Figures", ("Figure", "Value", "Of (n)", "95 % from", "95 % to", "What it says"), _tiles(result))
    yield Block("Verdicts", ("Verdict", "Duties", "After review", "Cases", "", "What it says"), _verdicts(result))
    yield Block(SEVERITY, ("Severity", "Broken", "Fail the run"), _severities(result))
    yield Block("Sheets", ("Sheet", "Rows"), [[("link", name), ("count", n)] for name, n in rows_of.items()])
    yield Block("What people decided", ("Decision", "Findings"), _decided(result), "Nobody decided anything yet.")
    yield Block(
        "Why it cannot be told", ("Reason", "Duties", "Tickets"), _reasons(result), "Every duty that arose was judged."
    )
    if result["scores"]["overall"]["score"] is not None:
        heads = ("Score", "Mean", "Tickets", "Passed from", "Passed to", "Without auto-fail")
        yield Block(f"Scores, goal {result['scores']['goal']:.0%}", heads, _scores(result))
    yield Block("Made of", ("What", "Which", "", "", "", ""), list(_made_of(result["manifest"], zone)))


def _tiles(result: Result) -> list[list[Cell]]:
    tiles = summary.tiles(result)
    critical = f"with {count(tiles.critical_findings, 'critical finding')}" if tiles.critical_cases else ""
    in_scope, duties = result["tickets"]["in_scope"], len(result["verdicts"])
    return [
        [("text", "Cases that kept every rule"), *_share(tiles.kept), ("text", "of the cases that are decided")],
        [("text", "Cases with a critical finding"), *_number(tiles.critical_cases, in_scope), ("text", critical)],
        [("text", "Duties that cannot be told"), *_number(tiles.undecided, duties), ("text", tiles.undecided_why)],
        [("text", "Duties that can still be met"), *_number(tiles.pending, duties), ("text", tiles.pending_next)],
    ]


def _share(rate: Rate) -> list[Cell]:
    """A share is nothing without its n and its interval."""
    if not rate.known:
        return [("text", "–"), ("count", 0), ("text", None), ("text", None)]
    return [("share", rate.share), ("count", rate.of), ("share", rate.low), ("share", rate.high)]


def _number(number: int, of: int) -> list[Cell]:
    return [("count", number), ("count", of), ("text", None), ("text", None)]


def _verdicts(result: Result) -> list[list[Cell]]:
    rows, cases = result["verdicts"], result["tickets"]["by_verdict"]
    machine = Counter(row["verdict"] for row in rows)
    reviewed = Counter(row["standing"]["reviewed"] for row in rows)
    says = {
        "violated": "a rule was broken, with evidence",
        "indeterminate": "this export cannot show it; never counted as kept, never held against anybody",
        "pending": "not due yet, and not done yet",
        "complied": "kept",
    }
    return [
        [("verdict", name), ("count", machine[name]), ("count", reviewed[name]), ("count", cases[name]), ("text", None),
         ("text", says[name])]
        for name in VERDICTS
    ]  # fmt: skip


def _severities(result: Result) -> list[list[Cell]]:
    broken = [row for row in result["verdicts"] if row["verdict"] == "violated"]
    found = Counter(row["severity"] for row in broken)
    failing = Counter(row["severity"] for row in broken if row["standing"]["fails"])
    return [[("severity", name), ("count", found[name]), ("count", failing[name])] for name in SEVERITIES]


def _decided(result: Result) -> list[list[Cell]]:
    standings = [row["standing"] for row in result["verdicts"]]
    rulings: Counter[str] = Counter(one["disposition"]["ruling"] for one in standings if one["disposition"])
    told: Iterable[tuple[str, int]] = (
        *((words, rulings[ruling]) for ruling, words in RULINGS.items()),
        ("Waived", sum(one["waiver"] is not None for one in standings)),
        ("Let pass by a named approver", sum(one["override"] is not None for one in standings)),
        ("Known from the baseline", sum(one["baseline"] == "known" for one in standings)),
        ("New against the baseline", sum(one["baseline"] == "new" for one in standings)),
    )
    return [[("text", words), ("count", number)] for words, number in told if number]


def _reasons(result: Result) -> list[list[Cell]]:
    tickets: dict[str, list[str]] = {}
    for row in result["verdicts"]:
        if row["verdict"] == "indeterminate":
            tickets.setdefault(reason_parts(row["reason"])[0], []).append(row["ticket_id"])
    ordered = sorted(tickets.items(), key=lambda item: (-len(item[1]), item[0]))
    return [[("text", reason), ("count", len(ids)), ("count", len(set(ids)))] for reason, ids in ordered]


def _scores(result: Result) -> list[list[Cell]]:
    titles = {(policy["pack"], policy["policy"]): policy["title"] for policy in result["policies"]}
    scores = result["scores"]
    told: list[tuple[str, Score]] = [("All tickets", scores["overall"])]
    told += [(titles.get((item["pack"], item["policy"]), item["policy"]), item["score"]) for item in scores["policies"]]
    return [
        [("text", title), ("share", score["score"]), ("count", score["tickets"]), ("share", score["low"]),
         ("share", score["high"]), ("share", score["without_auto_fail"])]
        for title, score in told
    ]  # fmt: skip


def _made_of(manifest: Manifest, zone: ZoneInfo) -> Iterator[list[Cell]]:
    told = [
        ("Auditor", manifest["auditor_version"]),
        ("As of", moment(manifest["as_of"], zone).text),
        *((f"Policies: {pack['title']}", f"version {pack['version'] or '–'}, SHA-256 {pack['sha256']}")
          for pack in manifest["packs"]),
        ("Export", f"{manifest['shape']}, {len(manifest['inputs']):,} files; the sheet Method lists them"),
        ("Fails the run", f"{manifest['fail_on']} or worse" if manifest["fail_on"] else "nothing"),
        ("E-mails, numbers and the like", "masked" if manifest["privacy"]["masked"] else "shown as they are"),
        ("People", "under pseudonyms" if manifest["privacy"]["pseudonymised"] else "by name"),
    ]  # fmt: skip
    for what, which in told:
        yield [("text", what), ("line", which)]
