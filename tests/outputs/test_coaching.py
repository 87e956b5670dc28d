"""The coaching page: whom it names, what it talks about, what it leaves unsaid."""

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
from tests.outputs.coaching_stories import PLANTED, broke, kept, own_document, planted_document, ruled
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


# What it talks about


def focus_of(*rows: dict[str, Any]) -> str:
    page = page_of(own_document(*rows))
    return " / ".join(one.text for one in page.with_id("focus").all("div", "pattern") for one in one.all("h3"))


def test_the_focus_is_the_duty_that_weighs_most_not_the_one_that_came_most_often():
    weak = [broke(number, "threat/left-open") for number in range(1, 4)]
    grave = [broke(number, "silent-contact/silence") for number in (7, 8)]
    assert focus_of(*weak, *grave) == "Nobody answers the contact before the move"


def test_among_equally_grave_duties_the_more_frequent_is_the_focus():
    rows = [broke(1, "threat/left-open"), broke(2, "threat/left-open"), broke(3, "threat/macro-and-note")]
    assert focus_of(*rows) == "The ticket is left open after the touch response"


def test_what_could_not_be_helped_weighs_less_than_what_one_change_had_mended():
    hard = [broke(number, "threat/left-open") for number in (1, 2)]
    for told in hard:
        told["counterfactual"]["would_have_complied"] *= 3
    easy = [broke(number, "threat/macro-and-note") for number in (3, 4)]
    assert focus_of(*hard, *easy) == "The macro and an internal note follow the touch response"


def test_a_single_weak_finding_is_no_focus_and_a_single_grave_one_is():
    page = page_of(own_document(broke(1, "threat/left-open"), kept(1)))
    assert "There is no pattern to work on: 1 finding of lesser weight" in page.with_id("focus").text
    assert page.with_id("focus-title").text == "What to keep"
    assert focus_of(broke(1, "silent-contact/silence")) == "Nobody answers the contact before the move"


def test_weak_findings_of_one_policy_are_a_pattern_together():
    assert focus_of(broke(1, "threat/left-open"), broke(2, "threat/macro-and-note")) == "threat"


def test_where_nothing_was_broken_the_page_asks_what_to_keep():
    page = page_of(own_document(kept(1), kept(2)))
    assert "No finding stands against you in this period." in page.with_id("focus").text


@pytest.mark.parametrize("ruling", ["disputed", "overturned"])
def test_what_people_doubt_is_told_as_such_and_never_the_focus(ruling: str):
    rows = [ruled(broke(number, "silent-contact/silence"), ruling) for number in range(1, 4)]
    page = page_of(own_document(*rows, broke(7), broke(8)))
    assert "The ticket is left open" in page.with_id("focus").text
    assert "Nobody answers the contact" not in page.with_id("focus").text
    assert page.with_id("beside").text.count(ruling) == 3


def test_a_waived_finding_and_one_that_was_let_pass_are_no_focus():
    waived, passed = broke(1, "silent-contact/silence"), broke(2, "silent-contact/silence")
    said_so = {"owner": "Q", "approver": "Q", "reason": "a pilot", "expires": "2027-01-01T00:00:00Z"}
    waived["standing"]["waiver"] = {"id": "w", **said_so}
    passed["standing"]["override"] = {"by": "Q", "at": "2026-11-15T08:00:00Z", "why": "an outage"}
    page = page_of(own_document(waived, passed, kept(1)))
    assert not list(page.all("div", "pattern"))
    assert "under a waiver. a pilot" in page.with_id("beside").text
    assert "let pass by who may approve that. an outage" in page.with_id("beside").text


def test_a_finding_of_the_wrong_agent_is_nowhere_on_the_page():
    page = page_of(own_document(ruled(broke(1, "silent-contact/silence"), "wrong-agent"), *(kept(n) for n in range(6))))
    assert "50001" not in page.text
    assert page.one("p", "lede").text.startswith("You kept 6 of the 6 duties")
    assert "6 of 6" in page.with_id("weeks").one("table").text


def test_what_cannot_be_judged_counts_nowhere():
    unknown = [
        row(str(70_000 + n), "threat/left-open", "indeterminate", "11-10 09:00", reason="no-body") for n in (1, 2)
    ]
    page = page_of(own_document(*unknown, *(kept(n) for n in range(5))))
    assert page.one("p", "lede").text.startswith("You kept 5 of the 5 duties")
    assert "2 duties cannot be judged from this export. They count nowhere." in page.with_id("beside").text


def test_three_cases_at_most_each_of_its_own_ticket_and_the_rest_is_counted():
    rows = [broke(number % 4, "silent-contact/silence") for number in range(5)]
    rows = [{**one, "fingerprint": f"f{place}"} for place, one in enumerate(rows)]
    page = page_of(own_document(*rows))
    assert len({one.one("h3").text for one in page.all("article", "talk")}) == 3
    assert "It went another way 5 times, on 4 tickets." in page.with_id("focus").text
    assert "Nobody answers the contact before the move (2 times)." in page.with_id("focus").text


def test_a_case_says_the_words_the_act_what_is_asked_the_gap_and_what_was_enough():
    late = broke(1, "threat/touch-response", witness=("e2",), due="11-10 09:30", elapsed=3600.0 * 6, allowed=3600.0 * 4)
    late["witness"] = ["50001-e2"]
    page = page_of(own_document(late))
    parts = {part.one("dt").text: part.one("dd").text for part in page.one("dl", "talking").all("div")}
    assert parts["What they wrote"] == "I will sue Upwork over this."
    assert parts["What you did"].startswith(
        "You replied in public on Tue 10 Nov 2026, 11:00 UTC+01:00.Thank you for writing."
    )
    assert parts["What is asked"] == "A touch response goes out within 4 business hours. KB-3.1"
    assert parts["The gap"].startswith("6 h of business time after it began; 4 h of business time allowed.")
    assert parts["What would have been enough"].startswith(
        "One thing more from you by Tue 10 Nov 2026, 10:30 UTC+01:00: touch response."
    )
    assert [one.text for one in page.one("figure", "gap").all("title")] == ["Elapsed against allowed"]


def test_each_case_has_a_dispute_ready_to_copy():
    page = page_of(own_document(broke(1, "silent-contact/silence")))
    entry, command_line = (one.raw for one in page.one("details", "dispute").all("pre"))
    assert entry == "- finding: 50001-silence-11-10t0900\n  ruling: disputed\n  by: \n  at: \n  why: \n"
    assert command_line.startswith("auditor dispute add 50001-silence-11-10t0900 ")


def test_a_case_that_an_earlier_audit_showed_says_so():
    result = own_document(broke(1, "silent-contact/silence"))
    seen = {"fingerprint": "50001-silence-11-10t0900", "first_seen": "2026-11-12T08:00:00Z", "was": "violated"}
    result["past"] = {**PAST, "followed": [seen]}
    assert "Found before, in the audit of Thu 12 Nov 2026" in page_of(result).text


PAST: dict[str, Any] = {
    "audits": 1, "before": "2026-11-12T08:00:00Z", "weeks": [], "agents": [], "followed": [], "settled": [], "gone": []
}  # fmt: skip


# What went well


def strengths(*rows: dict[str, Any]) -> list[str]:
    page = page_of(own_document(*rows))
    return [
        f"{one.one('p', 'meta').one('span', 'number').text} {one.one('h3').text}"
        for one in page.with_id("well").all("li")
    ]


def test_what_went_well_are_grave_duties_opened_by_listed_words():
    assert strengths(kept(1, "silent-contact/silence", phrase="I will sue"), kept(2, "threat/left-open")) == [
        "#60001 Nobody answers the contact before the move"
    ]


@pytest.mark.parametrize(
    ("elapsed", "told"),
    [(10_799.0, []), (10_800.0, ["#60001 The macro and an internal note follow the touch response"])],
)
def test_a_duty_met_with_a_quarter_of_the_time_left_was_hard(elapsed: float, told: list[str]):
    assert strengths(kept(1, "threat/macro-and-note", witness=("e2",), elapsed=elapsed, allowed=14_400.0)) == told


def test_a_ticket_with_a_finding_is_not_praised():
    both = {**kept(1, "silent-contact/silence", phrase="I will sue"), "ticket_id": "50001"}
    assert strengths(broke(1), both) == []


def test_of_each_duty_one_comes_before_a_second():
    rows = [kept(number, "silent-contact/silence", phrase="I will sue") for number in range(1, 5)]
    found = strengths(*rows, kept(9, "threat/touch-response", phrase="I will sue"))
    assert len(found) == 3
    assert sum("Nobody answers" in title for title in found) == 2


# Numbers


@pytest.mark.parametrize(("n", "told"), [(4, "too few to say anything"), (5, "You kept 5 of the 5 duties")])
def test_below_five_no_share_is_told(n: int, told: str):
    page = page_of(own_document(*(kept(number) for number in range(n))))
    assert told in page.one("p", "lede").text
    assert ("%" in page.one("p", "lede").text) == (n == 5)
    assert len(list(page.one("figure", "trend").all("circle"))) == (n == 5)


@pytest.mark.parametrize(
    ("n", "told"), [(4, "4 tickets scored: too few to say anything"), (5, "91.2 % over 5 tickets")]
)
def test_the_own_score_is_told_with_its_n_and_with_and_without_auto_fail(n: int, told: str):
    result = own_document(*(kept(number) for number in range(n)))
    score = {
        "tickets": n,
        "passed": n - 1,
        "low": 0.1,
        "high": 0.9,
        "failed": 1,
        "score": 0.912,
        "without_auto_fail": 0.95,
    }
    result["scores"]["goal"] = 0.9
    result["scores"]["agents"] = [
        {"id": "201", "name": "Maria Keller", "ranked": n >= 5, "score": score},
        {"id": "202", "name": "Jonas Lindqvist", "ranked": True, "score": {**score, "score": 0.333}},
    ]
    page = page_of(result)
    assert told in page.one("dl", "score").text
    assert ("95.0 %; a critical duty failed 1 ticket whole" in page.one("dl", "score").text) == (n == 5)
    assert "33.3" not in page.text
    assert "the goal of 90.0 %" in page.with_id("weeks").text


def test_the_score_says_that_it_counts_what_is_disputed():
    result = own_document(ruled(broke(1), "disputed"), kept(1))
    score = {"tickets": 2, "passed": 1, "low": 0.1, "high": 0.9, "failed": 0, "score": 0.5, "without_auto_fail": 0.5}
    result["scores"]["agents"] = [{"id": "201", "name": "Maria Keller", "ranked": False, "score": score}]
    assert "The scorecard counts the one disputed finding until it is decided" in page_of(result).with_id("weeks").text


def test_the_weeks_are_eight_and_a_week_of_few_breaks_the_line():
    counts = [(5, 9), (6, 9), (0, 4), (9, 9), (9, 9)]
    weeks = [
        {"week": f"2026-W{42 + place}", "violated": of - n, "complied": n, "pending": 0, "indeterminate": 0}
        for place, (n, of) in enumerate(counts)
    ]
    page = page_of(own_document(*(kept(number) for number in range(9)), weeks=weeks))
    chart, table = page.one("figure", "trend"), page.with_id("weeks").one("table")
    rows = [" | ".join(cell.text for cell in one.inner if isinstance(cell, Element)) for one in table.all("tr")][1:]
    assert len(rows) == 8
    assert rows[0] == "W39 from 21 Sep | nothing of yours began"
    assert rows[3] == "W42 from 12 Oct | 5 of 9 | 55.6 % | 26.7 % to 81.1 %"
    assert rows[5] == "W44 from 26 Oct | 0 of 4 | too few to say anything"
    assert (len(list(chart.all("circle"))), len(list(chart.all("path", "line")))) == (4, 2)
    assert "W42 55.6 % of 9" in chart.one("desc").text


def test_weeks_that_the_export_does_not_reach_come_from_earlier_audits_the_agents_own_only():
    def weeks(complied: int, name: str = "2026-W40") -> list[dict[str, Any]]:
        return [{"week": name, "violated": 1, "complied": complied, "pending": 0, "indeterminate": 0}]

    result = own_document(*(kept(number) for number in range(9)))
    people = [
        ("agent", "201", weeks(7) + weeks(3, "2026-W46")),
        ("agent", "202", weeks(50)),
        ("rule", "201", weeks(60)),
    ]
    result["past"] = {**PAST, "agents": [dict(zip(("kind", "id", "weeks"), one, strict=True)) for one in people]}
    rows = [one.text for one in page_of(result).with_id("weeks").one("table").all("tr")]
    assert "7 of 8" in rows[2]
    assert "9 of 9" in rows[8]


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
