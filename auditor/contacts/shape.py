"""What a phrase says, as words in an order: enough to rule out where it cannot match, for many messages at once.

A shape allows whatever its pattern allows, and more: it knows words and how far apart they may stand, but not every
mark between them, nor numbers and addresses. Where its words are not found, the pattern does not match.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from auditor.contacts.everyday import share_of_any

COMMA, CLAUSE, SENTENCE = 0, 1, 2  # what may not lie between two words: not even a comma; a clause's end; a sentence's


@dataclass(frozen=True)
class OneOf:
    """One word. `literals`: whole words with a blank on either side, or beginnings with a blank before."""

    literals: frozenset[str]


@dataclass(frozen=True)
class Reach:
    """How far a word may stand behind another: so many words between, none of these marks."""

    words: int
    mark: int  # COMMA, CLAUSE, SENTENCE


@dataclass(frozen=True)
class Chain:
    """Shapes one after the other; `reaches`: from each to the next."""

    parts: tuple[Shape, ...]
    reaches: tuple[Reach, ...]


@dataclass(frozen=True)
class Either:
    """Any one of several shapes."""

    branches: tuple[Shape, ...]


Shape = OneOf | Chain | Either


@dataclass(frozen=True)
class Form:
    """A piece of a phrase. `shape`: None where nothing is known but its width.

    `width`: words that it takes, at the most; `lead`, `trail`: words of it before and after what the shape knows;
    `mark`: what its own separators forbid, the most lenient of them.
    """

    shape: Shape | None
    width: int
    lead: int = 0
    trail: int = 0
    mark: int = COMMA


def word(literals: Sequence[str]) -> Form:
    """One word, spelled in one of some ways."""
    return Form(OneOf(frozenset(literals)), 1)


def unknown(width: int, mark: int = CLAUSE) -> Form:
    """So many words at the most, perhaps none."""
    return Form(None, width, mark=mark)


def optional(form: Form) -> Form:
    """What may be left out: nothing is known but its width."""
    return unknown(form.width, max(CLAUSE, form.mark))


def either(forms: Sequence[Form]) -> Form:
    """One of several pieces."""
    shapes = tuple(dict.fromkeys(form.shape for form in forms if form.shape))
    width, mark = max(form.width for form in forms), max(form.mark for form in forms)
    if not all(form.shape for form in forms):
        return unknown(width, max(CLAUSE, mark))
    return Form(any_of(shapes), width, max(one.lead for one in forms), max(one.trail for one in forms), mark)


def any_of(shapes: Sequence[Shape]) -> Shape:
    """Words that stand alone become one; an alternative of alternatives is one of them all."""
    flat = [one for shape in shapes for one in (shape.branches if isinstance(shape, Either) else (shape,))]
    words = [one.literals for one in flat if isinstance(one, OneOf)]
    others = dict.fromkeys(one for one in flat if not isinstance(one, OneOf))
    branches = (*([OneOf(frozenset().union(*words))] if words else []), *others)
    return branches[0] if len(branches) == 1 else Either(branches)


def in_line(forms: Sequence[Form]) -> Form:
    """Pieces one after the other; a gap is an unknown piece."""
    forms = [_loosened(form) for form in forms] if sum(form.shape is not None for form in forms) > 1 else forms
    known: list[tuple[Form, Reach]] = []
    width, mark, told = 0, -1, -1  # of the unknown pieces since the last known one
    for form in forms:
        told = max(told, form.mark)
        if form.shape is None:
            width, mark = width + form.width, max(mark, form.mark)
            continue
        known.append(
            (form, Reach(width + form.lead, max(CLAUSE if mark < 0 else mark, form.mark if form.lead else -1)))
        )
        width, mark = 0, -1
    told = max(told, CLAUSE) if len(forms) > 1 else told
    if not known:
        return unknown(width, max(told, CLAUSE))
    reaches = tuple(
        Reach(before.trail + reach.words, max(reach.mark, before.mark if before.trail else -1))
        for (before, _), (_, reach) in pairwise(known)
    )
    shapes = tuple(form.shape for form, _ in known if form.shape)
    shape = shapes[0] if len(shapes) == 1 else Chain(shapes, reaches)
    every = sum(form.width for form in forms)
    return Form(shape, every, known[0][1].words, known[-1][0].trail + width, told)


def _loosened(form: Form) -> Form:
    """With the rarest word alone of every alternative that is only words side by side."""
    if not isinstance(form.shape, Either):
        return form
    lead = trail = 0
    branches: list[Shape] = []
    for branch in form.shape.branches:
        words = _side_by_side(branch)
        rarest = min(range(len(words)), key=lambda index: share_of_any(words[index].literals), default=None)
        branches.append(branch if rarest is None else words[rarest])
        lead, trail = max(lead, rarest or 0), max(trail, 0 if rarest is None else len(words) - 1 - rarest)
    mark = max(form.mark, CLAUSE)
    return replace(form, shape=any_of(branches), lead=form.lead + lead, trail=form.trail + trail, mark=mark)


def _side_by_side(shape: Shape) -> list[OneOf]:
    """The words of a shape that is nothing but words with none between."""
    if not isinstance(shape, Chain) or any(reach.words for reach in shape.reaches):
        return []
    words = [part for part in shape.parts if isinstance(part, OneOf)]
    return words if len(words) == len(shape.parts) else []
