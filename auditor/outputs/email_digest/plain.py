"""The digest as plain text of at most 76 columns, for whoever reads mail without pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from auditor.outputs.email_digest.content import Digest, Item, Items
from auditor.outputs.email_digest.decisions import Notice
from auditor.outputs.telling.words import VERDICT_WORDS, count

WIDTH = 76


def plain(found: Digest, where: str) -> str:
    """All of it; `where` says where the whole report lies."""
    lines = [*_head(found), *_counts(found), *_fixable(found.fixable), *_criticals(found), *_weeks(found)]
    lines += [*_notices("Waivers that end", found.waivers, found.more_waivers)]
    lines += [*_notices("Disputes that wait for a decision", found.disputes, found.more_disputes)]
    lines += [*_section("The whole report"), *_wrapped(where)]
    return "\n".join(lines) + "\n"


def _head(found: Digest) -> Iterator[str]:
    yield from _wrapped(found.title)
    yield ""
    yield from _wrapped(found.sentence.main)
    yield from _wrapped(found.sentence.beside)
    yield ""
    yield from _wrapped(f"{found.period}. As of {found.as_of}.")


def _counts(found: Digest) -> Iterator[str]:
    yield from _section("Duties by verdict")
    for verdict, number in found.counts:
        yield f"  {VERDICT_WORDS[verdict]:<14}{number:>9,}"
    if found.aside:
        yield from _wrapped(f"Of the broken ones people waived, overturned or let pass {found.aside:,}.")
    kept = found.kept
    if kept.known:
        yield from _wrapped(
            f"{kept.percent} of {count(kept.of, 'decided case')} kept every rule (95 % interval {kept.interval})."
        )
    yield from _wrapped(f"{found.coverage}.")


def _fixable(items: Items) -> Iterator[str]:
    yield from _section("Still fixable today")
    if not items.total:
        yield "No duty was open."
    for item in items.shown:
        due = f" (due {item.due})" if item.due else ""
        yield from _item(f"{item.when}{due}: {item.title}", item)
    yield from _more(items.more)


def _criticals(found: Digest) -> Iterator[str]:
    yield from _section(found.criticals_head)
    if not found.criticals.total:
        yield "None."
    for item in found.criticals.shown:
        yield from _item(f"{item.title}; began {item.when}", item)
    yield from _more(found.criticals.more)
    if found.criticals_aside:
        yield from _wrapped(found.aside_words)


def _item(first: str, item: Item) -> Iterator[str]:
    yield from _wrapped(first, "- ", "  ")
    yield from _wrapped(f"#{item.ticket_id} {item.subject}", "  ", "  ")
    yield from _wrapped(f"{item.severity}; {item.holder}", "  ", "  ")


def _weeks(found: Digest) -> Iterator[str]:
    if not found.weeks:
        return
    yield from _section("Week over week: cases")
    yield f"  {'Week':<10}{'Cases':>8}{'Broke':>8}{'Cannot tell':>13}{'Not yet':>9}{'Kept':>8}{'Share':>10}"
    for week in found.weeks:
        counts = week.counts
        figures = f"{counts['in_scope']:>8,}{counts['violated']:>8,}{counts['indeterminate']:>13,}"
        share = week.broken.percent if week.broken.enough else "too few"
        yield f"  {week.name:<10}{figures}{counts['pending']:>9,}{counts['complied']:>8,}{share:>10}"


def _notices(head: str, notices: Sequence[Notice], more: int) -> Iterator[str]:
    if not notices:
        return
    yield from _section(head)
    for notice in notices:
        yield from _wrapped(notice.name, "- ", "  ")
        yield from _wrapped(notice.told, "  ", "  ")
    yield from _more(more)


def _more(number: int) -> Iterator[str]:
    if number:
        yield f"and {number:,} more in the report"


def _section(title: str) -> Iterator[str]:
    yield ""
    yield title
    yield "-" * len(title)


def _wrapped(text: str, first: str = "", rest: str = "") -> list[str]:
    """Lines of at most 76 columns. A line never begins with what mail programs take for a quote or a separator."""
    plain = text.replace("\N{NO-BREAK SPACE}", " ")
    lines = wrap(plain, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
    return [f" {line}" if line.startswith((">", "-- ", "From ")) else line for line in lines]
