"""Shares with their uncertainty: no percentage without its n and its interval."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

FEWEST = 5  # below this a share says nothing about anybody
NO_BREAK = "\N{NO-BREAK SPACE}"
Z = 1.959963984540054  # the normal quantile of a two-sided 95 % interval


@dataclass(frozen=True)
class Rate:
    """`hits` of `of`, with its 95 % Wilson interval; `low` and `high` are shares of 1."""

    hits: int
    of: int
    low: float
    high: float

    @property
    def known(self) -> bool:
        return self.of > 0

    @property
    def enough(self) -> bool:
        return self.of >= FEWEST

    @property
    def share(self) -> float:
        return self.hits / self.of if self.of else 0.0

    @property
    def percent(self) -> str:
        return percent(self.share) if self.of else "–"

    @property
    def interval(self) -> str:
        return f"{percent(self.low)} to {percent(self.high)}" if self.of else "–"


def rate(hits: int, of: int) -> Rate:
    """Wilson's score interval (1927), which keeps to 0…1 and holds for small n."""
    if of == 0:
        return Rate(hits, of, 0.0, 1.0)
    share = hits / of
    centre = share + Z * Z / (2 * of)
    reach = Z * sqrt(share * (1 - share) / of + Z * Z / (4 * of * of))
    below = 1 + Z * Z / of
    low = (centre - reach) / below if hits else 0.0
    high = (centre + reach) / below if hits < of else 1.0
    return Rate(hits, of, low, high)


def percent(share: float) -> str:
    """89.4 %; never 100 % or 0 % for a share that is not quite that."""
    if share in (0.0, 1.0):
        return f"{share:.0%}".replace("%", f"{NO_BREAK}%")
    return f"{min(max(share * 100, 0.1), 99.9):.1f}{NO_BREAK}%"
