"""Provisions of the same words."""

from __future__ import annotations

import pytest

from kb.answer.records import Passage
from kb.answer.twins import same_words, with_twin
from kb.model import Span
from tests.answer.conftest import entry, unit


def passage(pinpoint: str, text: str) -> Passage:
    return Passage(entry(unit(pinpoint, text)), (pinpoint,), (Span(0, len(text)),))


RULE = passage("ladders:1", "A Party may refuse a loan under article 4, paragraph 2, within 18 days.")


@pytest.mark.parametrize(
    ("words", "how"),
    [
        ("A Party may refuse a loan under article 4, paragraph 2, within 18 days.", "identical"),
        ("A State Party may refuse a loan under article 4, paragraph 2, within 18 days.", "but for the name"),
        ("A State Party may refuse a loan under Article 13, paragraph 3, within 18 days.", "but for the articles"),
    ],
)
def test_a_twin_says_how_far_its_words_are_the_same(words: str, how: str) -> None:
    joined = with_twin([RULE], passage("stools:1", words))
    assert how in joined[0].twins[0].how


@pytest.mark.parametrize(
    "words",
    [
        "A Party may refuse a loan under article 4, paragraph 2, within 45 days.",
        "A Party shall refuse a loan under article 4, paragraph 2, within 18 days.",
        "A Party may not refuse a loan under article 4, paragraph 2, within 18 days.",
    ],
)
def test_another_number_or_force_makes_no_twin(words: str) -> None:
    assert not same_words(RULE, passage("stools:1", words))
