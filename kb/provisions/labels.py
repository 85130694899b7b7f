"""What a block may open with: "1.", "(1)", "1", "(a)", "a)", "(ii)", "–"; every reading that the characters allow.

A label alone decides nothing: the order of labels does (see `body`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kb.provisions.numerals import SUFFIXES, Rank, letter, roman, suffix_rank

_SUFFIX = "|".join(SUFFIXES)
_OPEN, _CLOSE = r"[*_]{0,3}", r"[*_]{0,3}"
_LABEL = re.compile(
    rf"""{_OPEN}(?:
        \([ ]?[*_]?(?P<paren>\d{{1,3}}|[a-zA-Z]{{1,7}})(?P<psuf>[ ]?(?:{_SUFFIX})|(?<=\d)[a-z])?[*_]?[ ]?\)
      | (?P<dots>\d{{1,3}}(?:\.\d{{1,3}})+)\.?(?=\s)
      | (?P<close>\d{{1,3}}|[a-zA-Z]|[ivxlIVXL]{{2,7}}|[a-z]{{2}})(?P<csuf>[ ]?(?:{_SUFFIX})|(?<=\d)[a-z])?\)
      | (?P<dot>\d{{1,3}}|[a-zA-Z]|[ivxlIVXL]{{2,7}}|[a-z]{{2}})(?P<dsuf>[ ]?(?:{_SUFFIX})|(?<=\d)[a-z])?
        \.(?![\d.])(?![a-z]\.)
      | (?P<bare>\d{{1,3}}|[a-z]|[ivxl]{{2,7}})(?P<bsuf>[ ]?(?:{_SUFFIX}))?(?={_CLOSE}(?:\s|$))
      | (?P<bullet>[-–—•▪·*])(?=\s)
    ){_CLOSE}\s*""",
    re.VERBOSE,
)
_WORDLIKE = re.compile(r"[A-Z0-9“\"‘'«(\[*_–—-]|[a-z]\s+[A-Z]|(?:[a-z]|[ivx]{2,5})[.)]\s|$")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a label: the list that it would belong to and its place there."""

    family: str  # shape and numeral: "dot-decimal", "paren-alpha", "paren-roman", "bullet"
    rank: Rank
    number: str  # as the instrument has it, without spaces
    weak: bool = False  # needs the company of its neighbours to be believed


@dataclass(frozen=True, slots=True)
class Label:
    """The characters of a label, and its readings."""

    start: int
    end: int  # where the words begin
    readings: tuple[Reading, ...]


@lru_cache(maxsize=4096)
def _readings(shape: str, body: str, suffix: str) -> tuple[Reading, ...]:
    number = body + suffix.strip()
    weak = shape == "bare"
    if body.isdigit():
        return (Reading(f"{shape}-decimal", (int(body), suffix_rank(suffix.strip())), number, weak),)
    case = "upper" if body.isupper() else "lower"
    shy = weak or (case == "upper" and shape != "paren")
    found = []
    if (value := letter(body)) is not None:
        found.append(Reading(f"{shape}-{case}-alpha", (value, 0), number, shy))
    if (value := roman(body)) is not None:
        found.append(Reading(f"{shape}-{case}-roman", (value, 0), number, shy))
    return tuple(found)


def label_at(text: str, start: int = 0, stop: int | None = None) -> Label | None:
    """The label that the text opens with at `start`, if its characters could be one; nothing after `stop` counts."""
    stop = len(text) if stop is None else stop
    found = _LABEL.match(text, start, stop)
    if not found:
        return None
    if found["bullet"]:
        return Label(start, found.end(), (Reading("bullet", (1, 0), found["bullet"]),))
    if found["dots"]:
        return _decimal(found, start)
    for shape, suffix in (("paren", "psuf"), ("close", "csuf"), ("dot", "dsuf"), ("bare", "bsuf")):
        if found[shape]:
            readings = _readings(shape, found[shape], found[suffix] or "")
            return Label(start, found.end(), readings) if _credible(readings, text, found.end(), stop) else None
    return None


def _decimal(found: re.Match[str], start: int) -> Label | None:
    """ "4.2.": the second below number 4, in a list of its own; deeper numbering belongs to guides."""
    outer, _, inner = found["dots"].partition(".")
    if not inner.isdigit():
        return None
    return Label(start, found.end(), (Reading(f"below{outer}-decimal", (int(inner), 0), inner),))


def _credible(readings: tuple[Reading, ...], text: str, end: int, stop: int) -> bool:
    """Bare numbers stand before a capital, a further label, or nothing."""
    if readings and readings[0].family == "bare-decimal":
        return _WORDLIKE.match(text, end, stop) is not None
    return bool(readings)
