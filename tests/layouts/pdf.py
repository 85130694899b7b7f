"""PDF pages: one or two columns, labels hanging or indented, heads and feet, contents, footnotes, broken words."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from layouts.treaty import TITLE, Row, Style, Treaty, rows

WIDTH, HEIGHT = 595.0, 842.0
_NOTED = "ladders ropes nails roofs sheds paint brushes hammers steps rungs".split()
MOST_NOTES = 3  # on one page
_FACES = {
    "times": ("Times-Roman", "Times-Bold", "Times-Italic"),
    "helvetica": ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique"),
}


@dataclass(frozen=True)
class Look:
    """How a publisher sets a treaty."""

    columns: int = 1
    face: str = "times"
    size: float = 10.0
    leading: float = 1.2  # times the size
    space: float = 0.5  # between paragraphs, times the size
    justified: bool = True
    indent: str = "hang"  # "hang": words right of the label; "first": first lines set in; "flush"
    gap: str = "tab"  # between label and words: "tab", "space", "none"
    heading: str = "bold-centred"  # or "bold-left", "italic-centred", "capitals-centred", "small-capitals"
    head: str = ""  # "title": one running head; "mirrored": number at the outer edge
    foot: str = "number"  # or "dashes", "of", "none"
    contents: bool = False
    notes: bool = False
    broken: bool = False  # words broken at line ends


@dataclass(slots=True)
class _Line:
    """Words of one line with their places from the column's left edge."""

    runs: list[tuple[float, str, str, float]]  # left edge, words, font, size
    gap: float = 0.0  # white space above
    keep: bool = False  # stays with the next line
    spread: float = 0.0  # added to every space
    note: str = ""
    rise: float = 0.0


@dataclass(slots=True)
class _Setter:
    """Sets the lines of a treaty and puts them on pages."""

    look: Look
    style: Style
    lines: list[_Line] = field(default_factory=list)
    noted: int = 0

    @property
    def column(self) -> float:
        """The width of a column."""
        margins, gutter = 2 * 70.0, 22.0
        return (WIDTH - margins - gutter * (self.look.columns - 1)) / self.look.columns

    def treaty(self, treaty: Treaty) -> None:
        """All lines."""
        self.heading(TITLE, large=True, gap=10)
        for article in treaty:
            heads = [row.words for row in rows(article, self.style) if row.depth == 0]
            for at, words in enumerate(heads):
                self.heading(words, gap=(0.3 if at else 1.4) * self.look.size)
            for row in rows(article, self.style):
                if row.depth:
                    self.block(row)

    # ── headings ──

    def heading(self, words: str, large: bool = False, gap: float = 0.0) -> None:
        roman, bold, italic = _FACES[self.look.face]
        kind, size = self.look.heading, self.look.size * (1.5 if large else 1.0)
        font = italic if kind.startswith("italic") and not large else bold
        font = roman if kind in ("capitals-centred", "small-capitals") and not large else font
        if kind == "capitals-centred" and not large:
            words = words.upper()
        room = self.column * (1.0 if kind == "bold-left" else 0.86)
        for text in _wrapped(words.split(), font, size, [room], False):
            said = " ".join(text)
            runs = (
                _small_capitals(said, font, size) if kind == "small-capitals" and not large else [(0, said, font, size)]
            )
            width = sum(stringWidth(part, name, points) for _, part, name, points in runs)
            left = 0.0 if kind == "bold-left" else (self.column - width) / 2
            self.lines.append(_Line([(left + x, *rest) for x, *rest in runs], gap, keep=True))
            gap = 0.0

    # ── provisions ──

    def block(self, row: Row) -> None:
        look, size, font = self.look, self.look.size, _FACES[self.look.face][0]
        step = 2.0 * size
        outer = step * (row.depth - 1) if row.label or row.depth > 1 else 0.0
        label = row.label.strip()
        glue = {"tab": "", "space": " ", "none": ""}[look.gap]
        beside = step if look.gap == "tab" else stringWidth(label + glue, font, size)
        left = outer + (max(beside, stringWidth(label, font, size) + 3) if label else 0.0)
        inner = {"hang": outer + step if label else outer, "first": 0.0, "flush": 0.0}[look.indent]
        if look.indent == "first":
            left += size * 1.5
            outer += size * 1.5
        if look.indent == "flush":
            left, outer = left - outer, 0.0
        first, later = self.column - left, self.column - inner
        broken = _wrapped(row.words.split(), font, size, [first, later], look.broken)
        for at, words in enumerate(broken):
            begin, room = (left, first) if at == 0 else (inner, later)
            line = _Line([(begin, " ".join(words), font, size)], look.space * size if at == 0 else 0.0)
            if at == 0 and label:
                line.runs.insert(0, (outer, label, font, size))
            if look.justified and at < len(broken) - 1 and len(words) > 1:
                line.spread = (room - stringWidth(" ".join(words), font, size)) / (len(words) - 1)
            self.lines.append(line)
        if look.notes and row.depth == 1 and len(self.lines) % 7 == 0:
            self.noted += 1
            x, said, _, _ = self.lines[-1].runs[-1]
            end = x + stringWidth(said, font, size) + self.lines[-1].spread * said.count(" ")
            self.lines[-1].runs.append((end + 0.5, str(self.noted), font, 0.6 * size))
            about = " ".join(_NOTED[(self.noted * step) % len(_NOTED)] for step in (1, 3))
            self.lines[-1].note = f"{self.noted} See also {about}."

    # ── pages ──

    def pages(self) -> Iterator[list[tuple[float, float, _Line]]]:
        """Lines with their places, page by page."""
        placed: list[tuple[float, float, _Line]] = []
        column, y, low = 0, self.top(), 70.0
        notes: list[str] = []
        for at, line in enumerate(self.lines):
            step = self.look.leading * self.look.size * max(1.0, line.runs[-1][3] / self.look.size)
            following = next((n for n, each in enumerate(self.lines[at:]) if not each.keep), 0)
            need = step + line.gap + (following + bool(following)) * 1.6 * self.look.size
            floor = low + (8 + MOST_NOTES * self.look.size if self.look.notes else 0)
            if y - need < floor and placed:
                column += 1
                if column == self.look.columns:
                    yield placed + list(self.footnotes(notes))
                    placed, column, notes = [], 0, []
                y = self.top()
            y -= step + (line.gap if y < self.top() else 0)
            if line.note and len(notes) == MOST_NOTES:
                line.note = line.runs.pop()[1][:0]
            placed.append((self.left(column), y, line))
            notes += [line.note] if line.note else []
        yield placed + list(self.footnotes(notes))

    def top(self) -> float:
        return HEIGHT - 80.0

    def left(self, column: int) -> float:
        return 70.0 + column * (self.column + 22.0)

    def footnotes(self, notes: Sequence[str]) -> Iterator[tuple[float, float, _Line]]:
        font, size = _FACES[self.look.face][0], 0.8 * self.look.size
        for at, note in enumerate(notes):
            mark, _, words = note.partition(" ")
            y = 62.0 + (len(notes) - 1 - at) * self.look.size
            runs = [(0.0, mark, font, 0.6 * size), (0.7 * size, words, font, size)]
            yield 70.0, y, _Line(runs, rise=0.3 * size)


def document(treaty: Treaty, style: Style, look: Look) -> bytes:
    """The treaty as a PDF file."""
    setter = _Setter(look, style)
    setter.treaty(treaty)
    pages = list(setter.pages())
    if len(pages) == 1 and (look.columns > 1 or look.head):  # nothing on one page tells them
        return document(treaty, style, replace(look, columns=1, head=""))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1)
    total = len(pages) + look.contents
    if look.contents:
        _contents(canvas, treaty, style, look)
        _frame(canvas, look, 1, total)
        canvas.showPage()
    for number, placed in enumerate(pages, 1 + look.contents):
        for x, y, line in placed:
            _draw(canvas, x, y, line)
        if any(line.rise for *_, line in placed):
            high = max(y for _, y, line in placed if line.rise)
            canvas.line(70, high + look.size, 150, high + look.size)
        _frame(canvas, look, number, total)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw(canvas: Canvas, x: float, y: float, line: _Line) -> None:
    for at, (left, words, font, size) in enumerate(line.runs):
        small = at == len(line.runs) - 1 and bool(line.note)
        rise = 0.35 * line.runs[0][3] if small else (line.rise if at == 0 else 0.0)
        text = canvas.beginText(x + left, y + rise)
        text.setFont(font, size)
        text.setWordSpace(line.spread if " " in words else 0.0)
        text.textOut(words)
        canvas.drawText(text)


def _frame(canvas: Canvas, look: Look, number: int, total: int) -> None:
    """Running head and foot."""
    font, size = _FACES[look.face][0], 0.9 * look.size
    canvas.setFont(font, size)
    if look.head == "title":
        canvas.drawString(70, HEIGHT - 50, TITLE)
    if look.head == "mirrored":
        even = number % 2 == 0
        canvas.drawString(70, HEIGHT - 50, str(number) if even else "Ladders and Steps")
        canvas.drawRightString(WIDTH - 70, HEIGHT - 50, "Borrowed Things" if even else str(number))
    said = {"number": str(number), "dashes": f"– {number} –", "of": f"Page {number} of {total}"}.get(look.foot)
    if said and look.head != "mirrored":
        canvas.drawCentredString(WIDTH / 2, 36, said)


def _contents(canvas: Canvas, treaty: Treaty, style: Style, look: Look) -> None:
    font, size = _FACES[look.face][0], look.size
    canvas.setFont(font, size * 1.2)
    canvas.drawString(70, HEIGHT - 90, "Contents")
    canvas.setFont(font, size)
    for at, article in enumerate(treaty):
        said = f"{style.article.format(n=article.number)} {article.heading}".strip()[:80]
        y = HEIGHT - 115 - 1.4 * size * (at % 48)
        canvas.drawString(70, y, f"{said} {'.' * 20}")
        canvas.drawRightString(WIDTH - 70, y, str(2 + at // 4))
        if at % 48 == 47 and at + 1 < len(treaty):
            canvas.showPage()
            canvas.setFont(font, size)


def _small_capitals(words: str, font: str, size: float) -> list[tuple[float, str, str, float]]:
    """Capitals in full, other letters as capitals of eight tenths of the size."""
    runs: list[tuple[float, str, str, float]] = []
    x = 0.0
    for sign in words:
        points = size if not sign.islower() else 0.8 * size
        shown = sign.upper()
        if runs and runs[-1][3] == points:
            runs[-1] = (runs[-1][0], runs[-1][1] + shown, font, points)
        else:
            runs.append((x, shown, font, points))
        x += stringWidth(shown, font, points)
    return runs


def _wrapped(words: Sequence[str], font: str, size: float, rooms: Sequence[float], broken: bool) -> list[list[str]]:
    """Words by line; the first line has the first room, all others the last one."""
    lines: list[list[str]] = [[]]
    held = list(words)
    while held:
        word, room = held[0], rooms[min(len(lines) - 1, len(rooms) - 1)]
        if stringWidth(" ".join([*lines[-1], word]), font, size) <= room or (not lines[-1] and len(word) < 4):
            lines[-1].append(held.pop(0))
            continue
        left = room - stringWidth(" ".join([*lines[-1], ""]), font, size)
        head = _part(word, left, font, size) if broken else ""
        if head:
            lines[-1].append(f"{head}-")
            held[0] = word[len(head) :]
        elif not lines[-1]:
            lines[-1].append(held.pop(0))
            continue
        lines.append([])
    return [line for line in lines if line]


def _part(word: str, room: float, font: str, size: float) -> str:
    """The longest part of a plain word that fits with a hyphen, three letters left on both sides."""
    if not word.isalpha() or len(word) < 7:
        return ""
    places = (at for at in range(len(word) - 3, 2, -1) if word[at:] not in ("and", "or"))
    return next((word[:at] for at in places if stringWidth(f"{word[:at]}-", font, size) <= room), "")
