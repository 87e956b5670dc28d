"""Where the policies and report templates lie: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

from auditor.errors import PolicyError
from auditor.policy.yaml_file import read_yaml

PACKAGE = Path(__file__).parent


def folder(name: str) -> Path:
    """`policies` or `reports`. Raises PolicyError where the installation lacks it."""
    for place in (PACKAGE / "_shipped" / name, PACKAGE.parent / name):
        if place.is_dir():
            return place
    raise PolicyError(f"the folder {name}/ of this installation is missing; install auditor again.")


def default_packs() -> list[Path]:
    """The packs that run where none is named: `policies/default.yaml` lists them."""
    policies = folder("policies")
    names = read_yaml(policies / "default.yaml").content
    return [policies / name for name in names["packs"]]
