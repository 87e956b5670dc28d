"""A detector file that is off is told where, what is wrong and what is allowed, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.contacts import Detectors, explain, load_detectors
from auditor.errors import PolicyError

HEAD = "id: spam\ntitle: Spam\n"
TEXTS = "match: [buy now]\nno_match: [hello]\n"


def load(folder: Path, text: str, name: str = "spam.yaml") -> Detectors:
    contacts = folder / "contacts"
    contacts.mkdir(exist_ok=True)
    (contacts / name).write_text(text, encoding="utf-8")
    return load_detectors([contacts], {"company": "Acme", "company_aliases": ("Acme Inc",)})


def test_a_misspelt_key_is_named_with_its_place_and_the_likely_meaning(tmp_path: Path) -> None:
    with pytest.raises(PolicyError) as error:
        load(tmp_path, HEAD + "any: [buy now]\nunles: [please]\n" + TEXTS)
    assert len(error.value.messages) == 1
    assert "contacts/spam.yaml:4:1: unles:" in error.value.messages[0]
    assert 'Did you mean "unless"?' in error.value.messages[0]


@pytest.mark.parametrize(
    ("phrases", "place", "problem"),
    [
        ("any: [~3 now]", ":3:7:", "stands between two words"),
        ("any: ['buy ~2']", ":3:7:", "stands between two words"),
        ("any: ['(buy now']", ":3:7:", 'a ")" is missing'),
        ("any: ['buy) now']", ":3:7:", "that nothing opened"),
        ("any: [$shop now]", ":3:7:", "there are no words $shop. There are: company"),
        ("any: ['[buy]']", ":3:7:", "no word that must be there"),
        ("unless: [now]", ":1:1:", "nothing to look for"),
    ],
)
def test_a_phrase_that_cannot_work_is_told_where(tmp_path: Path, phrases: str, place: str, problem: str) -> None:
    with pytest.raises(PolicyError) as error:
        load(tmp_path, HEAD + phrases + "\n" + TEXTS)
    assert len(error.value.messages) == 1
    assert f"contacts/spam.yaml{place}" in error.value.messages[0]
    assert problem in error.value.messages[0]


def test_all_problems_of_all_files_come_at_once(tmp_path: Path) -> None:
    (tmp_path / "contacts").mkdir()
    (tmp_path / "contacts" / "other.yaml").write_text(
        "id: Other One\ntitle: T\nany: [x]\nmatch: []\nno_match: [y]\n", encoding="utf-8"
    )
    with pytest.raises(PolicyError) as error:
        load(tmp_path, HEAD + "any: [$shop]\nunless: ['(a']\n" + TEXTS)
    assert [message.split(": ")[0].split("/", 1)[1] for message in error.value.messages] == [
        "contacts/other.yaml:1:1",
        "contacts/other.yaml:4:1",
        "contacts/spam.yaml:3:7",
        "contacts/spam.yaml:4:10",
    ]


def test_worked_texts_are_mandatory(tmp_path: Path) -> None:
    with pytest.raises(PolicyError) as error:
        load(tmp_path, HEAD + "any: [buy now]\nmatch: [buy now]\n")
    assert "no_match" in error.value.messages[0]


def test_two_files_cannot_take_one_id(tmp_path: Path) -> None:
    load(tmp_path, HEAD + "any: [buy now]\n" + TEXTS)
    with pytest.raises(PolicyError, match='"spam" is taken by'):
        load(tmp_path, HEAD + "any: [sell now]\n" + TEXTS, "again.yaml")


def test_a_pack_without_a_company_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="parameter company"):
        load_detectors([tmp_path], {"company": " "})


def test_a_parameter_value_is_text_and_never_a_pattern(tmp_path: Path) -> None:
    folder = tmp_path / "contacts"
    folder.mkdir()
    (folder / "a.yaml").write_text(HEAD + "any: [hate $company]\n" + TEXTS, encoding="utf-8")
    named = load_detectors([folder], {"company": "A.C.M.E (UK) | .*", "company_aliases": []})
    assert explain(named, "I hate you all") == []


@pytest.mark.parametrize(
    ("phrase", "hits", "misses"),
    [
        ("sue", ["I sue", "(sue)"], ["issue", "sued", "pursue"]),
        ("infring*", ["infringing", "infringe"], ["uninfringed"]),
        ("take [me] to court", ["take me to court", "take to court"], ["take him to court"]),
        ("will ~2 sue", ["will sue", "will surely now sue"], ["will a b c sue", "will, of course, sue"]),
        ("will ~3, sue", ["will, of course, sue"], ["will. Then sue"]),
        ("(sue|go to court)", ["go to court", "sue"], ["go court"]),
        ("my # followers", ["my 4,000 followers", "my 12k followers"], ["my many followers"]),
        ("hate $company", ["hate Acme", "hate ACME INC"], ["hate Acmeology"]),
        ("don't", ["don't", "dont", "don’t"], ["do not"]),
        ("cease and desist", ["cease-and-desist", "cease - and desist"], ["cease. And desist"]),
        ("écrit", ["a écrit"], ["récrit", "écrite"]),
        ("суд", ["в суд!"], ["судья"]),
    ],
)
def test_what_a_phrase_means(tmp_path: Path, phrase: str, hits: list[str], misses: list[str]) -> None:
    detectors = load(tmp_path, HEAD + f'any: ["{phrase}"]\n' + TEXTS)
    assert [text for text in hits if not explain(detectors, text)] == []
    assert [text for text in misses if explain(detectors, text)] == []


def test_capitals_mean_nothing_in_a_text_that_shouts(tmp_path: Path) -> None:
    detectors = load(tmp_path, HEAD + "any: [SAT]\ncase_exact: true\n" + TEXTS)
    assert [hit.phrase for hit in explain(detectors, "The SAT asks us.")] == ["SAT"]
    assert explain(detectors, "we sat here") == []
    assert explain(detectors, "I SAT HERE ALL DAY LONG") == []


def test_a_voided_match_does_not_hide_the_next_one(tmp_path: Path) -> None:
    detectors = load(tmp_path, HEAD + "any: [sue]\nnot_phrase: [not ~1 sue]\n" + TEXTS)
    assert [hit.span for hit in explain(detectors, "I did not sue him, I will sue you")] == [(26, 29)]


def test_conditions_reach_as_far_as_they_say(tmp_path: Path) -> None:
    same = load(tmp_path, HEAD + "any: [sue]\nunless: [client]\n" + TEXTS)
    assert explain(same, "I sue the client.") == []
    assert [hit.phrase for hit in explain(same, "It is my client. I sue.")] == ["sue"]
    near = load(tmp_path, HEAD + "any: [sue]\nunless_near: [client]\n" + TEXTS)
    assert explain(near, "It is my client. I sue.") == []
    assert [hit.phrase for hit in explain(near, "It is my client. Bad. I sue.")] == ["sue"]
    whole = load(tmp_path, HEAD + "any: [sue]\nunless_message: [client]\n" + TEXTS)
    assert explain(whole, "It is my client. Bad. I sue.") == []


def test_a_folder_of_a_language_adds_to_the_detector_of_the_same_id(tmp_path: Path) -> None:
    contacts = tmp_path / "contacts"
    (contacts / "de").mkdir(parents=True)
    (contacts / "words.yaml").write_text("words: {shop: [shop, store]}\n", encoding="utf-8")
    (contacts / "de" / "words.yaml").write_text("words: {laden: [laden, $shop]}\n", encoding="utf-8")
    german = "id: spam\nany: [kauf im $laden]\nmatch: [Kauf im Laden!]\nno_match: [hallo]\n"
    (contacts / "de" / "spam.yaml").write_text(german, encoding="utf-8")
    detectors = load(tmp_path, HEAD + "any: [buy in $shop]\nmatch: [buy in store]\nno_match: [hello]\n")
    assert [hit.phrase for hit in explain(detectors, "Kauf im Store. Buy in shop.")] == ["Kauf im Store"]
    assert [where.split("/", 1)[1] for where, _, _ in detectors.worked[0].texts()] == [
        "contacts/spam.yaml:4:9", "contacts/spam.yaml:5:12", "contacts/de/spam.yaml:3:9", "contacts/de/spam.yaml:4:12",
    ]  # fmt: skip


def test_a_language_cannot_add_to_a_detector_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "contacts" / "de").mkdir(parents=True)
    german = "id: sapm\nany: [kauf]\nmatch: [kauf]\nno_match: [hallo]\n"
    (tmp_path / "contacts" / "de" / "spam.yaml").write_text(german, encoding="utf-8")
    with pytest.raises(PolicyError, match=r'spam.yaml:1:1: id: there is no detector "sapm" in contacts'):
        load(tmp_path, HEAD + "any: [buy now]\n" + TEXTS)
