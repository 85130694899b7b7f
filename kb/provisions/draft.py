"""Provisions while they are being built: spans grow, children are added, ids come last."""

from __future__ import annotations

from dataclasses import dataclass, field

from kb.model import NodeKind, Provision, Span
from kb.text import squeeze

_MARKS = "*_ \t\n"


@dataclass(slots=True)
class Draft:
    """A node of the tree that may still grow."""

    kind: NodeKind
    number: str = ""
    id: str = ""
    label: Span | None = None
    title: Span | None = None
    lead: Span | None = None
    tail: Span | None = None
    children: list[Draft] = field(default_factory=list)
    depth: int = 0

    def add_text(self, span: Span) -> None:
        """Words of this node: more of its opening, or after its children its closing words."""
        if not self.children:
            self.lead = Span(self.lead.start, span.end) if self.lead else span
        else:
            self.tail = Span(self.tail.start, span.end) if self.tail else span

    def add_child(self, child: Draft) -> None:
        """A further child; closing words that turn out to stand between two children go to the one before them."""
        if self.tail is not None:
            tail, self.tail = self.tail, None
            self.children[-1].add_text(tail)
        self.children.append(child)


def heading_text(text: str, title: Span | None) -> str:
    """The heading's words without marks of emphasis or a stop that only separates."""
    return squeeze(title.of(text).replace("**", " ")).strip(_MARKS) if title else ""


def trimmed(text: str, span: Span | None) -> Span | None:
    """The span without white space at its ends; None where nothing is left."""
    if span is None:
        return None
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    end = span.end - (len(words) - len(words.rstrip()))
    return Span(start, end) if start < end else None


def freeze(draft: Draft, text: str) -> Provision:
    """The finished node; its spans are trimmed of white space."""
    return Provision(
        kind=draft.kind,
        id=draft.id,
        number=draft.number,
        heading=heading_text(text, draft.title),
        label=trimmed(text, draft.label),
        title=trimmed(text, draft.title),
        lead=trimmed(text, draft.lead),
        tail=trimmed(text, draft.tail),
        children=tuple(freeze(child, text) for child in draft.children),
    )
