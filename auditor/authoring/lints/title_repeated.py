"""Two duties with one title: a report cannot tell them apart, and one of them was copied."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.authoring.lints.lint import Remark, Subject


def title_repeated(subject: Subject) -> Iterator[Remark]:
    """Every duty whose title an earlier one of the pack has."""
    first: dict[str, str] = {}
    for file, place, duty in subject.duties():
        title = " ".join(duty.text.title.split()).casefold()
        if title in first:
            yield Remark(file, (*place, "title"), f"is the title of {first[title]} too. Say what this duty asks.")
        first.setdefault(title, duty.name)
