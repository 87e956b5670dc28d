"""A policy's list of contact types and what its trigger looks for have come apart."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.authoring.lints.lint import Remark, Subject
from auditor.policy.model import Condition
from auditor.policy.references import reachable


def contact_not_in_trigger(subject: Subject) -> Iterator[Remark]:
    """Types that are listed and open nothing; types that open and are not listed, so that no evidence shows them."""
    for policy in subject.pack.policies:
        if not (policy.text.when and policy.text.contacts):
            continue
        file, listed = subject.file(policy), policy.text.contacts
        found = set(_contacts_of(subject, policy.text.when))
        if not found:  # its trigger is no contact: the list says whose words are shown
            continue
        for index, name in enumerate(listed):
            if name not in found:
                yield Remark(file, ("contacts", index), f'the trigger "{policy.text.when}" never looks for {name}.')
        for name in sorted(found - set(listed)):
            sentence = (
                f'the trigger "{policy.text.when}" looks for {name}, which is missing here, so no evidence shows it.'
            )
            yield Remark(file, ("contacts",), sentence)
        for name in policy.text.contact_clauses:
            if name not in listed:
                yield Remark(
                    file, ("contact_clauses", name), f"{name} is not among the contacts, so it is never cited."
                )


def _contacts_of(subject: Subject, signal: str) -> Iterator[str]:
    """The contact types for which a signal looks, at any depth; what stands under `not` takes away."""
    for name in (signal, *reachable(subject.pack.signals, signal)):
        yield from _looked_for(subject, subject.pack.signals[name])


def _looked_for(subject: Subject, condition: Condition) -> Iterator[str]:
    for item in condition.contact or ():
        value = subject.pack.value(item)
        yield from value if isinstance(value, tuple | list) else (str(value),)
    for part in (*(condition.any or ()), *(condition.all or ()), condition.maybe, condition.if_recorded):
        if part is not None:
            yield from _looked_for(subject, part)
