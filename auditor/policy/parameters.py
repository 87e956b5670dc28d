"""The parameters of a pack: declared with a type, a default and a meaning; overridden per run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar, Literal

from auditor.errors import PolicyError, UsageError
from auditor.policy.yaml_file import Strict, YamlFile, did_you_mean, parse, read_yaml
from auditor.schedule import Schedule, parse_schedule

Kind = Literal["text", "list", "duration", "number", "choice", "schedule"]
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


class Parameter(Strict):
    """One line of a pack that an organisation may read otherwise."""

    what: ClassVar[str] = "a parameter"
    type: Kind
    default: Any
    about: str
    choices: tuple[str, ...] = ()


class ParametersFile(Strict):
    """`parameters.yaml`."""

    what: ClassVar[str] = "parameters.yaml"
    parameters: dict[str, Parameter]


def duration(text: str) -> timedelta:
    """`90s`, `30m`, `4h`, `2d` or `1h30m`. Raises ValueError with what is allowed."""
    parts = re.findall(r"(\d+)\s*([smhd])", str(text))
    if not parts or re.sub(r"\d+\s*[smhd]\s*", "", str(text)).strip():
        raise ValueError(f'"{text}" is not a duration. Write a number and a unit: 90s, 30m, 4h, 2d, or 1h30m')
    return timedelta(**{UNITS[unit]: int(number) for number, unit in parts})


def shown(value: Any) -> Any:
    """A parameter's value as a person writes it."""
    if isinstance(value, timedelta):
        return "".join(f"{number}{unit}" for number, unit in _parts(int(value.total_seconds())) if number) or "0s"
    return list(value) if isinstance(value, tuple) else str(value) if isinstance(value, Schedule) else value


def _parts(seconds: int) -> list[tuple[int, str]]:
    return [(seconds // 3600, "h"), (seconds % 3600 // 60, "m"), (seconds % 60, "s")]


def convert(name: str, parameter: Parameter, given: Any) -> Any:
    """A given value as the parameter's type. Raises ValueError with what is allowed."""
    match parameter.type:
        case "text":
            return str(given)
        case "number":
            if isinstance(given, bool) or not re.fullmatch(r"\d+", str(given)):
                raise ValueError(f'{name} takes a whole number, not "{given}"')
            return int(given)
        case "duration":
            return duration(given)
        case "list":
            items = given if isinstance(given, list | tuple) else str(given).split(",")
            return tuple(str(item).strip() for item in items if str(item).strip())
        case "choice":
            if str(given) not in parameter.choices:
                raise ValueError(f'{name} takes one of {", ".join(parameter.choices)}, not "{given}"')
            return str(given)
        case "schedule":
            return given if isinstance(given, Schedule) else parse_schedule(given)


def resolve(declared: Mapping[str, Parameter], overrides: Mapping[str, Any]) -> dict[str, Any]:
    """The values of one run. Overrides that name no parameter or do not fit are errors, all at once."""
    problems = [unknown_parameter(name, declared) for name in overrides if name not in declared]
    values: dict[str, Any] = {}
    for name, parameter in declared.items():
        try:
            values[name] = convert(name, parameter, overrides.get(name, parameter.default))
        except ValueError as error:
            problems.append(f"parameter {name}: {error}.")
    if problems:
        raise PolicyError(problems)
    return values


def unknown_parameter(name: str, declared: Mapping[str, Parameter]) -> str:
    """The sentence about an override that names nothing."""
    meant = did_you_mean(name, declared)
    return f"parameter {name}: there is no such parameter.{meant} There are: {', '.join(sorted(declared))}."


def read_overrides(settings: Sequence[str], files: Sequence[Path]) -> dict[str, Any]:
    """`--parameters FILE` (a mapping of names to values) and then `--set name=value`, the later wins."""
    overrides: dict[str, Any] = {}
    for path in files:
        content = read_yaml(path).content
        if content is None:  # a file of comments alone changes nothing
            continue
        if not isinstance(content, Mapping):
            raise PolicyError(f"{path}: a parameters file is a mapping, one `name: value` a line.")
        overrides.update(content.get("parameters", content))
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals or not name.strip():
            raise UsageError(f'--set "{setting}": write name=value, for example --set touch_deadline=2h.')
        overrides[name.strip()] = value.strip()
    return overrides


def read_parameters(path: Path, root: Path) -> tuple[dict[str, Parameter], list[str]]:
    """The declared parameters of a pack, and what is wrong with them."""
    file = read_yaml(path, root)
    parsed, problems = parse(file, ParametersFile)
    if parsed is None:
        return {}, problems
    return parsed.parameters, [*problems, *problems_of_defaults(file, parsed)]


def problems_of_defaults(file: YamlFile, parsed: ParametersFile) -> Iterator[str]:
    """Every default is a value of its parameter's type."""
    for name, parameter in parsed.parameters.items():
        problem = default_problem(name, parameter)
        if problem:
            yield file.problem(("parameters", name, "default"), f"default of {name}: {problem}.")


def default_problem(name: str, parameter: Parameter) -> str | None:
    """Why the default is no value of the parameter's type; None: it is one."""
    try:
        convert(name, parameter, parameter.default)
    except ValueError as error:
        return str(error)
    return None
