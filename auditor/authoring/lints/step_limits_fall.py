"""Steps whose later limit is the shorter one: every step's limit counts from the trigger."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from auditor.authoring.lints.lint import Remark, Subject
from auditor.words import StepSequence


def step_limits_fall(subject: Subject) -> Iterator[Remark]:
    """Every limit of a step that is shorter than one before it."""
    for file, place, duty in subject.duties():
        steps = duty.word.steps if isinstance(duty.word, StepSequence) else ()
        limited = [
            (index, allowed)
            for index, step in enumerate(steps)
            if (allowed := subject.pack.limit_microseconds(step.within)) is not None
        ]
        for (_, before), (index, after) in pairwise(limited):
            if after < before:
                sentence = (
                    "is shorter than the limit of an earlier step. Limits count from the trigger, not from the step."
                )
                yield Remark(file, (*place, "steps", index, "within"), sentence)
