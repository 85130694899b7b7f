"""Readings that are kept: taken up again only for the same bytes and by the same program."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kb.model import Aside, Place
from kb.readers import kept, plain

DOCUMENT = replace(
    plain.read(b"Article 1\n\nThe rope \xe2\x80\x94 a long one \xe2\x80\x94 is lent.\n", "x.txt"),
    asides=(Aside("7", "number", Place(3, None, (1.0, 2.5, 3.0, 4.0))),),
    meta={"recognised": "tesseract"},
)


def test_a_kept_document_comes_back_as_it_was() -> None:
    assert kept.unpack(kept.pack(DOCUMENT, "k"), "k") == DOCUMENT


def test_another_key_takes_nothing_up() -> None:
    assert kept.unpack(kept.pack(DOCUMENT, "k"), "other") is None


@pytest.mark.parametrize("data", [b"", b"\n", b"no seal", kept.pack(DOCUMENT, "k")[:-1] + b" "])
def test_changed_bytes_are_not_taken_up(data: bytes) -> None:
    assert kept.unpack(data, "k") is None


def test_the_key_names_bytes_name_and_recognition() -> None:
    keys = {kept.key_of(d, n, ocr=o) for d in "ab" for n in "xy" for o in (True, False)}
    assert len(keys) == 8


def test_every_change_of_the_sources_is_another_program(tmp_path: Path) -> None:
    def program() -> str:
        kept.program.cache_clear()
        return kept.program(tmp_path)

    (tmp_path / "readers").mkdir()
    first = program()
    (tmp_path / "readers" / "new.py").write_text("a = 1\n")
    second = program()
    (tmp_path / "readers" / "new.py").write_text("a = 2\n")
    third = program()
    (tmp_path / "readers" / "new.py").rename(tmp_path / "readers" / "named.py")
    assert len({first, second, third, program()}) == 4
    kept.program.cache_clear()
