"""Numbers as treaties write them: digits, Roman numerals, letters, Latin suffixes, ordinals in words."""

from __future__ import annotations

import re

SUFFIXES = (
    "bis",
    "ter",
    "quater",
    "quinquies",
    "sexies",
    "septies",
    "octies",
    "novies",
    "nonies",
    "decies",
    "undecies",
    "duodecies",
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_ROMAN_FORM = re.compile(r"(?=[ivxlc])(?:c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_UNITS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
WORD_NUMBERS = {word: at for words in (_UNITS, _ORDINALS) for at, word in enumerate(words, 1)} | {"premier": 1}

Rank = tuple[int, int]  # whole number, position of its suffix (0 for none)


def roman(text: str) -> int | None:
    """The value of a well-formed Roman numeral of either case, None for anything else: "iv" → 4."""
    low = text.lower()
    if not low or not _ROMAN_FORM.fullmatch(low):
        return None
    values = [_ROMAN[letter] for letter in low]
    return sum(-v if v < max(values[at:]) else v for at, v in enumerate(values))


def letter(text: str) -> int | None:
    """Place in the alphabet, "aa" after "z": "a" → 1, "z" → 26, "aa" → 27, "bb" → 28."""
    low = text.lower()
    if len(low) not in (1, 2) or not low.isascii() or not low.isalpha() or len(set(low)) != 1:
        return None
    return ord(low[0]) - 96 + 26 * (len(low) - 1)


def suffix_rank(suffix: str) -> int:
    """ "" → 0, "bis" or "a" → 1, "ter" or "b" → 2 …"""
    low = suffix.lower()
    if not low:
        return 0
    return SUFFIXES.index(low) + 1 if low in SUFFIXES else (letter(low) or 0)


def follows(before: Rank, after: Rank) -> bool:
    """True where `after` is the next number: 3 → 4, 3 → 3bis, 3bis → 3ter, 3bis → 4."""
    same = after[0] == before[0] and after[1] == before[1] + 1
    return same or (after[0] == before[0] + 1 and after[1] <= 1)


def is_first(rank: Rank) -> bool:
    """True for the number that opens a list."""
    return rank == (1, 0)
