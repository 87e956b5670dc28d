"""Where a duty stands in the policies: the file and line that a pipeline can show beside a finding."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from auditor.result import Pack, Policy, Result


@dataclass(frozen=True)
class Place:
    """A line of a policy's file; the path is relative to where auditor was called."""

    path: str
    line: int

    @property
    def text(self) -> str:
        return f"{self.path}:{self.line}"


def places(result: Result) -> dict[str, Place]:
    """pack/policy/duty → where it stands; a duty without a line has the first of its file."""
    packs = {pack["id"]: pack for pack in result["manifest"]["packs"]}
    return {
        f"{policy['pack']}/{policy['policy']}/{duty['duty']}": Place(path_of(policy, packs), max(1, duty["line"]))
        for policy in result["policies"]
        for duty in policy["duties"]
    }


def path_of(policy: Policy, packs: dict[str, Pack]) -> str:
    """The pack's folder and the file, which names that folder again where the pack's reader did."""
    pack, file = packs.get(policy["pack"]), PurePosixPath(policy["file"])
    if pack is None:
        return str(file)
    folder = PurePosixPath(pack["folder"])
    return str((folder.parent if file.parts[:1] == folder.parts[-1:] else folder) / file)
