"""A pack as a folder, or as it stood in a git revision: unpacked into a temporary folder."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from contextlib import ExitStack
from pathlib import Path

from auditor.errors import UsageError


def pack_folder(stack: ExitStack, given: str, pack: Path | None = None) -> Path:
    """The folder that is meant by a folder, by REVISION:PATH, or by REVISION and the path of the pack.

    What is unpacked is gone when the stack is closed. Raises UsageError.
    """
    if Path(given).is_dir():
        return Path(given)
    revision, colon, path = given.partition(":")
    if not colon and pack is None:
        raise UsageError(
            f"{given}: there is no such folder. Name a pack's folder, REVISION:PATH as in HEAD~1:policies/ours, "
            "or a revision together with --pack PATH."
        )
    top = _top(given)
    inside = path if colon else _inside(top, pack or Path())
    target = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="auditor-revision-")))
    _unpack(top, revision, inside.strip("/") or ".", target)
    return target / inside.strip("/")


def _top(given: str) -> Path:
    """The top folder of the repository around the working folder."""
    told = _git(
        ["rev-parse", "--show-toplevel"], Path(), f"{given}: is no folder, and no git revision can be read here"
    )
    return Path(told.decode().strip())


def _inside(top: Path, pack: Path) -> str:
    """The pack's path in the repository: from the working folder, or from the repository's top."""
    here = pack.resolve()
    return here.relative_to(top.resolve()).as_posix() if here.is_relative_to(top.resolve()) else pack.as_posix()


def _unpack(top: Path, revision: str, path: str, target: Path) -> None:
    if revision.startswith("-") or path.startswith("-"):
        raise UsageError(f"{revision}:{path}: a revision and a path do not begin with a dash.")
    archive = _git(
        ["archive", "--format=tar", revision, path], top, f"{revision}:{path}: git cannot read it in {top.name}"
    )
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(target, filter="data")


def _git(arguments: list[str], folder: Path, failure: str) -> bytes:
    """What git wrote. Raises UsageError with git's own first line."""
    try:
        done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=False)
    except OSError as error:
        raise UsageError(f"{failure}: git cannot be run ({error.strerror}). Give two folders.") from None
    if done.returncode:
        why = next(iter(done.stderr.decode(errors="replace").strip().splitlines()), "no reason given")
        raise UsageError(f"{failure} ({why}). Give a folder, or a revision that holds the pack at that path.")
    return done.stdout
