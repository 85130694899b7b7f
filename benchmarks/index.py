"""How long an index of all layers takes to write, to open and to score one question; and to find vectors again."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
from sample import machine, provisions

from kb.indexes.store import IndexPayload, OpenIndex, open_index, reusable_vectors, write
from kb.model import Chunk, Digest, Entry, Layer, Part, Reference, Span, Unit, Version
from kb.text import terms

QUESTION = "When may a State refuse the extradition of its own nationals?"
DIM = 384


def main() -> None:
    """Build one index with random vectors and print the times."""
    payload = synthetic(provisions())
    print(
        machine(),
        f"\n{len(payload.entries)} entries, {len(payload.chunks)} chunks, {len(payload.lexical)} BM25 indexes",
    )
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "index"
        print(line("write", lambda: write(place, payload), 3))
        print(line("open, every byte verified", lambda: open_index(place), 9))
        print(line("vectors by text", lambda: reusable_vectors(place, payload.encoder), 5))
        report_scoring(open_index(place))
        print(f"size {sum(p.stat().st_size for p in place.rglob('*') if p.is_file()) / 1e6:.1f} MB")


def report_scoring(index: OpenIndex) -> None:
    """Times of scoring every row for one question."""
    query, vector = terms(QUESTION), index.dense.vectors([0])[0]
    print(line("BM25 over all four layers", lambda: [layer.scores(query) for layer in index.lexical.values()], 51))
    print(line(f"dense over {len(index.dense)} rows", lambda: index.dense.scores(vector), 51))


def line(name: str, run: Callable[[], object], rounds: int) -> str:
    """Median and best time of so many runs."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        times.append(1000 * (time.perf_counter() - start))
    return f"{name:28} median {median(times):8.2f} ms, best {min(times):8.2f} ms of {rounds}"


def synthetic(units: list[tuple[str, str]]) -> IndexPayload:
    """The given texts with stand-ins for digest, questions and terms, two questions a unit."""
    entries = [entry(name, text) for name, text in units]
    chunks = [chunk for found in entries for chunk in layers(found)]
    vectors = np.random.default_rng(0).normal(size=(len(chunks), DIM)).astype(np.float32)
    lexical: dict[str, list[list[str]]] = {"text": [], "digest": [], "question": [], "terms": []}
    for found in entries:
        for name, rows in lexical.items():
            rows.append(terms(" ".join(chunk.text for chunk in layers(found) if chunk.layer == name)))
    return IndexPayload(entries, chunks, vectors, lexical, encoder="random vectors")


def entry(name: str, text: str) -> Entry:
    """An entry as large as a usual one."""
    instrument, _, article = name.partition(":")
    parts = tuple(Part(f"{name}({letter})", Span(0, len(text)), 2) for letter in "abc")
    span = Span(0, len(text))
    references = (Reference(span, (name,)),)
    unit = Unit(
        name,
        instrument,
        article,
        "",
        "Heading",
        ("CHAPTER I",),
        text,
        span,
        "paragraph",
        "",
        parts=parts,
        references=references,
    )
    digest = Digest(
        name, text[:200], (text[:80], text[-80:]), "rule", ("shall",), ("one", "two", "three"), "as adopted"
    )
    return Entry(unit, True, Version("as adopted", "2000-01"), "file.md", digest)


def layers(found: Entry) -> list[Chunk]:
    """The chunks of one entry."""
    digest = found.digest
    assert digest is not None
    texts: list[tuple[Layer, str]] = [("text", found.unit.text), ("digest", digest.digest)]
    texts += [("question", question) for question in digest.questions]
    return [Chunk(found.id, layer, text) for layer, text in [*texts, ("terms", " ".join(digest.terms))]]


if __name__ == "__main__":
    main()
