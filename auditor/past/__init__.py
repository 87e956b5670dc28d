"""The audits before this one, in one DuckDB file: weeks that the export lacks, and the same findings followed."""

from auditor.past.compare import followed
from auditor.past.file import open_before, remember

__all__ = ["followed", "open_before", "remember"]
