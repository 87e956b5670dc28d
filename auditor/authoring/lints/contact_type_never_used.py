"""A contact type or phrase that no signal asks for: its file is read, and nothing follows from it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from auditor.authoring.lints.lint import Remark, Subject
from auditor.policy.references import detectors_named
from auditor.policy.yaml_file import YamlFile


def contact_type_never_used(subject: Subject) -> Iterator[Remark]:
    """Every detector of the pack's own folders that no signal names."""
    pack = subject.pack
    used = {one for named in detectors_named(pack.signals) for one in _texts(pack.value(named.name))}
    for name, side in sorted(subject.sides.items()):
        room = "phrases" if side == "phrase" else "contacts"
        path = pack.folder / room / f"{name}.yaml"
        if name not in used and path.is_file():
            sentence = f"no signal asks for it. Write {side}: {name} in a signal, or take the file out."
            yield Remark(_unread(path, pack.folder), (), sentence)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple | list) else (str(value),)


def _unread(path: Path, folder: Path) -> YamlFile:
    """The file by its name alone: its first line is the place."""
    return YamlFile(path, str(path.relative_to(folder.parent)), None, {}, path.read_text(encoding="utf-8"))
