"""Merges and linked problems: which ticket went into which, told once, and never taken for a reply."""

from __future__ import annotations

import pytest
from zendesk_account import Account, Loaded, Stories, change, comment

story = Stories()
MERGE = {"channel": "merge", "source": {"from": {}, "to": {}, "rel": None}}
MERGED = "kind = 'merge'"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return story.read(tmp_path_factory.mktemp("merges"))


@story
def by_the_words_of_the_comments(account: Account) -> None:
    account.opening(ticket=1)
    account.opening(ticket=2)
    account.audit(
        comment('This request was closed and merged into request #2 "Late #77"', public=True),
        change("status", "closed", "open"),
        ticket=1,
        by=9,
        at="2026-03-02T12:00:00Z",
        via=MERGE,
        id=120,
    )
    account.audit(
        comment(
            'Request #1 "Order #99" was closed and merged into this request. '
            "Last comment in request #1:\n\nI will sue #5",
            public=False,
        ),
        ticket=2,
        by=9,
        at="2026-03-02T12:00:00Z",
        via=MERGE,
        id=121,
    )


def test_a_merge_is_told_once_on_the_ticket_that_went_away(desk: Loaded) -> None:
    assert desk.events(
        "ticket_id, event_id, update_id, value, actor_id, actor_kind, channel", f"{MERGED} and ticket_id in ('1', '2')"
    ) == [
        ("1", "120:merge", "120", "2", "9", "person", "merge"),
    ]
    assert desk.rows("select ticket_id, merged_into from staged_ticket where ticket_id in ('1', '2') order by 1") == [
        ("1", "2"),
        ("2", None),
    ]


def test_a_comment_that_a_merge_writes_says_that_it_is_a_merges(desk: Loaded) -> None:
    assert desk.events("ticket_id, channel, public", "kind = 'message' and update_id in ('120', '121')") == [
        ("1", "merge", True),
        ("2", "merge", False),
    ]


@story
def by_the_address_of_the_merge(account: Account) -> None:
    for ticket in (11, 12, 13):
        account.opening(ticket=ticket)
    via = {"channel": "web", "source": {"from": {"ticket_ids": [11, "12"]}, "to": {}, "rel": "merge"}}
    account.audit(comment("zusammengeführt", public=False), ticket=13, by=9, at="2026-03-02T12:00:00Z", via=via, id=131)
    account.opening(ticket=14)
    account.audit(
        comment("ok", via={"channel": 19, "source": {"to": {"ticket_id": 13}}}),
        change("status", "closed", "new"),
        ticket=14,
        by=9,
        at="2026-03-02T13:00:00Z",
        id=141,
    )


def test_a_merge_of_several_tickets_is_told_on_each_of_them(desk: Loaded) -> None:
    assert desk.events(
        "ticket_id, event_id, value, occurred_at::varchar", f"{MERGED} and ticket_id in ('11', '12', '13', '14')"
    ) == [
        ("11", "131:merge:11", "13", "2026-03-02 12:00:00"),
        ("12", "131:merge:12", "13", "2026-03-02 12:00:00"),
        ("14", "141:merge", "13", "2026-03-02 13:00:00"),
    ]


@story
def by_who_was_closed(account: Account) -> None:
    account.opening(ticket=21)
    account.audit(
        comment("Diese Anfrage wurde mit Anfrage #22 zusammengeführt"),
        change("tags", ["closed_by_merge"], []),
        change("status", "closed", "new"),
        ticket=21,
        by=9,
        at="2026-03-02T12:00:00Z",
        via={"channel": 19},
    )
    account.opening(ticket=22)
    account.audit(
        comment("Anfrage #21 wurde mit dieser zusammengeführt"),
        ticket=22,
        by=9,
        at="2026-03-02T12:00:00Z",
        via={"channel": 19},
    )


def test_in_another_language_the_ticket_that_was_closed_is_the_one_that_went_away(desk: Loaded) -> None:
    assert desk.events("ticket_id, value", f"{MERGED} and ticket_id in ('21', '22')") == [("21", "22")]


@story
def by_the_ids_beside_the_comment(account: Account) -> None:
    account.opening(ticket=31)
    account.opening(ticket=32)
    account.audit({**comment("merged"), "merged_ticket_ids": [31]}, ticket=32, by=9, at="2026-03-02T12:00:00Z")


def test_the_merged_tickets_may_stand_beside_the_comment(desk: Loaded) -> None:
    assert desk.events("ticket_id, value", f"{MERGED} and ticket_id in ('31', '32')") == [("31", "32")]


@story
def into_a_ticket_that_is_not_here(account: Account) -> None:
    account.opening(ticket=41)
    account.audit(
        comment("This request was closed and merged into request #4444"),
        ticket=41,
        by=9,
        at="2026-03-02T12:00:00Z",
        via=MERGE,
    )
    account.opening(ticket=42)
    account.audit(
        comment("Request #4343 was closed and merged into this request."),
        ticket=42,
        by=9,
        at="2026-03-02T12:00:00Z",
        via=MERGE,
    )


def test_a_merge_names_a_ticket_that_the_export_does_not_have_and_makes_none_up(desk: Loaded) -> None:
    assert desk.events("ticket_id, value", f"{MERGED} and ticket_id in ('41', '42', '4343')") == [("41", "4444")]


@story
def a_problem_answers_for_its_incidents(account: Account) -> None:
    account.opening(ticket=51)
    account.audit(
        comment("Solved for all"),
        change("status", "solved", "new"),
        ticket=51,
        by=10,
        at="2026-03-02T12:00:00Z",
        via={"channel": 9},
    )


def test_a_linked_problems_comment_is_its_authors_and_says_that_it_came_from_the_problem(desk: Loaded) -> None:
    assert desk.events("kind, channel, actor_id", "ticket_id = '51' and occurred_at = '2026-03-02 12:00:00'") == [
        ("message", "linked-problem", "10"),
        ("change", "linked-problem", "10"),
    ]
