"""Hostile and odd files, and the same treaties in many shapes: read right, or refused in one sentence."""

from __future__ import annotations

import contextlib
import json
import re
import time
from pathlib import Path

import pytest

from kb.errors import UnreadableFile
from kb.readers import read

REFUSED = {
    "01-empty.pdf": "empty",
    "02-zero-pages.pdf": "no pages",
    "03-encrypted.pdf": "password",
    "05-5000-empty-pages.pdf": "no text layer",
    "06-content-bomb.pdf": "far more",
    "09-xxe.docx": "entities",
    "10-zipbomb.docx": "unpacks",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(REFUSED))
def test_hostile_files_are_refused_in_one_sentence(shared: Path, name: str) -> None:
    with pytest.raises(UnreadableFile, match=REFUSED[name]) as caught:
        read(shared / "formats" / "odd" / name)
    assert "\n" not in caught.value.sentence


@pytest.mark.slow
@pytest.mark.parametrize("name", ["04-truncated.pdf", "07-recursive.pdf", "08b-deep.html", "12-really-a-docx.pdf"])
def test_odd_files_end_quickly(shared: Path, name: str) -> None:
    began = time.monotonic()
    with contextlib.suppress(UnreadableFile):
        assert read(shared / "formats" / "odd" / name).text
    assert time.monotonic() - began < 30


def test_member_names_are_never_paths(shared: Path) -> None:
    document = read(shared / "formats" / "odd" / "13-traversal.docx")
    assert "scratch" not in document.text


@pytest.mark.slow
def test_scanned_pages_are_refused_with_the_remedy(shared: Path) -> None:
    for path in sorted((shared / "formats" / "public").glob("*/scanned.pdf")):
        with pytest.raises(UnreadableFile, match="text recognition"):
            read(path)


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


@pytest.mark.slow
@pytest.mark.parametrize("shape", ["web.html", "word.docx", "single.pdf", "twocol.pdf"])
def test_the_words_of_every_paragraph_arrive_whole_in_every_shape(shared: Path, shape: str) -> None:
    lost = total = 0
    for truth in sorted((shared / "formats" / "public").glob("*/truth.json")):
        document = read(truth.parent / shape)
        whole = letters(document.text)
        for article in json.loads(truth.read_text(encoding="utf-8"))["articles"]:
            for paragraph in article["paragraphs"]:
                total += 1
                lost += letters(paragraph["text"]) not in whole
    assert lost <= 0.005 * total
