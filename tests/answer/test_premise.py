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


@pytest.mark.parametrize(
    ("question", "stance"),
    [
        ("Why does the ladder treaty forbid us to lend tall ladders?", "must not"),
        ("The ladder treaty does not require two rungs. Who counts them?", "need not"),
        ("Ladder shop: since the ladder treaty lets us refuse the short, whom do we tell?", "may"),
        ("We refused, as the ladder treaty obliges us to. Whom do we tell?", "must"),
        ("Is a short borrower covered by the right to decline under the ladder treaty?", "may"),
        ("Is that too short because the ladder treaty has loans end after 40 days?", "is"),
        ("Under the ladder treaty the maximum is 40 days. When do they begin?", "is"),
    ],
)
def test_further_forms_of_a_claim_are_read(question: str, stance: str) -> None:
    found = claim(question, names(question))
    assert found is not None
    assert found.stance == stance


@pytest.mark.parametrize(
    "question",
    [
        "Under the ladder treaty he has been on the ladder for 50 days. Is that too long?",
        "Since the ladder treaty forbids climbing and must not be stretched, what counts?",
        "As under the ladder treaty articles 4, 5 and 6 must apply to painters, who decides?",
    ],
)
def test_what_may_mean_several_things_is_no_claim(question: str) -> None:
    assert claim(question, names(question)) is None


def premise(mini: SimpleNamespace, question: str, *texts: str):  # type: ignore[no-untyped-def]
    """The answer where the instrument has these paragraphs, ranked as given."""
    units = [mini.unit(f"ladders:6({n})", text) for n, text in enumerate(texts, 1)]
    entries = {one.id: mini.entry(one) for one in units}
    spans = [Span(*found.span()) for found in re.finditer(r"Ladders treaty", question)]
    asked = mini.ask(question, "ladders", mentions=tuple(spans))
    return answer(asked, mini.ranked(*entries), entries, mini.names)


def test_a_ban_that_is_claimed_is_denied_by_a_duty(mini: SimpleNamespace) -> None:
    question = "The Ladders treaty forbids a borrower to paint a ladder. Who checks?"
    assert premise(mini, question, "A borrower shall paint the ladder.").verdict == "premise-wrong"
    assert premise(mini, question, "A borrower shall not paint the ladder.").verdict is None


def test_of_two_numbers_the_one_on_the_side_claimed_is_told(mini: SimpleNamespace) -> None:
    text = "A loan of a ladder may end after 18 days. A loan of a ladder shall not exceed 40 days."
    given = premise(mini, "The Ladders treaty lets a loan of a ladder last 60 days at most. From when?", text)
    assert given.headline == "No: at most 40 days, not 60 days."


def test_another_side_that_bears_the_costs_corrects(mini: SimpleNamespace) -> None:
    text = "The ordinary costs of a request for a ladder shall be borne by the requested Party."
    given = premise(
        mini, "As the Ladders treaty makes the requesting Party bear the costs of a request, how much?", text
    )
    assert given.verdict == "premise-wrong"
    same = premise(mini, "As the Ladders treaty makes the requested Party bear the costs of a request, how much?", text)
    assert same.verdict is None


def test_an_age_is_not_held_against_a_length_of_time(mini: SimpleNamespace) -> None:
    text = "A ladder may be lent to persons over eighteen years of age."
    assert premise(mini, "The Ladders treaty lets a ladder be lent for ten years. From when?", text).verdict is None
