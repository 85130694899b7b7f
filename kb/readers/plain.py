"""Plain text to a `Document`: pages, running heads, contents and notes told apart, lines reflowed to paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

from kb.model import Aside, Document
from kb.readers import furniture, notes, paragraphs
from kb.readers.blocks import Piece, assemble, clean
from kb.readers.decode import decode
from kb.readers.furniture import Line
from kb.readers.lines import vocabulary


def read(data: bytes, name: str) -> Document:
    """Plain text as a document; its title is the first heading."""
    text, warnings = decode(data, name)
    pages, asides = furniture.strip(furniture.pages(text.expandtabs(8)))
    pages, note_lines, found = _set_apart(pages)
    asides += found
    pieces = _pieces(pages)
    footnotes = [piece for lines in note_lines for piece in notes.note_pieces(lines)]
    pieces, marks = notes.without_marks(pieces, notes.numbers(footnotes))
    title = next((clean(piece.text) for piece in pieces if piece.kind == "heading"), "")
    return assemble(name, "text", data, [*pieces, *footnotes], title=title, asides=[*asides, *marks], warnings=warnings)


def _set_apart(pages: Sequence[list[Line]]) -> tuple[list[list[Line]], list[list[Line]], list[Aside]]:
    """Pages without contents and notes; the lines of the notes; what was dropped."""
    flat, asides = furniture.without_contents(line for page in pages for line in page)
    end = notes.end_notes(flat)
    note_lines = [flat[end + 1 :]] if end < len(flat) else []
    if end < len(flat):
        asides.append(Aside(flat[end].text.strip(), "heading of the notes", flat[end].place))
    kept = {line.number for line in flat[:end]}
    sheets: list[list[Line]] = []
    for page in pages:
        rest = [line for line in page if line.number in kept]
        cut = notes.page_notes(rest)
        if cut < len(rest):
            asides.append(Aside(rest[cut].text.strip(), "rule above notes", rest[cut].place))
            note_lines.append(rest[cut + 1 :])
        sheets.append(rest[:cut])
    return sheets, note_lines, asides


def _pieces(pages: Sequence[Sequence[Line]]) -> list[Piece]:
    layout = paragraphs.layout_of(pages)
    known = vocabulary(line.text for page in pages for line in page)
    return [paragraphs.piece_of(group, layout, known) for group in paragraphs.groups(pages, layout)]
