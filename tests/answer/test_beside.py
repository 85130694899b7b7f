"""What the deciding rule leans on: terms and references."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from kb.answer import Question, answer, glossary
from kb.answer.glossary import asked, definitions, sought, used
from kb.model import Answer, Citation, ConceptUse, Digest, Entry, Hit, Reference, Span
from tests.answer.conftest import entry, unit

TERMS = unit(
    "ladders:1",
    "For the purposes of this Convention: (a) “Ladder” means two poles joined by rungs; "
    "(b) “Folding ladder” or “step” means a ladder with hinges; (c) Rung means a bar between poles.",
    ("a", "b", "c"),
    heading="Use of terms",
)
RULE = unit("ladders:4(1)", "A folding ladder shall be oiled as set out in article 5, paragraph 2.", heading="Oil")
OIL = unit("ladders:5(2)", "The borrower shall use the oil that the lender names.", heading="Kinds of oil")


def referring(words: str, *ids: str) -> Entry:
    start = RULE.text.index(words)
    return entry(replace(RULE, references=(Reference(Span(start, start + len(words)), ids),)))


ENTRIES = {one.id: one for one in (entry(TERMS), referring("article 5, paragraph 2", "ladders:5(2)"), entry(OIL))}


def given(
    question: str = "Who oils it?", entries: Mapping[str, Entry] = ENTRIES, first: str = "ladders:4(1)"
) -> Answer:
    return answer(Question(question), [Hit(first, 1.0)], entries, {}, known=glossary(entries.values()))


def test_terms_are_found_by_their_marks_and_by_their_place() -> None:
    assert [one.term for one in definitions(entry(TERMS))] == ["Ladder", "Folding ladder", "step", "Rung"]


@pytest.mark.parametrize(
    "words",
    [
        "The so-called “honour” of a ladder shall not be regarded as an excuse.",
        "Methods and means, routes and points of departure are reported by “forms” when asked.",
    ],
)
def test_words_that_define_nothing_give_no_term(words: str) -> None:
    assert definitions(entry(unit("ladders:9", words))) == []


def test_the_longer_term_hides_the_one_within_it() -> None:
    found = used(RULE.text, "ladders:4", definitions(entry(TERMS)))
    assert [one.term for one in found] == ["Folding ladder"]


def test_a_definition_for_one_article_is_kept_to_it() -> None:
    text = "For the purposes of this article, “oil” means any fat."
    known = definitions(entry(unit("ladders:5(1)", text)))
    assert used("Oil the ladder.", "ladders:5", known)
    assert not used("Oil the ladder.", "ladders:4", known)


def test_a_question_asks_for_its_own_letter_in_either_spelling() -> None:
    text = "For the purposes of this Treaty: (a) “Organized loan” means three loans; (b) “Loan” means one."
    pieces = asked("What is an organised loan?", entry(unit("ladders:1", text, ("a", "b"))))
    assert [piece.id for piece in pieces] == ["ladders:1(a)"]


def test_a_definition_keeps_its_opening_words() -> None:
    term = given().leans_on[0]
    assert [quote.text for quote in term.quotes] == [
        "For the purposes of this Convention:",
        "“Folding ladder” or “step” means a ladder with hinges;",
    ]


def test_the_terms_of_the_rule_and_what_it_points_to_stand_beside_it_folded() -> None:
    found = given().leans_on
    assert [(one.role, one.ids, one.folded) for one in found] == [
        ("term", ("ladders:1(b)",), True),
        ("referred to in [1]", ("ladders:5(2)",), True),
    ]


def test_what_is_folded_is_shown_by_lead_and_pinpoint() -> None:
    assert "▸ [2] Term: Folding ladder (ladders 1(b))" in given().answer
    assert "hinges" not in given().answer


def test_a_rule_that_is_a_definition_shows_its_terms_in_full() -> None:
    text = "For the purposes of this Treaty: (a) “Loan” means the lending of a ladder; (b) “Ladder” means two poles."
    own = {"ladders:1": entry(unit("ladders:1", text, ("a", "b")))}
    said = given("What is a loan?", own, "ladders:1").statements
    assert [one.ids for one in said] == [("ladders:1(a)",), ("ladders:1(b)",)]


def test_a_long_list_of_references_is_not_followed() -> None:
    many = {"ladders:4(1)": referring("article 5, paragraph 2", *(f"ladders:{n}" for n in range(5, 10)))}
    assert given(entries={**ENTRIES, **many}).leans_on[1:] == ()


def test_a_digest_that_stands_alone_explains_its_terms_in_its_own_words() -> None:
    ours = Digest("ladders:1", "A ladder has rungs. An oil is any fat.", (), "definition", (), ("oil", "huile"), "x")
    alone = Entry(unit("ladders:1", ours.digest), False, entry(OIL).version, "corpus", ours)
    term = given(entries={**ENTRIES, "ladders:1": alone}, first="ladders:5(2)").leans_on[0]
    assert term.text == "Term: oil, in the words of our digest:"
    assert [quote.text for quote in term.quotes] == ["An oil is any fat."]


@pytest.mark.parametrize(
    "question",
    [
        "What is a folding ladder?",
        "What counts as a folding ladder under the convention?",
        "Meaning of folding ladder",
        "How does the treaty define a folding ladder?",
        "Who counts as a folding ladder?",
    ],
)
def test_the_term_whose_meaning_is_asked_for_is_found(question: str) -> None:
    found = sought(question, glossary(ENTRIES.values()))
    assert [one.term for one in found] == ["Folding ladder"]


def test_a_question_that_only_has_the_term_asks_for_no_meaning() -> None:
    assert sought("What is the price of a folding ladder?", glossary(ENTRIES.values())) == []


def test_every_instrument_that_defines_the_term_answers() -> None:
    two = {
        "ladders:1": entry(TERMS),
        "stools:1": entry(unit("stools:1", "For the purposes of this Treaty, “step” means a low stool for two feet.")),
    }
    said = answer(Question("What is a step?"), [Hit("stools:1", 1.0)], two, {}, known=glossary(two.values())).statements
    assert [one.ids[0] for one in said] == ["stools:1", "ladders:1(b)"]


def test_other_grounds_for_refusing_stand_beside_where_grounds_are_asked_for() -> None:
    def ground(n: int) -> Entry:
        text = f"A loan may be refused on ground number {n}."
        told = Digest(
            f"ladders:{n}", text, (), "rule", ("may",), ("loan",), "x", "", (ConceptUse("loan-refusal", "rule"),)
        )
        return entry(unit(f"ladders:{n}", text), digest=told)

    three = {one.id: one for one in map(ground, (11, 12, 13))}
    given_ = given("On what grounds may a loan be refused?", three, "ladders:11")
    assert [one.ids[0] for one in given_.leans_on] == ["ladders:12", "ladders:13"]
    assert given("Who lends?", three, "ladders:11").leans_on == ()


def test_a_question_that_only_cites_gets_what_it_cites() -> None:
    cited = Citation("ladders 5(2)", 0, 12, ("ladders:5(2)",), "resolved")
    question = Question("ladders 5(2)", citations=(cited,), mentions=(Span(0, 12),))
    said = answer(question, [Hit("ladders:4(1)", 2.0), Hit("ladders:5(2)", 1.0)], ENTRIES, {}).statements
    assert [one.ids for one in said] == [("ladders:5(2)",)]


def test_a_term_of_the_same_stem_is_no_term_of_the_rule() -> None:
    known = definitions(entry(unit("ladders:1", "For the purposes of this Treaty, “authorisation” means a paper.")))
    assert not used("The competent authority shall count the rungs.", "ladders:2", known)
    assert used("Two authorizations shall be shown.", "ladders:2", known)
