"""From words with places on pages to lines in reading order: rows, columns, running heads and feet, footnotes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from statistics import median

from kb.languages import language_of
from kb.model import Aside, Place
from kb.readers import signs

_DIGITS = re.compile(r"\d+")
_ROMAN_WORD = re.compile(r"\b[ivxlc]{1,7}\b", re.I)
_PAGE_NUMBER = re.compile(
    r"(?:[-–—\[(|]\s*)?(?:page|p\.|seite)?\s*(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:/|of|von|de|sur)\s*\d{1,4})?(?:\s*[-–—\])|])?$",
    re.I,
)
_MARK = re.compile(r"[\[(]?(?:\d{1,3}|\*{1,3}|[†‡§])[\])]?$")
_LEADER = re.compile(r"[.·…_]{4,}$")
_NOTE = re.compile(r"(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}[.)]?|\*{1,3}|[†‡])(?=\s|$|[A-Z“‘\"])")
_ROMAN = re.compile(r"(?=[ivxlc])c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_MARGIN_DEPTH = 0.22  # of the page's height: heads and feet stand no deeper
_FULL_ROW = 0.25  # share of rows that may run across a gutter
_MIN_GUTTER_ROWS = 12
_OFTEN = 0.08  # of the commonest gap: how often the gap inside paragraphs is met at least
_GUTTER = 3.5  # points: half of the narrowest one
_SIDE_BY_SIDE = 0.6  # of the pages in columns: where each column has its own language
_TELLING = 60  # characters that tell the language of a column
_NEAR = 1.45  # of the size: lines of one paragraph are not farther apart
_SMALL = 0.93  # of the body's size: footnotes are set smaller


@dataclass(frozen=True, slots=True)
class Word:
    """Characters without a gap: left and right edge and baseline in points from the lower left, size of the type."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool = False
    glued: bool = False  # no space stands before it
    raised: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """The words of one page, in points."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rules: tuple[tuple[float, float, float], ...] = ()  # level strokes: left end, right end, height


@dataclass(frozen=True)
class Line:
    """Words on one baseline of one column, with the edges of the column."""

    words: tuple[Word, ...]
    page: int
    flow: int = 0  # lines of one column of one page share it
    left: float = 0.0
    right: float = 0.0
    centred: bool = False

    @property
    def x0(self) -> float:
        """Left edge."""
        return self.words[0].x0

    @cached_property
    def x1(self) -> float:
        """Right edge."""
        return max(word.x1 for word in self.words)

    @property
    def y(self) -> float:
        """Baseline."""
        return self.words[0].y

    @cached_property
    def size(self) -> float:
        """The usual size of its type."""
        return median(word.size for word in self.words)

    @cached_property
    def bold(self) -> bool:
        """True where every word is bold."""
        return all(word.bold for word in self.words if any(c.isalnum() for c in word.text))

    @cached_property
    def text(self) -> str:
        """The words with single spaces."""
        return said(self.words)


@dataclass(slots=True)
class Layout:
    """The document's lines in reading order, its footnotes' lines, and what was set apart."""

    lines: list[Line] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    body: float = 10.0
    leading: float = 12.0


def places_of(lines: Sequence[Line]) -> tuple[Place, ...]:
    """Page and box of the lines in each column that they run through, in reading order."""
    flows: dict[tuple[int, int], list[Word]] = {}
    for line in lines:
        flows.setdefault((line.page, line.flow), []).extend(line.words)
    return tuple(Place(page, box=_box(words)) for (page, _), words in flows.items())


def _box(words: Sequence[Word]) -> tuple[float, float, float, float]:
    """The rectangle around words; heights are told from the type's size."""
    edges = (
        min(word.x0 for word in words),
        min(word.y - 0.25 * word.size for word in words),
        max(word.x1 for word in words),
        max(word.y + 0.8 * word.size for word in words),
    )
    left, bottom, right, top = (round(edge, 1) for edge in edges)
    return left, bottom, right, top


def said(words: Iterable[Word]) -> str:
    """The words of a line with single spaces."""
    return "".join(word.text if at == 0 or word.glued else f" {word.text}" for at, word in enumerate(words))


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def rows_of(words: Iterable[Word]) -> list[list[Word]]:
    """Words by baseline from the top, each row from the left; raised small type joins the row that it belongs to."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (-w.y, w.x0)):
        if rows and abs(rows[-1][0].y - word.y) <= 0.25 * min(word.size, rows[-1][0].size):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda w: w.x0) for row in _settle(rows)]


def _settle(rows: list[list[Word]]) -> list[list[Word]]:
    """Put rows of small raised (or lowered) type into the larger row beside them."""
    out: list[list[Word]] = []
    waiting: list[list[Word]] = []
    for row in rows:
        for small in [held for held in waiting if _belongs(held, row)]:
            row = row + [replace(word, y=row[0].y, raised=True) for word in small]
            waiting.remove(small)
        if out and waiting == [] and _lowered(row, out[-1]):
            out[-1] = out[-1] + [replace(word, y=out[-1][0].y) for word in row]
            continue
        out += waiting
        waiting = [row] if max(word.size for word in row) < 9 and sum(len(w.text) for w in row) <= 12 else []
        out += [] if waiting else [row]
    return out + waiting


def _belongs(small: list[Word], row: list[Word]) -> bool:
    size = max(word.size for word in row)
    height = small[0].y - row[0].y
    near = any(word.x0 - size < small[0].x0 < word.x1 + size for word in row)
    return max(word.size for word in small) < 0.85 * size and 0 < height < 0.7 * size and near


def _lowered(row: list[Word], above: list[Word]) -> bool:
    size = max(word.size for word in above)
    small = max(word.size for word in row) < 0.85 * size and sum(len(w.text) for w in row) <= 6
    return small and 0 < above[0].y - row[0].y < 0.35 * size


# ── running heads and feet ───────────────────────────────────────────────────────────────────────────────────────


def _pattern(row: Sequence[Word]) -> str:
    """A row with its numbers left out and its words sorted: left and right pages mirror each other."""
    return " ".join(sorted(_ROMAN_WORD.sub("#", _DIGITS.sub("#", said(row).lower())).split()))


def strip_margins(pages: Sequence[Page]) -> tuple[list[Page], list[Aside]]:
    """Take running heads, feet and page numbers off every page, outermost rows first."""
    asides: list[Aside] = []
    numbering = _numbering(pages)
    known: set[str] = set()
    twice = _divisions_met_twice(pages)
    for _ in range(4):
        outer = [_outer_rows(page) for page in pages]
        known |= _repeated(pages, outer)
        heights = _head_heights(pages)
        stripped: list[Page] = []
        for page, rows in zip(pages, outer, strict=True):
            reasons = [(row, _margin_reason(page, row, known, heights, numbering, twice)) for row in rows]
            gone = [(row, why) for row, why in reasons if why]
            asides += [Aside(said(row), why, Place(page.number)) for row, why in gone]
            dropped = {id(word) for row, _ in gone for word in row}
            stripped.append(replace(page, words=tuple(word for word in page.words if id(word) not in dropped)))
        if all(len(new.words) == len(old.words) for new, old in zip(stripped, pages, strict=True)):
            break
        pages = stripped
    return list(pages), asides


def _numbering(pages: Sequence[Page]) -> set[tuple[int, int]]:
    """Where page numbers stand: how much they differ from the count of pages, and at which height."""
    found: dict[tuple[int, int], set[int]] = defaultdict(set)
    for page in pages:
        for row in _outer_rows(page):
            for offset in {offset for word in _ends(row) if (offset := _offset(word, page)) is not None}:
                for height in _heights(row):
                    found[offset, height].add(page.number)
    needed = 2 if len(pages) < 4 else max(3, min(4, len(pages) // 4))
    return {key for key, numbers in found.items() if len(numbers) >= needed}


def _heights(row: Sequence[Word]) -> tuple[int, int, int]:
    """The row's height in steps of three points, and the steps beside it."""
    height = round(row[0].y / 3)
    return height - 1, height, height + 1


def _is_numbered(page: Page, row: Sequence[Word], numbering: set[tuple[int, int]]) -> bool:
    """The row carries the page's number; the number of an article at the head of its page does not count."""
    if signs.is_division(said(row)):
        return False
    return any((_offset(end, page), round(row[0].y / 3)) in numbering for end in _ends(row))


def _offset(word: str, page: Page) -> int | None:
    """A printed number less the page's place in the file; Roman numbers are kept apart by a thousand."""
    bare = word.strip("-–—[]()|").lower()
    if bare.isdigit() and len(bare) <= 4:
        return int(bare) - page.number
    return roman_value(bare) - page.number - 10_000 if roman_value(bare) else None


def roman_value(word: str) -> int:
    """iv → 4; 0 for what is no Roman number."""
    if not _ROMAN.fullmatch(word):
        return 0
    values = [_ROMAN_VALUES[sign] for sign in word]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))


def _ends(row: Sequence[Word]) -> tuple[str, str]:
    return row[0].text, row[-1].text


def _head_heights(pages: Sequence[Page]) -> set[int]:
    """Heights at which most pages have a first row set well off from the second: heads whose words vary."""
    seen: Counter[int] = Counter()
    apart: Counter[int] = Counter()
    for page in pages:
        rows = _flat_rows(page.words)
        if len(rows) > 6 and _is_outer(page, rows[0]):
            height = round(rows[0][0].y / 2)
            usual = median(above[0].y - below[0].y for above, below in pairwise(rows[1:]))
            seen[height] += 1
            apart[height] += rows[0][0].y - rows[1][0].y > 1.5 * usual
    full = sum(seen.values())
    return {height for height, count in seen.items() if count >= max(4, 0.4 * full) and apart[height] >= 0.85 * count}


def _outer_rows(page: Page) -> list[list[Word]]:
    rows = _flat_rows(page.words)
    return [rows[0], rows[-1]] if len(rows) > 1 else rows


def _flat_rows(words: Iterable[Word]) -> list[list[Word]]:
    """Rows whose words are the page's own objects."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: -w.y):
        if rows and abs(rows[-1][0].y - word.y) <= 0.4 * max(word.size, 4):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda w: w.x0) for row in rows]


def _is_outer(page: Page, row: Sequence[Word]) -> bool:
    depth = row[0].y / page.height if page.height else 0.5
    return depth > 1 - _MARGIN_DEPTH or depth < _MARGIN_DEPTH


def _repeated(pages: Sequence[Page], outer: Sequence[Sequence[Sequence[Word]]]) -> set[str]:
    """Patterns that stand at the edge of several pages at about the same height."""
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    for page, rows in zip(pages, outer, strict=True):
        for row in rows:
            if _is_outer(page, row):
                height = round(row[0].y / 6)
                for near in (height - 1, height, height + 1):
                    seen[_key(row), near].add(page.number)
    needed = max(2, len(pages) // 5) if len(pages) > 3 else 2
    return {pattern for (pattern, _), numbers in seen.items() if len(numbers) >= needed}


def _key(row: Sequence[Word]) -> str:
    """Headings of divisions differ by their number alone: they only count as repeated with the same number."""
    text = said(row)
    return text.lower() if signs.opens_division(text) else _pattern(row)


def _divisions_met_twice(pages: Sequence[Page]) -> set[str]:
    """Headings of divisions that stand in more than one row: one of them may be a running head."""
    rows = Counter(said(row).lower() for page in pages for row in _flat_rows(page.words) if len(row) < 12)
    return {text for text, count in rows.items() if count > 1}


def _margin_reason(
    page: Page,
    row: Sequence[Word],
    known: set[str],
    heights: set[int],
    numbering: set[tuple[int, int]],
    twice: set[str],
) -> str:
    text = said(row)
    numbered = _is_numbered(page, row, numbering)
    if len(text) > 200 or not (_is_outer(page, row) or numbered):
        return ""
    if _PAGE_NUMBER.match(text) and not text.endswith("."):
        lone = len(row) == 1 and not numbered and _offset(text, page) is not None
        return "" if lone and not _stands_apart(page, row) else "page number"
    top = row[0].y > page.height / 2
    apart = numbered and _stands_apart(page, row)
    high = top and round(row[0].y / 2) in heights
    if high and signs.opens_division(text):
        high = text.lower() in twice
    if (apart and len(text) < 120) or _key(row) in known or high:
        return "running head" if top else "running foot"
    return ""


def _stands_apart(page: Page, row: Sequence[Word]) -> bool:
    """White space of more than a line parts an outermost row from the text."""
    rows = _flat_rows(page.words)
    if len(rows) < 4:
        return True
    gaps = [above[0].y - below[0].y for above, below in pairwise(rows)]
    own = gaps[0] if row[0].y == rows[0][0].y else gaps[-1]
    return own > 1.6 * median(gaps)


# ── columns ──────────────────────────────────────────────────────────────────────────────────────────────────────


def find_gutter(page: Page, certain: bool = True) -> float | None:
    """The middle of the white band between two columns, None for a page of one column."""
    rows = _flat_rows(page.words)
    if len(rows) < (_MIN_GUTTER_ROWS if certain else 1):
        return None
    left, right = min(w.x0 for w in page.words), max(w.x1 for w in page.words)
    shares = [(x, _crossing(rows, x)) for x in _steps(left, right)]
    if not shares:
        return None
    least = min(share for _, share in shares)
    if least > _FULL_ROW:
        return None
    best = [x for x, share in shares if share <= least + 0.02]
    gutter = median(_longest_run(best))
    return gutter if _both_sides(page, gutter) else None


def _steps(left: float, right: float) -> list[float]:
    width = right - left
    count = int(0.4 * width / 2)
    return [left + 0.3 * width + 2 * at for at in range(count + 1)] if width > 150 else []


def _crossing(rows: Sequence[Sequence[Word]], x: float) -> float:
    crossed = sum(any(word.x0 - _GUTTER < x < word.x1 + _GUTTER for word in row) for row in rows)
    return crossed / len(rows)


def _longest_run(values: Sequence[float]) -> list[float]:
    runs: list[list[float]] = [[values[0]]]
    for value in values[1:]:
        if value - runs[-1][-1] <= 2.5:
            runs[-1].append(value)
        else:
            runs.append([value])
    return max(runs, key=len)


def _both_sides(page: Page, gutter: float) -> bool:
    """Both columns hold running text, not labels on the left or page numbers on the right."""
    sides = ([w for w in page.words if w.x1 <= gutter + 1], [w for w in page.words if w.x0 >= gutter - 1])
    for side in sides:
        rows = _flat_rows(side)
        filled = [row for row in rows if row[-1].x1 - row[0].x0 > 0.22 * page.width]
        if len(filled) < 4 or sum(len(w.text) for w in side) < 0.12 * sum(len(w.text) for w in page.words):
            return False
    return True


def gutters(pages: Sequence[Page]) -> list[float | None]:
    """The gutter of every page; thin pages of a two-column document take over their neighbours'."""
    listing = [_has_leaders(page) for page in pages]
    found = [None if lists else find_gutter(page) for page, lists in zip(pages, listing, strict=True)]
    known = [gutter for gutter in found if gutter is not None]
    full = [page for page, lists in zip(pages, listing, strict=True) if not lists and _is_full(page)]
    if len(known) < max(1, 0.4 * len(full)):
        return [None] * len(pages) if len(known) < len(pages) / 4 else found
    usual = median(known)
    return [
        gutter if gutter is not None or lists else _adopted(page, usual)
        for gutter, page, lists in zip(found, pages, listing, strict=True)
    ]


def _is_full(page: Page) -> bool:
    """It has rows enough to tell whether they stand in columns."""
    return len(_flat_rows(page.words)) >= _MIN_GUTTER_ROWS


def _has_leaders(page: Page) -> bool:
    """A table of contents across the page: most rows have one leader to a page number."""
    rows = _flat_rows(page.words)
    leaders = [sum(1 for word in row if _LEADER.search(word.text)) for row in rows]
    return leaders.count(1) > 0.4 * len(rows) and len(rows) > 3


def _adopted(page: Page, usual: float) -> float | None:
    rows = _flat_rows(page.words)
    if not rows:
        return None
    right = any(word.x0 >= usual - 1 for word in page.words)
    return usual if right and _crossing(rows, usual) <= 0.4 else None


def ordered_lines(page: Page, gutter: float | None, flow: int) -> list[Line]:
    """The lines of a page in reading order: between lines that run across, first the left column, then the right."""
    if gutter is None:
        return _column(page.words, page, flow)
    full, left, right = _shared_out(page, gutter)
    edges = sorted({row[0].y for row in full}, reverse=True)
    lines: list[Line] = []
    above = float("inf")
    for edge in [*edges, float("-inf")]:
        for side in (left, right):
            flow += 1
            lines += _column([w for w in side if edge < w.y < above], page, flow)
        across = [word for row in full if row[0].y == edge for word in row]
        flow += bool(across)
        lines += _column(across, page, flow)
        above = edge
    return lines


def _shared_out(page: Page, gutter: float) -> tuple[list[list[Word]], list[Word], list[Word]]:
    """Rows that run across the gutter, words left of it, words right of it."""
    full: list[list[Word]] = []
    left: list[Word] = []
    right: list[Word] = []
    for row in _flat_rows(page.words):
        for run in _runs(row):
            if run[0].x0 < gutter - 1 and run[-1].x1 > gutter + 1 and any(w.x0 < gutter < w.x1 for w in run):
                full.append(run)
            else:
                left += [word for word in run if (word.x0 + word.x1) / 2 < gutter]
                right += [word for word in run if (word.x0 + word.x1) / 2 >= gutter]
    return full, left, right


def _runs(row: Sequence[Word]) -> list[list[Word]]:
    """A row cut at its wide gaps."""
    runs: list[list[Word]] = [[row[0]]]
    for word in row[1:]:
        if word.x0 - runs[-1][-1].x1 > 1.2 * word.size:
            runs.append([word])
        else:
            runs[-1].append(word)
    return runs


def _column(words: Iterable[Word], page: Page, flow: int) -> list[Line]:
    return [Line(tuple(row), page.number, flow) for row in with_labels_on_top(rows_of(words))]


def with_labels_on_top(rows: list[list[Word]]) -> list[list[Word]]:
    """Labels that stand beside the middle of their words, as in a cell of a web page, go before the first line.

    The words are set off above and below, and the label stands at half their height.
    """
    out = [list(row) for row in rows]
    for at, row in enumerate(rows):
        if signs.is_label(row[0].text) and (group := _beside(rows, at)):
            first, last = rows[group[0]], rows[group[-1]]
            if abs((first[0].y + last[0].y) / 2 - row[0].y) < 0.3 * row[0].size:
                out[at] = out[at][1:]
                out[group[0]] = [replace(row[0], y=first[0].y), *out[group[0]]]
    return [row for row in out if row]


def _joins(rows: Sequence[Sequence[Word]], at: int, left: float, y: float) -> bool:
    """This row begins at the same edge, right above or below height `y`."""
    if not 0 <= at < len(rows):
        return False
    first = rows[at][0]
    return abs(first.x0 - left) < 2 and abs(first.y - y) < _NEAR * first.size


def _beside(rows: Sequence[Sequence[Word]], at: int) -> list[int]:
    """The lines of the paragraph around a label that is not on the first; none where they are not set off."""
    label, *rest = rows[at]
    below = rows[at + 1] if at + 1 < len(rows) else ()
    left = rest[0].x0 if rest else (below[0].x0 if below else 0.0)
    if left < label.x1:
        return []
    group = [at] if rest else []
    for step in (-1, 1):
        near, y = at + step, label.y
        while _joins(rows, near, left, y):
            y = rows[near][0].y
            group.append(near)
            near += step
        if 0 <= near < len(rows) and abs(rows[near][0].y - y) < _NEAR * label.size:
            return []
    return sorted(group) if min(group, default=at) < at else []


# ── the whole document ───────────────────────────────────────────────────────────────────────────────────────────


def lay_out(pages: Sequence[Page]) -> Layout:
    """Lines of the document in reading order; heads, feet and footnotes taken out."""
    stripped, asides = strip_margins(pages)
    layout = Layout(asides=asides, body=_body_size(stripped))
    flow = 0
    lines: list[Line] = []
    for page, gutter in zip(stripped, gutters(stripped), strict=True):
        flow += 1
        new = ordered_lines(page, gutter, flow)
        flow = max([flow, *(line.flow for line in new)])
        lines += new
    lines = [line for line in (_without_marks(line, layout) for line in lines) if line.words]
    lines = one_language_after_the_other(_with_centring(_with_edges(lines)))
    _take_notes(lines, layout, stripped)
    layout.leading = _leading(layout.lines, layout.body)
    return layout


def _body_size(pages: Iterable[Page]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for word in page.words:
            sizes[round(word.size * 2) / 2] += len(word.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _without_marks(line: Line, layout: Layout) -> Line:
    """Drop the raised numbers that refer to footnotes, except the one that opens a footnote."""
    kept: list[Word] = []
    for at, word in enumerate(line.words):
        if word.raised and at > 0 and _MARK.match(word.text):
            layout.asides.append(Aside(word.text, "footnote mark", Place(line.page)))
        else:
            kept.append(word)
    return replace(line, words=tuple(kept))


def _with_edges(lines: Sequence[Line]) -> list[Line]:
    """Give every line its column's edges: those of the page's column, at least the document's usual width."""
    columns: dict[tuple[int, int], list[Line]] = defaultdict(list)
    sides = _sides(lines)
    for line, side in zip(lines, sides, strict=True):
        columns[line.page, side].append(line)
    spans = {key: (min(ln.x0 for ln in held), max(ln.x1 for ln in held)) for key, held in columns.items()}
    widths: dict[int, list[float]] = defaultdict(list)
    for (_, side), (left, right) in spans.items():
        widths[min(side, 1)].append(right - left)
    usual = {kind: sorted(values)[int(0.7 * (len(values) - 1))] for kind, values in widths.items()}
    out = []
    for line, side in zip(lines, sides, strict=True):
        left, right = spans[line.page, side]
        full = left + usual[min(side, 1)]
        out.append(replace(line, left=left, right=max(right, full) if len(columns[line.page, side]) < 8 else right))
    return out


def _with_centring(lines: Sequence[Line]) -> list[Line]:
    """Mark the lines with white space of the same width on both sides that do not share a neighbour's left edge."""
    out: list[Line] = []
    for at, line in enumerate(lines):
        beside = [lines[near] for near in (at - 1, at + 1) if 0 <= near < len(lines)]
        aligned = any(_is_aligned(line, near) for near in beside) or _runs_on(line, lines[at + 1 : at + 2])
        goes_on = line.text[:1].islower() and not (out and out[-1].centred)
        prose = goes_on or line.text.endswith(";")
        out.append(replace(line, centred=_is_symmetric(line) and not aligned and not prose))
    for order in (range(1, len(out)), range(len(out) - 2, -1, -1)):
        for at in order:
            before = out[at - 1 if order.step > 0 else at + 1]
            prose = _runs_on(out[at], out[at + 1 : at + 2])
            if not out[at].centred and not prose and before.centred and _is_nearly_centred(out[at], before):
                out[at] = replace(out[at], centred=True)
    return out


def _runs_on(line: Line, following: Sequence[Line]) -> bool:
    """An indented first line: its sentence goes on at the column's left edge, in small letters or for want of room."""
    below = following[0] if following else None
    if below is None or below.flow != line.flow or not 0 < line.y - below.y < 2.2 * line.size:
        return False
    first = below.words[0]
    filled = line.x1 + 0.6 * line.size + first.x1 - first.x0 > line.right and line.x0 - line.left < 2.5 * line.size
    alike = below.bold == line.bold and abs(below.size - line.size) < 0.5
    return below.x0 - below.left < 1.5 and (below.text[:1].islower() or (filled and alike))


def _is_nearly_centred(line: Line, near: Line) -> bool:
    """A long line right above or below a centred one, with the same narrow space on both sides."""
    left, right = line.x0 - line.left, line.right - line.x1
    alike = abs(line.size - near.size) < 0.5 or in_small_capitals(line, near)
    close = line.flow == near.flow and abs(line.y - near.y) < 2.2 * line.size
    return close and alike and left > 1.5 and abs(left - right) < 3 and not _is_aligned(line, near)


def in_small_capitals(line: Line, near: Line) -> bool:
    """Two lines in capitals of nearly one size, one of which may hold no full capital."""
    return line.text.isupper() and near.text.isupper() and 0.72 < line.size / near.size < 1.4


def _is_symmetric(line: Line) -> bool:
    left, right, width = line.x0 - line.left, line.right - line.x1, line.right - line.left
    far = left > max(12.0, 0.04 * width) and right > max(8.0, 0.03 * width)
    return far and abs(left - right) < max(4.0, 0.06 * (left + right))


def _is_aligned(line: Line, near: Line) -> bool:
    """Two lines one below the other that begin at the same place and end at different ones."""
    below = line.flow == near.flow and abs(line.y - near.y) < 2.2 * line.size
    return below and abs(line.x0 - near.x0) < 1.5 and abs(line.x1 - near.x1) > 8


def _sides(lines: Sequence[Line]) -> list[int]:
    """0 for full width, 1 and 2 for the columns: told from how many flows the page has and where the line stands."""
    flows: dict[int, set[int]] = defaultdict(set)
    for line in lines:
        flows[line.page].add(line.flow)
    bounds: dict[int, tuple[float, float]] = {}
    for line in lines:
        low, high = bounds.get(line.page, (line.x0, line.x1))
        bounds[line.page] = min(low, line.x0), max(high, line.x1)
    sides = []
    for line in lines:
        low, high = bounds[line.page]
        middle = (low + high) / 2
        if len(flows[line.page]) == 1 or (line.x0 < middle - 10 and line.x1 > middle + 10):
            sides.append(0)
        else:
            sides.append(1 if (line.x0 + line.x1) / 2 < middle else 2)
    return sides


# ── two languages side by side ──


def one_language_after_the_other(lines: Sequence[Line]) -> list[Line]:
    """Of pages with one language in each column: all of the first language, then all of the second.

    Lines across both columns go with the language that they are in, else with the first.
    """
    sides = _sides(lines)
    columns: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for line, side in zip(lines, sides, strict=True):
        columns[line.page, side].append(line)
    spoken = {key: _spoken(held) for key, held in columns.items() if key[1]}
    both = sorted({page for page, _ in spoken if (page, 1) in spoken and (page, 2) in spoken})
    pairs = [(spoken[page, 1], spoken[page, 2]) for page in both]
    apart = [pair for pair in pairs if all(pair) and pair[0] != pair[1]]
    if len(apart) < max(1, _SIDE_BY_SIDE * len(pairs)):
        return list(lines)
    second, known = apart[0][1], set(apart[0])
    own = [spoken.get((line.page, side), "") for line, side in zip(lines, sides, strict=True)]
    later = [
        (column if column in known else language_of(line.text)) == second
        for column, line in zip(own, lines, strict=True)
    ]
    order = sorted(range(len(lines)), key=lambda at: later[at])
    return [lines[at] for at in order]


def _spoken(lines: Sequence[Line]) -> str:
    """The language of a column that holds words enough to tell."""
    text = " ".join(line.text for line in lines)
    return language_of(text) if len(text) > _TELLING else ""


def _take_notes(lines: Sequence[Line], layout: Layout, pages: Sequence[Page]) -> None:
    """Footnotes stand at the foot of a column: below a short rule, after a raised mark, or in small type."""
    by_number = {page.number: page for page in pages}
    flows: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        flows[line.flow].append(line)
    earlier = False
    for flow in flows.values():
        cut = _first_note(flow, by_number[flow[0].page], layout.body, earlier)
        layout.lines += flow[:cut]
        layout.notes += flow[cut:]
        earlier = earlier or cut < len(flow)


def _first_note(flow: Sequence[Line], page: Page, body: float, earlier: bool) -> int:
    """Where the footnotes of a column begin; its length where there are none."""
    for at, line in enumerate(flow):
        low = line.y < 0.7 * page.height
        if low and line.words[0].raised and _MARK.match(line.words[0].text):
            return at
        if low and at and _opens_note(line) and _is_ruled_off(flow[at - 1], line, page):
            return at
    at = len(flow)
    while at > 0 and flow[at - 1].size <= _SMALL * body:
        at -= 1
    opens = next((at + i for i, line in enumerate(flow[at:]) if _opens_note(line)), None)
    if opens is None and earlier and 0 < at < len(flow) and _is_ruled_off(flow[at - 1], flow[at], page):
        return at
    return len(flow) if opens is None else opens


def _is_ruled_off(above: Line, line: Line, page: Page) -> bool:
    """A short rule at the left edge stands between two lines."""
    return any(
        line.y < y < above.y and abs(x0 - line.left) < 30 and 20 < x1 - x0 < 0.45 * page.width
        for x0, x1, y in page.rules
    )


def _opens_note(line: Line) -> bool:
    return line.words[0].raised or _NOTE.match(line.text) is not None


def note_opens(line: Line) -> bool:
    """True for the first line of a footnote."""
    return _opens_note(line)


def _leading(lines: Sequence[Line], body: float) -> float:
    gaps: Counter[float] = Counter()
    for above, below in pairwise(lines):
        gap = above.y - below.y
        same = above.flow == below.flow and abs(above.size - body) < 0.6 and abs(below.size - body) < 0.6
        if same and 0.8 * body < gap < 2.5 * body:
            gaps[round(gap * 4) / 4] += 1
    most = max(gaps.values(), default=0)  # short paragraphs: more gaps between them than inside
    return min((gap for gap, count in gaps.items() if count > max(1, _OFTEN * most)), default=1.2 * body)
