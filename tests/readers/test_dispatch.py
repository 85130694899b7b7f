"""The format is told by the content, never by the name."""

from __future__ import annotations

import codecs
import io
import zipfile
from pathlib import Path

import pytest

from kb import readers
from kb.errors import UnreadableFile
from kb.readers.dispatch import detect

PROSE = "La règle du jeu: une échelle est prêtée."


def archive(member: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        file.writestr(member, "x")
    return held.getvalue()


@pytest.mark.parametrize(
    ("data", "format"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (archive("word/document.xml"), "docx"),
        (b"<!DOCTYPE html><p>x", "html"),
        (b"  <html><body>x", "html"),
        (b"<?xml version='1.0'?><act>x</act>", "html"),
        (b"<div><p>one</p><p>two</p></div>", "html"),
        (b"---\ntitle: x\n---\nwords", "markdown"),
        (b"# Title\n\nwords", "markdown"),
        (b"<meta charset=x>\n\n##Title\n\n###Article 1\n\nwords", "markdown"),
        (b"Title\n=====\n\nwords", "markdown"),
        (b"**Article 1**\n\nwords", "markdown"),
        (b"Article 1\n\nThe rope holds.", "text"),
        (b"a < b and c > d\n", "text"),
    ],
)
def test_format_by_content(data, format):
    assert detect(data, "misleading.pdf") == format


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \n\n",
        b"\x89PNG\r\n\x1a\n0000",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 50,
        b"{\\rtf1 x}",
        b'{"a": [1, 2]}',
        archive("other.txt"),
        b"PK\x03\x04 broken",
        bytes(range(32)) * 40,
    ],
)
def test_no_document_is_one_sentence(data):
    with pytest.raises(UnreadableFile) as caught:
        readers.read_bytes(data, "thing.bin")
    assert caught.value.sentence.startswith("thing.bin: ")
    assert "\n" not in caught.value.sentence


@pytest.mark.parametrize(
    "data",
    [
        PROSE.encode("utf-8"),
        PROSE.encode("utf-8-sig"),
        codecs.BOM_UTF16_LE + PROSE.encode("utf-16-le"),
        PROSE.encode("utf-16-be"),
        PROSE.encode("utf-16-le"),
        PROSE.encode("latin-1"),
        PROSE.encode("cp1252"),
    ],
)
def test_encodings(data):
    assert readers.read_bytes(data, "jeu.txt").text == PROSE


def test_guessed_encoding_is_reported():
    assert readers.read_bytes(PROSE.encode("latin-1"), "jeu.txt").warnings


def test_line_ends_of_every_system():
    assert readers.read_bytes(b"One.\r\n\r\nTwo.\r\rThree.", "x").text == "One.\n\nTwo.\n\nThree."


def test_missing_file_and_folder_are_one_sentence(tmp_path: Path):
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(UnreadableFile):
            readers.read(path)


def test_name_and_digest_are_those_of_the_file(tmp_path: Path):
    file = tmp_path / "rope.txt"
    file.write_bytes(b"The rope holds.")
    document = readers.read(file)
    assert (document.name, len(document.digest)) == ("rope.txt", 64)
