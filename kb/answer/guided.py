"""Answers from the guides: what to do, in a guide's words, with the provisions that it rests on quoted beside it.

A guide speaks where the question asks how to do something or about an organisation, names no instrument, and a section
lies near enough. What a guide says from general knowledge is marked with its month and never quoted as law.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kb.answer import compose
from kb.answer.closeness import closeness, rarity
from kb.answer.records import Question, Similarity
from kb.answer.refuse import margin
from kb.answer.select import quote
from kb.model import Entry, GuideSection, GuideStatement, Statement, unit_id

NEAR = 0.5  # cosine of a section with the question from which it answers
NEAR_NAMED = 0.35  # the same where the question names an organisation
SECTIONS = 2  # sections drawn on
LAW = 3  # statements that rest on provisions
GENERAL = 2  # statements of general knowledge, where fewer provisions are at hand
CLOSE = 0.7  # share of the closest statement's closeness that another needs
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
_ACTS = re.compile(
    r"(?:(?:what|how|when|why)\s+)?(?:do|does|can|may|must|shall|should|will|could|is|are)\s+(?:(?:the|an?)\s+)?$|"
    r"what (?:is|are) the (?:role|tasks?|powers?|functions?|part) of (?:the\s+)?$",
    re.IGNORECASE,
)
"""What stands before an organisation that is what the question is about."""
_POINTS_BACK = re.compile(r"(?:It|Its|They|Their|This|These|Such)\b")
_SPELT_OUT = {"interpol": "criminal police organi", "unodc": "office on drugs and crime"}
SURE = 0.15  # margin from which a question answers itself from provisions that do not speak of the organisation in it


def guides_speak(question: Question, sections: Sequence[GuideSection]) -> bool:
    """True where the guides answer this question."""
    if not sections or question.named or question.pinpoints or question.defined:
        return False
    near = question.evidence.guide or 0.0
    if _ORGANISATIONS.search(question.text):
        return near >= NEAR_NAMED
    return near >= NEAR and bool(_HOW.search(question.text))


def unheard_of(question: Question, statements: Sequence[Statement], entries: Mapping[str, Entry]) -> bool:
    """True where the question is about an organisation of which nothing that would be quoted speaks."""
    found = _ORGANISATIONS.search(question.text)
    acts = _ACTS.match(question.text[: found.start()]) if found else None
    if found is None or question.named or (not acts and margin(question.evidence) >= SURE):
        return False
    name = found.group().casefold()
    near = [entries[unit_id(i)] for said in statements for i in said.ids if unit_id(i) in entries]
    said = " ".join(f"{one.unit.text} {one.digest.digest if one.digest else ''}" for one in near).casefold()
    return name not in said and _SPELT_OUT.get(name, name) not in said


def from_guides(
    question: Question,
    sections: Sequence[GuideSection],
    entries: Mapping[str, Entry],
    similarity: Similarity | None = None,
) -> tuple[Statement, ...]:
    """The statements of the nearest sections that bear most on the question, the closest first.

    Of the nearest section those near its best one count, of others those near the best of all.
    """
    drawn = [(section, said) for section in sections[:SECTIONS] for said in section.statements]
    weights = rarity(said.text for _, said in drawn)
    near = closeness(question.text, [said.text for _, said in drawn], weights, similarity)
    best = max(near, default=0.0)
    home = max((value for (section, _), value in zip(drawn, near, strict=True) if section is sections[0]), default=best)
    kept = [
        (-value - (best - home if section is sections[0] else 0.0), place, section, said)
        for place, ((section, said), value) in enumerate(zip(drawn, near, strict=True))
        if value >= CLOSE * (home if section is sections[0] else best)
    ]
    made = [
        _general(section, said) if _general_only(said) else _with_law(question, section, said, entries)
        for _, _, section, said in sorted(kept, key=lambda one: one[:2])
    ]
    return _measured(_distinct([said for said in made if said is not None]))


def _general_only(said: GuideStatement) -> bool:
    return bool(said.general) and not said.ids


def _measured(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """No more than a few that rest on provisions, and of general knowledge."""
    law = [said for said in statements if said.quotes][:LAW]
    general = [said for said in statements if not said.quotes][: GENERAL if len(law) < LAW else 0]
    return tuple(said for said in statements if said in law or said in general)


def _with_law(
    question: Question, section: GuideSection, said: GuideStatement, entries: Mapping[str, Entry]
) -> Statement | None:
    units = [unit for unit in dict.fromkeys(unit_id(i) for i in said.ids) if unit in entries]
    if not units:
        return None
    entry = entries[units[0]]
    passage = quote(Question(said.text, citations=question.citations), entry, ROOM, rarity([entry.unit.text]))
    if passage is None:
        return None
    made = compose.statement(question, passage, "how")
    ours = "" if entry.authentic else ", in the words of our digest"
    return Statement(f"Guide: {_said(section, said)}{ours}:", made.ids, made.force, made.version, made.quotes, "guide")


def _said(section: GuideSection, of: GuideStatement) -> str:
    """A guide's words as a lead: a question and its answer without labels, "It" after the heading that it points to."""
    asked = re.match(r"Q:\s*(.+?)\s*A:\s*(.+)$", of.text, re.DOTALL)
    words = (f"{asked[1]} {asked[2]}" if asked else of.text).rstrip(".")
    return f"{section.heading}: {words}" if _POINTS_BACK.match(words) else words


def _distinct(statements: Sequence[Statement]) -> list[Statement]:
    """One statement for each unit quoted."""
    return list({said.quotes[0].id if said.quotes else said.text: said for said in reversed(statements)}.values())[::-1]


def _general(section: GuideSection, said: GuideStatement) -> Statement:
    month = f", state of {said.general}" if said.general[:1].isdigit() else ""
    return Statement(
        f"Guide, general knowledge{month}, no provision quoted: {_said(section, said)}.",
        (section.id,),
        (),
        "our guide",
        (),
        "guide",
    )
