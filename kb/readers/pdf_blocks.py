"""From lines in reading order to paragraphs, headings, items and footnotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from kb.model import Aside, BlockKind, Place
from kb.readers import signs
from kb.readers.blocks import Piece
from kb.readers.lines import ends_a_sentence, starts_with_label, unwrap, vocabulary
from kb.readers.pdf_layout import Layout, Line, Word, in_small_capitals, note_opens, places_of

_ENTRY = re.compile(r"\S.*?(?:(?:\s?[.…·_]){4,}|…)\s*(?:\d{1,4}|[ivxlc]{1,7})$")
_NUMERAL = re.compile(r"(?:\d{1,4}|[ivxlc]{1,7})$")
_LABEL_WORD = re.compile(r"\(?(\d{1,3}|[a-z]{1,2}|[ivxl]{1,7}|[A-Z])[.)]{0,2}$")
_INSTRUMENT = re.compile(
    r"\b(?:convention|protocol|agreement|treaty|covenant|charter|statute|directive|regulation|decision|model law|"
    r"declaration|guidelines|principles|accord|traité|pacte|règlement)\b",
    re.I,
)
_NUMBERED = re.compile(r"(?:article|art\.|rule|section|principle|regulation|guideline)\s+\w+", re.I)
_FEWEST_ENTRIES = 5  # of a table of contents whose page numbers cannot be told
_DENSE = 0.6  # share of its lines that open a provision that comes again below
_PLAIN_NUMBER = re.compile(r"\d{1,2} [A-Z“\"]")
_WIDE = 1.5  # ems: a gap wider than that is no space between words
_NOTE_MARK = re.compile(r"[\[(]?(\d{1,3}|\*{1,3}|[†‡])[\])]?[.)]?\s*")


@dataclass(slots=True)
class Found:
    """What a layout holds."""

    pieces: list[Piece] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    title: str = ""


@dataclass(slots=True)
class _Open:
    """The paragraph that is being gathered."""

    lines: list[Line]

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def last(self) -> Line:
        return self.lines[-1]

    @property
    def hang(self) -> float | None:
        """Where its later lines begin, None while it has one line in the current column."""
        own = [line for line in self.lines[1:] if line.flow == self.last.flow]
        return own[-1].x0 if own else None


def pieces_of(layout: Layout) -> Found:
    """Blocks in reading order, footnotes apart, contents pages set aside."""
    lines, contents = without_contents(layout.lines)
    found = Found(asides=[*layout.asides, *contents])
    known = vocabulary(line.text for line in [*lines, *layout.notes])
    marks = {mark for line in layout.notes if (mark := _mark_of(line))}
    for group in paragraphs(lines, layout):
        found.pieces += _pieces(group, layout, known, marks, found.asides)
    found.title = _set_title(found.pieces, lines, layout)
    found.pieces = signs.join_labels(found.pieces)
    found.pieces += _footnotes(layout.notes, known)
    return found


# ── contents pages ───────────────────────────────────────────────────────────────────────────────────────────────


def without_contents(lines: Sequence[Line]) -> tuple[list[Line], list[Aside]]:
    """Set tables of contents aside: pages with many lines that end in a page number at the right edge."""
    marked: set[int] = set()
    by_page: dict[int, list[int]] = {}
    for at, line in enumerate(lines):
        by_page.setdefault(line.page, []).append(at)
    openings = [_NUMBERED.match(line.text) for line in lines]
    latest = {found[0].lower(): at for at, found in enumerate(openings) if found}
    for members in by_page.values():
        announced = [at for at in members if (found := openings[at]) and latest[found[0].lower()] > members[-1]]
        entries = [at for at in members if _is_entry(lines[at])]
        if len(announced) >= _FEWEST_ENTRIES and len(announced) >= _DENSE * (announced[-1] - announced[0] + 1):
            entries = sorted({*entries, *announced})
        if len(entries) >= 3 and len(entries) >= 0.35 * (entries[-1] - entries[0] + 1):
            start = _contents_start(lines, members, entries[0])
            last = max(marked, default=-99)
            marked.update(range(last + 1 if start - last <= 9 else start, entries[-1] + 1))
            rest = [at for at in members if at > entries[-1]]
            if 0 < len(rest) <= 4 and signs.opens_division(lines[rest[0]].text):
                marked.update(rest)
    for at, line in enumerate(lines):
        if at - 1 in marked and _is_entry(line):
            marked.add(at)
    asides = [Aside(lines[at].text, "contents", Place(lines[at].page)) for at in sorted(marked)]
    return [line for at, line in enumerate(lines) if at not in marked], asides


def _contents_start(lines: Sequence[Line], members: Sequence[int], first: int) -> int:
    """The title of the table, where it stands above the first entry; else the first entry's own first line."""
    above = [at for at in members if at < first]
    for at in reversed(above):
        if signs.is_contents_title(lines[at].text):
            return at
    starts = [at for at in above if first - at <= 2 and signs.opens_division(lines[at].text)]
    return min(starts, default=first)


def _is_entry(line: Line) -> bool:
    if _ENTRY.match(line.text):
        return True
    if len(line.words) < 2 or not _NUMERAL.match(line.words[-1].text):
        return False
    last, before = line.words[-1], line.words[-2]
    return last.x0 - before.x1 > _WIDE * last.size and last.x1 > line.right - 2 * last.size


# ── paragraphs ───────────────────────────────────────────────────────────────────────────────────────────────────


def paragraphs(lines: Iterable[Line], layout: Layout) -> list[list[Line]]:
    """Lines gathered into paragraphs and headings."""
    groups: list[_Open] = []
    labels: dict[str, tuple[str, float]] = {}
    for line in lines:
        if not groups or starts_new(groups[-1], line, layout, labels):
            groups.append(_Open([line]))
            shape, body = _shape(line)
            if shape:
                labels[shape] = (body, line.x0 - line.left)
        else:
            groups[-1].lines.append(line)
    return [group.lines for group in groups]


def starts_new(open_: _Open, line: Line, layout: Layout, labels: dict[str, tuple[str, float]]) -> bool:
    """Does this line open a block of its own?"""
    last = open_.last
    if _changes_face(open_, line, layout):
        return True
    if signs.is_division(open_.first.text) and (_is_headline(last) or has_room(last, line)):
        return True
    if _goes_on_as_heading(open_, line, layout):
        return False
    labelled = has_label(line) or (_PLAIN_NUMBER.match(line.text) is not None and _follows(line, labels))
    ends = ends_a_sentence(last.text)
    if signs.opens_division(line.text) and (ends or _is_headline(line)) and _stands_out(line, last):
        return True
    if labelled and _follows(line, labels) and (ends or _set_off(open_, line, layout)):
        return True
    if line.flow != last.flow:
        return _new_after_turn(last, line, labelled, ends)
    gap = last.y - line.y
    leading = layout.leading * max(1.0, line.size / layout.body)
    if gap > 1.75 * leading or gap < -2:
        return True
    lower = line.text[:1].islower() and not labelled and not ends
    if gap > 1.16 * leading + 0.6 and not (lower and not has_room(last, line)):
        return True
    if has_room(last, line) and not lower and not line.centred:
        return True
    return _indented_anew(open_, line, labelled, ends)


def _goes_on_as_heading(open_: _Open, line: Line, layout: Layout) -> bool:
    """Lines of one face, centred or filled up, close below each other, are one heading."""
    last = open_.last
    close = line.flow == last.flow and 0 < last.y - line.y < 1.35 * max(layout.leading, 1.2 * line.size)
    if not (close and _is_headline(last) and _is_headline(line)) or signs.opens_division(line.text):
        return False
    centred = line.centred and (last.centred or _nearly_full(last))
    short = sum(len(part.text) for part in open_.lines) < signs.LONGEST_HEADING and last.text[-1:] not in ".:;"
    return short and not has_label(open_.first) and (centred or not has_room(last, line))


def _set_off(open_: _Open, line: Line, layout: Layout) -> bool:
    """White space above, room left on the last line, or another left edge than the paragraph's."""
    last = open_.last
    if line.flow != last.flow:
        return False
    away = open_.hang is not None and abs(open_.hang - line.x0) > 0.3 * line.size
    return away or last.y - line.y > 1.12 * layout.leading or has_room(last, line)


def _stands_out(line: Line, last: Line) -> bool:
    return line.bold or line.centred or has_room(last, line) or line.flow != last.flow


def _changes_face(open_: _Open, line: Line, layout: Layout) -> bool:
    """A heading ends where weight, size or centring change; so does text where a heading begins."""
    last = open_.last
    if line.bold != last.bold and (all(part.bold for part in open_.lines) or _is_headline(line)):
        return True
    one_heading = last.centred and line.centred and line.flow == last.flow and in_small_capitals(line, last)
    if abs(line.size - last.size) > 0.08 * layout.body and not one_heading:
        return True
    if line.centred and not last.centred:
        apart = line.flow == last.flow and last.y - line.y > 1.16 * layout.leading
        roomy = has_room(last, line) and not line.text[:1].islower()
        return apart or ends_a_sentence(last.text) or roomy
    heading = last.centred and all(part.centred or _nearly_full(part) for part in open_.lines)
    return heading and not line.centred and not has_label(open_.first)


def _is_headline(line: Line) -> bool:
    return line.bold or line.centred


def _nearly_full(line: Line) -> bool:
    return (line.right - line.x1) < 0.04 * (line.right - line.left)


def has_room(last: Line, line: Line) -> bool:
    """Would the next line's first word have fitted on the last line? Then the writer broke it on purpose."""
    first = line.words[0]
    width = _first_chunk(line)
    return last.x1 + 0.3 * first.size + width + 0.35 * first.size < last.right


def _first_chunk(line: Line) -> float:
    """The width of the first word with what is glued to it."""
    right = line.words[0].x1
    for word in line.words[1:]:
        if not word.glued:
            break
        right = word.x1
    return right - line.words[0].x0


def _new_after_turn(last: Line, line: Line, labelled: bool, ends: bool) -> bool:
    """At the head of a column or page: goes on unless the last paragraph was closed."""
    if _is_headline(line) or _is_headline(last):
        both = _is_headline(line) and _is_headline(last) and not has_room(last, line)
        return not (both and line.page == last.page and not ends and not signs.opens_division(line.text))
    if labelled and ends:
        return True
    if not ends or (last.text.endswith(",") and line.text[:1].islower()):
        return False
    if last.text.endswith(";") and line.text[:1].isupper():
        return True
    return has_room(last, line) or line.x0 - line.left > 0.8 * line.size


def _indented_anew(open_: _Open, line: Line, labelled: bool, ends: bool) -> bool:
    """Told from where the line begins."""
    slack = 0.3 * line.size
    hang = open_.hang
    if hang is not None:
        if abs(line.x0 - hang) <= slack:
            return labelled and ends
        return labelled or ends
    begin = open_.last.x0 if open_.last is open_.first or open_.last.flow != open_.first.flow else open_.first.x0
    if open_.last is not open_.first:
        return (labelled and ends) or (ends and line.x0 > line.left + slack and abs(line.x0 - begin) > slack)
    if labelled and ends:
        return True
    if has_label(open_.first):
        return False
    return line.x0 > begin + slack and ends


# ── labels ───────────────────────────────────────────────────────────────────────────────────────────────────────


def has_label(line: Line) -> bool:
    """A label with punctuation, or a bare one set off by a gap or by its weight."""
    return starts_with_label(line.text) or signs.is_label(line.text) or has_bare_label(line)


def has_bare_label(line: Line) -> bool:
    """ "1", "a", "ii" that a gap or bold type sets off from the words."""
    if len(line.words) < 2 or not signs.is_bare_label(line.words[0].text):
        return False
    first, second = line.words[0], line.words[1]
    gap = second.x0 - first.x1
    usual = _usual_gap(line.words[1:])
    return gap > max(0.6 * first.size, 1.7 * usual) or (first.bold and not second.bold)


def _usual_gap(words: Sequence[Word]) -> float:
    gaps = sorted(after.x0 - before.x1 for before, after in pairwise(words) if not after.glued)
    return gaps[len(gaps) // 2] if gaps else 0.0


def _shape(line: Line) -> tuple[str, str]:
    """The label's punctuation and its number: ("(#)", "a"); a plain number before a capital is one of shape "#"."""
    plain = _PLAIN_NUMBER.match(line.text)
    found = _LABEL_WORD.match(line.words[0].text) if plain or has_label(line) else None
    return (line.words[0].text.replace(found[1], "#", 1), found[1]) if found else ("", "")


def _follows(line: Line, labels: dict[str, tuple[str, float]]) -> bool:
    """The label is the next one of its kind and stands under it."""
    shape, body = _shape(line)
    if shape not in labels:
        return False
    before, x = labels[shape]
    under = abs(x - (line.x0 - line.left)) < 2.5
    if body.isdigit() and before.isdigit():
        return under and int(body) == int(before) + 1
    return under and len(body) == len(before) == 1 and ord(body) == ord(before) + 1


# ── pieces ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _pieces(
    group: Sequence[Line], layout: Layout, known: Counter[str], marks: set[str], asides: list[Aside]
) -> list[Piece]:
    place, *beyond = places_of(group)
    text = unwrap([line.text for line in group], known)
    text = _without_marks(text, marks, asides, place)
    bold = all(line.bold for line in group)
    centred = all(line.centred or _nearly_full(line) for line in group) and any(line.centred for line in group)
    large = min(line.size for line in group) > 1.12 * layout.body
    if has_bare_label(group[0]) and not _is_whole_heading(group, text):
        return [Piece(text, "item", place=place, beyond=tuple(beyond))]
    if signs.is_heading(text, bold=bold or large, centred=centred):
        return [Piece(part, "heading", place=place, beyond=tuple(beyond)) for part in _split_heading(group, text)]
    kind: BlockKind = "item" if starts_with_label(text) else "paragraph"
    return [Piece(text, kind, place=place, beyond=tuple(beyond))]


def _is_whole_heading(group: Sequence[Line], text: str) -> bool:
    return all(line.bold for line in group) and len(text) < 120 and signs.is_heading(text, bold=True, centred=False)


def _split_heading(group: Sequence[Line], text: str) -> list[str]:
    """ "Article 1" and, far from it on the same line, its heading."""
    words = group[0].words
    for at in range(1, len(words)):
        head = " ".join(word.text for word in words[:at])
        if (
            words[at].x0 - words[at - 1].x1 > _WIDE * words[at].size
            and signs.is_division(head)
            and text.startswith(head)
        ):
            return [head, text[len(head) :].strip()]
    return [text]


def _without_marks(text: str, marks: set[str], asides: list[Aside], place: Place) -> str:
    """Drop "[3]" where the document has a footnote 3."""

    def drop(found: re.Match[str]) -> str:
        if found[1] not in marks:
            return found[0]
        asides.append(Aside(found[0].strip(), "footnote mark", place))
        return ""

    return re.sub(r"\s?\[(\d{1,3})\]", drop, text) if marks else text


def _set_title(pieces: list[Piece], lines: Sequence[Line], layout: Layout) -> str:
    """The heading in the largest type before the first division, one that names an instrument first."""
    sizes = {line.text[:24]: line.size for line in reversed(lines[:80])}
    found: list[tuple[bool, float, int]] = []
    for at, piece in enumerate(pieces[:60]):
        if signs.opens_division(piece.text):
            break
        if piece.kind == "heading":
            size = max((size for text, size in sizes.items() if piece.text.startswith(text[:20])), default=0.0)
            found.append((_INSTRUMENT.search(piece.text) is not None, size, -at))
    if not found or not (max(found)[0] or max(found)[1] > 1.15 * layout.body):
        return ""
    at = -max(found)[2]
    pieces[at] = replace(pieces[at], level=1)
    return pieces[at].text


# ── footnotes ────────────────────────────────────────────────────────────────────────────────────────────────────


def _mark_of(line: Line) -> str:
    found = _NOTE_MARK.match(line.text)
    return found[1] if found else ""


def _footnotes(lines: Sequence[Line], known: Counter[str]) -> list[Piece]:
    groups: list[list[Line]] = []
    for line in lines:
        if not groups or note_opens(line):
            groups.append([line])
        else:
            groups[-1].append(line)
    out = []
    for group in groups:
        text = unwrap([line.text for line in group], known)
        mark = _mark_of(group[0])
        said = f"[{mark}] {_NOTE_MARK.sub('', text, count=1)}" if mark else text
        place, *beyond = places_of(group)
        out.append(Piece(said, "footnote", place=place, beyond=tuple(beyond)))
    return out
