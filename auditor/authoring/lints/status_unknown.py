"""A status that no ticket can have: the condition never holds."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.authoring.lints.lint import Remark, Subject
from auditor.policy.yaml_file import Location, YamlFile, did_you_mean

STATUSES = ("new", "open", "pending", "hold", "solved", "closed")


def status_unknown(subject: Subject) -> Iterator[Remark]:
    """Every status in becomes, holds and leaves that is none of the six."""
    files = [file for name, file in subject.pack.files.items() if name == "signals.yaml" or name.startswith("duties/")]
    for file in files:
        yield from _unknown(file, file.content, ())


def _unknown(file: YamlFile, node: object, place: Location) -> Iterator[Remark]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("becomes", "holds", "leaves") and isinstance(value, dict) and "status" in value:
                yield from _of_values(file, value["status"], (*place, key, "status"))
            yield from _unknown(file, value, (*place, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _unknown(file, value, (*place, index))


def _of_values(file: YamlFile, given: object, place: Location) -> Iterator[Remark]:
    for index, value in enumerate(given if isinstance(given, list) else [given]):
        if not str(value).startswith("$") and value not in STATUSES:
            meant = did_you_mean(str(value), STATUSES)
            there_are = f"There are: {', '.join(STATUSES)}."
            yield Remark(file, (*place, index), f'no ticket has the status "{value}".{meant} {there_are}')
