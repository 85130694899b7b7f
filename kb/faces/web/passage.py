"""The words of a provision, laid out by their letters, with quotes marked and cross-references as links."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from kb.faces.web.markup import Markup, join, tag, text
from kb.model import Part, Quote, Span, unit_id
from kb.service.show import Link

# Emphasis as plain text and Markdown write it; an asterisk that touches a word on both sides is no such mark.
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,200}?)(?<=[^\s*])\*(?![\w*])")
_BREAK = re.compile(r"\s*\n\s*")
DEEPEST = 3

Opening = Callable[[str], str]  # provision id → link


def passage(
    words: str, marks: Sequence[Span], links: Sequence[Link], parts: Sequence[Part], opening: Opening
) -> Markup:
    """Paragraphs of a unit's text. The text content of the result is the text, line breaks and emphasis marks aside."""
    return join(
        tag(
            "p",
            join(_pieces(words, block, marks, links, tight(words, parts), opening)),
            f"kb-depth-{_depth(block, parts)}",
        )
        for block in blocks(words, parts)
    )


def blocks(words: str, parts: Sequence[Part]) -> list[Span]:
    """Lines of the text, and a line of its own for each letter and item."""
    breaks = [(found.start(), found.end()) for found in _BREAK.finditer(words)]
    breaks += [(part.span.start, part.span.start) for part in parts]
    starts = [0, *(end for _, end in sorted(breaks))]
    ends = [*(start for start, _ in sorted(breaks)), len(words)]
    return [Span(start, end) for start, end in zip(starts, ends, strict=True) if words[start:end].strip()]


def quoted(quote: Quote, parts: Sequence[Part]) -> Markup:
    """Paragraphs of a quote: letters that begin within it stand on lines of their own."""
    inside = [
        replace(
            part,
            span=Span(part.span.start - quote.start, part.span.end - quote.start),
            label_end=part.label_end - quote.start,
        )
        for part in parts
        if quote.start <= part.span.start < quote.end
    ]
    lines = [(_depth(span, inside), span) for span in blocks(quote.text, inside)]
    least = min((depth for depth, _ in lines), default=0)
    return join(
        tag("p", join(_pieces(quote.text, span, (), (), tight(quote.text, inside), str)), f"kb-depth-{depth - least}")
        for depth, span in lines
    )


def tight(words: str, parts: Sequence[Part]) -> list[Span]:
    """Labels of letters that touch the word after them, as some sources print them: "a.if the judgment is final"."""
    labels = [Span(part.span.start, part.label_end) for part in parts if part.span.start < part.label_end < len(words)]
    return [each for each in labels if not words[each.end - 1].isspace() and not words[each.end].isspace()]


def prose(words: str) -> Markup:
    """Words with their emphasis; every other sign as it stands."""
    pieces = _EMPHASIS.split(words)
    return join(tag("em", text(piece)) if place % 2 else text(piece) for place, piece in enumerate(pieces))


def _depth(block: Span, parts: Sequence[Part]) -> int:
    """How many letters and items the block stands in: (a) is 1, (a)(i) is 2."""
    around = [part.id for part in parts if part.span.start <= block.start < part.span.end]
    return min(DEEPEST, max((each[len(unit_id(each)) :].count("(") for each in around), default=0))


def _pieces(
    words: str, block: Span, marks: Sequence[Span], links: Sequence[Link], labels: Sequence[Span], opening: Opening
) -> Iterator[Markup]:
    for start, end in pairwise(_edges(block, marks, links, labels)):
        piece = prose(words[start:end])
        if any(label.start <= start and end == label.end for label in labels):
            piece = tag("span", piece, "kb-label")
        link = next((each for each in links if each.ids and each.start <= start and end <= each.end), None)
        if link is not None:
            piece = tag("a", piece, "kb-ref", href=opening(link.ids[0]))
        if any(mark.start <= start and end <= mark.end for mark in marks):
            piece = tag("mark", piece)
        yield piece


def _edges(block: Span, marks: Sequence[Span], links: Sequence[Link], labels: Sequence[Span]) -> list[int]:
    wanted = {block.start, block.end}
    wanted |= {edge for mark in marks for edge in (mark.start, mark.end)}
    wanted |= {edge for link in links for edge in (link.start, link.end)}
    wanted |= {edge for label in labels for edge in (label.start, label.end)}
    return sorted(edge for edge in wanted if block.start <= edge <= block.end)
