"""How well the contact types read texts of others: a floor under what was measured, so that a loss shows."""

from __future__ import annotations

from typing import Any

from auditor.contacts import Detectors, evaluate, explain

Labelled = dict[str, list[dict[str, Any]]]


def certain(detectors: Detectors, text: str) -> set[str]:
    return {
        hit.type for hit in explain(detectors, text) if hit.tier == "certain" and detectors.sides[hit.type] == "contact"
    }


def test_ordinary_support_messages_show_no_contact_type(detectors: Detectors, labelled: Labelled) -> None:
    ordinary = [row["text"] for row in labelled["real_support_negatives_screened"]]
    ordinary += [row["text"] for row in labelled["real_tweets_hard_negatives"]]
    assert [(text, certain(detectors, text)) for text in ordinary if certain(detectors, text)] == []


def test_the_marketplace_texts_are_read_with_hardly_a_false_accusation(
    detectors: Detectors, labelled: Labelled
) -> None:
    rows = labelled["marketplace_a1"] + labelled["marketplace_a2"]
    measured = evaluate(detectors, [row["text"] for row in rows], [row["labels"] for row in rows])
    sure = [row for row in measured if row.reach == "certain"]
    assert sum(row.right for row in sure) / sum(row.found for row in sure) >= 0.97
    assert sum(row.right for row in sure) / sum(row.labelled for row in sure) >= 0.65
    wide = [row for row in measured if row.reach == "certain-or-review"]
    assert sum(row.right for row in wide) / sum(row.labelled for row in wide) >= 0.75
