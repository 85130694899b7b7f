"""Plain text to a `Document`."""

from __future__ import annotations

from kb.model import Document
from kb.readers.blocks import Piece, assemble
from kb.readers.decode import decode


def read(data: bytes, name: str) -> Document:
    text, warnings = decode(data, name)
    return assemble(name, "text", data, [Piece(p) for p in text.split("\n\n")], warnings=warnings)
