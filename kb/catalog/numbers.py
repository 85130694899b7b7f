"""Numbers of articles and paragraphs: arabic and roman, with bis and ter, and how a range of them reads."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.catalog.outlines import ArticleNumbers, ParagraphNumbers

_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_NUMBER = re.compile(r"(\d+|[ivxlcdm]+)([a-z]*)")


def roman_value(numeral: str) -> int | None:
    """The value of a well-formed roman numeral in either case, else None."""
    letters = numeral.casefold()
    if not letters or any(letter not in _ROMAN_VALUES for letter in letters):
        return None
    values = [_ROMAN_VALUES[letter] for letter in letters]
    total = sum(-v if i + 1 < len(values) and v < values[i + 1] else v for i, v in enumerate(values))
    return total if roman(total) == numeral.upper() else None


def roman(value: int) -> str:
    """1 to 3999 as a roman numeral in capitals."""
    signs = ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")
    worth = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
    written = ""
    for sign, amount in zip(signs, worth, strict=True):
        written += sign * (value // amount)
        value %= amount
    return written


def as_written(number: str, written: Sequence[str]) -> str | None:
    """The number among `written` that `number` spells: the same, else the same value in the other numerals."""
    wanted = re.sub(r"\s+", "", number).casefold()
    for one in written:
        if one.casefold() == wanted:
            return one
    value = roman_value(wanted) if not wanted.isdecimal() else int(wanted)
    if value is None:
        return None
    other = roman(value).casefold() if wanted.isdecimal() and value else str(value)
    return next((one for one in written if one.casefold() == other), None)


def numbers_in_words(article: ArticleNumbers, unit: ParagraphNumbers | None = None) -> str:
    """ "article 16, paragraphs 1-17"; with a unit "article 6, paragraph 1, letters a-c"."""
    said = f"article {article.number}"
    if unit is not None:
        said += f", paragraph {unit.number}" if unit.number else ""
        letters = list(unit.letters)
        return (
            f"{said}, {_range('letter', letters)}"
            if letters
            else f"{said}, no letters"
            if unit.number
            else f"{said}, no numbered paragraphs"
        )
    return f"{said}, {_range('paragraph', article.numbered)}" if article.numbered else f"{said}, no numbered paragraphs"


def _range(noun: str, numbers: Sequence[str]) -> str:
    return f"{noun} {numbers[0]}" if len(numbers) == 1 else f"{noun}s {numbers[0]}-{numbers[-1]}"
