"""A limit that does not say on which clock it runs, in a pack that has more than one."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.authoring.lints.lint import Remark, Subject


def limit_without_clock(subject: Subject) -> Iterator[Remark]:
    """Every limit without a `clock` where the pack has schedules."""
    clocks = ", ".join(("wall", *subject.pack.schedules))
    for file, place, duty in subject.duties():
        limited = duty.word.limit() is not None
        if limited and subject.pack.schedules and "clock" not in duty.word.model_fields_set:
            key = "within" if "within" in duty.word.model_fields_set else "steps"
            yield Remark(file, (*place, key), f"{duty.name} does not say on which clock. Write clock: one of {clocks}.")
