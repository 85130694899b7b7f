"""The words of ours before a quote: role, topic, force on whom."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kb.answer.closeness import TIME_UNITS, asks_time
from kb.answer.glossary import definitions
from kb.answer.records import Lead, Passage, Question
from kb.model import Force
from kb.norms import forces, is_definition, norms, quantities
from kb.text import terms

FORCE_WORDS: Mapping[Force, str] = {
    "shall": "Duty",
    "shall not": "Ban",
    "may": "Option",
    "need not": "No bar",
    "shall consider": "Duty to consider",
    "should": "Softer: should",
    "endeavour": "Softer: endeavour",
    "only if": "Only if",
}
_ADDRESSEE = re.compile(
    r"(?:^|[.,:;]\s)(?:However,?\s|In addition,?\s)?(?:the|each|a|an|any|every|no)\s+"
    r"(?P<who>(?:requested|requesting|sentencing|administering|receiving|sending|transmitting|issuing|executing|flag|host|"
    r"custodial|transit)\s+(?:contracting\s+)?(?:state\s+party|state|party|member state|authority))\s+"
    r"(?P<modal>shall|may|must|should)(?!\s+(?:not\s+)?be\s+\w+(?:ed|en)\b)",
    re.IGNORECASE,
)
_RIGHT = re.compile(r"\bright\b|\bentitled\b", re.IGNORECASE)
_MARKS = re.compile(r"[*_#]+|<[^>]+>")
_EXCEPTION = re.compile(
    r"^(?:However|Nevertheless|Notwithstanding|By way of exception|In exceptional|The exception)\b|\bshall not apply\b"
)
_CONDITIONS = re.compile(r"\bonly (?:on|if|under|when|where|in)\b|\bconditions?:?$", re.IGNORECASE)
_EMPTY = re.compile(r"^(?:definitions?|use of terms|terms|interpretation|article \w+)$", re.IGNORECASE)
NAMED = 3  # defined terms named before their definitions


def lead(question: Question, passage: Passage, said: Sequence[str]) -> Lead:
    """Role, topic and forces of what is quoted (`said`: the quotes' words)."""
    found = tuple(force for text in said for force in forces(text))
    role = _role(question, passage, said, found)
    about = (defined(question, passage) if role == "definition" else "") or topic(passage)
    return Lead(role, about, found, _addressee(said), force_words(said))


def defined(question: Question, passage: Passage) -> str:
    """The terms whose definitions are quoted, of several those that the question has; "" where it has none of many.

    A digest holds more index terms than it defines: those count that open a sentence, or that are asked for where the
    heading says nothing.
    """
    entry = passage.entry
    here = [
        one
        for one in definitions(entry)
        if any(span.start < one.piece.span.end and one.piece.span.start < span.end for span in passage.spans)
    ]
    asked = [one.term for one in here if set(terms(one.term)) <= set(terms(question.text))]
    if not entry.authentic:
        opening = [one.term for one in here if _opens(one.piece.span.of(entry.unit.text), one.term)]
        asked = [term for term in asked if term in opening] or (asked if _EMPTY.search(topic(passage)) else [])
        return ", ".join((asked or (opening if len(opening) <= NAMED else []))[:NAMED])
    chosen = asked or ([one.term for one in here] if len(here) <= NAMED else [])
    return ", ".join(chosen[:NAMED])


def _opens(words: str, term: str) -> bool:
    """True where a term comes first, its label and quotation mark aside."""
    return bool(re.match(rf"(?:\(\w+\)\s*)?[“\"]?{re.escape(term)}", words, re.IGNORECASE))


def force_words(said: Sequence[str]) -> tuple[str, ...]:
    """What the forces of the words quoted are called, each once: a right is an option that somebody is given."""
    found = (
        "Right" if norm.force == "may" and _RIGHT.search(norm.cue.of(text)) else FORCE_WORDS[norm.force]
        for text in said
        for norm in norms(text)
    )
    return tuple(dict.fromkeys(found))


def words(of: Lead) -> str:
    """The lead as a phrase: "Rule: extradition of nationals (Option):"."""
    named = "; ".join(of.named)
    on = f" on the {of.addressee}" if of.addressee and named in ("Duty", "Ban") else ""
    of_whom = f" of the {of.addressee}" if of.addressee and named == "Option" else ""
    head = of.role.capitalize() + (f": {of.topic}" if of.topic else "")
    return f"{head} ({named}{on}{of_whom}):" if named else f"{head}:"


def topic(passage: Passage) -> str:
    """The heading as it reads within a phrase, else the first term of the digest, else the article."""
    unit = passage.entry.unit
    if unit.heading:
        return _lowered(_MARKS.sub("", unit.heading).strip(" .-–—"))
    if passage.entry.digest and passage.entry.digest.terms:
        return passage.entry.digest.terms[0]
    return f"article {unit.article}" if unit.article and unit.kind in ("article", "paragraph") else ""


def _lowered(heading: str) -> str:
    """A heading within a phrase: "Extradition of nationals" loses its capital, "ICC requests" keeps them."""
    if heading.isupper():
        return heading.lower()
    first, space, rest = heading.partition(" ")
    return f"{first.lower()}{space}{rest}" if first.istitle() else heading


def _role(question: Question, passage: Passage, said: Sequence[str], found: Sequence[Force]) -> str:
    digest = passage.entry.digest
    if any(is_definition(text) for text in said) or (digest is not None and digest.kind == "definition"):
        return "definition"
    if asks_time(question.text) and any(q.unit in TIME_UNITS for text in said for q in quantities(text)):
        return "time limits"
    if (said and _EXCEPTION.match(said[0])) or (digest is not None and digest.kind == "exception"):
        return "exception"
    if "only if" in found or any(_CONDITIONS.search(text) for text in said[:1]):
        return "conditions"
    kinds = {"scope": "scope", "procedure": "how"}
    return kinds.get(digest.kind, "rule") if digest is not None else "rule"


def _addressee(said: Sequence[str]) -> str:
    found = {m["who"].lower() for text in said for m in _ADDRESSEE.finditer(text)}
    if len(found) != 1:
        return ""
    return re.sub(r"\b(state|party)\b", lambda m: m[0].capitalize(), found.pop())
