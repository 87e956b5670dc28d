"""Method: what the words mean, what was read, what this export cannot show, and everything that decides the result."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.outputs.telling.words import label, told
from auditor.outputs.xlsx.blocks import Block, Cell, Writer
from auditor.outputs.xlsx.sheet import Sheets
from auditor.result import Result

NAME = "Method"
WIDTHS = (40, 70, 14, 14, 14, 14)
MEANINGS = (
    ("Broke", "The duty was not met, and the ticket's history shows it. Evidence stands in the report."),
    ("Cannot tell", "The export does not show what would decide. Counted apart: never as kept, never as broken."),
    ("Not yet", "Neither met nor broken at the as-of time: it can still be met."),
    ("Kept", "The duty arose and was met."),
    ("A case", "A ticket to which at least one duty applied. Its verdict is its worst one."),
    ("A duty's row", "One instance: a duty that arose once, at one event of one ticket. A ticket may have several."),
    ("A week", "The week of the event that made the duty arise, in the report's time zone."),
    ("95 % from, to", "Wilson's score interval. Duties of one ticket hang together: the true one is somewhat wider."),
    ("After review", "The verdict that people gave. The machine's own stays beside it and in every count."),
    ("Took, allowed", "Hours, minutes, seconds on the clock that is named: wall time, or a schedule's open hours."),
)


def add(sheets: Sheets, result: Result) -> None:
    """The sheet."""
    writer = Writer(sheets, NAME, WIDTHS)
    writer.line("sentence", "Method and sources", points=25)
    writer.line("note", "The same manifest gives the same workbook, byte for byte. All of it is in result.json.")
    for block in _blocks(result):
        writer.block(block)


def _blocks(result: Result) -> Iterator[Block]:
    manifest, rows, capabilities = result["manifest"], result["rows"], result["capabilities"]
    yield Block("What the words mean", ("Word", "Meaning"), _pairs(MEANINGS))
    yield Block("Manifest", ("What", "Value"), _pairs(_manifest(result)))
    yield Block("Parameters in force", ("Parameter", "Value"), _pairs(_parameters(manifest["parameters"])), "None.")
    inputs: list[list[Cell]] = [
        [("text", item["file"]), ("code", item["sha256"]), ("count", item["bytes"])] for item in manifest["inputs"]
    ]
    yield Block("Files that were read", ("File", "SHA-256", "Bytes"), inputs, "None.")
    yield Block("What became of their rows", ("File", "Role", "Read", "Used", "Duplicate", "Unusable"), _rows(result))
    unusable: list[list[Cell]] = [
        [("text", f"{item['file']}:{item['line']}"), ("text", item["reason"])] for item in rows["quarantine"]
    ]
    yield Block(_unusable_title(result), ("Where", "Why"), unusable, "Every row was used or is a duplicate.")
    missing = [(label(item["capability"]), item["why"]) for item in capabilities["missing"]]
    yield Block("What this export does not show", ("What", "Why"), _pairs(missing), "It shows all that duties ask.")
    undecidable = [(f"{item['policy']}/{item['duty']}", item["reason"]) for item in capabilities["undecidable"]]
    yield Block("Duties that no ticket of it can decide", ("Duty", "Why"), _pairs(undecidable), "None.")
    clauses = [
        (clause["id"], f"{clause['paraphrase']} ({clause['why'] or clause['state']})")
        for clause in result["clauses"]
        if clause["state"] != "encoded"
    ]
    yield Block("Clauses that no duty encodes", ("Clause", "What it says, and why"), _pairs(clauses), "None.")


def _unusable_title(result: Result) -> str:
    """How many there are, and how many of them stand here."""
    listed, all_of_them = len(result["rows"]["quarantine"]), result["rows"]["quarantined"]
    return "Rows that could not be used" + (f": {listed:,} of {all_of_them:,}" if listed < all_of_them else "")


def _pairs(pairs: Any) -> list[list[Cell]]:
    return [[("text", first), ("text", second)] for first, second in pairs]


def _manifest(result: Result) -> Iterator[tuple[str, str]]:
    manifest = result["manifest"]
    for name in ("auditor_version", "as_of", "timezone", "since", "until", "attributed_by", "shape", "fail_on"):
        yield label(name), told(manifest[name])
    for pack in manifest["packs"]:
        yield f"policies: {pack['title']}", f"{pack['id']}, version {pack['version'] or '–'}, {pack['folder']}"
        yield "their SHA-256", pack["sha256"]
        if pack["kb"]:
            yield f"knowledge base: {pack['kb']['title']}", f"SHA-256 {pack['kb']['sha256']}"
    for name, value in {**manifest["options"], **manifest["privacy"]}.items():
        yield label(name), told(value)


def _parameters(parameters: dict[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for name, value in parameters.items():
        if isinstance(value, dict):
            yield from _parameters(value, f"{before}{name}: ")
        else:
            yield f"{before}{name}", told(value)


def _rows(result: Result) -> list[list[Cell]]:
    return [
        [("text", item["file"]), ("text", item["role"]), ("count", item["read"]), ("count", item["used"]),
         ("count", item["duplicate"]), ("count", item["quarantined"])]
        for item in result["rows"]["by_file"]
    ]  # fmt: skip
