"""When nothing is answered: an instrument that is not here, a pinpoint that does not exist, a question outside the library.

How the two thresholds were set: see `COSINE` and `COVERAGE`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from kb.answer.records import Evidence, Question, Refusal
from kb.model import Entry, Instrument

COSINE = 0.30
UNKNOWN = 0.5
WEAK_COSINE = 0.40
WEAK_COVERAGE = 0.34

_OUTSIDE: tuple[tuple[str, str], ...] = (
    (
        r"\b(?:has|have|had|did|is|are|when did)\s+[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)*\s+(?:ratif|acced|sign|join|a party|party to|bound by)\w*",
        "who is bound by a treaty, and since when, stands with its depositary",
    ),
    (
        r"\bhow many (?:people|persons|requests|cases|surrenders|extraditions|prosecutions|convictions|countries|states)\b.*"
        r"\b(?:last year|so far|each year|per year|to date|this year|in (?:19|20)\d\d)\b|\bstatistics?\b",
        "figures on practice are not in treaties",
    ),
    (
        r"\b(?:e-?mail|telephone|phone number|fax number|postal address|contact details|opening hours)\b.*\b(?:authority|ministry|office|court|number|address)\b|"
        r"\bwhich form does\b|\btelephone number\b",
        "addresses and forms of authorities are in directories, not in treaties",
    ),
    (
        r"\b(?:hourly rate|tariff|going rate|per[- ]page|per[- ]hour|salary|fees? (?:of|for|charged)|how much does)\b",
        "rates and prices are set by national law or practice",
    ),
    (
        r"\bwhat (?:did|has|does) (?:the )?[\w’' ]{2,40}\b(?:decide|decided|hold|held|rule|ruled|find|found)\b.*\b(?:in|about|on)\b|"
        r"\bcase law\b|\bjudgment in\b",
        "case law is not in this library",
    ),
    (
        r"\b(?:Act|Code|Ordinance|Gesetz|Decree|Statute|Bill)\s+(?:of\s+)?(?:18|19|20)\d\d\b|\b\d+\s+U\.?S\.?C\.?\b|\bSection\s+\d+\s+of\s+the\s+\w+\s+Act\b",
        "national law is not in this library",
    ),
)
_OUTSIDE_PATTERNS = tuple(
    (re.compile(pattern, re.IGNORECASE if n in (1, 2, 3) else 0), why) for n, (pattern, why) in enumerate(_OUTSIDE)
)


def refusal(question: Question, library: set[str], names: Mapping[str, Instrument]) -> Refusal | None:
    """Why the question is not answered from this library, or None."""
    absent = missing(question, library)
    if absent and not any(slug in library for slug in question.named):
        return Refusal(_not_here(absent, names), absent, nearest=False)
    outside = next((why for pattern, why in _OUTSIDE_PATTERNS if pattern.search(question.text)), None)
    if outside:
        return Refusal(f"Not answered by this library: {outside}.")
    if not question.pinpoints and too_weak(question.evidence):
        return Refusal("Nothing in this library bears on the question.")
    return None


def missing(question: Question, library: set[str]) -> tuple[str, ...]:
    """Instruments that the question names and that the library does not hold."""
    cited = [
        i.partition(":")[0] for c in question.citations if c.status == "not-in-library" for i in (c.ids or c.candidates)
    ]
    return tuple(dict.fromkeys(slug for slug in [*question.instruments, *cited] if slug not in library))


def too_weak(evidence: Evidence) -> bool:
    """True where the closest provision is too far from the question to be offered as an answer."""
    if evidence.cosine is None:
        return False
    if evidence.cosine < COSINE:
        return True
    weak_words = evidence.coverage is not None and evidence.coverage < WEAK_COVERAGE
    return evidence.cosine < WEAK_COSINE and weak_words


def how_to_get(slug: str, names: Mapping[str, Instrument]) -> str:
    """One sentence: where the official text is and what to do with it."""
    instrument = names.get(slug)
    title = instrument.title if instrument else slug
    address = next((text.url for text in instrument.texts), "") if instrument else ""
    find = f" Official text: {address};" if address else ""
    return f"{title} is not in this library.{find} save it and run kb build PATH.".replace(".  ", ". ")


def _not_here(absent: tuple[str, ...], names: Mapping[str, Instrument]) -> str:
    return " ".join(how_to_get(slug, names) for slug in absent)


def instruments_in(entries: Mapping[str, Entry]) -> set[str]:
    """Slugs of the instruments that have at least one provision in the library."""
    return {entry.unit.instrument for entry in entries.values()}
