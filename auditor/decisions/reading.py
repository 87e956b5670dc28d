"""A folder of decisions → the decisions; everything that is wrong is told at once, each at its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from auditor.decisions.baseline import Baseline, read_baseline
from auditor.decisions.dispositions import DispositionsFile, Ruled, problems_of_dispositions
from auditor.decisions.enforcement import Enforced, EnforcementFile, enforced, problems_of_enforcement
from auditor.decisions.waivers import Waiver, WaiversFile, problems_of_waivers
from auditor.errors import AuditorError, UsageError
from auditor.policy.yaml_file import Strict, YamlFile, parse, read_yaml

WAIVERS, DISPOSITIONS, ENFORCEMENT = "waivers.yml", "dispositions.yml", "enforcement.yml"
BASELINE, SCORECARD = "baseline.json", "scorecard.yml"
FILES = (WAIVERS, DISPOSITIONS, ENFORCEMENT, BASELINE, SCORECARD)
NEAR = 0.75  # how alike a file's name must be to one of these, to be taken for a slip
Model = TypeVar("Model", bound=Strict)


@dataclass(frozen=True)
class Decided:
    """The decisions of a folder, read and checked; without any, every finding stands as the machine found it."""

    enforced: Enforced = field(default_factory=Enforced)
    waivers: tuple[Waiver, ...] = ()
    waivers_file: YamlFile | None = None
    dispositions: tuple[Ruled, ...] = ()
    baseline: Baseline | None = None


def read_decisions(folder: Path, environment: str | None = None) -> Decided:
    """The decisions in a folder. Raises UsageError with everything that is wrong, each at file:line:column."""
    if not folder.is_dir():
        kind = "is a file, not a folder" if folder.exists() else "there is no such folder"
        raise UsageError(f"--decisions {folder}: {kind}. It holds any of {', '.join(FILES)}.")
    problems = list(_misnamed(folder))
    waivers, waivers_file = _read(folder / WAIVERS, WaiversFile, problems_of_waivers, problems)
    said, _ = _read(folder / DISPOSITIONS, DispositionsFile, problems_of_dispositions, problems)
    enforcement, file = _read(folder / ENFORCEMENT, EnforcementFile, problems_of_enforcement, problems)
    baseline = None
    if (folder / BASELINE).is_file():
        baseline, wrong = read_baseline(folder / BASELINE)
        problems += wrong
    holding = Enforced()
    if enforcement:
        try:
            holding = enforced(enforcement, file, environment)
        except UsageError as error:
            problems += error.messages
    if problems:
        raise UsageError(problems)
    return Decided(
        enforced=holding,
        waivers=waivers.waivers if waivers else (),
        waivers_file=waivers_file,
        dispositions=said.dispositions if said else (),
        baseline=baseline,
    )


def _misnamed(folder: Path) -> Iterable[str]:
    """Files whose names are nearly right, which would otherwise be passed over in silence."""
    for name in sorted(path.name for path in folder.iterdir()):
        near = get_close_matches(name.casefold(), FILES, n=1, cutoff=NEAR)
        if name not in FILES and near:
            yield f'{folder / name}: is not read. Did you mean "{near[0]}"? The files are {", ".join(FILES)}.'


def _read(
    path: Path, model: type[Model], further: Callable[[Model, YamlFile], Iterable[str]], problems: list[str]
) -> tuple[Model | None, YamlFile | None]:
    """A file as its model, or None where something is wrong with it; a file that is not there decides nothing."""
    if not path.is_file():
        return model(), None
    try:
        file = read_yaml(path)
    except AuditorError as error:
        problems += error.messages
        return None, None
    parsed, wrong = parse(file, model, _without_empty_lists(file.content))
    problems += wrong
    problems += further(parsed, file) if parsed else ()
    return parsed, file


def _without_empty_lists(content: object) -> object:
    """A file of comments alone, or a key with nothing under it, decides nothing."""
    if isinstance(content, dict):
        return {key: value for key, value in content.items() if value is not None}
    return {} if content is None else content
