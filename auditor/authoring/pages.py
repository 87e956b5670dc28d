"""Pages of a pack for people: one a policy, a word and a contact type, from the files themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from inspect import getdoc
from typing import Any

from auditor.audit import Rulebook
from auditor.authoring.cases import WorkedCase, WorkedPolicy, read_cases
from auditor.contacts.loading import WorkedDetector
from auditor.policy.pack import Duty, Pack, Policy
from auditor.policy.parameters import shown
from auditor.policy.yaml_file import YamlFile
from auditor.words import WORDS, Word

TEXTS_SHOWN = 5
Pages = dict[str, str]  # path → Markdown


def pages_of(rules: Sequence[Rulebook]) -> Pages:
    """Every page of the packs, and an index; paths are relative to the folder of the pages."""
    worked = [one for each in rules for one in read_cases(each.packs[0])]
    pages: Pages = {}
    for each in rules:
        (pack,) = each.packs
        by_name = {one.policy.name: one for one in worked if one.policy in pack.policies}
        for policy in pack.policies:
            pages[f"{pack.name}/policies/{policy.name}.md"] = _policy_page(pack, policy, by_name[policy.name])
        for detector in sorted(each.detectors.worked, key=lambda one: one.compiled.id):
            room = "contacts" if detector.compiled.side == "contact" else "phrases"
            pages[f"{pack.name}/{room}/{detector.compiled.id}.md"] = _detector_page(pack, detector)
    pages |= {f"words/{name}.md": _word_page(name, word, worked) for name, word in WORDS.items()}
    return {"index.md": _index(pages), **pages}


def _index(pages: Pages) -> str:
    rooms: dict[str, list[str]] = {}
    for path, text in pages.items():
        rooms.setdefault(path.rpartition("/")[0], []).append(f"- [{text.partition(chr(10))[0][2:]}]({path})")
    return _joined(
        ["# Policies, words and contact types", *(f"## {room}\n\n" + "\n".join(rooms[room]) for room in rooms)]
    )


def _policy_page(pack: Pack, policy: Policy, worked: WorkedPolicy) -> str:
    text = policy.text
    file = pack.files[f"duties/{policy.file.rpartition('/')[2]}"]
    opens = f"Opens at `{text.when}`" if text.when else "Owed once by every ticket"
    gates = [f"- {key}: {_gate(gate)}" for key in ("unless", "given") for gate in getattr(text, key)]
    closes = f"; closed by `{text.closes}`" if text.closes else ""
    parts = [f"# {text.title}", text.about or _comment(file), f"`{policy.name}`, {policy.file}. {opens}{closes}."]
    parts += ["\n".join(gates)] if gates else []
    for duty in policy.duties:
        parts += _duty_parts(pack, file, duty, worked)
    return _joined(parts)


def _duty_parts(pack: Pack, file: YamlFile, duty: Duty, worked: WorkedPolicy) -> Iterator[str]:
    yield f"## {duty.text.title}"
    yield f"`{duty.name}`, {duty.text.severity}, {file.at(('duties', duty.name))}"
    yield _yaml(_word_lines(pack, duty))
    clauses = [(name, pack.clauses[name]) for name in duty.text.clauses]
    yield "\n".join(f"> **{name}** {clause.paraphrase}" for name, clause in clauses)
    yield from _examples(duty, worked)


def _word_lines(pack: Pack, duty: Duty) -> Iterator[str]:
    """The word as it is written, with what its parameters are now."""
    for key in (key for key in type(duty.word).model_fields if key in duty.word.model_fields_set):
        written = pack.files[f"duties/{duty.file.rpartition('/')[2]}"].content["duties"][duty.name][key]
        value = f"  # {shown(pack.value(written))}" if isinstance(written, str) and written.startswith("$") else ""
        yield f"{key}: {_flow(written)}{value}"


def _examples(duty: Duty, worked: WorkedPolicy) -> Iterator[str]:
    """A good and a bad one, of the worked cases; a final one where there is one."""
    for title, verdict in (("Good", "complied"), ("Bad", "violated")):
        found = [case for case in worked.cases if _verdicts(case, duty) == [verdict]]
        if found:
            yield f"**{title}: {found[0].text.case}** ({found[0].place})"
            yield "\n".join(_timeline(found[0]))


def _verdicts(case: WorkedCase, duty: Duty) -> list[str]:
    return [row.verdict for row in case.text.expect.get(duty.name, ())]


def _timeline(case: WorkedCase) -> Iterator[str]:
    for step, moment in zip(case.text.history, case.moments, strict=True):
        given = step.model_dump(exclude_defaults=True, exclude={"at", "by"})
        done = "; ".join(f"{key} {_flow(value)}" for key, value in given.items())
        yield f"- {moment:%a %Y-%m-%d %H:%M:%S} **{step.by}** {done}"


def _detector_page(pack: Pack, detector: WorkedDetector) -> str:
    one, kind = detector.files[0], detector.compiled.side
    languages = [other.file.name for other in detector.files[1:]]
    clauses = [
        f"> **{name}** {pack.clauses[name].paraphrase}"
        for name in dict.fromkeys(
            clause for policy in pack.policies for clause in policy.text.contact_clauses.get(detector.compiled.id, ())
        )
    ]
    parts = [f"# {detector.compiled.title}", f"`{detector.compiled.id}`, a {_kind(kind)}, {one.file.name}"]
    opens = [policy.name for policy in pack.policies if detector.compiled.id in policy.text.contacts]
    parts += [_comment(one.file), "\n".join(clauses)]
    parts += [f"Evidence of the policies {', '.join(f'[{name}](../policies/{name}.md)' for name in opens)}."] * bool(
        opens
    )
    parts += _texts("Good: it is one", (text.text for text in one.model.match))
    parts += _texts("Bad: it is none", (text.text for text in one.model.no_match))
    if one.model.review:
        parts += _texts("For review: it may be one", (text.text for text in one.model.review.match))
    parts += [f"Other languages: {', '.join(languages)}."] if languages else []
    return _joined(parts)


def _kind(side: str) -> str:
    return {"contact": "contact type"}.get(side, side)


def _texts(title: str, texts: Iterable[str]) -> Iterator[str]:
    some = list(texts)[:TEXTS_SHOWN]
    if some:
        yield f"## {title}"
        yield "\n".join(f"- {' '.join(text.split())}" for text in some)


def _word_page(name: str, word: type[Word], worked: Sequence[WorkedPolicy]) -> str:
    properties = word.model_json_schema()["properties"]
    fields = [
        f"| `{info.alias or key}` | {'yes' if info.is_required() else 'no'} | {_takes(properties[info.alias or key])} |"
        for key, info in word.model_fields.items()
    ]
    parts = [f"# {name}", getdoc(word) or "", "\n".join(["| key | must be given | takes |", "|---|---|---|", *fields])]
    used = [(policy, duty) for policy in worked for duty in policy.policy.duties if isinstance(duty.word, word)]
    for policy, duty in used[:1]:
        parts += [f"## For example: {duty.text.title}", f"{duty.file}:{duty.line}"]
        written = policy.policy.text.duties[duty.name]
        parts.append(_yaml(f"{key}: {_flow(written[key])}" for key in word.model_fields if key in written))
        parts += _examples(duty, policy)
    parts += [] if used else ["No policy of these packs uses it."]
    return _joined(parts)


def _takes(schema: Mapping[str, Any]) -> str:
    """What a key takes, in a few words, from its JSON Schema."""
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(told for one in schema["anyOf"] if (told := _takes(one))))
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if "$ref" in schema:
        return f"a {schema['$ref'].rpartition('/')[2].lower()}"
    if schema.get("type") == "array":
        return f"a list of {_takes(schema['items'])}"
    names = {"string": "text", "boolean": "`true` or `false`", "integer": "a number", "object": "a mapping", "null": ""}
    return names[schema["type"]]


def _comment(file: YamlFile) -> str:
    """What the author wrote at the head of the file."""
    lines = []
    for line in file.text.splitlines():
        if not line.startswith("#"):
            break
        if "yaml-language-server" not in line:
            lines.append(line.lstrip("# ").rstrip())
    return " ".join(lines)


def _gate(gate: Any) -> str:
    return " and ".join(f"{key} `{value}`" for key in ("now", "seen") if (value := getattr(gate, key)))


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_flow(one) for one in value) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _yaml(lines: Iterable[str]) -> str:
    return "\n".join(["```yaml", *lines, "```"])


def _joined(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part.strip()) + "\n"
