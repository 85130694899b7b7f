from __future__ import annotations

import pytest

from kb.retrieval.kinds import issues_of, kinds_of
from kb.retrieval.spelling import corrected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("What is meant by a borrowed ladder?", "definition"),
        ("How long may the ladder be kept?", "time"),
        ("What must a request for a ladder contain?", "contents"),
        ("May the lender refuse?", "refusal"),
        ("May the lender refuse?", "yes-or-no"),
        ("On which conditions is a ladder lent?", "condition"),
        ("Compare ladders with spades.", "comparison"),
        ("How do I get a ladder back?", "how-to"),
        ("In Utrecht, must the lender say why?", "yes-or-no"),
    ],
)
def test_a_kind_shows_in_the_words(text, kind):
    assert kind in kinds_of(text)


def test_a_story_of_several_sentences_is_a_scenario():
    story = "A neighbour took our ladder in May. " * 4 + "We want it back before the roof leaks. What do we do now?"
    assert "scenario" in kinds_of(story)
    assert "scenario" not in kinds_of("What do we do now?")


def test_each_question_of_a_text_is_an_issue():
    text = "The ladder broke. Who pays for it? May we refuse another?"
    assert [span.of(text) for span in issues_of(text)] == ["Who pays for it?", "May we refuse another?"]


def test_a_joined_question_is_split_where_both_parts_say_something():
    text = "Who pays for the broken ladder, and must we lend another ladder?"
    assert [span.of(text) for span in issues_of(text)] == [
        "Who pays for the broken ladder",
        "must we lend another ladder?",
    ]


def test_one_question_raises_no_issues_apart():
    assert issues_of("May the lender refuse a ladder?") == ()


@pytest.mark.parametrize(("said", "meant"), [("extraditon", "extradition"), ("guarentee", "guarantee")])
def test_a_misspelt_word_is_read_as_the_known_one(said, meant):
    assert corrected([said], {"extradition", "guarantee", "ladder"}) == {said: meant}


@pytest.mark.parametrize("word", ["ladder", "spade", "oslo", "2019a", "zymurgy"])
def test_known_short_numbered_and_strange_words_are_left_alone(word):
    assert corrected([word], {"ladder", "spades", "solo"}) == {}


def test_commas_part_questions_where_another_is_added_by_and() -> None:
    text = "Can she be forced to come, may we hear her by video, and who pays for it?"
    assert [span.of(text) for span in issues_of(text)] == [
        "Can she be forced to come",
        "may we hear her by video",
        "who pays for it?",
    ]


def test_a_comma_alone_parts_nothing() -> None:
    assert issues_of("If the papers come late, can he be held?") == ()


def test_facts_before_the_first_question_are_no_question() -> None:
    text = "He was arrested on our request; how long may they hold him, and who decides?"
    assert [span.of(text) for span in issues_of(text)] == ["how long may they hold him", "who decides?"]


def test_facts_and_one_question_raise_no_issues_apart() -> None:
    assert issues_of("He was arrested on our request; how long may they hold him?") == ()


def test_a_question_said_again_is_raised_once() -> None:
    assert issues_of("Who pays, and who pays, and who pays?") == ()


def test_a_flood_of_questions_is_taken_as_one() -> None:
    assert issues_of(" ".join(f"May ladder {n} be lent?" for n in range(9))) == ()
