"""Which blocks open something: a first pass over the document, before the tree is built."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from kb.model import Block, Document
from kb.provisions.headings import (
    ARTICLE,
    SERIES,
    Heading,
    annex_heading,
    article_heading,
    division_heading,
    is_closing,
    is_preamble,
    is_title_line,
)
from kb.provisions.labels import label_at
from kb.provisions.numerals import WORD_NUMBERS, is_first, roman

Role = Literal["body", "preamble", "article", "division", "annex", "closing", "footnote", "contents", "part"]
_NOTES = re.compile(r"[*_]{0,3}(?:foot|end)?notes?[*_:.]{0,3}$", re.IGNORECASE)
_NOTE = re.compile(r"(?:\[\^?\w{1,4}\]|\(\d{1,3}\)|\d{1,3}[.)]?\s|\*{1,3}\s)")
_CONTENTS = re.compile(r"[*_]{0,3}(?:table\s+of\s+contents|contents|index)[*_:.]{0,3}$", re.IGNORECASE)
_INSTRUMENT = re.compile(
    r"\b(?:protocol|convention|agreement|treaty|statutes?|constitution|charter|covenant|declaration|rules|regulations|"
    r"code|arrangement|memorandum|act|accord|pact|provisions|protocole|traité|statut|règlement|protocol|verdrag|"
    r"overeenkomst|reglement|statuut|vertrag|abkommen|übereinkommen|protokoll|satzung|protocolo|convenio|tratado)\b",
    re.IGNORECASE,
)
_WITHIN = re.compile(r"[*_]{0,3}\d{1,2}\.\d{1,2}[.)]?\s")
_FEWEST = 3  # provisions that make a series
_BARE_ANNEX = re.compile(r"[*_]{0,3}(?:annex|appendix|schedule)[*_.]{0,3}$", re.IGNORECASE)
_ANCHOR = re.compile(r"[*_]{0,3}(?:art|article|cpt|sct|pbl|anx|tit|enc|fnp|rct)[_-]\w{1,20}$")


@dataclass(frozen=True, slots=True)
class Mark:
    """What one block is; for openings, where its parts stand in the document's text."""

    at: int  # index of the block
    start: int
    end: int
    role: Role
    kind: str = ""  # division's or annex's own word
    number: str = ""
    label_end: int = 0
    title: tuple[int, int] | None = None
    prose: int | None = None  # where the provision begins on the heading's own line


def classify(document: Document, word: str = ARTICLE) -> list[Mark]:
    """One mark for each block, in order; heading words on the line below are joined to their heading.

    `word` is what the provisions are called: "article", or what `series` found.
    """
    marks = [_mark(document, at, word) for at in range(len(document.blocks))]
    marks = _notes(document, marks)
    return _joined_titles(document, _contents(document, marks))


def series(document: Document) -> str:
    """What the provisions of a document without articles are called: "rule", "principle"; "" where nothing is numbered.

    The word opens at least three blocks, whose numbers rise; sections with sections inside them are those of a guide.
    """
    found: dict[str, list[str]] = {}
    inside = 0
    for block in document.blocks:
        text = block.span.of(document.text)
        inside += block.kind == "heading" and _WITHIN.match(text) is not None
        for word in SERIES:
            if block.kind != "footnote" and (heading := article_heading(text, block.kind == "heading", word)):
                found.setdefault(word, []).append(heading.number)
    counts = {word: len(set(numbers)) for word, numbers in found.items() if _rises(numbers)}
    if inside > 1:
        counts.pop("section", None)
    best = max(counts, key=lambda word: counts[word], default="")
    return best if best and counts[best] >= _FEWEST else ""


def _rises(numbers: Sequence[str]) -> bool:
    """Most numbers come after the one before them; lettered ones ("A1") after those of their letter."""
    steps = [(_place(a), _place(b)) for a, b in pairwise(dict.fromkeys(numbers))]
    return sum(a < b for a, b in steps) >= 0.8 * len(steps)


def _place(number: str) -> tuple[str, int, str]:
    letter = number[0] if number[:1].isalpha() and number[1:2].isdigit() else ""
    rank = rank_of(number[len(letter) :]) or (0, number)
    return letter, *rank


# ── a further instrument in the same file ──


def with_parts(document: Document, marks: list[Mark]) -> list[Mark]:
    """The title of a further instrument opens a part: below it the articles begin again and go on."""
    articles = [at for at, mark in enumerate(marks) if mark.role in ("article", "annex")]
    parted = list(marks)
    seen: set[tuple[int, str] | None] = set()
    for before, at, after in zip(articles, articles[1:], [*articles[2:], None], strict=False):
        if marks[before].role == "article":
            seen.add(rank_of(marks[before].number))
        else:
            seen = set()
        if rank_of(marks[at].number) in seen and _opens_series(marks, at, after):
            title = _title_before(document, marks, before, at)
            if title is not None:
                parted[title] = replace(marks[title], role="part")
                seen = set()
    return parted


def _opens_series(marks: Sequence[Mark], at: int, after: int | None) -> bool:
    if marks[at].role != "article" or rank_of(marks[at].number) != (1, ""):
        return False
    second = rank_of(marks[after].number) if after is not None else (2, "")
    return second is not None and second[0] <= 2


def _title_before(document: Document, marks: Sequence[Mark], before: int, at: int) -> int | None:
    """The first heading behind the last article that names a kind of instrument."""
    for index in range(before + 1, at):
        words = document.text[marks[index].start : marks[index].end]
        if marks[index].role == "body" and _is_heading(document, marks[index]) and _INSTRUMENT.search(words):
            return index
    return None


def _mark(document: Document, at: int, word: str) -> Mark:
    block = document.blocks[at]
    text = block.span.of(document.text)
    start, end, heads = block.span.start, block.span.end, block.kind == "heading"
    if block.kind == "footnote":
        return Mark(at, start, end, "footnote")
    if is_preamble(text):
        return Mark(at, start, end, "preamble", label_end=end)
    if heads and _ANCHOR.match(text):
        return Mark(at, start, end, "contents", kind="anchor")
    if block.kind == "cell" and text.startswith("|"):
        return Mark(at, start, end, "body")
    if heading := article_heading(text, heads, word):
        return _opening("article", heading, at, start, end)
    if heading := division_heading(text, heads):
        return _opening("division", heading, at, start, end)
    if heading := annex_heading(text, heads):
        return _opening("annex", heading, at, start, end)
    return Mark(at, start, end, "closing" if is_closing(text) else "body")


def _opening(role: Role, heading: Heading, at: int, start: int, end: int) -> Mark:
    title = None if heading.title_start is None else (start + heading.title_start, end)
    prose = None if heading.prose_start is None else start + heading.prose_start
    return Mark(at, start, end, role, heading.kind, heading.number, start + heading.label_end, title, prose)


def _notes(document: Document, marks: list[Mark]) -> list[Mark]:
    """A heading "Notes" near the end that is followed by numbered notes: all of it is footnotes."""
    for at in range(len(marks) - 1, 0, -1):
        mark = marks[at]
        if mark.role == "article":
            break
        if _NOTES.match(document.text[mark.start : mark.end]) and _are_notes(document, marks[at + 1 :]):
            return marks[:at] + [replace(m, role="footnote") for m in marks[at:]]
    return marks


def _are_notes(document: Document, marks: Sequence[Mark]) -> bool:
    opens = [_NOTE.match(document.text, mark.start) is not None for mark in marks]
    return bool(opens) and opens[0] and not any(mark.role in ("division", "annex") for mark in marks)


# ── contents tables ──


def _contents(document: Document, marks: list[Mark]) -> list[Mark]:
    """Article headings in a dense run that come again later with their text: a table of contents."""
    articles = [at for at, mark in enumerate(marks) if mark.role == "article"]
    if len(articles) < 6:
        return _listed(document, marks)
    again = next((at for at in articles[1:] if marks[at].number == marks[articles[0]].number), None)
    if again is None:
        return _listed(document, marks)
    run = [at for at in articles if at < again]
    between = [m for m in marks[run[0] : run[-1]] if m.role in ("body", "closing") and _is_provision(document, m)]
    prose = sum(1 for at in run if marks[at].prose is not None)
    if len(run) < 3 or len(between) + prose > len(run) // 5:
        return _listed(document, marks)
    first = _contents_title(document, marks, run[0])
    last = next((at for at in range(run[-1] + 1, again) if _ends_contents(document, marks[at])), again)
    marks = marks[:first] + [replace(m, role="contents") for m in marks[first:last]] + marks[last:]
    return _listed(document, marks)


def _is_provision(document: Document, mark: Mark) -> bool:
    """Longer than an entry of a table of contents, or ending as a sentence does."""
    words = document.text[mark.start : mark.end].rstrip()
    return len(words) > 120 or words.endswith((".", ";", ":"))


def _ends_contents(document: Document, mark: Mark) -> bool:
    length = mark.end - mark.start
    return mark.role == "preamble" or (mark.role == "body" and (length > 120 or _is_heading(document, mark)))


def _is_heading(document: Document, mark: Mark) -> bool:
    return document.blocks[mark.at].kind == "heading"


def _contents_title(document: Document, marks: list[Mark], at: int) -> int:
    """The contents begin at their title where there is one, else at the divisions before the first article."""
    for back in range(at - 1, max(-1, at - 12), -1):
        if _CONTENTS.match(document.text[marks[back].start : marks[back].end]):
            return back
    while at > 0 and marks[at - 1].role == "division":
        at -= 1
    return at


def _listed(document: Document, marks: list[Mark]) -> list[Mark]:
    """A lone line "Contents" holds no words of the instrument."""
    return [
        replace(m, role="contents") if m.role == "body" and _CONTENTS.match(document.text[m.start : m.end]) else m
        for m in marks
    ]


# ── heading words on the next line ──


def _joined_titles(document: Document, marks: list[Mark]) -> list[Mark]:
    joined: list[Mark] = []
    at = 0
    while at < len(marks):
        mark, taken = marks[at], 0
        if mark.role in ("article", "division", "annex") and mark.prose is None:
            taken = _title_lines(document, marks, at)
        if taken:
            start = mark.title[0] if mark.title else marks[at + 1].start
            mark = replace(mark, title=(start, marks[at + taken].end), end=marks[at + taken].end)
        joined.append(mark)
        at += taken + 1
    return joined


def _title_lines(document: Document, marks: Sequence[Mark], at: int) -> int:
    """How many blocks below an opening hold its heading words: none, one, or a heading that runs on."""
    mark, taken = marks[at], 0
    if mark.title is None and _is_title(document, marks, at + 1):
        taken = 1
    elif mark.title is None:
        return 0
    while _runs_on(document, marks, at + taken):
        taken += 1
    return taken


def _is_title(document: Document, marks: Sequence[Mark], at: int) -> bool:
    if at + 1 >= len(marks):
        return False
    block = document.blocks[marks[at].at]
    text = block.span.of(document.text)
    if marks[at].role == "annex" and marks[at - 1].role == "article" and block.kind == "heading":
        return _BARE_ANNEX.match(text) is not None and _goes_on(marks, at)  # an article about the annex
    if marks[at].role != "body":
        return False
    if block.kind == "cell" or not is_title_line(text, block.kind == "heading"):
        return False
    if block.kind != "heading" and (block.kind == "item" or _labelled(text)):
        return False
    if block.kind == "heading":
        return True
    return _has_body(marks, at) and not _opens_letters(document, marks[at + 1])


def _goes_on(marks: Sequence[Mark], at: int) -> bool:
    """Words, then the next article: what stands at `at` is inside the series."""
    return marks[at + 1].role == "body" and any(mark.role == "article" for mark in marks[at + 1 : at + 12])


def _opens_letters(document: Document, mark: Mark) -> bool:
    """The next block is the first letter of a list: the line before it is the list's opening words."""
    label = label_at(document.text, mark.start, mark.end) if mark.role == "body" else None
    return label is not None and any(
        is_first(reading.rank) and not reading.family.endswith("decimal") for reading in label.readings
    )


def _labelled(text: str) -> bool:
    label = label_at(text)
    return label is not None and not all(reading.weak for reading in label.readings)


def _has_body(marks: Sequence[Mark], at: int) -> bool:
    """Heading words are followed by the provision; under a division by its first article."""
    opening = marks[at - 1].role
    return marks[at + 1].role == "body" or (opening == "division" and marks[at + 1].role == "article")


def _runs_on(document: Document, marks: Sequence[Mark], at: int) -> bool:
    """A further heading line that completes the one before: it was left open or goes on in lower case."""
    if at + 1 >= len(marks) or marks[at + 1].role != "body":
        return False
    block = document.blocks[marks[at + 1].at]
    if block.kind != "heading":
        return False
    before = document.text[marks[at].start : marks[at].end].rstrip("*_ ")
    words = block.span.of(document.text).lstrip("*_ ")
    return before.endswith(("—", "–", "-", ",", " and", " of", " the", " or")) or words[:1].islower()


# ── order of articles ──


def rank_of(number: str) -> tuple[int, str] | None:
    """Where an article stands among its fellows: "8bis" → (8, "bis"), "IV" → (4, "")."""
    found = re.match(r"(\d+)(.*)$", number)
    if found:
        return int(found[1]), found[2]
    numeral = re.sub(r"[a-z]+$", "", number)
    value = roman(numeral)
    if value:
        return value, number[len(numeral) :]
    spelt = WORD_NUMBERS.get(number.lower())
    return (spelt, "") if spelt else None


def block_of(document: Document, mark: Mark) -> Block:
    """The block that a mark was made for."""
    return document.blocks[mark.at]
