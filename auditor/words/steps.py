"""steps: one after the other."""

from __future__ import annotations

from typing import ClassVar

from auditor.policy.model import Steps
from auditor.words.word import Word


class StepSequence(Word):
    """After the trigger the steps happen in this order, each strictly after the one before.

    A step's `within` counts from the trigger. The earliest chain is the one that is judged: where any
    chain is in time, it is.

    Source: LTLf F(A & X F(B & X F C)).
    """

    what: ClassVar[str] = "steps"
    template: ClassVar[str] = "steps.sql"
    steps: tuple[Steps, ...]
    clock: str = "wall"

    def signals(self) -> tuple[str, ...]:
        """Every step."""
        return tuple(step.event for step in self.steps)

    def limit(self) -> str | None:
        """The last step's limit."""
        return self.steps[-1].within if self.steps else None

    def clock_name(self) -> str:
        """`clock`."""
        return self.clock

    def complied_by_presence(self) -> bool:
        """Steps that are there are there."""
        return True
