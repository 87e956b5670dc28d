"""The version of the program, as installed."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

try:
    VERSION = version("auditor")
except PackageNotFoundError:  # run from a checkout that is not installed
    VERSION = "0.0.0"
