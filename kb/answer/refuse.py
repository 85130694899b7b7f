"""When nothing is answered: an instrument that is not here, a matter that no treaty settles, a question from elsewhere.

The order is from the surest reason to the weakest: what the question names, what kind of thing it asks for, and last
how far the library is from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Set

from kb.answer.outside import DIRECTORY, outside
from kb.answer.places import STATES, bilateral, law_of, spoken
from kb.answer.records import Evidence, Question, Refusal
from kb.model import Entry, Instrument
from kb.text import words

# A question bears on the library where the cosine, less UNKNOWN * unknown, plus LEXICAL * BM25, SPREAD * spread and
# COVERED * coverage (these two beyond their usual values), reaches the floor of the closest unit. The proportions are
# those of a logistic regression; FLOOR is for units without a digest. How they were chosen and what they cost:
# docs/decisions/refusal.md.
FLOOR = 0.29
GLOSSED_FLOOR = 0.74
UNKNOWN = 0.1
LEXICAL = 0.018
SPREAD = 6.0
USUAL_SPREAD = 0.088
COVERED = 0.4
USUAL_COVERAGE = 0.6
PART_SLACK = 0.15
OTHER_FIELD = 0.2  # what a word of another field of law takes off

_COMMON = frozenset("the a of on in and to treaty convention protocol agreement act statute charter pact".split())
NOTHING = "Nothing in this library bears on the question."


def refusal(question: Question, library: Set[str], names: Mapping[str, Instrument]) -> Refusal | None:
    """Why the question is not answered from this library, or None."""
    return (
        _not_here(question, library, names)
        or _outside(question, library, names)
        or _national(question, library)
        or _far(question)
    )


def missing(question: Question, library: Set[str]) -> tuple[str, ...]:
    """Catalogued instruments that the question names and that the library does not hold."""
    elsewhere = (c for c in question.citations if c.status == "not-in-library")
    cited = [i.partition(":")[0] for c in elsewhere for i in (c.ids or c.candidates)]
    return tuple(dict.fromkeys(slug for slug in [*question.instruments, *cited] if slug not in library))


def bears(evidence: Evidence, whole: Evidence | None = None) -> bool:
    """False where the closest provision is too far from the question to be offered as an answer.

    One question of a message says less by itself: less is asked of it where the `whole` message bears on the library.
    """
    slack = PART_SLACK if whole is not None and margin(whole) >= 0 else 0.0
    return margin(evidence) >= -slack


def margin(evidence: Evidence) -> float:
    """How far the library bears on the question beyond what an answer asks for; negative where it does not."""
    if evidence.cosine is None:
        return 0.0
    floor = GLOSSED_FLOOR if evidence.glossed else FLOOR
    apart = 0.0 if evidence.spread is None else SPREAD * (evidence.spread - USUAL_SPREAD)
    covered = 0.0 if evidence.coverage is None else COVERED * (evidence.coverage - USUAL_COVERAGE)
    words = LEXICAL * evidence.lexical - UNKNOWN * (evidence.unknown or 0.0)
    other = OTHER_FIELD if evidence.other_field else 0.0
    return evidence.cosine + words + apart + covered - other - floor


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


def _outside(question: Question, library: Set[str], names: Mapping[str, Instrument]) -> Refusal | None:
    kind = outside(question.text)
    if kind is None or (len(question.issues) > 1 and outside(question.issues[0]) is None):
        return None
    if kind is DIRECTORY and any(_between(question.text, names[slug]) for slug in library if slug in names):
        return None
    state = law_of(question.text)
    door = "" if state and kind.door == "body" else kind.door  # what a State charges is for no body of a treaty
    return Refusal(f"Not answered by this library: {kind.reason}.", door=door, law_of=state)


def _between(text: str, instrument: Instrument) -> bool:
    """True where the title names two States of the question: their authorities stand in such a treaty itself."""
    return len({state for place, state in STATES.items() if place in text and state in instrument.title}) > 1


def _national(question: Question, library: Set[str]) -> Refusal | None:
    state = law_of(question.text)
    if not state or any(slug in library for slug in question.named):
        return None
    reason = f"The law and practice of {spoken(state)} decide this and are not in this library."
    return Refusal(reason, door="law", law_of=state)


def _far(question: Question) -> Refusal | None:
    return (
        None
        if question.named or question.pinpoints or question.defined or bears(question.evidence)
        else Refusal(NOTHING, yields_to_guides=True)
    )
