"""Reads web pages: the words of the document with the numbers of its lists, without the page around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from kb.errors import UnreadableFile
from kb.model import Aside, BlockKind, Document
from kb.readers import signs
from kb.readers.blocks import Piece, assemble
from kb.readers.html_lists import Counter, Sheet, sheet_of
from kb.readers.html_skip import main_part, reason
from kb.readers.html_tree import Node, decode, parse, text_of, walk
from kb.text import squeeze

_INLINE = frozenset(
    "a abbr acronym b bdi bdo big button cite code data dfn em font i img ins kbd label mark o:p q rp rt ruby samp "
    "small span strong sub sup time tt u var wbr".split()
)
_BOLD = frozenset(("b", "strong"))
_HEADING = re.compile(r"h([1-6])$")
_HEADING_CLASS = re.compile(
    r"(?:oj-)?(?:doc-|s)?ti-?|s?title-|(?:chapter|article|section|part|title|annex)-?(?:title|heading|number|num)?$|heading"
)
_DOCUMENT_TITLE = re.compile(r"(?:oj-)?doc-ti$|title-doc")
_MARK = re.compile(r"[\[(]?\s*(?:\d{1,3}|\*{1,3}|[†‡])\s*[\])]?$")
_UNIT = re.compile(r"\b[kcdm]?m$")
_NOTE_ID = re.compile(r"(?:_?ftn|fn|note|footnote|endnote|ntr|e\d)", re.I)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.I)
_DROPPED = "\x02"  # stands where a footnote mark was; its brackets go with it
_EMPTIED = re.compile(r"\s?\(\s*\x02\s*\)|\s?\[\s*\x02\s*\]|\x02")


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch of text of one face; `turn` is a line break."""

    text: str
    bold: bool = False
    turn: bool = False
    label: bool = False  # this bold stretch ends a label


@dataclass(slots=True)
class _Frame:
    """What an open element means for the blocks inside it."""

    node: Node
    kind: BlockKind = "paragraph"
    level: int = 0
    centred: bool = False
    bold: bool = False
    depth: int = 0
    first: int = 0  # drafts that stood before it
    runs: int = 0  # runs of the open block that stood before it
    column: int = 0  # cells of a row so far
    counter: Counter | None = None


@dataclass(slots=True)
class _Flow:
    """Collects runs into drafts; the labels that wait are written before the next words."""

    sheet: Sheet
    total: int
    drafts: list[Piece] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    runs: list[_Run] = field(default_factory=list)
    frames: list[_Frame] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    notes: bool = False  # the page has footnotes

    @property
    def top(self) -> _Frame:
        return self.frames[-1]

    def aside(self, text: str, why: str) -> None:
        """Set words apart, with the reason."""
        if squeeze(text):
            self.asides.append(Aside(squeeze(text), why))

    def flush(self) -> None:
        """End the open block."""
        runs, self.runs = self.runs, []
        for piece in _pieces(runs, self.top.kind == "heading"):
            self._add(piece)

    def _add(self, runs: list[_Run]) -> None:
        text = squeeze(_EMPTIED.sub("", "".join(run.text for run in runs)))
        if not text:
            return
        frame = self.top
        kind, level, depth = frame.kind, frame.level, frame.depth
        if self.labels:
            text, kind = signs.with_labels(self.labels, text), "item"
            self.labels = []
        elif kind == "paragraph" and signs.is_heading(text, bold=_all_bold(runs), centred=frame.centred):
            kind = "heading"
        elif kind == "paragraph" and _bold_label(runs):
            kind = "item"
        self.drafts.append(Piece(text, kind, level if kind == "heading" else 0, depth))


def _pieces(runs: list[_Run], heading: bool) -> Iterator[list[_Run]]:
    """Cut a block at its line breaks: two always part, one parts where the words say so."""
    lines: list[list[_Run]] = [[]]
    for run in runs:
        if run.turn:
            lines.append([])
        else:
            lines[-1].append(run)
    said = ["".join(run.text for run in line).strip() for line in lines]
    open_piece: list[_Run] = []
    last = ""
    for line, text, previous in zip(lines, said, ["x", *said], strict=False):
        if open_piece and (not text or not previous or heading or signs.part_at_turn(last, text)):
            yield open_piece
            open_piece = []
        open_piece = [*open_piece, _Run(" "), *line] if open_piece else list(line) if text else []
        last = text or last
    if open_piece:
        yield open_piece


def _all_bold(runs: list[_Run]) -> bool:
    return all(run.bold or not run.text.strip() for run in runs)


def _bold_label(runs: list[_Run]) -> bool:
    said = [run for run in runs if run.text.strip()]
    return len(said) > 1 and said[0].label


def read(data: bytes, name: str) -> Document:
    """A page as a Document. Raises UnreadableFile where it is empty, no page, or holds no words."""
    if not data.strip():
        raise UnreadableFile(name, "the file is empty", "fetch or save the page again")
    text, warning = decode(data)
    try:
        page = parse(text)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableFile(name, "this is no web page that can be read", "save it again as HTML") from error
    flow = _Flow(sheet_of(page), page.size)
    _read_page(page, flow)
    drafts = signs.join_labels(flow.drafts)
    if not drafts:
        raise UnreadableFile(name, "the page holds no text", "save the page with its text, not only its frame")
    warnings = (warning,) if warning else ()
    title = _title(page, drafts)
    return assemble(name, "html", data, drafts, title=title, asides=flow.asides, warnings=warnings)


def _read_page(page: Node, flow: _Flow) -> None:
    main = main_part(page)
    flow.notes = _has_notes(page)
    flow.frames.append(_Frame(page))
    steps = walk(page)
    send: bool | None = None
    outside = main is not None
    while True:
        try:
            event, node, text = steps.send(send)
        except StopIteration:
            break
        send = None
        if event == "enter":
            outside = outside and node is not main
            send = _enter(node, flow, main is not None and outside and not _holds(node, main))
        elif event == "leave":
            _leave(node, flow)
            outside = outside or node is main
        else:
            flow.runs.append(_Run(text, flow.top.bold))
    flow.flush()


def _holds(node: Node, main: Node | None) -> bool:
    """True for the few elements around the main part: those that are larger than it."""
    return main is not None and (node.tag in ("html", "body", "form") or node.size >= main.size)


def _has_notes(page: Node) -> bool:
    return any(event == "enter" and _is_note(node) for event, node, _ in walk(page))


def _is_note(node: Node) -> bool:
    if node.get("role").lower() in ("doc-footnote", "doc-endnotes", "doc-endnote", "note"):
        return True
    if node.tag not in ("p", "div", "li", "ol", "section", "aside"):
        return False
    return bool(node.classes & {"footnote", "footnotes", "oj-note", "endnote", "endnotes", "note", "msofootnotetext"})


def _enter(node: Node, flow: _Flow, outside: bool) -> bool:
    """Open an element; True where its inside is passed over."""
    if node.tag == "br":
        flow.runs.append(_Run("", turn=True))
        return False
    note = _is_note(node)
    why = "" if note else reason(node, tuple(f.node.tag for f in flow.frames[-8:]), flow.total, flow.sheet)
    if not why and _is_mark(node, flow):
        why = "footnote mark"
    why = why or ("outside the main part" if outside else "")
    if why:
        if why != "-":
            flow.aside(text_of(node, " "), why)
        if why == "footnote mark":
            flow.runs.append(_Run(_DROPPED))
        if node.tag not in _INLINE:
            flow.flush()
        return True
    _open(node, flow, note)
    return False


def _is_mark(node: Node, flow: _Flow) -> bool:
    """A reference to a footnote: a linked or raised number."""
    if not (node.tag in ("a", "sup") or "superscript" in node.classes) or node.size > 6:
        return False
    text = squeeze(text_of(node))
    if not _MARK.match(text):
        return False
    target = node.get("href").lstrip("#") if node.get("href").startswith("#") else ""
    if node.tag == "a":
        raised = flow.top.node.tag == "sup" or any(isinstance(c, Node) and _raised(c) for c in node.children)
        return bool(target) and flow.top.kind != "footnote" and (raised or bool(_NOTE_ID.match(target)))
    before = "".join(run.text for run in flow.runs[-3:]).rstrip()
    if flow.top.kind == "footnote" or not before or _UNIT.search(before):
        return False
    return flow.notes or any(isinstance(c, Node) and c.tag == "a" for c in node.children) or text[0] in "[("


def _raised(node: Node) -> bool:
    return node.tag == "sup" or any("super" in name for name in node.classes)


def _open(node: Node, flow: _Flow, note: bool) -> None:
    parent = flow.top
    frame = replace(parent, node=node, first=len(flow.drafts), runs=len(flow.runs), column=0, counter=None)
    frame.bold = parent.bold or node.tag in _BOLD or "font-weight:bold" in node.get("style").replace(" ", "")
    if _is_block(node):
        flow.flush()
        frame.runs = 0
        _set_block(frame, node, flow, note)
    flow.frames.append(frame)


def _is_block(node: Node) -> bool:
    return node.tag not in _INLINE and "inline-element" not in node.classes


def _set_block(frame: _Frame, node: Node, flow: _Flow, note: bool) -> None:
    parent = flow.top
    frame.centred = parent.centred or node.tag == "center" or node.get("align").lower() == "center"
    frame.centred = frame.centred or bool(_CENTRED.search(node.get("style"))) or "center" in node.classes
    heading = _HEADING.match(node.tag)
    if note:
        frame.kind = "footnote"
    elif heading:
        frame.kind, frame.level = "heading", int(heading[1])
    elif _is_titled(node):
        frame.kind, frame.level = "heading", 1 if any(_DOCUMENT_TITLE.match(name) for name in node.classes) else 0
    elif node.tag in ("ol", "ul") and frame.kind != "footnote":
        frame.counter = Counter.of(node, flow.sheet)
    elif node.tag == "li":
        _open_item(frame, node, flow)
    elif _is_cell(node):
        parent.column += 1
    elif node.tag == "table":
        frame.centred = False


def _is_cell(node: Node) -> bool:
    return node.tag in ("td", "th") or any(name.startswith("grid-list-column") for name in node.classes)


def _is_titled(node: Node) -> bool:
    """Classes by which publishers name the headings of provisions."""
    short = node.tag in ("p", "div") and 0 < node.size <= signs.LONGEST_HEADING and not _has_blocks(node)
    return short and any(_HEADING_CLASS.match(name) for name in node.classes)


def _has_blocks(node: Node) -> bool:
    return any(isinstance(child, Node) and _is_block(child) and child.tag != "br" for child in node.children)


def _open_item(frame: _Frame, node: Node, flow: _Flow) -> None:
    counter = flow.top.counter
    if counter is None:
        return
    label = counter.label(node, flow.sheet)
    frame.depth += 1
    if label and node.size:
        flow.labels.append(label)


def _leave(node: Node, flow: _Flow) -> None:
    if flow.top.node is not node:
        return
    frame = flow.top
    if not _is_block(node):
        _close_inline(node, frame, flow)
        flow.frames.pop()
        return
    flow.flush()
    flow.frames.pop()
    if _is_cell(node) or node.tag == "dt":
        _close_cell(node, frame, flow)
    elif node.tag == "li" and len(flow.drafts) == frame.first and flow.labels:
        flow.labels.pop()


def _close_inline(node: Node, frame: _Frame, flow: _Flow) -> None:
    """Remember that a bold or specially named stretch at the start of a line is a label; part a heading after it."""
    inside = flow.runs[frame.runs :]
    text = "".join(run.text for run in inside).strip()
    bold = frame.bold and not flow.frames[-2].bold
    special = bold or not node.classes.isdisjoint(("num", "number", "no-parag", "label"))
    if special and inside and signs.is_bare_label(text):
        flow.runs[-1] = replace(flow.runs[-1], label=True)
    if frame.kind == "heading" and node.tag != "a" and signs.is_division(text) and frame.runs == _start(flow):
        flow.runs.append(_Run("", turn=True))


def _start(flow: _Flow) -> int:
    """How many runs without words begin the open block."""
    return next((i for i, run in enumerate(flow.runs) if run.text.strip()), 0)


def _close_cell(node: Node, frame: _Frame, flow: _Flow) -> None:
    """A cell that holds nothing but a label is written before the words of the next cell."""
    new = flow.drafts[frame.first :]
    if len(new) == 1 and new[0].kind in ("paragraph", "item") and signs.is_bare_label(new[0].text):
        flow.drafts.pop()
        flow.labels.append(new[0].text)
        row = flow.top
        row.depth = frame.depth + (row.column if node.tag != "dt" else 1)


def _title(page: Node, drafts: list[Piece]) -> str:
    """The first heading of level one, else the page's own title without the site's name."""
    first = _first_title(drafts)
    if first:
        return first
    titles = (text_of(node) for event, node, _ in walk(page) if event == "enter" and node.tag == "title")
    return re.split(r"\s+[|·]\s+", squeeze(next(titles, "")))[0]


def _first_title(drafts: list[Piece]) -> str:
    """The headings of level one that follow each other, as one."""
    found: list[str] = []
    for draft in drafts:
        if draft.kind == "heading" and draft.level == 1 and draft.text not in found:
            found.append(draft.text)
        elif found:
            break
    return " ".join(found)
