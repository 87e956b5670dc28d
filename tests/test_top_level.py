"""What an engineer sets up once: the action, the hooks, the image. Each is read by its own reader, and really run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parent.parent
STUB = """#!/bin/sh
for each in "$@"; do printf '%s\\n' "[$each]"; done > "$SEEN"
mkdir -p report && cp "$RESULT" report/result.json && : > report/results.sarif
exit 1
"""


def content(name: str) -> Any:
    return YAML(typ="safe").load((ROOT / name).read_text(encoding="utf-8"))


def ran(*command: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*map(str, command)], capture_output=True, text=True, check=False, **options)


def tool(name: str) -> Path:
    """A program of the development environment."""
    return Path(sys.executable).parent / name


def test_the_action_is_one_for_its_schema() -> None:
    checked = ran(tool("check-jsonschema"), "--builtin-schema", "vendor.github-actions", ROOT / "action.yml")
    assert checked.returncode == 0, checked.stdout


def test_every_input_of_the_action_is_used_and_every_output_is_told() -> None:
    action, text = content("action.yml"), (ROOT / "action.yml").read_text("utf-8")
    assert {name for name in action["inputs"] if f"${{{{ inputs.{name} }}}}" not in text} == set()
    told = set(re.findall(r"tell ([\w-]+) ", text))
    assert set(action["outputs"]) == told


def test_no_input_of_the_action_stands_in_a_script() -> None:
    for step in content("action.yml")["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


def act(tmp_path: Path, result: dict[str, Any], **inputs: str) -> tuple[int, list[str], dict[str, str]]:
    """The action's last step in a real bash: its code, the arguments that auditor got, the outputs."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("there is no bash")
    stub = tmp_path / "bin" / "auditor"
    stub.parent.mkdir()
    stub.write_text(STUB)
    stub.chmod(0o755)
    (stub.parent / "python").symlink_to(sys.executable)
    (tmp_path / "result.json").write_text(json.dumps(result))
    action = content("action.yml")
    step = action["runs"]["steps"][-1]
    given = {name: str(one.get("default", "")) for name, one in action["inputs"].items()}
    given |= {name.replace("_", "-"): value for name, value in inputs.items()}
    values = {name: given[value.removeprefix("${{ inputs.").removesuffix(" }}")] for name, value in step["env"].items()}
    script = tmp_path / "step.sh"
    script.write_text(step["run"])
    environment = {
        **values, "PATH": f"{stub.parent}:{os.environ['PATH']}", "SEEN": str(tmp_path / "seen"),
        "RESULT": str(tmp_path / "result.json"), "GITHUB_OUTPUT": str(tmp_path / "output"),
    }  # fmt: skip
    done = ran(bash, "--noprofile", "--norc", "-eo", "pipefail", script, cwd=tmp_path, env=environment)
    outputs = dict(line.split("=", 1) for line in (tmp_path / "output").read_text().splitlines())
    seen = [line[1:-1] for line in (tmp_path / "seen").read_text().splitlines()]
    return done.returncode, seen, outputs


RESULT = {"verdicts": [{"standing": {"fails": fails}} for fails in (True, False, True)]}


def test_the_action_tells_what_fails_and_ends_as_auditor_ends(tmp_path: Path) -> None:
    code, _, outputs = act(tmp_path, RESULT, export="export", report_path="report")
    assert code == 1
    assert outputs == {
        "exit-code": "1", "report-path": "report", "failing": "2", "sarif": "report/results.sarif",
    }  # fmt: skip


def test_an_input_of_the_action_is_an_argument_and_no_command(tmp_path: Path) -> None:
    hostile = '$(touch owned) "; touch owned; `touch owned`'
    _, seen, _ = act(
        tmp_path, RESULT, export=f"{hostile}\nsecond file\n-x", parameters="a.yaml\nb c.yaml", week=hostile,
        policies=hostile, environment=hostile, report_path="report", fail_on="high",
    )  # fmt: skip
    assert not (tmp_path / "owned").exists()
    assert seen[seen.index("--") + 1 :] == [hostile, "second file", "-x"]
    assert {f"--week={hostile}", f"--policies={hostile}", f"--environment={hostile}", "--fail-on=high"} <= set(seen)
    assert [one for one in seen if one.startswith("--parameters")] == ["--parameters=a.yaml", "--parameters=b c.yaml"]
    assert not [one for one in seen if one.startswith("--decisions")]


def test_the_hooks_are_hooks_for_pre_commit(tmp_path: Path) -> None:
    checked = ran(tool("pre-commit"), "validate-manifest", ROOT / ".pre-commit-hooks.yaml",
                  env={**os.environ, "PRE_COMMIT_HOME": str(tmp_path)})  # fmt: skip
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("hook", content(".pre-commit-hooks.yaml"), ids=lambda hook: str(hook["id"]))
def test_a_hook_runs_a_command_that_there_is_on_the_files_of_a_pack(hook: dict[str, Any]) -> None:
    helped = ran(sys.executable, "-m", "auditor", *hook["entry"].split()[1:], "--help", cwd=ROOT)
    assert helped.returncode == 0, helped.stderr
    pack = "policies/service_basics"
    names = [path.relative_to(ROOT).as_posix() for path in (ROOT / pack).rglob("*.yaml")]
    assert re.search(hook["files"], f"{pack}/pack.yaml")
    assert re.search(hook["files"], next(name for name in names if "/duties/" in name))
    assert not re.search(hook["files"], "README.md")
    assert not re.search(hook["files"], "other/docker-compose.yaml")


def instructions() -> list[tuple[str, str]]:
    text = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(word, " ".join(rest.split())) for word, _, rest in (line.partition(" ") for line in lines)]


def test_the_image_runs_auditor_as_nobody_special() -> None:
    found = instructions()
    bases = [rest.split()[0] for word, rest in found if word == "FROM"]
    assert all(re.fullmatch(r"python:3\.\d+-slim", base) for base in bases), bases
    last = found[max(place for place, (word, _) in enumerate(found) if word == "FROM") :]
    assert ("USER", "auditor") in last
    assert ("ENTRYPOINT", '["auditor"]') in last
    assert ("VOLUME", '["/export"]') in last
    assert last.index(("USER", "auditor")) > max(place for place, (word, _) in enumerate(last) if word == "RUN")
    assert not any(word == "ADD" for word, _ in found)


def test_the_image_is_made_of_what_the_builder_is_given() -> None:
    """What COPY names exists, passes .dockerignore, and is what the wheel is made of."""
    copied = [rest.split()[:-1] for word, rest in instructions() if word == "COPY" and "--from" not in rest]
    names = {name for one in copied for name in one}
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert names == allowed
    assert all((ROOT / name).exists() for name in names)
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert {*wheel["packages"], *wheel["force-include"]} <= names
