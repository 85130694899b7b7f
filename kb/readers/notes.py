"""Footnotes of a plain text: the notes at its end or at the foot of a page, and their marks in the running text."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import replace

from kb.model import Aside
from kb.readers.blocks import Piece, clean
from kb.readers.furniture import Line

_TITLE = re.compile(r"^\s*(?:foot|end)?notes?\s*:?\s*$", re.IGNORECASE)
_OPENS = re.compile(r"^\s*(?:\((\d{1,3})\)|\[(\d{1,3})\]|(\d{1,3})[.)]?\s)\s*\S")
_RULE = re.compile(r"^\s*(?:_{5,}|[-–—]{5,}|\*{5,})\s*$")


def end_notes(lines: Sequence[Line]) -> int:
    """Index of the line "Notes" that opens the notes at the end; the number of lines where there are none."""
    for at in range(len(lines) - 1, -1, -1):
        if _TITLE.match(lines[at].text) and at + 1 < len(lines) and _first_note(lines[at + 1].text):
            return at
    return len(lines)


def _first_note(text: str) -> bool:
    found = _OPENS.match(text)
    return found is not None and next(filter(None, found.groups())) == "1"


def page_notes(page: Sequence[Line]) -> int:
    """Index of the rule above the notes at the foot of a page; the number of lines where there is none."""
    for at, line in enumerate(page[:-1]):
        if _RULE.match(line.text) and _OPENS.match(page[at + 1].text):
            return at
    return len(page)


def note_pieces(lines: Sequence[Line]) -> list[Piece]:
    """One footnote for each number in order; further lines belong to the note above them."""
    held: list[list[Line]] = []
    expected = 0
    for line in lines:
        found = _OPENS.match(line.text)
        number = int(next(filter(None, found.groups()))) if found else 0
        if found and (not held or (number == expected + 1 and not line.text.startswith("    "))):
            held.append([line])
            expected = number
        elif held:
            held[-1].append(line)
        else:
            held.append([line])
    return [Piece(" ".join(line.text.strip() for line in note), kind="footnote", place=note[0].place) for note in held]


def numbers(pieces: Sequence[Piece]) -> list[int]:
    """The numbers that the notes carry."""
    found = [_OPENS.match(piece.text) for piece in pieces]
    return [int(next(filter(None, match.groups()))) for match in found if match]


def without_marks(pieces: Sequence[Piece], wanted: Sequence[int]) -> tuple[list[Piece], list[Aside]]:
    """The pieces without the marks "(1)", "(2)" … of these notes, taken in order.

    A mark stands at the end of a block or before a new sentence, behind a stop or a heading's last word.
    """
    kept, asides = list(pieces), []
    at = 0
    for number in wanted:
        mark = re.compile(rf"(?:(?<=[.;:,!?”\"])|(?<=[^\W\d_]))\s?(?:\({number}\)|\[{number}\])(?=\s*$|\s+[A-Z“])")
        for index in range(at, len(kept)):
            text = clean(kept[index].text)
            found = _last(mark, text)
            if found and _is_mark(text, found):
                kept[index] = replace(kept[index], text=text[: found.start()] + text[found.end() :])
                asides.append(Aside(found[0].strip(), "footnote mark", kept[index].place))
                at = index
                break
    return kept, asides


def _last(mark: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next(iter(deque(mark.finditer(text), maxlen=1)), None)


def _is_mark(text: str, found: re.Match[str]) -> bool:
    """Behind a plain word only at the end of a short line: "paragraph (1)" is a citation."""
    if text[found.start() - 1] in '.;:,!?”"':
        return True
    word = text[: found.start()].split()[-1].lower() if text[: found.start()].split() else ""
    cited = word.startswith(("paragraph", "article", "sub", "para", "no", "item", "recital", "annex"))
    return found.end() == len(text.rstrip()) and not cited and len(text) < 300
