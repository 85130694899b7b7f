"""Numbers in prose, in digits or in words: those that a digest has to keep."""

from __future__ import annotations

import re

from kb.text import fold

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUE = {word: value for value, word in enumerate(_UNITS)} | {word: 20 + 10 * at for at, word in enumerate(_TENS)}
_TOKEN = re.compile(r"\d+(?=th\b|st\b|nd\b|rd\b)|\d+|[a-z]+")
_MEASURE = r"(?:second|minute|hour|day|week|month|year|time|per cent|percent|cop(?:y|ies))s?\b"
_ONE_OF_MEASURE = re.compile(rf"\bone(?= {_MEASURE})")
_NUMBER = r"\d+(?:\.\w)?(?:\s?\([\da-z]+\))*"
_REFERENCE = re.compile(
    r"\b(?:articles?|arts?\.?|paragraphs?|paras?\.?|sub-?paragraphs?|nos?\.?|chapters?|sections?|annexe?s?|resolutions?)"
    rf"\s+{_NUMBER}(?:(?:,\s*|\s+and\s+|\s+or\s+|\s+to\s+|-|,\s*and\s+|,\s*or\s+){_NUMBER}(?!\w|\s*{_MEASURE}))*"
)


def numbers(text: str) -> frozenset[int]:
    """Every number said, in digits or in words up to the hundreds: `forty-eight hours` has 48."""
    found: list[int] = []
    goes_on = False  # whether the next word may still belong to the last number
    for token in _TOKEN.findall(fold(text)):
        value = int(token) if token.isdigit() else _VALUE.get(token)
        if token == "hundred":
            found[-1:] = [found[-1] * 100] if goes_on else [*found[-1:], 100]
            goes_on = True
        elif value is not None and goes_on and _completes(found[-1], value):
            found[-1] += value
        elif value is not None:
            found.append(value)
            goes_on = not token.isdigit()
        else:
            goes_on = goes_on and token == "and"
    return frozenset(found)


def _completes(begun: int, value: int) -> bool:
    """`twenty` + `one` is 21 and `hundred` + `five` 105; any other pair is two numbers."""
    return (begun % 100 == 0 and begun > 0 and value < 100) or (begun % 10 == 0 and begun >= 20 and 0 < value < 10)


def numbers_that_matter(text: str) -> frozenset[int]:
    """Numbers of a provision that decide something: references apart, and `one` and `two` only before a measure."""
    said = _REFERENCE.sub(" ", fold(text))
    small = {1} if _ONE_OF_MEASURE.search(said) else set()
    digits = {int(found) for found in re.findall(r"\d+", said)}
    return frozenset({number for number in numbers(said) if number > 2} | small | digits)
