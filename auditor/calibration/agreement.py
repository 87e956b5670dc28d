"""How far raters agree, beyond what chance makes: Cohen's kappa for two, Krippendorff's alpha for many."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

Pair = tuple[str, str]


def kappa(pairs: Sequence[Pair]) -> float | None:
    """Of two raters' answers on the same items, unweighted (Cohen 1960).

    None where it is not defined: no item, or both only ever gave one and the same answer.
    """
    if not pairs:
        return None
    n = len(pairs)
    observed = sum(one == other for one, other in pairs) / n
    firsts, seconds = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    expected = sum(firsts[answer] * seconds[answer] for answer in firsts) / (n * n)
    return None if expected == 1 else (observed - expected) / (1 - expected)


def alpha(units: Iterable[Mapping[str, str]]) -> float | None:
    """Of rater → answer on each unit, nominal, with missing answers allowed (Krippendorff 2011, section C).

    None where it is not defined: no unit has two answers, or all answers are the same.
    """
    coincidences: dict[Pair, float] = defaultdict(float)
    for answers in units:
        counts = Counter(answers.values())
        number = counts.total()
        if number < 2:
            continue
        for one, ones in counts.items():
            for other, others in counts.items():
                pairs = ones * (ones - 1) if one == other else ones * others
                coincidences[one, other] += pairs / (number - 1)
    margins: dict[str, float] = defaultdict(float)
    for (one, _), weight in coincidences.items():
        margins[one] += weight
    total = sum(margins.values())
    expected = total * total - sum(margin * margin for margin in margins.values())
    if total <= 1 or expected == 0:
        return None
    observed = sum(weight for (one, other), weight in coincidences.items() if one != other)
    return 1 - (total - 1) * observed / expected
