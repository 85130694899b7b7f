"""Does the nearest provision that speaks to a claim bear it out or contradict it?

What is compared: numbers of the same kind, words that are opposites, what is allowed with what is forbidden, what is
required with what need not be. A claim about refusing is turned round before it is held against a rule about granting,
and the other way. Of the provisions that speak to the claim the one that is nearest by meaning and rank decides, and
where it bears the claim out nothing is corrected.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kb.answer.claims import Claim
from kb.answer.closeness import overlap, rarity
from kb.answer.measures import PERIODS, Measure, comparable, in_words, meant, measures, same
from kb.answer.pieces import pieces
from kb.answer.polarity import Relation, against_negative, opposite
from kb.answer.records import Nearness, Piece
from kb.model import Entry, Hit
from kb.norms import Norm, is_definition, norms
from kb.text import sentences, squeeze, terms

DEPTH = 8  # provisions looked at
DEPTH_ASKED = 1  # the same for what a question only presupposes
ABOUT = 0.36  # nearness to the claim, by words or by vectors, from which the first provision is about it
ABOUT_FURTHER = 0.44  # the same for those after it
RECITALS = ("preamble", "recital")
NEAR_PIECE = 0.85  # share of the nearest piece's nearness from which another one is looked at
NEAR_DENIAL = 0.75  # the same for a piece that takes a condition away
EXCERPT = 45  # words of a sentence that a headline may quote
BORNE_OUT = 0.3  # share of the claim's words that a provision with its digest has to hold before it bears the claim out
NEAR_NORM = 0.12  # share of the claim's words that the norm itself has to hold
MOST_PIECES = 5  # pieces of a provision whose nearness by vectors is measured
DEPTH_OPPOSITE = 2  # provisions in which the opposite is looked for
NEAR_OPPOSITE = (0.2, 0.4)  # nearness of words of the opposite to the claim: by shared words, or by vectors
NEAR_NEGATIVE = (0.3, 0.45)  # the same for a norm that contradicts a negative claim
NEAR_NUMBER = (0.25, 0.4)  # the same for the piece with another number
NEAR_SOFT = (0.4, 0.5)  # the same for an option that is claimed to be a duty
BEHIND = 0.15  # a provision that is so much less near than the nearest one contradicts nothing
A_PLACE = 0.03  # what a place in the ranking weighs against nearness


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What the library says against a claim: the provision, the piece, and a headline of ours."""

    entry: Entry
    piece: Piece
    headline: str


_NUMBER = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|eighteen|\w+ty|\w+ieth|first|"
    r"second|third)\b",
    re.I,
)
_SURRENDER = re.compile(r"\b(?:extradit|surrender|hand(?:s|ed|ing)? (?:\w+ )?over)", re.I)
_ASSISTANCE = re.compile(r"\bassistance\b", re.I)
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
    r"\b(?:refus\w+|declin\w+|turn(?:s|ed|ing)? (?:\w+ )?down|say(?:s|ing)? no|said no|reject\w*|den(?:y|ies|"
    r"ied|ial)|"
    r"withh[eo]ld\w*|not be (?:granted|extradited|surrendered)|shall not (?:extradite|surrender)|"
    r"no (?:state )?party shall (?:extradite|expel)|"
    r"overcome obstacles)\b",
    re.I,
)
GRANTS = re.compile(
    r"\b(?:extradit\w+|surrender\w*|hand(?:s|ed|ing)? (?:\w+ )?over|assist\w*|help\w*|render\w*|grant\w*|"
    r"co-?operat\w*|"
    r"execut\w+)\b",
    re.I,
)
_BANNED_WITHIN = re.compile(r"\bensure that\b.*\b(?:shall|may) not\b", re.I | re.S)
_SOFT = frozenset({"may", "should", "endeavour", "shall consider"})
_NOTHING = re.compile(r"\W*Nothing in\b", re.I)
_MILD = re.compile(
    r"\b(?:try|tries|endeavou?rs?|consider\w*|invit\w+|may|can|might|could|encourag\w+|seeks?|efforts?|possible|"
    r"as far as|should)\b",
    re.I,
)
_STRICT = re.compile(r"\b(?:obliges?|requires?|must|ha(?:s|ve) to|compulsory|mandatory|forces?|bound to)\b", re.I)
_NARROW = re.compile(r"\b(?:solely|merely|exclusively|on the (?:sole )?grounds?)\b(?P<case>[^.;]*)", re.I)
_WITHOUT_CONSENT = re.compile(
    r"\bwithout (?:the )?(?:prior |express )*(?:consent|authori[sz]ation|agreement|permission)\b", re.I
)
_CONSENT = re.compile(r"\b(?:consent|agree|authori[sz]|permi(?:ssion|t)|asking)", re.I)
_WITHOUT = re.compile(r"\bwithout\b", re.I)
_EXCEPTS = re.compile(r"\b(?:except|unless|save|apart from|other|without)\b", re.I)
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
    near = near[: DEPTH_ASKED if claim.stance == "asks" else DEPTH]
    views = [
        _View(claim, entries[hit.id], place, weights, context, {}, hit.why.get("cosine", 0.0))
        for place, hit in enumerate(near)
    ]
    views = [view for view in views if _bears(view)]
    closest = _closest(claim, [view.entry for view in views], weights, nearness)
    views = [replace(view, closest=closest) for view in views]
    relation, found = _numbers(views)
    if relation == "silent":
        found = _opposites(views[:DEPTH_OPPOSITE]) or _soft(views)
    if relation != "silent" or found:
        return found
    judged = [(view.weight, *_forces(view)) for view in views]
    nearest = max((view.weight for view in views), default=0.0)
    spoken = [one[::2] for one in judged if one[1] != "silent" and one[0] >= nearest - BEHIND]
    return max(spoken, key=lambda one: one[0])[1] if spoken else None


@dataclass(frozen=True, slots=True)
class _View:
    """A claim held against one provision at its place in the ranking."""

    claim: Claim
    entry: Entry
    place: int
    weights: Mapping[str, float]
    context: str
    closest: Mapping[str, float]  # nearness by vectors of the pieces to the claim
    cosine: float  # the same of the provision with its digest

    def shared(self, text: str) -> float:
        """Share of the claim's words that the text holds."""
        return overlap(self.claim.subject, text, self.weights)

    def near(self, text: str) -> float:
        """Nearness of the text to the claim: by vectors where they are known, else by shared words."""
        return self.closest.get(text, self.shared(text))

    def is_near(self, text: str, least: tuple[float, float], of: str = "") -> bool:
        """True where the text is near by shared words, or by vectors (those of the piece `of` that it is part of)."""
        return self.shared(text) >= least[0] or self.closest.get(of or text, -1.0) >= least[1]

    @property
    def about(self) -> float:
        """How much the provision is about the claim: by shared words or by vectors."""
        return max(self.shared(_gloss(self.entry)), self.cosine)

    @property
    def weight(self) -> float:
        """Nearness and rank in one figure."""
        return max(self.cosine or self.about, 0.0) - A_PLACE * self.place


def _closest(
    claim: Claim, found: Sequence[Entry], weights: Mapping[str, float], nearness: Nearness | None
) -> dict[str, float]:
    """Nearness by vectors of the pieces of provisions; of long ones only those that share most words."""
    if nearness is None:
        return {}
    texts = []
    for entry in found:
        said = [_words(entry, piece) for piece in pieces(entry.unit)]
        texts += sorted(said, key=lambda one: -overlap(claim.subject, one, weights))[:MOST_PIECES]
    return dict(zip(texts, nearness(claim.text, texts), strict=True))


def _bears(view: _View) -> bool:
    """True where the provision is about the claim: by shared words or by nearness, and by the kind of cooperation."""
    words = view.entry.unit.text
    if _SURRENDER.search(view.claim.text) and _ASSISTANCE.search(words) and not _SURRENDER.search(words):
        return False
    return view.about >= (ABOUT if view.place == 0 else ABOUT_FURTHER)


def _gloss(entry: Entry) -> str:
    """All that is known of a provision in words: its text, heading, digest, terms and questions."""
    digest = entry.digest
    ours = (digest.digest, *digest.terms, *digest.questions) if digest else ()
    return " ".join((entry.unit.heading, entry.unit.text, *ours))


# ── numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A view with the measures that are of the kind of the claimed one, or with words for "no limit"."""

    view: _View
    there: tuple[Measure, ...]
    held: tuple[str, ...]  # the pieces in which they stand
    near: bool
    borne: bool = False
    unlimited: re.Match[str] | None = None


def _numbers(views: Sequence[_View]) -> tuple[Relation, Contradiction | None]:
    """Another number of the same kind, "without delay", or no limit at all, where the claim states a number."""
    claimed = measures(views[0].claim.text, spoken=True) if views and views[0].claim.stance != "asks" else ()
    if not claimed:
        return "silent", None
    said = claimed[0]
    found = [one for view in views if (one := _numbered(view, said)).near]
    borne = next((one for one in found if one.borne), None)
    other = max((one for one in found if not one.borne and one.there), key=_fit, default=None)
    if other is None:
        other = next((one for one in found if one.unlimited), None)
    if borne and (other is None or borne.view.weight >= other.view.weight - BEHIND):
        return "bears out", None
    return ("contradicts", _another(other, said)) if other else ("silent", None)


def _fit(one: _Numbered) -> float:
    return one.view.weight + max(one.view.near(words) for words in one.held)


def _numbered(view: _View, said: Measure) -> _Numbered:
    there = tuple(one for one in measures(view.entry.unit.text) if comparable(said, one))
    places = [one.quantity.span.start for one in there]
    text = view.entry.unit.text
    unlimited = None if there or said.quantity.unit not in PERIODS else _NO_LIMIT.search(text) or _AT_ONCE.search(text)
    held = [_words(view.entry, _around(view.entry, place)) for place in places]
    near = any(view.is_near(one, NEAR_NUMBER) for one in held) or (bool(unlimited) and view.place == 0)
    return _Numbered(view, there, tuple(held), near, any(same(said, one) for one in there), unlimited)


def _another(found: _Numbered, said: Measure) -> Contradiction:
    entry = found.view.entry
    if found.unlimited:
        headline = f"No: “{squeeze(found.unlimited.group())}”, not {said.words}."
        return Contradiction(entry, _around(entry, found.unlimited.start()), headline)
    one = meant(said, found.there, found.view.shared)
    ours = in_words(one) if one else "the text has other numbers"
    place = (one or found.there[0]).quantity.span.start
    return Contradiction(entry, _around(entry, place), f"No: {ours}, not {said.words}.")


def _around(entry: Entry, place: int) -> Piece:
    """The piece that holds a place of the text."""
    found = [piece for piece in pieces(entry.unit) if piece.span.start <= place < piece.span.end]
    every = found or [piece for piece in pieces(entry.unit) if any(s.start <= place < s.end for s in piece.chapeau)]
    return min(every or pieces(entry.unit), key=lambda piece: piece.span.end - piece.span.start)


# ── opposites and options ────────────────────────────────────────────────────────────────────────────────────────


def _opposites(views: Sequence[_View]) -> Contradiction | None:
    """The first piece that says the opposite in so many words."""
    for view in views:
        if view.claim.stance in ("must not", "need not", "asks"):
            return None
        for piece in pieces(view.entry.unit):
            said = _words(view.entry, piece)
            found = opposite(view.claim.text, said)
            if found and view.is_near(said, NEAR_OPPOSITE):
                return Contradiction(view.entry, piece, f"No: {_excerpt(said, found.start())}.")
    return None


def _soft(views: Sequence[_View]) -> Contradiction | None:
    """An option or mere consideration where a duty is claimed, if no duty stands near."""
    if not views or views[0].place or views[0].claim.stance != "must" or turned_down(views[0].claim.text):
        return None
    if _MILD.search(views[0].claim.text) or not _STRICT.search(views[0].claim.text):
        return None
    first = views[0]
    text = first.entry.unit.text
    found = norms(text)
    forces = {norm.force for norm in found}
    if not found or not forces <= _SOFT or first.shared(text) < NEAR_SOFT[0] or refuses(text):
        return None
    rivals = (view for view in views[1:3] if any(norm.force == "shall" for norm in norms(view.entry.unit.text)))
    if any(rival.shared(rival.entry.unit.text) >= 0.8 * first.shared(text) for rival in rivals):
        return None
    norm = max(found, key=lambda norm: first.shared(norm.span.of(text)))
    piece = _around(first.entry, norm.cue.start)
    return Contradiction(first.entry, piece, f"No: no duty, {_excerpt(text, norm.cue.start)}.")


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
    near = {piece: view.near(_words(view.entry, piece)) for piece in found}
    best = max(near.values())
    order = sorted((piece for piece in found if near[piece] >= NEAR_PIECE * best), key=lambda piece: -near[piece])
    if view.claim.stance in ("must", "only") and view.entry.unit.parts:
        denying = [piece for piece in found if _DENIES.search(piece.span.of(text))]
        denying = [p for p in denying if overlap(view.context, p.span.of(text), view.weights) > 0]
        order = [p for p in denying if near[p] >= NEAR_DENIAL * best] + order
    return list(dict.fromkeys(order))


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
    if view.claim.stance in ("must not", "need not"):
        relation = _negative(view, norm, said)
    else:
        relation = _held_against(view.claim, norm, said)
    if relation == "bears out" and view.shared(_gloss(view.entry)) < BORNE_OUT:
        return "silent", ""
    if relation == "contradicts" and view.claim.counts and _NUMBER.search(view.entry.unit.text):
        return "silent", ""
    return relation, f"No: {_excerpt(said, norm.cue.start)}." if relation == "contradicts" else ""


def _negative(view: _View, norm: Norm, said: str) -> Relation:
    """A negative claim against a norm; a contradiction has to share more words with it."""
    words = norm.span.of(said)
    claim = view.claim
    if claim.stance == "must not" and norm.force == "shall not" and _excepted(claim, norm, said):
        return "silent" if _EXCEPTS.search(claim.text) else "contradicts"
    turned = turned_down(claim.text) != refuses(words)
    if norm.force == "shall not" and turned and not (_flat(norm) and turned_down(words)):
        return "silent"
    relation = against_negative(claim, norm, words, turned_down(claim.text), refuses(words))
    return relation if view.is_near(words, NEAR_NEGATIVE, said) else "silent"


def _denied(view: _View, said: str) -> re.Match[str] | None:
    """Words that take away the condition which the claim sets up."""
    if view.claim.stance not in ("must", "only", "is"):
        return None
    either = _EITHER.search(said) if view.claim.stance == "only" and view.place == 0 else None
    return _DENIES.search(said) or (None if is_definition(said) else either)


def _held_against(claim: Claim, norm: Norm, text: str) -> Relation:
    """The claim's modality against the norm's, refusal taken into account."""
    words = norm.span.of(text)
    if norm.force == "shall not" and _NOTHING.match(words):
        return "silent"
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
        spared = _excepted(claim, norm, text) or _elsewhere(claim, norm, text) or _beside(claim, words)
        return "silent" if spared else "contradicts"
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
    outside = norm.span.of(text)
    for words in open_:
        outside = outside.replace(words, " ")
    banned = set(terms(outside))
    return any(len((set(terms(words)) - banned) & asked) >= 2 for words in open_)


def _beside(claim: Claim, words: str) -> bool:
    """True where the ban is on one ground of which the claim says nothing, or on acting without the consent claimed."""
    asked = set(terms(claim.text))
    narrow = _NARROW.search(words)
    roots = {term[:5] for term in asked}
    if narrow and not {term[:5] for term in terms(narrow["case"])} & roots:
        return True
    agreed = _CONSENT.search(claim.text) and not _WITHOUT.search(claim.text)
    return bool(agreed and _WITHOUT_CONSENT.search(words))


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
