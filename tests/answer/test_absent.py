"""What an instrument that is named does not speak of, and names that several instruments bear."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from kb.answer import answer
from kb.answer.glossary import glossary, sought
from kb.model import Answer, Citation, ConceptUse, Digest, Entry, Unit

ASKED = "What is the painting licence for a rung?"


def described(mini: SimpleNamespace, unit: Unit, *terms: str, concept: str = "loan") -> Entry:
    digest = Digest(unit.id, unit.text, (), "rule", ("shall",), terms, "as adopted", "", (ConceptUse(concept),))
    return mini.entry(unit, digest=digest)


def told(mini: SimpleNamespace, *licences: Entry) -> Answer:
    rung = described(mini, mini.unit("ladders:8", "The rung shall be oiled and counted."), "rung")
    entries = {one.id: one for one in (rung, *licences)}
    return answer(mini.ask(ASKED, "ladders"), mini.ranked(*entries), entries, mini.names)


def licence(mini: SimpleNamespace, number: int, concept: str = "licensing") -> Entry:
    made = mini.unit(f"stools:{number}", f"Stools of kind {number} need a painting licence.")
    return described(mini, made, "painting licence", concept=concept)


def test_what_a_named_instrument_does_not_speak_of_is_said_first(mini: SimpleNamespace) -> None:
    said = told(mini, *(licence(mini, n) for n in (11, 12, 13)))
    assert said.headline == "Nothing found in Ladders on “painting licence”; [1] is the nearest."


@pytest.mark.parametrize(("count", "concept"), [(1, "licensing"), (3, "loan")])
def test_nothing_is_denied_for_a_rare_term_or_a_shared_concept(mini: SimpleNamespace, count: int, concept: str) -> None:
    assert told(mini, *(licence(mini, 11 + n, concept) for n in range(count))).headline == ""


def cited(*candidates: str) -> Citation:
    return Citation("article 2 of the Guild Convention", 0, 9, (), "ambiguous", None, candidates)


def test_a_pinpoint_of_two_instruments_is_read_as_the_nearer_one_and_says_so(mini: SimpleNamespace) -> None:
    question = mini.ask("Can the short be refused a loan?", citations=(cited("ladders:2(2)", "stools:2"),))
    said = answer(question, mini.ranked("stools:2", "ladders:2(2)"), mini.entries, mini.names)
    assert said.statements[0].ids == ("stools:2",)
    assert said.warnings[0] == ("“article 2 of the Guild Convention” is read as Stools 2; it may also be Ladders 2(2).")


def test_a_pinpoint_that_may_be_of_an_instrument_not_at_hand_is_left_open(mini: SimpleNamespace) -> None:
    question = mini.ask("Can the short be refused a loan?", citations=(cited("ropes:2", "stools:2"),))
    said = answer(question, mini.ranked("ladders:2(2)"), mini.entries, mini.names)
    assert not any("is read as" in note for note in said.warnings)


def test_what_is_said_of_a_defined_term_stands_beside_its_definition(mini: SimpleNamespace) -> None:
    text = (
        "For the purposes of this Convention: (a) “loan” means a handing over of a ladder; (b) the consent of the wall "
        "is irrelevant to a loan; (c) “wall” means what a ladder leans on."
    )
    unit = mini.unit("ladders:8", text, ("a", "b", "c"), heading="Use of terms")
    said = answer(
        mini.ask("Can consent be irrelevant to a loan?", "ladders"),
        mini.ranked(unit.id),
        {unit.id: mini.entry(unit)},
        mini.names,
    )
    assert "ladders:8(b)" in said.statements[0].ids


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What is a rungcrime?", "No definition of “rungcrime” found in this library; [1] is the nearest."),
        ("What is painting?", ""),
        ("What is the longest loan?", ""),
    ],
)
def test_a_word_that_nothing_defines_is_said_to_be_undefined(mini: SimpleNamespace, question: str, said: str) -> None:
    made = mini.unit("ladders:8", "The guilds shall consult on painting and rungcrime.", heading="Painting")
    assert answer(mini.ask(question), mini.ranked(made.id), {made.id: mini.entry(made)}, mini.names).headline == said


def test_both_terms_of_a_difference_are_defined(mini: SimpleNamespace) -> None:
    known = glossary(
        [
            mini.entry(mini.unit(f"ladders:{n}", f"“{term}” means a thing of wood."))
            for n, term in ((8, "Rung"), (9, "Stile"), (10, "Hinge"))
        ]
    )
    assert [one.unit for one in sought("What is the difference between a rung and a stile?", known)] == [
        "ladders:8",
        "ladders:9",
    ]
