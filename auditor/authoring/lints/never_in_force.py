"""A policy whose time ends before it begins."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.authoring.lints.lint import Remark, Subject


def never_in_force(subject: Subject) -> Iterator[Remark]:
    """Every policy with an empty in_force."""
    for policy in subject.pack.policies:
        dated = policy.text.in_force
        if dated.from_ and dated.until and dated.until <= dated.from_:
            sentence = (
                f"{policy.name} ends at {dated.until:%Y-%m-%d %H:%M} and begins only then or later: nothing opens."
            )
            yield Remark(subject.file(policy), ("in_force", "until"), sentence)
