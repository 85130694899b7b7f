"""Numbers with their units: time limits, ages, shares, lengths of sentences."""

from __future__ import annotations

import re

from kb.model import Span
from kb.norms.records import Bound, Quantity

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_VALUES = {word: n for n, word in enumerate(_ONES)} | _TENS | {"hundred": 100, "a": 1, "an": 1}
_NUMBER_WORD = "|".join(sorted([*_ONES, *_TENS, "hundred"], key=len, reverse=True))
_UNITS = (
    r"hours?|days?|weeks?|months?|years?|per cents?|percent|%|metres?|meters?|kilograms?|grams?|copies|members|persons|"
    r"states|parties"
)
_QUANTITY = re.compile(
    rf"""\b(?P<number>\d+(?:[.,]\d+)?|(?:{_NUMBER_WORD})(?:[\s-](?:{_NUMBER_WORD}))?)
    (?:\s*\((?:\d+|{_NUMBER_WORD})\))?
    (?:\s+or\s+(?:more|fewer|less))?
    [\s-]+(?:(?:calendar|clear|consecutive|working|full|contracting)\s+)?(?P<unit>{_UNITS})(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_AGE = re.compile(
    rf"\bages?\s+of\s+(?P<number>\d+|(?:{_NUMBER_WORD})(?:[\s-](?:{_NUMBER_WORD}))?)(?![\s-]+years?\b)\b", re.IGNORECASE
)
_BOUNDS: tuple[tuple[re.Pattern[str], Bound], ...] = (
    (re.compile(r"(at least|not less than|no less than|minimum( period)? of|or more)\s*$", re.I), "at least"),
    (
        re.compile(
            r"(at most|not more than|no more than|up to|maximum( period)? of|(not|never)\b.{0,30}\bexceed(ing)?|"
            r"not later than|no later than)\s*(a (maximum )?period of\s*)?$",
            re.I,
        ),
        "at most",
    ),
    (re.compile(r"(within|in the course of)\s+(a (further )?(period|term|time-limit) of\s+)?$", re.I), "within"),
    (re.compile(r"(after|on the expiry of|expiry of|expiration of)\s+(a period of\s+)?$", re.I), "after"),
)


def quantities(text: str, start: int = 0, end: int | None = None) -> tuple[Quantity, ...]:
    """The numbers with units in `text[start:end]`, in order; spans count in `text`. An age counts in years."""
    stop = len(text) if end is None else end
    found = [_quantity(text, match, start) for match in _QUANTITY.finditer(text, start, stop)]
    ages = [
        Quantity(value(match["number"]), "year", Span(match.start("number"), match.end("number")))
        for match in _AGE.finditer(text, start, stop)
    ]
    return tuple(sorted(found + ages, key=lambda one: one.span.start))


def value(words: str) -> float:
    """What a number says, in digits or in words up to a hundred: "forty-five" is 45."""
    plain = words.casefold().replace(",", ".")
    if plain[0].isdigit():
        return float(plain)
    parts = [_VALUES[part] for part in re.split(r"[\s-]+", plain)]
    return float(parts[0] * 100 if len(parts) > 1 and parts[1] == 100 else sum(parts))


def _quantity(text: str, found: re.Match[str], start: int) -> Quantity:
    unit = _singular(found["unit"].casefold())
    return Quantity(value(found["number"]), unit, Span(found.start(), found.end()), _bound(text[start : found.start()]))


def _singular(unit: str) -> str:
    if unit in ("per cent", "per cents", "percent", "%"):
        return "per cent"
    irregular = {"copies": "copy", "parties": "party"}
    return irregular.get(unit, unit.rstrip("s"))


def _bound(before: str) -> Bound:
    tail = before[-60:]
    return next((bound for pattern, bound in _BOUNDS if pattern.search(tail)), "")
