"""YAML files whose every value knows its line and column, so that an error can point at it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic_core import PydanticCustomError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, SequenceNode

from auditor.errors import PolicyError

Location = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)
TIME = re.compile(r"\b\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d:\d\d)?")
PLAIN = {  # kinds of errors in words that an author knows
    "missing": "is missing here; it must be given",
    "tuple_type": "must be a list, an item a line: - …",
    "list_type": "must be a list, an item a line: - …",
    "dict_type": "must be a mapping, a pair a line: name: value",
    "model_type": "must be a mapping, a pair a line: name: value",
    "string_too_short": "is empty; it must be given",
}
WIDTH = 110  # characters of a line that an error shows


@dataclass(frozen=True)
class YamlFile:
    """A parsed file: plain Python values, and the 1-based (line, column) of every key and item."""

    path: Path
    name: str
    content: Any
    positions: Mapping[Location, tuple[int, int]] = field(repr=False)
    text: str = field(default="", repr=False)

    def problem(self, location: Iterable[str | int], sentence: str) -> str:
        """What is wrong at a value: `file:line:col: sentence`, then the line with a caret under the column."""
        line, column = self.position(location)
        return f"{self.name}:{line}:{column}: {sentence}{excerpt(self.text, line, column)}"

    def at(self, location: Iterable[str | int]) -> str:
        """`file:line:col` of a value, or of the nearest thing around it."""
        line, column = self.position(location)
        return f"{self.name}:{line}:{column}"

    def position(self, location: Iterable[str | int]) -> tuple[int, int]:
        """The 1-based (line, column) of a value, or of the nearest thing around it."""
        path = tuple(location)
        while path and path not in self.positions:
            path = path[:-1]
        return self.positions.get(path, (1, 1))


class Strict(BaseModel):
    """A mapping in which an unknown key is an error that names the keys there are."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
    what: ClassVar[str] = "this mapping"

    @model_validator(mode="before")
    @classmethod
    def known_keys(cls, given: Any) -> Any:
        """Refuse keys that the model does not have, all of them at once."""
        if not isinstance(given, Mapping):
            return given
        allowed = {info.alias or name for name, info in cls.model_fields.items()}
        unknown = [str(key) for key in given if str(key) not in allowed]
        if unknown:
            told = {key: unknown_key(key, allowed, cls.what) for key in unknown}
            meant = {key: near_key(key, given, allowed) for key in unknown}
            raise PydanticCustomError("unknown_key", "{sentences}", {"sentences": told, "meant": meant})
        return given


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """` Did you mean "within"?`, or nothing where nothing is near."""
    close = get_close_matches(name, list(known), n=1)
    return f' Did you mean "{close[0]}"?' if close else ""


def near_key(key: str, given: Iterable[str], allowed: Iterable[str]) -> str | None:
    """The key that a misspelt one was probably meant to be, unless the mapping has that one too."""
    names = set(allowed)
    near = [] if key in names else get_close_matches(key, sorted(names), n=1)
    return near[0] if near and near[0] not in given else None


def unknown_key(key: str, allowed: Iterable[str], what: str) -> str:
    """The sentence about a misspelt key: which, what was probably meant, what is allowed."""
    names = sorted(allowed)
    return f'unknown key "{key}".{did_you_mean(key, names)} {what} takes: {", ".join(names)}.'


def excerpt(text: str, line: int, column: int) -> str:
    """The line of a text and a caret under its column, as lines of their own; a long line is cut around the column."""
    lines = text.splitlines()
    if not 1 <= line <= len(lines):
        return ""
    whole, gutter = lines[line - 1], f"{line:>5} | "
    start = max(0, column - WIDTH // 2) if len(whole) > WIDTH else 0
    shown = whole[start : start + WIDTH]
    cut_before, cut_after = ("…" if start else ""), ("…" if start + WIDTH < len(whole) else "")
    indent = "".join("\t" if letter == "\t" else " " for letter in cut_before + shown[: column - 1 - start])
    return f"\n{gutter}{cut_before}{shown}{cut_after}\n{'':>5} | {indent}^"


def read_yaml(path: Path, root: Path | None = None) -> YamlFile:
    """Read one file. Errors: unreadable, not YAML, a key that stands twice."""
    name = str(path.relative_to(root)) if root and path.is_relative_to(root) else str(path)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PolicyError(f"{name}: cannot be read ({error}). Policies are UTF-8 YAML files.") from None
    return yaml_of(text, path, name)


def yaml_of(text: str, path: Path, name: str) -> YamlFile:
    """A text as the file of that name. Errors: not YAML, a key that stands twice."""
    try:
        loaded = YAML(typ="rt").load(text)
    except DuplicateKeyError:
        raise PolicyError(list(_repeated_keys(YAML(typ="rt").compose(text), name, text))) from None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where, shown = (name, "")
        if mark:
            where, shown = f"{name}:{mark.line + 1}:{mark.column + 1}", excerpt(text, mark.line + 1, mark.column + 1)
        problem = (error.problem or str(error)).splitlines()[0]
        raise PolicyError(
            f"{where}: not readable as YAML: {problem}. Mend the line or its indentation.{shown}"
        ) from None
    except ValueError as error:  # 2026-11-31 has the shape of a day, and is none
        raise PolicyError(list(_impossible_times(text, name)) or f"{name}: not readable as YAML: {error}.") from None
    positions: dict[Location, tuple[int, int]] = {(): (1, 1)}
    return YamlFile(path, name, _plain(loaded, (), positions), positions, text)


def _impossible_times(text: str, name: str) -> Iterator[str]:
    """Every text that YAML takes for a day or a time and that no calendar or clock has."""
    for number, line in enumerate(text.splitlines(), 1):
        for match in TIME.finditer(line):
            try:
                datetime.fromisoformat(match[0])
            except ValueError as error:
                sentence = f"{match[0]} is no time: {error}. Mend it, or put it in quotes."
                yield f"{name}:{number}:{match.start() + 1}: {sentence}{excerpt(text, number, match.start() + 1)}"


def _repeated_keys(node: Any, name: str, text: str) -> Iterator[str]:
    """Every key that stands twice in its mapping, at its second place."""
    if isinstance(node, SequenceNode):
        for item in node.value:
            yield from _repeated_keys(item, name, text)
    if isinstance(node, MappingNode):
        first: dict[str, int] = {}
        for key, value in node.value:
            line, column = key.start_mark.line + 1, key.start_mark.column + 1
            if str(key.value) in first:
                sentence = f'the key "{key.value}" stands in line {first[key.value]} already. Keep one of the two.'
                yield f"{name}:{line}:{column}: {sentence}{excerpt(text, line, column)}"
            first.setdefault(str(key.value), line)
            yield from _repeated_keys(value, name, text)


def _plain(node: Any, path: Location, positions: dict[Location, tuple[int, int]]) -> Any:
    if isinstance(node, CommentedMap):
        for key in node:
            if key not in node.lc.data:  # merged in by <<: it stands with its anchor
                continue
            line, column = node.lc.key(key)
            positions[(*path, str(key))] = (line + 1, column + 1)
        return {str(key): _plain(value, (*path, str(key)), positions) for key, value in node.items()}
    if isinstance(node, CommentedSeq):
        for index in range(len(node)):
            line, column = node.lc.item(index)
            positions[(*path, index)] = (line + 1, column + 1)
        return [_plain(value, (*path, index), positions) for index, value in enumerate(node)]
    return _scalar(node)


def _scalar(node: Any) -> Any:
    """A value as plain Python has it, without what the reader remembers of how it was written."""
    if isinstance(node, str):
        return str(node)
    if isinstance(node, bool) or node is None:
        return node
    if isinstance(node, datetime):  # the reader's own kind of it loses its offset when it is copied
        return datetime.fromisoformat(node.isoformat())
    if isinstance(node, int):
        return int(node)
    return float(node) if isinstance(node, float) else node


def parse(file: YamlFile, model: type[Model], content: Any = None, at: Location = ()) -> tuple[Model | None, list[str]]:
    """Validate a file, or a part of it that lies at `at`; the errors are located sentences, all of them.

    A misspelt key hides nothing: it is told, and what else is wrong is looked for as if it were mended.
    """
    given = deepcopy(file.content if content is None else content)
    problems: list[str] = []
    while True:
        try:
            parsed = model.model_validate(given)
        except ValidationError as error:
            misspelt = [one for one in error.errors() if one["type"] == "unknown_key"]
            told = misspelt if misspelt and _mend(given, misspelt) else error.errors()
            problems += [sentence for one in told for sentence in _sentences(file, at, one)]
            if told is not misspelt:
                return None, problems
        else:
            return (None if problems else parsed), problems


def _mend(given: Any, misspelt: Iterable[Any]) -> bool:
    """Give misspelt keys the name that was probably meant, or take them out; whether all of them were found."""
    for error in misspelt:
        mapping = given
        for part in _path(error):
            inside = isinstance(mapping, Mapping) and part in mapping
            if inside or (isinstance(mapping, list) and isinstance(part, int)):
                mapping = mapping[part]
        for key, meant in error["ctx"]["meant"].items():
            if not isinstance(mapping, dict) or key not in mapping:
                return False
            value = mapping.pop(key)
            if meant:
                mapping[meant] = value
    return True


def _path(error: Any) -> Location:
    return tuple(part for part in error["loc"] if not str(part).startswith("function-"))


def _sentences(file: YamlFile, at: Location, error: Any) -> Iterator[str]:
    location: Location = (*at, *_path(error))
    by_key = error.get("ctx", {}).get("sentences")
    if by_key:
        for key, sentence in by_key.items():
            yield file.problem((*location, key), f"{'.'.join(map(str, (*location, key)))}: {sentence}")
        return
    message = PLAIN.get(error["type"], error["msg"])
    where = f"{'.'.join(map(str, location))}: " if location else ""
    yield file.problem(location, f"{where}{message}{_meant(error)}")


def _meant(error: Any) -> str:
    """What was probably meant where one of a few texts is wanted."""
    expected, given = error.get("ctx", {}).get("expected"), error.get("input")
    if error["type"] != "literal_error" or not isinstance(given, str):
        return ""
    return "." + did_you_mean(given, re.findall(r"'([^']*)'", str(expected)))
