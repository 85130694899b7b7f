"""When a rule decides a yes-or-no question, and when it is left open."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from kb.answer import answer
from kb.answer.closeness import asks_time
from kb.model import Answer, ConceptUse, Digest, Entry


def glossed(mini: SimpleNamespace, pinpoint: str, text: str, terms: tuple[str, ...]) -> Entry:
    """A provision with a digest that says the same."""
    digest = Digest(pinpoint, text, (), "rule", (), terms, "as adopted")
    return mini.entry(mini.unit(pinpoint, text), digest=digest)


def say(mini: SimpleNamespace, question: str, *entries: Entry, named: bool = True) -> Answer:
    known = {one.id: one for one in entries}
    asked = mini.ask(question, "ladders") if named else mini.ask(question)
    return answer(asked, mini.ranked(*known), known, mini.names)


def test_a_rule_that_lacks_the_subject_asked_for_decides_nothing(mini: SimpleNamespace) -> None:
    """A ban on refusing for one reason says nothing of another reason, which other provisions have as a subject."""
    ban = glossed(mini, "ladders:8(1)", "A loan shall not be refused because the borrower is short.", ("loan",))
    paint = glossed(mini, "ladders:9", "Wet paint shall be marked on every rung.", ("wet paint",))
    assert say(mini, "May a loan be refused because the borrower is short?", ban, paint).verdict == "no"
    assert say(mini, "May a loan be refused because of wet paint?", ban, paint).verdict is None


def test_a_statement_of_several_forces_is_not_held_against_another_treaty(mini: SimpleNamespace) -> None:
    words = "The borrower shall count the rungs. The borrower shall not count the poles."
    mixed = glossed(mini, "ladders:8(2)", words, ("poles",))
    other = glossed(mini, "stools:8", "The borrower shall not count the poles of a stool.", ("poles",))
    given = say(mini, "May the borrower count the poles?", mixed, other, named=False)
    assert "Duty" not in given.headline


def test_a_duty_of_some_states_alone_is_no_plain_yes(mini: SimpleNamespace) -> None:
    words = "States Parties that do not ask for a card shall lend the ladder to a borrower."
    rule = glossed(mini, "ladders:8(1)", words, ("loan",))
    assert say(mini, "Must States Parties lend the ladder to a borrower?", rule).verdict == "depends"


def test_a_body_that_is_asked_about_stands_for_the_instrument_that_made_it(mini: SimpleNamespace) -> None:
    other = glossed(mini, "ladders:8", "The penalty of a fine may be imposed by any lender.", ("fine",))
    own = glossed(mini, "rome-statute:8", "The Court may impose a penalty.", ("penalties",))
    given = say(mini, "Can the ICC impose a fine as a penalty?", other, own, named=False)
    assert {said.ids for said in given.statements} == {("rome-statute:8",)}


def test_a_least_number_of_people_asks_for_no_time() -> None:
    assert not asks_time("As it takes a minimum of three persons, does a pair count?")
    assert asks_time("What is the minimum sentence?")


BAN = "A loan shall not be granted if the borrower is a giant."


@pytest.mark.parametrize(
    ("question", "text", "verdict", "headline"),
    [
        ("May we lend to a giant?", BAN, "no", "No, where the condition in [1] is met."),
        ("Can we refuse a loan to a giant?", BAN, "yes", "Yes, refusal is a duty, where the condition in [1] is met."),
        ("Is a loan to a giant forbidden?", BAN, "yes", "Yes, where the condition in [1] is met."),
        ("May we grant a loan?", BAN, "depends", "It depends on the conditions in [1]."),
        ("Are loans of poles allowed?", "No loans of poles may be made.", "no", "No."),
        ("Is a receipt required for a loan?", "A receipt shall not be required for a loan.", "no", "No."),
        ("Is a stamp required for a ladder?", "A receipt shall be given for a loan.", None, ""),
        (
            "Is consent needed for a loan?",
            "The lender shall make a loan, subject to the consent of the owner.",
            "yes",
            "Yes, where the condition in [1] is met.",
        ),
        ("May we look without asking?", "The lender may, without the permission of the owner, look.", "yes", "Yes."),
        ("Must a deposit be taken?", "A deposit may be taken.", "no", "No: an option, not a duty."),
        (
            "Must a deposit be taken?",
            "The lender shall consider whether a deposit be taken.",
            "no",
            "No: to be considered, not a duty.",
        ),
        ("Must we consider a deposit?", "The lender shall consider a deposit.", None, ""),
        ("Must a lender be criminally liable for cracks?", "The lender shall be held liable for cracks.", None, ""),
        (
            "Must a lender face criminal sanctions for cracks?",
            "The lender shall face criminal or civil sanctions for cracks.",
            None,
            "",
        ),
        ("Can a loan be made an offence?", "A loan shall not be dependent on any offence.", None, ""),
        ("May a loan be painted?", "Parties shall ensure that no loan is painted.", "no", "No."),
        (
            "May a loan be refused?",
            "A loan may not be refused, except in the following cases: (a) it rains.",
            "depends",
            "It depends on the conditions in [1].",
        ),
        ("Must the borrower be sent to a desk?", "The borrower shall be sent either to a desk or to a shed.", None, ""),
    ],
)
def test_what_a_norm_says_to_a_question(
    mini: SimpleNamespace, question: str, text: str, verdict: str | None, headline: str
) -> None:
    given = say(mini, question, glossed(mini, "ladders:8(1)", text, ("loan",)))
    assert (given.verdict, given.headline) == (verdict, headline)


def test_a_ban_as_near_with_an_exception_in_the_same_article_leaves_a_flat_one_open(mini: SimpleNamespace) -> None:
    flat = glossed(mini, "ladders:8(1)", "No borrower shall be charged twice by a lender.", ("charge",))
    beside = glossed(mini, "ladders:8(2)", "No borrower shall be charged by a lender unless he fell.", ("charge",))
    asked = "May a borrower be charged by a lender?"
    assert say(mini, asked, flat).verdict == "no"
    assert say(mini, asked, flat, beside).verdict is None


def test_a_condition_in_a_letter_limits_the_words_that_open_its_list(mini: SimpleNamespace) -> None:
    text = (
        "The lender shall: (a) oil the hinges of the ladder; and (b) sound the bell of the ladder, if it is of brass;"
    )
    digest = Digest("ladders:8(1)", text, (), "rule", (), ("bell",), "as adopted")
    lists = mini.entry(mini.unit("ladders:8(1)", text, ("a", "b")), digest=digest)
    assert say(mini, "Must the lender sound the bell of the ladder?", lists).verdict == "depends"


def on(mini: SimpleNamespace, pinpoint: str, text: str) -> Entry:
    """A provision on wet paint."""
    use = ConceptUse("wet-paint", "rule")
    digest = Digest(pinpoint, text, (), "rule", (), ("wet paint",), "as adopted", concepts=(use,))
    return mini.entry(mini.unit(pinpoint, text), digest=digest)


def test_another_treaty_that_answers_the_other_way_makes_it_depend_on_the_treaty(mini: SimpleNamespace) -> None:
    ban = on(mini, "ladders:8", "A loan shall not be refused on the ground of wet paint.")
    grant = on(mini, "stools:8", "A loan may be refused for wet paint.")
    asked = "Can a loan be refused because of wet paint?"
    assert say(mini, asked, ban, grant).verdict == "no"
    assert say(mini, asked, ban, grant, named=False).verdict == "depends"


def test_a_ban_on_one_reason_says_nothing_of_another(mini: SimpleNamespace) -> None:
    ban = glossed(mini, "ladders:8", "A loan shall not be refused on the ground of wet paint.", ())
    assert say(mini, "Can a loan be refused because it is dark?", ban).verdict is None


def test_what_an_envoy_may_do_is_no_permission_of_the_police(mini: SimpleNamespace) -> None:
    text = "Consular officers may visit the shed of a lender."
    assert say(mini, "May consular officers visit the shed?", glossed(mini, "ladders:8", text, ())).verdict == "yes"
    assert say(mini, "May our police visit the shed?", glossed(mini, "ladders:8", text, ())).verdict is None
