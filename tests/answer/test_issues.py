"""Several questions in one message."""

from __future__ import annotations

from types import SimpleNamespace

from kb.answer import Evidence, answer
from kb.answer.issues import together
from kb.answer.records import Part
from kb.model import Answer, Hit

NEAR, FAR_OFF = Evidence(cosine=0.9, glossed=True), Evidence(cosine=0.1, glossed=True)


def part(question: str, unit: str, evidence: Evidence = NEAR) -> Part:
    return Part(question, (Hit(unit, 3.0), Hit("ladders:5", 0.0)), evidence)


def told(mini: SimpleNamespace, *parts: Part) -> Answer:
    text = " ".join(one.question for one in parts)
    question = mini.ask(text, issues=tuple(one.question for one in parts))
    hits = mini.ranked("ladders:3", "ladders:1")
    return answer(question, hits, mini.entries, mini.names, parts=parts)


def test_each_question_is_answered_from_its_own_ranking(mini: SimpleNamespace) -> None:
    given = told(mini, part("When is it returned?", "ladders:4(1)"), part("Who paints stools?", "stools:7"))
    assert [given.statements[issue.statements[0]].ids[0] for issue in given.issues] == ["ladders:4(1)", "stools:7"]


def test_a_provision_that_answers_two_questions_is_quoted_once(mini: SimpleNamespace) -> None:
    both = [part("When must it be returned?", "ladders:4(1)"), part("How long is it?", "ladders:4(1)")]
    given = told(mini, *both)
    assert [said.ids[0] for said in given.statements].count("ladders:4(1)") == 1
    assert "[1] (1) (2) " in given.answer


def test_a_question_that_nothing_bears_on_is_named_and_the_answer_is_partial(mini: SimpleNamespace) -> None:
    off = part("What is the weather?", "stools:7", evidence=FAR_OFF)
    given = told(mini, part("When must it be returned?", "ladders:4(1)"), off)
    assert (given.status, given.issues[1].statements) == ("partial", ())
    assert "(2) nothing in this library bears on this." in given.headline


def test_a_headline_counts_statements_in_the_whole_answer(mini: SimpleNamespace) -> None:
    given = told(
        mini,
        part("Who paints stools?", "stools:7"),
        part("How many days may I keep it?", "ladders:4(1)"),
    )
    place = given.issues[1].statements[0] + 1
    assert f"(2) “within 18 days after the loan”, see [{place}]." in given.headline


def test_the_ranking_of_the_message_adds_to_that_of_a_question() -> None:
    merged = together([Hit("a", 2.0), Hit("b", 1.9)], [Hit("b", 3.0), Hit("c", 1.0)])
    assert [hit.id for hit in merged] == ["b", "a", "c"]
