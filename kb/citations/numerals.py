"""Numbers as citations write them: digits with bis, roman numerals, number words, ordinals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.catalog.names import Token
from kb.catalog.numbers import roman_value
from kb.citations.words import DASHES, FOREIGN_ORDINALS, ORDINALS, PARAGRAPH, ROMAN, SENTENCE, SUFFIX, TENS, UNITS


@dataclass(frozen=True, slots=True)
class Read:
    """A value and where reading goes on."""

    value: str
    end: int  # one past the last token


def article_number(row: Sequence[Token], i: int) -> Read | None:
    """ "16", "8 bis", "4a", "VII", "Twenty-Nine"."""
    if i >= len(row):
        return None
    token = row[i]
    if token.is_number and len(token.raw) <= 4:
        return _suffixed(row, i)
    if ROMAN.fullmatch(token.raw) and roman_value(token.raw) is not None:
        return Read(token.raw, i + 1)
    return number_word(row, i)


def article_counted(row: Sequence[Token], i: int) -> Read | None:
    """The number behind the word "Article": as a rule digits, else an ordinal ("the Third", "premier", "1er")."""
    if folded(row, i) == "the" and (count := ordinal_at(row, i + 1)) and not word_is(row, i + 2, PARAGRAPH | SENTENCE):
        return Read(str(count), i + 2)
    if folded(row, i) in FOREIGN_ORDINALS and not word_is(row, i + 1, PARAGRAPH | SENTENCE):
        return Read(str(FOREIGN_ORDINALS[folded(row, i)]), i + 1)
    number = article_number(row, i)
    if number and number.end < len(row) and row[number.end].folded == "er" and row[number.end].start == row[i].end:
        return Read(number.value, number.end + 1)
    return number


def _suffixed(row: Sequence[Token], i: int) -> Read:
    value, j = row[i].raw, i + 1
    if (
        j < len(row)
        and row[j].folded in SUFFIX
        and not (row[j].folded == "bis" and j + 1 < len(row) and row[j + 1].is_number)
    ):
        return Read(value + row[j].folded, j + 1)
    if j < len(row) and row[j].start == row[i].end and row[j].is_word and len(row[j].raw) == 1:
        return Read(value + row[j].folded, j + 1)
    return Read(value, j)


def number_word(row: Sequence[Token], i: int) -> Read | None:
    """A number written out: "six", "twenty-nine"."""
    word = row[i].folded
    if word in UNITS:
        return Read(str(UNITS.index(word) + 1), i + 1)
    if word not in TENS:
        return None
    value = (TENS.index(word) + 2) * 10
    j = i + 2 if raw(row, i + 1) in DASHES else i + 1
    if j < len(row) and row[j].folded in UNITS[:9]:
        return Read(str(value + UNITS.index(row[j].folded) + 1), j + 1)
    return Read(str(value), i + 1)


def ordinal_at(row: Sequence[Token], i: int) -> int | None:
    """The value of an ordinal, English or foreign; None where the token is none or the position is outside."""
    if not 0 <= i < len(row):
        return None
    word = row[i].folded
    if word[:-2].isdecimal() and word[-2:] in {"st", "nd", "rd", "th"}:
        return int(word[:-2])
    if word in ORDINALS:
        return ORDINALS.index(word) + 1
    if word in FOREIGN_ORDINALS:
        return FOREIGN_ORDINALS[word]
    tens = [ten.removesuffix("y") + "ieth" for ten in TENS]
    return (tens.index(word) + 2) * 10 if word in tens else None


def raw(row: Sequence[Token], i: int) -> str:
    """The token as it stands, "" outside the row."""
    return row[i].raw if 0 <= i < len(row) else ""


def folded(row: Sequence[Token], i: int) -> str:
    """The token folded, "" outside the row."""
    return row[i].folded if 0 <= i < len(row) else ""


def word_is(row: Sequence[Token], i: int, words: frozenset[str]) -> bool:
    """True if a token stands there and is one of these words."""
    return 0 <= i < len(row) and row[i].folded in words
