"""What people decided about findings: a room, a kind of decision a file. The machine's verdict is never touched."""

from auditor.decisions.reading import BASELINE, FILES, Decided, read_decisions
from auditor.decisions.standing import decided, nothing_decided
from auditor.passing import Passing, at_or_above, passing

__all__ = [
    "BASELINE",
    "FILES",
    "Decided",
    "Passing",
    "at_or_above",
    "decided",
    "nothing_decided",
    "passing",
    "read_decisions",
]
