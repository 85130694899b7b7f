"""The library as it would be without the digests of some instruments: how do documents without digests fare?

Nothing is encoded: rows of digests, questions and terms go, words and kin are reckoned again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from kb.errors import InputError
from kb.evaluation import JudgedQuery
from kb.evaluation.units import unit_grades
from kb.indexes.dense import Dense
from kb.indexes.kin import Kin
from kb.indexes.lexical import Lexical
from kb.indexes.store import OpenIndex
from kb.service import chunks as chunking
from kb.service.library import Library
from kb.text import terms

KEPT = ("text", "guide")  # layers that do not come from digests


def folds_of(library: Library, folds: int) -> tuple[tuple[str, ...], ...]:
    """The instruments that have digests, every `folds`th in one fold, by slug."""
    glossed = sorted({entry.unit.instrument for entry in library.index.entries.values() if entry.digest})
    if len(glossed) < folds:
        raise InputError(str(library.settings.index), f"has digests of {len(glossed)} instruments", "lower the folds")
    return tuple(tuple(glossed[at::folds]) for at in range(folds))


def judged_in(questions: Iterable[JudgedQuery], slugs: Sequence[str], fold: int) -> tuple[JudgedQuery, ...]:
    """The questions that provisions of these instruments answer, with those judgements alone; named by their fold."""
    found: list[JudgedQuery] = []
    for query in questions:
        grades = {u: g for u, g in unit_grades(query.qrels).items() if u.split(":", 1)[0] in slugs}
        if query.answerable and 2 in grades.values():
            found.append(replace(query, qid=f"{query.qid}.fold{fold + 1}", qrels=grades))
    return tuple(found)


def without_digests(library: Library, slugs: frozenset[str]) -> Library:
    """The same library, these instruments known by their text alone. InputError: it does not hold their text."""
    index = library.index
    bare = [entry.id for entry in index.entries.values() if entry.unit.instrument in slugs and not entry.authentic]
    if bare:
        remedy = "build the index from documents that hold it"
        raise InputError(str(library.settings.index), f"has a digest but not the text of {bare[0]}", remedy)
    return Library(library.settings, _stripped(index, slugs, library))


def _stripped(index: OpenIndex, slugs: frozenset[str], library: Library) -> OpenIndex:
    entries = {
        id: replace(entry, digest=None, digest_differs=False) if entry.unit.instrument in slugs else entry
        for id, entry in index.entries.items()
    }
    rows = [
        row
        for row, chunk in enumerate(index.chunks)
        if chunk.layer in KEPT or entries[chunk.unit].unit.instrument not in slugs
    ]
    chunks = tuple(index.chunks[row] for row in rows)
    vectors = index.dense.vectors(np.array(rows))
    short = {slug: library.catalogue.short(slug) for slug in {e.unit.instrument for e in entries.values()}}
    words = chunking.lexical(list(entries.values()), short)
    lexical = {name: Lexical.build([terms(text) for text in texts]) for name, texts in words.items()}
    return replace(
        index,
        entries=entries,
        chunks=chunks,
        dense=Dense.build(vectors),
        kin=Kin.build(list(entries), chunks, vectors),
        lexical=index.lexical | lexical,
    )
