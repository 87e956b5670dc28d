"""A word that can have one verdict only, because it is asked about itself."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.authoring.lints.lint import Remark, Subject
from auditor.words import Immediately, Must, MustNever, OnlyAfter


def word_answers_itself(subject: Subject) -> Iterator[Remark]:
    """Windows that end at their own breach or answer, and a next event that is wanted among itself."""
    for file, place, duty in subject.duties():
        word = duty.word
        if isinstance(word, Must) and word.before in word.must:
            yield Remark(file, (*place, "before"), "the wait ends at the answer itself, so it is never answered.")
        if isinstance(word, MustNever) and word.until == word.must_never:
            yield Remark(file, (*place, "until"), "the window ends at the breach itself, so nothing is ever violated.")
        if isinstance(word, MustNever) and word.tolerate and word.tolerate.times < 1:
            yield Remark(file, (*place, "tolerate"), "lets nothing pass, so it changes nothing.")
        if isinstance(word, Immediately) and word.immediately == word.among:
            yield Remark(file, (*place, "among"), "the next of these is always one of these: nothing is ever violated.")
        if isinstance(word, OnlyAfter) and word.or_with and word.only_after == _trigger(subject, file.name):
            yield Remark(file, (*place, "only_after"), "the trigger is its own ground, so nothing is ever violated.")


def _trigger(subject: Subject, file: str) -> str | None:
    return next((policy.text.when for policy in subject.pack.policies if policy.file == file), None)
