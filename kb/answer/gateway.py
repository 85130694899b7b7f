"""Where a treaty only opens the door: the clauses that leave a matter to something outside the library."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kb.answer import compose
from kb.answer.guard import guarded
from kb.answer.pieces import pieces
from kb.answer.places import spoken
from kb.answer.records import Passage, Question, Refusal
from kb.answer.refuse import bears
from kb.answer.select import ids_of, spans_of
from kb.answer.twins import same_words, with_twin
from kb.model import Answer, Entry, Hit, Instrument

NEAREST = 3
GATEWAY_DEPTH = 12
_LEFT_TO_LAW = re.compile(
    r"\b(?:governed|determined|decided|regulated)\b[^.;]{0,60}\bby\b[^.;]{0,60}\blaws?\b[^.;]{0,30}\b(?:state|party)\b|"
    r"\bin accordance with\b[^.;]{0,40}\b(?:law|procedures?)\b[^.;]{0,30}\bof the (?:requested|sentencing|"
    r"administering|receiving)\b[^.;]{0,12}\b(?:state|party)\b",
    re.IGNORECASE,
)


def left_to(
    question: Question,
    why: Refusal,
    ranking: Sequence[Hit],
    entries: Mapping[str, Entry],
    names: Mapping[str, Instrument],
) -> Answer | None:
    """In part: the clauses that leave the matter to national law, which is named as what decides."""
    if not bears(question.evidence):
        return None
    found = [compose.statement(question, passage, "left to national law") for passage in gateways(ranking, entries)]
    statements, faults = guarded(found, entries)
    if not statements:
        return None
    state = spoken(why.law_of)
    limits = (f"Decided outside this library: the law of {state}.", *compose.LIMITS)
    notes = [*compose.warnings(statements, entries, names), *faults]
    headline = (
        "In part: the treaties leave this to the law of the State concerned; "
        f"the law of {state} is not in this library."
    )
    return Answer(
        query=question.text,
        status="partial",
        verdict=None,
        answer=compose.answer_text(statements, entries, names, headline, notes, limits),
        statements=statements,
        hits=tuple(ranking),
        limits=limits,
        nearest=tuple(hit.id for hit in ranking if hit.id in entries)[:NEAREST],
        warnings=tuple(notes),
    )


def gateways(ranking: Sequence[Hit], entries: Mapping[str, Entry]) -> tuple[Passage, ...]:
    """The sentences of the closest hits by which a treaty leaves the matter to a State's own law, at most two."""
    near = [hit.id for hit in ranking[:GATEWAY_DEPTH] if hit.id in entries]
    found: list[Passage] = []
    for unit in near:
        text = entries[unit].unit.text
        leaving = [piece for piece in pieces(entries[unit].unit) if _LEFT_TO_LAW.search(piece.span.of(text))]
        if leaving:
            passage = Passage(entries[unit], ids_of(leaving[:1]), spans_of(leaving[:1], text))
            twin = any(same_words(passage, other) for other in found)
            found = with_twin(found, passage) if twin else [*found, passage]
    return tuple(found[:2])
