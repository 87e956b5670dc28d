"""A duty cites the same clause twice: one of the two was meant to be another."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.authoring.lints.lint import Remark, Subject


def clause_cited_twice(subject: Subject) -> Iterator[Remark]:
    """Every second mention of a clause in one duty."""
    for file, place, duty in subject.duties():
        for index, clause in enumerate(duty.text.clauses):
            if clause in duty.text.clauses[:index]:
                yield Remark(file, (*place, "clauses", index), f"{clause} is cited already. Which clause was meant?")
