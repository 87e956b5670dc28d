"""The whole story on one page: load → history → contacts → signals → verdicts → findings → result."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from auditor import exports, history, shipped
from auditor.contacts import Cache, Detectors, classify, load_detectors
from auditor.counterfactual import Mend, mends
from auditor.decisions import Decided, decided, nothing_decided
from auditor.errors import ExportError, PolicyError
from auditor.evaluate import Undecidable, clocks_at, evaluate, prepare
from auditor.exports.shape import LoadedExport
from auditor.findings import document
from auditor.findings.collect import Sufficed, collect, within
from auditor.findings.sufficed import sufficed_documents
from auditor.instants import instant
from auditor.policy.model import Severity
from auditor.policy.pack import Pack, find_packs, load_packs
from auditor.policy.parameters import shown
from auditor.policy.references import problems_of_detectors
from auditor.result import SCHEMA, Manifest, Result, Unflagged, VerdictRow
from auditor.rows import first_row
from auditor.schedule import zone
from auditor.scores import no_scores, scored
from auditor.version import VERSION

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Call:
    """What an audit is asked: the packs and their parameters, the as-of time, the period, the zone."""

    policies: Path | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    shape: str | None = None
    as_of: datetime | None = None
    since: datetime | None = None
    until: datetime | None = None
    timezone: str = "UTC"
    fail_on: Severity | None = "low"
    options: Mapping[str, Any] = field(default_factory=dict)
    cache: Path | None = None  # the folder of what was read before
    workers: int = 1  # processes that read messages
    sample_seed: int = 1
    sample_size: int = 20  # unflagged tickets that the report offers to a reader
    left_open: frozenset[str] = frozenset()  # fingerprints whose verdict is told although they lie before the period


@dataclass(frozen=True)
class Rulebook:
    """The packs of a run with their parameters, and the detectors of all of them."""

    packs: tuple[Pack, ...]
    detectors: Detectors

    @property
    def contact_types(self) -> tuple[str, ...]:
        """The contact types that the detectors know; the other detectors are phrases."""
        return tuple(name for name, side in self.detectors.sides.items() if side == "contact")


def rulebook(call: Call) -> Rulebook:
    """The packs that the call names, read whole. Raises PolicyError with everything that is wrong."""
    folders = find_packs(call.policies) if call.policies else shipped.default_packs()
    packs = load_packs(folders, call.parameters)
    values = {name: value for pack in packs for name, value in pack.values.items()}
    texts = [folder for pack in packs for folder in pack.text_folders]
    detectors = load_detectors(texts, {"company": "the company", **values})
    problems = [one for pack in packs for one in problems_of_detectors(pack, detectors.sides)]
    if problems:
        raise PolicyError(problems)
    return Rulebook(tuple(packs), detectors)


@contextmanager
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty database in memory, within a bound, that spills to a folder of its own beyond it."""
    with tempfile.TemporaryDirectory(prefix="auditor-") as folder, duckdb.connect(":memory:") as connection:
        connection.execute("set temp_directory = $folder", {"folder": folder})
        connection.execute("set memory_limit = $limit", {"limit": f"{_memory_bound() // 2**20} MiB"})
        connection.execute("set timezone = 'UTC'")
        connection.execute("set enable_progress_bar = false")  # it would write into what is asked for
        yield connection


def _memory_bound() -> int:
    """Bytes that the database may hold: half of the machine's memory, eight gigabytes at most."""
    try:
        machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError, AttributeError):  # not told on this system
        machine = 8 * 2**30
    return min(machine // 2, 8 * 2**30)


def audit_export(paths: Sequence[Path], call: Call, progress: Progress = lambda _: None) -> Result:
    """Audit an export in files. Raises PolicyError, ExportError or UsageError."""
    rules = rulebook(call)
    with database() as connection:
        progress("reading the export")
        loaded = exports.load(connection, paths, call.shape)
        return audit_loaded(connection, loaded, rules, call, progress)


def contacts_sample(paths: Sequence[Path], call: Call, progress: Progress = lambda _: None) -> Unflagged:
    """A sample of the tickets of an export that show no contact type. Raises PolicyError, ExportError or UsageError."""
    rules = rulebook(call)
    with database() as connection:
        progress("reading the export")
        exports.load(connection, paths, call.shape)
        _read_messages(connection, rules, call, progress)
        period = (document.utc_naive(call.since), document.utc_naive(call.until))
        return document.unflagged_document(connection, rules.contact_types, period, call.sample_seed, call.sample_size)


def audit_loaded(
    connection: duckdb.DuckDBPyConnection, loaded: LoadedExport, rules: Rulebook, call: Call, progress: Progress
) -> Result:
    """Audit what a loader has staged."""
    as_of = _read_messages(connection, rules, call, progress)
    prepare(connection)
    missing = loaded.capabilities.missing
    undecidable: list[tuple[Pack, Undecidable]] = []
    found: list[tuple[str, Mend]] = []
    for pack in rules.packs:
        told, mended = judge_pack(connection, rules, pack, missing, as_of, progress)
        undecidable += [(pack, one) for one in told]
        found += [(pack.name, mend) for mend in mended]
    progress("collecting the evidence")
    sufficed = sufficed_documents(connection, found)
    return collect_result(connection, loaded, rules, replace(call, as_of=as_of), undecidable, sufficed)


def judge_pack(
    connection: duckdb.DuckDBPyConnection,
    rules: Rulebook,
    pack: Pack,
    missing: Mapping[str, str],
    as_of: datetime,
    progress: Progress = lambda _: None,
) -> tuple[list[Undecidable], list[Mend]]:
    """Add the pack's rows to `verdict_row`; what cannot be decided, and what would have sufficed."""
    told = evaluate(connection, pack, missing, rules.contact_types, as_of, progress)
    progress(f"{pack.name}: what would have sufficed")
    return told, list(mends(connection, pack, missing, clocks_at(connection, pack, as_of)))


def _read_messages(connection: duckdb.DuckDBPyConnection, rules: Rulebook, call: Call, progress: Progress) -> datetime:
    """From what a loader has staged to what every message shows; the instant at which time ends."""
    as_of = in_order(connection, call, progress)
    read_messages(connection, rules, call, progress)
    return as_of


def in_order(connection: duckdb.DuckDBPyConnection, call: Call, progress: Progress) -> datetime:
    """From what a loader has staged to the history; the instant at which time ends. Raises ExportError."""
    as_of = call.as_of or watermark(connection)
    progress("putting every ticket's history in order")
    history.build(connection, as_of)
    _refuse_empty(connection, as_of)
    return as_of


def read_messages(connection: duckdb.DuckDBPyConnection, rules: Rulebook, call: Call, progress: Progress) -> None:
    """What every message of the history shows."""
    progress("reading every message")
    cache = Cache(call.cache, rules.detectors) if call.cache else None
    classify(connection, rules.detectors, cache=cache, workers=call.workers)


def collect_result(
    connection: duckdb.DuckDBPyConnection,
    loaded: LoadedExport,
    rules: Rulebook,
    call: Call,
    undecidable: Sequence[tuple[Pack, Undecidable]],
    sufficed: Sufficed,
) -> Result:
    period = (document.utc_naive(call.since), document.utc_naive(call.until))
    every_verdict = collect(connection, rules.packs, sufficed)
    verdicts = within(every_verdict, call.since, call.until)
    types = rules.contact_types
    found: Result = {
        "schema": SCHEMA,
        "manifest": _manifest(connection, loaded, rules, call),
        "rows": document.rows_document(connection),
        "capabilities": document.capabilities_document(
            loaded.capabilities.shown, loaded.capabilities.missing, undecidable
        ),
        "tickets": document.tickets_document(connection, verdicts, every_verdict, types, zone(call.timezone), period),
        "policies": document.policies_document(rules.packs, verdicts),
        "clauses": document.clauses_document(rules.packs),
        "agents": document.agents_document(verdicts, every_verdict, zone(call.timezone)),
        "review": document.review_document(connection, types, period),
        "unflagged": document.unflagged_document(connection, types, period, call.sample_seed, call.sample_size),
        "decisions": nothing_decided(),
        "past": None,
        "scores": no_scores(),
        "earlier": _earlier(every_verdict, call),
        "verdicts": verdicts,
    }
    return scored(decided(found, Decided()))


def _earlier(every_verdict: Sequence[VerdictRow], call: Call) -> list[VerdictRow]:
    """Of what lies before the period: what was open when somebody looked last."""
    before = within(every_verdict, None, call.since) if call.since else []
    return [row for row in before if row["fingerprint"] in call.left_open]


def _manifest(connection: duckdb.DuckDBPyConnection, loaded: LoadedExport, rules: Rulebook, call: Call) -> Manifest:
    return {
        "auditor_version": VERSION,
        "as_of": instant(call.as_of) if call.as_of else "",
        "timezone": call.timezone,
        "since": instant(call.since) if call.since else None,
        "until": instant(call.until) if call.until else None,
        "attributed_by": "trigger",
        "packs": [
            {
                "id": pack.name,
                "title": pack.title,
                "version": str(pack.version),
                "folder": _folder(pack),
                "sha256": pack.sha256,
                "kb": {"title": pack.knowledge_base.title, "sha256": pack.knowledge_base.sha256}
                if pack.knowledge_base.sha256
                else None,
            }
            for pack in rules.packs
        ],
        "parameters": {pack.name: {name: shown(value) for name, value in pack.values.items()} for pack in rules.packs},
        "inputs": document.inputs_document(connection),
        "shape": loaded.shape.name,
        "fail_on": call.fail_on,
        "options": dict(call.options),
        "privacy": {"masked": False, "pseudonymised": False, "pseudonym_key": None},
    }


def _folder(pack: Pack) -> str:
    """Where a pack lies, from here; a pack from elsewhere goes by its name, so that no machine's paths are told."""
    here, folder = Path.cwd(), pack.folder.resolve()
    return folder.relative_to(here).as_posix() if folder.is_relative_to(here) else f"policies/{pack.folder.name}"


def watermark(connection: duckdb.DuckDBPyConnection) -> datetime:
    """The newest instant that the export itself proves: where its time ends."""
    row = first_row(connection, "select max(taken_at) from export_watermark")
    if row is None or row[0] is None:
        raise ExportError(
            "the export holds no event with a time, so there is nothing to audit. "
            "Check that the right files were exported."
        )
    moment: datetime = row[0]
    return moment.replace(tzinfo=UTC)


def _refuse_empty(connection: duckdb.DuckDBPyConnection, as_of: datetime) -> None:
    row = first_row(connection, "select count(*) from event")
    if not row or row[0] == 0:
        raise ExportError(
            f"the export holds no event up to {instant(as_of)}. Check the files, or give a later --as-of."
        )
