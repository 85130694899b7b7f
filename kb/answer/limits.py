"""What an answer warns of beside its rule: clauses open to declaration, and what bars a surrender that it allows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set

from kb.answer.compose import LIMITS, pinpoint, pinpoints
from kb.model import Entry, Instrument, Statement, unit_id

SAFEGUARDS = {
    "torture-ban": "torture",
    "death-penalty": "death penalty",
    "fair-trial": "fair trial",
    "discrimination-clause": "persecution",
}
"""Concepts that limit a surrender or a handing over, as the answer calls them."""
_HANDS_OVER = re.compile(
    r"\b(?:may|shall|must|can|agrees?|undertakes?|oblig\w+|bound|required|right)\b"
    r"(?![^.;:]{0,40}\b(?:refus|declin))[^.;:]{0,80}?"
    r"\b(?:extradite(?:d)?|grant(?:ed)? extradition|surrender(?:ed)?|hand(?:ed)? over)\b|"
    r"\bextradition\b[^.;:]{0,60}\b(?:may|shall|must)\s+(?:also\s+)?be\s+(?:granted|effected)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(r"\b(?:person|offender|suspect|accused|individual|he|him|national|prisoner|extradit\w+)\b", re.I)
EXTRADITION = "ece"
GENERAL = (EXTRADITION, "cat", "iccpr", "echr", "untoc")  # the instruments that a lawyer would look at first
_DECLARED = re.compile(
    r"\breserves? the right\b|\breservations?\b|\bdeclare that\b|"
    r"\bdeclarations?\b(?=[^.;]*\b(?:signature|deposit|ratif|accession|Secretary|notif|depositary))|"
    r"\b(?:part(?:y|ies)|states?|signature|deposit\w*|ratif\w+|accession)\b[^.;]{0,120}\bdeclarations?\b",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"\bno reservations?\b", re.IGNORECASE)
_TO_BE_HEARD = re.compile(
    r"\b(?:temporar\w+|evidence|evidentiary|testi\w+|witness\w*|confrontation|hearing)\b", re.IGNORECASE
)
_ON_SURRENDER = re.compile(
    r"\b(?:extradit|expel|surrender|return|hand(?:s|ed|ing)? (?:\w+ )?over|send(?:s|ing)? (?:\w+ )?back)", re.IGNORECASE
)


def limits(
    statements: Sequence[Statement], entries: Mapping[str, Entry], names: Mapping[str, Instrument]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Sentences on the limits of an answer, and the provisions that they point to."""
    law = [said for said in statements if said.quotes]
    open_ = [said.ids[0] for said in law if any(_open(quote.text) for quote in said.quotes)]
    found = [_declarable(open_, names)] if open_ else []
    barred = safeguards(law, entries) if law and _permits(law[0]) else {}
    if barred:
        each = "; ".join(f"{SAFEGUARDS[concept]} {pinpoint(unit, names)}" for concept, unit in barred.items())
        found.append(f"Limits on handing over, to be looked at as well: {each}.")
    return (*found, *LIMITS), tuple(barred.values())


def _open(words: str) -> bool:
    """True for a clause that a State may restrict by a reservation or declaration; a ban on reservations is none."""
    return bool(_DECLARED.search(words)) and not _CLOSED.search(words)


def safeguards(law: Sequence[Statement], entries: Mapping[str, Entry]) -> dict[str, str]:
    """For each safeguard a provision not quoted yet: of the instruments quoted first, then of general ones.

    Among these those on surrender, then rules, go before others.
    """
    quoted = {unit_id(i) for said in law for i in said.ids}
    homes = {unit.partition(":")[0] for unit in quoted}
    best: dict[str, tuple[tuple[bool, int, bool], str]] = {}
    for unit, entry in entries.items():
        for use in entry.digest.concepts if entry.digest and unit not in quoted else ():
            if use.concept in SAFEGUARDS:
                rank = (not _on_surrender(entry), _distance(entry.unit.instrument, homes), use.role != "rule")
                if use.concept not in best or rank < best[use.concept][0]:
                    best[use.concept] = (rank, unit)
    return {concept: best[concept][1] for concept in SAFEGUARDS if concept in best}


def _on_surrender(entry: Entry) -> bool:
    """True for a provision on surrender: by its words, or as all of a convention on extradition is."""
    return entry.unit.instrument == EXTRADITION or bool(_ON_SURRENDER.search(entry.unit.text))


def _distance(instrument: str, homes: Set[str]) -> int:
    """How far an instrument is from the answer: 0 where it is quoted, then the general ones, then all others."""
    if instrument in homes:
        return 0
    return 1 + GENERAL.index(instrument) if instrument in GENERAL else 1 + len(GENERAL)


def _permits(said: Statement) -> bool:
    """True where the words quoted allow or order somebody to be handed over, not lent as a witness or as a term."""
    if said.role == "definition" or any(_TO_BE_HEARD.search(quote.text) for quote in said.quotes):
        return False
    hands = any(_HANDS_OVER.search(quote.text) and _PERSON.search(quote.text) for quote in said.quotes)
    return hands and bool({"may", "shall", "only if"} & set(said.force))


def _declarable(ids: Sequence[str], names: Mapping[str, Instrument]) -> str:
    places = pinpoints(tuple(dict.fromkeys(ids)), names)
    return f"Open to reservation or declaration, not checked for your States: {places}."
