"""The coaching page: whom it names, and whose page there is."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from auditor import outputs
from auditor.cli.report import command
from auditor.errors import UsageError
from auditor.outputs.coaching import report
from auditor.outputs.coaching.colleagues import desk
from auditor.outputs.coaching.people import agents
from auditor.result_file import load
from tests.outputs.coaching_stories import PLANTED, broke, own_document, planted_document
from tests.outputs.document import document, empty_document
from tests.outputs.page_reader import Element, read
from tests.outputs.stories import HOSTILE_SUBJECT, row


def page_of(result: dict[str, Any], agent: str = "201") -> Element:
    return read(report.render(result, agent))


# Whom it names


@pytest.mark.parametrize(("identifier", "name"), PLANTED.items())
def test_no_colleague_stands_on_a_page(identifier: str, name: str):
    written = report.render(planted_document(), identifier)
    plain = html.unescape(written).replace("ï", "i").replace("Ï", "I").replace("’", "'").casefold()
    if identifier[-3:] in ("202", "204", "206"):  # their pages tell cases, with words into which names are planted
        assert plain.count("a colleague") > 20
    for other_id, other in PLANTED.items():
        if other_id == identifier:
            continue
        assert other_id not in plain
        for part in (other, *other.split()):
            spelled = part.replace("ï", "i").replace("’", "'").casefold()
            assert re.search(rf"(?<![a-z]){re.escape(spelled)}(?![a-z])", plain) is None, part


def test_a_page_has_no_link_to_another_page():
    page = page_of(planted_document(), "36020000204")
    assert {one.attributes["href"] for one in page.all("a")} == {"#content"}


def test_the_people_of_a_history_are_told_by_what_they_are_to_the_reader():
    actors = [one.text for one in page_of(document(), "204").all("bdi", "actor")]
    assert set(actors) == {"The requester", "You", "A colleague", "Auto-acknowledge"}


def test_the_words_that_matched_are_marked_though_a_name_before_them_was_taken_out():
    result = document()
    told = next(one for one in result["tickets"]["cases"] if one["ticket_id"] == "48211")
    text = told["timeline"][0]["text"]
    told["timeline"][0]["text"] = f"Dear Jonas Lindqvist,\n{text}"
    for one in result["verdicts"]:
        if one["ticket_id"] == "48211":
            one["trigger"]["span"] = [place + 23 for place in one["trigger"]["span"]]
    page = page_of(result, "204")
    assert {one.text for one in page.all("mark")} == {"a subpoena"}
    assert "Dear a colleague, To whom it may concern" in page.text


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Hi Jonas, thanks", "Hi a colleague, thanks"),
        ("Jonas wrote it.", "A colleague wrote it."),
        ("hi JONAS LINDQVIST!", "hi a colleague!"),
        ("Lindqvist, Jonas did", "A colleague did"),
        ("ask J. Lindqvist or Jonas L. about it", "ask a colleague or a colleague about it"),
        ("jonas.lindqvist@desk.example wrote", "A colleague wrote"),
        ("jlindqvist@desk.example wrote", "A colleague wrote"),
        ("Aicha and Aïcha", "A colleague and a colleague"),
        ("O'Hara’s, OHara", "A colleague’s, a colleague"),
        ("Jon\u00adas", "A colleague"),
        ("Lindqvistson and Jonasburg", "Lindqvistson and Jonasburg"),
        ("Maria Keller and Keller", "Maria Keller and Keller"),
        ("Will you answer? I will sue. Will, please.", "Will you answer? I will sue. A colleague, please."),
        ("王伟你好", "A colleague你好"),
        ("Anna wrote to Anna-Lena", "A colleague wrote to a colleague"),
        ("ask Kofi", "ask a colleague"),
        ("my order, a court order; Order Sync did it", "my order, a court order; a colleague did it"),
        ("I will sue Upwork Support", "I will sue a colleague"),
        ("I will sue Upwork and its support", "I will sue Upwork and its support"),
        ("it cost 202 dollars; agent 36020000999", "it cost 202 dollars; agent a colleague"),
    ],
)
def test_names_are_taken_out_of_words_and_words_are_left(said: str, shown: str):
    result = document()
    others = {
        "301": "Will Grant",
        "302": "王伟",
        "303": "Order Sync",
        "304": "Upwork Support",
        "305": "Anna-Lena Voss",
        "306": "kofi.mensah@desk.example",
        "36020000999": None,
    }
    result["agents"] += [{**result["agents"][0], "id": key, "name": name} for key, name in others.items()]
    result["manifest"]["parameters"]["automation_users"] = ["303"]
    assert desk(result).hide(said, "id:201").text == shown


def test_a_name_in_small_letters_is_a_name_however_often_it_comes():
    result = document()
    for told in result["tickets"]["cases"]:
        for one in told["timeline"]:
            one["text"] = "thanks jonas, hi wei"
    assert desk(result).hide("thanks jonas, hi wei", "id:201").text == "thanks a colleague, hi a colleague"


@given(
    st.lists(st.sampled_from(["Jonas", "Aïcha Benali", "hello", "J. Lindqvist", "ﬁne", "王", ".", "\n"]), max_size=6),
    st.integers(0, 6),
)
def test_matched_words_are_found_again_wherever_names_stand_around_them(words: list[str], place: int):
    text = " ".join([*words[:place], "I will sue", *words[place:]])
    starts = text.index("I will sue")
    hidden = desk(document()).hide(text, "id:201")
    first, last = hidden.moved([starts, starts + len("I will sue")])
    assert hidden.text[first:last] == "I will sue"


def test_a_word_of_the_tickets_is_no_name_because_an_account_is_called_so():
    result = document()
    result["agents"].append({**result["agents"][0], "id": "305", "name": "Returns Portal"})
    texts = [one for told in result["tickets"]["cases"] for one in told["timeline"] if one["text"]][:3]
    for one in texts:
        one["text"] = "Your portal does not work."
    found = desk(result)
    assert found.hide("the portal is down, says Portal", "id:201").text == "the portal is down, says a colleague"
    assert found.hide("the returns are late", "id:201").text == "the a colleague are late"


def test_a_name_that_the_requester_bears_too_is_said_to_be_nobodys_in_particular():
    assert desk(document()).hide("Hello Jonas", "id:201", "Jonas Weber").text == "Hello somebody"


def test_two_of_one_name_cannot_be_told_apart_in_a_field_that_has_only_names():
    result = own_document(broke(1, "threat/touch-response"), broke(2, "threat/touch-response"))
    result["agents"].append({**result["agents"][0], "id": "888"})
    for told in result["tickets"]["cases"]:
        told["timeline"][1].update(kind="change", field="assignee", value="Maria Keller", previous_value="Somebody New")
    values = [one.text for one in page_of(result).all("bdi", "value")]
    assert values[:2] == ["a colleague", "you, or a colleague of the same name"]


# Whose page there is


def test_only_agents_of_whom_something_is_decided_have_a_page(tmp_path: Path):
    result = document()
    result["agents"].append(
        {"id": "209", "name": "Noor Haddad", "kind": "agent", "in_scope": 1, "violated": 0, "pending": 1,
         "indeterminate": 0, "complied": 0, "weeks": []}
    )  # fmt: skip
    result["verdicts"].append({**row("48999", "threat/touch-response", "pending", "11-13 09:00", "201")})
    result["verdicts"][-1]["responsible"] = {"id": "209", "name": "Noor Haddad", "kind": "agent", "why": "holds it"}
    files = [file.name for file in report.write(result, tmp_path)]
    assert files == [
        "index.html", "agent-207.html", "aicha-benali-203.html", "jonas-lindqvist-202.html", "maria-keller-201.html",
        "priya-raman-205.html", "tom-o-hara-204.html", "wei-chen-206.html",
    ]  # fmt: skip
    assert report.without_page(result) == ["Noor Haddad"]
    assert "Noor Haddad: Nothing is decided: 1 duty still open." in page_of_index(result).text


def page_of_index(result: dict[str, Any]) -> Element:
    return read("".join(report.render_index(result)))


def test_the_coachs_list_is_by_name_and_without_a_rate():
    page = page_of_index(document())
    links = [one.text for one in page.all("a") if one.attributes["href"].endswith(".html")]
    assert links == sorted(links, key=lambda name: name.replace("ï", "i"))
    assert "%" not in page.one("main").text


def test_no_file_name_leaves_the_folder_or_meets_another():
    people = [
        ("../../etc/passwd", "../../x"), ("a", "Ann"), ("A", "Ann"), ("a-b", "c"), ("b", "c-a"), (None, "Ann"),
        ("c:\\x", "王伟"), ("x" * 300, "y" * 300), ("\ud800", "con"), ("", "Ben"),
    ]  # fmt: skip
    result = document()
    result["agents"] = [{**result["agents"][0], "id": key, "name": name} for key, name in people]
    files = [one.file for one in agents(result)]
    assert len({name.casefold() for name in files}) == len(people)
    assert all(re.fullmatch(r"[a-z0-9-]+-(_[0-9a-f]{16}|[a-z0-9]{1,40})\.html", name) for name in files), files


def test_an_audit_without_any_agent_has_an_empty_list(tmp_path: Path):
    assert [file.name for file in report.write(empty_document(), tmp_path)] == ["index.html"]
    assert "No agent answers for anything that is decided." in page_of_index(empty_document()).text


def test_the_same_result_gives_the_same_bytes(tmp_path: Path):
    first, second = report.write(document(), tmp_path / "a"), report.write(document(), tmp_path / "b")
    assert [file.read_bytes() for file in first] == [file.read_bytes() for file in second]


# What tickets say


def test_what_a_ticket_says_is_shown_and_never_run():
    result = document()
    for told in result["verdicts"]:
        if told["ticket_id"] == "48307" and told["verdict"] == "violated":
            told["responsible"] = {**told["responsible"], "id": "203", "name": "Aïcha Benali", "kind": "agent"}
            told["severity"] = "critical"
    result["agents"] = [{**one, "name": "<b>A</b>ïcha"} if one["id"] == "203" else one for one in result["agents"]]
    page = page_of(result, "203")
    assert HOSTILE_SUBJECT in page.text
    assert page.one("h1").text == "<b>A</b>ïcha"
    assert {one.tag for one in page.all()} & {"img", "b"} <= {"b"}
    assert not [one for one in page.all("b") if one.text == "A"]
    assert len(list(page.all("script"))) == 1


# The command


def said(*arguments: str) -> tuple[int, str]:
    found = CliRunner().invoke(command, list(arguments), standalone_mode=False)
    if isinstance(found.exception, UsageError):
        return 2, str(found.exception)
    assert found.exception is None, found.exception
    return found.return_value, found.output


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    (file,) = outputs.write(document(), ["json"], tmp_path)
    assert load(file)
    return file


def test_one_agents_page_is_written_alone(saved: Path):
    for name in ("204", "tom o’hara"):
        code, told = said("coaching", str(saved), "--agent", name)
        assert (code, told.strip()) == (0, str(saved.parent / "coaching" / "tom-o-hara-204.html"))
    assert not (saved.parent / "coaching" / "index.html").exists()


def test_an_unknown_agent_is_answered_with_near_names(saved: Path):
    code, told = said("coaching", str(saved), "--agent", "Jonas Lindquist")
    assert (code, told) == (
        2, "--agent Jonas Lindquist: this audit holds no agent of that name or id. Near it: Jonas Lindqvist."
    )  # fmt: skip


def test_the_option_belongs_to_coaching_only(saved: Path):
    code, told = said("weekly", str(saved), "--agent", "204")
    assert (code, told) == (2, "--agent belongs to the coaching report, not to weekly. Leave one of them out.")
