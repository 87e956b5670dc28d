"""Control limits around a share: between them lies what chance alone makes of it, for so many trials.

Exact binomial limits (Spiegelhalter 2005, "Funnel plots for comparing institutional performance", appendix A.1), but
not interpolated between whole counts: nobody is outside whom chance puts there more often than it says.
"""

from __future__ import annotations

from math import exp, floor, lgamma, log, sqrt

OUTER, INNER = 0.998, 0.95
REACH = 9.0  # standard deviations below the mean where the sum begins: what lies before is nothing


def limits(share: float, of: int, within: float) -> tuple[float, float]:
    """The lower and the upper limit, as shares of 1, for `of` trials that each hit with probability `share`.

    Outside is below the one or above the other; each happens with at most half of what `within` leaves.
    """
    if share <= 0 or share >= 1:
        return share, share
    tail = (1 - within) / 2
    return _quantile(share, of, tail) / of, _quantile(share, of, 1 - tail) / of


def _quantile(share: float, of: int, probability: float) -> int:
    """The least count r with P(X ≤ r) ≥ p."""
    count = max(0, floor(of * share - REACH * sqrt(of * share * (1 - share))))
    mass = _mass(share, of, count)
    total = mass
    while total < probability and count < of:
        mass *= (of - count) / (count + 1) * share / (1 - share)
        count += 1
        total += mass
    return count


def _mass(share: float, of: int, count: int) -> float:
    """P(X = count)."""
    ways = lgamma(of + 1) - lgamma(count + 1) - lgamma(of - count + 1)
    return exp(ways + count * log(share) + (of - count) * log(1 - share))
