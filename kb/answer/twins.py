"""Provisions of the same words: one quote may stand for both, and how far they are the same is said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kb.answer.records import Passage
from kb.model import Twin
from kb.text import squeeze

_PARTY = re.compile(r"\b(?:contracting\s+)?(?:states?\s+part(?:y|ies)|states?|part(?:y|ies))\b", re.IGNORECASE)
_PLACE = re.compile(
    r"\b(?:articles?|paragraphs?|sub-?paragraphs?|chapters?|sections?)(?:\s*(?:,|and|or|to|through)?\s*"
    r"(?:\d+(?:bis|ter)?(?:\s*\(\w+\))*|[a-z]\b\)?|\([a-z]+\)|[IVX]+\b))+",
    re.IGNORECASE,
)


def plain(passage: Passage) -> str:
    """The words quoted, as twins are compared: "State Party" is "Party"; where a reference leads does not count."""
    return _bare(_PLACE.sub("#", _PARTY.sub("§", _words(passage))))


def same_words(one: Passage, other: Passage) -> bool:
    """True for passages that differ in nothing but whom they call a Party and which articles they refer to."""
    return one.entry.authentic == other.entry.authentic and plain(one) == plain(other)


def with_twin(passages: Sequence[Passage], twin: Passage) -> list[Passage]:
    """The passages, the one of the same words with the twin's pinpoints."""
    return [_joined(passage, twin) if same_words(passage, twin) else passage for passage in passages]


def _joined(passage: Passage, twin: Passage) -> Passage:
    how = _likeness(passage, twin)
    return replace(passage, twins=(*passage.twins, *(Twin(one, how) for one in twin.ids)))


def _likeness(one: Passage, other: Passage) -> str:
    if _bare(_words(one)) == _bare(_words(other)):
        return "identical"
    if _bare(_PARTY.sub("§", _words(one))) == _bare(_PARTY.sub("§", _words(other))):
        return "identical but for the name of the Parties"
    return "identical but for the articles that it refers to"


def _words(passage: Passage) -> str:
    return squeeze(" ".join(span.of(passage.entry.unit.text) for span in passage.spans))


def _bare(words: str) -> str:
    return re.sub(r"[^\w#§]+", " ", words).casefold().strip()
