"""A file that holds several instruments, cut into one document each (pure)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kb.model import Document, Span


@dataclass(frozen=True, slots=True)
class Opening:
    """A block at which the title of an instrument begins."""

    block: int
    slug: str
    title: str


def cut(document: Document, openings: Sequence[Opening]) -> Mapping[str, Document]:
    """One document for each instrument: its longest stretch, from its title to the title of another.

    A title comes several times in a booklet, in the contents and above pages; those stretches are short or join up.
    """
    best: dict[str, tuple[int, Document]] = {}
    stretches = _joined(openings)
    ends = [*(later.block for later in stretches[1:]), len(document.blocks)]
    for opening, end in zip(stretches, ends, strict=False):
        part = _part(document, opening, end)
        if opening.slug not in best or len(part.text) > best[opening.slug][0]:
            best[opening.slug] = (len(part.text), part)
    return {slug: part for slug, (_, part) in best.items()}


def _joined(openings: Sequence[Opening]) -> list[Opening]:
    """Without titles that repeat the one before."""
    return [
        opening
        for before, opening in zip((None, *openings), openings, strict=False)
        if before is None or before.slug != opening.slug
    ]


def _part(document: Document, opening: Opening, end: int) -> Document:
    blocks = document.blocks[opening.block : end]
    start = blocks[0].span.start
    stop = blocks[-1].span.end
    meta = {key: value for key, value in document.meta.items() if key.lower() not in ("title", "slug")}
    moved = tuple(replace(each, span=Span(each.span.start - start, each.span.end - start)) for each in blocks)
    return replace(document, text=document.text[start:stop], blocks=moved, title=opening.title, meta=meta)
