"""From pieces of text to a `Document`: what the readers of every format share.

A reader cuts its source into `Piece`s, one for each paragraph, heading, list item, table row or footnote, in reading
order. `assemble` squeezes their white space, puts footnotes last and lays the pieces out as the text of the document.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kb.model import Aside, Block, BlockKind, Document, Format, Place, Span
from kb.text import squeeze

_NOWHERE = Place()
GAP = "\n\n"  # what stands between two blocks of a document's text
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\x00-\x08\x0b\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Piece:
    """One block before it has its place in the text."""

    text: str
    kind: BlockKind = "paragraph"
    level: int = 0
    depth: int = 0
    place: Place = _NOWHERE
    beyond: tuple[Place, ...] = ()


def digest(data: bytes) -> str:
    """SHA-256 of the source's bytes, hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def clean(text: str) -> str:
    """Single spaces, no control or invisible formatting characters."""
    return squeeze(_INVISIBLE.sub("", text))


def ordered(pieces: Iterable[Piece]) -> list[Piece]:
    """Pieces that hold text, cleaned, footnotes after everything else: no provision is interrupted by one."""
    tidy = [replace(piece, text=clean(piece.text)) for piece in pieces]
    held = [piece for piece in tidy if piece.text]
    return sorted(held, key=lambda piece: piece.kind == "footnote")


def lay_out(pieces: Iterable[Piece]) -> tuple[str, tuple[Block, ...]]:
    """The text of the document and its blocks; every non-white character stands in exactly one block."""
    blocks: list[Block] = []
    texts: list[str] = []
    at = 0
    for piece in ordered(pieces):
        span = Span(at, at + len(piece.text))
        blocks.append(Block(span, piece.kind, piece.level, piece.depth, piece.place, piece.beyond))
        texts.append(piece.text)
        at = span.end + len(GAP)
    return GAP.join(texts), tuple(blocks)


def assemble(
    name: str,
    format: Format,
    data: bytes,
    pieces: Iterable[Piece],
    *,
    title: str = "",
    meta: Mapping[str, str] | None = None,
    asides: Iterable[Aside] = (),
    warnings: Iterable[str] = (),
) -> Document:
    """The document that these pieces make; `data` are the bytes of the source."""
    text, blocks = lay_out(pieces)
    return Document(
        name=name,
        format=format,
        digest=digest(data),
        text=text,
        blocks=blocks,
        title=clean(title),
        meta=dict(meta or {}),
        asides=tuple(asides),
        warnings=tuple(warnings),
    )
