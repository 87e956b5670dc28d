from __future__ import annotations

import pytest
from staged_story import Story


@pytest.fixture
def story() -> Story:
    return Story()
