"""A unit's text as pieces that can be quoted: sentences and letters, each with the words without which it misleads.

A letter keeps the opening words of its list and the closing words after it. A sentence that points back ("However",
"It", "In such a case") keeps the sentence before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.answer.records import Piece
from kb.model import Part, Span, Unit
from kb.text import sentences

_POINTS_BACK = re.compile(
    r"(?:However|Nevertheless|Nonetheless|Moreover|Furthermore|Otherwise|Likewise|Similarly|Accordingly|It|They|He|She|"
    r"This|That|These|Those|Such|Its|Their|His|The (?:same|latter|former|said|above)|Both|Neither|"
    r"(?:In|To|For|On|Under|At|From|By|After|Until|Before) (?:such|this|that|these|those|the (?:latter|former))|"
    r"(?:In|By) so doing|"
    r"If (?:it|so|not|they|he|this|that|such|no such)|Where (?:it|they|this|that|such)|When (?:it|this|such)|"
    r"Unless (?:it|they|this|such)|Notwithstanding (?:this|the (?:above|foregoing|preceding))|"
    r"(?:If|Where|When), however|In addition|In the (?:absence|event|case) (?:of such|thereof))\b"
)
_EDITORIAL = re.compile(r"\[[^\]\[]*[A-Za-z]{2,}[^\]\[]*\s[^\]\[]*\]")


def pieces(unit: Unit) -> tuple[Piece, ...]:
    """The quotable pieces of a unit in the order of its text; editorial notes in brackets are left out."""
    ordered = sorted(unit.parts, key=lambda part: (part.span.start, -part.span.end))
    found = _walk(unit.text, Span(0, len(unit.text)), ordered, unit.id, ())
    return tuple(piece for piece in found if not editorial(unit.text, piece.span))


def editorial(text: str, span: Span) -> bool:
    """True where the slice holds an editor's note: several words in square brackets."""
    return bool(_EDITORIAL.search(text, span.start, span.end))


def points_back(sentence: str) -> bool:
    """True where a sentence leans on the one before it."""
    return bool(_POINTS_BACK.match(sentence))


def _walk(text: str, region: Span, parts: Sequence[Part], owner: str, chapeau: tuple[Span, ...]) -> list[Piece]:
    children = _outermost(parts)
    if not children:
        return _sentences(text, region, owner, chapeau)
    before, opening = _opening(text, Span(region.start, children[0].span.start))
    result = [Piece(owner, span, chapeau if n == 0 else ()) for n, span in enumerate(before)]
    around = (*chapeau, opening) if opening else (chapeau if not before else ())
    after, tail = _tail(text, Span(children[-1].span.end, region.end))
    for child in children:
        result += _child(text, child, parts, around, tail)
    return result + [Piece(owner, span) for span in after]


def _child(text: str, child: Part, parts: Sequence[Part], chapeau: tuple[Span, ...], tail: Span | None) -> list[Piece]:
    inner = [part for part in parts if part is not child and _within(part.span, child.span)]
    found = _walk(text, Span(child.label_end, child.span.end), inner, child.id, chapeau)
    return [_with_tail(piece, tail) if piece.is_item else piece for piece in found]


def _with_tail(piece: Piece, tail: Span | None) -> Piece:
    return Piece(piece.id, piece.span, piece.chapeau, tail or piece.tail)


def _outermost(parts: Sequence[Part]) -> list[Part]:
    """The parts that lie in no other, in order; an overlap that is no nesting keeps the first."""
    found: list[Part] = []
    for part in parts:
        if not found or part.span.start >= found[-1].span.end:
            found.append(part)
    return found


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _within_region(text: str, region: Span) -> list[Span]:
    return [Span(s.start + region.start, s.end + region.start) for s in sentences(region.of(text))]


def _sentences(text: str, region: Span, owner: str, chapeau: tuple[Span, ...]) -> list[Piece]:
    found: list[Piece] = []
    for span in _within_region(text, region):
        if found and points_back(span.of(text)):
            span = Span(found[-1].span.start, span.end)
            found.append(Piece(owner, span, found[-1].chapeau))
        else:
            found.append(Piece(owner, span, () if found else chapeau))
    return found


def _opening(text: str, region: Span) -> tuple[list[Span], Span | None]:
    """Full sentences before a list, and the words that open it (none where they end in a full stop)."""
    found = _within_region(text, region)
    if not found or found[-1].of(text).endswith((".", "!", "?")):
        return found, None
    return found[:-1], found[-1]


def _tail(text: str, region: Span) -> tuple[list[Span], Span | None]:
    """Full sentences after a list, and the words that close it (where they go on in lower case)."""
    found = _within_region(text, region)
    if found and found[0].of(text)[:1].islower():
        return found[1:], found[0]
    return found, None
