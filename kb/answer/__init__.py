"""The extractive answer: select, compose, guard, refuse. Pure: what it needs is passed in as records."""

from __future__ import annotations

from kb.answer.glossary import Glossary, glossary
from kb.answer.guard import defects, guarded
from kb.answer.outside import of_other_fields
from kb.answer.records import Evidence, Part, Question, Similarity
from kb.answer.refuse import margin
from kb.answer.respond import answer, claim_of
from kb.answer.select import BRIEF, FULL, Measure

__all__ = [
    "BRIEF",
    "FULL",
    "Evidence",
    "Glossary",
    "Measure",
    "Part",
    "Question",
    "Similarity",
    "answer",
    "claim_of",
    "defects",
    "glossary",
    "guarded",
    "margin",
    "of_other_fields",
]
