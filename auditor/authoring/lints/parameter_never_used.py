"""A parameter that nothing reads: whoever sets it believes that it does something."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.authoring.lints.lint import Remark, Subject
from auditor.policy.references import references

OF_THE_TEXTS = {"company", "company_aliases"}  # read by the detectors of contact types and phrases


def parameter_never_used(subject: Subject) -> Iterator[Remark]:
    """Every declared parameter that no file of the pack names."""
    file = subject.pack.files.get("parameters.yaml")
    used = set(_used(subject))
    for name in subject.pack.values if file else ():
        if file and name not in used:
            sentence = f'nothing reads the parameter "{name}". Write ${name} where it belongs, or take it out.'
            yield Remark(file, ("parameters", name), sentence)


def _used(subject: Subject) -> Iterator[str]:
    pack = subject.pack
    yield from (name for kind, name, _ in references(pack.signals) if kind == "parameter")
    for file in ("pack.yaml", *(name for name in pack.files if name.startswith("duties/"))):
        yield from (name for _, name, _ in references(pack.files[file].content))
    head = pack.files["pack.yaml"].content
    yield from (str(name) for name in (head.get("automation_users"), *head.get("schedules", {}).values()))
    if pack.text_folders:
        yield from OF_THE_TEXTS
