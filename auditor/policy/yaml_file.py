"""YAML files whose every value knows its line and column, so that an error can point at it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic_core import PydanticCustomError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError

from auditor.errors import PolicyError

Location = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class YamlFile:
    """A parsed file: plain Python values, and the 1-based (line, column) of every key and item."""

    path: Path
    name: str
    content: Any
    positions: Mapping[Location, tuple[int, int]] = field(repr=False)

    def at(self, location: Iterable[str | int]) -> str:
        """`file:line:col` of a value, or of the nearest thing around it."""
        path = tuple(location)
        while path and path not in self.positions:
            path = path[:-1]
        line, column = self.positions.get(path, (1, 1))
        return f"{self.name}:{line}:{column}"


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
            raise PydanticCustomError(
                "unknown_key", "{sentence}", {"sentence": unknown_key(unknown, allowed, cls.what), "keys": unknown}
            )
        return given


def unknown_key(unknown: Iterable[str], allowed: Iterable[str], what: str) -> str:
    """The sentence about misspelt keys: which, what was probably meant, what is allowed."""
    names = sorted(allowed)
    parts = []
    for key in unknown:
        close = difflib.get_close_matches(key, names, n=1)
        parts.append(f'unknown key "{key}".' + (f' Did you mean "{close[0]}"?' if close else ""))
    return " ".join(parts) + f" {what} takes: {', '.join(names)}."


def read_yaml(path: Path, root: Path | None = None) -> YamlFile:
    """Read one file. Errors: unreadable, not YAML, a key that stands twice."""
    name = str(path.relative_to(root)) if root and path.is_relative_to(root) else str(path)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PolicyError(f"{name}: cannot be read ({error}). Policies are UTF-8 YAML files.") from None
    try:
        loaded = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name
        problem = (error.problem or str(error)).splitlines()[0]
        raise PolicyError(f"{where}: not readable as YAML: {problem}. Mend the line or its indentation.") from None
    positions: dict[Location, tuple[int, int]] = {(): (1, 1)}
    return YamlFile(path, name, _plain(loaded, (), positions), positions)


def _plain(node: Any, path: Location, positions: dict[Location, tuple[int, int]]) -> Any:
    if isinstance(node, CommentedMap):
        for key in node:
            line, column = node.lc.key(key)
            positions[(*path, str(key))] = (line + 1, column + 1)
        return {str(key): _plain(value, (*path, str(key)), positions) for key, value in node.items()}
    if isinstance(node, CommentedSeq):
        for index in range(len(node)):
            line, column = node.lc.item(index)
            positions[(*path, index)] = (line + 1, column + 1)
        return [_plain(value, (*path, index), positions) for index, value in enumerate(node)]
    if isinstance(node, str):
        return str(node)
    if isinstance(node, bool) or node is None:
        return node
    if isinstance(node, int):
        return int(node)
    return float(node) if isinstance(node, float) else node


def parse(file: YamlFile, model: type[Model], content: Any = None, at: Location = ()) -> tuple[Model | None, list[str]]:
    """Validate a file, or a part of it that lies at `at`; the errors are located sentences."""
    try:
        return model.model_validate(file.content if content is None else content), []
    except ValidationError as error:
        return None, [_sentence(file, at, one) for one in error.errors()]


def _sentence(file: YamlFile, at: Location, error: Any) -> str:
    location: Location = (*at, *(part for part in error["loc"] if not str(part).startswith("function-")))
    keys = error.get("ctx", {}).get("keys")
    if keys:
        location = (*location, keys[0])
    path = ".".join(str(part) for part in location)
    message = {"missing": "is missing here; it must be given"}.get(error["type"], error["msg"])
    return f"{file.at(location)}: {path}: {message}"
