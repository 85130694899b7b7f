"""What the deciding rule leans on: its terms that the instrument defines, and the provisions that it points to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from kb.answer import compose
from kb.answer.closeness import rarity
from kb.answer.glossary import Definition, Glossary, used
from kb.answer.records import Passage, Question
from kb.answer.select import ids_of, quote, spans_of, units_of
from kb.model import Entry, Hit, Quote, Statement, article_id, unit_id

LEANED_ON = ("term", "referred to in [1]", "other ground")  # the roles of these statements
GROUNDS = 10  # further grounds for refusing that are named
_ASKS_GROUNDS = re.compile(
    r"\bgrounds?\b|\b(?:what|which|for) reasons?\b|"
    r"\bwhen (?:may|can|must|shall|could) (?:\w+ ){0,2}(?:extradition|assistance|requests?|co-?operation|transfer|"
    r"surrender|enforcement)\b[^?]{0,30}\bbe (?:refused|declined|rejected|turned down)",
    re.IGNORECASE,
)
TERMS = 3  # terms explained beside one rule
FOLLOWED = 2  # provisions followed from one rule
RANGE = 3  # a reference to more provisions than these is a list, not what the rule depends on
ROOM = 90  # words quoted of a provision that the rule points to


def leaned_on(
    question: Question,
    law: Sequence[Statement],
    ranking: Sequence[Hit],
    entries: Mapping[str, Entry],
    known: Glossary,
) -> tuple[Statement, ...]:
    """Folded statements on the terms and the references of the first statement, in that order.

    Terms are not folded where the rule is itself a definition. What is quoted already is left out.
    """
    if not law:
        return ()
    quoted = {unit_id(i) for said in law for i in said.ids}
    terms = explained(question, law, entries, known)
    taken = quoted | {unit_id(i) for said in terms for i in said.ids}
    grounds = other_grounds(question, law[0], entries, taken)
    taken |= {unit_id(i) for said in grounds for i in said.ids}
    return (*grounds, *terms, *followed(question, law[0], ranking, entries, taken))


def other_grounds(
    question: Question, rule: Statement, entries: Mapping[str, Entry], taken: set[str]
) -> tuple[Statement, ...]:
    """Where grounds for refusing are asked for, those that the instrument of the first statement has besides."""
    mine = _refusals(entries[rule.quotes[0].id])
    if not _ASKS_GROUNDS.search(question.text) or not mine:
        return ()
    slug = entries[rule.quotes[0].id].unit.instrument
    others = [e for e in entries.values() if e.unit.instrument == slug and e.id not in taken and mine & _refusals(e)]
    weights = rarity(entry.unit.text for entry in others)
    passages = [quote(question, entry, ROOM, weights) for entry in others[:GROUNDS]]
    made = [compose.statement(question, passage, LEANED_ON[2]) for passage in passages if passage is not None]
    return tuple(replace(said, folded=True) for said in made)


def _refusals(entry: Entry) -> set[str]:
    """The concepts of a provision that are grounds for refusing something."""
    return {use.concept for use in entry.digest.concepts if use.concept.endswith("-refusal")} if entry.digest else set()


def explained(
    question: Question, law: Sequence[Statement], entries: Mapping[str, Entry], known: Glossary
) -> tuple[Statement, ...]:
    """The definitions of the terms that the first statement uses, those of one provision together."""
    rule = law[0]
    first = entries[rule.quotes[0].id]
    said = " ".join(one.text for one in rule.quotes)
    found = used(said, article_id(first.id), known.get(first.unit.instrument, ()), question.text)
    fresh = [one for one in found if not _quoted(one, law)][:TERMS]
    by_place = [(unit, list(each)) for unit, each in groupby(sorted(fresh, key=lambda d: d.unit), key=lambda d: d.unit)]
    return tuple(_term(question, entries[unit], each, rule.role) for unit, each in by_place)


def _quoted(one: Definition, law: Sequence[Statement]) -> bool:
    """True where the words of the definition stand in the answer already."""
    quotes = (quote for said in law for quote in said.quotes if quote.id == one.unit)
    return any(quote.start <= one.piece.span.start < quote.end for quote in quotes)


def _term(question: Question, entry: Entry, defined: Sequence[Definition], role: str) -> Statement:
    held = sorted({one.piece for one in defined}, key=lambda piece: piece.span.start)
    passage = Passage(entry, ids_of(held), spans_of(held, entry.unit.text))
    made = compose.statement(question, passage, LEANED_ON[0])
    ours = "" if entry.authentic else ", in the words of our digest"
    names = ", ".join(one.term for one in sorted(defined, key=lambda one: one.piece.span.start))
    lead = f"Term{'s' if len(defined) > 1 else ''}: {names}{ours}:"
    return replace(made, text=lead, folded=role != "definition")


def followed(
    question: Question,
    rule: Statement,
    ranking: Sequence[Hit],
    entries: Mapping[str, Entry],
    taken: set[str],
) -> tuple[Statement, ...]:
    """The provisions that the words quoted point to, in their order."""
    units = [_nearest(one, ranking, entries) for one in references(rule.quotes, entries)]
    found: list[Statement] = []
    for unit in dict.fromkeys(unit for unit in units if unit and unit not in taken):
        passage = quote(question, entries[unit], ROOM, rarity([entries[unit].unit.text]))
        if passage is not None and len(found) < FOLLOWED:
            found.append(replace(compose.statement(question, passage, LEANED_ON[1]), folded=True))
    return tuple(found)


def references(quotes: Sequence[Quote], entries: Mapping[str, Entry]) -> list[str]:
    """Pinpoints that the words quoted refer to, without those of their own provision and long lists."""
    found: list[str] = []
    for one in quotes:
        within = (r for r in entries[one.id].unit.references if one.start <= r.span.start and r.span.end <= one.end)
        found += [i for r in within if len(r.ids) <= RANGE for i in r.ids if not _own(i, one.id)]
    return list(dict.fromkeys(found))


def _own(pinpoint: str, unit: str) -> bool:
    """True for "this article" and "this paragraph"."""
    return pinpoint == article_id(unit) or unit_id(pinpoint) == unit


def _nearest(pinpoint: str, ranking: Sequence[Hit], entries: Mapping[str, Entry]) -> str:
    """The unit that a reference leads to; of paragraphs the one nearest to the question, else the first."""
    units = units_of(pinpoint, entries)
    place = {hit.id: n for n, hit in enumerate(ranking)}
    return min(units, key=lambda unit: place.get(unit, len(place)), default="")
