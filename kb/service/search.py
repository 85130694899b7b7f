"""Rank provisions and guide sections for a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kb.citations import format_id
from kb.errors import UsageError
from kb.model import Entry, GuideSection, Hit
from kb.retrieval import WHOLE, Filters, Question, Recipe, understand
from kb.service.library import Library

GUIDES = 5


@dataclass(frozen=True, slots=True)
class Ranking:
    """Ranked units and guide sections."""

    question: Question
    vector: NDArray[np.float32]  # of the question's subject
    hits: tuple[Hit, ...]
    guides: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """What was read off a question, for those who want to know why hits stand where they stand."""

    instruments: tuple[str, ...]
    families: tuple[str, ...]
    pinpoints: tuple[str, ...]
    kinds: tuple[str, ...]
    issues: tuple[str, ...]
    words: tuple[str, ...]  # as looked up: stemmed, misspelt ones as they were meant
    concepts: tuple[tuple[str, float], ...]  # id and score, best first


@dataclass(frozen=True, slots=True)
class Found:
    """A ranking with what it leads to."""

    query: str
    hits: tuple[tuple[Hit, Entry], ...]
    guides: tuple[tuple[Hit, GuideSection], ...]
    citations: dict[str, str]  # id → as a lawyer cites it
    understood: Understood | None = None  # where it was asked for


def search(library: Library, query: str, k: int, filters: Filters, *, explain: bool = False) -> Found:
    """The `k` best units for a question and up to five sections of guides; `explain` says how it was understood."""
    ranking = rank(library, query, k, filters)
    entries = library.index.entries
    return Found(
        query=query,
        hits=tuple((hit, entries[hit.id]) for hit in ranking.hits),
        guides=tuple((hit, library.guides[hit.id]) for hit in ranking.guides),
        citations={hit.id: format_id(hit.id, library.catalogue) for hit in ranking.hits},
        understood=_understood(library, ranking.question) if explain else None,
    )


def _understood(library: Library, question: Question) -> Understood:
    retriever = library.retriever
    return Understood(
        question.instruments,
        question.families,
        question.pinpoints,
        question.kinds,
        question.issues,
        tuple(retriever.words(question)),
        tuple(retriever.concepts(question, library.encoder.encode_query(question.subject))),
    )


def rank(library: Library, query: str, k: int, filters: Filters, recipe: Recipe = WHOLE) -> Ranking:
    """Understand, encode, rank. Raises UsageError for an empty question."""
    if not query.strip():
        raise UsageError("question", "is empty", "say what you want to know")
    retriever = library.retriever
    question = read(library, query)
    vector = library.encoder.encode_query(question.subject)
    return Ranking(
        question,
        vector,
        retriever.search(question, vector, k, filters, recipe),
        retriever.guides(question, vector, GUIDES),
    )


def read(library: Library, query: str) -> Question:
    """What a question says, with the concepts whose words it has."""
    question = understand(query, library.catalogue)
    return replace(question, concepts=library.concepts.said_in(question.subject))


def filters(
    library: Library,
    instruments: Sequence[str] = (),
    families: Sequence[str] = (),
    tiers: Sequence[int] = (),
    adopted_from: str = "",
    adopted_to: str = "",
    concepts: Sequence[str] = (),
) -> Filters:
    """Filters from what a user typed, instruments by any name, concepts by id, each with those below it.

    Raises UsageError where an instrument fits none or several, where a concept is none.
    """
    return Filters(
        tuple(_one(library, name) for name in instruments),
        tuple(families),
        tuple(tiers),
        adopted_from,
        adopted_to,
        tuple(dict.fromkeys(each for name in concepts for each in library.concepts.with_narrower(name))),
    )


def _one(library: Library, name: str) -> str:
    if name in library.instruments:
        return name
    slugs = [slug for slug in library.catalogue.find(name) if slug in library.instruments]
    if len(slugs) > 1:
        raise UsageError(name, f"fits several instruments ({', '.join(slugs)})", "name one of them")
    if not slugs:
        raise UsageError(name, "is no instrument of this library", "`kb search` without a filter shows what there is")
    return slugs[0]
