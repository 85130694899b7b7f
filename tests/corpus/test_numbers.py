"""Numbers in prose: which are found, and which a digest has to keep."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.corpus.numbers import numbers, numbers_that_matter

WORDS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()
TENS = {20: "twenty", 30: "thirty", 40: "forty", 50: "fifty", 60: "sixty", 70: "seventy", 80: "eighty", 90: "ninety"}


def spelled(number: int) -> str:
    """English words for 20 to 999 whose last part is at most fifteen."""
    hundreds, rest = divmod(number, 100)
    tens, unit = divmod(rest, 10)
    small = WORDS[rest] if rest < 16 else TENS[tens * 10] + (f"-{WORDS[unit]}" if unit else "")
    if not hundreds:
        return small
    return f"{WORDS[hundreds]} hundred" + (f" and {small}" if rest else "")


@given(st.integers(1, 999).filter(lambda number: not 15 < number % 100 < 20))
def test_a_number_in_words_is_the_number_in_digits(number: int) -> None:
    assert numbers(f"within {spelled(number)} days") == numbers(f"within {number} days") == {number}


@pytest.mark.parametrize(
    ("said", "found"),
    [("two or three ladders", {2, 3}), ("twenty-one rungs and 40 nails", {21, 40}), ("no number", set())],
)
def test_neighbouring_numbers_stay_apart(said: str, found: set[int]) -> None:
    assert numbers(said) == found


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("as article 12, paragraph 2 (a), and articles 5, 6 and 9 say, within 14 days", {14}),
        ("under article 4 and 30 days later", {30}),
        ("one of the parties", set()),
        ("for one year at least", {1}),
        ("the two States", set()),
    ],
)
def test_references_and_counting_words_do_not_matter(said: str, found: set[int]) -> None:
    assert numbers_that_matter(said) == found
