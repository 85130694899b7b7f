"""Answer a question from the library: rank, then let `kb.answer` choose, quote, check or refuse."""

from __future__ import annotations

import time
from dataclasses import replace

from kb.answer import Evidence, Question, answer
from kb.model import Answer
from kb.retrieval import Filters
from kb.service.library import Library
from kb.service.search import rank

DEPTH = 50  # hits that an answer may draw on
SHOWN = 10  # hits that an answer carries


def ask(library: Library, text: str, filters: Filters) -> Answer:
    """The answer to one question. Raises UsageError for an empty one, IndexMissing, IndexDamaged."""
    started = time.perf_counter()
    ranking = rank(library, text, DEPTH, filters)
    understood = ranking.question
    bearing = library.retriever.bearing(understood, ranking.hits)
    given = answer(
        Question(
            text=text,
            instruments=understood.instruments,
            families=understood.families,
            citations=understood.citations,
            strangers=tuple(mention.span.of(text) for mention in library.catalogue.strangers(text)),
            evidence=Evidence(bearing.cosine, bearing.coverage, bearing.unknown, bearing.glossed),
        ),
        ranking.hits,
        library.index.entries,
        library.catalogue.instruments,
        [library.guides[hit.id] for hit in ranking.guides],
    )
    return replace(given, hits=given.hits[:SHOWN], seconds=round(time.perf_counter() - started, 4))
