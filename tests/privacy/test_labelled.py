"""Labelled messages in eight languages: what must be masked is, and what must stay does."""

from __future__ import annotations

import pytest

from auditor.privacy.edits import Edited
from auditor.privacy.kinds import KINDS
from auditor.privacy.words import masks
from tests.privacy.labelled import KNOWN, UNSEEN, Message, measured, message, read

MESSAGES = [*read(UNSEEN), *read(KNOWN)]


def test_there_are_enough_of_each_kind_and_enough_that_must_stay() -> None:
    kinds = {kind for one in MESSAGES for _, _, kind in one.secrets}
    assert {f"[{kind}]" for kind in kinds} == {kind.label for kind in KINDS}
    assert len(MESSAGES) >= 500
    assert len([one for one in MESSAGES if not one.secrets]) >= 180
    assert {one.language for one in MESSAGES} == {"en", "de", "es", "fr", "pt", "ru", "uk"}


@pytest.mark.parametrize("one", MESSAGES, ids=lambda one: one.text[:40])
def test_what_must_be_masked_is_and_nothing_else(one: Message) -> None:
    found = measured([one])
    assert (found.misses, found.false) == ([], [])
    assert found.named == found.labelled, "under the label of its kind"


@pytest.mark.parametrize("one", MESSAGES, ids=lambda one: one.text[:40])
def test_what_is_masked_stays_as_it_is(one: Message) -> None:
    once = Edited(one.text, masks(one.text)).text
    assert masks(once) == []


def test_the_measure_sees_a_miss_and_a_false_hit() -> None:
    missed = measured([message("en", "the word ⟦phone|hello⟧")])
    false = measured([message("en", "write to a@example.com")])
    assert (len(missed.misses), len(missed.false)) == (1, 0)
    assert (len(false.misses), len(false.false)) == (0, 1)
