"""Two known words that are written as one."""

from __future__ import annotations

import pytest

from kb.retrieval.spelling import joined

KNOWN = {"video", "link", "foot", "ball", "over"}


@pytest.mark.parametrize(
    ("word", "is_known"), [("videolink", True), ("football", True), ("videos", False), ("linkage", False)]
)
def test_a_word_of_two_known_ones_is_known(word: str, is_known: bool):
    assert joined(word, KNOWN) is is_known
