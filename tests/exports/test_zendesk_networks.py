"""Messages that leave by other ways than a comment: tweets of agents, text messages of rules."""

from __future__ import annotations

import pytest
from zendesk_account import RULE, Account, Loaded, Stories, comment

story = Stories()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return story.read(tmp_path_factory.mktemp("networks"))


@story
def an_agent_tweets_and_a_rule_texts(account: Account) -> None:
    account.audit(comment("Hello"), ticket=71, by=500, id=710)
    account.audit(
        {"type": "Tweet", "body": "We are on it.", "direct_message": False, "recipients": [500]},
        ticket=71,
        by=9,
        id=711,
    )
    account.audit(
        {"type": "SMS", "recipient_id": 500, "phone_number": "1", "body": "Got it", "via": RULE},
        ticket=71,
        by=9,
        id=712,
    )
    account.audit({"type": "SMS", "recipient_id": "500", "via": RULE}, ticket=71, by=9, id=713)


def test_an_agents_tweet_is_a_public_message(desk: Loaded) -> None:
    assert desk.events("kind, public, body, actor_id", "update_id = '711'") == [("message", True, "We are on it.", "9")]


def test_a_rules_text_message_knows_whom_it_reached(desk: Loaded) -> None:
    rows = desk.events("kind, actor_kind, recipients", "update_id in ('712', '713')")
    assert rows == [("notification", "rule", ["500"])] * 2


@story
def a_ticket_that_calls_itself_private(account: Account) -> None:
    row = {"id": 72, "requester_id": 500, "status": "open", "is_public": False, "created_at": "2026-03-02T10:00:00Z"}
    account.others.setdefault("tickets", []).append(row)
    account.audit(comment("Hello"), ticket=72, by=500, id=720)
    account.audit({"type": "Comment", "body": "We are on it.", "public": True}, ticket=72, by=9, id=721)


def test_a_ticket_that_calls_itself_private_may_carry_public_replies(desk: Loaded) -> None:
    assert desk.events("kind, public", "update_id = '721'") == [("message", True)]
