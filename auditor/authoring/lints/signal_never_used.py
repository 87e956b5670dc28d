"""A signal that no policy reads: a policy was meant to, or it is left over."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.authoring.lints.lint import Remark, Subject
from auditor.compile import used_signals
from auditor.policy.references import reachable


def signal_never_used(subject: Subject) -> Iterator[Remark]:
    """Every signal that is reached from no policy."""
    signals = subject.pack.signals
    read = set(used_signals(subject.pack))
    read |= {deep for name in read for deep in reachable(signals, name)}
    for name in signals:
        if name not in read:
            sentence = f'no policy reads the signal "{name}". Name it in a policy, or take it out.'
            yield Remark(subject.pack.files["signals.yaml"], ("signals", name), sentence)
