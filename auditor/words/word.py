"""What a word is: the fields of its YAML, the signals it reads and the SQL template that judges it."""

from __future__ import annotations

from typing import ClassVar

from auditor.policy.yaml_file import Strict


class Word(Strict):
    """A temporal word of the policy language.

    Every template reads `instance` (the triggers) and `signal` (the events) and returns one row an
    instance: ticket_id, trigger_position, verdict, final, repaired, reason, witness (positions),
    act_position (who acted answers for it) or end_position / due_clock (who held it then answers).
    """

    template: ClassVar[str]

    def signals(self) -> tuple[str, ...]:
        """The signals whose presence or absence decides the verdict."""
        raise NotImplementedError

    def complied_by_presence(self) -> bool:
        """Whether a row that could not be read takes nothing away from `complied`."""
        return False

    def violated_by_presence(self) -> bool:
        """Whether a row that could not be read takes nothing away from `violated`."""
        return False

    def limit(self) -> str | None:
        """The time limit as written, if the word has one."""
        return None

    def clock_name(self) -> str:
        """The clock on which the limit runs."""
        return "wall"
