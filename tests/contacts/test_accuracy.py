"""How well the contact types read texts of others: a floor under what was measured, so that a loss shows."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from auditor.contacts import Detectors, evaluate, explain
from auditor.contacts.labelled import Line

HERE = Path(__file__).parent
Labelled = dict[str, list[dict[str, Any]]]


def certain(detectors: Detectors, text: str, at: date | None = None) -> set[str]:
    return {
        hit.type
        for hit in explain(detectors, text, at)
        if hit.tier == "certain" and detectors.sides[hit.type] == "contact"
    }


def lines(name: str) -> list[str]:
    return [line for line in (HERE / name).read_text(encoding="utf-8").split("\n") if line]


def test_a_marketplaces_ordinary_traffic_shows_no_contact_type(detectors: Detectors) -> None:
    assert [(text, found) for text in lines("ordinary_messages.txt") if (found := certain(detectors, text))] == []


def test_a_plain_statement_shows_its_contact_type_and_no_other(detectors: Detectors) -> None:
    said = [line.split("\t") for line in lines("plain_statements.tsv")]
    assert [
        (text, found) for name, text in said if (found := certain(detectors, text, date(2026, 3, 1))) != {name}
    ] == []


def test_asking_for_details_is_told_from_every_other_thing_an_agent_says(detectors: Detectors) -> None:
    wrong = []
    for line in lines("agent_messages.tsv"):
        meant, text = line.split("\t")
        asks = [hit.phrase for hit in explain(detectors, text) if hit.type == "asks-for-details"]
        wrong += [(meant, asks, text)] if bool(asks) != (meant == "asks") else []
    assert wrong == []


def test_ordinary_support_messages_show_no_contact_type(detectors: Detectors, labelled: Labelled) -> None:
    ordinary = [row["text"] for row in labelled["real_support_negatives_screened"]]
    ordinary += [row["text"] for row in labelled["real_tweets_hard_negatives"]]
    assert [(text, certain(detectors, text)) for text in ordinary if certain(detectors, text)] == []


def test_the_marketplace_texts_are_read_with_hardly_a_false_accusation(
    detectors: Detectors, labelled: Labelled
) -> None:
    rows = labelled["marketplace_a1"] + labelled["marketplace_a2"]
    measured = evaluate(detectors, [Line(0, row["text"], None, row) for row in rows]).accuracies
    assert sum(row.precision.right for row in measured) / sum(row.precision.of for row in measured) >= 0.97
    assert sum(row.recall.right for row in measured) / sum(row.recall.of for row in measured) >= 0.65
    assert sum(row.reach.right for row in measured) / sum(row.reach.of for row in measured) >= 0.75
