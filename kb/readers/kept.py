"""A document that was read, as bytes to keep beside its file: taken up again only by the very program that read it.

The seal covers the document and its key. The key names the file's bytes, its name, whether recognition was allowed, and
the program: every source file of this package and the version of each parser. Any change of these is a new reading.
"""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import asdict
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from kb.model import Document
from kb.readers.worker import document_from

_PACKAGE = Path(__file__).resolve().parents[1]
_PARSERS = ("pypdf", "pypdfium2", "lxml", "charset-normalizer")


def key_of(digest: str, name: str, *, ocr: bool) -> str:
    """What a reading depends on."""
    return json.dumps([digest, name, ocr, program(_PACKAGE)])


def pack(document: Document, key: str) -> bytes:
    """The document as `unpack` takes it."""
    body = json.dumps([key, asdict(document)], ensure_ascii=True).encode("ascii")
    return hashlib.sha256(body).hexdigest().encode("ascii") + b"\n" + body


def unpack(data: bytes, key: str) -> Document | None:
    """The document that was packed under this key; None for changed bytes and for another key."""
    seal, _, body = data.partition(b"\n")
    if hashlib.sha256(body).hexdigest().encode("ascii") != seal:
        return None
    kept, record = json.loads(body)
    return document_from(record) if kept == key else None


@cache
def program(package: Path) -> str:
    """SHA-256 over the sources of the package, and the versions of Python and of the parsers."""
    whole = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        whole.update(f"{path.relative_to(package).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    whole.update(repr([sys.version, *map(_version, _PARSERS)]).encode())
    return whole.hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
