"""Word files: headings by style or typed, numbers typed or drawn by the program, letters in tables, tracked changes."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from xml.sax.saxutils import escape

from layouts.treaty import TITLE, Article, Row, Style, Treaty, in_sequence, rows

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_FORMS = {1: ("decimal", "%1."), 2: ("lowerLetter", "(%2)"), 3: ("lowerRoman", "(%3)")}


@dataclass(frozen=True)
class Look:
    """What a Word file may look like."""

    styled: bool = True  # headings by style, else typed in bold
    drawn: bool = False  # numbers by automatic lists, where they can be
    tables: bool = False  # letters in tables
    tracked: bool = False  # each first word inserted, a word deleted before it
    runs: bool = False  # words cut into several runs


def document(treaty: Treaty, style: Style, look: Look) -> bytes:
    """The treaty as a Word file."""
    lists: list[str] = []
    body = _paragraph(TITLE, look, style="Title")
    for article in treaty:
        drawn = look.drawn and _counts(article)
        if drawn:
            lists.append(_instance(len(lists) + 1))
        for row in rows(article, style):
            body += _block(row, look, len(lists) if drawn else 0)
    parts = _PACKAGE | {
        "word/document.xml": f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>',
        "word/numbering.xml": f'<w:numbering xmlns:w="{_W}">{_abstract()}{"".join(lists)}</w:numbering>',
        "word/styles.xml": _STYLES,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = {"document": "document.main", "numbering": "numbering", "styles": "styles"}
_PACKAGE = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    + "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_TYPES}.{kind}+xml"/>' for part, kind in _PARTS.items()
    )
    + "</Types>",
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{_RELATIONS}/numbering" Target="numbering.xml"/>'
    f'<Relationship Id="r2" Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>',
}
_STYLES = (
    f'<w:styles xmlns:w="{_W}"><w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="H3"><w:name w:val="heading 3"/></w:style></w:styles>'
)


def _counts(article: Article) -> bool:
    """The numbers are those that lists count by themselves."""
    numbers = [paragraph.number for paragraph in article.paragraphs]
    in_order = numbers == [str(n) for n in range(1, len(numbers) + 1)]
    return in_order and all(each.text and not each.tail and in_sequence(each) for each in article.paragraphs)


def _abstract() -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{depth - 1}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in _FORMS.items()
    )
    return f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>'


def _instance(number: int) -> str:
    afresh = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="1"/>{afresh}</w:num>'


def _block(row: Row, look: Look, list_: int) -> str:
    if row.depth == 0:
        return _paragraph(row.words, look, style="H3" if look.styled else "", bold=not look.styled)
    if list_ and row.label:
        return _paragraph(row.words, look, drawn=(list_, row.depth - 1))
    if look.tables and row.depth > 1 and row.label:
        cells = (_paragraph(row.label.strip(), look), _paragraph(row.words, look))
        pad = "<w:tc><w:p/></w:tc>" * (row.depth - 2)
        return f"<w:tbl><w:tr>{pad}{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr></w:tbl>"
    return _paragraph(row.label + row.words, look)


def _paragraph(text: str, look: Look, style: str = "", bold: bool = False, drawn: tuple[int, int] | None = None) -> str:
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if drawn:
        properties += f'<w:numPr><w:ilvl w:val="{drawn[1]}"/><w:numId w:val="{drawn[0]}"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{_runs(text, look, bold)}</w:p>"


def _runs(text: str, look: Look, bold: bool) -> str:
    words = text.split(" ")
    pieces = [f"{word} " for word in words[:-1]] + [words[-1]] if look.runs or look.tracked else [text]
    out = [_run(piece, bold) for piece in pieces]
    if look.tracked and len(out) > 2:
        gone = '<w:del w:id="1"><w:r><w:delText xml:space="preserve">old words </w:delText></w:r></w:del>'
        out[1] = f'{gone}<w:ins w:id="2">{out[1]}</w:ins>'
    return "".join(out)


def _run(text: str, bold: bool) -> str:
    properties = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
