"""Texts that the same detectors have read before, kept between runs: digests and places, never a word of a text.

A folder per version of the detectors, in it Parquet files that are only ever added, so that runs side by side cannot
harm each other. What cannot be read or written is as if it were not there: a cache never fails a run.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from uuid import uuid4

import duckdb

from auditor.contacts.loading import Detectors
from auditor.version import VERSION

_KEEP_VERSIONS = 5
_KEEP_RUNS = 200  # each adds its files
_PACKAGE = Path(__file__).parent


class Cache:
    """The readings of one version of the detectors, in a folder."""

    def __init__(self, folder: Path, detectors: Detectors) -> None:
        self.root = folder
        self.folder = folder / fingerprint(detectors)

    def recall(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Fill `text_read` and `text_hit` with what was read before."""
        for table in ("text_hit", "text_read"):  # hits are written first: a text that is read has all of its hits
            files = [str(path) for path in sorted(self.folder.glob(f"{table}-*.parquet"))]
            try:
                if files:
                    connection.execute(
                        f"insert into {table} select distinct * from read_parquet($files)", {"files": files}
                    ).fetchall()
            except duckdb.Error:
                connection.execute("truncate text_hit; truncate text_read").fetchall()
                shutil.rmtree(self.folder, ignore_errors=True)
                return

    def remember(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Keep what this run has read."""
        [(read,)] = connection.execute("select count(*) from text_to_read").fetchall()
        if not read:
            return
        number = uuid4().hex
        queries = {
            "text_hit": "select text_hit.* from text_hit semi join text_to_read using (digest)",
            "text_read": "select digest, customer, desk from text_to_read",
        }
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.root / ".gitignore").write_text("*\n", encoding="utf-8")
            for table, query in queries.items():
                written = self.folder / f"{table}-{number}.part"
                connection.execute(
                    f"copy ({query}) to '{_quoted(written)}' (format parquet, compression zstd)"
                ).fetchall()
                written.rename(written.with_suffix(".parquet"))
            self._forget()
        except (OSError, duckdb.Error):
            return

    def _forget(self) -> None:
        """Only the latest versions are kept, and a version that fell into many files is begun again."""
        if len(list(self.folder.iterdir())) > 2 * _KEEP_RUNS:
            shutil.rmtree(self.folder, ignore_errors=True)
        versions = sorted(
            (path for path in self.root.iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime
        )
        for path in versions[:-_KEEP_VERSIONS]:
            shutil.rmtree(path, ignore_errors=True)


def fingerprint(detectors: Detectors) -> str:
    """Of the detector files, the company's names and the code that reads texts, wherever they lie."""
    digest = hashlib.sha256(VERSION.encode())
    files = {*detectors.sources, *_PACKAGE.glob("*.py"), *_PACKAGE.glob("*.tsv")}
    for name, content in sorted((path.name, path.read_bytes()) for path in files):
        digest.update(name.encode() + b"\0" + content + b"\0")
    digest.update("\0".join(detectors.company).encode())
    return digest.hexdigest()[:32]


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
