"""What stands between a name and a pinpoint: small words, marks, dates, reporters, brackets."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.catalog.names import Token
from kb.citations.pinpoints import Group
from kb.citations.words import ARTICLE

LINKS = frozenset(
    """the of to in under from de la le les l d du des der dem den des del della van het voor el al and und""".split()
)


_LISTING = frozenset(
    """and or & et und y , / read with in conjunction together as well alongside plus juncto jo i v m cf see also
    the""".split()
)


_SOFT = frozenset({",", ":", "(", ")", "“", "”", '"', "'", "’", "‘", "[", "]", ".", "–", "—", "-"})


_BESIDE = frozenset("at see its cf eg ie namely viz in its esp especially".split())


_MONTHS = frozenset(
    """january february march april may june july august september october november december jan feb mar apr jun jul aug
    sept sep oct nov dec""".split()
)


_DATING = frozenset("adopted opened for signature entered into force signed done at on concluded".split())


def plain(row: Sequence[Token], start: int, end: int) -> set[str] | None:
    """The marks and small words between two tokens, dates and reporters left out; None where something else stands."""
    said: set[str] = set()
    i = start
    while i < end:
        step = _skipped(row, i, end)
        if step > i:
            i = step
            continue
        token = row[i]
        if (token.is_word and token.folded not in LINKS | {"hereinafter", "hereafter"} | _DATING) or token.is_number:
            return None
        said.add(token.folded)
        i += 1
    return said


def _skipped(row: Sequence[Token], i: int, end: int) -> int:
    """Past a date or a reporter's reference that starts here: "13 December 1957", "Dec. 17, 1997", "37 I.L.M. 1"."""
    raw = [t.raw for t in row[i : min(end, i + 6)]]
    folded = [t.folded.rstrip(".") for t in row[i : min(end, i + 6)]]
    if len(raw) > 2 and raw[0].isdecimal() and folded[1] in _MONTHS and raw[2].isdecimal():
        return i + 3
    if len(raw) > 2 and folded[0] in _MONTHS:
        j = 2 if raw[1] == "." else 1
        if raw[j].isdecimal():
            k = j + 1 if len(raw) > j + 1 and raw[j + 1] == "," else j
            return i + k + 2 if len(raw) > k + 1 and re.fullmatch(r"\d{4}", raw[k + 1]) else i + j + 1
    if len(raw) > 2 and raw[0].isdecimal() and re.fullmatch(r"(?:[A-Z]\.?\s?){2,6}", raw[1]):
        page = next((k for k in range(2, min(4, len(raw))) if raw[k].isdecimal()), None)
        return i + page + 1 if page else i
    if re.fullmatch(r"T\.?I\.?A\.?S\.?", raw[0]):
        j = i + 1
        while j < end and (row[j].is_number or row[j].raw in {",", "."} or row[j].folded == "no"):
            j += 1
        return j
    if re.fullmatch(r"\d{4}", raw[0]):
        return i + 1
    return i


def beside(row: Sequence[Token], start: int, end: int, pinpoints: Sequence[Group]) -> set[str] | None:
    """Small words and marks between a name and the pinpoint after it; brackets without a pinpoint are passed over."""
    said: set[str] = set()
    i = start
    while i < end:
        closing = _closing(row, i, end)
        if closing and not any(i < g.first < closing for g in pinpoints):
            i = closing + 1
            continue
        step = _skipped(row, i, end)
        if step > i:
            i = step
            continue
        token = row[i]
        if token.raw not in _SOFT and token.folded not in _BESIDE | {"the"}:
            return None
        if token.raw == "." and _ends_sentence(row, i):
            return None
        said.add(token.raw)
        i += 1
    return said


def _ends_sentence(row: Sequence[Token], i: int) -> bool:
    """A full stop before a capital, unless it closes an abbreviation in front of "Art."."""
    if i + 1 >= len(row) or not row[i + 1].is_capital:
        return False
    short = 1 < len(row[i - 1].raw) <= 5 and not row[i - 1].raw.isupper()
    return not (short and row[i + 1].folded in ARTICLE)


def _closing(row: Sequence[Token], i: int, end: int) -> int | None:
    if row[i].raw not in {"(", "["}:
        return None
    depth = 0
    for j in range(i, end):
        depth += (row[j].raw in {"(", "["}) - (row[j].raw in {")", "]"})
        if depth == 0:
            return j
    return None


def is_listing(between: Sequence[Token]) -> bool:
    """True for what joins the items of a list: "and", ",", "read with"."""
    return 0 < len(between) <= 6 and all(
        t.folded in _LISTING or t.raw in {",", ";", "/", ".", "(", ")"} for t in between
    )
