"""`auditor inspect`: what an export is, and which duties it can decide, before any audit."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Auditor
from tests.cli.small_export import AUDITS, write_lines


def test_an_export_is_told_by_shape_rows_time_and_capabilities(auditor: Auditor, export: Path) -> None:
    answer = auditor("inspect", export)
    assert (answer.code, answer.err) == (0, "")
    for line in (
        "Zendesk audits export (--shape zendesk)",
        "  3 tickets, 15 events",
        "  first event  Mon 9 Nov 2026, 10:00 UTC",
        "  last event   Thu 12 Nov 2026, 16:00 UTC",
        "Rows: 14 read = 14 used, 0 duplicate, 0 quarantined",
    ):
        assert line in answer.out.splitlines()


def test_what_an_export_lacks_is_told_with_the_duties_that_it_leaves_open(auditor: Auditor, export: Path) -> None:
    (export / "groups.json").unlink()
    duties = json.loads(auditor("inspect", export, "--json").out)["duties"]
    open_duties = {one["duty"]: one["why"] for one in duties if not one["decidable"]}
    assert "touch-response" not in open_duties
    assert open_duties["transfer"] == [
        "No group of this export has a name that the pack gives; name it by its id: --set ee_groups=ID."
    ]
    assert "touch-response" in {one["duty"] for one in duties}


def test_audit_and_inspect_agree_on_what_cannot_be_decided(auditor: Auditor, export: Path, tmp_path: Path) -> None:
    (export / "groups.json").unlink()
    inspected = json.loads(auditor("inspect", export, "--json").out)
    auditor("audit", export, "--out", tmp_path / "report")
    audited = json.loads((tmp_path / "report" / "result.json").read_text())["capabilities"]
    assert [(one["policy"], one["duty"]) for one in audited["undecidable"]] == [
        (one["policy"], one["duty"]) for one in inspected["duties"] if not one["decidable"]
    ]
    assert audited["missing"] == inspected["capabilities"]["missing"]


def test_a_row_that_cannot_be_used_is_named_by_file_and_line(auditor: Auditor, export: Path) -> None:
    write_lines(export / "ticket_audits.jsonl", [*AUDITS, AUDITS[0]])
    with (export / "ticket_audits.jsonl").open("a") as file:
        file.write('{"id": 8, "ticket_id"\n')
    told = auditor("inspect", export).out
    assert "Rows: 16 read = 14 used, 1 duplicate, 1 quarantined" in told
    assert f"quarantined ticket_audits.jsonl:{len(AUDITS) + 2}:" in told


def test_an_event_of_unknown_type_is_counted_by_its_name(auditor: Auditor, export: Path) -> None:
    strange = {"id": 99, "type": "MoonPhase", "value": "full"}
    write_lines(
        export / "ticket_audits.jsonl", [*AUDITS[:-1], {**AUDITS[-1], "events": [*AUDITS[-1]["events"], strange]}]
    )
    assert "MoonPhase (1)" in auditor("inspect", export).out


def test_another_pack_has_other_duties(auditor: Auditor, export: Path, pack: Path) -> None:
    told = auditor("inspect", export, "--policies", pack).out
    assert "first-reply" in told
    assert "touch-response" not in told
