"""What a question takes for granted, and what the library says to it."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from kb.answer import answer, claim_of
from kb.answer.claims import claim, presumed
from kb.model import Hit, Span


def names(question: str) -> list[Span]:
    """Where the question names an instrument or a provision."""
    return [Span(*found.span()) for found in re.finditer(r"[Ll]adder (?:convention|treaty)|treaty|Article 3", question)]


@pytest.mark.parametrize(
    ("question", "text", "stance"),
    [
        (
            "Since the ladder convention lets us refuse the short, whom do we tell?",
            "the ladder convention lets us refuse the short",
            "may",
        ),
        ("The ladder treaty requires two rungs. Who counts them?", "The ladder treaty requires two rungs.", "must"),
        ("As the treaty covers wooden ladders only, what of iron?", "the treaty covers wooden ladders only", "only"),
        ("Which court signs the loan off, as Article 3 demands?", "Which court signs the loan off", "must"),
        (
            "The ladder treaty gives him 60 days, so he has 25 left, right?",
            "The ladder treaty gives him 60 days",
            "may",
        ),
    ],
)
def test_a_claim_about_the_law_is_read_off(question: str, text: str, stance: str) -> None:
    found = claim(question, names(question))
    assert found is not None
    assert (found.text, found.stance) == (text, stance)


@pytest.mark.parametrize(
    "question",
    [
        "Our client fears the ladder. Is there an absolute bar in the convention?",
        "Ladder convention: we asked them to take it. May we still climb?",
        "Since the ladder convention does not forbid climbing without rungs, what counts?",
        "Does the convention require rungs?",
        "He lent it for ten days. All of us apply the ladder treaty. Is that too long?",
        "Since he is short and it rains, may we refuse?",
    ],
)
def test_facts_and_negative_words_are_no_claim(question: str) -> None:
    assert claim(question, names(question)) is None


def test_a_number_asked_for_is_not_denied_by_a_ban_that_has_numbers(mini: SimpleNamespace) -> None:
    text = "How many days may the Ladders treaty let me keep it?"
    assert corrected(mini, text, "ladders:4(1)").verdict is None


def test_details_asked_for_presume_that_the_thing_is_allowed() -> None:
    assert presumed("How do we word the ladder treaty's consent?", [Span(19, 32)]) is not None
    assert presumed("Which paint does the treaty forbid, and how do we tell?", [Span(21, 27)]) is None


def corrected(mini: SimpleNamespace, text: str, *ids: str):  # type: ignore[no-untyped-def]
    found = re.search(r"Ladders treaty", text)
    question = mini.ask(text, "ladders", mentions=(Span(*found.span()),) if found else ())
    hits = [Hit(one, 1.0 - n / 100, {"cosine": 0.6}) for n, one in enumerate(ids)]
    return answer(question, hits, mini.entries, mini.names, on_claim=hits)


def test_another_number_in_the_text_corrects_the_premise(mini: SimpleNamespace) -> None:
    given = corrected(mini, "The Ladders treaty gives me 30 days to return it. From when?", "ladders:4(1)")
    assert (given.status, given.verdict) == ("answered", "premise-wrong")
    assert given.answer.startswith("No: 18 days “after the loan”, not 30 days.")
    assert given.statements[0].ids == ("ladders:4(1)",)
    assert given.statements[0].role == "premise"


def test_the_same_number_leaves_the_premise_alone(mini: SimpleNamespace) -> None:
    given = corrected(mini, "The Ladders treaty gives me 18 days to return it. From when?", "ladders:4(1)")
    assert given.verdict is None


def test_a_ban_corrects_what_is_said_to_be_allowed(mini: SimpleNamespace) -> None:
    given = corrected(mini, "Since the Ladders treaty lets us refuse the short, whom do we tell?", "ladders:2(2)")
    assert given.verdict == "premise-wrong"
    assert "shall not be refused" in given.answer.splitlines()[0]


def test_a_claim_about_granting_is_turned_round_against_a_rule_about_refusing(mini: SimpleNamespace) -> None:
    given = corrected(mini, "Since the Ladders treaty obliges us to help the short, whom do we tell?", "ladders:2(2)")
    assert given.verdict is None


def test_a_claim_that_something_must_be_refused_is_borne_out_by_a_ban_on_granting(mini: SimpleNamespace) -> None:
    """The ban decides; a later provision that leaves something free corrects nothing."""
    ban = mini.unit("ladders:6(1)", "A ladder shall not be surrendered for rotten rungs.")
    option = mini.unit("ladders:6(2)", "A lender may choose whom surrender for rotten rungs may hurt.")
    entries = {one.id: mini.entry(one) for one in (ban, option)}
    question = "Since under the Ladders treaty surrender for rotten rungs must be refused, who decides?"
    asked = mini.ask(question, "ladders", mentions=(Span(16, 30),))
    assert answer(asked, mini.ranked(*entries), entries, mini.names).verdict is None


def test_a_ban_that_is_not_on_granting_bears_no_refusal_out(mini: SimpleNamespace) -> None:
    """It only leads up to the sentence that forbids refusing."""
    words = "Surrender for rot shall not be seen as rude. A surrender may not be refused for rot."
    entries = {"ladders:6": mini.entry(mini.unit("ladders:6", words))}
    question = "Since the Ladders treaty lets us refuse surrender for rot, whom do we tell?"
    asked = mini.ask(question, "ladders", mentions=(Span(10, 24),))
    assert answer(asked, mini.ranked("ladders:6"), entries, mini.names).verdict == "premise-wrong"


def test_a_ban_for_a_case_apart_does_not_deny_a_duty(mini: SimpleNamespace) -> None:
    ban = (
        "No borrower shall surrender a ladder to a painter where there are grounds for believing that he would burn it."
    )
    entries = {"ladders:6": mini.entry(mini.unit("ladders:6", ban))}
    question = "As the Ladders treaty obliges a borrower to surrender a ladder to burners, which lender decides?"
    asked = mini.ask(question, "ladders", mentions=(Span(7, 21),))
    assert answer(asked, mini.ranked("ladders:6"), entries, mini.names).verdict is None


def test_the_first_provision_that_speaks_to_the_claim_decides(mini: SimpleNamespace) -> None:
    question = "Since the Ladders treaty lets us refuse the clumsy, whom do we tell?"
    assert corrected(mini, question, "ladders:2(1)", "ladders:2(2)").verdict is None


def test_a_claim_is_offered_for_ranking_by_itself(mini: SimpleNamespace) -> None:
    found = claim_of(mini.ask("Since the treaty allows paint, which colour?", "ladders", mentions=(Span(10, 16),)))
    assert found is not None
    assert found.text == "the treaty allows paint"
