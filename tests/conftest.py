"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile("usual", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)  # the same examples on every machine
settings.load_profile("ci" if os.environ.get("CI") else "usual")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with authentic treaties and judged questions; tests that need it skip where it is absent."""
    folder = Path(os.environ.get("KB_SHARED", ROOT.parent / "shared"))
    if not (folder / "treaties" / "provisions.json").is_file():
        pytest.skip("the reference treaties are not on this machine (set KB_SHARED to their folder)")
    return folder
