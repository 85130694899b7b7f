"""Where sentences begin and end."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kb.text import sentences


def split(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text)]


def test_a_full_stop_before_a_capital_ends_a_sentence() -> None:
    assert split("Ladders are lent. They come back.") == ["Ladders are lent.", "They come back."]


def test_an_abbreviation_ends_none() -> None:
    assert split("See Art. 4 and para. 2 of No. 7 above.") == ["See Art. 4 and para. 2 of No. 7 above."]


def test_an_initial_ends_none() -> None:
    assert split("The ladder of J. Smith is long.") == ["The ladder of J. Smith is long."]


def test_a_number_at_the_head_of_a_line_is_a_label() -> None:
    assert split("1. The Parties lend ladders.") == ["1. The Parties lend ladders."]


def test_a_semicolon_keeps_a_list_in_one_sentence() -> None:
    text = "The lender shall: (a) oil the hinges; and (b) count the rungs."
    assert split(text) == [text]


def test_a_blank_line_ends_a_piece() -> None:
    assert split("The lender shall:\n\n(a) oil the hinges;") == ["The lender shall:", "(a) oil the hinges;"]


def test_a_decimal_ends_none() -> None:
    assert split("A rung is 3.5 metres wide.") == ["A rung is 3.5 metres wide."]


def test_a_closing_quotation_mark_belongs_to_its_sentence() -> None:
    assert split("It is called “the ladder.” Another is a stool.")[0] == "It is called “the ladder.”"


@given(st.text(alphabet="Ab c.;:\n(1)?!“”é", max_size=80))
def test_sentences_cover_all_that_is_not_white_space_and_never_overlap(text: str) -> None:
    spans = sentences(text)
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())
    assert all(one.end <= other.start for one, other in pairwise(spans))


@given(st.text(alphabet="Ab c.;:\n(1)?!", max_size=80))
def test_no_sentence_begins_or_ends_with_white_space(text: str) -> None:
    assert all(span.of(text) == span.of(text).strip() for span in sentences(text))
