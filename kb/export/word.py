"""A memorandum as a Word document; sole home of python-docx."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from kb.export.records import TIME_LIMIT_HEADS, Authority, Finding, Memo, referred

_FONT = "Calibri"
_DARK = RGBColor(0x1F, 0x2A, 0x44)
_GREY = RGBColor(0x59, 0x59, 0x59)
_WIDTH = 16.0  # of the text, in centimetres
_ISSUE = 4.0  # of the column that names what is compared


def as_docx(memo: Memo) -> bytes:
    """The whole memorandum."""
    page = docx.Document()
    _look(page)
    _properties(page, memo)
    page.add_paragraph("Memorandum", style="Title")
    _head(page, memo)
    page.add_heading("Short answer", 1)
    for paragraph in memo.short:
        page.add_paragraph(paragraph)
    _questions(page, memo)
    _time_limits(page, memo)
    _comparison(page, memo)
    _findings(page, "Statements", memo.findings)
    _findings(page, "Terms and references", memo.beside)
    _listed(page, "Notes on versions and sources", memo.notes)
    _listed(page, "Limits: what was not checked", memo.limits)
    _listed(page, "Nearest provisions", memo.nearest)
    _listed(page, "See also", memo.see_also)
    _listed(page, "Not in the library", memo.missing)
    _authorities(page, memo.authorities)
    _manifest(page, memo)
    written = io.BytesIO()
    page.save(written)
    return written.getvalue()


# ── the look ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _look(page: Any) -> None:
    section = page.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.3)
    _style(page, "Normal", 10.5, after=6)
    _style(page, "Title", 22, colour=_DARK, after=8)
    _style(page, "Heading 1", 13, colour=_DARK, before=14, after=4)
    quote = _style(page, "Quote", 10.5, after=3)
    quote.font.italic = False
    quote.paragraph_format.left_indent = quote.paragraph_format.right_indent = Cm(0.8)
    _edge(quote.element.get_or_add_pPr(), "left")
    _numbered_pages(section.footer.paragraphs[0])


def _style(
    page: Any, name: str, size: float, colour: RGBColor | None = None, before: float = 0, after: float = 0
) -> Any:
    style = page.styles[name]
    style.font.name, style.font.size = _FONT, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{script}"), None)
    if colour is not None:
        style.font.color.rgb = colour
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    return style


def _edge(properties: Any, side: str) -> None:
    """A thin line beside a paragraph."""
    borders = OxmlElement("w:pBdr")
    line = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "8"), ("color", "9AA5BD")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    _before(properties, borders, ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc"))


def _before(parent: Any, child: Any, later: Sequence[str]) -> None:
    """Put a child where the format's order of elements wants it: before any of the later ones."""
    following = next((one for one in parent if one.tag in {qn(name) for name in later}), None)
    if following is None:
        parent.append(child)
    else:
        following.addprevious(child)


def _numbered_pages(paragraph: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for field, between in (("PAGE", " / "), ("NUMPAGES", "")):
        simple = OxmlElement("w:fldSimple")
        simple.set(qn("w:instr"), field)
        paragraph._p.append(simple)
        if between:
            paragraph.add_run(between)


def _properties(page: Any, memo: Memo) -> None:
    properties = page.core_properties
    properties.title, properties.author, properties.comments = "Memorandum", memo.holdings.program, ""
    properties.subject = memo.question[:255]
    properties.created = properties.modified = datetime.combine(memo.day, time())


# ── the parts ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _head(page: Any, memo: Memo) -> None:
    for name, value in (("Question", memo.question), ("Date", f"{memo.day:%d %B %Y}".lstrip("0"))):
        paragraph = page.add_paragraph()
        paragraph.add_run(f"{name}: ").bold = True
        paragraph.add_run(value)


def _questions(page: Any, memo: Memo) -> None:
    if memo.questions:
        page.add_heading("Questions within the question", 1)
    for one in memo.questions:
        line = page.add_paragraph(f"{one.question} ", style="List Number")
        if one.verdict:
            line.add_run(f"{one.verdict} ").bold = True
        line.add_run(one.rests)


def _time_limits(page: Any, memo: Memo) -> None:
    if memo.time_limits:
        page.add_heading("Time limits", 1)
        rows = [(one.length, one.start, one.citation, referred(one.findings)) for one in memo.time_limits]
        _table(page, "Time limits", TIME_LIMIT_HEADS, rows, (2.4, 4.4, 7.2, 2), 10)


def _comparison(page: Any, memo: Memo) -> None:
    if memo.comparison:
        page.add_heading("Comparison", 1)
        heads = ("Issue", *memo.comparison.instruments)
        each = (_WIDTH - _ISSUE) / (len(heads) - 1)
        widths = (_ISSUE, *(each for _ in heads[1:]))
        _table(page, "Instruments side by side", heads, memo.comparison.rows, widths, 9.5 if len(heads) < 5 else 8)


def _findings(page: Any, heading: str, findings: Sequence[Finding]) -> None:
    if findings:
        page.add_heading(heading, 1)
    for finding in findings:
        _finding(page, finding)


def _finding(page: Any, finding: Finding) -> None:
    lead = page.add_paragraph()
    lead.paragraph_format.keep_with_next = True
    lead.add_run(f"[{finding.number}] ").bold = True
    lead.add_run(finding.text)
    for source, quotes in finding.passages:
        for block in "\n\n".join(quote.shown for quote in quotes).split("\n\n"):
            page.add_paragraph(block, style="Quote").paragraph_format.keep_with_next = True
        page.add_paragraph(source).paragraph_format.left_indent = Cm(0.8)
    for line in finding.alike:
        page.add_paragraph(line).paragraph_format.left_indent = Cm(0.8)
    _small(page.add_paragraph(f"Version: {finding.version}."), 9).paragraph_format.left_indent = Cm(0.8)


def _listed(page: Any, heading: str, lines: Sequence[str]) -> None:
    if lines:
        page.add_heading(heading, 1)
        for line in dict.fromkeys(lines):
            page.add_paragraph(line, style="List Bullet")


def _authorities(page: Any, authorities: Sequence[Authority]) -> None:
    if not authorities:
        return
    page.add_heading("Table of authorities", 1)
    rows = [
        (
            one.citation + (f"\nStatus: {one.status}" if one.status else ""),
            ", ".join(one.pinpoints),
            "; ".join(one.versions),
        )
        for one in authorities
    ]
    _table(page, "Table of authorities", ("Authority", "Cited", "Version"), rows, (9.2, 3.3, 3.5), 9)
    for doubt in dict.fromkeys(doubt for one in authorities for doubt in one.doubts):
        _small(page.add_paragraph(f"To be checked: {doubt}."), 9)


def _manifest(page: Any, memo: Memo) -> None:
    held = memo.holdings
    page.add_heading("Library", 1)
    for line in (
        f"Program: {held.program}",
        f"Index: {held.generation}, built {held.created}",
        f"Corpus that ships: SHA-256 {held.corpus}",
        f"Documents: {len(held.documents)}; those quoted are marked *",
    ):
        _small(page.add_paragraph(line, style="List Bullet"), 9)
    if held.documents:
        rows = [(one.title + (" *" if one.quoted else ""), one.name, one.digest) for one in held.documents]
        _table(page, "Documents of the library", ("Document", "File", "SHA-256"), rows, (6, 3.5, 6.5), 7)


def _table(
    page: Any, name: str, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], size: float
) -> None:
    """A table with a head that is repeated on every page, named for those who do not see it."""
    table = page.add_table(rows=1 + len(rows), cols=len(heads), style="Table Grid")
    table.autofit = False
    _quiet_lines(table)
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), name)
    table._tbl.tblPr.append(caption)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row, values in zip(table.rows, (heads, *rows), strict=True):
        for cell, value, width in zip(row.cells, values, widths, strict=True):
            cell.width = Cm(width)
            cell.text = value
            _small(cell.paragraphs[0], size, grey=False).paragraph_format.space_after = Pt(2)
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)


def _quiet_lines(table: Any) -> None:
    """Thin grey lines between the rows and none between the columns."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "single" if side in ("top", "bottom", "insideH") else "nil")
        line.set(qn("w:sz"), "4")
        line.set(qn("w:color"), "BFC5D2")
        borders.append(line)
    _before(table._tbl.tblPr, borders, ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook"))


def _small(paragraph: Any, size: float, grey: bool = True) -> Any:
    for run in paragraph.runs:
        run.font.size = Pt(size)
        if grey:
            run.font.color.rgb = _GREY
    return paragraph
