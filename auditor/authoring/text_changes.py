"""What differs between two versions of a pack's text, and which of it a duty reads."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from auditor.compile import gate_signals
from auditor.policy.pack import Duty, Pack, Policy
from auditor.policy.parameters import shown
from auditor.policy.references import reachable

Name = tuple[str, ...]
NOT_JUDGED = {"title", "about", "clauses", "cite_contacts", "contact_clauses", "contacts", "severity", "duties"}
NOTHING = object()


@dataclass(frozen=True)
class TextChange:
    """One signal, parameter, policy, duty or detector file that differs. `name`: its kind and name."""

    name: Name
    file: str
    what: tuple[str, ...]

    def told(self) -> str:
        """The change as a sentence that begins with the file."""
        return f"{self.file}: {' '.join(self.name)}: {'; '.join(self.what)}"


def text_changes(old: Pack, new: Pack) -> list[TextChange]:
    """Everything that differs and can change a verdict, in the order of its names."""
    before, after = _elements(old), _elements(new)
    found = []
    for name in sorted(before.keys() | after.keys()):
        one, other = before.get(name), after.get(name)
        if one is not None and other is not None and one[1] == other[1]:
            continue
        file = (other or one or ("", None))[0]
        found.append(TextChange(name, file, tuple(_described(name, one, other))))
    return found


def _described(name: Name, one: tuple[str, Any] | None, other: tuple[str, Any] | None) -> Iterator[str]:
    if one is None or other is None:
        yield "added" if one is None else "dropped"
    elif name[0] == "text":
        yield "its text changed"
    else:
        yield from _differences("", one[1], other[1])


def _elements(pack: Pack) -> dict[Name, tuple[str, Any]]:
    """What a pack says: name → (file, content)."""
    folder = pack.folder.name
    found: dict[Name, tuple[str, Any]] = {
        ("signal", name): (f"{folder}/signals.yaml", _plain(signal)) for name, signal in pack.signals.items()
    }
    values = {name: shown(value) for name, value in pack.values.items()}
    found |= {("parameter", name): (f"{folder}/parameters.yaml", value) for name, value in values.items()}
    found |= {("clock", name): (f"{folder}/pack.yaml", str(one)) for name, one in pack.schedules.items()}
    found["automation users",] = (f"{folder}/pack.yaml", sorted(pack.automation_users))
    for policy in pack.policies:
        judged = {key: value for key, value in _plain(policy.text).items() if key not in NOT_JUDGED}
        found["policy", policy.name] = (policy.file, judged)
        for name, given in policy.text.duties.items():
            judged = {key: value for key, value in given.items() if key not in NOT_JUDGED}
            found["duty", policy.name, name] = (policy.file, judged)
    for text_folder in pack.text_folders:
        for path in sorted(path for path in text_folder.rglob("*") if path.suffix in (".yaml", ".npz")):
            place = path.relative_to(pack.folder).as_posix()
            found["text", place] = (f"{folder}/{place}", hashlib.sha256(path.read_bytes()).hexdigest())
    return found


def _plain(model: Any) -> Any:
    return json.loads(model.model_dump_json(exclude_unset=True, by_alias=True))


def _differences(place: str, one: Any, other: Any) -> Iterator[str]:
    """The innermost keys that differ: `any.0.phrase: asks → begs`."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        for key in dict.fromkeys([*one, *other]):
            yield from _differences(f"{place}.{key}".lstrip("."), one.get(key, NOTHING), other.get(key, NOTHING))
    elif isinstance(one, list) and isinstance(other, list) and one != other:
        yield from _of_lists(place, one, other)
    elif one != other:
        yield f"{place}: {_shown(one)} → {_shown(other)}".removeprefix(": ")


def _of_lists(place: str, one: list[Any], other: list[Any]) -> Iterator[str]:
    added, dropped = [item for item in other if item not in one], [item for item in one if item not in other]
    if len(added) == len(dropped) == 1 and isinstance(added[0], Mapping) and isinstance(dropped[0], Mapping):
        yield from _differences(f"{place}.{one.index(dropped[0])}", dropped[0], added[0])
        return
    told = [f"without {_shown(item)}" for item in dropped] + [f"with {_shown(item)}" for item in added]
    yield f"{place}: {', '.join(told) or 'in another order'}".removeprefix(": ")


def _shown(given: Any) -> str:
    if given is NOTHING:
        return "none"
    return given if isinstance(given, str) else json.dumps(given, ensure_ascii=False)


def read_by(pack: Pack, policy: Policy, duty: Duty) -> set[Name]:
    """The names of everything in the pack that decides the duty's verdicts."""
    text = policy.text
    released = (text.released_by.event, text.released_by.before) if text.released_by else ()
    gates = (*text.unless, *text.given, *duty.text.unless, *duty.text.given)
    direct = {name for name in (text.when, text.closes, *released, *gate_signals(gates), *duty.word.signals()) if name}
    signals = direct | {inner for name in direct for inner in reachable(pack.signals, name)}
    conditions = json.dumps([_plain(pack.signals[name]) for name in sorted(signals)])
    written = conditions + json.dumps(text.duties[duty.name], default=str)
    parameters = set(re.findall(r'"\$([^"]+)"', written))
    if '"parameter"' in conditions:
        parameters |= {name for name in pack.values if f'"{name}": ' in conditions}
    names = {("signal", name) for name in signals} | {("parameter", name) for name in parameters}
    return {
        *names,
        ("policy", policy.name),
        ("duty", policy.name, duty.name),
        ("clock", duty.word.clock_name()),
        ("automation users",),
        *_texts(pack, conditions),
    }


def _texts(pack: Pack, conditions: str) -> Iterator[Name]:
    """The detector files of the types that the conditions name, and the files that detectors share."""
    types = {path.stem for folder in pack.text_folders for path in folder.glob("*.yaml")}
    for folder in pack.text_folders:
        for path in folder.rglob("*"):
            shared = path.suffix == ".npz" or path.stem == "words"
            if f'"{path.stem}"' in conditions or (shared and any(f'"{name}"' in conditions for name in types)):
                yield ("text", path.relative_to(pack.folder).as_posix())
