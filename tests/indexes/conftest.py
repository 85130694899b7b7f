"""Small invented records for the tests of the index store."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from kb.indexes.dense import text_key
from kb.indexes.store import IndexPayload, Source
from kb.model import Chunk, Digest, Entry, GuideSection, GuideStatement, Part, Reference, Span, Unit, Version


def entry(number: int, text: str = "A borrower shall return the ladder dry.") -> Entry:
    unit = Unit(
        id=f"ladders:{number}",
        instrument="ladders",
        article=str(number),
        paragraph="",
        heading="Return",
        divisions=("PART I — Loans",),
        text=text,
        span=Span(0, len(text)),
        kind="article",
        parts=(Part(f"ladders:{number}(a)", Span(2, 10), 4),),
        references=(Reference(Span(0, 1), ()),),
    )
    digest = Digest(unit.id, "Bring it back dry.", ("When is it due?",), "rule", ("shall",), ("ladder",), "as adopted")
    return Entry(unit, True, Version("as adopted", "2001-05", notes=("see painting",)), "ladders.md", digest)


def make_payload(texts: list[str], encoder: str = "e1") -> IndexPayload:
    entries = [entry(number, text) for number, text in enumerate(texts, 1)]
    vectors = [[1.0, int(text_key(text)[:4], 16) / 65536] for text in texts]
    statement = GuideStatement("Ladders come back dry.", ("ladders:1",))
    return IndexPayload(
        entries=entries,
        chunks=[Chunk(e.id, "text", e.unit.text) for e in entries],
        vectors=np.array(vectors, dtype=np.float32).reshape(-1, 2),
        lexical={"text": [e.unit.text.lower().split() for e in entries], "terms": [["ladder"] for _ in entries]},
        guides=[GuideSection("ladder-guide:s1", "ladder-guide", "Guide to ladders", "Return", (statement,))],
        documents=[Source("ladders.md", "ladders", "Convention on Borrowed Ladders", "markdown", "ab", len(entries))],
        blobs={"note": b"\x00 anything"},
        settings="s1",
        encoder=encoder,
    )


@pytest.fixture(scope="session")
def payload() -> Callable[..., IndexPayload]:
    """Makes the payload of an invented convention with one article a text."""
    return make_payload
