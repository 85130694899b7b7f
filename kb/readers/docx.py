"""Reads Word documents: the accepted text, with the numbers that Word draws written into it."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from kb.errors import UnreadableFile
from kb.model import Aside, BlockKind, Document
from kb.readers import signs
from kb.readers.blocks import Piece, assemble
from kb.readers.docx_numbering import Numbering, W, read_schemes, value, whole
from kb.text import squeeze

LARGEST_PART = 64_000_000  # bytes of one XML part, unpacked
LARGEST_FILE = 400_000_000  # bytes of all members together, as declared
MOST_MEMBERS = 10_000
HIGHEST_RATIO = 150  # unpacked to packed, for parts of more than a megabyte
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships/"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = W.strip("{}").encode()
_DROPPED = {
    f"{W}{name}" for name in ("del", "moveFrom", "rPr", "pPr", "sdtPr", "instrText", "delText", "tblPr", "tblGrid")
}
_WRAPPERS = {f"{W}{name}" for name in ("ins", "moveTo", "sdt", "sdtContent", "smartTag", "customXml", "hyperlink",
                                       "fldSimple", "dir", "bdo", "r")}  # fmt: skip
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_HEADING_NAME = re.compile(r"(?:heading|titre|überschrift|título)\s*([1-9])$", re.I)
_TITLE_NAMES = ("title", "titre", "titel")
_HEADING_HABIT = re.compile(
    r"(?:article|chapter|section|part|annex)[ _-]?(?:title|heading|head|number|no)?$|heading", re.I
)
_CONTENTS_STYLE = re.compile(r"(?:toc|contents|verzeichnis|tm)\s*(?:heading|[1-9])$", re.I)
_ENTRY = re.compile(r"\S.*(?:\t|\.{4,}|…)\s*(?:\d{1,4}|[ivxl]{1,6})$")


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says, after inheritance."""

    name: str = ""
    outline: int | None = None
    num: str = ""
    level: int | None = None
    bold: bool = False
    centred: bool = False
    hidden: bool = False


@dataclass(slots=True)
class _Paragraph:
    """One paragraph as read, before it becomes pieces."""

    text: str = ""  # tabs kept; "\n" is a line break
    label: str = ""
    style: Style = field(default_factory=Style)
    level: int = 0  # heading level, 0 for none
    depth: int = 0
    bold: bool = False
    centred: bool = False
    contents: bool = False
    cell: bool = False
    merges: bool = False  # its end mark was deleted: the next paragraph goes on in it


@dataclass(slots=True)
class _Reading:
    """The state of one pass over a story."""

    styles: Mapping[str, Style]
    numbering: Numbering
    asides: list[Aside] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)  # instructions of the open fields; "" until known
    results: list[bool] = field(default_factory=list)  # is the open field past its separator
    notes: list[tuple[str, str]] = field(default_factory=list)  # (kind, id) in order of reference
    tracked: bool = False
    bold: int = 0
    plain: int = 0

    @property
    def in_contents(self) -> bool:
        return any(done and text.split()[:1] == ["TOC"] for text, done in zip(self.fields, self.results, strict=True))

    @property
    def in_instruction(self) -> bool:
        return bool(self.results) and not self.results[-1]


def read(data: bytes, name: str) -> Document:
    """A Word file as a Document. Raises UnreadableFile where it is broken, locked, oversized or empty."""
    package = _open(data, name)
    main = _main_part(package, name)
    body = _parse(package, main, name)
    parts = _related(package, main, name)
    styles = _read_styles(_optional(package, parts.get("styles"), name))
    schemes = read_schemes(_optional(package, parts.get("numbering"), name))
    reading = _Reading(styles, Numbering(schemes))
    story = body.find(f"{W}body")
    paragraphs = _without_contents(list(_merged(_blocks(body if story is None else story, reading))), reading)
    pieces = _without_empty_items(signs.join_labels(_pieces(paragraphs)), reading)
    pieces += _notes(package, parts, reading, name)
    reading.asides += _margins(package, main, name)
    if not pieces:
        raise UnreadableFile(name, "the document holds no text", "run OCR if its pages are pictures, then add it again")
    warnings = ("tracked changes were read as accepted",) if reading.tracked else ()
    return assemble(name, "docx", data, pieces, title=_title(pieces), asides=reading.asides, warnings=warnings)


# ── the package ──────────────────────────────────────────────────────────────────────────────────────────────────


def _open(data: bytes, name: str) -> zipfile.ZipFile:
    if not data:
        raise UnreadableFile(name, "the file is empty", "copy or download it again")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        remedy = "remove the password or save it as .docx, then add it again"
        raise UnreadableFile(name, "password needed, or an old .doc file", remedy)
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        members = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError) as error:
        raise UnreadableFile(name, "the file is damaged or no Word document", "copy or download it again") from error
    _weigh(members, name)
    return package


def _weigh(members: list[zipfile.ZipInfo], name: str) -> None:
    """Refuse on declared sizes, before anything is unpacked."""
    if any(member.flag_bits & 1 for member in members):
        raise UnreadableFile(name, "password needed", "remove the password, then add it again")
    bombs = [m for m in members if m.file_size > 1_000_000 and m.file_size > HIGHEST_RATIO * max(m.compress_size, 1)]
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST_FILE or bombs:
        raise UnreadableFile(name, "it unpacks to far more than a document holds", "save it again from Word")


def _raw(package: zipfile.ZipFile, part: str, name: str) -> bytes:
    """The bytes of a part, counted while unpacking: the declared size may lie."""
    try:
        with package.open(part) as stream:
            data = stream.read(LARGEST_PART + 1)
    except (
        KeyError,
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as error:
        raise UnreadableFile(
            name, f"its part {part.rsplit('/', 1)[-1]} is missing or damaged", "save it again from Word"
        ) from error
    if len(data) > LARGEST_PART:
        raise UnreadableFile(name, "it unpacks to far more than a document holds", "save it again from Word")
    return data


def _parse(package: zipfile.ZipFile, part: str, name: str) -> etree._Element:
    """A part as XML: no entities, no DTD, no network."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        root = etree.fromstring(_raw(package, part, name).replace(_STRICT, _TRANSITIONAL), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile(name, "its XML is damaged", "open and save it again in Word") from error
    if root.getroottree().docinfo.doctype or root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableFile(name, "it declares entities, which no Word document does", "save it again from Word")
    return root


def _optional(package: zipfile.ZipFile, part: str | None, name: str) -> etree._Element | None:
    return _parse(package, part, name) if part and part in package.namelist() else None


def _main_part(package: zipfile.ZipFile, name: str) -> str:
    names = set(package.namelist())
    found = _targets(package, "_rels/.rels", "", name).get("officeDocument", "") if "_rels/.rels" in names else ""
    main = found if found in names else "word/document.xml"
    if main not in names or not (main.startswith("word/") or _is_word(package, main, name)):
        raise UnreadableFile(name, "this is a ZIP archive without a Word document in it", "save it as .docx")
    return main


def _is_word(package: zipfile.ZipFile, part: str, name: str) -> bool:
    return part.endswith(".xml") and _parse(package, part, name).tag == f"{W}document"


def _targets(package: zipfile.ZipFile, rels: str, folder: str, name: str) -> dict[str, str]:
    """Relation type → member name; targets stay inside the archive, they are never paths of this machine."""
    out: dict[str, str] = {}
    for node in _parse(package, rels, name):
        kind, target = node.get("Type", ""), node.get("Target", "")
        short = kind.removeprefix(_OFFICE).removeprefix(_STRICT_OFFICE)
        if node.get("TargetMode") != "External" and short != kind and target:
            out.setdefault(short, target.lstrip("/") if target.startswith("/") else f"{folder}{target}")
    return out


def _related(package: zipfile.ZipFile, main: str, name: str) -> dict[str, str]:
    folder, _, file = main.rpartition("/")
    prefix = f"{folder}/" if folder else ""
    rels = f"{prefix}_rels/{file}.rels"
    found = _targets(package, rels, prefix, name) if rels in package.namelist() else {}
    usual = {key: f"{prefix}{key}.xml" for key in ("styles", "numbering", "footnotes", "endnotes")}
    return usual | found


# ── styles ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _read_styles(root: etree._Element | None) -> dict[str, Style]:
    if root is None:
        return {}
    nodes = {node.get(f"{W}styleId", ""): node for node in root.iterchildren(f"{W}style")}
    return {key: _style(key, nodes) for key in nodes}


def _style(key: str, nodes: Mapping[str, etree._Element]) -> Style:
    """A style with what it inherits; a circle of styles ends where it closes."""
    chain: list[etree._Element] = []
    seen: set[str] = set()
    while key in nodes and key not in seen:
        seen.add(key)
        chain.append(nodes[key])
        key = value(nodes[key], f"{W}basedOn")
    return Style(
        name=value(chain[0], f"{W}name").lower(),
        outline=_first_whole(chain, f"{W}pPr/{W}outlineLvl"),
        num=_first(chain, f"{W}pPr/{W}numPr/{W}numId"),
        level=_first_whole(chain, f"{W}pPr/{W}numPr/{W}ilvl"),
        bold=_first_switch(chain, f"{W}rPr/{W}b"),
        centred=_first(chain, f"{W}pPr/{W}jc") == "center",
        hidden=_first_switch(chain, f"{W}rPr/{W}vanish"),
    )


def _first(chain: Iterable[etree._Element], path: str) -> str:
    return next((value(node, path) for node in chain if node.find(path) is not None), "")


def _first_whole(chain: Iterable[etree._Element], path: str) -> int | None:
    text = _first(chain, path)
    return whole(text, 0) if text else None


def _first_switch(chain: Iterable[etree._Element], path: str) -> bool:
    return any(switch(node.find(path)) for node in chain if node.find(path) is not None)


def switch(node: etree._Element | None) -> bool:
    """Word's on/off elements: present and not switched off."""
    return node is not None and node.get(f"{W}val", "true") not in ("0", "false", "off", "none")


# ── the story ────────────────────────────────────────────────────────────────────────────────────────────────────


def _blocks(parent: etree._Element, reading: _Reading) -> Iterator[_Paragraph]:
    """Paragraphs and tables in order, through content controls and accepted insertions."""
    for child in parent:
        tag = child.tag
        if tag == f"{W}p":
            yield from _paragraph(child, reading)
        elif tag == f"{W}tbl":
            yield from _table(child, reading)
        elif tag == f"{W}sdt" and _is_contents_control(child):
            _set_aside(child, reading, "contents")
        elif tag in _WRAPPERS:
            reading.tracked = reading.tracked or tag in (f"{W}ins", f"{W}moveTo")
            yield from _blocks(child, reading)
        elif tag in (f"{W}del", f"{W}moveFrom"):
            reading.tracked = True
        elif tag == f"{_MC}AlternateContent":
            yield from _blocks(child[0] if len(child) else child, reading)


def _is_contents_control(node: etree._Element) -> bool:
    return value(node, f"{W}sdtPr/{W}docPartObj/{W}docPartGallery").lower() == "table of contents"


def _set_aside(node: etree._Element, reading: _Reading, why: str) -> None:
    text = squeeze(" ".join(part.text or "" for part in node.iter(f"{W}t")))
    if text:
        reading.asides.append(Aside(text, why))


def _paragraph(node: etree._Element, reading: _Reading) -> Iterator[_Paragraph]:
    """The paragraph, then what its text boxes hold."""
    properties = node.find(f"{W}pPr")
    key = value(properties, f"{W}pStyle")
    style = reading.styles.get(key) or reading.styles.get("Normal") or Style()
    boxes: list[etree._Element] = []
    reading.bold = reading.plain = 0
    contents = reading.in_contents
    text = "".join(_runs(node, reading, style, boxes))
    out = _Paragraph(
        text, style=style, contents=contents or reading.in_contents or bool(_CONTENTS_STYLE.match(style.name))
    )
    out.bold = bool(reading.bold) and not reading.plain
    out.centred = (value(properties, f"{W}jc") or ("center" if style.centred else "")) == "center"
    out.level = _heading_level(properties, style)
    out.merges = _is_deleted_mark(properties)
    reading.tracked = reading.tracked or out.merges
    if text.strip() or not out.merges:
        _number(out, properties, key, reading)
    yield out
    for box in boxes:
        yield from _blocks(box, reading)


def _is_deleted_mark(properties: etree._Element | None) -> bool:
    marks = None if properties is None else properties.find(f"{W}rPr")
    return marks is not None and (marks.find(f"{W}del") is not None or marks.find(f"{W}moveFrom") is not None)


def _heading_level(properties: etree._Element | None, style: Style) -> int:
    """1 for the title, one more than Word's level for headings, 0 for text."""
    if style.name in _TITLE_NAMES:
        return 1
    named = _HEADING_NAME.match(style.name)
    if named:
        return int(named[1]) + 1
    outline = value(properties, f"{W}outlineLvl")
    level = whole(outline, 9) if outline else 9 if style.outline is None else style.outline
    if 0 <= level <= 8:
        return level + 2
    return 9 if _HEADING_HABIT.search(style.name) else 0


def _number(out: _Paragraph, properties: etree._Element | None, key: str, reading: _Reading) -> None:
    """Draw the paragraph's number, own numbering before the style's."""
    own = None if properties is None else properties.find(f"{W}numPr")
    num = value(own, f"{W}numId") or out.style.num
    if not num or num == "0":
        return
    at = value(own, f"{W}ilvl")
    level = whole(at, 0) if at else out.style.level
    level = reading.numbering.level_of_style(num, key) if level is None else level
    out.label = reading.numbering.label(num, level)
    out.depth = level + 1


def _runs(node: etree._Element, reading: _Reading, style: Style, boxes: list[etree._Element]) -> Iterator[str]:
    """The text of a paragraph's accepted runs."""
    for child in node:
        tag = child.tag
        if tag == f"{W}r":
            yield from _run(child, reading, style, boxes)
        elif tag in (f"{W}del", f"{W}moveFrom"):
            reading.tracked = True
        elif tag in _WRAPPERS or tag == f"{_MC}AlternateContent":
            reading.tracked = reading.tracked or tag in (f"{W}ins", f"{W}moveTo")
            inner = child[0] if tag.startswith(_MC) and len(child) else child
            yield from _runs(inner, reading, style, boxes)


def _run(node: etree._Element, reading: _Reading, style: Style, boxes: list[etree._Element]) -> Iterator[str]:
    properties = node.find(f"{W}rPr")
    own = None if properties is None else properties.find(f"{W}vanish")
    hidden = switch(own) if own is not None else style.hidden
    text = "".join(_characters(node, reading, boxes))
    if reading.in_instruction or not text:
        return
    if hidden:
        reading.asides.append(Aside(squeeze(text), "hidden"))
        return
    _weigh_bold(properties, style, text, reading)
    yield text


def _weigh_bold(properties: etree._Element | None, style: Style, text: str, reading: _Reading) -> None:
    own = None if properties is None else properties.find(f"{W}b")
    if text.strip():
        bold = switch(own) if own is not None else style.bold
        reading.bold, reading.plain = reading.bold + bold, reading.plain + (not bold)


def _characters(node: etree._Element, reading: _Reading, boxes: list[etree._Element]) -> Iterator[str]:
    for child in node:
        name = etree.QName(child).localname if isinstance(child.tag, str) else ""
        if name == "t":
            yield child.text or ""
        elif name in ("tab", "ptab"):
            yield "\t"
        elif name in ("br", "cr"):
            yield "\n" if child.get(f"{W}type") not in ("page", "column") else " "
        elif name == "noBreakHyphen":
            yield "-"
        elif name == "fldChar":
            _field(child.get(f"{W}fldCharType", ""), reading)
        elif name == "instrText" and reading.fields:
            reading.fields[-1] += child.text or ""
        elif name in ("footnoteReference", "endnoteReference"):
            reading.notes.append((name.removesuffix("Reference"), child.get(f"{W}id", "")))
        elif name in ("drawing", "pict", "AlternateContent", "object"):
            boxes += _boxes(child)


def _boxes(node: etree._Element) -> list[etree._Element]:
    """The text boxes of a drawing; of two renderings of the same box, the first."""
    inside = node[0] if node.tag == f"{_MC}AlternateContent" and len(node) else node
    found = list(inside.iter(f"{W}txbxContent"))
    fallback = {box for old in inside.iter(f"{_MC}Fallback") for box in old.iter(f"{W}txbxContent")}
    return [box for box in found if box not in fallback]


def _field(kind: str, reading: _Reading) -> None:
    if kind == "begin":
        reading.fields.append("")
        reading.results.append(False)
    elif kind == "separate" and reading.results:
        reading.results[-1] = True
    elif kind == "end" and reading.results:
        reading.fields.pop()
        reading.results.pop()


def _table(node: etree._Element, reading: _Reading) -> Iterator[_Paragraph]:
    """Row by row; a cell that holds only a label goes before the words of the next cell."""
    for row in _inside(node, "tr"):
        if row.find(f"{W}trPr/{W}del") is not None:
            reading.tracked = True
            continue
        yield from _row(row, reading)


def _inside(node: etree._Element, name: str) -> Iterator[etree._Element]:
    for child in node:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, name)


def _row(row: etree._Element, reading: _Reading) -> Iterator[_Paragraph]:
    waiting, column = "", 0
    out: list[_Paragraph] = []
    for cell in _inside(row, "tc"):
        column += 1
        held = [paragraph for paragraph in _blocks(cell, reading) if paragraph.text.strip() or paragraph.label]
        if len(held) == 1 and not held[0].level and signs.is_bare_label(_whole_text(held[0])):
            waiting = f"{waiting} {_whole_text(held[0])}".strip()
            depth = column
            continue
        if waiting and held:
            held[0].label, waiting = f"{waiting} {held[0].label}".strip(), ""
            held[0].depth += depth
        out += held
    if waiting:
        out.append(_Paragraph(waiting))
    several = sum(1 for paragraph in out if not paragraph.label) > 1
    for paragraph in out:
        paragraph.cell = several and not paragraph.label
        yield paragraph


def _whole_text(paragraph: _Paragraph) -> str:
    return squeeze(f"{paragraph.label} {paragraph.text}")


# ── from paragraphs to pieces ────────────────────────────────────────────────────────────────────────────────────


def _merged(paragraphs: Iterable[_Paragraph]) -> Iterator[_Paragraph]:
    """Paragraphs whose end mark was deleted go on in the next one."""
    waiting: _Paragraph | None = None
    for paragraph in paragraphs:
        if waiting is not None:
            waiting.text += paragraph.text
            waiting.label = waiting.label or paragraph.label
            waiting.merges = paragraph.merges
            paragraph = waiting
        waiting = paragraph if paragraph.merges else None
        if waiting is None:
            yield paragraph
    if waiting is not None:
        yield waiting


def _without_contents(paragraphs: list[_Paragraph], reading: _Reading) -> list[_Paragraph]:
    """Set tables of contents aside: cached fields, contents styles, typed runs of entries, and their title."""
    marked = [paragraph.contents for paragraph in paragraphs]
    entry = [bool(_ENTRY.match(p.text.strip())) and not p.level for p in paragraphs]
    for at in range(len(paragraphs)):
        if entry[at] and sum(entry[max(0, at - 2) : at + 3]) >= 3:
            marked[at] = True
    for at, paragraph in enumerate(paragraphs):
        after = next((m for p, m in zip(paragraphs[at + 1 :], marked[at + 1 :], strict=True) if p.text.strip()), False)
        if after and signs.is_contents_title(paragraph.text):
            marked[at] = True
    for paragraph, is_contents in zip(paragraphs, marked, strict=True):
        if is_contents and paragraph.text.strip():
            reading.asides.append(Aside(squeeze(paragraph.text), "contents"))
    return [paragraph for paragraph, is_contents in zip(paragraphs, marked, strict=True) if not is_contents]


def _pieces(paragraphs: Iterable[_Paragraph]) -> Iterator[Piece]:
    for paragraph in paragraphs:
        lines = [squeeze(line) for line in paragraph.text.split("\n")]
        lines = [line for line in lines if line]
        if paragraph.level or _looks_like_heading(paragraph, lines):
            yield from _heading(paragraph, lines)
        else:
            yield from _text(paragraph, lines)


def _looks_like_heading(paragraph: _Paragraph, lines: list[str]) -> bool:
    text = " ".join(lines)
    marked = signs.is_heading(text, bold=paragraph.bold, centred=paragraph.centred)
    return bool(text) and marked and not paragraph.cell and not paragraph.label


def _heading(paragraph: _Paragraph, lines: list[str]) -> Iterator[Piece]:
    """A heading; a drawn "Article 1" and typed line breaks make lines of their own."""
    if paragraph.label and not (signs.is_division(paragraph.label) and paragraph.label[-1:].isalnum()):
        lines = [" ".join([paragraph.label, *lines[:1]]), *lines[1:]]
    elif paragraph.label:
        lines = [paragraph.label, *lines]
    for line in lines:
        yield Piece(line, "heading", paragraph.level)


def _text(paragraph: _Paragraph, lines: list[str]) -> Iterator[Piece]:
    joined: list[str] = []
    for line in lines:
        if joined and not signs.part_at_turn(joined[-1], line):
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
    for at, text in enumerate(joined):
        label = paragraph.label if at == 0 else ""
        kind: BlockKind = "item" if label else "cell" if paragraph.cell else "paragraph"
        yield Piece(signs.with_labels([label], text) if label else text, kind, 0, paragraph.depth)
    if not joined and paragraph.label and signs.is_label(paragraph.label):
        yield Piece(paragraph.label, "item", 0, paragraph.depth)


def _without_empty_items(pieces: list[Piece], reading: _Reading) -> list[Piece]:
    """A number that Word draws before nothing at all is no provision."""
    empty = [piece for piece in pieces if piece.kind == "item" and signs.is_label(piece.text)]
    reading.asides += [Aside(piece.text, "empty list item") for piece in empty]
    return [piece for piece in pieces if piece not in empty]


def _notes(package: zipfile.ZipFile, parts: Mapping[str, str], reading: _Reading, name: str) -> list[Piece]:
    """Footnotes and endnotes in the order in which the text refers to them."""
    stories = {kind: _stories(package, parts.get(f"{kind}s"), name) for kind in ("footnote", "endnote")}
    out: list[Piece] = []
    for number, (kind, key) in enumerate(dict.fromkeys(reading.notes), 1):
        story = stories[kind].get(key)
        if story is None:
            continue
        inner = _Reading(reading.styles, reading.numbering, tracked=reading.tracked)
        text = squeeze(" ".join(_whole_text(paragraph) for paragraph in _blocks(story, inner)))
        out.append(Piece(f"[{number}] {text}", "footnote"))
    return out


def _stories(package: zipfile.ZipFile, part: str | None, name: str) -> dict[str, etree._Element]:
    root = _optional(package, part, name)
    if root is None:
        return {}
    return {node.get(f"{W}id", ""): node for node in root if not node.get(f"{W}type", "").endswith("eparator")}


def _margins(package: zipfile.ZipFile, main: str, name: str) -> list[Aside]:
    """Running heads and feet."""
    folder = main.rpartition("/")[0]
    found: list[Aside] = []
    for part in sorted(package.namelist()):
        kind = re.fullmatch(rf"{re.escape(folder)}/(header|footer)\d*\.xml", part)
        if kind:
            text = squeeze(" ".join(node.text or "" for node in _parse(package, part, name).iter(f"{W}t")))
            found += [Aside(text, "running head" if kind[1] == "header" else "running foot")] if text else []
    return found


def _title(pieces: list[Piece]) -> str:
    return next((piece.text for piece in pieces if piece.kind == "heading" and piece.level == 1), "")
