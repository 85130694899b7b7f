"""What an instrument that is named does not speak of, though others do; and a name that several instruments bear."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from kb.answer.compose import pinpoint
from kb.answer.records import Question
from kb.model import Citation, Entry, Hit, Instrument, Statement, article_id, unit_id
from kb.text import terms, without

_WHAT_IS = re.compile(
    r"(?:(?:what\s+is\s+(?:an?\s+|the\s+(?:definition|meaning)\s+of\s+)?|define\s+)(?!the\b)(?P<term>[^?.,;:]{3,40}?)|"
    r"what\s+does\s+(?P<word>[^?.,;:]{3,40}?)\s+mean)(?:\s+(?:under|in|according to)(?:\s+the)?)?\s*[?.]*$",
    re.IGNORECASE,
)
COMMON = 3  # provisions that have an index term which stands for a matter
NEAR = 10  # hits of other instruments that tell what a question is about


def unspoken(
    question: Question,
    ranking: Sequence[Hit],
    entries: Mapping[str, Entry],
    names: Mapping[str, Instrument],
) -> str:
    """ "Nothing found in CAT on “limitation period”", where that is what the question asks of one instrument.

    The matter is an index term of several provisions elsewhere, one of them near; none of its concepts and none of its
    words together may be found in any provision of the instrument named.
    """
    if len(question.named) != 1 or question.pinpoints:
        return ""
    slug = question.named[0]
    own = [entry for entry in entries.values() if entry.unit.instrument == slug]
    held = {use.concept for entry in own if entry.digest for use in entry.digest.concepts}
    asked = set(terms(without(question.text, question.mentions)))
    others = [entries[hit.id] for hit in ranking if hit.id in entries and entries[hit.id].unit.instrument != slug]
    for entry in others[:NEAR]:
        concepts = {use.concept for use in entry.digest.concepts} if entry.digest else set()
        if not concepts or concepts & held:
            continue
        for phrase in entry.digest.terms if entry.digest else ():
            words = set(terms(phrase))
            if len(words) < 2 or not words <= asked or any(words <= _words(one) for one in own):
                continue
            if sum(phrase in one.digest.terms for one in entries.values() if one.digest) >= COMMON:
                return f"Nothing found in {pinpoint(slug, names)} on “{phrase}”; [1] is the nearest."
    return ""


def undefined(question: Question, first: Statement, entries: Mapping[str, Entry]) -> str:
    """ "“cybercrime” is not defined here", where nothing more is asked than what it is.

    Nothing is said where the first statement is a definition or is about the matter by its heading or index terms.
    """
    found = _WHAT_IS.match(without(question.text, question.mentions).strip())
    if found is None or question.defined or first.role == "definition":
        return ""
    term = (found["term"] or found["word"]).strip(" “”\"'")
    entry = entries[unit_id(first.ids[0])]
    if first.role == "guide" or set(terms(term)) in _topics(entry):
        return ""
    where = "the instrument named" if question.named else "this library"
    return f"No definition of “{term}” found in {where}; [1] is the nearest."


def _topics(entry: Entry) -> list[Set[str]]:
    """What a provision is about, each in index terms: its heading, its index terms, its concepts."""
    digest = entry.digest
    concepts = [use.concept.replace("-", " ") for use in digest.concepts] if digest else []
    return [set(terms(words)) for words in (entry.unit.heading, *(digest.terms if digest else ()), *concepts)]


def _words(entry: Entry) -> Set[str]:
    digest = f"{entry.digest.digest} {' '.join(entry.digest.terms)}" if entry.digest else ""
    return set(terms(f"{entry.unit.heading} {entry.unit.text} {digest}"))


def settled(question: Question, ranking: Sequence[Hit], library: Set[str]) -> Question:
    """The question with pinpoints of a name that several instruments bear read as the one that ranks best.

    A citation keeps what else it may mean as its candidates, for the answer to say so.
    """
    if question.named:
        return question
    return replace(question, citations=tuple(_settled(one, ranking, library) for one in question.citations))


def _settled(one: Citation, ranking: Sequence[Hit], library: Set[str]) -> Citation:
    all_here = all(":" in candidate and candidate.partition(":")[0] in library for candidate in one.candidates)
    if one.status != "ambiguous" or not one.candidates or not all_here:
        return one
    units = [hit.id for hit in ranking]

    def place(candidate: str) -> tuple[int, int]:
        inside = [n for n, unit in enumerate(units) if unit_id(candidate) in (unit, article_id(unit))]
        near = [n for n, unit in enumerate(units) if unit.partition(":")[0] == candidate.partition(":")[0]]
        return min(inside, default=len(units)), min(near, default=len(units))

    return replace(one, ids=(min(one.candidates, key=place),), status="resolved")


def read_as(question: Question, names: Mapping[str, Instrument]) -> list[str]:
    """How names were read that several instruments bear: "“article 3 of the 1988 Convention” is read as …"."""
    return [
        f"“{one.text}” is read as {pinpoint(one.ids[0], names)}; "
        f"it may also be {', '.join(pinpoint(other, names) for other in one.candidates if other not in one.ids)}."
        for one in question.citations
        if one.status == "resolved" and set(one.candidates) - set(one.ids) and one.ids
    ]
