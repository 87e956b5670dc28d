"""An exception or condition that stands twice, or says of itself yes and no."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.authoring.lints.lint import Remark, Subject
from auditor.policy.pack import Duty


def gate_repeated(subject: Subject) -> Iterator[Remark]:
    """Gates of a duty that its policy or the same list has; gates that stand under unless and under given."""
    for file, place, policy, part in subject.parts():
        for key, other in (("unless", "given"), ("given", "unless")):
            gates = getattr(part.text, key)
            above = getattr(policy.text, key) if isinstance(part, Duty) else ()
            for index, gate in enumerate(gates):
                at = (*place, key, index)
                if gate in gates[:index]:
                    yield Remark(file, at, "stands in this list already.")
                if gate in above:
                    yield Remark(file, at, f"stands under {key} of the policy already, so it changes nothing here.")
                if key == "given" and gate in getattr(part.text, other):
                    yield Remark(file, at, "is wanted here and forbidden under unless, so nothing ever opens.")
