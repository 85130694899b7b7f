"""Markdown to a `Document`, line by line: front matter, headings of every style, lists, tables, footnotes.

Emphasis inside prose stays as it stands; marks that make a line a heading do not. Numbers stay in the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kb.model import Aside, Document, Place
from kb.readers.blocks import Piece, assemble, clean
from kb.readers.decode import decode
from kb.readers.lines import ends_a_sentence, starts_with_label, unwrap, vocabulary

_ATX = re.compile(r"^ {0,3}(#{1,6})(?:\s+(.*?))?(?:\s+#+)?\s*$")
_TIGHT = re.compile(r"^ {0,3}(#{2,6})([^\s#].*?)(?:\s+#+)?\s*$")  # "##Title": no space behind the marks
_CAPITAL = re.compile(r"[\W_]*[A-ZÀ-Þ0-9]")
_TIGHT_STYLE = 3  # such headings in a document make them its style, whatever they begin with
_LONE_TAG = re.compile(r"^\s*</?(?:meta|link|base|html|head|body|div|span|br|hr)\b[^<>]*>\s*$", re.IGNORECASE)
_SHORT_TAG = re.compile(r"<(su[pb]|[uib]|em|strong|span|small)\b[^<>]{0,200}>([^<>]{0,12})</\1\s*>", re.IGNORECASE)
_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
_HIGH = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_LOW = str.maketrans("0123456789+-−", "₀₁₂₃₄₅₆₇₈₉₊₋₋")
_SETEXT = re.compile(r"^ {0,3}(=+|-{2,})\s*$")
_RULE = re.compile(r"^ {0,3}([-*_])(?:\s*\1){2,}\s*$")
_BOLD_LINE = re.compile(r"^\s{0,3}(?:\*\*(?!\s)(.+?)(?<!\s)\*\*|__(?!\s)(.+?)(?<!\s)__)\s*(\[\^[^\]]+\])?\s*$")
_FOOTNOTE = re.compile(r"^ {0,3}\[\^([^\]]+)\]:\s*(.*)$")
_MARK = re.compile(r"\[\^([^\]\s]+)\]")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\((?:<[^>]*>|[^()\s]*(?:\([^()]*\)[^()\s]*)*)(?:\s+\"[^\"]*\")?\)")
_ANCHOR = re.compile(r"<a\s[^>]*>\s*</a>|<!--.*?-->", re.DOTALL)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_BULLET = re.compile(r"^\s*[-*+]\s+(?=\S)")
_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_PAIR = re.compile(r"^([A-Za-z_][\w-]*):[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_LABEL_CELL = re.compile(r"^(?:\(?[0-9a-zA-Z]{1,5}(?:\s?bis|\s?ter)?[.)]?|[–—•-]|Article\s+\w+)$")


def front_matter(text: str) -> tuple[dict[str, str], str, int]:
    """Pairs of a leading `---` block, the rest of the text, and how many lines the block took."""
    found = _FRONT.match(text)
    if not found or not _PAIR.search(found[1]):
        return {}, text, 0
    pairs = {key: value.strip().strip("\"'") for key, value in _PAIR.findall(found[1])}
    return pairs, text[found.end() :], found[0].count("\n")


def plain_inline(text: str) -> str:
    """Links become their words, escapes the characters they stand for; emphasis stays."""
    return _ESCAPE.sub(r"\1", _LINK.sub(r"\1", text))


def without_tags(text: str) -> str:
    """Short inline HTML as plain letters: raised and lowered digits keep their height, a break becomes a space."""
    return _BREAK_TAG.sub(" ", _SHORT_TAG.sub(_plain_tag, text)) if "<" in text else text


def _plain_tag(found: re.Match[str]) -> str:
    tag, words = found[1].lower(), found[2]
    if tag in ("sup", "sub") and words.strip("+-−").isdigit():
        return words.translate(_HIGH if tag == "sup" else _LOW)
    return words


@dataclass(slots=True)
class _Run:
    """Lines of one block while it is being gathered."""

    lines: list[str] = field(default_factory=list)
    line: int = 0
    footnote: str = ""


@dataclass(slots=True)
class _Reading:
    known: Counter[str]
    tight: bool = False  # headings without a space behind their marks are this document's style
    pieces: list[Piece] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    run: _Run = field(default_factory=_Run)

    def put(self, text: str, line: int, **shape: object) -> None:
        """A finished block; marks of footnotes go to the asides."""
        place = Place(line=line)
        for mark in _MARK.findall(text):
            self.asides.append(Aside(mark, "footnote mark", place))
        words = plain_inline(_MARK.sub("", text))
        self.pieces.append(Piece(words, place=place, **shape))  # type: ignore[arg-type]

    def close(self) -> None:
        """End the run of lines: a bold line is a heading, everything else is prose."""
        run, self.run = self.run, _Run()
        if not run.lines:
            return
        text = unwrap(run.lines, self.known)
        bold = _BOLD_LINE.match(text)
        if run.footnote:
            self.put(f"[{run.footnote}] {text}", run.line, kind="footnote")
        elif bold and is_heading(bold[1] or bold[2]):
            self.put(unmarked(bold[1] or bold[2]) + (bold[3] or ""), run.line, kind="heading")
        else:
            self.put(
                without_bullet(text), run.line, kind="item" if starts_with_label(plain_inline(text)) else "paragraph"
            )

    def add(self, line: str, number: int) -> None:
        """One more line of prose, or the first of a new block."""
        if self.run.lines and breaks(self.run.lines[-1], line):
            self.close()
        if not self.run.lines:
            self.run.line = number
        self.run.lines.append(line.rstrip("\\") if line.endswith("\\") else line)


def is_heading(words: str) -> bool:
    """Bold words alone on their line head something unless they end as a sentence does."""
    return not words.rstrip("*_ ").endswith((";", ",")) and len(words) < 400


def unmarked(words: str) -> str:
    """Heading words without the marks of emphasis around and between their halves."""
    return re.sub(r"\*\*\*?\*?|__", " ", words) if "**" in words or "__" in words else words


def without_bullet(text: str) -> str:
    """A list bullet before a written label is markup; a bullet that stands alone is the label."""
    bare = _BULLET.sub("", text, count=1)
    return bare if bare != text and starts_with_label(bare) else text


def breaks(before: str, line: str) -> bool:
    """True where `line` opens a new block although no blank line stands before it."""
    if before.endswith(("  ", "\\")) or _BULLET.match(line):
        return True
    return starts_with_label(line) and ends_a_sentence(before)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _table_row(line: str) -> str | None:
    """The row as text, None for a rule between rows; a row that opens with a label is layout, not data."""
    if _TABLE_RULE.match(line):
        return None
    cells = [cell for cell in _cells(line) if cell]
    if cells and len(cells) <= 3 and _LABEL_CELL.match(cells[0]):
        return " ".join(cells)
    return line.strip()


def _walk(lines: Sequence[str], offset: int, reading: _Reading) -> None:
    for at, line in enumerate(lines):
        number = at + offset + 1
        if not line.strip():
            reading.close()
        elif not _structure(line, number, reading):
            reading.add(line, number)
    reading.close()


def _structure(line: str, number: int, reading: _Reading) -> bool:
    """Lines that are more than prose; True where the line is dealt with."""
    atx, note, run = _ATX.match(line) or _tight(line, reading), _FOOTNOTE.match(line), reading.run
    if atx:
        reading.close()
        reading.put(unmarked(atx[2] or ""), number, kind="heading", level=len(atx[1]))
    elif _SETEXT.match(line) and run.lines and not run.footnote:
        reading.run = _Run()
        reading.put(unmarked(" ".join(run.lines)), run.line, kind="heading", level=1 if "=" in line else 2)
    elif _RULE.match(line):
        reading.close()
    elif _LONE_TAG.match(line):
        reading.close()
        reading.asides.append(Aside(line.strip(), "markup", Place(line=number)))
    elif note:
        reading.close()
        reading.run = _Run([note[2]], number, note[1])
    elif line.lstrip().startswith("|"):
        reading.close()
        _row(line, number, reading)
    else:
        return False
    return True


def _tight(line: str, reading: _Reading) -> re.Match[str] | None:
    """ "##Title" is a heading where that is the document's style, or stands alone and begins as a heading does."""
    found = _TIGHT.match(line) if line.lstrip().startswith("##") else None
    alone = found is not None and not reading.run.lines and _CAPITAL.match(found[2]) is not None
    return found if alone or (found and reading.tight) else None


def _row(line: str, number: int, reading: _Reading) -> None:
    text = _table_row(line)
    if text is None:
        reading.asides.append(Aside(line.strip(), "table rule", Place(line=number)))
    else:
        reading.put(text, number, kind="cell")


def _lines(text: str) -> Iterator[str]:
    return (line.expandtabs(4) for line in text.split("\n"))


def read(data: bytes, name: str) -> Document:
    """Markdown as a document; its title is the front matter's, else the first heading of the first level."""
    text, warnings = decode(data, name)
    meta, body, offset = front_matter(text)
    body = without_tags(_ANCHOR.sub(lambda found: "\n" * found[0].count("\n"), body))
    lines = list(_lines(body))
    tight = sum(1 for line in lines if (found := _TIGHT.match(line)) and _CAPITAL.match(found[2])) >= _TIGHT_STYLE
    reading = _Reading(vocabulary(lines), tight)
    _walk(lines, offset, reading)
    heads = [piece for piece in reading.pieces if piece.kind == "heading"]
    first = next((head for head in heads if head.level == 1), heads[0] if heads else None)
    title = meta.get("title") or meta.get("instrument") or (clean(first.text) if first else "")
    return assemble(
        name, "markdown", data, reading.pieces, title=title, meta=meta, asides=reading.asides, warnings=warnings
    )
