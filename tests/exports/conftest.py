"""What the tests of export shapes share."""

from __future__ import annotations

from pathlib import Path

import pytest
from zendesk_account import Account


@pytest.fixture
def account(tmp_path: Path) -> Account:
    """An empty Zendesk export in a folder of its own."""
    folder = tmp_path / "export"
    folder.mkdir()
    return Account(folder)
