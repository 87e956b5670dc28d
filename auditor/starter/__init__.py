"""The folder with which a team starts: parameters, decisions and pipelines, each file with what it may say."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap

from auditor.errors import PolicyError, UsageError
from auditor.policy.parameters import Parameter, convert, read_parameters, shown

FILES = Path(__file__).parent / "files"
PARAMETERS = "parameters.yaml"
WRITTEN: Mapping[str, str] = {  # a file of the folder → where its text lies
    "decisions/waivers.yml": "waivers.yml",
    "decisions/dispositions.yml": "dispositions.yml",
    "decisions/enforcement.yml": "enforcement.yml",
    "decisions/scorecard.yml": "scorecard.yml",
    ".github/workflows/auditor.yml": "github.yml",
    ".gitlab-ci.yml": "gitlab.yml",
    "README.md": "README.md",
}
HEAD = """\
# What only your desk can know of itself: `auditor audit EXPORT --parameters parameters.yaml`.
# Every line below is a default; take the mark away in front of those that you change.
"""
WIDTH = 100


@dataclass(frozen=True)
class Started:
    """The files that were written, and those that were there and are untouched."""

    written: tuple[Path, ...]
    kept: tuple[Path, ...]


def start(folder: Path, packs: Sequence[Path]) -> Started:
    """Writes what is not there yet; nothing is overwritten. Raises PolicyError, or UsageError with what to do."""
    texts = {PARAMETERS: "".join(parameters(packs))}
    texts |= {name: (FILES / source).read_text(encoding="utf-8") for name, source in WRITTEN.items()}
    kept = [folder / name for name in texts if (folder / name).exists()]
    missing = {folder / name: text for name, text in texts.items() if folder / name not in kept}
    for file, text in missing.items():
        _write(file, text)
    return Started(tuple(missing), tuple(kept))


def _write(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except OSError as error:
        raise UsageError(f"{file}: cannot be written: {error.strerror or error}. Name another folder.") from None


def parameters(packs: Sequence[Path]) -> Iterator[str]:
    """parameters.yaml: every declared parameter of the packs, commented out, with its type and meaning."""
    yield HEAD
    for pack in packs:
        declared, problems = read_parameters(pack / PARAMETERS, pack.parent)
        if problems:
            raise PolicyError(problems)
        for name, parameter in declared.items():
            yield from _parameter(name, parameter)


def _parameter(name: str, parameter: Parameter) -> Iterator[str]:
    allowed = f"one of {', '.join(parameter.choices)}" if parameter.choices else parameter.type
    yield "\n"
    yield from (f"# {line}\n" for line in wrap(f"{parameter.about} ({allowed})", WIDTH))
    default = parameter.default
    value = default if parameter.type == "schedule" else shown(convert(name, parameter, default))
    yield f"# {name}: {json.dumps(value, ensure_ascii=False)}\n"
