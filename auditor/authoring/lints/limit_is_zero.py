"""A limit of nothing: an answer is strictly after its trigger, so none is ever in time."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.authoring.lints.lint import Remark, Subject


def limit_is_zero(subject: Subject) -> Iterator[Remark]:
    """Every limit whose value in this run is zero."""
    for file, place, duty in subject.duties():
        if subject.pack.limit_microseconds(duty.word.limit()) == 0:
            sentence = f"{duty.name} has no time at all, so nothing is ever within it. Give it at least 1s."
            yield Remark(file, (*place, "within"), sentence)
