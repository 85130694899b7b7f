"""From provisions to a generation of the index: rows, vectors, words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb.catalog import Catalogue
from kb.config import Settings
from kb.encoders import load_encoder
from kb.indexes.dense import vectors_for
from kb.indexes.store import IndexPayload, Source, Writer, reusable_vectors
from kb.model import Chunk, Entry, GuideSection
from kb.service import chunks as chunking
from kb.service.read import Parsed
from kb.text import terms

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Contents:
    """What an index is to hold."""

    entries: Mapping[str, Entry]
    guides: Sequence[GuideSection]
    documents: Sequence[Source]
    rows: Mapping[str, Sequence[Chunk]] = field(
        default_factory=dict
    )  # by unit or section, where another index has them


def write_index(
    writer: Writer,
    contents: Contents,
    catalogue: Catalogue,
    settings: Settings,
    reuse: Sequence[Path],
    progress: Progress,
    blobs: Mapping[str, bytes],
) -> tuple[int, int]:
    """Encode and write; gives the number of rows and how many texts had to be encoded.

    Vectors of the indexes in `reuse` are not worked out again.
    """
    encoder = load_encoder(settings)
    entries, guides = contents.entries, contents.guides
    short = {slug: catalogue.short(slug) for slug in {entry.unit.instrument for entry in entries.values()}}
    rows: list[Chunk] = []
    for entry in entries.values():
        known = contents.rows.get(entry.id)
        rows += chunking.of_entry(entry, short[entry.unit.instrument], encoder) if known is None else known
    for section in guides:
        known = contents.rows.get(section.id)
        rows += chunking.of_guide(section, encoder) if known is None else known
    encoded = 0

    def encode(texts: list[str]) -> NDArray[np.float32]:
        nonlocal encoded
        encoded = len(texts)
        return encoder.encode(texts, lambda done, total: progress("encoding", done, total))

    at_hand: dict[str, NDArray[np.float32]] = {}
    for folder in reuse:
        at_hand |= reusable_vectors(folder, encoder.fingerprint)
    vectors = vectors_for([row.text for row in rows], at_hand, encode)
    read_by_bm25 = chunking.lexical(list(entries.values()), short)
    writer.commit(
        IndexPayload(
            entries=tuple(entries.values()),
            chunks=rows,
            vectors=vectors,
            lexical={
                **{name: [terms(text) for text in texts] for name, texts in read_by_bm25.items()},
                "guide": [terms(f"{g.title} {g.heading} {' '.join(g.asks)} {g.text}") for g in guides],
            },
            guides=tuple(guides),
            documents=tuple(contents.documents),
            settings=settings.fingerprint(),
            encoder=encoder.fingerprint,
            blobs=blobs,
        )
    )
    return len(rows), encoded


def source_record(parsed: Parsed) -> Source:
    """A document as the index names it."""
    document = parsed.outline.document
    return Source(
        name=document.name,
        slug=parsed.slug,
        title=parsed.title,
        format=document.format,
        digest=document.digest,
        units=len(parsed.units),
        warnings=(*document.warnings, *parsed.outline.warnings),
    )
