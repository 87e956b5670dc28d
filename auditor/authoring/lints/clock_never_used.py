"""A clock on which no duty runs: its duties run on wall time instead."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.authoring.lints.lint import Remark, Subject


def clock_never_used(subject: Subject) -> Iterator[Remark]:
    """Every schedule of the pack that no duty with a limit names."""
    used = {duty.word.clock_name() for _, _, duty in subject.duties()}
    for clock in subject.pack.schedules:
        if clock not in used:
            sentence = f'no duty runs on the clock "{clock}". Write clock: {clock} beside a within, or take it out.'
            yield Remark(subject.pack.files["pack.yaml"], ("schedules", clock), sentence)
