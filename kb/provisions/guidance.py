"""Documents without articles: guides with numbered sections, and documents without any numbering."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.model import Document, Span
from kb.provisions.draft import Draft
from kb.provisions.marks import Mark, block_of

_SECTION = re.compile(r"[*_]{0,3}(?:section\s+|§\s*)?(?P<number>\d{1,3}(?:\.\d{1,3})*)[.)]?[*_]{0,3}\s+", re.IGNORECASE)
_NOTE = re.compile(r"\[\^?(\w{1,4})\]\s*|\((\d{1,3})\)\s*|(\d{1,3})[.)]?\s+|(\*{1,3})\s+")


def note_label(text: str, start: int, end: int) -> Span | None:
    """The mark that a footnote opens with."""
    found = _NOTE.match(text, start, end)
    return Span(found.start(), found.end()) if found and found.end() < end else None


def fill(document: Document, marks: Sequence[Mark], root: Draft, breaks: frozenset[int] = frozenset()) -> list[str]:
    """Sections where the document numbers its headings, else one node a page or block; returns warnings.

    `breaks` are the places before which text was set aside: no node runs over them.
    """
    sections = [mark for mark in marks if section_number(document, mark)]
    if len(sections) >= 2:
        _sections(document, marks, root, breaks)
        return []
    _blocks(document, marks, root, breaks)
    return ["no article and no numbered section found: cited by page or block"] if marks else ["no text found"]


def section_number(document: Document, mark: Mark) -> str:
    """The number of a heading such as "3.2 Channels of communication"; "" for anything else."""
    text = document.text[mark.start : mark.end]
    found = _SECTION.match(text)
    if not found or found.end() >= len(text):
        return ""
    heads = block_of(document, mark).kind == "heading"
    decimal = "." in found["number"] and len(text) < 160 and not text.rstrip().endswith((".", ";", ","))
    return found["number"] if heads or decimal else ""


def _sections(document: Document, marks: Sequence[Mark], root: Draft, breaks: frozenset[int]) -> None:
    current = root
    seen: set[str] = set()
    for mark in marks:
        number = section_number(document, mark)
        span = Span(mark.start, mark.end)
        if mark.role == "footnote":
            root.children.append(_note(document, mark))
            current = root.children[-1]
        elif number and number not in seen:
            seen.add(number)
            found = _SECTION.match(document.text, mark.start)
            cut = found.end() if found else mark.start
            current = Draft("section", number, label=Span(mark.start, cut), title=Span(cut, mark.end))
            root.children.append(current)
        elif mark.start in breaks:
            current = Draft("block", str(mark.at + 1), lead=span)
            root.children.append(current)
        elif current is root and root.title is None:
            root.title = span
        else:
            current.add_text(span)


def _note(document: Document, mark: Mark) -> Draft:
    label = note_label(document.text, mark.start, mark.end)
    number = "".join(c for c in label.of(document.text) if c.isalnum()) if label else ""
    return Draft("footnote", number, label=label, lead=Span(label.end if label else mark.start, mark.end))


def _blocks(document: Document, marks: Sequence[Mark], root: Draft, breaks: frozenset[int]) -> None:
    """One node a page where the source has pages, else one a block; headings stay with what follows."""
    page = None
    for at, mark in enumerate(marks):
        block = document.blocks[mark.at]
        span = Span(mark.start, mark.end)
        if mark.role == "footnote":
            root.children.append(_note(document, mark))
        elif block.place.page is not None:
            if block.place.page != page or mark.start in breaks or root.children[-1].kind != "block":
                page = block.place.page
                root.children.append(Draft("block", str(page), lead=span))
            else:
                root.children[-1].add_text(span)
        else:
            root.children.append(Draft("block", str(at + 1), lead=span))
