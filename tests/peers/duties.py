"""The peers' DECLARE templates in the words of the policy language.

A history begins with a begin and ends with an end that closes the ticket; both are no activities. Signals:
`activity_N` (it is activity N), `other_than_N` (it is the begin or another activity), `no_N` (it is another
activity or the end) and `anything` (an activity or the end).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations
from typing import Any

Word = Mapping[str, Any]
Obligation = tuple[str, int, int]  # its name and the numbers of its two activities; one activity: twice the same


@dataclass(frozen=True)
class Opening:
    """When a policy opens, and its duties."""

    when: str | None
    duties: Mapping[Obligation, Word]
    unless: Sequence[Mapping[str, str]] = field(default=())


def openings(count: int, limit: str) -> Iterator[Opening]:
    """Every obligation on every pair of so many activities, one policy for those that open alike."""
    yield Opening(None, {key: word for number in range(count) for key, word in of_the_ticket(number)})
    yield Opening(
        "begin", {("init", n, n): {"immediately": f"activity_{n}", "among": "anything"} for n in range(count)}
    )
    for first in range(count):
        others = [second for second in range(count) if second != first]
        pairs = {key: word for second in others for key, word in of_a_pair(first, second, limit)}
        again = {("again", first, first): {"must_never": f"activity_{first}"}}
        yield Opening(f"activity_{first}", {**pairs, **again})
        yield Opening(f"other_than_{first}", dict(of_the_others(first, others)))
        duties = {("either", first, second): {"only_after": f"activity_{second}"} for second in others}
        yield Opening("end", duties, unless=[{"seen": f"activity_{first}"}])


def of_the_ticket(number: int) -> Iterator[tuple[Obligation, Word]]:
    """What a ticket owes without a trigger."""
    yield ("existence", number, number), {"must": f"activity_{number}"}
    yield ("absence", number, number), {"must_never": f"activity_{number}"}


def of_a_pair(first: int, second: int, limit: str) -> Iterator[tuple[Obligation, Word]]:
    """What the first activity owes; the second is the other one."""
    here, there = f"activity_{first}", f"activity_{second}"
    yield ("response", first, second), {"must": there}
    yield ("response in time", first, second), {"must": there, "within": limit}
    yield ("responded existence", first, second), {"must": there, "since": "start"}
    yield ("alternate response", first, second), {"must": there, "before": here}
    yield ("chain response", first, second), {"immediately": there, "among": "anything"}
    yield ("not chain response", first, second), {"immediately": f"no_{second}", "among": "anything"}
    yield ("not response", first, second), {"must_never": there}
    yield ("not response in time", first, second), {"must_never": there, "within": limit}
    yield ("precedence", second, first), {"only_after": there}
    yield ("no return", second, first), {"must_never": here, "until": there}


def of_the_others(first: int, others: Sequence[int]) -> Iterator[tuple[Obligation, Word]]:
    """What the begin and all others owe to the first: it comes after them, and what only it may precede does not."""
    yield ("end", first, first), {"must": f"activity_{first}"}
    for second in others:
        yield ("chain precedence", first, second), {"immediately": f"no_{second}", "among": "anything"}


AS_GIVEN, TURNED = False, True
UNARY: Mapping[str, Sequence[str]] = {
    "existence": ["existence"],
    "absence": ["absence"],
    "absence of two": ["again"],
    "exactly one": ["existence", "again"],
    "init": ["init"],
    "end": ["end"],
}
PRECEDED = [("precedence", AS_GIVEN), ("no return", AS_GIVEN)]
APART = [("not response", AS_GIVEN), ("not response", TURNED)]
BINARY: Mapping[str, Sequence[tuple[str, bool]]] = {
    **{
        name: [(name, AS_GIVEN)]
        for name in (
            "response", "response in time", "responded existence", "alternate response", "chain response",
            "not chain response", "not response", "not response in time", "precedence", "chain precedence",
        )
    },
    "alternate precedence": PRECEDED,
    "succession": [("response", AS_GIVEN), ("precedence", AS_GIVEN)],
    "alternate succession": [("alternate response", AS_GIVEN), *PRECEDED],
    "chain succession": [("chain response", AS_GIVEN), ("chain precedence", AS_GIVEN)],
    "co-existence": [("responded existence", AS_GIVEN), ("responded existence", TURNED)],
    "not co-existence": APART,
    "not responded existence": APART,
    "not precedence": [("not response", AS_GIVEN)],
    "not chain precedence": [("not chain response", AS_GIVEN)],
    "not succession": [("not response", AS_GIVEN)],
    "not chain succession": [("not chain response", AS_GIVEN)],
    "choice": [("either", AS_GIVEN)],
    "exclusive choice": [("either", AS_GIVEN), *APART],
}  # fmt: skip


def templates(count: int) -> Iterator[tuple[str, int, int, list[Obligation]]]:
    """Every template on every activity or pair, and the obligations that it is made of: it is violated if one is."""
    for name, parts in UNARY.items():
        for number in range(count):
            yield name, number, number, [(part, number, number) for part in parts]
    for name, sides in BINARY.items():
        for first, second in permutations(range(count), 2):
            yield (
                name,
                first,
                second,
                [(part, second, first) if turned else (part, first, second) for part, turned in sides],
            )
