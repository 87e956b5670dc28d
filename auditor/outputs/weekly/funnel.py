"""A funnel plot instead of a league table: each person's share against how much they were decided on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from auditor.outputs.weekly.limits import INNER, OUTER, limits
from auditor.rates import FEWEST, Rate

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 320, 52, 20, 16, 44
STEPS = 600  # points of a limit's line
TICKS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1_000, 2_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000)
SHARES = (0.04, 0.08, 0.12, 0.2, 0.4, 0.6, 0.8, 1.0)  # where the axis may end: quarters of it are round
PLACES = {  # where somebody stands, in words: the table's column
    "above-outer": "above the 99.8 % limit",
    "above": "above the 95 % limit",
    "inside": "within the limits",
    "below": "below the 95 % limit",
    "below-outer": "below the 99.8 % limit",
}
NAMED = 16  # names in the plot; the table has them all
LETTER, LINE = 6.2, 13  # width and height of a letter of a label


@dataclass(frozen=True)
class Dot:
    """A person in the plot; only who stands outside is named."""

    name: str
    place: str
    x: float
    y: float
    named: bool
    label_y: float
    anchor: str


@dataclass(frozen=True)
class Funnel:
    """The plot, in its own units."""

    dots: tuple[Dot, ...]
    inner: tuple[str, str]  # the lines of the limits
    outer: tuple[str, str]
    centre: float
    all: Rate
    across: tuple[tuple[float, str], ...]  # ticks
    up: tuple[tuple[float, str], ...]
    description: str
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM

    @property
    def unnamed(self) -> bool:
        """Somebody stands outside whose name has no room."""
        return any(dot.place != "inside" and not dot.named for dot in self.dots)


def place(found: Rate, everybody: Rate) -> str:
    """Where a share stands against the limits of all, for its own n."""
    for within, name in ((OUTER, "-outer"), (INNER, "")):
        low, high = limits(everybody.share, found.of, within)
        if found.share > high:
            return f"above{name}"
        if found.share < low:
            return f"below{name}"
    return "inside"


def funnel(people: Sequence[tuple[str, Rate]], everybody: Rate) -> Funnel | None:
    """The plot of those with enough decided; None where two are not there to be compared, or all are alike."""
    if len(people) < 2 or everybody.share in (0.0, 1.0):
        return None
    most = max(found.of for _, found in people) * 1.04
    top = _top(people, everybody)
    x: Callable[[float], float] = lambda n: round(LEFT + (WIDTH - LEFT - RIGHT) * n / most, 1)  # noqa: E731
    y: Callable[[float], float] = lambda share: round(  # noqa: E731
        HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * min(share, top) / top, 1
    )
    counts = sorted({round(FEWEST + (most - FEWEST) * (step / STEPS) ** 2) for step in range(STEPS + 1)})
    inner, outer = (_lines(counts, everybody.share, within, x, y) for within in (INNER, OUTER))
    places = [(name, place(found, everybody), x(found.of), y(found.share)) for name, found in people]
    dots = _labelled(places, y(everybody.share))
    return Funnel(
        dots=dots, inner=inner, outer=outer, centre=y(everybody.share), all=everybody,
        across=tuple((x(n), f"{n:,}") for n in _ticks(most)),
        up=tuple((y(share), f"{share * 100:.3g} %") for share in _shares(top)),
        description=_described(dots, everybody),
    )  # fmt: skip


def _top(people: Sequence[tuple[str, Rate]], everybody: Rate) -> float:
    """The axis ends above every dot, and above the inner limit of whoever has least."""
    least = min(found.of for _, found in people)
    needed = max(*(found.share for _, found in people), limits(everybody.share, max(least, 8), INNER)[1]) * 1.05
    return next((share for share in SHARES if needed <= share), 1.0)


def _lines(
    counts: Sequence[int], share: float, within: float, x: Callable[[float], float], y: Callable[[float], float]
) -> tuple[str, str]:
    found = [(count, limits(share, count, within)) for count in counts]
    low, high = (_outline([(count, both[side]) for count, both in found], side) for side in (0, 1))
    told = [" ".join(f"{x(count)},{y(limit)}" for count, limit in line) for line in (low, high)]
    return told[0], told[1]


def _outline(limits_of: Sequence[tuple[int, float]], side: int) -> list[tuple[int, float]]:
    """Whole counts make the limits jagged; the line goes along the outer points of the teeth."""
    kept: list[tuple[int, float]] = []
    for count, limit in reversed(limits_of):
        if not kept or (limit > kept[-1][1] if side else limit < kept[-1][1]) or count == limits_of[0][0]:
            kept.append((count, limit))
    return kept[::-1]


def _ticks(most: float) -> list[int]:
    step = next((tick for tick in TICKS if most / tick <= 7), TICKS[-1])
    return list(range(0, int(most) + 1, step))


def _shares(top: float) -> list[float]:
    return [top * part / 4 for part in range(5)]


def _labelled(dots: Sequence[tuple[str, str, float, float]], centre: float) -> tuple[Dot, ...]:
    """Names stand beside their dots, pushed down where two would overlap; the farthest have one where many could."""
    outside = sorted((dot for dot in dots if dot[1] != "inside"), key=lambda dot: -abs(dot[3] - centre) * dot[2])
    named = set(outside[:NAMED])
    found: list[Dot] = []
    for dot in sorted(dots, key=lambda dot: (dot[3], dot[2], dot[0])):
        name, where, x, y = dot
        taken = [one.label_y for one in found if one.named and abs(one.x - x) < LETTER * 22]
        free = next(y + 4 + LINE * n for n in range(2 * len(taken) + 1) if _free(y + 4 + LINE * n, taken))
        anchor = "end" if x + 12 + LETTER * len(name) > WIDTH - RIGHT else "start"
        found.append(Dot(name, where, x, y, dot in named, round(free, 1), anchor))
    return tuple(sorted(found, key=lambda dot: dot.name))


def _free(y: float, taken: Sequence[float]) -> bool:
    return all(abs(y - other) >= LINE for other in taken)


def _described(dots: Sequence[Dot], everybody: Rate) -> str:
    outside = [f"{dot.name} {PLACES[dot.place]}" for dot in dots if dot.named]
    more = sum(dot.place != "inside" for dot in dots) - len(outside)
    told = "; ".join(outside) + (f"; and {more:,} more outside" if more else "")
    told = told or "nobody stands outside the limits"
    return f"{len(dots):,} people around {everybody.percent} of all together: {told}."
