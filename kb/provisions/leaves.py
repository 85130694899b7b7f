"""The leaf slices of a tree: every character of a document's text stands in exactly one leaf or region.

White space between leaves and regions belongs to neither and is passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from kb.model import Outline, Provision, Region, Span


@dataclass(frozen=True, slots=True)
class Leaf:
    """One slice and whose it is."""

    span: Span
    role: Literal["label", "title", "lead", "tail"]
    node: Provision


def leaves(node: Provision) -> Iterator[Leaf]:
    """The slices of a node and of all below it, in the order of the document."""
    if node.label:
        yield Leaf(node.label, "label", node)
    if node.title:
        yield Leaf(node.title, "title", node)
    if node.lead:
        yield Leaf(node.lead, "lead", node)
    for child in node.children:
        yield from leaves(child)
    if node.tail:
        yield Leaf(node.tail, "tail", node)


def slices(outline: Outline) -> list[Span]:
    """All leaves and regions in the order of the document."""
    held = [leaf.span for leaf in leaves(outline.root)] + [region.span for region in outline.regions]
    return sorted(held, key=lambda span: span.start)


def uncovered(root: Provision, regions: Iterable[Region], text: str) -> list[Region]:
    """Characters between the slices that no one claimed, as regions of their own."""
    held = sorted([leaf.span for leaf in leaves(root)] + [r.span for r in regions], key=lambda s: s.start)
    gaps: list[Region] = []
    at = 0
    for span in [*held, Span(len(text), len(text))]:
        between = text[at : span.start]
        if between.strip():
            start = at + len(between) - len(between.lstrip())
            gaps.append(Region(Span(start, start + len(between.strip())), "separator"))
        at = max(at, span.end)
    return gaps
