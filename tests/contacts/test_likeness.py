"""The likeness model: it lists for review what no phrase finds, accuses nobody, and is what its messages made it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from auditor.contacts import Detectors, explain, load_detectors
from auditor.contacts.labelled import Line
from auditor.contacts.likeness import EVIDENCE, Likeness, features, load_likeness, store, windows
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
    without = Likeness(**{**vars(model), "anchors": frozenset({"dog"})})
    assert without.hits(Message("the cat chases a mouse"), frozenset()) == []
    assert without.hits(Message("the cat chases a mouse, not the dog"), frozenset())


def test_a_long_message_is_read_in_every_two_sentences() -> None:
    assert windows("one.\ntwo.\nthree.") == ["one.\ntwo.\nthree.", "one.\ntwo.", "two.\nthree."]
    assert windows("one.\ntwo.") == ["one.\ntwo."]
    assert windows("") == [""]


def test_its_score_is_the_weighted_sum_of_the_features_that_it_names(model: Likeness) -> None:
    text = "the cat and the cat"
    counts: dict[int, int] = {}
    for name in features(text):
        if name in model.features:
            counts[model.features[name]] = counts.get(model.features[name], 0) + 1
    values = {index: (1 + np.log(count)) * model.rarity[index] for index, count in counts.items()}
    length = np.sqrt(sum(value**2 for value in values.values()))
    by_hand = sum(value / length * model.weights[index] for index, value in values.items()) + model.bias
    assert model.score(text) == pytest.approx(by_hand, abs=1e-3)


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
