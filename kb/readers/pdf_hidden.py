"""Looks for text that a PDF holds and does not show: under boxes, without ink, white on white, too small to see.

Everything is told from the page's objects in the order in which they are drawn; the cost grows with their number.
"""

from __future__ import annotations

import ctypes
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

Box = tuple[float, float, float, float]  # left, bottom, right, top
MOST_OBJECTS = 20_000  # looked at on one page
MOST_SHAPES = 1_000  # looked at on one page
_TINY = 2.0  # points
_ENOUGH = 3  # letters and digits; fewer are stray marks
_WHITE = 248  # of 255, in every colour
_BAND = 12.0  # points: shapes are looked up by the height at which they stand
_SENTENCES = {
    "covered": "text under an opaque box or picture can be read by anyone who has the file, {}",
    "invisible": "invisible text was read, {}",
    "layer": "recognised text (OCR layer), check it against the picture, {}",
    "white": "white text on white ground was read, {}",
    "tiny": "text too small to see was read, {}",
    "outside": "text outside the visible page was left out, {}",
}


@dataclass(slots=True)
class Findings:
    """What is odd, and on which pages (1-based)."""

    pages: dict[str, list[int]] = field(default_factory=lambda: {kind: [] for kind in _SENTENCES})

    def add(self, kind: str, page: int) -> None:
        """Note a page once."""
        if page not in self.pages[kind][-1:]:
            self.pages[kind].append(page)

    def recognised(self, count: int) -> bool:
        """Most of `count` pages carry a layer of recognised text over their picture."""
        return len(self.pages["layer"]) > count / 2

    def sentences(self) -> list[str]:
        """One warning for each kind that was found."""
        return [text.format(on_pages(self.pages[kind])) for kind, text in _SENTENCES.items() if self.pages[kind]]


def on_pages(numbers: Sequence[int]) -> str:
    """ "page 3", "pages 3, 4 and others"."""
    named = ", ".join(map(str, numbers[:8])) + (" and others" if len(numbers) > 8 else "")
    return f"page {named}" if len(numbers) == 1 else f"pages {named}"


@dataclass(frozen=True, slots=True)
class _Shape:
    """A filled path or a picture."""

    order: int  # in which it is drawn
    box: Box
    white: bool
    covers: bool  # a rectangle or picture that nothing shines through
    picture: bool


@dataclass(frozen=True, slots=True)
class _Text:
    order: int
    thing: pdfium.FPDF_PAGEOBJECT
    box: Box


@dataclass(slots=True)
class _Drawn:
    """What one page draws."""

    texts: list[_Text] = field(default_factory=list)
    shapes: list[_Shape] = field(default_factory=list)
    blank: list[_Text] = field(default_factory=list)  # without ink
    white: list[_Text] = field(default_factory=list)


def look(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, sizes: Iterable[tuple[float, str]]) -> Iterator[str]:
    """Kinds of hidden text on a page; `sizes` are its words with the size of their type in points."""
    drawn = _drawn(page.raw)
    pictures = [shape for shape in drawn.shapes if shape.picture]
    scanned = sum(map(_area, (shape.box for shape in pictures))) > 0.5 * _area(page.get_bbox())
    if _says_enough(drawn.blank, text):
        yield "layer" if scanned else "invisible"
    if drawn.white and _says_enough([one for one in drawn.white if not _on_dark(one, drawn.shapes)], text):
        yield "white"
    if _is_covered(drawn, text):
        yield "layer" if scanned and _is_covered(_pictures_only(drawn), text) else "covered"
    if sum(len(word) for size, word in sizes if size < _TINY and any(map(str.isalnum, word))) >= _ENOUGH:
        yield "tiny"


def _area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


# ── what a page draws ────────────────────────────────────────────────────────────────────────────────────────────


def _drawn(page: pdfium.FPDF_PAGE) -> _Drawn:
    drawn, reader = _Drawn(), _Reader()
    paths = 0
    for order, thing, within in itertools.islice(_objects(page), MOST_OBJECTS):
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            _take_text(drawn, _Text(order, thing, _NOWHERE), within, reader)
        elif paths < MOST_SHAPES and (shape := reader.shape(order, thing, kind, within)):
            drawn.shapes.append(shape)
        paths += kind != pdfium.FPDF_PAGEOBJ_TEXT
    if not drawn.shapes:
        drawn.texts.clear()
    return drawn


_NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)
_Matrix = tuple[float, float, float, float, float, float]


def _objects(page: pdfium.FPDF_PAGE) -> Iterator[tuple[int, pdfium.FPDF_PAGEOBJECT, _Matrix | None]]:
    """Objects in the order in which they are drawn, those of forms with the form's matrix (one level deep)."""
    order = 0
    for at in range(pdfium.FPDFPage_CountObjects(page)):
        thing = pdfium.FPDFPage_GetObject(page, at)
        if pdfium.FPDFPageObj_GetType(thing) == pdfium.FPDF_PAGEOBJ_FORM:
            matrix = _matrix(thing)
            for inside in range(pdfium.FPDFFormObj_CountObjects(thing)):
                yield order, pdfium.FPDFFormObj_GetObject(thing, inside), matrix
                order += 1
        else:
            yield order, thing, None
            order += 1


def _matrix(thing: pdfium.FPDF_PAGEOBJECT) -> _Matrix | None:
    m = pdfium.FS_MATRIX()
    return (m.a, m.b, m.c, m.d, m.e, m.f) if pdfium.FPDFPageObj_GetMatrix(thing, m) else None


def _take_text(drawn: _Drawn, text: _Text, within: _Matrix | None, reader: _Reader) -> None:
    mode = pdfium.FPDFTextObj_GetTextRenderMode(text.thing)
    blank = mode in (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
    white = mode == pdfium.FPDF_TEXTRENDERMODE_FILL and reader.is_white(text.thing)
    if blank:
        drawn.blank.append(text)
        return
    placed = _Text(text.order, text.thing, reader.box(text.thing, within))
    drawn.texts.append(placed)
    if white:
        drawn.white.append(placed)


class _Reader:
    """Asks PDFium about one object after the other."""

    def __init__(self) -> None:
        self._edges = tuple(ctypes.c_float() for _ in range(4))
        self._colour = tuple(ctypes.c_uint() for _ in range(4))
        self._fill, self._stroke = ctypes.c_int(), ctypes.c_int()

    def box(self, thing: pdfium.FPDF_PAGEOBJECT, within: _Matrix | None) -> Box:
        """Bounds on the page."""
        if not pdfium.FPDFPageObj_GetBounds(thing, *self._edges):
            return _NOWHERE
        left, bottom, right, top = (edge.value for edge in self._edges)
        if within is None:
            return left, bottom, right, top
        a, b, c, d, e, f = within
        corners = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (bottom, top)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return min(xs), min(ys), max(xs), max(ys)

    def colour(self, thing: pdfium.FPDF_PAGEOBJECT) -> tuple[int, ...]:
        """Red, green, blue and opacity of the fill, 0 to 255."""
        found = pdfium.FPDFPageObj_GetFillColor(thing, *self._colour)
        return tuple(part.value for part in self._colour) if found else (0, 0, 0, 0)

    def is_white(self, thing: pdfium.FPDF_PAGEOBJECT) -> bool:
        """Filled with white."""
        return min(self.colour(thing)[:3]) >= _WHITE

    def shape(self, order: int, thing: pdfium.FPDF_PAGEOBJECT, kind: int, within: _Matrix | None) -> _Shape | None:
        """The object where it is a filled path, a shading or a picture, and no thin rule."""
        if kind == pdfium.FPDF_PAGEOBJ_PATH and not self._filled(thing):
            return None
        box = self.box(thing, within)
        if min(box[2] - box[0], box[3] - box[1]) < 3:
            return None
        picture, path = kind == pdfium.FPDF_PAGEOBJ_IMAGE, kind == pdfium.FPDF_PAGEOBJ_PATH
        colour = self.colour(thing) if path else (0, 0, 0, 255 if picture else 0)
        square = picture or (path and 4 <= pdfium.FPDFPath_CountSegments(thing) <= 6)
        covers = square and colour[3] == 255 and not pdfium.FPDFPageObj_HasTransparency(thing)
        return _Shape(order, box, min(colour[:3]) >= _WHITE, covers, picture)

    def _filled(self, thing: pdfium.FPDF_PAGEOBJECT) -> bool:
        return bool(pdfium.FPDFPath_GetDrawMode(thing, self._fill, self._stroke)) and self._fill.value != 0


# ── what follows from it ─────────────────────────────────────────────────────────────────────────────────────────


def _says_enough(texts: Iterable[_Text], page: pypdfium2.PdfTextPage) -> bool:
    """Some letters or digits stand there."""
    seen = 0
    for text in texts:
        seen += sum(map(str.isalnum, _content(text, page)))
        if seen >= _ENOUGH:
            return True
    return False


def _content(text: _Text, page: pypdfium2.PdfTextPage) -> str:
    length = pdfium.FPDFTextObj_GetText(text.thing, page.raw, None, 0)
    buffer = ctypes.create_string_buffer(max(length, 2))
    pdfium.FPDFTextObj_GetText(text.thing, page.raw, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
    return buffer.raw[:length].decode("utf-16-le", "ignore").rstrip("\0")


def _on_dark(text: _Text, shapes: Sequence[_Shape]) -> bool:
    """The last thing drawn under the text is not white."""
    x, y = (text.box[0] + text.box[2]) / 2, (text.box[1] + text.box[3]) / 2
    under = [shape for shape in shapes if shape.order < text.order and _holds(shape.box, x, y)]
    return bool(under) and not under[-1].white


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _pictures_only(drawn: _Drawn) -> _Drawn:
    return _Drawn(drawn.texts, [shape for shape in drawn.shapes if shape.picture], [], [])


def _is_covered(drawn: _Drawn, page: pypdfium2.PdfTextPage) -> bool:
    """Characters stand under a shape that was drawn after them."""
    first = min((text.order for text in drawn.texts), default=None)
    covers = [shape for shape in drawn.shapes if shape.covers and first is not None and shape.order > first]
    if not covers:
        return False
    bands = _by_height(covers)
    suspects = {ctypes.addressof(text.thing.contents): over for text in drawn.texts if (over := _over(text, bands))}
    return bool(suspects) and _has_covered_characters(suspects, page)


def _by_height(shapes: Iterable[_Shape]) -> dict[int, list[_Shape]]:
    bands: dict[int, list[_Shape]] = defaultdict(list)
    for shape in shapes:
        low, high = max(shape.box[1], -20_000.0), min(shape.box[3], 20_000.0)
        for band in range(int(low // _BAND), int(high // _BAND) + 1):
            bands[band].append(shape)
    return bands


def _over(text: _Text, bands: dict[int, list[_Shape]]) -> list[_Shape]:
    """Shapes drawn later that cut the middle line of the text."""
    left, bottom, right, top = text.box
    middle = (bottom + top) / 2
    near = bands.get(int(middle // _BAND), ())
    return [
        shape
        for shape in near
        if shape.order > text.order
        and shape.box[1] <= middle <= shape.box[3]
        and shape.box[0] < right
        and shape.box[2] > left
    ]


def _has_covered_characters(suspects: dict[int, list[_Shape]], page: pypdfium2.PdfTextPage) -> bool:
    """Letters or digits of these objects (by address) whose middle lies under a shape."""
    seen = 0
    edges = tuple(ctypes.c_double() for _ in range(4))
    for at in range(page.count_chars()):
        thing = pdfium.FPDFText_GetTextObject(page.raw, at)
        over = suspects.get(ctypes.addressof(thing.contents)) if thing else None
        if over and chr(pdfium.FPDFText_GetUnicode(page.raw, at)).isalnum():
            pdfium.FPDFText_GetCharBox(page.raw, at, *edges)
            left, right, bottom, top = (edge.value for edge in edges)
            seen += any(_holds(shape.box, (left + right) / 2, (bottom + top) / 2) for shape in over)
            if seen >= _ENOUGH:
                return True
    return False
