"""Documents without articles: guides with numbered sections, and documents without any numbering.

Numbers that no file carries are not made up, even where their order would tell them: a reprint may leave a part out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kb.model import Document, Span
from kb.provisions.draft import Draft
from kb.provisions.headings import is_title_line
from kb.provisions.labels import label_at
from kb.provisions.marks import Mark, block_of

_SECTION = re.compile(r"[*_]{0,3}(?:section\s+|§\s*)?(?P<number>\d{1,3}(?:\.\d{1,3})*)[.)]?[*_]{0,3}\s+", re.IGNORECASE)
_EMPHASISED = re.compile(r"(\*{1,3}|_{1,3})(?!\s)[^*_]+(?<!\s)\1")
_FEWEST = 3  # headings that order a text
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
    if not marks:
        return ["no text found"]
    if headings := _bare_headings(document, marks):
        _headed(document, marks, root, headings, breaks)
        return [f"{len(headings)} headings carry no numbers, and none are made up: cited by block below its heading"]
    _blocks(document, marks, root, breaks)
    return ["no article and no numbered section found: cited by page or block"]


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


def _bare_headings(document: Document, marks: Sequence[Mark]) -> frozenset[int]:
    """Places of headings without numbers in a text without pages, where they head most of it."""
    if any(block.place.page is not None for block in document.blocks):
        return frozenset()
    found = [at for at, mark in enumerate(marks) if _is_bare_heading(document, mark)]
    heading = sum(below > at + 1 for at, below in pairwise([*found, len(marks)]))
    return frozenset(found) if heading >= _FEWEST else frozenset()


def _is_bare_heading(document: Document, mark: Mark) -> bool:
    """A heading, or a short line that is emphasised from end to end."""
    words = document.text[mark.start : mark.end]
    if mark.role == "footnote":
        return False
    return block_of(document, mark).kind == "heading" or (
        _EMPHASISED.fullmatch(words) is not None and is_title_line(words, False)
    )


def _headed(
    document: Document, marks: Sequence[Mark], root: Draft, headings: frozenset[int], breaks: frozenset[int]
) -> None:
    """Blocks below their headings; letters stay with the words that announce them."""
    holder = root
    for at, mark in enumerate(marks):
        span = Span(mark.start, mark.end)
        last = holder.children[-1] if holder.children else None
        if mark.role == "footnote":
            holder.children.append(_note(document, mark))
        elif at in headings and at == 0:
            root.title = span
        elif at in headings:
            holder = Draft("division", title=span)
            root.children.append(holder)
        elif last and last.kind == "block" and mark.start not in breaks and _goes_on(document, last, mark):
            last.add_text(span)
        else:
            holder.children.append(Draft("block", str(at + 1), lead=span))


def _goes_on(document: Document, before: Draft, mark: Mark) -> bool:
    """A letter or dash behind a colon, or behind another one of its list."""
    label = label_at(document.text, mark.start, mark.end)
    if label is None or before.lead is None or any(r.family.endswith("decimal") for r in label.readings):
        return False
    return ":" in before.lead.of(document.text)


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
