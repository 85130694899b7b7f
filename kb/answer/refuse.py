"""When nothing is answered: an instrument that is not here, a matter that no treaty settles, a question from elsewhere.

The order is from the surest reason to the weakest: what the question names, what kind of thing it asks for, and last
how far the library is from it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set

from kb.answer.places import PLACE, bilateral, law_of, spoken
from kb.answer.records import Evidence, Question, Refusal
from kb.model import Entry, Instrument
from kb.text import words

# A question bears on the library where cosine - UNKNOWN_WEIGHT * unknown + LEXICAL_WEIGHT * BM25 reaches the floor of
# the closest unit. The proportions are those of a logistic regression; FLOOR is for units without a digest. How they
# were chosen and what they cost: docs/decisions/refusal.md.
FLOOR = 0.48
GLOSSED_FLOOR = 0.74
UNKNOWN_WEIGHT = 0.23
LEXICAL_WEIGHT = 0.0135

_COMMON = frozenset("the a of on in and to treaty convention protocol agreement act statute charter pact".split())
NOTHING = "Nothing in this library bears on the question."
# Kinds of question that no treaty settles, whatever the instrument.
_OUTSIDE: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            rf"\b(?:[Hh]as|[Hh]ave|[Dd]id|[Ii]s|[Aa]re|[Ww]hen did)\s+(?:the\s+)?{PLACE}\s+(?:\w+\s+)?"
            r"(?:ratif|acced|sign|join|a party|party to|bound by|denounce|withdr)"
        ),
        "who is bound by a treaty, and since when, stands with its depositary",
    ),
    (
        re.compile(
            r"\bhow many\b.*\b(?:last year|so far|each year|per year|a year|to date|this year|in (?:19|20)\d\d)\b|"
            r"\bstatistics\b",
            re.IGNORECASE,
        ),
        "figures on practice are not in treaties",
    ),
    (
        re.compile(
            r"\b(?:telephone|phone|fax) numbers?\b|\be-?mail address|\bpostal address\b|\bopening hours\b|"
            r"\bwho (?:do|can|should) (?:i|we) (?:e-?mail|call|contact)\b.*\b(?:at|in) the\b",
            re.IGNORECASE,
        ),
        "addresses of authorities are in directories, not in treaties",
    ),
    (
        re.compile(
            r"\b[Ww]hat (?:did|has|does) [\w’' ]{2,40}?\b(?:decided?|h[eo]ld|rule[ds]?|find|found)\b"
            r".*?\bin (?:the )?[A-Z]\w+|"
            r"\bcase[- ]law\b|\b[Jj]udgment in [A-Z]|\b[A-Z][a-z]+ v\.? (?:the )?[A-Z][a-z]+"
        ),
        "case law is not in this library",
    ),
    (
        re.compile(
            r"\b(?:Act|Code|Ordinance|Decree|Bill)\s+(?:of\s+)?(?:18|19|20)\d\d\b|\b\d+\s+U\.?\s?S\.?\s?C\.?\b|"
            r"§\s*\d+\s+\w*(?:G|GB|StPO)\b|\bStPO\b"
        ),
        "national law is not in this library",
    ),
)


def refusal(question: Question, library: Set[str], names: Mapping[str, Instrument]) -> Refusal | None:
    """Why the question is not answered from this library, or None."""
    return _not_here(question, library, names) or _outside(question) or _national(question, library) or _far(question)


def missing(question: Question, library: Set[str]) -> tuple[str, ...]:
    """Catalogued instruments that the question names and that the library does not hold."""
    elsewhere = (c for c in question.citations if c.status == "not-in-library")
    cited = [i.partition(":")[0] for c in elsewhere for i in (c.ids or c.candidates)]
    return tuple(dict.fromkeys(slug for slug in [*question.instruments, *cited] if slug not in library))


def bears(evidence: Evidence) -> bool:
    """False where the closest provision is too far from the question to be offered as an answer."""
    return margin(evidence) >= 0


def margin(evidence: Evidence) -> float:
    """How far the library bears on the question beyond what an answer asks for; negative where it does not."""
    if evidence.cosine is None:
        return 0.0
    floor = GLOSSED_FLOOR if evidence.glossed else FLOOR
    return evidence.cosine - UNKNOWN_WEIGHT * (evidence.unknown or 0.0) + LEXICAL_WEIGHT * evidence.lexical - floor


def how_to_get(slug: str, names: Mapping[str, Instrument]) -> str:
    """Which instrument is missing, where its official text is, and what to do with it."""
    instrument = names.get(slug)
    title = instrument.title if instrument else slug
    address = next((text.url for text in instrument.texts), "") if instrument else ""
    find = f"official text: {address}; save it, then kb build PATH" if address else "get its text, then kb build PATH"
    return f"Not in this library: {title} ({find})."


def instruments_in(entries: Mapping[str, Entry]) -> set[str]:
    """Slugs of the instruments that have at least one provision in the library."""
    return {entry.unit.instrument for entry in entries.values()}


def _not_here(question: Question, library: Set[str], names: Mapping[str, Instrument]) -> Refusal | None:
    if any(slug in library for slug in question.named):
        return None
    absent = missing(question, library)
    if absent:
        return Refusal(" ".join(how_to_get(slug, names) for slug in absent), absent, nearest=False)
    strangers = [name for name in question.strangers if not _may_be_ours(name, library, names)]
    if strangers:
        return Refusal(f"Not in this library: {', '.join(strangers)}.", nearest=False)
    states = bilateral(question.text)
    if states:
        return Refusal(
            f"Not in this library: a treaty between {spoken(states[0])} and {spoken(states[1])}.", nearest=False
        )
    return None


def _may_be_ours(stranger: str, library: Set[str], names: Mapping[str, Instrument]) -> bool:
    """True where an instrument of the library bears every word that sets the name apart ("the Budapest treaty")."""
    apart = {word for word in words(stranger) if word not in _COMMON}
    ours = (names[slug] for slug in library if slug in names)
    return bool(apart) and any(apart <= set(words(" ".join((one.title, one.short, *one.aliases)))) for one in ours)


def _outside(question: Question) -> Refusal | None:
    why = next((why for pattern, why in _OUTSIDE if pattern.search(question.text)), None)
    return Refusal(f"Not answered by this library: {why}.") if why else None


def _national(question: Question, library: Set[str]) -> Refusal | None:
    state = law_of(question.text)
    if not state or any(slug in library for slug in question.named):
        return None
    return Refusal(f"The law and practice of {spoken(state)} decide this and are not in this library.", law_of=state)


def _far(question: Question) -> Refusal | None:
    return (
        None
        if question.named or question.pinpoints or bears(question.evidence)
        else Refusal(NOTHING, yields_to_guides=True)
    )
