"""Does the nearest provision that speaks to a claim bear it out or contradict it?

What is compared: numbers of the same unit, what is allowed with what is forbidden, what is required with what need not
be. A claim about refusing is turned round before it is held against a rule about granting, and the other way.
The provisions are looked at in the order of their rank for the claim; the first that speaks to it decides, and where
it bears the claim out nothing is corrected.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kb.answer.claims import Claim
from kb.answer.closeness import overlap, rarity
from kb.answer.pieces import pieces
from kb.answer.records import Nearness, Piece
from kb.model import Entry, Hit
from kb.norms import Norm, Quantity, is_definition, norms, quantities
from kb.text import sentences, squeeze, terms

DEPTH = 8  # provisions looked at
DEPTH_ASKED = 1  # the same for what a question only presupposes
ABOUT = 0.36  # nearness to the claim, by words or by vectors, from which the first provision is about it
ABOUT_FURTHER = 0.44  # the same for those after it
RECITALS = ("preamble", "recital")
NEAR_PIECE = 0.85
EXCERPT = 45  # words of a sentence that a headline may quote
BORNE_OUT = 0.3  # share of the claim's words that a provision with its digest has to hold before it bears the claim out
NEAR_NORM = 0.12  # share of the claim's words that the norm itself has to hold

Relation = Literal["bears out", "contradicts", "silent"]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What the library says against a claim: the provision, the piece, and a headline of ours."""

    entry: Entry
    piece: Piece
    headline: str


_NUMBER = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|eighteen|\w+ty|\w+ieth|first|second|third)\b",
    re.I,
)
_SURRENDER = re.compile(r"\b(?:extradit|surrender|hand(?:s|ed|ing)? (?:\w+ )?over)", re.I)
_ASSISTANCE = re.compile(r"\bassistance\b", re.I)
_PEOPLE = frozenset({"person", "member"})
_PERIODS = frozenset("hour day week month year".split())
_AT_ONCE = re.compile(r"\b(?:without (?:undue )?delay|immediately|promptly|forthwith|at once)\b", re.I)
_NO_LIMIT = re.compile(
    r"\b(?:not be subject to any|no|without any)\s+(?:statutes? of limitations?|time[- ]limits?|limitation)\b", re.I
)
_DENIES = re.compile(
    r"\bnot (?:be )?(?:a )?(?:prerequisites?|necessary|required|conditional|made conditional|dependent|subject to)\b|"
    r"\bnot (?:be )?(?:required|obliged|bound) to\b|\bshall not require\b|\bneed not\b|"
    r"\bwithout (?:it being necessary|the (?:prior )?(?:authori[sz]ation|consent|permission|agreement)|"
    r"any (?:form of|other|further))\b|"
    r"\beven (?:if|where|though)\b|\b(?:irrespective|regardless) of\b|\bindependently of\b|\bwhether or not\b|"
    r"\bprohibit(?:s|ing)?\b|\bexempt from\b|\bequally to all\b|\bwithout any distinction\b",
    re.I,
)
_EITHER = re.compile(r"\bwhether\b[^.;]{3,80}\bor\b", re.I)
_REFUSES = re.compile(
    r"\b(?:refus\w+|declin\w+|turn(?:s|ed|ing)? (?:\w+ )?down|say(?:s|ing)? no|said no|reject\w*|den(?:y|ies|ied|ial)|"
    r"withh[eo]ld\w*|not be (?:granted|extradited|surrendered)|shall not (?:extradite|surrender)|"
    r"no (?:state )?party shall (?:extradite|expel)|"
    r"overcome obstacles)\b",
    re.I,
)
GRANTS = re.compile(
    r"\b(?:extradit\w+|surrender\w*|hand(?:s|ed|ing)? (?:\w+ )?over|assist\w*|help\w*|render\w*|grant\w*|co-?operat\w*|"
    r"execut\w+)\b",
    re.I,
)
_BANNED_WITHIN = re.compile(r"\bensure that\b.*\b(?:shall|may) not\b", re.I | re.S)
_EXCEPTIONS = frozenset({"unless", "except", "provided that"})


def contradiction(
    claim: Claim,
    ranking: Sequence[Hit],
    entries: Mapping[str, Entry],
    context: str = "",
    nearness: Nearness | None = None,
) -> Contradiction | None:
    """What contradicts a claim, or None. `ranking`: hits for the claim, best first; `context`: the whole question."""
    near = [hit for hit in ranking if hit.id in entries and entries[hit.id].unit.kind not in RECITALS]
    weights = rarity(_gloss(entries[hit.id]) for hit in near)
    views = [_View(claim, entries[hit.id], place, weights, context, nearness) for place, hit in enumerate(near)]
    views = views[: DEPTH_ASKED if claim.stance == "asks" else DEPTH]
    views = [view for view, hit in zip(views, near, strict=False) if _bears(view, hit)]
    for judge in (_numbers, _forces):
        for view in views:
            relation, found = judge(view)
            if relation != "silent":
                return found
    return None


@dataclass(frozen=True, slots=True)
class _View:
    """A claim held against one provision at its place in the ranking."""

    claim: Claim
    entry: Entry
    place: int
    weights: Mapping[str, float]
    context: str
    nearness: Nearness | None

    def shared(self, text: str) -> float:
        return overlap(self.claim.subject, text, self.weights)


def _bears(view: _View, hit: Hit) -> bool:
    """True where the provision is about the claim: by shared words or by nearness, and by the kind of cooperation."""
    words = view.entry.unit.text
    if _SURRENDER.search(view.claim.text) and _ASSISTANCE.search(words) and not _SURRENDER.search(words):
        return False
    about = max(view.shared(_gloss(view.entry)), hit.why.get("cosine", 0.0))
    return about >= (ABOUT if view.place == 0 else ABOUT_FURTHER)


def _gloss(entry: Entry) -> str:
    """All that is known of a provision in words: its text, heading, digest, terms and questions."""
    digest = entry.digest
    ours = (digest.digest, *digest.terms, *digest.questions) if digest else ()
    return " ".join((entry.unit.heading, entry.unit.text, *ours))


# ── numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _numbers(view: _View) -> tuple[Relation, Contradiction | None]:
    """Another number of the same kind, "without delay", or no limit at all, where the claim states a number."""
    claim, entry = view.claim, view.entry
    text = entry.unit.text
    stated = [] if claim.stance == "asks" else quantities(claim.text)
    if not stated:
        return "silent", None
    said = stated[0]
    there = [q for q in quantities(text) if _comparable(said, q)]
    if any(_same(said, q) for q in there):
        return "bears out", None
    claimed = said.span.of(claim.text)
    if there:
        ours = _series(list(dict.fromkeys(squeeze(q.span.of(text)) for q in there)))
        return "contradicts", Contradiction(entry, _around(entry, there[0].span.start), f"No: {ours}, not {claimed}.")
    other = _NO_LIMIT.search(text) or _AT_ONCE.search(text)
    if other and said.unit in _PERIODS:
        headline = f"No: “{squeeze(other.group())}”, not {claimed}."
        return "contradicts", Contradiction(entry, _around(entry, other.start()), headline)
    return "silent", None


def _comparable(one: Quantity, other: Quantity) -> bool:
    kinds = (_PERIODS, _PEOPLE)
    return one.unit == other.unit or any(one.unit in kind and other.unit in kind for kind in kinds)


_HOURS = {"hour": 1.0, "day": 24.0, "week": 168.0, "month": 730.0, "year": 8760.0}


def _same(one: Quantity, other: Quantity) -> bool:
    if one.unit == other.unit or one.unit not in _HOURS:
        return one.value == other.value
    return abs(one.value * _HOURS[one.unit] - other.value * _HOURS[other.unit]) < 0.03 * one.value * _HOURS[one.unit]


def _series(said: Sequence[str]) -> str:
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} or {said[-1]}"


def _around(entry: Entry, place: int) -> Piece:
    """The piece that holds a place of the text."""
    found = [piece for piece in pieces(entry.unit) if piece.span.start <= place < piece.span.end]
    every = found or [piece for piece in pieces(entry.unit) if any(s.start <= place < s.end for s in piece.chapeau)]
    return min(every or pieces(entry.unit), key=lambda piece: piece.span.end - piece.span.start)


# ── force ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _forces(view: _View) -> tuple[Relation, Contradiction | None]:
    """Allowed against forbidden, required against not needed, by the nearest pieces that speak to the claim."""
    for piece in _nearest(view):
        relation, headline = _force(view, piece)
        if relation != "silent":
            return relation, Contradiction(view.entry, piece, headline) if headline else None
    return "silent", None


def _nearest(view: _View) -> list[Piece]:
    """The pieces nearest to the claim, best first; those that take a condition away go before them."""
    text = view.entry.unit.text
    found = pieces(view.entry.unit)
    if len(found) < 2:
        return list(found)
    near = _closeness(view, found)
    best = max(near.values())
    order = sorted((piece for piece in found if near[piece] >= NEAR_PIECE * best), key=lambda piece: -near[piece])
    if view.claim.stance in ("must", "only") and view.entry.unit.parts:
        denying = [piece for piece in found if _DENIES.search(piece.span.of(text))]
        order = [p for p in denying if overlap(view.context, p.span.of(text), view.weights) > 0] + order
    return list(dict.fromkeys(order))


def _closeness(view: _View, found: Sequence[Piece]) -> dict[Piece, float]:
    said = [_words(view.entry, piece) for piece in found]
    if view.nearness is None:
        return dict(zip(found, map(view.shared, said), strict=True))
    return dict(zip(found, view.nearness(view.claim.text, said), strict=True))


def _words(entry: Entry, piece: Piece) -> str:
    text = entry.unit.text
    return " ".join([*(span.of(text) for span in piece.chapeau), piece.span.of(text)])


def _force(view: _View, piece: Piece) -> tuple[Relation, str]:
    said = _words(view.entry, piece)
    denied = _denied(view, said)
    if denied:
        return "contradicts", f"No: {_excerpt(said, denied.start())}."
    found = norms(said)
    if not found:
        return "silent", ""
    norm = max(found, key=lambda norm: view.shared(norm.span.of(said)))
    if len({norm.force for norm in found}) > 1 and view.shared(norm.span.of(said)) <= NEAR_NORM:
        return "silent", ""
    relation = _held_against(view.claim, norm, said)
    if relation == "bears out" and view.shared(_gloss(view.entry)) < BORNE_OUT:
        return "silent", ""
    if relation == "contradicts" and view.claim.counts and _NUMBER.search(view.entry.unit.text):
        return "silent", ""
    return relation, f"No: {_excerpt(said, norm.cue.start)}." if relation == "contradicts" else ""


def _denied(view: _View, said: str) -> re.Match[str] | None:
    """Words that take away the condition which the claim sets up."""
    if view.claim.stance not in ("must", "only", "is"):
        return None
    either = _EITHER.search(said) if view.claim.stance == "only" and view.place == 0 else None
    return _DENIES.search(said) or (None if is_definition(said) else either)


def _held_against(claim: Claim, norm: Norm, text: str) -> Relation:
    """The claim's modality against the norm's, refusal taken into account."""
    words = norm.span.of(text)
    refusing = turned_down(claim.text)
    turned = refusing != refuses(words)
    if claim.stance == "asks":
        return "contradicts" if norm.force == "shall not" and not turned and _flat(norm) else "silent"
    if turned and norm.force == "shall not":
        agrees = claim.stance != "only" and (turned_down(words) if refusing else GRANTS.search(claim.text))
        return "bears out" if agrees else "silent"
    if turned:
        against = {"must": ("may",), "may": (), "is": (), "only": ()}[claim.stance]
        return "contradicts" if norm.force in against and GRANTS.search(claim.text) else "silent"
    if norm.force == "shall not" or _BANNED_WITHIN.search(words):
        return "silent" if _excepted(claim, norm, text) or _elsewhere(claim, norm, text) else "contradicts"
    if norm.force == "need not":
        return "contradicts" if claim.stance == "must" else "silent"
    borne_out = {"must": ("shall",), "may": ("may", "shall", "only if"), "only": ("only if",), "is": ("shall", "may")}
    return "bears out" if norm.force in borne_out[claim.stance] else "silent"


def turned_down(words: str) -> bool:
    """True where the words speak of refusing."""
    return bool(_REFUSES.search(words))


def refuses(words: str) -> bool:
    """True where a norm is about refusing, not where it forbids granting."""
    found = _REFUSES.search(words)
    return bool(found) and not re.match(r"not be|shall not|no ", found.group(), re.I)  # type: ignore[union-attr]


def _flat(norm: Norm) -> bool:
    """True for a ban that nothing limits."""
    return not any(q.kind in _EXCEPTIONS or q.kind in ("if", "where", "until", "subject to") for q in norm.qualifiers)


def _excepted(claim: Claim, norm: Norm, text: str) -> bool:
    """True where the claim speaks of what the ban leaves open: it shares words with an exception alone."""
    asked = set(terms(claim.text))
    open_ = [q.span.of(text) for q in norm.qualifiers if q.kind in _EXCEPTIONS]
    banned = set(terms(norm.span.of(text))) - {term for words in open_ for term in terms(words)}
    return any(len((set(terms(words)) - banned) & asked) >= 2 for words in open_)


def _elsewhere(claim: Claim, norm: Norm, text: str) -> bool:
    """True where the ban holds in a case of which a claim of duty says nothing: it shares fewer than two words."""
    cases = [q.span.of(text) for q in norm.qualifiers if q.kind in ("if", "where", "when")]
    outside = set(terms(norm.span.of(text))) - {term for words in cases for term in terms(words)}
    inside = {term for words in cases for term in terms(words)} - outside
    return claim.stance == "must" and len(inside & set(terms(claim.subject))) < min(2, len(inside))


def _excerpt(text: str, start: int) -> str:
    """The sentence that carries the correction where it is short; else none: it stands whole in the first statement."""
    around = next(span for span in sentences(text) if span.start <= start < span.end)
    sentence = squeeze(around.of(text))
    return f"“{sentence.rstrip('.;')}”" if len(sentence.split()) <= EXCERPT else "the text says otherwise, see [1]"
