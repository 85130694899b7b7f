"""Which provisions answer, and which of their sentences are quoted.

The order is that of the ranking, a cited pinpoint first. An instrument that the question names answers alone; the
others wait in `see_also`. Few good passages beat many: a hit far below the best one is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from kb.answer.closeness import closeness, likeness, overlap, rarity
from kb.answer.compare import in_rows
from kb.answer.deciding import deciding_first
from kb.answer.glossary import asked, asks_meaning, definitions
from kb.answer.pieces import editorial, pieces
from kb.answer.records import Passage, Piece, Question, Similarity
from kb.answer.twins import same_words, with_twin
from kb.model import Entry, Hit, Span, article_id, unit_id
from kb.norms import is_definition
from kb.text import terms, without

STATEMENTS = 4
WORDS = 300
FIRST_WORDS = 170  # the deciding passage may be this long
LIST_WORDS = 230  # the same where it is a list of letters that is then quoted whole
OTHER_WORDS = 90
FAR = 2.0  # a hit whose score is this much below the best one's is left out
MORE = 0.2  # share of the question's words that a later paragraph of a cited article needs above its first one
NEAR_PIECE = 0.6  # a piece at this share of the best piece's closeness is quoted with it
KIN = 0.6  # likeness of two units' texts from which one speaks for the other
ON_RANK = 2  # so many passages are quoted on their rank alone; further ones have to be kin of those
CRUMB = 4  # a quote of fewer words says nothing by itself
RECITALS = ("preamble", "recital", "closing")  # they decide nothing; quoted only where nothing else is at hand
DEPTH = 50
_TAKES_BACK = re.compile(
    r"\s*(?:However|Nevertheless|Nonetheless|Provided|Except|Unless|Save|The exception|"
    r"Notwithstanding (?:this|the fore))\b"
)
_BELOW_LETTER = re.compile(r"(\([a-z]+\))(?:\(\d+\w*\)).*$")
_ALL_REQUIRED = re.compile(
    r"\b(?:conditions?|requirements?|(?:contain|specify|indicate|state|include)s?|(?:supported|accompanied) by|"
    r"provided that|only (?:on|if|where|when))(?:\s+the following)?(?:\s+\w+)?\s*:?\s*$",
    re.IGNORECASE,
)
_ASKS_ALL = re.compile(
    r"\b(?:what|which|list|all|on what)\b[^.?!;]{0,40}\b(?:grounds|conditions|requirements|exceptions|reasons|cases|"
    r"crimes|offences|acts|particulars|contents?|factors|criteria)\b|"
    r"\bwhat (?:must|shall|should|does)\b.*\b(?:contain|include)\b",
    re.IGNORECASE,
)
_EMPTY = frozenset(
    terms(
        "what ask asks say says said provide provides read reads mean means contain contains require requires tell "
        "tells text difference compare explain summary summarise about allow allows regulate regulates"
    )
)
_AND = re.compile(r"\band\s*[,;:]?\s*$")
_PARAGRAPH = re.compile(r"\bparagraphs?\s+(\d+(?:bis|ter)?)", re.IGNORECASE)
_RESERVES = re.compile(r"\breserves? the right\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Measure:
    """How much an answer quotes: passages, words together, how many on their rank alone, how far below the best."""

    statements: int = STATEMENTS
    words: int = WORDS
    on_rank: int = ON_RANK
    far: float = FAR


BRIEF = Measure()
FULL = Measure(statements=10, words=1200, on_rank=10, far=2 * FAR)
"""What an answer holds where more was asked for."""


def select(
    question: Question,
    ranking: Sequence[Hit],
    entries: Mapping[str, Entry],
    similarity: Similarity | None = None,
    measure: Measure = BRIEF,
) -> tuple[Passage, ...]:
    """The passages that answer, the deciding one first, no more than the measure allows."""
    weights = rarity(entries[hit.id].unit.text for hit in ranking[:DEPTH] if hit.id in entries)
    cited = _cited_units(question, entries) | set(question.defined)
    several = len(question.named) if len(question.named) <= measure.statements else 0
    alone = bool(question.defined) or question.only_cites
    on_rank = 0 if alone and measure is BRIEF else max(measure.on_rank, several)
    chosen: list[Passage] = []
    spent = distinct = 0
    for unit in candidates(question, ranking, entries, measure.far):
        akin = _akin(entries[unit], chosen, weights)
        if distinct >= on_rank and unit not in cited and not akin:
            continue
        first = _first_room(entries[unit])
        room = min(measure.words - spent, max(OTHER_WORDS, FIRST_WORDS - spent) if chosen else first)
        passage = quote(question, entries[unit], room, weights, similarity, measure.words - spent)
        if passage is None or any(same_words(passage, other) for other in chosen):
            chosen = with_twin(chosen, passage) if passage else chosen
            continue
        if chosen and passage.words > measure.words - spent:
            continue
        chosen.append(passage)
        spent += passage.words
        distinct += not akin
        if len(chosen) == measure.statements:
            break
    several = len(question.pinpoints) > 1
    return tuple(chosen if several else with_article(chosen, ranking, entries, measure.words - spent))


def _first_room(entry: Entry) -> int:
    """Words that the deciding passage may have: more where letters of one list would be torn apart."""
    return LIST_WORDS if entry.unit.parts and _words_of(entry) <= LIST_WORDS else FIRST_WORDS


def with_article(
    chosen: Sequence[Passage], ranking: Sequence[Hit], entries: Mapping[str, Entry], room: int
) -> list[Passage]:
    """The passages; where one instrument answers, an exception in the same article follows the first that has one.

    Beside the deciding passage it has to refer to the paragraph.
    """
    if len({passage.entry.unit.instrument for passage in chosen}) != 1:
        return list(chosen)
    taken = {passage.entry.id for passage in chosen}
    near = [entries[hit.id] for hit in ranking[:DEPTH] if hit.id in entries and hit.id not in taken]
    fitting = [entry for entry in near if _words_of(entry) <= min(room, OTHER_WORDS) and not _edited(entry)]
    for n, passage in enumerate(chosen, 1):
        found = next((e for e in fitting if _belongs(e, passage.entry) and (n == 1 or _refers(e, passage.entry))), None)
        if found is not None:
            beside = Passage(found, (found.id,), (Span(0, len(found.unit.text.rstrip())),))
            return [*chosen[:n], beside, *chosen[n:]]
    return list(chosen)


def _refers(entry: Entry, rule: Entry) -> bool:
    return rule.unit.paragraph in _PARAGRAPH.findall(entry.unit.text)


def _edited(entry: Entry) -> bool:
    return editorial(entry.unit.text, Span(0, len(entry.unit.text)))


def _belongs(entry: Entry, rule: Entry) -> bool:
    """True for a paragraph of the same article that is an exception to a concept of the rule.

    One that refers to other paragraphs alone takes back what those say.
    """
    if entry.digest is None or rule.digest is None or article_id(entry.id) != article_id(rule.id):
        return False
    mine = {use.concept for use in rule.digest.concepts}
    of = set(_PARAGRAPH.findall(entry.unit.text))
    if of and rule.unit.paragraph and rule.unit.paragraph not in of:
        return False
    excepts = any(use.concept in mine and use.role == "exception" for use in entry.digest.concepts)
    return excepts and bool(of or entry.digest.kind == "exception" or _RESERVES.search(entry.unit.text))


def _words_of(entry: Entry) -> int:
    return len(entry.unit.text.split())


def candidates(question: Question, ranking: Sequence[Hit], entries: Mapping[str, Entry], far: float = FAR) -> list[str]:
    """Unit ids that may answer: cited pinpoints, definitions asked for, then hits, what decides first.

    The hits are those of the instruments named, where there are such.
    """
    each = [_of_pinpoint(question, pinpoint, ranking, entries, far) for pinpoint in question.pinpoints]
    pinned = [unit for row in zip_longest(*each) for unit in row if unit] + [*question.defined]
    if pinned and not has_subject(question):
        return list(dict.fromkeys(pinned))
    library = {entry.unit.instrument for entry in entries.values()}
    named = [slug for slug in question.named if slug in library]
    hits = [hit for hit in ranking if hit.id in entries and (not named or entries[hit.id].unit.instrument in named)]
    hits = [hit for hit in hits if entries[hit.id].unit.kind not in RECITALS] or hits
    hits = [hit for hit in hits if not _opens_only(entries[hit.id])]
    if len(named) > 1:
        hits = in_rows(question, hits, named, entries)
    else:
        open_to = [hit for hit in hits if hit.id not in pinned]
        hits = deciding_first(question, open_to, entries)
        hits = [*hits[:1], *_close_enough(hits, far)]
    return list(dict.fromkeys([*pinned, *(hit.id for hit in hits)]))


def has_subject(question: Question) -> bool:
    """True where a question says what it is about, beside the instruments and provisions that it names."""
    return bool(set(terms(_subject(question))) - _EMPTY)


def _subject(question: Question) -> str:
    cited = [Span(one.start, one.end) for one in question.citations]
    return without(question.text, (*question.mentions, *cited))


def _cited_units(question: Question, entries: Mapping[str, Entry]) -> set[str]:
    """The units to be quoted because they are cited: each by itself, or in an article of which nothing is asked."""
    whole = not has_subject(question)
    return {
        unit
        for pinpoint in question.pinpoints
        for unit in units_of(pinpoint, entries)
        if whole or unit == unit_id(pinpoint)
    }


def _of_pinpoint(
    question: Question, pinpoint: str, ranking: Sequence[Hit], entries: Mapping[str, Entry], far: float
) -> list[str]:
    """The units of a pinpoint; of an article of which something is asked the ones near it, best first.

    Its first paragraph keeps its place unless another holds more of the question's words.
    """
    units = units_of(pinpoint, entries)
    score = {hit.id: hit.score for hit in ranking if hit.id in units}
    if len(units) < 2 or not score or not has_subject(question):
        return units
    weights = rarity(entries[unit].unit.text for unit in units)
    held = {unit: overlap(_subject(question), entries[unit].unit.text, weights) for unit in units}
    best = max(units, key=lambda unit: (round(held[unit], 2), score.get(unit, -far)))
    near = [unit for unit in units if score.get(unit, -far) >= max(score.values()) - far]
    rest = sorted(near, key=lambda unit: -score[unit])
    return list(dict.fromkeys([best, *rest] if held[best] >= held[units[0]] + MORE else [units[0], *near]))


def _opens_only(entry: Entry) -> bool:
    """True for words that but open the paragraphs after them: "For the purposes of this Convention:"."""
    return not entry.unit.parts and entry.unit.text.rstrip().endswith(":")


def units_of(pinpoint: str, entries: Mapping[str, Entry]) -> list[str]:
    """The units a pinpoint covers: itself, the unit of a letter, all paragraphs of an article."""
    if pinpoint in entries:
        return [pinpoint]
    unit = unit_id(pinpoint)
    if unit in entries:
        return [unit]
    return [found for found in entries if article_id(found) == pinpoint]


def see_also(question: Question, ranking: Sequence[Hit], entries: Mapping[str, Entry], used: set[str]) -> list[str]:
    """The closest hits that were not quoted: those of other instruments where one was named."""
    named = set(question.named)
    others = [hit.id for hit in ranking if hit.id in entries and hit.id not in used]
    others = [unit for unit in others if entries[unit].unit.kind not in RECITALS]
    return [unit for unit in others if not named or entries[unit].unit.instrument not in named][:3]


def _akin(entry: Entry, chosen: Sequence[Passage], weights: Mapping[str, float]) -> bool:
    """True for a unit of much the same words as one already quoted."""
    return any(likeness(entry.unit.text, passage.entry.unit.text, weights) >= KIN for passage in chosen)


def _close_enough(hits: Sequence[Hit], far: float) -> list[Hit]:
    best = max((hit.score for hit in hits), default=0.0)
    return [hit for hit in hits if hit.score >= best - far]


def quote(
    question: Question,
    entry: Entry,
    room: int,
    weights: Mapping[str, float],
    similarity: Similarity | None = None,
    at_most: int = 0,
) -> Passage | None:
    """What of a unit to quote in about `room` words: all of it where it is short, else its closest pieces.

    Letters all of which are required stand together where they take no more than `at_most` words.
    """
    unit = entry.unit
    found = pieces(unit)
    whole = Span(0, len(unit.text.rstrip()))
    if not found or _words(whole, unit.text) < CRUMB or _opens_only(entry):
        return None
    fits = len(unit.text.split()) <= room and not editorial(unit.text, whole)
    lists = _lists_terms(unit.text, found) or (not entry.authentic and len(definitions(entry)) > 1)
    if fits and not lists:
        return Passage(entry, (unit.id,), (whole,))
    defined = asked(question.text, entry) if lists else []
    near = closeness(question.text, [piece.span.of(unit.text) for piece in found], weights, similarity)
    if defined and not asks_meaning(question.text):
        closest = found[near.index(max(near))]
        defined = [piece for piece in found if piece == closest or piece in defined]
    if defined and _length(defined, unit.text) <= room:
        return Passage(entry, ids_of(defined), spans_of(defined, unit.text))
    every = max(room, at_most) if _ASKS_ALL.search(question.text) else 0
    chosen = _closest(_cited(question, found) or found, dict(zip(found, near, strict=True)), unit.text, room, every)
    together = with_all_required(chosen, found, unit.text)
    chosen = together if _length(together, unit.text) <= at_most else chosen
    whole_rules = [with_exceptions(piece, found, unit.text) for piece in chosen]
    return Passage(entry, ids_of(whole_rules), spans_of(whole_rules, unit.text))


def around(entry: Entry, piece: Piece) -> Passage:
    """The unit that holds a piece where it is short enough for a first statement, else the piece with what it needs."""
    text = entry.unit.text
    whole = Span(0, len(text.rstrip()))
    if _words(whole, text) <= FIRST_WORDS and not editorial(text, whole) and not _lists_terms(text, pieces(entry.unit)):
        return Passage(entry, (entry.id,), (whole,))
    ruling = with_exceptions(piece, pieces(entry.unit), text)
    return Passage(entry, ids_of([ruling]), spans_of([ruling], text))


def with_exceptions(piece: Piece, found: Sequence[Piece], text: str) -> Piece:
    """The piece and the sentences after it that take something back from it: "However", "Nevertheless"."""
    longer = [one for one in found if one.span.end > piece.span.end and one.span.start <= piece.span.end + 1]
    following = min(longer, key=lambda one: one.span.end, default=None)
    if following is None or not _TAKES_BACK.match(text, piece.span.end):
        return piece
    wider = replace(piece, span=Span(piece.span.start, following.span.end))
    return with_exceptions(wider, found, text)


def with_all_required(chosen: Sequence[Piece], found: Sequence[Piece], text: str) -> list[Piece]:
    """The pieces and the other letters of their lists where all letters are required: conditions, contents."""
    lists = {piece.chapeau for piece in chosen if piece.is_item and _ALL_REQUIRED.search(piece.chapeau[-1].of(text))}
    required = {lst for lst in lists if any(p.chapeau == lst and _AND.search(p.span.of(text)) for p in found)}
    return [piece for piece in found if piece in chosen or piece.chapeau in required]


def _lists_terms(text: str, found: Sequence[Piece]) -> bool:
    """True for an article of definitions: two letters or more say what a term means."""
    return sum(piece.is_item and is_definition(piece.span.of(text)) for piece in found) >= 2


def _cited(question: Question, found: Sequence[Piece]) -> list[Piece]:
    """The pieces of the letters that the question cites."""
    return [piece for piece in found if any(piece.id == p or piece.id.startswith(f"{p}(") for p in question.pinpoints
                                            if p != unit_id(p))]  # fmt: skip


def _closest(found: Sequence[Piece], near: Mapping[Piece, float], text: str, room: int, every: int = 0) -> list[Piece]:
    """The closest piece with the rest of its letter where that fits, then others nearly as close, likewise.

    Where a whole list is asked for, its letters as far as they fit in `every` words.
    """
    ordered = sorted(found, key=lambda piece: -near[piece])
    best = ordered[0]
    bar = NEAR_PIECE * near[best]
    if every and best.is_item:
        ordered = [best, *(piece for piece in found if piece.chapeau == best.chapeau)]
        bar, room = min(near.values()), every
    chosen: list[Piece] = []
    for piece in ordered:
        if piece in chosen or near[piece] < bar:
            continue
        letter = [one for one in found if one.id == piece.id] if piece.is_item else [piece]
        fitting = (group for group in (letter, [piece]) if _length([*chosen, *group], text) <= room)
        chosen += [one for one in next(fitting, [] if chosen else [piece]) if one not in chosen]
    return sorted(chosen, key=lambda piece: piece.span.start)


def _length(chosen: Sequence[Piece], text: str) -> int:
    """Words of the slices that the pieces need."""
    return sum(len(span.of(text).split()) for span in spans_of(chosen, text))


def ids_of(chosen: Sequence[Piece]) -> tuple[str, ...]:
    """The pinpoints by which the pieces are cited."""
    return tuple(dict.fromkeys(_citable(piece.id) for piece in chosen))


def _citable(pinpoint: str) -> str:
    """A number below a letter is cited by the letter: "x:14(b)(3)" is read "x:14(b)"."""
    return _BELOW_LETTER.sub(r"\1", pinpoint)


def spans_of(chosen: Sequence[Piece], text: str) -> tuple[Span, ...]:
    """Slices of opening words, pieces and closing words, in text order; neighbours of one part are joined."""
    every = {span: "opening" for piece in chosen for span in piece.chapeau}
    every |= {piece.tail: "tail" for piece in chosen if piece.tail}
    every |= {piece.span: piece.id for piece in chosen}
    joined: list[tuple[Span, str]] = []
    for span in sorted(every, key=lambda span: (span.start, -span.end)):
        last, owner = joined[-1] if joined else (Span(-9, -9), "")
        if span.start < last.end or (owner == every[span] and span.start <= last.end + 1):
            joined[-1] = (Span(last.start, max(last.end, span.end)), owner)
        else:
            joined.append((span, every[span]))
    return _without_crumbs([span for span, _ in joined], text)


def _without_crumbs(spans: Sequence[Span], text: str) -> tuple[Span, ...]:
    """Slices of a few words ("The borrower shall:") stand with what they open, the last one with what it closes."""
    whole: list[Span] = []
    for span in spans:
        if whole and min(_words(whole[-1], text), _words(span, text)) < CRUMB:
            whole[-1] = Span(whole[-1].start, span.end)
        else:
            whole.append(span)
    return tuple(whole)


def _words(span: Span, text: str) -> int:
    return len(span.of(text).split())
