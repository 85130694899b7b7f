"""How close a piece of text is to the question: shared words weighted by rarity, numbers where numbers are asked."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from kb.answer.records import Similarity
from kb.model import Entry
from kb.norms import quantities
from kb.text import terms

_ASKS_TIME = re.compile(
    r"\bhow (?:long|soon|many (?:days|weeks|months|years|hours)|fast|quickly|far ahead)|\bdeadline|\btime[- ]limit|"
    r"\bwithin what|\bby (?:when|what (?:day|date))|"
    r"\b(?:minimum|maximum)(?!\s+(?:number\s+)?of\s+\w+\s+(?:persons?|people|members?))|"
    r"\blongest|\bclock\b|\bperiod\b",
    re.IGNORECASE,
)
TIME_UNITS = frozenset("hour day week month year".split())
_SIMILARITY_WEIGHT = 2.0
_TIME_BONUS = 0.5


@lru_cache(maxsize=8192)
def vocabulary(text: str) -> frozenset[str]:
    """The terms of a text; kept, as the same provisions come up for many questions."""
    return frozenset(terms(text))


def rarity(texts: Iterable[str]) -> Mapping[str, float]:
    """Weight of each term by how few of the texts hold it (inverse document frequency, at least 0.1)."""
    documents = [vocabulary(text) for text in texts]
    counts = Counter(term for document in documents for term in document)
    return {term: max(0.1, math.log((len(documents) + 1) / (n + 0.5))) for term, n in counts.items()}


def concepts_of(entry: Entry) -> set[str]:
    """The concepts that a provision bears on, by its digest."""
    return {use.concept for use in entry.digest.concepts} if entry.digest else set()


def overlap(question: str, text: str, weights: Mapping[str, float]) -> float:
    """Share of the question's weighted terms that the text holds, 0 to 1; a term of no document weighs nothing."""
    asked = vocabulary(question)
    total = sum(weights.get(term, 0.0) for term in asked)
    shared = asked & vocabulary(text)
    return sum(weights.get(term, 0.0) for term in shared) / total if total else 0.0


def asks_time(question: str) -> bool:
    """True where the question asks how long, how soon or by when."""
    return bool(_ASKS_TIME.search(question))


def closeness(
    question: str, texts: Sequence[str], weights: Mapping[str, float], similarity: Similarity | None = None
) -> list[float]:
    """One figure for each text, higher for closer."""
    near = list(similarity(texts)) if similarity and texts else [0.0] * len(texts)
    return [
        overlap(question, text, weights) + _SIMILARITY_WEIGHT * cosine + _time_bonus(question, text)
        for text, cosine in zip(texts, near, strict=True)
    ]


def _time_bonus(question: str, text: str) -> float:
    timed = asks_time(question) and any(quantity.unit in TIME_UNITS for quantity in quantities(text))
    return _TIME_BONUS if timed else 0.0


def likeness(one: str, other: str, weights: Mapping[str, float]) -> float:
    """Cosine of two texts over their weighted terms, 0 to 1."""
    a, b = _vector(one, weights), _vector(other, weights)
    shared = sum(value * b.get(term, 0.0) for term, value in a.items())
    return shared / norm if (norm := _length(a) * _length(b)) else 0.0


def _vector(text: str, weights: Mapping[str, float]) -> Mapping[str, float]:
    counts = Counter(terms(text))
    return {term: (1 + math.log(n)) * weights.get(term, 0.0) for term, n in counts.items()}


def _length(vector: Mapping[str, float]) -> float:
    return math.sqrt(sum(value * value for value in vector.values()))
