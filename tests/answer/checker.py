"""A second reader of answers, written apart from the room that makes them: it shares none of its code.

It holds each quote against the text of its unit: the slice is the text, it begins and ends where a sentence or a letter
does, a letter keeps its opening and closing words, and no exception that follows in the same place is left behind.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kb.model import Unit

_CLOSED = re.compile(r"(?:[.;:,!?—–-]|\b(?:and|or|and/or))[\"'”’)\]*_]*\s*$")
_OPENED = re.compile(r"(?:^|[.;:!?)\]—–*_>,\-]|\b(?:and|or)|\n)[\"'”’*_]*\s*$")
_EXCEPTION_FOLLOWS = re.compile(
    r"\s*(?:However|Nevertheless|Nonetheless|Provided|Except|Unless|Save|The exception|"
    r"Notwithstanding (?:this|the fore))\b"
)
_SENTENCE_END = re.compile(r"[.;](?=\s|$)")
FORCES = {"shall", "shall not", "may", "need not", "shall consider", "should", "endeavour", "only if"}


def faults(answer: Mapping[str, Any], units: Mapping[str, Unit]) -> list[str]:
    """What is wrong with an answer in its JSON form; empty where nothing is."""
    found: list[str] = []
    for said in [*answer["statements"], *answer.get("leans_on", [])]:
        found += [f"{i} does not exist" for i in said["ids"] if said["quotes"] and not _exists(i, units)]
        found += [f"{force!r} is no force" for force in said["force"] if force not in FORCES]
        found += [] if said["version"] else ["a statement without version"]
        for quote in said["quotes"]:
            unit = units.get(quote["id"])
            found += [f"no unit {quote['id']}"] if unit is None else _quote(quote, said["quotes"], unit)
    return found


def _exists(pinpoint: str, units: Mapping[str, Unit]) -> bool:
    return pinpoint in units or any(
        part.id == pinpoint for unit in units.values() if pinpoint.startswith(unit.id) for part in unit.parts
    )


def _quote(quote: Mapping[str, Any], siblings: list[Mapping[str, Any]], unit: Unit) -> list[str]:
    text, start, end = unit.text, quote["start"], quote["end"]
    name = f"{quote['id']}[{start}:{end}]"
    if text[start:end] != quote["text"]:
        return [f"{name} is not its slice"]
    mine = [(one["start"], one["end"]) for one in siblings if one["id"] == quote["id"]]
    found = [] if len(quote["text"].split()) > 3 else [f"{name} is a crumb"]
    ends_block = text[end:].startswith("\n")
    if text[end:].strip() and not ends_block and not _CLOSED.search(text[:end]) and not _label_next(unit, end):
        found.append(f"{name} ends within a sentence: {text[end : end + 60]!r}")
    if text[:start].strip() and not _OPENED.search(text[:start]) and not _starts_part(unit, start):
        found.append(f"{name} begins within a sentence: {text[max(0, start - 60) : start]!r}")
    return found + _left_behind(name, unit, end, mine) + _bare_letter(name, unit, start, end, mine)


def _label_next(unit: Unit, end: int) -> bool:
    return any(0 <= part.span.start - end <= 2 for part in unit.parts)


def _starts_part(unit: Unit, start: int) -> bool:
    return any(start in (part.span.start, part.label_end) or 0 <= start - part.label_end <= 2 for part in unit.parts)


def _left_behind(name: str, unit: Unit, end: int, mine: list[tuple[int, int]]) -> list[str]:
    """An exception that follows at once in the same letter or paragraph and is not quoted."""
    if not _EXCEPTION_FOLLOWS.match(unit.text, end) or any(a <= end + 2 < b for a, b in mine):
        return []
    return [f"{name} leaves an exception behind: {unit.text[end : end + 70]!r}"]


def _bare_letter(name: str, unit: Unit, start: int, end: int, mine: list[tuple[int, int]]) -> list[str]:
    """A letter without the words that open its list, or without those that close it."""
    around = [part for part in unit.parts if part.span.start <= start and end <= part.span.end]
    if not around:
        return []
    found: list[str] = []
    outer = max(around, key=lambda part: part.span.end - part.span.start)
    first_words = 0 <= start - outer.label_end <= 2 or start == outer.span.start
    opens = min(part.span.start for part in unit.parts)
    before = unit.text[:opens].rstrip()
    if first_words and before and not before.endswith((".", "!", "?")):
        last = max([0, *(m.end() for m in re.finditer(r"[.!?]\s+(?=[A-Z])", before))])
        if not any(a <= last + 2 and b >= len(before) - 2 for a, b in mine):
            found.append(f"{name} stands without its opening words: {before[last:][:60]!r}")
    closes = max(part.span.end for part in unit.parts)
    after = unit.text[closes:]
    if first_words and re.match(r"\s*[a-z]", after):
        stop = _SENTENCE_END.search(after)
        if not any(b >= closes + (stop.start() if stop else 1) for _, b in mine):
            found.append(f"{name} stands without its closing words: {after[:60]!r}")
    return found
