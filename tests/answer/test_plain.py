"""Shapes that a question and a text share, and what keeps them apart."""

from __future__ import annotations

import pytest

from kb.answer.asked import clauses, opened
from kb.answer.plain import Case, plain


def said(question: str, text: str, gloss: str = "") -> str | None:
    """The verdict of the first clause that has a shape of the text."""
    cases = [Case(opened(clause), question, (text,), gloss) for clause in clauses(question)]
    return next((found.verdict for case in cases if (found := plain(case))), None)


CRIME = "Each club shall take steps to establish as a criminal offence, when done on purpose, the sawing of rungs."
WISH = "Each club shall consider taking steps to establish as a criminal offence the sawing of rungs."
OPTION = "Each club may establish as a criminal offence the sawing of rungs."
SCOPE = "This Convention shall not apply to folding ladders."
YOUNG = "The bench shall have no power over a climber who was under the age of 16."
KIND = "None of the acts in article 2 shall be regarded as a political offence."

GOES_ON = "Clubs shall ensure that proceedings may continue even if the lender withdraws his word."
FIRMS = "Each club shall see to it that legal persons may be held liable for ladders."
BESIDES = "Liability of a club is without prejudice to liability of natural persons who sawed."


@pytest.mark.parametrize(
    ("question", "text", "verdict"),
    [
        ("Is it a crime to saw rungs?", CRIME, "yes"),
        ("Is sawing rungs punishable under the Ladder Convention?", CRIME, "yes"),
        ("Does the Ladder Convention make States punish the sawing of rungs?", CRIME, "yes"),
        ("Is it a crime to saw rungs by accident?", CRIME, None),
        ("Is it a crime to try to saw rungs?", CRIME, None),
        ("Is sawing rungs punishable by death?", CRIME, None),
        ("Is it a crime to paint poles?", CRIME, None),
        ("Must the sawing of rungs be made a crime?", WISH, "no"),
        ("Is it a crime to saw rungs?", OPTION, "depends"),
        ("Are folding ladders left out?", SCOPE, "yes"),
        ("Are folding ladders covered?", SCOPE, "no"),
        ("Are wooden ladders covered?", SCOPE, None),
        ("Is a climber aged 15 too young?", YOUNG, "yes"),
        ("Is a climber aged 30 too young?", YOUNG, "no"),
        ("Is there a time limit for a loan?", "Loans can not be subject to any limitation.", "no"),
        ("Does a loan count as a political offence?", KIND, None),
        ("Can they say that the acts were a political offence?", KIND, "no"),
        ("Does it matter that the lender smiled?", "The smile of the lender shall be irrelevant.", "no"),
        (
            "Does his crown protect the king from a fine?",
            "Thieves shall be fined, whether they are rulers with a crown.",
            "no",
        ),
        ("Can a king be punished?", "Thieves shall be punished, whether they are rulers.", "yes"),
        ("Can a climber aged 15 be tried?", YOUNG, "no"),
        ("Can a climber aged 30 be tried?", YOUNG, None),
        ("He withdrew his complaint. Must we drop the case?", GOES_ON, "no"),
        ("He withdrew his complaint. Can the case continue?", GOES_ON, "yes"),
        ("Can the firm be held liable?", FIRMS, "yes"),
        ("Can the firm be held criminally liable?", FIRMS, None),
        ("He did it for his own gain. Can the firm be held liable?", FIRMS, None),
        ("Can its manager still be prosecuted?", BESIDES, "yes"),
        ("Can its manager hide behind the firm?", BESIDES, "no"),
        ("Does the borrower have to agree to it?", "The consent of the borrower shall not be required.", "no"),
    ],
)
def test_what_a_shared_shape_decides(question: str, text: str, verdict: str | None) -> None:
    assert said(question, text, "smile lender borrower") == verdict
