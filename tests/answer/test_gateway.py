"""Where a treaty only opens the door, its clause is quoted and what decides outside is named."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from kb.answer import answer
from kb.answer.gateway import clauses
from kb.model import Address, Answer, Entry, Fact, Instrument, Unit

STATUS_PAGE = "https://example.org/pulleys"
CLAUSES = {
    "pulleys:1": "Each Party shall oil its pulleys once a year.",
    "pulleys:2": "The Secretary-General shall be notified of the names and addresses of the central authorities.",
    "pulleys:3": "Any Party may make a reservation in respect of the colour of pulleys.",
    "pulleys:4": "Instruments of ratification shall be deposited with the Secretary-General.",
    "pulleys:5": "The keepers shall receive such pay as may be decided upon by the Conference of the Parties.",
    "pulleys:6": "The greasing of a rope shall be governed by the law of the requested Party.",
    "pulleys:8": "Each Party shall make the theft of pulleys punishable by proportionate penalties.",
    "pulleys:7": "Each Party may declare in which language requests are acceptable to it.",
}


@pytest.fixture
def pulleys(mini: SimpleNamespace) -> SimpleNamespace:
    """A treaty of clauses that leave something to somebody."""
    made: dict[str, Unit] = {pinpoint: mini.unit(pinpoint, text) for pinpoint, text in CLAUSES.items()}
    entries: dict[str, Entry] = {pinpoint: mini.entry(unit) for pinpoint, unit in made.items()}
    known = Instrument(
        "pulleys",
        "Convention on Pulleys",
        "Pulleys",
        (),
        "invented",
        1,
        depositary=Fact("Keeper of Pulleys", "seen"),
        status=(Address(STATUS_PAGE, "html", "seen"),),
    )

    def say(text: str, *ranked: str, named: bool = True, issues: tuple[str, ...] = ()) -> Answer:
        question = mini.ask(text, *(("pulleys",) if named else ()), issues=issues)
        return answer(question, mini.ranked(*ranked), entries, {"pulleys": known})

    return SimpleNamespace(say=say)


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("What is the telephone number of the central authority for pulleys?", "pulleys:2"),
        ("Has Malta made a reservation to the pulley convention?", "pulleys:3"),
        ("Has Malta ratified the pulley convention?", "pulleys:4"),
        ("Which languages does Malta take for requests?", "pulleys:7"),
    ],
)
def test_what_states_have_done_is_with_the_depositary_whose_page_is_named(
    pulleys: SimpleNamespace, question: str, clause: str
):
    given = pulleys.say(question, "pulleys:1")
    assert given.status == "partial"
    assert given.statements[0].ids == (clause,)
    assert given.limits[0].startswith("Decided outside this library: ")
    assert STATUS_PAGE in given.limits[0]


def test_the_body_that_decides_is_named(pulleys: SimpleNamespace):
    given = pulleys.say("What is the salary of a keeper?", "pulleys:5", named=False)
    assert given.status == "partial"
    assert "a decision of the Conference of the Parties" in given.limits[0]


def test_a_price_that_no_body_fixes_is_refused(pulleys: SimpleNamespace):
    assert pulleys.say("How much does a pulley cost?", "pulleys:1", named=False).status == "refused"


def test_a_detail_that_the_rule_leaves_to_national_law_is_answered_in_part(pulleys: SimpleNamespace):
    given = pulleys.say("How long may the greasing take?", "pulleys:6")
    assert given.status == "partial"
    assert given.limits[0] == "Decided outside this library: the law of the State concerned."


def test_a_penalty_without_a_number_is_answered_in_part_where_years_are_asked_for(pulleys: SimpleNamespace):
    given = pulleys.say("How many years does a thief of pulleys get?", "pulleys:8")
    assert given.status == "partial"
    assert given.statements[0].ids == ("pulleys:8",)


def test_the_rule_itself_is_answered_though_it_leaves_the_rest_to_national_law(pulleys: SimpleNamespace):
    assert pulleys.say("What governs the greasing of a rope?", "pulleys:6").status == "answered"


def test_of_two_issues_the_one_that_the_treaty_settles_is_answered(pulleys: SimpleNamespace):
    first, second = "Must we oil the pulleys", "how much does the oil cost?"
    given = pulleys.say(f"{first}, and {second}", "pulleys:1", issues=(first, second))
    assert given.status == "partial"
    assert given.statements[0].ids == ("pulleys:1",)
    assert "prices" in given.limits[0]


def test_a_time_asked_of_a_law_is_not_told_from_another_time_limit(mini: SimpleNamespace) -> None:
    text = "It shall be returned within 30 days. This period is governed by the law of the requested State."
    made = mini.unit("ladders:8", text)
    entries = {made.id: mini.entry(made)}
    hits = mini.ranked(made.id)
    assert clauses(mini.ask("What is the time limit for appeals in France?", "ladders"), "law", hits, entries) == ()
    assert clauses(mini.ask("Who may appeal in France?", "ladders"), "law", hits, entries) != ()
