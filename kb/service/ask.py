"""Answer a question from the library: rank, then let `kb.answer` choose, quote, check or refuse."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from kb.answer import BRIEF, FULL, Evidence, Part, Question, answer, claim_of, margin, of_other_fields
from kb.model import Answer, Span
from kb.retrieval import Filters
from kb.service.library import Library
from kb.service.search import Ranking, rank
from kb.text import squeeze, terms

DEPTH = 50  # hits that an answer may draw on
SHOWN = 10  # hits that an answer carries


def ask(library: Library, text: str, filters: Filters, *, more: bool = False) -> Answer:
    """The answer to one question; with `more`, every provision that bears on it and nothing folded.

    Raises UsageError for an empty question, IndexMissing, IndexDamaged.
    """
    started = time.perf_counter()
    ranking = rank(library, text, DEPTH, filters)
    question = _understood(library, text, ranking)
    claimed = claim_of(question)
    given = answer(
        question,
        ranking.hits,
        library.index.entries,
        library.catalogue.instruments,
        [library.guides[hit.id] for hit in ranking.guides],
        on_claim=rank(library, claimed.text, DEPTH, filters).hits if claimed else (),
        nearness=lambda one, texts: _nearness(library, one, texts),
        known=library.glossary,
        measure=FULL if more else BRIEF,
        parts=[
            _part(library, issue, _story(text, question.issues) or (question.issues[0] if n else ""), filters)
            for n, issue in enumerate(question.issues)
        ],
    )
    sure = round(margin(question.evidence), 6)
    return replace(given, hits=given.hits[:SHOWN], confidence=sure, seconds=round(time.perf_counter() - started, 4))


def _story(text: str, issues: Sequence[str]) -> str:
    """What a message says besides its questions: the facts on which each of them rests; "" where it says little."""
    for issue in issues:
        text = text.replace(issue, " ")
    return squeeze(text) if len(terms(text)) > 1 else ""


def _part(library: Library, issue: str, story: str, filters: Filters) -> Part:
    """One of several questions, ranked by itself with the facts of the case."""
    ranking = rank(library, f"{story} {issue}".strip(), DEPTH, filters)
    return Part(issue, ranking.hits, _evidence(library, ranking))


def _evidence(library: Library, ranking: Ranking) -> Evidence:
    bearing = library.retriever.bearing(ranking.question, ranking.vector, ranking.hits)
    return Evidence(
        cosine=bearing.cosine,
        coverage=bearing.coverage,
        unknown=bearing.unknown,
        lexical=bearing.lexical,
        spread=bearing.spread,
        glossed=bearing.glossed,
        guide=_guide(ranking),
        other_field=of_other_fields(ranking.question.text),
    )


def _understood(library: Library, text: str, ranking: Ranking) -> Question:
    understood = ranking.question
    named = [mention for mention in library.catalogue.mentions(text) if mention.slugs]
    return Question(
        text=text,
        instruments=understood.instruments,
        families=understood.families,
        citations=understood.citations,
        strangers=tuple(mention.span.of(text) for mention in library.catalogue.strangers(text)),
        mentions=(*(mention.span for mention in named), *(Span(one.start, one.end) for one in understood.citations)),
        loose=tuple(mention.slugs for mention in named if len(mention.slugs) > 1),
        issues=understood.issues,
        kinds=understood.kinds,
        evidence=_evidence(library, ranking),
    )


def _guide(ranking: Ranking) -> float | None:
    return ranking.guides[0].why.get("cosine") if ranking.guides else None


def _nearness(library: Library, one: str, texts: Sequence[str]) -> list[float]:
    """The cosine of each text with the first."""
    vectors = [library.encoder.encode_query(text) for text in (one, *texts)]
    return [float(vector @ vectors[0]) for vector in vectors[1:]]
