"""Files of every format beside the tree that is expected of them, word for word.

To write the expected trees anew: KB_WRITE_GOLDEN=1 pytest tests/readers/test_golden.py, then read the difference.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from kb import readers
from kb.provisions import as_json, parse

FOLDER = Path(__file__).resolve().parent.parent / "golden"
INPUTS = sorted(path for path in FOLDER.glob("*.*") if path.is_file() and path.suffix != ".json")
FORMATS = {".md", ".txt", ".html", ".docx", ".pdf"}


def test_every_format_has_a_golden_file() -> None:
    assert {path.suffix for path in INPUTS} == FORMATS


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.name)
def test_the_tree_is_the_expected_one(path: Path) -> None:
    tree = as_json(parse(readers.read(path), "ladders"))
    expected = path.with_name(f"{path.name}.json")
    if os.environ.get("KB_WRITE_GOLDEN"):
        expected.write_text(json.dumps(tree, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert tree == json.loads(expected.read_text(encoding="utf-8"))
