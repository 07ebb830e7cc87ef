"""What a test measured, told at the end of the run."""

from __future__ import annotations

from typing import Any

import pytest

#: In a module of its own: pytest and tests would each have their own copy in conftest.
SPEED = pytest.StashKey[dict[str, Any]]()
