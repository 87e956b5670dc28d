"""`auditor policy diff` as an author meets it before a change of the policies goes live."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from auditor import shipped
from tests.cli.conftest import Auditor

OLD = shipped.folder("policies") / "service_basics"


def edit(file: Path, before: str, after: str) -> None:
    text = file.read_text()
    assert before in text
    file.write_text(text.replace(before, after))


def test_the_same_policies_change_nothing(auditor: Auditor, export: Path, pack: Path) -> None:
    answer = auditor("policy", "diff", OLD, pack, "--export", export)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "0 of 4 verdicts change, on 0 tickets, as of 2026-11-12T16:00:00Z.\n"


def test_a_wider_deadline_is_told_ticket_by_ticket_with_the_parameter_behind_it(
    auditor: Auditor, export: Path, pack: Path
) -> None:
    edit(pack / "parameters.yaml", "default: 4h", "default: 14h")
    answer = auditor("policy", "diff", OLD, pack, "--export", export)
    assert answer.code == 1
    assert answer.out.splitlines() == [
        "What changed in the policies",
        "  service_basics/parameters.yaml: parameter first_reply_deadline: 4h → 14h",
        "",
        "Ticket 1",
        "  first-reply/reply-in-time: violated, repaired → complied, counted from 2026-11-09T10:00:00Z",
        "    because service_basics/parameters.yaml: parameter first_reply_deadline: 4h → 14h",
        "",
        "Rows by duty, before → after",
        "  first-reply/reply-in-time: violated 1 → 0, indeterminate 0 → 0, pending 2 → 2, complied 1 → 2",
        "",
        "1 of 4 verdicts change, on 1 tickets, as of 2026-11-12T16:00:00Z.",
    ]


def test_a_signal_deep_inside_is_the_reason_and_a_change_beside_it_is_not(
    auditor: Auditor, export: Path, pack: Path
) -> None:
    edit(pack / "signals.yaml", "public: true", "public: false")
    edit(pack / "parameters.yaml", "default: 1d", "default: 2d")
    answer = auditor("policy", "diff", OLD, pack, "--export", export, "--format", "json")
    document = json.loads(answer.out)
    first = document["changed"][0]
    assert (first["ticket_id"], first["before"]["verdict"], first["after"]["verdict"]) == ("1", "violated", "violated")
    assert (first["before"]["repaired"], first["after"]["repaired"]) == (True, False)
    assert first["why"] == ["service_basics/signals.yaml: signal public-reply: public: true → false"]
    assert len(document["texts"]) == 2
    assert document["messages_read"] == "once"


def test_a_duty_that_is_dropped_or_new_is_told_by_its_rows(auditor: Auditor, export: Path, pack: Path) -> None:
    edit(pack / "duties" / "first-reply.yaml", "  reply-in-time:", "  reply-soon:")
    answer = auditor("policy", "diff", OLD, pack, "--export", export)
    assert "  first-reply/reply-in-time: complied → no row, counted from 2026-11-10T11:00:00Z" in answer.out
    assert "  first-reply/reply-soon: no row → complied, counted from 2026-11-10T11:00:00Z" in answer.out
    assert "because service_basics/duties/first-reply.yaml: duty first-reply reply-soon: added" in answer.out


def test_other_phrases_are_read_anew(auditor: Auditor, export: Path, pack: Path) -> None:
    (phrase,) = (pack / "phrases").glob("manager-approval.yaml")
    phrase.write_text(f"{phrase.read_text()}# another text\n")
    answer = auditor("policy", "diff", OLD, pack, "--export", export, "--format", "json")
    assert json.loads(answer.out)["messages_read"] == "for either version"


def test_a_policy_that_cannot_be_read_says_which_version_it_is(auditor: Auditor, export: Path, pack: Path) -> None:
    edit(pack / "duties" / "first-reply.yaml", "    within: $first", "    withn: $first")
    answer = auditor("policy", "diff", OLD, pack, "--export", export)
    assert answer.code == 2
    assert answer.err.startswith("NEW cannot be read:\nservice_basics/duties/first-reply.yaml:")


@pytest.fixture
def repository(pack: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The pack in a repository of two commits: the deadline was 4 h, and is 14 h."""

    def git(*arguments: str) -> None:
        who = ("-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *who, *arguments], cwd=pack.parent, check=True, capture_output=True)

    git("init", "-q")
    git("add", pack.name)
    git("commit", "-qm", "one")
    edit(pack / "parameters.yaml", "default: 4h", "default: 14h")
    git("commit", "-qam", "two")
    monkeypatch.chdir(pack.parent)
    return pack


def test_a_revision_is_compared_with_the_working_folder(auditor: Auditor, export: Path, repository: Path) -> None:
    for given in (
        ("HEAD~1:service_basics", "service_basics"),
        ("HEAD~1", "HEAD", "--pack", "service_basics"),
        ("HEAD~1", repository, "--pack", repository),
    ):
        answer = auditor("policy", "diff", *given, "--export", export)
        assert (answer.code, answer.err) == (1, "")
        assert "first-reply/reply-in-time: violated, repaired → complied" in answer.out


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (("HEAD~7:service_basics",), "HEAD~7:service_basics: git cannot read it"),
        (("HEAD:elsewhere",), "HEAD:elsewhere: git cannot read it"),
        (("HEAD",), "HEAD: there is no such folder."),
    ],
)
def test_a_revision_that_is_not_there_is_told(
    auditor: Auditor, export: Path, repository: Path, given: tuple[str, ...], sentence: str
) -> None:
    answer = auditor("policy", "diff", *given, repository, "--export", export)
    assert answer.code == 2
    assert answer.err.startswith(sentence)


def test_the_parameters_of_the_call_hold_for_both(auditor: Auditor, export: Path, pack: Path) -> None:
    edit(pack / "parameters.yaml", "default: 4h", "default: 14h")
    answer = auditor("policy", "diff", OLD, pack, "--export", export, "--set", "first_reply_deadline=4h")
    assert answer.code == 0
