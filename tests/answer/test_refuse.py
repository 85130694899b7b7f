"""How sure an answer may be."""

from __future__ import annotations

from kb.answer import Evidence, margin
from kb.answer.refuse import bears


def test_how_far_the_library_bears_falls_with_words_that_it_does_not_know():
    assert margin(Evidence(0.9, unknown=0.0, glossed=True)) > margin(Evidence(0.9, unknown=1.0, glossed=True))


def test_a_question_is_offered_an_answer_where_the_margin_is_not_negative():
    for cosine in (0.0, 0.3, 0.6, 0.9):
        evidence = Evidence(cosine, unknown=0.1, glossed=True)
        assert bears(evidence) == (margin(evidence) >= 0)


def test_what_was_not_measured_has_no_margin():
    assert margin(Evidence()) == 0.0


def test_the_margin_grows_with_the_spread_of_the_units_and_with_the_words_that_the_first_hits_hold():
    assert margin(Evidence(0.7, spread=0.12)) > margin(Evidence(0.7, spread=0.06))
    assert margin(Evidence(0.7, coverage=1.0)) > margin(Evidence(0.7, coverage=0.2))


def test_a_word_of_another_field_asks_for_more():
    assert margin(Evidence(0.8, other_field=True)) < margin(Evidence(0.8))


def test_one_question_of_a_message_that_bears_needs_less_by_itself():
    weak, strong = Evidence(0.2, glossed=False), Evidence(0.9, glossed=False)
    assert not bears(weak)
    assert bears(weak, strong)
    assert not bears(weak, weak)
