"""Mutants of a pack: each one small mistake that an author could make, so that the cases can show they would notice.

A mutant is a pack in memory; no file is touched. Operators work on what was read, so formatting does not matter.
Source of the method: DeMillo, Lipton, Sayward, "Hints on Test Data Selection", 1978.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from auditor.compile import used_signals
from auditor.policy.model import Condition, DutyText, Gate, PolicyFile
from auditor.policy.pack import Duty, Pack, Policy
from auditor.policy.parameters import duration, shown
from auditor.policy.references import reachable
from auditor.words import Immediately, Leaves, Must, MustNever, OnlyAfter, StepSequence, Word

SECOND = timedelta(seconds=1)
STATUSES = ("open", "pending")


@dataclass(frozen=True)
class Mutant:
    """One mistake: what kind, where, what it made of what; and the pack that has it."""

    operator: str
    place: str
    change: str
    pack: Pack
    policies: tuple[str, ...]
    control: bool = False

    @property
    def id(self) -> str:
        """Names it in a list of equivalents: stable while the place and the change are."""
        return f"{self.place}: {self.operator}: {self.change}"


def mutants(pack: Pack) -> Iterator[Mutant]:
    """Every mutant of the pack, and the controls that change nothing."""
    readers = _readers(pack)
    for name, condition in pack.signals.items():
        for operator, path, change, changed in _of_condition(condition, f"signals.{name}", pack):
            mutated = replace(pack, signals={**pack.signals, name: changed})
            yield Mutant(operator, path, change, mutated, readers.get(name, ()))
    yield from _of_contact_lists(pack, readers)
    for policy in pack.policies:
        for operator, path, change, text in _of_policy(policy.text):
            yield Mutant(operator, path, change, _with_policy(pack, replace(policy, text=text)), (policy.name,))
        for duty in policy.duties:
            for operator, path, change, changed_duty in _of_duty(duty, policy, pack):
                yield Mutant(operator, path, change, _with_duty(pack, policy, changed_duty), (policy.name,))
    yield from controls(pack)


def controls(pack: Pack) -> Iterator[Mutant]:
    """Changes that change no meaning: a case that fails on one of them fails on anything."""
    for name, condition in pack.signals.items():
        twice = Condition.model_validate({"not": {"not": {"signal": name}}})
        renamed = replace(pack, signals={**pack.signals, name: condition, f"{name} itself": twice})
        for policy in pack.policies:
            if policy.text.when == name:
                text = policy.text.model_copy(update={"when": f"{name} itself"})
                changed = _with_policy(renamed, replace(policy, text=text))
                yield Mutant("negate twice", f"{policy.file}: when", name, changed, (policy.name,), control=True)
    for policy in pack.policies:
        if len(policy.text.unless) > 1:
            text = policy.text.model_copy(update={"unless": tuple(reversed(policy.text.unless))})
            turned = _with_policy(pack, replace(policy, text=text))
            yield Mutant("turn the list", f"{policy.file}: unless", "reversed", turned, (policy.name,), control=True)


def _readers(pack: Pack) -> dict[str, tuple[str, ...]]:
    """Signal → the policies whose verdicts may depend on it."""
    found: dict[str, list[str]] = {}
    for policy in pack.policies:
        read = set(used_signals(replace(pack, policies=(policy,))))
        for name in sorted(read | {deep for one in read for deep in reachable(pack.signals, one)}):
            found.setdefault(name, []).append(policy.name)
    return {name: tuple(policies) for name, policies in found.items()}


def _with_policy(pack: Pack, policy: Policy) -> Pack:
    return replace(pack, policies=tuple(policy if one.name == policy.name else one for one in pack.policies))


def _with_duty(pack: Pack, policy: Policy, duty: Duty) -> Pack:
    duties = tuple(duty if one.name == duty.name else one for one in policy.duties)
    return _with_policy(pack, replace(policy, duties=duties))


# -- conditions --------------------------------------------------------------------------------------

Changed = tuple[str, str, str, Condition]


def _of_condition(node: Condition, path: str, pack: Pack) -> Iterator[Changed]:
    keys = [key for key in sorted(node.model_fields_set) if getattr(node, key) is not None]
    for key in keys:
        value, named = getattr(node, key), key.rstrip("_")
        at = f"{path}.{named}"
        if len(keys) > 1:
            yield "drop a condition", at, f"without {named}", _without(node, key)
        if isinstance(value, bool):
            operator = "swap public and private" if key == "public" else "flip"
            yield operator, at, f"{value} → {not value}", _with(node, key, not value)
        elif key in ("any", "all"):
            yield from _of_list(node, key, value, at, pack)
        elif isinstance(value, Condition):
            for operator, deeper, change, changed in _of_condition(value, at, pack):
                yield operator, deeper, change, _with(node, key, changed)
            if key in ("maybe", "if_recorded"):
                yield "certain instead", at, f"{key} → plain", _plain(node, key)
        elif key in ("becomes", "holds"):
            other = {"becomes": "holds", "holds": "becomes"}[key]
            yield "flip order", at, f"{key} → {other}", _with(_without(node, key), other, value)
            yield from _of_states(node, key, value, at)
        elif key == "minimum_length":
            length = int(pack.value(value))
            for moved in (length - 1, length + 1):
                yield "move a bound", at, f"{length} → {moved}", _with(node, key, moved)
        elif isinstance(value, tuple) and len(value) > 1 and key not in ("contact", "weak_contact"):
            yield from _of_values(node, key, value, at)


def _of_list(node: Condition, key: str, value: Sequence[Condition], at: str, pack: Pack) -> Iterator[Changed]:
    for index, one in enumerate(value):
        rest = (*value[:index], *value[index + 1 :])
        if rest:
            yield "drop a condition", f"{at}.{index}", f"without one of {len(value)}", _with(node, key, rest)
        for operator, deeper, change, changed in _of_condition(one, f"{at}.{index}", pack):
            yield operator, deeper, change, _with(node, key, (*value[:index], changed, *value[index + 1 :]))


def _of_states(node: Condition, key: str, value: Mapping[str, Sequence[str]], at: str) -> Iterator[Changed]:
    for name, values in value.items():
        for one in values if len(values) > 1 else ():
            rest = tuple(other for other in values if other != one)
            yield "drop a value", f"{at}.{name}", f"without {one}", _with(node, key, {**value, name: rest})


def _of_values(node: Condition, key: str, value: Sequence[str], at: str) -> Iterator[Changed]:
    for one in value:
        rest = tuple(other for other in value if other != one)
        yield "drop a value", at, f"without {one}", _with(node, key, rest)


def _with(node: Condition, key: str, value: Any) -> Condition:
    given = {name: getattr(node, name) for name in node.model_fields_set} | {key: value}
    return Condition.model_construct(_fields_set=set(given), **given)


def _without(node: Condition, key: str) -> Condition:
    given = {name: getattr(node, name) for name in node.model_fields_set if name != key}
    return Condition.model_construct(_fields_set=set(given), **given)


def _plain(node: Condition, key: str) -> Condition:
    return _with(_without(node, key), "all", (*(node.all or ()), getattr(node, key)))


def _of_contact_lists(pack: Pack, readers: Mapping[str, tuple[str, ...]]) -> Iterator[Mutant]:
    """A contact type that is left out of a list; a list that several signals share is one list."""
    lists: dict[tuple[str, ...], list[str]] = {}
    for name, condition in pack.signals.items():
        if condition.contact and len(condition.contact) > 1:
            lists.setdefault(condition.contact, []).append(name)
    for types, names in lists.items():
        for one in types:
            rest = tuple(other for other in types if other != one)
            changed = {name: _with(pack.signals[name], "contact", rest) for name in names}
            policies = tuple(dict.fromkeys(policy for name in names for policy in readers.get(name, ())))
            place = f"signals.{' and '.join(names)}.contact"
            mutated = replace(pack, signals={**pack.signals, **changed})
            yield Mutant("drop a contact type", place, f"without {one}", mutated, policies)


# -- policies and duties -----------------------------------------------------------------------------


def _of_policy(text: PolicyFile) -> Iterator[tuple[str, str, str, PolicyFile]]:
    at = f"{text.policy}"
    for key, operator in (("closes", "drop a condition"), ("released_by", "drop an exception")):
        if getattr(text, key) is not None and not (key == "closes" and _needs_closing(text)):
            yield operator, f"{at}.{key}", f"without {key}", text.model_copy(update={key: None})
    for place, change, gates in _of_gates(text):
        yield (
            "drop an exception" if "without" in change else "flip order",
            f"{at}.{place}",
            change,
            text.model_copy(update=gates),
        )
    if text.released_by:
        turned = text.released_by.model_copy(
            update={"event": text.released_by.before, "before": text.released_by.event}
        )
        yield "flip order", f"{at}.released_by", "event ↔ before", text.model_copy(update={"released_by": turned})


def _needs_closing(text: PolicyFile) -> bool:
    return any(duty.get("opens_at") == "closing" or duty.get("apart_from_closing") for duty in text.duties.values())


def _of_gates(text: PolicyFile | DutyText) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for key in ("unless", "given"):
        gates: tuple[Gate, ...] = getattr(text, key)
        for index, gate in enumerate(gates):
            rest = (*gates[:index], *gates[index + 1 :])
            yield f"{key}.{index}", "without it", {key: rest}
            for changed, told in _of_gate(gate):
                yield f"{key}.{index}", told, {key: (*gates[:index], changed, *gates[index + 1 :])}


def _of_gate(gate: Gate) -> Iterator[tuple[Gate, str]]:
    if gate.seen and gate.now:
        yield gate.model_copy(update={"now": None}), "without its now"
        yield gate.model_copy(update={"seen": None}), "without its seen"
    elif gate.seen:
        yield gate.model_copy(update={"seen": None, "now": gate.seen}), "seen → now"
    elif gate.now:
        yield gate.model_copy(update={"now": None, "seen": gate.now}), "now → seen"


def _of_duty(duty: Duty, policy: Policy, pack: Pack) -> Iterator[tuple[str, str, str, Duty]]:
    at = f"{policy.name}.{duty.name}"
    for place, change, gates in _of_gates(duty.text):
        operator = "drop an exception" if "without" in change else "flip order"
        yield operator, f"{at}.{place}", change, replace(duty, text=duty.text.model_copy(update=gates))
    if duty.text.opens_at == "closing":
        opening = duty.text.model_copy(update={"opens_at": "opening"})
        yield "flip order", f"{at}.opens_at", "closing → opening", replace(duty, text=opening)
    for operator, key, change, word in _of_word(duty.word, pack):
        if key == "since" and duty.text.opens_at == "opening" and "start" not in change:
            continue  # the trigger is the opening
        yield operator, f"{at}.{key}", change, replace(duty, word=word)


def _of_word(word: Word, pack: Pack) -> Iterator[tuple[str, str, str, Word]]:
    for key, limit in _limits(word):
        allowed = pack.value(limit)
        written = duration(allowed) if isinstance(allowed, str) else allowed
        for operator, moved in (("widen a deadline", written + SECOND), ("narrow a deadline", written - SECOND)):
            yield operator, key, f"{shown(written)} → {shown(moved)}", _limited(word, key, str(shown(moved)))
    if word.clock_name() != "wall":
        yield "another clock", "clock", f"{word.clock_name()} → wall", word.model_copy(update={"clock": "wall"})
    yield from OWN[type(word)](word)


def _limits(word: Word) -> Iterator[tuple[str, str]]:
    if isinstance(word, StepSequence):
        yield from ((f"steps.{n}.within", step.within) for n, step in enumerate(word.steps) if step.within)
    elif isinstance(word, Must | MustNever) and word.within:
        yield "within", word.within


def _limited(word: Word, key: str, limit: str) -> Word:
    if isinstance(word, StepSequence):
        number = int(key.split(".")[1])
        steps = tuple(
            step.model_copy(update={"within": limit}) if n == number else step for n, step in enumerate(word.steps)
        )
        return word.model_copy(update={"steps": steps})
    return word.model_copy(update={"within": limit})


def _of_must(word: Must) -> Iterator[tuple[str, str, str, Word]]:
    for target in word.must if len(word.must) > 1 else ():
        rest = tuple(other for other in word.must if other != target)
        yield "drop a condition", "must", f"without {target}", word.model_copy(update={"must": rest})
    for since in ("trigger", "opening", "start"):
        if since != word.since:
            yield "flip order", "since", f"{word.since} → {since}", word.model_copy(update={"since": since})
    if word.before:
        yield "drop an exception", "before", f"without {word.before}", word.model_copy(update={"before": None})
    if len(word.must) == 1:
        never = MustNever(must_never=word.must[0], within=word.within, clock=word.clock)
        yield "swap must and must_never", "must", "must → must_never", never


def _of_must_never(word: MustNever) -> Iterator[tuple[str, str, str, Word]]:
    for key in ("until", "through"):
        if getattr(word, key):
            yield "drop an exception", key, f"without {getattr(word, key)}", word.model_copy(update={key: None})
    if word.through and not word.until:
        turned = word.model_copy(update={"through": None, "until": word.through})
        yield "flip order", "through", "through → until", turned
    if word.until and not word.through:
        yield "flip order", "until", "until → through", word.model_copy(update={"until": None, "through": word.until})
    if word.tolerate:
        yield "drop an exception", "tolerate", "none", word.model_copy(update={"tolerate": None})
        more = word.tolerate.model_copy(update={"times": word.tolerate.times + 1})
        yield "move a bound", "tolerate", "one more", word.model_copy(update={"tolerate": more})
    if word.apart_from_closing:
        yield (
            "drop an exception",
            "apart_from_closing",
            "without",
            word.model_copy(update={"apart_from_closing": False}),
        )
    must = Must(must=word.must_never, within=word.within, clock=word.clock)  # type: ignore[arg-type]
    yield "swap must and must_never", "must_never", "must_never → must", must


def _of_only_after(word: OnlyAfter) -> Iterator[tuple[str, str, str, Word]]:
    yield (
        "flip order",
        "or_with",
        f"{word.or_with} → {not word.or_with}",
        word.model_copy(update={"or_with": not word.or_with}),
    )
    yield "flip order", "only_after", "only_after → must", Must(must=word.only_after)  # type: ignore[arg-type]


def _of_immediately(word: Immediately) -> Iterator[tuple[str, str, str, Word]]:
    yield "drop a condition", "among", "any time", Must(must=word.immediately)  # type: ignore[arg-type]
    turned = word.model_copy(update={"immediately": word.among, "among": word.immediately})
    yield "flip order", "immediately", "immediately ↔ among", turned


def _of_leaves(word: Leaves) -> Iterator[tuple[str, str, str, Word]]:
    for name, values in word.leaves.items():
        for status in STATUSES if name == "status" else ():
            if status not in values:
                wider = {**word.leaves, name: (*values, status)}
                yield "add a value", f"leaves.{name}", f"or {status}", word.model_copy(update={"leaves": wider})


def _of_steps(word: StepSequence) -> Iterator[tuple[str, str, str, Word]]:
    yield "flip order", "steps", "reversed", word.model_copy(update={"steps": tuple(reversed(word.steps))})
    for number in range(len(word.steps) if len(word.steps) > 1 else 0):
        rest = (*word.steps[:number], *word.steps[number + 1 :])
        yield "drop a condition", f"steps.{number}", "without it", word.model_copy(update={"steps": rest})


OWN: dict[type[Word], Callable[[Any], Iterator[tuple[str, str, str, Word]]]] = {
    Must: _of_must,
    MustNever: _of_must_never,
    OnlyAfter: _of_only_after,
    Immediately: _of_immediately,
    Leaves: _of_leaves,
    StepSequence: _of_steps,
}
