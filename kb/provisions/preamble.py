"""The preamble: opening words, recitals, and the words that lead over to the articles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kb.model import Span
from kb.provisions.draft import Draft
from kb.provisions.labels import Label, label_at

_STARTERS = (
    "aware|mindful|conscious|anxious|desirous|whereas|faithful|in view|in order|in pursuance|in accordance|"
    "in consideration|on the|with a view|acting|pursuant|by|reaffirming|also|further|deeply|gravely|firmly|fully|"
    "keenly|seriously|strongly|equally|noting|having|being|taking|bearing|recalling|resolved|determined|convinced|"
    "concerned|alarmed|disturbed|guided|inspired|encouraged|persuaded|agreed|committed|satisfied"
)
_RECITAL = re.compile(rf"[*_]{{0,3}}(?:(?:{_STARTERS})\b|[A-Za-z]{{3,}}ing\b)", re.IGNORECASE)
_PARTICIPLE = (
    r"(?:[A-Z][a-z]{2,}ing\b|(?:Aware|Mindful|Conscious|Anxious|Desirous|Whereas|Convinced|Concerned|Determined|"
    r"Resolved|Alarmed|Persuaded|Deeply|Gravely|Firmly|Guided|Inspired|Committed)\b)"
)
_AGREED = (
    r"(?:(?:Have|have|HAVE|Hereby|HEREBY)\s+(?:\w+\s+){0,2}(?:agree|AGREE|adopt|ADOPT|decide|DECIDE)"
    r"|HAS ADOPTED|Has adopted)"
)
_BOUNDARY = re.compile(
    rf"(?:(?<=;)|(?<=,)|(?<=\.)|(?<=; and)|(?<=;and)|(?<=, and))\s*(?=[*_]{{0,3}}(?:{_PARTICIPLE}|{_AGREED}))"
)
_ENACTING = re.compile(rf"[*_]{{0,3}}{_AGREED}", re.IGNORECASE)
OPENER = re.compile(
    r"""[*_“"]{0,3}(?:
        (?:the|we,?\s+the)\s+.{0,200}?\b(?:part(?:y|ies)|states?|governments?|members?|council|assembly|parliament|
            commission|signator(?:y|ies)|peoples|community|union|republic|kingdom)\b
      | (?:considering|having|whereas|recogni[sz]ing|recalling|desiring|desirous|noting|convinced|mindful|aware)\b
      | \(\d{1,3}\)\s
    )""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)


def pieces(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """The blocks of a preamble, cut further where several recitals share one block."""
    for span in spans:
        cuts = [span.start]
        cuts += [found.end() for found in _BOUNDARY.finditer(text, span.start, span.end) if found.end() > span.start]
        for start, end in zip(cuts, [*cuts[1:], span.end], strict=True):
            yield Span(start, end)


def fill(text: str, spans: Sequence[Span], node: Draft) -> None:
    """Hang opening words, recitals and closing words into the preamble's node.

    Where recitals carry numbers these alone count; else every clause from the first participle on is one.
    """
    cut = list(pieces(text, spans))
    numbered = any(_numbered(text, span) for span in cut)
    for span in cut:
        label = _numbered(text, span)
        if label is not None:
            words = Span(label.end, span.end)
            node.add_child(Draft("recital", label.readings[0].number, label=Span(label.start, label.end), lead=words))
        elif numbered or node.tail is not None or (node.children and _ENACTING.match(text, span.start)):
            node.add_text(span)
        elif _RECITAL.match(text, span.start):
            node.add_child(Draft("recital", str(len(node.children) + 1), lead=span))
        elif node.children:
            node.children[-1].add_text(span)
        else:
            node.add_text(span)


def _numbered(text: str, span: Span) -> Label | None:
    """The label "(12)" of a numbered recital."""
    label = label_at(text, span.start, span.end)
    if label is None or label.readings[0].family != "paren-decimal" or label.end >= span.end:
        return None
    return label
