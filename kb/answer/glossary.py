"""The terms that instruments define, each with the place and the words of its definition.

A term is found by the quotation marks around it, or as the first words of a letter, before "means", "shall mean",
"includes" and the like. A definition for one article alone is kept to that article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kb.answer.pieces import pieces
from kb.answer.records import Piece
from kb.model import Entry, Span, article_id
from kb.text import sentences, squeeze, terms

_SAYS = (
    r"(?:(?:shall|is|are|be|to)\s+(?:also\s+)?)*(?:means?|includes?|comprises?|denotes?|covers|refers?\s+to|"
    r"signif(?:y|ies)|(?:understood|considered|deemed|taken|regarded)\b)"
)
_QUOTED = r"(?:[“\"„«]|‘‘)\s*[*_]*(?!\s)[^“”\"„«»‘’\n]{1,100}?[*_]*\s*(?:[”\"“»]|’’)"
_BY_MARKS = re.compile(
    rf"(?P<terms>{_QUOTED}(?:\s*(?:,|and|or|,\s*and|,\s*or)\s*{_QUOTED})*)[*_]*(?P<gap>[^.;:“”\"]{{0,60}}?)\b{_SAYS}\b",
    re.IGNORECASE,
)
_BY_PLACE = re.compile(r"\s*(?P<terms>(?:[\w’'-]+\s+){1,5}?)(?:shall\s+mean|means?)\s+(?:any|an?|the|all)\b")
_STARTS = re.compile(
    r"(?:^\s*(?:the)?|[:;,)]|\b(?:terms?|expressions?|words?|article|convention|protocol))[\s*_]*$", re.IGNORECASE
)
_DENIES = re.compile(r"\bnot\s+be\b", re.IGNORECASE)
_TERM = re.compile(r"(?:[“\"„«]|‘‘)\s*[*_]*([^“”\"„«»‘’*_\n]+)")
_SCOPED = re.compile(r"for the purposes? of (?:th(?:is|e present) (?:article|paragraph)|paragraph)", re.IGNORECASE)
_DEFINING = re.compile(r"for the (?:present )?purposes? of\b|meaning of\b|^[^:]{0,80}\bmean\b", re.IGNORECASE)
_ASKS_FOR = re.compile(
    r"\bwhat\s+(?:exactly\s+)?(?:is\s+meant\s+by|is|are|was|counts?\s+as|does|do)\s+(?P<what>[^?.,;:]{2,80})|"
    r"\bwho\s+(?:is|counts?\s+as)\s+(?P<who>[^?.,;:]{2,60})|"
    r"\b(?:definitions?|meaning|defines?)\s+(?:of\s+)?(?P<of>[^?.,;:]{2,60})|"
    r"\bhow\s+(?:is|are)\s+(?P<how>[^?.,;:]{2,60}?)\s+defined\b|\bdefine\s+(?P<one>[^?.,;:]{2,60})",
    re.IGNORECASE,
)
_DIFFERENCE = re.compile(
    r"\bdifference\s+between\s+(?:an?\s+|the\s+)?([^?.,;:]{2,40}?)\s+and\s+(?:an?\s+|the\s+)?([^?.,;:]{2,40}?)"
    r"(?=\s+(?:under|in|according)\b|[?.,;:]|$)",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\s+(?:means?|mean|when|if|in|under|within|according|for\s+the\s+purposes?|supposed|exactly|by\s+the|as\s+the)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
_SPELT_WITH_S = re.compile(r"(?<=\w{4})is(e[ds]?|ing|ations?)\b", re.IGNORECASE)
_QUICK = re.compile(r"[“\"„«]|‘‘|\bmean", re.IGNORECASE)
_NAMES = frozenset(  # words that stand for one institution or instrument: nobody has to look them up
    terms(
        "Board Commission Committee Council Court Secretary-General Convention Protocol Statute Agreement Assembly "
        "Agency Organization Region Schedule Depositary Parties Conference Member"
    )
)


@dataclass(frozen=True, slots=True)
class Definition:
    """A defined term: the term as the text has it, as index terms, where it is defined, the piece that says what it is.

    `article` is the id of the article that it is confined to, "" where it holds for the whole instrument.
    """

    term: str
    key: tuple[str, ...]
    unit: str
    piece: Piece
    article: str = ""


Glossary = Mapping[str, tuple[Definition, ...]]
"""Definitions by instrument."""


def glossary(entries: Iterable[Entry]) -> Glossary:
    """Every definition at hand: of authentic texts, and of our digests where they stand alone."""
    found: dict[str, list[Definition]] = {}
    for entry in entries:
        if not entry.authentic or _QUICK.search(entry.unit.text):
            found.setdefault(entry.unit.instrument, []).extend(definitions(entry))
    return {slug: tuple(each) for slug, each in found.items()}


def definitions(entry: Entry) -> list[Definition]:
    """The terms that one provision defines, in the order of its text."""
    text = entry.unit.text
    scoped = article_id(entry.id) if _SCOPED.search(f"{entry.unit.opening} {text}") else ""
    found: dict[tuple[str, ...], Definition] = {}
    for words, piece in _of_text(entry) if entry.authentic else _of_digest(entry):
        key = _key(words)
        if key and not set(key) <= _NAMES and key not in found:
            found[key] = Definition(squeeze(words), key, entry.id, piece, scoped)
    return list(found.values())


def _of_text(entry: Entry) -> list[tuple[str, Piece]]:
    return [(words, _holding(entry, place)) for words, place in [*_by_marks(entry), *_by_place(entry)]]


def _of_digest(entry: Entry) -> list[tuple[str, Piece]]:
    """The terms of a digest on definitions, each with the sentence of ours that has it first."""
    if entry.digest is None or entry.digest.kind != "definition":
        return []
    text = entry.unit.text
    said = [(span, _line(_key(span.of(text)))) for span in sentences(text)]
    homes = (
        (term, next((span for span, line in said if _line(_key(term)) in line), None)) for term in entry.digest.terms
    )
    return [(term, Piece(entry.id, span)) for term, span in homes if span is not None]


def used(rule: str, article: str, known: Iterable[Definition], question: str = "") -> list[Definition]:
    """The defined terms that a rule uses, those of the question and the longer ones first; `article`: the rule's."""
    said = _line(_key(rule))
    asked = _line(_key(question))
    near = [one for one in known if one.article in ("", article) and _line(one.key) in said and _has(rule, one.term)]
    kept = [one for one in near if not any(_line(one.key) in _line(o.key) and one.key != o.key for o in near)]
    return sorted(kept, key=lambda one: (_line(one.key) not in asked, -len(one.key), said.index(_line(one.key))))


def _has(text: str, term: str) -> bool:
    """True where a text has the words of a term, in either number and spelling; a shared stem is not enough."""
    first = [re.escape(_SPELT_WITH_S.sub(r"iz\1", word)[:-1] if len(word) > 4 else word) for word in term.split()]
    return bool(re.search(r"\b" + r"\w{0,3}\W+".join(first), _SPELT_WITH_S.sub(r"iz\1", text), re.IGNORECASE))


def sought(question: str, known: Glossary, instruments: Sequence[str] = ()) -> list[Definition]:
    """The definitions of the term that a question asks the meaning of, of the instruments named or else of all."""
    found = _ASKS_FOR.search(question)
    phrase = next((words for words in found.groups() if words), "") if found else ""
    told_apart = _DIFFERENCE.search(question)
    wanted = {_key(words) for words in (told_apart.groups() if told_apart else (_ENDS.sub("", phrase),))} - {()}
    among = (known.get(slug, ()) for slug in instruments) if instruments else known.values()
    return [one for each in among for one in each if one.key in wanted]


def asks_meaning(question: str) -> bool:
    """True where a question asks what something is or means."""
    return bool(_ASKS_FOR.search(question))


def asked(question: str, entry: Entry) -> list[Piece]:
    """The definitions in a provision of the terms that the question has in its words, those of longer terms alone."""
    said = _line(_key(question))
    near = [one for one in definitions(entry) if _line(one.key) in said]
    return [one.piece for one in near if not any(_line(one.key) in _line(o.key) for o in near if o.key != one.key)]


def _by_marks(entry: Entry) -> list[tuple[str, int]]:
    """Terms in quotation marks that open a letter or a clause."""
    text = entry.unit.text
    labels = [0, *(part.label_end for part in entry.unit.parts)]
    found = []
    for match in _BY_MARKS.finditer(text):
        after = max(end for end in labels if end <= match.start())
        if _STARTS.search(text[max(after, match.start() - 20) : match.start()]) and not _DENIES.search(match["gap"]):
            found += [(name, match.start()) for name in _TERM.findall(match["terms"])]
    return found


def _by_place(entry: Entry) -> list[tuple[str, int]]:
    """Terms without quotation marks: the first words of the provision or of a letter."""
    text = entry.unit.text
    starts = [part.label_end for part in entry.unit.parts] if _DEFINING.search(text) else []
    found = ((_BY_PLACE.match(text, start), start) for start in starts)
    return [(match["terms"], start) for match, start in found if match]


def _holding(entry: Entry, place: int) -> Piece:
    """The smallest piece or letter that holds the whole definition which begins at `place`."""
    made = pieces(entry.unit)
    opens = any(span.start <= place < span.end for piece in made for span in piece.chapeau if piece.id != entry.id)
    parts = [part for part in entry.unit.parts if part.label_end <= place < part.span.end]
    if opens or not any(piece.span.start <= place < piece.span.end for piece in made):
        inner = min(parts, key=lambda part: part.span.end - part.span.start, default=None)
        whole = Span(inner.label_end, inner.span.end) if inner else Span(0, len(entry.unit.text.rstrip()))
        around = next((piece.chapeau for piece in made if inner and piece.id.startswith(inner.id)), ())
        before = tuple(span for span in around if span.end <= whole.start)
        return Piece(inner.id if inner else entry.id, whole, before)
    holding = [piece for piece in made if piece.span.start <= place < piece.span.end]
    first = min(holding, key=lambda piece: piece.span.end - piece.span.start)
    return max((p for p in holding if p.span.start == first.span.start), key=lambda piece: piece.span.end)


@lru_cache(maxsize=512)
def _key(words: str) -> tuple[str, ...]:
    """Index terms, "organised" as "organized"."""
    return tuple(terms(_SPELT_WITH_S.sub(r"iz\1", words)))


def _line(key: tuple[str, ...]) -> str:
    return f" {' '.join(key)} "
