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
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from statistics import median

import pypdf
import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]
from pypdf.errors import DependencyError, LimitReachedError, PyPdfError

from kb.errors import UnreadableFile
from kb.model import Aside, Document, Place
from kb.readers.blocks import assemble
from kb.readers.pdf_blocks import pieces_of
from kb.readers.pdf_hidden import Findings, look, on_pages
from kb.readers.pdf_layout import Page, Word, lay_out
from kb.readers.recognised import mend, tidy

LARGEST_STREAM = 30_000_000  # bytes of one decoded content stream
MOST_PAGES = 20_000
MOST_CHARACTERS = 2_000_000  # on one page
MOST_STROKES = 400  # looked at on one page
_OCR = "run text recognition first (`--ocr`, or for example ocrmypdf in.pdf out.pdf), then add the new file"
_PASSWORD = "save a copy without the password, then add it again"
_DAMAGE = "download or copy it again"
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
_REPLACED = {
    0x02: "-",
    0xFFFE: "-",
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
_SAMPLED = 300  # characters that are asked for their slope
_LEAST_SKEW, _MOST_SKEW = math.radians(0.1), math.radians(8)
_TEXT_PER_PAGE = 25  # characters; fewer on average means pictures of text


class NeedsRecognition(UnreadableFile):
    """The pages hold pictures of text, or text that does not match what is shown."""

    pages = 0  # how many there are


def read(data: bytes, name: str, recognised: str = "") -> Document:
    """A PDF as a Document, blocks with their pages and boxes; `recognised` names the program that made its text layer.

    Raises UnreadableFile: locked, broken, oversized; NeedsRecognition: without a text layer that can be used.
    """
    if not data:
        raise UnreadableFile(name, "the file is empty", _DAMAGE)
    if b"%PDF-" not in data[:1024]:
        raise UnreadableFile(name, "this is no PDF file", _DAMAGE)
    warnings = _guard(data, name)
    odd = Findings()
    pages, asides = _pages(data, name, odd)
    _refuse_textless(pages, name)
    warnings += _bare_pages(pages) + ([_recognised(recognised)] if recognised else odd.sentences())
    recognised = recognised or ("the program that made the file" if odd.recognised(len(pages)) else "")
    if recognised:
        pages, lost = tidy(pages)
        asides += lost
    layout = lay_out(pages)
    mended = mend(layout) if recognised else 0
    warnings += [f"{mended} numbers or words that open provisions were mended after recognition"] if mended else []
    found = pieces_of(layout)
    _refuse_garbled(" ".join(piece.text for piece in found.pieces), len(pages), name)
    if not found.pieces:
        raise _unread(name, "there is no text layer", len(pages))
    asides += found.asides
    meta = {"recognised": recognised} if recognised else {}
    meta |= {"pages-without-text": str(len(bare))} if (bare := _bare(pages)) else {}
    return assemble(name, "pdf", data, found.pieces, title=found.title, meta=meta, asides=asides, warnings=warnings)


# ── the gate ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _guard(data: bytes, name: str) -> list[str]:
    """Refuse what is locked, pageless or decodes to too much; warn about damage that may be mended."""
    limits = pypdf.Configuration(
        zlib_maximum_output_length=LARGEST_STREAM,
        lzw_maximum_output_length=LARGEST_STREAM,
        run_length_maximum_output_length=LARGEST_STREAM,
        array_based_stream_maximum_output_length=LARGEST_STREAM,
    )
    try:
        with pypdf.apply_configuration(limits):
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


def _pages(data: bytes, name: str, odd: Findings) -> tuple[list[Page], list[Aside]]:
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
        pages = [_page(document, at, asides, odd) for at in range(len(document))]
    finally:
        document.close()
    return pages, asides


def _page(document: pypdfium2.PdfDocument, at: int, asides: list[Aside], odd: Findings) -> Page:
    """One page's words; a page that cannot be opened has none."""
    try:
        page = document[at]
    except pypdfium2.PdfiumError:
        return Page(at + 1, 0.0, 0.0, ())
    width, height = page.get_size()
    text = page.get_textpage()
    try:
        turned = _Turn(page.get_rotation(), width, height, page.get_bbox()[:2])
        turned.skew = _skew(text, turned)
        words = _within(_words(text, turned, at + 1, asides), width, height, at + 1, asides, odd)
        rules = tuple(_rules(page, turned))
        for kind in look(page, text, ((word.size, word.text) for word in words)):
            odd.add(kind, at + 1)
    finally:
        text.close()
        page.close()
    return Page(at + 1, width, height, words, rules)


def _within(
    words: Iterable[Word], width: float, height: float, number: int, asides: list[Aside], odd: Findings
) -> tuple[Word, ...]:
    """Words whose middle lies on the visible page; the others are set apart."""
    kept: list[Word] = []
    lost: list[str] = []
    for word in words:
        seen = -1 < (word.x0 + word.x1) / 2 < width + 1 and -1 < word.y + 0.3 * word.size < height + 1
        kept.append(word) if seen else lost.append(word.text)
    if lost:
        asides.append(Aside(" ".join(lost), "text outside the visible page", Place(number)))
        odd.add("outside", number)
    return tuple(kept)


def _rules(page: pypdfium2.PdfPage, turn: _Turn) -> Iterator[tuple[float, float, float]]:
    """Level strokes: left end, right end, height."""
    for thing in itertools.islice(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=2), MOST_STROKES):
        left, bottom, right, top = thing.get_bounds()
        (x0, y0), (x1, y1) = turn.point(left, bottom), turn.point(right, top)
        if abs(y1 - y0) < 2.5 and abs(x1 - x0) > 20:
            yield min(x0, x1), max(x0, x1), (y0 + y1) / 2


def _skew(text: pypdfium2.PdfTextPage, turn: _Turn) -> float:
    """By how much all lines of a page slope, in radians, as those of a page that lay askew in the scanner do."""
    count = min(text.count_chars(), MOST_CHARACTERS)
    if not count:
        return 0.0
    sampled = (pdfium.FPDFText_GetCharAngle(text.raw, at) for at in range(0, count, 1 + count // _SAMPLED))
    slope = -median(math.remainder(angle + math.radians(turn.rotation), math.tau) for angle in sampled)
    return slope if _LEAST_SKEW < abs(slope) < _MOST_SKEW else 0.0


class _Turn:
    """Places as a reader sees them on a page that is shown cropped and turned, and straight where its lines slope."""

    def __init__(self, rotation: int, width: float, height: float, corner: tuple[float, float]) -> None:
        self.rotation, self.width, self.height = rotation % 360, width, height
        self.left, self.bottom = corner
        self.skew = 0.0

    def point(self, x: float, y: float) -> tuple[float, float]:
        """From the page's own axes to the shown ones; width and height are the shown ones."""
        x, y = self._shown(x - self.left, y - self.bottom)
        if not self.skew:
            return x, y
        x, y, cosine, sine = x - self.width / 2, y - self.height / 2, math.cos(self.skew), math.sin(self.skew)
        return self.width / 2 + x * cosine + y * sine, self.height / 2 - x * sine + y * cosine

    def _shown(self, x: float, y: float) -> tuple[float, float]:
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

    def character(self, at: int) -> str:
        """The character itself; ligatures taken apart, PDFium's mark for a broken word as a hyphen."""
        code = pdfium.FPDFText_GetUnicode(self.raw, at)
        return _REPLACED.get(code, chr(code)) if code else " "

    def nominal(self, at: int) -> float:
        """Size of the type before scaling."""
        return float(pdfium.FPDFText_GetFontSize(self.raw, at))

    def upright(self, at: int) -> bool:
        """False for watermarks and other words across the page."""
        angle = math.degrees(pdfium.FPDFText_GetCharAngle(self.raw, at))
        return any(min(off % 360, -off % 360) < 12 for off in (angle + self.turn.rotation, angle - self.turn.rotation))

    def size(self, at: int) -> float:
        """Size of the type in points, scaling included."""
        pdfium.FPDFText_GetMatrix(self.raw, at, self._matrix)
        scale = math.hypot(self._matrix.c, self._matrix.d) or 1.0
        return max(self.nominal(at) * scale, 1.0)

    def bold(self, at: int) -> bool:
        """True where the font's weight or name says so."""
        if pdfium.FPDFText_GetFontWeight(self.raw, at) >= 600:
            return True
        length = pdfium.FPDFText_GetFontInfo(self.raw, at, self._name, 128, self._flags)
        return bool(length) and _BOLD.search(self._name.value.decode("utf-8", "replace").split("+")[-1]) is not None


@dataclass(slots=True)
class _Gathering:
    """The word that is being read."""

    pen: _Pen
    characters: list[str] = field(default_factory=list)
    first: int = 0  # index of its first character
    left: float = 0.0
    right: float = 0.0
    base: float = 0.0
    nominal: float = 0.0  # size before scaling
    glued: bool = False

    def breaks(self, x0: float, y: float, nominal: float, at: int) -> bool | None:
        """Does the next character open a new word? None: yes, but without a space."""
        shifted, resized = abs(y - self.base), abs(nominal - self.nominal) > 0.1 * max(nominal, 1.0)
        size = self.pen.size(at)
        if x0 - self.right > 0.28 * size or x0 < self.left - 0.5 * size or shifted > size:
            return True
        return None if shifted > 0.5 or resized else False

    def begin(self, at: int, box: tuple[float, float, float], nominal: float, glued: bool) -> None:
        """Start a word with this character."""
        self.first, self.nominal, self.glued = at, nominal, glued
        self.left, self.right, self.base = box
        self.characters = []

    def take(self, character: str, x0: float, x1: float) -> None:
        """Add a character."""
        self.characters.append(character)
        self.left, self.right = min(self.left, x0), max(self.right, x1)

    def word(self) -> Word:
        """The word so far; the next one starts empty."""
        text, self.characters = "".join(self.characters), []
        size, bold = self.pen.size(self.first), self.pen.bold(self.first)
        return Word(text, self.left, self.right, self.base, size, bold, self.glued)


def _words(text: pypdfium2.PdfTextPage, turn: _Turn, number: int, asides: list[Aside]) -> Iterator[Word]:
    """Words in the order of the content; a new one at every space, jump, change of size or of baseline."""
    pen = _Pen(text, turn)
    held = _Gathering(pen)
    spaced = True
    skewed: list[str] = []
    for at in range(min(text.count_chars(), MOST_CHARACTERS)):
        character = pen.character(at)
        if character.isspace():
            spaced = True
        elif not pen.upright(at):
            skewed.append(character)
            spaced = True
        else:
            box, nominal = pen.box(at), pen.nominal(at)
            breaks = held.breaks(box[0], box[2], nominal, at) if held.characters and not spaced else True
            if breaks is not False:
                if held.characters:
                    yield held.word()
                held.begin(at, box, nominal, glued=breaks is None)
            held.take(character, box[0], box[1])
            spaced = False
    if held.characters:
        yield held.word()
    if skewed:
        asides.append(Aside("".join(skewed), "text across the page", Place(number)))


# ── what cannot be used ──────────────────────────────────────────────────────────────────────────────────────────


def _unread(name: str, problem: str, pages: int) -> NeedsRecognition:
    error = NeedsRecognition(name, problem, _OCR)
    error.pages = pages
    return error


def _recognised(program: str) -> str:
    return f"the text was recognised from pictures by {program} and may hold errors, check it against the pages"


def _refuse_textless(pages: list[Page], name: str) -> None:
    """Refuse pictures of text: hardly a character on the average page."""
    count = sum(len(word.text) for page in pages for word in page.words)
    if count == 0 or (len(pages) > 1 and count < _TEXT_PER_PAGE * len(pages)):
        raise _unread(name, "there is no text layer, only pictures or blank pages", len(pages))


def _bare_pages(pages: list[Page]) -> list[str]:
    bare = _bare(pages)
    return [f"no text on {on_pages(bare)}"] if bare and len(bare) < len(pages) else []


def _bare(pages: list[Page]) -> list[int]:
    return [page.number for page in pages if not page.words]


def _refuse_garbled(text: str, pages: int, name: str) -> None:
    """Refuse a text layer whose characters are not the ones that are seen."""
    solid = sum(not character.isspace() for character in text)
    words = [word.lower() for word in _LATIN_WORD.findall(text)]
    strange = len(_STRANGE.findall(text)) > 0.1 * solid
    latin = sum(map(len, words)) > 0.5 * solid
    unknown = len(words) > 150 and sum(word in _COMMON for word in words) < 0.04 * len(words)
    if solid and (strange or (latin and unknown)):
        raise _unread(name, "its text layer is garbled: the characters do not match what is shown", pages)
