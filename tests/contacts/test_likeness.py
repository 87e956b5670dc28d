"""The likeness model: it lists for review what no phrase finds, accuses nobody, and is what its messages made it."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt
from pathlib import Path

import numpy as np
import pytest

from auditor.contacts import Detectors, explain, load_detectors
from auditor.contacts.labelled import Line
from auditor.contacts.likeness import BLOCK, EVIDENCE, Likeness, Words, feature_keys, load_likeness, store, words_of
from auditor.contacts.match import Message
from auditor.contacts.messages import alike, fingerprint, read_messages, stale
from auditor.contacts.train import train
from auditor.errors import PolicyError

ABOUT_CATS = (
    "my cat sleeps on the keyboard",
    "the cat chases a mouse",
    "a kitten plays with wool",
    "our cat purrs loudly",
)
ABOUT_TAXES = (
    "the invoice has the wrong amount",
    "where is my receipt",
    "the fee was charged twice",
    "payment is late",
)


def line(text: str, *labels: str) -> Line:
    return Line(0, text, None, {"text": text, "labels": list(labels)})


@pytest.fixture(scope="module")
def model() -> Likeness:
    cats = [line(f"{text} {extra}", "cats") for text in ABOUT_CATS for extra in ("today", "again", "at home", "")]
    others = [line(f"{text} {extra}") for text in ABOUT_TAXES for extra in ("today", "again", "at home", "")]
    return train([*cats, *others], ("Acme",), "these messages")


def test_a_text_that_is_like_the_labelled_ones_is_listed_for_review(model: Likeness) -> None:
    [hit] = model.hits(Message("Hello. The cat sleeps on my keyboard. Thanks."), frozenset())
    assert (hit.type, hit.tier, hit.evidence) == ("cats", "review", EVIDENCE)
    assert hit.sentence == hit.phrase == "The cat sleeps on my keyboard."
    assert model.hits(Message("Where is the receipt of my payment?"), frozenset()) == []


def test_it_is_silent_about_a_type_that_a_phrase_shows(model: Likeness) -> None:
    assert model.hits(Message("the cat chases a mouse"), frozenset({"cats"})) == []


def test_it_does_not_read_a_message_without_an_anchor(model: Likeness) -> None:
    without = replace(model, anchors=frozenset({"dog"}))
    assert without.hits(Message("the cat chases a mouse"), frozenset()) == []
    assert without.hits(Message("the cat chases a mouse and a dog"), frozenset())


def test_a_long_message_is_read_as_a_whole_and_in_every_stretch_of_two_blocks(model: Likeness) -> None:
    said = ["the", "cat", "sleeps", "on", "the", "keyboard"]
    filler = ["payment"] * BLOCK
    nothing = model.scores(" ".join(filler * 8))[0]
    for blocks in (0, 1, 5):
        text = " ".join([*filler * blocks, *said, *filler * (8 - blocks)])
        assert model.scores(text)[0] > nothing + 1  # by its stretch, however long the rest is


def test_its_score_is_the_sum_of_what_its_features_add_over_the_root_of_the_text_s_size(model: Likeness) -> None:
    number = {key: index for index, key in enumerate(model.keys.tolist())}
    words = words_of("the cat and the cat")
    keys = [key for column in feature_keys(words, words.together) for key in column.tolist() if key in number]
    assert len(keys) > len(set(keys)) > 3  # what is said twice counts twice
    points = sum(int(model.points[number[key], 0]) for key in keys)
    size = sum(int(model.sizes[number[key]]) for key in keys)
    assert model.scores("the cat and the cat") == pytest.approx([points / sqrt(size) + model.bias[0]], abs=1e-6)


def test_many_texts_together_have_the_scores_that_each_has_alone(detectors: Detectors) -> None:
    [shipped] = detectors.likeness
    [folder] = detectors.model_folders
    texts = [Message(one.text).words_and_signature.folded for one in read_messages(folder)[::7]]
    every = [words_of(text) for text in texts]
    rows = np.repeat(np.arange(len(texts)), [len(one.starts) for one in every]).astype(np.int32)
    together = Words(*(np.concatenate([getattr(one, name) for one in every]) for name in ("starts", "hashes", "stems")))
    alone = {row for row, text in enumerate(texts) if (shipped.scores(text) > shipped.thresholds).any()}
    assert set(shipped.like(together, rows).tolist()) == alone
    assert 0 < len(alone) < len(texts)


def test_what_is_stored_reads_the_same_and_has_the_same_bytes(model: Likeness, tmp_path: Path) -> None:
    store(model, tmp_path / "likeness.npz")
    again = load_likeness(tmp_path)
    assert again
    first = (tmp_path / "likeness.npz").read_bytes()
    store(again, tmp_path / "likeness.npz")
    assert (tmp_path / "likeness.npz").read_bytes() == first
    text = Message("The kitten sleeps on my keyboard.")
    assert again.hits(text, frozenset()) == model.hits(text, frozenset())


def test_a_broken_model_is_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "likeness.npz").write_bytes(b"broken")
    with pytest.raises(PolicyError, match="auditor contacts train"):
        load_likeness(tmp_path)


def test_a_pack_without_a_model_works(tmp_path: Path) -> None:
    (tmp_path / "contacts").mkdir()
    (tmp_path / "contacts" / "spam.yaml").write_text(
        "id: spam\ntitle: Spam\nany: [buy]\nmatch: [buy]\nno_match: [x]\n", encoding="utf-8"
    )
    detectors = load_detectors([tmp_path / "contacts"], {"company": "Acme"})
    assert [hit.type for hit in explain(detectors, "buy")] == ["spam"]
    assert stale(detectors) == []


def test_the_shipped_model_was_learned_from_the_messages_that_lie_beside_it(detectors: Detectors) -> None:
    assert len(detectors.likeness) == 1
    assert stale(detectors) == []
    [folder] = detectors.model_folders
    assert detectors.likeness[0].learned_from == fingerprint(folder)


def test_the_labelled_messages_carry_types_of_the_pack_only(detectors: Detectors) -> None:
    [folder] = detectors.model_folders
    contacts = {name for name, side in detectors.sides.items() if side == "contact"}
    used = {name for one in read_messages(folder) for label in one.labels for name in label}
    assert used == contacts


def test_a_weak_signal_is_shown_beside_the_labelled_message_that_is_most_like_it(detectors: Detectors) -> None:
    [folder] = detectors.model_folders
    labelled = next(one for one in read_messages(folder) if one.labels == (frozenset({"subpoena"}),))
    assert alike(detectors, "subpoena", labelled.text)[0] == labelled.text
    assert len(alike(detectors, "subpoena", labelled.text)) == 2
