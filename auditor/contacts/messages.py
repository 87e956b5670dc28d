"""The labelled messages of a pack: what its likeness model learns from, and what a weak signal is shown beside."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from math import sqrt
from pathlib import Path

from auditor.contacts.labelled import Line, read_lines
from auditor.contacts.likeness import FILE, Likeness, words_of
from auditor.contacts.loading import Detectors
from auditor.contacts.normalise import normalise

FOLDER = "messages"


def message_files(contacts: Path) -> list[Path]:
    """The files beside a pack's folder of contact detectors."""
    return sorted((contacts.parent / FOLDER).glob("*.jsonl"))


def read_messages(contacts: Path) -> list[Line]:
    """Every labelled message of a pack. Raises ExportError."""
    return [line for path in message_files(contacts) for line in read_lines(path, labelled=True)]


def fingerprint(contacts: Path) -> str:
    """Of the labelled messages."""
    digest = hashlib.sha256()
    for path in message_files(contacts):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def model_file(contacts: Path) -> Path:
    """Where the model of a pack lies."""
    return contacts / FILE


def nearest(model: Likeness, messages: Iterable[Line], type_: str, text: str, count: int = 2) -> list[str]:
    """The labelled messages of a type that are most like a text, by the cosine of the model's features."""
    wanted = _weighed(model, text)
    members = (line.text for line in messages if any(type_ in label for label in line.labels))
    ranked = sorted(members, key=lambda one: (-_cosine(wanted, _weighed(model, one)), one))
    return ranked[:count]


def alike(detectors: Detectors, type_: str, text: str) -> list[str]:
    """The nearest labelled messages by whichever model knows the type."""
    for folder, model in zip(detectors.model_folders, detectors.likeness, strict=True):
        if type_ in model.types:
            return nearest(model, read_messages(folder), type_, text)
    return []


def _weighed(model: Likeness, text: str) -> dict[int, float]:
    words = words_of(normalise(text).folded)
    found = {int(number) for numbers in model.numbers(words, words.together) for number in numbers}
    return {number: sqrt(model.sizes[number]) for number in found if number < len(model.sizes)}


def _cosine(one: dict[int, float], other: dict[int, float]) -> float:
    if not one or not other:
        return 0.0
    shared = sum(value * other[index] for index, value in one.items() if index in other)
    return shared / (_length(one.values()) * _length(other.values()))


def _length(values: Iterable[float]) -> float:
    return sqrt(sum(value * value for value in values))


def stale(detectors: Detectors) -> list[Path]:
    """The models that were learned from other messages than lie beside them now."""
    return [
        model_file(folder)
        for folder, model in zip(detectors.model_folders, detectors.likeness, strict=True)
        if model.learned_from != fingerprint(folder)
    ]
