"""Bad input gets one message that says where, what and what to do, the right exit code, and never a traceback."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path

import pytest

from tests.cli.conftest import Answer, Auditor
from tests.cli.small_export import AUDITS

USAGE, DATA = 2, 3
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06"


def says(answer: Answer, code: int, *words: str) -> None:
    """The one message: its code, its words, nothing on standard output, no traceback, nothing unexpected."""
    assert answer.code == code, answer.err
    assert answer.out == ""
    for word in words:
        assert word in answer.err
    assert "Traceback" not in answer.err
    assert "was not made for" not in answer.err


# The export


def test_a_path_that_does_not_exist_is_named(auditor: Auditor) -> None:
    says(auditor("audit", "nowhere/export"), DATA, "nowhere/export: there is no such file or folder")


def test_an_empty_folder_is_told_as_such(auditor: Auditor, tmp_path: Path) -> None:
    (tmp_path / "hollow").mkdir()
    says(auditor("audit", tmp_path / "hollow"), DATA, "hollow", "empty")


def test_a_folder_of_pictures_is_no_export(auditor: Auditor, tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    for name in ("one.png", "two.png"):
        (tmp_path / "pictures" / name).write_bytes(PNG)
    answer = auditor("audit", tmp_path / "pictures")
    says(answer, DATA, "pictures", "no export is recognised", "2 .png", "ticket_audits", "--shape")


@pytest.mark.parametrize("shape", ["zendesk", "zendesk-events", "fivetran", "events"])
def test_pictures_named_as_a_shape_are_still_no_export(auditor: Auditor, tmp_path: Path, shape: str) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "one.png").write_bytes(PNG)
    says(auditor("audit", tmp_path / "pictures", "--shape", shape), DATA, "pictures")


def test_an_export_without_audits_holds_nothing_to_audit(auditor: Auditor, export: Path) -> None:
    (export / "ticket_audits.jsonl").unlink()
    says(auditor("audit", export), DATA, "ticket_audits")


def test_an_export_whose_audits_are_empty_is_an_error_and_no_pass(auditor: Auditor, export: Path) -> None:
    (export / "ticket_audits.jsonl").write_text("")
    (export / "tickets.jsonl").write_text("")
    says(auditor("audit", export), DATA)


def test_binary_garbage_under_an_export_s_name_is_told(auditor: Auditor, tmp_path: Path) -> None:
    (tmp_path / "garbage").mkdir()
    (tmp_path / "garbage" / "ticket_audits.json").write_bytes(bytes(range(256)) * 40)
    says(auditor("audit", tmp_path / "garbage"), DATA, "garbage", "no export is recognised", "1 .json")


def test_a_gz_file_that_is_none_is_told(auditor: Auditor, tmp_path: Path) -> None:
    (tmp_path / "garbage").mkdir()
    (tmp_path / "garbage" / "ticket_audits.jsonl.gz").write_bytes(b"not gzip at all")
    says(auditor("audit", tmp_path / "garbage"), DATA, "garbage", "no export is recognised", "1 .gz")


def test_a_truncated_document_never_passes_silently(auditor: Auditor, tmp_path: Path) -> None:
    (tmp_path / "cut").mkdir()
    whole = json.dumps({"ticket_audits": AUDITS})
    (tmp_path / "cut" / "ticket_audits.json").write_text(whole[: len(whole) // 2])
    answer = auditor("audit", tmp_path / "cut", "--out", tmp_path / "report")
    assert "Traceback" not in answer.err
    told = answer.err if answer.code == DATA else (tmp_path / "report" / "result.json").read_text()
    assert "ticket_audits.json" in told
    assert answer.code == DATA or json.loads(told)["rows"]["quarantined"] >= 1


def test_a_truncated_last_line_is_quarantined_with_its_place(auditor: Auditor, export: Path, tmp_path: Path) -> None:
    lines = (export / "ticket_audits.jsonl").read_text()
    (export / "ticket_audits.jsonl").write_text(lines[:-30])
    answer = auditor("audit", export, "--out", tmp_path / "report", "--fail-on", "never")
    assert (answer.code, answer.err) == (0, "")
    assert "1 row could not be used" in answer.out
    rows = json.loads((tmp_path / "report" / "result.json").read_text())["rows"]
    assert [(row["file"], row["line"]) for row in rows["quarantine"]] == [("ticket_audits.jsonl", len(AUDITS))]


def test_an_export_that_is_mostly_unusable_is_no_pass(auditor: Auditor, export: Path, tmp_path: Path) -> None:
    lines = (export / "ticket_audits.jsonl").read_text()
    (export / "ticket_audits.jsonl").write_text(lines + '{"id": 7, "ticket_id"\n' * 40)
    answer = auditor("audit", export, "--out", tmp_path / "report", "--fail-on", "never")
    assert answer.code == DATA
    assert "rows of the export could not be used" in answer.err
    assert (tmp_path / "report" / "weekly.html").is_file()


EVENTS_HEAD = ("ticket_id", "occurred_at", "kind", "actor_id", "actor_role", "public", "body")


def test_a_csv_with_a_shifted_column_is_told_by_file_and_line(auditor: Auditor, tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    with file.open("w", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(EVENTS_HEAD)
        rows.writerow(("1", "2026-11-09T10:00:00Z", "message", "71", "requester", "true", "Hello"))
        rows.writerow(("1", "extra", "2026-11-09T11:00:00Z", "message", "11", "agent", "true", "Hello Rita"))
    answer = auditor("audit", file, "--out", tmp_path / "report")
    assert "Traceback" not in answer.err
    assert answer.code in {0, 1, DATA}
    told = answer.err if answer.code == DATA else (tmp_path / "report" / "result.json").read_text()
    assert "events.csv" in told
    assert answer.code == DATA or [row["line"] for row in json.loads(told)["rows"]["quarantine"]] == [3]


def test_an_as_of_time_before_the_first_event_is_told(auditor: Auditor, export: Path) -> None:
    says(auditor("audit", export, "--as-of", "2020-01-01"), DATA, "no event up to 2020-01-01T00:00:00Z", "--as-of")


def test_a_period_without_a_ticket_is_an_error_and_no_pass(auditor: Auditor, export: Path) -> None:
    answer = auditor("audit", export, "--week", "2026-W20")
    assert answer.code == DATA
    assert "no ticket in the period" in answer.err
    assert "Week 20 of 2026" in answer.err


# The policies


def spoil(pack: Path, file: str, old: str, new: str) -> None:
    text = (pack / file).read_text()
    assert old in text
    (pack / file).write_text(text.replace(old, new, 1))


def line_of(pack: Path, file: str, words: str) -> int:
    return next(number for number, line in enumerate((pack / file).read_text().splitlines(), 1) if words in line)


def test_a_misspelt_key_is_told_with_its_line_and_what_was_meant(auditor: Auditor, export: Path, pack: Path) -> None:
    spoil(pack, "duties/first-reply.yaml", "within:", "withn:")
    line = line_of(pack, "duties/first-reply.yaml", "withn:")
    answer = auditor("audit", export, "--policies", pack)
    says(answer, USAGE, f"service_basics/duties/first-reply.yaml:{line}:", '"withn"', 'Did you mean "within"?')


def test_a_key_that_stands_twice_is_told_with_its_line(auditor: Auditor, export: Path, pack: Path) -> None:
    spoil(pack, "pack.yaml", "version: 1\n", "version: 1\nversion: 2\n")
    says(auditor("audit", export, "--policies", pack), USAGE, "service_basics/pack.yaml:", "version")


def test_a_parameter_that_nobody_declares_is_told(auditor: Auditor, export: Path, pack: Path) -> None:
    spoil(pack, "parameters.yaml", "first_reply_deadline:", "first_answer_deadline:")
    answer = auditor("audit", export, "--policies", pack)
    says(answer, USAGE, "service_basics/duties/first-reply.yaml:", 'no parameter "first_reply_deadline"')


def test_every_error_of_a_pack_is_told_at_once(auditor: Auditor, export: Path, pack: Path) -> None:
    spoil(pack, "duties/first-reply.yaml", "within:", "withn:")
    spoil(pack, "pack.yaml", "title:", "tittle:")
    answer = auditor("audit", export, "--policies", pack)
    says(answer, USAGE, "first-reply.yaml", "pack.yaml", '"tittle"')


def test_a_file_that_is_no_yaml_is_told_with_its_line(auditor: Auditor, export: Path, pack: Path) -> None:
    (pack / "signals.yaml").write_text("signals:\n  reply: [\n")
    says(auditor("audit", export, "--policies", pack), USAGE, "service_basics/signals.yaml:", "not readable as YAML")


def test_a_folder_without_a_pack_is_told(auditor: Auditor, export: Path, tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    says(auditor("audit", export, "--policies", tmp_path / "rules"), USAGE, "rules", "pack.yaml")


def test_a_policies_folder_that_does_not_exist_is_told(auditor: Auditor, export: Path) -> None:
    says(auditor("audit", export, "--policies", "no/rules"), USAGE, "no/rules", "no such folder")


def test_an_unknown_parameter_is_told_with_what_was_meant(auditor: Auditor, export: Path) -> None:
    answer = auditor("audit", export, "--set", "touch_dedline=2h")
    says(answer, USAGE, "touch_dedline", 'Did you mean "touch_deadline"?', "transfer_deadline")


def test_a_setting_without_a_value_is_told(auditor: Auditor, export: Path) -> None:
    says(auditor("audit", export, "--set", "touch_deadline"), USAGE, "write name=value")


@pytest.mark.parametrize("given", ["soon", "4 bananas", "", "-2h", "h"])
def test_a_duration_that_is_none_is_told(auditor: Auditor, export: Path, pack: Path, given: str) -> None:
    answer = auditor("audit", export, "--policies", pack, "--set", f"first_reply_deadline={given}")
    says(answer, USAGE, "first_reply_deadline", "4h")


def test_a_schedule_s_time_zone_that_does_not_exist_is_told(auditor: Auditor, export: Path, tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text("business_schedule: {zone: Mars/Olympus, hours: {mon-fri: '09:00-17:00'}}\n")
    says(auditor("audit", export, "--parameters", file), USAGE, "business_schedule", "Mars/Olympus", "Europe/Berlin")


def test_a_parameters_file_that_is_missing_is_told(auditor: Auditor, export: Path) -> None:
    says(auditor("audit", export, "--parameters", "ours.yaml"), USAGE, "ours.yaml")


def test_a_parameters_file_that_is_no_mapping_is_told(auditor: Auditor, export: Path, tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text("- touch_deadline\n")
    says(auditor("audit", export, "--parameters", tmp_path / "ours.yaml"), USAGE, "ours.yaml", "name: value")


# The call


def test_a_time_zone_that_does_not_exist_is_told(auditor: Auditor, export: Path) -> None:
    says(auditor("audit", export, "--tz", "Europe/Atlantis"), USAGE, "Europe/Atlantis", "Europe/Berlin")


@pytest.mark.parametrize("week", ["46", "2026-46", "2026-W54", "2026-W00", "next"])
def test_a_week_that_is_none_is_told(auditor: Auditor, export: Path, week: str) -> None:
    says(auditor("audit", export, "--week", week), USAGE, f'"{week}"', "2026-W46")


@pytest.mark.parametrize("option", ["--as-of", "--since", "--until"])
def test_a_time_that_is_none_is_told_with_its_option(auditor: Auditor, export: Path, option: str) -> None:
    says(auditor("audit", export, option, "15.11.2026"), USAGE, option, "15.11.2026", "2026-11-15T17:00:00Z")


def test_a_week_and_a_period_exclude_each_other(auditor: Auditor, export: Path) -> None:
    says(auditor("audit", export, "--week", "2026-W46", "--since", "2026-11-09"), USAGE, "--week", "--since")


@pytest.mark.parametrize("until", ["2026-11-09", "2026-11-01"])
def test_a_period_that_ends_before_it_starts_is_told(auditor: Auditor, export: Path, until: str) -> None:
    answer = auditor("audit", export, "--since", "2026-11-09", "--until", until)
    says(answer, USAGE, "--since 2026-11-09", f"--until {until}")


def test_an_unknown_format_is_told_with_those_there_are(auditor: Auditor, export: Path) -> None:
    says(auditor("audit", export, "--format", "html,pdf"), USAGE, '"pdf"', "html, json, csv")


def test_an_unknown_shape_is_told_with_those_there_are(auditor: Auditor, export: Path) -> None:
    says(auditor("audit", export, "--shape", "jira"), USAGE, "jira", "zendesk-events")


def test_an_unknown_severity_is_told_with_those_there_are(auditor: Auditor, export: Path) -> None:
    says(auditor("audit", export, "--fail-on", "bad"), USAGE, "bad", "critical")


def test_an_unknown_option_and_an_unknown_command_are_told(auditor: Auditor, export: Path) -> None:
    says(auditor("audit", export, "--polices", "x"), USAGE, "--polices", "--policies")
    says(auditor("audti", export), USAGE, "audti")


def test_an_audit_of_nothing_is_told(auditor: Auditor) -> None:
    says(auditor("audit"), USAGE, "EXPORT")


# The output


def test_a_file_in_the_place_of_the_output_folder_is_told_before_the_audit(auditor: Auditor, tmp_path: Path) -> None:
    (tmp_path / "report").write_text("a letter")
    says(auditor("audit", "not/even/read", "--out", tmp_path / "report"), USAGE, "report", "is a file", "--out")


def test_an_output_folder_below_a_file_is_told(auditor: Auditor, export: Path, tmp_path: Path) -> None:
    (tmp_path / "report").write_text("a letter")
    says(auditor("audit", export, "--out", tmp_path / "report" / "week"), USAGE, "report/week", "--out")


@pytest.mark.skipif(not Path("/proc/version").exists(), reason="needs a folder that nobody can write to")
def test_an_output_folder_that_nobody_can_write_to_is_told(auditor: Auditor, export: Path) -> None:
    says(auditor("audit", export, "--out", "/proc/report"), USAGE, "/proc/report", "--out")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_output_folder_is_told(auditor: Auditor, export: Path, tmp_path: Path) -> None:
    (tmp_path / "sealed").mkdir(mode=0o500)
    says(auditor("audit", export, "--out", tmp_path / "sealed"), USAGE, "sealed", "--out")


def test_a_sample_of_too_few_tickets_is_told(auditor: Auditor, tmp_path: Path) -> None:
    says(auditor("sample", "--tickets", "0", "--out", tmp_path / "demo"), USAGE, "--tickets")
