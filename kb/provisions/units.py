"""Retrieval units of a tree: paragraphs, articles without paragraphs, preamble, annexes, sections."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from kb.model import Outline, Part, Place, Provision, Span, Unit
from kb.provisions.export import division_name
from kb.provisions.references import Scope, references

_HOLDERS = ("article", "division")  # what an annex may hold besides paragraphs


def units(outline: Outline, parent: str = "") -> tuple[Unit, ...]:
    """Every retrieval unit in the order of the document.

    `parent` is the slug of the instrument that this one supplements: "the Convention" in a protocol.
    """
    cutter = _Cutter(outline, parent)
    return tuple(cutter.below(outline.root, ()))


class _Cutter:
    def __init__(self, outline: Outline, parent: str) -> None:
        self.outline = outline
        self.text = outline.document.text
        self.scope = Scope.of(outline, parent)
        self.starts = [block.span.start for block in outline.document.blocks]

    def below(self, node: Provision, divisions: tuple[str, ...]) -> Iterator[Unit]:
        """Units of a node's children."""
        for child in node.children:
            if child.kind == "division":
                yield from self.below(child, (*divisions, division_name(child, self.text)))
            elif child.kind == "preamble":
                yield from self.preamble(child)
            elif child.kind in ("article", "annex"):
                yield from self.article(child, divisions)
            elif child.kind in ("closing", "section", "block"):
                yield from self.unit(child, child, "", divisions)

    def preamble(self, node: Provision) -> Iterator[Unit]:
        """The preamble as a whole, then each recital."""
        yield from self.unit(node, node, "", ())
        for child in node.children:
            yield from self.unit(child, node, child.number, ())

    def article(self, node: Provision, divisions: tuple[str, ...]) -> Iterator[Unit]:
        """An article whole, or its opening words and its numbered paragraphs; an annex may hold articles."""
        numbered = [child for child in node.children if child.kind == "paragraph"]
        holding = any(child.kind in _HOLDERS for child in node.children)
        if not numbered and not holding:
            yield from self.unit(node, node, "", divisions)
            return
        yield from self.opening(node, divisions)
        opening = node.lead.of(self.text) if node.lead else ""
        for child in numbered:
            yield from self.unit(child, node, child.number, divisions, opening)
        if holding:
            yield from self.below(node, (*divisions, division_name(node, self.text)))

    def opening(self, node: Provision, divisions: tuple[str, ...]) -> Iterator[Unit]:
        """Words that stand before the first number, with letters that belong to them."""
        letters = tuple(child for child in node.children if child.kind in ("letter", "item"))
        if node.lead or letters:
            yield from self.unit(node, node, "", divisions, children=letters)

    def unit(
        self,
        node: Provision,
        article: Provision,
        paragraph: str,
        divisions: tuple[str, ...],
        opening: str = "",
        children: tuple[Provision, ...] | None = None,
    ) -> Iterator[Unit]:
        """One unit, nothing where the node holds no words."""
        span = words_span(node, node.children if children is None else children, children is None)
        if span is None:
            return
        text = span.of(self.text)
        parts = tuple(self.parts(node.children if children is None else children, span.start))
        yield Unit(
            id=node.id,
            instrument=self.outline.instrument,
            article=article_number(article),
            paragraph=paragraph,
            heading=article.heading or (divisions[-1] if article.kind == "block" and divisions else ""),
            divisions=divisions,
            text=text,
            span=span,
            kind=node.kind,
            opening=opening,
            places=self.places(span),
            parts=parts,
            references=references(text, node.id, self.scope),
        )

    def parts(self, children: tuple[Provision, ...], start: int) -> Iterator[Part]:
        """Letters and items of a unit, outer before inner."""
        for child in children:
            whole = whole_span(child)
            if whole is None or child.kind not in ("letter", "item"):
                continue
            label_end = child.label.end if child.label else whole.start
            words = words_span(child, child.children, True)
            begin = words.start if words else label_end
            yield Part(child.id, Span(whole.start - start, whole.end - start), begin - start)
            yield from self.parts(child.children, start)

    def places(self, span: Span) -> tuple[Place, ...]:
        """Where the blocks stand that hold these characters; without boxes the first of each page says it all."""
        first, last = bisect_right(self.starts, span.start) - 1, bisect_right(self.starts, span.end - 1)
        blocks = self.outline.document.blocks[max(first, 0) : last]
        places = [place for block in blocks for place in (block.place, *block.beyond)]
        seen: dict[object, Place] = {}
        for place in places:
            seen.setdefault((place.page, place.box), place)
        return tuple(seen.values())


def article_number(node: Provision) -> str:
    """ "6", "preamble", "annex-2": what stands between the slug and the paragraph."""
    return node.id.split(":", 1)[-1].split("(", 1)[0]


def words_span(node: Provision, children: tuple[Provision, ...], tail: bool) -> Span | None:
    """From the first word after label and heading to the last word of the node."""
    spans = [node.lead, *(whole_span(child) for child in children), node.tail if tail else None]
    held = [span for span in spans if span]
    return Span(held[0].start, held[-1].end) if held else None


def whole_span(node: Provision) -> Span | None:
    """Label, words and children of a node."""
    words = words_span(node, node.children, True)
    held = [span for span in (node.label, node.title, words) if span]
    return Span(held[0].start, held[-1].end) if held else None
