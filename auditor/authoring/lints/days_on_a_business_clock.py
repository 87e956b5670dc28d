"""A limit in days on a business clock: a day is 24 open hours there, about three working days."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.authoring.lints.lint import Remark, Subject


def days_on_a_business_clock(subject: Subject) -> Iterator[Remark]:
    """Every limit with a `d` that runs on a schedule."""
    written = subject.pack.files.get("parameters.yaml")
    for file, place, duty in subject.duties():
        limit, clock = duty.word.limit(), duty.word.clock_name()
        if limit is None or clock == "wall":
            continue
        at = (file, (*place, "within"))
        if limit.startswith("$") and written:
            at = (written, ("parameters", limit[1:], "default"))
            limit = str(written.content["parameters"][limit[1:]]["default"])
        if "d" in limit:
            yield Remark(*at, f'{duty.name}: "{limit}" on the clock "{clock}" is 24 open hours a day. Write hours.')
