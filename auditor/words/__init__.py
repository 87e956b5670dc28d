"""The temporal words: a room, one word a file (its YAML) beside its .sql (its meaning)."""

from __future__ import annotations

from auditor.words.immediately import Immediately
from auditor.words.leaves import Leaves
from auditor.words.must import Must
from auditor.words.must_never import MustNever
from auditor.words.only_after import OnlyAfter
from auditor.words.steps import StepSequence
from auditor.words.word import Word

WORDS: dict[str, type[Word]] = {
    "must": Must,
    "must_never": MustNever,
    "only_after": OnlyAfter,
    "steps": StepSequence,
    "immediately": Immediately,
    "leaves": Leaves,
}

__all__ = ["WORDS", "Immediately", "Leaves", "Must", "MustNever", "OnlyAfter", "StepSequence", "Word"]
