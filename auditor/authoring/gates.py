"""Precedence as it is written: the gates that say which duty gives way, each with its place, and packs without them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

from auditor.policy.model import Gate
from auditor.policy.pack import Duty, Pack, Policy
from auditor.policy.yaml_file import Location, YamlFile, read_yaml
from auditor.words import MustNever


@dataclass(frozen=True)
class Precedence:
    """An exception or condition of a policy (`duty` empty) or of one duty. `place`: file:line:col."""

    policy: str
    duty: str
    key: str  # unless | given | released_by | until
    index: int
    text: str
    place: str

    def __str__(self) -> str:
        owner = f"{self.policy}.{self.duty}" if self.duty else self.policy
        return f"{owner}: {self.key} {self.text} ({self.place})"


def gates(pack: Pack) -> list[Precedence]:
    """Every gate of the pack, in the order of its files."""
    return [gate for policy in pack.policies for gate in _of_policy(pack, policy)]


def with_gates(pack: Pack, kept: Collection[Precedence]) -> Pack:
    """The pack with these gates and no others."""
    places = {(one.policy, one.duty, one.key, one.index) for one in kept}
    return replace(pack, policies=tuple(_gated(policy, places) for policy in pack.policies))


def file_of(pack: Pack, policy: Policy) -> YamlFile:
    """The policy's file, for the places in it."""
    return read_yaml(pack.folder.parent / policy.file, pack.folder.parent)


def _of_policy(pack: Pack, policy: Policy) -> Iterator[Precedence]:
    file, text = file_of(pack, policy), policy.text
    yield from _listed(policy.name, "", file, (), text.unless, text.given)
    if text.released_by:
        told = f"{text.released_by.event} before {text.released_by.before}"
        yield Precedence(policy.name, "", "released_by", 0, told, file.at(("released_by",)))
    for duty in policy.duties:
        at = ("duties", duty.name)
        yield from _listed(policy.name, duty.name, file, at, duty.text.unless, duty.text.given)
        if isinstance(duty.word, MustNever) and duty.word.until:
            yield Precedence(policy.name, duty.name, "until", 0, duty.word.until, file.at((*at, "until")))


def _listed(
    policy: str, duty: str, file: YamlFile, at: Location, unless: tuple[Gate, ...], given: tuple[Gate, ...]
) -> Iterator[Precedence]:
    for key, listed in (("unless", unless), ("given", given)):
        for index, gate in enumerate(listed):
            parts = (("now", gate.now), ("seen", gate.seen))
            told = ", ".join(f"{when}: {name}" for when, name in parts if name)
            yield Precedence(policy, duty, key, index, told, file.at((*at, key, index)))


Places = Collection[tuple[str, str, str, int]]


def _gated(policy: Policy, places: Places) -> Policy:
    text = policy.text
    changed: dict[str, Any] = _kept(policy.name, "", text, places)
    if (policy.name, "", "released_by", 0) not in places:
        changed["released_by"] = None
    duties = tuple(_gated_duty(policy.name, duty, places) for duty in policy.duties)
    return replace(policy, text=text.model_copy(update=changed), duties=duties)


def _gated_duty(policy: str, duty: Duty, places: Places) -> Duty:
    word = duty.word
    if isinstance(word, MustNever) and word.until and (policy, duty.name, "until", 0) not in places:
        word = word.model_copy(update={"until": None})
    return replace(duty, word=word, text=duty.text.model_copy(update=_kept(policy, duty.name, duty.text, places)))


def _kept(policy: str, duty: str, text: Any, places: Places) -> dict[str, Any]:
    return {
        key: tuple(gate for index, gate in enumerate(getattr(text, key)) if (policy, duty, key, index) in places)
        for key in ("unless", "given")
    }
