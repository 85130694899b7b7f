"""Answers from the guides: what to do, in a guide's words, with the provisions that it rests on quoted beside it.

A guide speaks where the question asks how to do something or about an organisation, names no instrument, and a section
lies near enough. What a guide says from general knowledge is marked with its month and never quoted as law.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import zip_longest

from kb.answer import compose
from kb.answer.closeness import overlap, rarity
from kb.answer.records import Question
from kb.answer.refuse import margin
from kb.answer.select import quote
from kb.model import Entry, GuideSection, GuideStatement, Hit, Statement, unit_id

NEAR = 0.5  # cosine of a section with the question from which it answers
NEAR_NAMED = 0.35  # the same where the question names an organisation
SECTIONS = 2  # sections drawn on
LAW = 3  # statements that rest on provisions
GENERAL = 2  # statements of general knowledge, where fewer provisions are at hand
ROOM = 45  # words quoted of one provision
_HOW = re.compile(
    r"\bhow (?:do|can|should|would|to)\b|\bwhat (?:must|should|do|can) (?:i|we)\b|\bwhat happens\b|\bwhat now\b|"
    r"\bwhich (?:steps?|papers|documents|office|channel|reports)\b|\bwhere do\b|\bcan we\b|\bmay we\b|"
    r"\bdo (?:i|we) (?:need|have)\b|"
    r"\bchecklist\b|\bsteps\b|\bis (?:a|an|the|it)\b",
    re.IGNORECASE,
)
_ORGANISATIONS = re.compile(
    r"\b(?:interpol|europol|eurojust|unodc|olaf|eppo|fatf|egmont|red notices?|diffusions?|CARIN|GlobE)\b", re.IGNORECASE
)
_SPELT_OUT = {"interpol": "criminal police organi", "unodc": "office on drugs and crime"}
SURE = 0.15  # margin from which a question answers itself from provisions that do not speak of the organisation in it
HEARD_IN = 5  # hits of which one has to speak of it otherwise


def guides_speak(question: Question, sections: Sequence[GuideSection]) -> bool:
    """True where the guides answer this question."""
    if not sections or question.named or question.pinpoints:
        return False
    near = question.evidence.guide or 0.0
    if _ORGANISATIONS.search(question.text):
        return near >= NEAR_NAMED
    return near >= NEAR and bool(_HOW.search(question.text))


def unheard_of(question: Question, ranking: Sequence[Hit], entries: Mapping[str, Entry]) -> bool:
    """True where the question is about an organisation of which none of the first provisions speaks."""
    found = _ORGANISATIONS.search(question.text)
    if found is None or question.named or margin(question.evidence) >= SURE:
        return False
    name = found.group().casefold()
    near = [entries[hit.id] for hit in ranking[:HEARD_IN] if hit.id in entries]
    said = " ".join(f"{one.unit.text} {one.digest.digest if one.digest else ''}" for one in near).casefold()
    return name not in said and _SPELT_OUT.get(name, name) not in said


def from_guides(
    question: Question, sections: Sequence[GuideSection], entries: Mapping[str, Entry]
) -> tuple[Statement, ...]:
    """The statements of the nearest sections that bear most on the question, those that rest on provisions first."""
    near = [(section, said) for section in sections[:SECTIONS] for said in _nearest(question.text, section)]
    by_section = [
        _distinct([found for one, said in near if one is section and (found := _with_law(question, said, entries))])
        for section in sections[:SECTIONS]
    ]
    kept = _distinct([said for row in zip_longest(*by_section) for said in row if said is not None])[:LAW]
    general = [_general(section, said) for section, said in near if said.general and not said.ids]
    return (*kept, *general[: GENERAL if len(kept) < LAW else 0])


def _nearest(question: str, section: GuideSection) -> list[GuideStatement]:
    """A section's statements, those that share most words with the question first."""
    weights = rarity(said.text for said in section.statements)
    return sorted(section.statements, key=lambda said: -overlap(question, said.text, weights))


def _with_law(question: Question, said: GuideStatement, entries: Mapping[str, Entry]) -> Statement | None:
    units = [unit for unit in dict.fromkeys(unit_id(i) for i in said.ids) if unit in entries]
    if not units:
        return None
    entry = entries[units[0]]
    passage = quote(Question(said.text, citations=question.citations), entry, ROOM, rarity([entry.unit.text]))
    if passage is None:
        return None
    made = compose.statement(question, passage, "how")
    ours = "" if entry.authentic else ", in the words of our digest"
    return Statement(f"Guide: {said.text.rstrip('.')}{ours}:", made.ids, made.force, made.version, made.quotes, "guide")


def _distinct(statements: Sequence[Statement]) -> list[Statement]:
    """One statement for each unit quoted."""
    return list({said.quotes[0].id: said for said in reversed(statements)}.values())[::-1]


def _general(section: GuideSection, said: GuideStatement) -> Statement:
    month = f", state of {said.general}" if said.general[:1].isdigit() else ""
    return Statement(
        f"Guide, general knowledge{month}, no provision quoted: {said.text}",
        (section.id,),
        (),
        "our guide",
        (),
        "guide",
    )
