"""`auditor init`: a folder that the real readers read, and that takes nothing from anybody."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from auditor import shipped
from auditor.audit import Call, rulebook
from auditor.decisions import Decided, read_decisions
from auditor.policy.parameters import read_overrides, read_parameters
from auditor.scores import read_scorecard
from auditor.scores.scorecard import USUAL
from tests.cli.conftest import Auditor

WRITTEN = {
    "parameters.yaml", "decisions/waivers.yml", "decisions/dispositions.yml", "decisions/enforcement.yml",
    "decisions/scorecard.yml", ".github/workflows/auditor.yml", ".gitlab-ci.yml", "README.md",
}  # fmt: skip


def files_of(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def uncommented(text: str) -> str:
    """Every line `# name: value` of the file without its mark."""
    lines = (line.removeprefix("# ") for line in text.splitlines() if line.startswith("# "))
    return "\n".join(line for line in lines if line.partition(":")[0].replace("_", "").isalnum() and ": " in line)


def test_the_folder_is_written_and_the_next_steps_are_told(auditor: Auditor) -> None:
    answer = auditor("init")
    assert (answer.code, answer.err) == (0, "")
    assert files_of(Path()) == WRITTEN
    assert [line for line in answer.out.splitlines() if line.startswith("written")] == [
        f"written  {name}" for name in answer.out.replace("written  ", "").splitlines()[: len(WRITTEN)]
    ]
    assert "auditor baseline write audit-report/ --decisions decisions/" in answer.out


def test_what_is_there_stays_as_it_is(auditor: Auditor, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "README.md").write_text("mine")
    answer = auditor("init", folder)
    assert answer.code == 0
    assert (folder / "README.md").read_text() == "mine"
    assert f"is there {folder / 'README.md'}   left as it is" in answer.out
    before = {name: (folder / name).read_bytes() for name in files_of(folder)}
    again = auditor("init", folder).out
    assert "written" not in again
    assert again.count("left as it is") == len(WRITTEN)
    assert before == {name: (folder / name).read_bytes() for name in files_of(folder)}


def test_a_file_in_the_place_of_the_folder_is_told(auditor: Auditor, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    answer = auditor("init", tmp_path / "taken")
    assert (answer.code, answer.out) == (2, "")
    assert "cannot be written" in answer.err


def test_the_decisions_decide_nothing_yet(auditor: Auditor) -> None:
    auditor("init")
    found = read_decisions(Path("decisions"))
    assert (found.waivers, found.dispositions, found.baseline) == ((), (), None)
    assert found.enforced.name == "default"
    assert found.enforced.overrides == ()
    assert Decided().enforced.environments == {}
    card = read_scorecard(Path("decisions"))
    assert (card.goal, card.weights, card.duties) == (USUAL.goal, USUAL.weights, USUAL.duties)


def test_the_examples_in_the_comments_are_ones_that_the_reader_takes(auditor: Auditor) -> None:
    auditor("init")
    for name, key in (("waivers", "waivers"), ("dispositions", "dispositions")):
        file = Path("decisions", f"{name}.yml")
        example = [line.removeprefix("#") for line in file.read_text().splitlines() if line.startswith("#   ")]
        file.write_text(f"{key}:\n" + "\n".join(example) + "\n")
    enforcement = Path("decisions/enforcement.yml").read_text().splitlines()
    example = [line.removeprefix("#") for line in enforcement if line.startswith("#   ")]
    cut = next(place for place, line in enumerate(example) if line.lstrip().startswith("- "))
    Path("decisions/enforcement.yml").write_text(
        "\n".join(["environments:", *example[:cut], "overrides:", *example[cut:]]) + "\n"
    )
    found = read_decisions(Path("decisions"), "pilot")
    assert (len(found.waivers), len(found.dispositions), len(found.enforced.overrides)) == (1, 1, 1)


def test_the_parameters_change_nothing_until_a_mark_is_taken_away(auditor: Auditor) -> None:
    auditor("init")
    assert read_overrides([], [Path("parameters.yaml")]) == {}
    text = Path("parameters.yaml").read_text(encoding="utf-8")
    Path("all.yaml").write_text(uncommented(text), encoding="utf-8")
    given = read_overrides([], [Path("all.yaml")])
    (pack,) = shipped.default_packs()
    assert set(given) == set(read_parameters(pack / "parameters.yaml", pack.parent)[0])
    assert rulebook(Call(parameters=given)).packs[0].values == rulebook(Call()).packs[0].values


def test_an_audit_takes_the_folder_as_it_is(auditor: Auditor, export: Path) -> None:
    auditor("init")
    bare = auditor("audit", export)
    answer = auditor("audit", export, "--parameters", "parameters.yaml", "--decisions", "decisions", "--report", "ci")
    assert answer.code == bare.code == 1


@pytest.mark.parametrize(
    ("file", "schema"), [(".github/workflows/auditor.yml", "github-workflows"), (".gitlab-ci.yml", "gitlab-ci")]
)
def test_the_pipelines_fit_their_schemas(auditor: Auditor, file: str, schema: str) -> None:
    auditor("init")
    program = Path(sys.executable).parent / "check-jsonschema"
    checked = subprocess.run(
        [program, "--builtin-schema", f"vendor.{schema}", file], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout
