"""Lines of a plain text to paragraphs and headings: blank lines, labels, indents, centred lines, page breaks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.readers.blocks import Piece
from kb.readers.furniture import Line
from kb.readers.lines import ends_a_sentence, starts_with_label, unwrap

_NUMBERED_HEAD = re.compile(
    r"^\s*(?:article|art\.?|part|title|chapter|section|sub-?section|book|annex|appendix|schedule)\s+[\w.-]{1,12}(?:\s?(?:bis|ter|quater))?\s*[.:]?\s*$",
    re.IGNORECASE,
)
_ARTICLE_HEAD = re.compile(
    r"^\s*(?:Article|ARTICLE|Art\.|ART\.)\s+[\w-]{1,9}(?:\s?(?:bis|ter|quater))?\s*(?:[.:–—-]|\s-)\s*\S"
)
_SPACED = re.compile(r"^(?:\S\s){3,}\S(?:\s{2,}(?:\S\s)*\S)*$")
_LONE_MARK = re.compile(r"^\s*[(\[]\d{1,3}[)\]]\s*$")  # a footnote's mark that fell on a line of its own
_BARE_NUMBER = re.compile(r"^\s*\d{1,3}\s+[A-Z“\"]")
_BARE_LETTER = re.compile(r"^\s*[a-z]\s+\S")
_LISTED = re.compile(r"(?:[:;]|[;,]\s*(?:and|or|and/or))\s*$")
_LONG = 140  # a text with lines of this length is not wrapped


@dataclass(frozen=True, slots=True)
class Layout:
    """What the lines of a document have in common."""

    width: int
    wrapped: bool
    page_gap: int  # blank lines between a running head and text that goes on from the page before
    page_gaps_differ: bool


def layout_of(pages: Sequence[Sequence[Line]]) -> Layout:
    """Width of the text, whether its lines are wrapped, and how its pages begin."""
    lengths = sorted(len(line.text) for page in pages for line in page)
    width = lengths[int(len(lengths) * 0.9)] if lengths else 0
    gaps = [page[0].gap for page in pages[1:] if page]
    return Layout(width, width <= _LONG, min(gaps, default=0), len(set(gaps)) > 1)


def indent(line: str) -> int:
    """Columns of white space before the first character."""
    return len(line) - len(line.lstrip())


def is_centred(line: str, layout: Layout) -> bool:
    """About as much room on the left as on the right, and a fair amount of it."""
    left, right = indent(line), layout.width - len(line.rstrip())
    return left >= 6 and abs(left - right) <= max(4, layout.width // 16)


def unspaced(line: str) -> str:
    """ "A N N E X   I" → "ANNEX I": letters spaced out for emphasis come together."""
    bare = line.strip()
    if not _SPACED.match(bare):
        return line
    return " ".join(re.sub(r"\s", "", word) for word in re.split(r"\s{2,}", bare))


def groups(pages: Sequence[Sequence[Line]], layout: Layout) -> Iterator[list[Line]]:
    """Lines that make one paragraph or heading, across page breaks."""
    group: list[Line] = []
    for at, page in enumerate(pages):
        for line in page:
            if group and starts_group(group, line, layout, at > 0 and line.first):
                yield group
                group = []
            group.append(line)
    if group:
        yield group


def starts_group(group: Sequence[Line], line: Line, layout: Layout, page_top: bool) -> bool:
    """True where the line opens a new paragraph or heading."""
    before = group[-1]
    if _LONE_MARK.match(line.text) and not line.gap:
        return False
    if page_top:
        alone = len(group) == 1 and _NUMBERED_HEAD.match(before.text) is not None
        return alone or _breaks_over_page(before, line, layout)
    if line.gap or not layout.wrapped:
        return True
    return _breaks_without_blank(group, line, layout)


def _breaks_over_page(before: Line, line: Line, layout: Layout) -> bool:
    """A paragraph goes on over the page unless the page ends it: a stop, a label, an extra blank line, a heading."""
    if not layout.wrapped:
        return ends_a_sentence(before.text) or starts_with_label(line.text)
    if line.text.lstrip()[:1].islower() and not ends_a_sentence(before.text):
        return False
    if _NUMBERED_HEAD.match(line.text) or is_centred(line.text, layout) or is_centred(before.text, layout):
        return True
    if layout.page_gaps_differ:
        return line.gap > layout.page_gap or (ends_a_sentence(before.text) and _labelled(line.text))
    if not ends_a_sentence(before.text):
        return _stopped_short(before, line, layout) or (starts_with_label(line.text) and indent(line.text) > 0)
    return _labelled(line.text) or not line.text.lstrip()[:1].islower()


def _stopped_short(before: Line, line: Line, layout: Layout) -> bool:
    """A heading at the foot of a page: room was left behind it, or it stands far further right than the next line."""
    first = (line.text.split() or [""])[0]
    if not first[:1].isupper() and not starts_with_label(line.text):
        return False
    room = len(before.text.rstrip()) + 1 + len(first) < 0.6 * layout.width
    return room or indent(before.text) >= indent(line.text) + 8


def _labelled(line: str) -> bool:
    """A label, or a bare number before a capital: enough where the sentence before has ended."""
    return starts_with_label(line) or _BARE_NUMBER.match(line) is not None


def _breaks_without_blank(group: Sequence[Line], line: Line, layout: Layout) -> bool:
    before = group[-1]
    if _NUMBERED_HEAD.match(before.text) and len(group) == 1:
        return True
    if _NUMBERED_HEAD.match(line.text) and (is_centred(line.text, layout) or _ended(before, layout)):
        return True
    if is_centred(before.text, layout) != is_centred(line.text, layout) and _all_centred(group, line, layout):
        return True
    if _ARTICLE_HEAD.match(line.text) and _ended(before, layout):
        return True
    if _ARTICLE_HEAD.match(before.text) and len(group) == 1:
        if min(indent(before.text), indent(line.text)) >= 6:
            return False
        return len(before.text) < 0.6 * layout.width or indent(line.text) != indent(before.text)
    if _labelled(line.text):
        return ends_a_sentence(before.text)
    if _BARE_LETTER.match(line.text) and _LISTED.search(before.text):
        return True
    return _indent_breaks(group, line, layout)


def _all_centred(group: Sequence[Line], line: Line, layout: Layout) -> bool:
    """Centred heading lines on one side, running text on the other."""
    if is_centred(line.text, layout):
        return _ended(group[-1], layout)
    return all(is_centred(member.text, layout) for member in group) and indent(line.text) < 6


def _ended(before: Line, layout: Layout) -> bool:
    return ends_a_sentence(before.text) or len(before.text) < 0.7 * layout.width


def _indent_breaks(group: Sequence[Line], line: Line, layout: Layout) -> bool:
    """Paragraphs told apart by indents or by a short last line."""
    before = group[-1]
    if not ends_a_sentence(before.text):
        return False
    step = indent(line.text) - indent(before.text)
    hanging = len(group) == 1 and starts_with_label(before.text)
    if step >= 2 and not hanging:
        return True
    if step <= -3 and indent(line.text) < indent(group[0].text):
        return True
    short = len(before.text) < 0.75 * layout.width
    return short and line.text.lstrip()[:1].isupper()


def piece_of(group: Sequence[Line], layout: Layout, known: Counter[str]) -> Piece:
    """The group as one block."""
    text = unwrap([unspaced(line.text) for line in group], known)
    if _is_heading(group, text, layout):
        return Piece(text, kind="heading", place=group[0].place)
    return Piece(text, kind="item" if starts_with_label(group[0].text) else "paragraph", place=group[0].place)


def _is_heading(group: Sequence[Line], text: str, layout: Layout) -> bool:
    if len(group) > 6 or (not layout.wrapped and len(text) > 200):
        return False
    if all(is_centred(line.text, layout) for line in group):
        return not text.rstrip().endswith((";", ",")) and not starts_with_label(text)
    return text.isupper() and len(text) > 3 and len(group) <= 3 and not text.endswith((".", ";", ","))
