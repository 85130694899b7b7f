"""The provisions of one file, as `kb parse` prints them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kb.config import Settings
from kb.provisions import as_json
from kb.service.cite import load_catalogue
from kb.service.read import read_source


def parse_file(path: Path, settings: Settings, *, ocr: bool = False) -> dict[str, Any]:
    """Read and parse a file; `ocr` allows text recognition. Raises UnreadableFile."""
    return as_json(read_source(path, load_catalogue(settings), ocr=ocr).outline)
