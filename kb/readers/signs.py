"""Signs that publishers set: a label that stands alone, a line that opens a division, a line that is a heading."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from kb.readers.blocks import Piece
from kb.readers.lines import ends_a_sentence, starts_with_label

_WORDS = "article section chapter part title annex appendix protocol schedule chapitre titre annexe".split()
_NAMES = "|".join([*(word.capitalize() for word in _WORDS), *(word.upper() for word in _WORDS), r"Art\.", r"ART\."])
_NUMBERED = rf"(?:{_NAMES})\s+(?:\d+|[IVXLC]+|[ivxlc]+|premier|PREMIER|[A-Z]\b)(?:\s?(?:bis|ter|quater))?\w?\.?"
_DIVISION = re.compile(rf"{_NUMBERED}\s*[:.–—-]?\s*$")
_OPENS_DIVISION = re.compile(rf"{_NUMBERED}(?:\s|$|[:–—-])")
_SIGN = r"(?:\(?(?:\d{1,3}|[a-z]{1,2}|[ivxl]{1,6})(?:\s?(?:bis|ter|quater))?[.)]|[–—•-])"
_LABEL_ONLY = re.compile(rf"{_SIGN}(?:\s+{_SIGN})?$", re.I)
_BARE_LABEL = re.compile(r"(?:\(?(?:\d{1,3}|[a-z]{1,2}|[ivxl]{1,6})(?:\s?(?:bis|ter|quater))?[.)]?\.?|[–—•-])$", re.I)
_CONTENTS = re.compile(r"(?:table of )?contents|index of articles|sommaire|table des matières", re.I)
LONGEST_HEADING = 300  # characters


def is_label(text: str) -> bool:
    """Nothing but a label with its punctuation: "1.", "(a)", "ii)", "–"."""
    return _LABEL_ONLY.match(text) is not None


def is_bare_label(text: str) -> bool:
    """Nothing but a label, punctuated or not: "1", "a", "(i)". Only its place can tell it from a word."""
    return _BARE_LABEL.match(text) is not None


def is_division(text: str) -> bool:
    """A line that holds only the number of a division: "Article 4", "CHAPTER II"."""
    return _DIVISION.match(text) is not None


def opens_division(text: str) -> bool:
    """A line that begins with the number of a division."""
    return _OPENS_DIVISION.match(text) is not None


def is_contents_title(text: str) -> bool:
    """The heading of a table of contents."""
    return _CONTENTS.fullmatch(text.strip().rstrip(":.")) is not None


def is_heading(text: str, *, bold: bool, centred: bool) -> bool:
    """A short line that is bold or centred throughout, and no sentence."""
    if not (bold or centred) or len(text) > LONGEST_HEADING or text[-1:] in ";:," or is_label(text):
        return False
    return text[-1:] != "." or opens_division(text) or text.isupper()


def part_at_turn(before: str, after: str) -> bool:
    """Does a line break inside a paragraph part two blocks?"""
    if is_division(before) or (opens_division(after) and ends_a_sentence(before)):
        return True
    return ends_a_sentence(before) and (starts_with_label(after) or (after[:1].isupper() and len(before) < 60))


def with_labels(labels: list[str], text: str) -> str:
    """Generated labels before the text, unless the text already carries the last one."""
    plain = labels[-1].strip("().")
    typed = re.match(r"\(?(\w+)[.)]", text)
    kept = labels[:-1] if typed and typed[1] == plain else labels
    return " ".join([*kept, text])


def join_labels(pieces: Iterable[Piece]) -> list[Piece]:
    """A label that stands alone in its block belongs to the words that follow."""
    out: list[Piece] = []
    for piece in pieces:
        last = out[-1] if out else None
        flowing = piece.kind in ("paragraph", "item")
        if last and flowing and last.kind in ("paragraph", "item") and is_label(last.text.strip()):
            depth = max(last.depth, piece.depth)
            beyond = (*last.beyond, piece.place, *piece.beyond)
            text = f"{last.text} {piece.text}"
            out[-1] = replace(piece, text=text, kind="item", depth=depth, place=last.place, beyond=beyond)
        else:
            out.append(piece)
    return out
