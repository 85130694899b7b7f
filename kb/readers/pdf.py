"""Reads PDF files: limits first, then characters with their places, then lines, paragraphs and headings.

pypdf guards the gate (encryption, page tree, decoded sizes); PDFium tells where every character stands.
"""

from __future__ import annotations

import ctypes
import io
import itertools
import math
import re
import struct
import zlib
from collections.abc import Iterator

import pypdf
import pypdfium2
import pypdfium2.raw as pdfium
from pypdf.errors import DependencyError, LimitReachedError, PyPdfError

from kb.errors import UnreadableFile
from kb.model import Aside, Document, Place
from kb.readers.blocks import assemble
from kb.readers.pdf_blocks import pieces_of
from kb.readers.pdf_layout import Page, Word, lay_out

LARGEST_STREAM = 30_000_000  # bytes of one decoded content stream
MOST_PAGES = 20_000
MOST_CHARACTERS = 2_000_000  # on one page
MOST_STROKES = 400  # looked at on one page
_OCR = "run text recognition first (for example ocrmypdf in.pdf out.pdf), then add the new file"
_PASSWORD = "save a copy without the password, then add it again"
_DAMAGE = "download or copy it again"
_LIMITED = (
    "zlib_maximum_output_length",
    "lzw_maximum_output_length",
    "run_length_maximum_output_length",
    "array_based_stream_maximum_output_length",
)
_PARSER_FAULTS = (
    PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, ArithmeticError,
    NotImplementedError, AssertionError, OSError, EOFError, zlib.error, struct.error,
)  # fmt: skip
_BOLD = re.compile(r"bold|black|heavy|semib|demi|medi\b|[a-z]bx\d|-bd", re.I)
_COMMON = frozenset(
    "the of and to in a for shall or be by that is with any this la le de les des et du en un une que el los las y der "
    "die das und den von zu il di e che per o da do os as na no".split()
)
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ÿ]+")
_STRANGE = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
_LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}
_HYPHENS = {"\x02": "-", "\ufffe": "-"}
_TEXT_PER_PAGE = 25  # characters; fewer on average means pictures of text


def read(data: bytes, name: str) -> Document:
    """A PDF as a Document, blocks with their pages. Raises UnreadableFile where it is locked, broken, bare or oversized."""
    if not data:
        raise UnreadableFile(name, "the file is empty", _DAMAGE)
    if b"%PDF-" not in data[:1024]:
        raise UnreadableFile(name, "this is no PDF file", _DAMAGE)
    warnings = _guard(data, name)
    pages, asides = _pages(data, name)
    _refuse_textless(pages, name)
    warnings += _bare_pages(pages)
    layout = lay_out(pages)
    found = pieces_of(layout)
    _refuse_garbled(" ".join(piece.text for piece in found.pieces), name)
    if not found.pieces:
        raise UnreadableFile(name, "there is no text layer", _OCR)
    asides += found.asides
    return assemble(name, "pdf", data, found.pieces, title=found.title, asides=asides, warnings=warnings)


# ── the gate ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _guard(data: bytes, name: str) -> list[str]:
    """Refuse what is locked, pageless or decodes to too much; warn about damage that may be mended."""
    limits = dict.fromkeys(_LIMITED, LARGEST_STREAM)
    try:
        with pypdf.apply_configuration(**limits):
            reader = pypdf.PdfReader(io.BytesIO(data))
            if reader.is_encrypted and not reader.decrypt(""):
                raise UnreadableFile(name, "password needed", _PASSWORD)
            _check_pages(reader, name)
    except LimitReachedError as error:
        raise UnreadableFile(name, "it decodes to far more than a document holds", "print it to a new PDF") from error
    except DependencyError as error:
        raise UnreadableFile(name, "password needed", _PASSWORD) from error
    except _PARSER_FAULTS:
        return ["the file is damaged; what could be rescued was read"]
    return []


def _check_pages(reader: pypdf.PdfReader, name: str) -> None:
    count = len(reader.pages)
    if count == 0:
        raise UnreadableFile(name, "it has no pages", _DAMAGE)
    if count > MOST_PAGES:
        raise UnreadableFile(name, f"it has more than {MOST_PAGES:,} pages", "split it")
    for page in reader.pages:
        contents = page.get("/Contents")
        if contents is not None:
            page.get_contents()


# ── characters ───────────────────────────────────────────────────────────────────────────────────────────────────


def _pages(data: bytes, name: str) -> tuple[list[Page], list[Aside]]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        problem = "password needed" if locked else "the file is damaged and nothing could be rescued"
        raise UnreadableFile(name, problem, _PASSWORD if locked else _DAMAGE) from error
    asides: list[Aside] = []
    try:
        if len(document) == 0:
            raise UnreadableFile(name, "it has no pages", _DAMAGE)
        pages = [_page(document, at, asides) for at in range(len(document))]
    finally:
        document.close()
    return pages, asides


def _page(document: pypdfium2.PdfDocument, at: int, asides: list[Aside]) -> Page:
    """One page's words; a page that cannot be opened has none."""
    try:
        page = document[at]
    except pypdfium2.PdfiumError:
        return Page(at + 1, 0.0, 0.0, ())
    width, height = page.get_size()
    text = page.get_textpage()
    try:
        turned = _Turn(page.get_rotation(), *page.get_size())
        words = tuple(_words(text, turned, at + 1, asides))
        rules = tuple(_rules(page, turned))
    finally:
        text.close()
        page.close()
    return Page(at + 1, width, height, words, rules)


def _rules(page: pypdfium2.PdfPage, turn: _Turn) -> Iterator[tuple[float, float, float]]:
    """Level strokes: left end, right end, height."""
    for thing in itertools.islice(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=2), MOST_STROKES):
        left, bottom, right, top = thing.get_bounds()
        (x0, y0), (x1, y1) = turn.point(left, bottom), turn.point(right, top)
        if abs(y1 - y0) < 2.5 and abs(x1 - x0) > 20:
            yield min(x0, x1), max(x0, x1), (y0 + y1) / 2


class _Turn:
    """Places as a reader sees them on a page that is shown turned."""

    def __init__(self, rotation: int, width: float, height: float) -> None:
        self.rotation, self.width, self.height = rotation % 360, width, height

    def point(self, x: float, y: float) -> tuple[float, float]:
        """From the page's own axes to the shown ones; width and height are the shown ones."""
        if self.rotation == 90:
            return y, self.height - x
        if self.rotation == 180:
            return self.width - x, self.height - y
        return (self.width - y, x) if self.rotation == 270 else (x, y)


class _Pen:
    """Reads one character after the other from a text page."""

    def __init__(self, text: pypdfium2.PdfTextPage, turn: _Turn) -> None:
        self.raw, self.turn = text.raw, turn
        self._box, self._matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._name, self._flags = ctypes.create_string_buffer(128), ctypes.c_int()

    def box(self, at: int) -> tuple[float, float, float]:
        """Left edge, right edge and baseline of a character as shown."""
        pdfium.FPDFText_GetLooseCharBox(self.raw, at, self._box)
        pdfium.FPDFText_GetCharOrigin(self.raw, at, self._x, self._y)
        x0, _ = self.turn.point(self._box.left, self._box.bottom)
        x1, _ = self.turn.point(self._box.right, self._box.top)
        _, y = self.turn.point(self._x.value, self._y.value)
        return min(x0, x1), max(x0, x1), y

    def upright(self, at: int) -> bool:
        """False for watermarks and other words across the page."""
        angle = math.degrees(pdfium.FPDFText_GetCharAngle(self.raw, at))
        off = (angle + self.turn.rotation) % 360
        return min(off, 360 - off) < 12 or min((angle - self.turn.rotation) % 360, 360 - (angle - self.turn.rotation) % 360) < 12

    def size(self, at: int) -> float:
        """Size of the type in points, scaling included."""
        pdfium.FPDFText_GetMatrix(self.raw, at, self._matrix)
        scale = math.hypot(self._matrix.c, self._matrix.d) or 1.0
        return max(pdfium.FPDFText_GetFontSize(self.raw, at) * scale, 1.0)

    def bold(self, at: int) -> bool:
        """True where the font's weight or name says so."""
        if pdfium.FPDFText_GetFontWeight(self.raw, at) >= 600:
            return True
        length = pdfium.FPDFText_GetFontInfo(self.raw, at, self._name, 128, self._flags)
        return bool(length) and _BOLD.search(self._name.value.decode("utf-8", "replace").split("+")[-1]) is not None


def _words(text: pypdfium2.PdfTextPage, turn: _Turn, number: int, asides: list[Aside]) -> Iterator[Word]:
    """Words in the order of the content; a new one at every space, jump, change of size or of baseline."""
    pen = _Pen(text, turn)
    characters: list[str] = []
    start = left = right = base = nominal = 0.0
    spaced = True
    skewed: list[str] = []

    def word() -> Word:
        first = int(start)
        return Word("".join(characters), left, right, base, pen.size(first), pen.bold(first), not was_spaced)

    was_spaced = True
    for at in range(min(text.count_chars(), MOST_CHARACTERS)):
        code = pdfium.FPDFText_GetUnicode(pen.raw, at)
        character = _HYPHENS.get(chr(code), _LIGATURES.get(chr(code), chr(code))) if code else " "
        if character.isspace():
            if characters:
                yield word()
                characters = []
            spaced = True
            continue
        x0, x1, y = pen.box(at)
        size = pdfium.FPDFText_GetFontSize(pen.raw, at)
        em = max(size, 1.0)
        if characters and (abs(y - base) > 0.5 or abs(size - nominal) > 0.1 * em or not -0.6 * em * 12 < x0 - right < 60):
            yield word()
            characters = []
            spaced = abs(y - base) > 6 or x0 - right > 3 or x0 < left
        elif characters and x0 - right > 0.28 * pen.size(at):
            yield word()
            characters, spaced = [], True
        if not characters:
            if not pen.upright(at):
                skewed.append(character)
                spaced = True
                continue
            start, left, right, base, nominal, was_spaced = at, x0, x1, y, size, spaced
            spaced = False
        characters.append(character)
        left, right = min(left, x0), max(right, x1)
    if characters:
        yield word()
    if skewed:
        asides.append(Aside("".join(skewed), "text across the page", Place(number)))


# ── what cannot be used ──────────────────────────────────────────────────────────────────────────────────────────


def _refuse_textless(pages: list[Page], name: str) -> None:
    """Refuse pictures of text: hardly a character on the average page."""
    count = sum(len(word.text) for page in pages for word in page.words)
    if count == 0 or (len(pages) > 1 and count < _TEXT_PER_PAGE * len(pages)):
        raise UnreadableFile(name, "there is no text layer, only pictures or blank pages", _OCR)


def _bare_pages(pages: list[Page]) -> list[str]:
    bare = [page.number for page in pages if not page.words]
    if not bare or len(bare) == len(pages):
        return []
    named = ", ".join(map(str, bare[:8])) + (" and others" if len(bare) > 8 else "")
    return [f"no text on page {named}" if len(bare) == 1 else f"no text on pages {named}"]


def _refuse_garbled(text: str, name: str) -> None:
    """Refuse a text layer whose characters are not the ones that are seen."""
    solid = sum(not character.isspace() for character in text)
    words = [word.lower() for word in _LATIN_WORD.findall(text)]
    strange = len(_STRANGE.findall(text)) > 0.1 * solid
    latin = sum(map(len, words)) > 0.5 * solid
    unknown = len(words) > 150 and sum(word in _COMMON for word in words) < 0.04 * len(words)
    shifted = solid > 1500 and not latin and sum(c.isalpha() and ord(c) > 0x24F for c in text) < 0.3 * solid and len(words) > 50
    if solid and (strange or (latin and unknown) or (shifted and unknown)):
        raise UnreadableFile(name, "its text layer is garbled: the characters do not match what is shown", _OCR)
