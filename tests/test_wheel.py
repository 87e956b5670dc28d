"""The wheel carries its policies and reports: an installed auditor works outside the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.cli.small_export import write_export

ROOT = Path(__file__).parent.parent


def run(*command: str | Path, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *map(str, command)],
        cwd=folder, env={**os.environ, **variables}, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built of this checkout with what is installed."""
    folder = tmp_path_factory.mktemp("wheel")
    built = run("-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, folder=folder)
    assert built.returncode == 0, built.stdout + built.stderr
    (file,) = folder.glob("*.whl")
    return file


def test_every_policy_and_report_of_the_checkout_is_in_the_wheel_and_no_test_is(wheel: Path) -> None:
    names = set(ZipFile(wheel).namelist())
    wanted = {
        f"auditor/_shipped/{file.relative_to(ROOT).as_posix()}"
        for room in ("policies", "reports")
        for file in (ROOT / room).rglob("*")
        if file.is_file()
    }
    assert wanted - names == set()
    assert {name.split("/")[0] for name in names} == {
        "auditor",
        f"{wheel.name.removesuffix('-py3-none-any.whl')}.dist-info",
    }


def test_an_installed_auditor_audits_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    site, desk = tmp_path / "site", tmp_path / "desk"
    installed = run(
        "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", site, wheel, folder=tmp_path
    )  # fmt: skip
    assert installed.returncode == 0, installed.stderr
    write_export(desk / "export")
    where = run("-c", "import auditor; print(auditor.__file__)", folder=desk, PYTHONPATH=str(site))
    assert Path(where.stdout.strip()).is_relative_to(site)
    audited = run(site / "bin" / "auditor", "audit", "export", folder=desk, PYTHONPATH=str(site))
    assert (audited.returncode, audited.stderr) == (1, "")
    assert (desk / "audit-report" / "weekly.html").is_file()
