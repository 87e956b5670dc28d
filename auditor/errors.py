"""Errors by who must act, each a list of sentences that a person can act on."""

from __future__ import annotations

from collections.abc import Sequence


class AuditorError(Exception):
    """Something that a person must mend; `messages` says where, what, what is allowed and what to do.

    All that was found stands in one error, so that it is mended in one go.
    """

    exit_code = 2

    def __init__(self, messages: str | Sequence[str]) -> None:
        self.messages: tuple[str, ...] = (messages,) if isinstance(messages, str) else tuple(messages)
        super().__init__("\n".join(self.messages))


class UsageError(AuditorError):
    """The call is off: an option's value, a folder that cannot be written."""


class PolicyError(AuditorError):
    """A policy, its parameters or its texts are off; the author of the pack mends it."""


class ExportError(AuditorError):
    """The export cannot be read; whoever made the export mends it."""

    exit_code = 3
