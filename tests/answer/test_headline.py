"""First lines and leads: a number only where it is the answer, terms by their names, notes that name things once."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from kb.answer import Question, answer
from kb.answer.compose import pinpoints
from kb.answer.glossary import definitions, glossary, sought
from kb.model import Answer, Citation, Hit, Version

HOW_LONG = "How long may a ladder be kept?"


def told(mini: SimpleNamespace, question: Question | str, *units: object) -> Answer:
    """The answer from these units alone, ranked as given."""
    entries = {one.id: mini.entry(one) for one in units}  # type: ignore[attr-defined]
    asked = mini.ask(question, "ladders") if isinstance(question, str) else question
    return answer(asked, mini.ranked(*entries), entries, mini.names)


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("A ladder may be kept for up to a maximum of 90 days.", "“up to a maximum of 90 days”, see [1]."),
        (
            "The keeping of a ladder shall not, in any event, exceed 40 days from the loan.",
            "“shall not, in any event, exceed 40 days from the loan”, see [1].",
        ),
        (
            "In no case may a ladder be kept longer than 40 days.",
            "“In no case may a ladder be kept longer than 40 days”, see [1].",
        ),
        (
            "The keeping ends when the ladder had 15 days from that date but stayed.",
            "“15 days from that date”, see [1].",
        ),
        (
            "A ladder may be kept for 15 days or for any period agreed upon from the loan.",
            "“15 days or for any period agreed upon from the loan”, see [1].",
        ),
    ],
)
def test_a_time_limit_keeps_its_bound_and_its_alternative(mini: SimpleNamespace, text: str, headline: str) -> None:
    assert told(mini, HOW_LONG, mini.unit("ladders:8", text)).headline == headline


def test_hours_of_service_are_no_time_limit(mini: SimpleNamespace) -> None:
    clock = mini.unit("ladders:8", "The ladder desk shall be open on a twenty-four hour, seven-day-a-week basis.")
    said = told(mini, "How quickly must the ladder desk lend?", clock)
    assert (said.headline, said.deadlines) == ("", ())


def test_a_number_beside_what_is_asked_is_no_headline(mini: SimpleNamespace) -> None:
    text = "The lender shall inspect a borrowed ladder with care. A broken stool shall be mended within 9 days."
    assert (
        told(mini, "How quickly must the lender inspect a borrowed ladder?", mini.unit("ladders:8", text)).headline
        == ""
    )


def test_one_of_several_alternatives_is_no_headline(mini: SimpleNamespace) -> None:
    text = "The ladder may be kept: (a) for a number of years not exceeding 30 years; or (b) for life."
    assert (
        told(mini, "What is the longest a ladder may be kept?", mini.unit("ladders:8", text, ("a", "b"))).headline == ""
    )


def test_the_number_of_particulars_answers_only_who_asks_for_them(mini: SimpleNamespace) -> None:
    listed = mini.unit(
        "ladders:8",
        "A request shall contain: (a) the name of the borrower; and (b) the length of the ladder.",
        ("a", "b"),
    )
    assert told(mini, "Must a request be in writing?", listed).headline == ""
    assert told(mini, "What must a request contain?", listed).headline == "2 particulars, all required, see [1]."


def test_without_a_named_instrument_a_time_limit_says_whose_it_is(mini: SimpleNamespace) -> None:
    made = mini.unit("ladders:8", "A ladder may be kept for at most 90 days.")
    assert told(mini, mini.ask(HOW_LONG), made).headline == "“at most 90 days”, under Ladders 8, see [1]."


def test_the_limit_of_one_instrument_is_no_headline_of_a_comparison(mini: SimpleNamespace) -> None:
    mine, theirs = (
        mini.unit(f"{slug}:8", text)
        for slug, text in (("ladders", "A ladder may be kept for 90 days."), ("stools", "A stool shall be praised."))
    )
    question = mini.ask("Compare how long a ladder and a stool may be kept.", "ladders", "stools")
    assert "90 days" not in told(mini, question, mine, theirs).headline


def test_several_forces_on_unlike_matters_are_not_set_against_each_other(mini: SimpleNamespace) -> None:
    mine = mini.unit(
        "ladders:8", "A loan may be ended after a week. The ladder shall not be kept for more than a month."
    )
    theirs = mini.unit("stools:8", "In haste the guild may request a loan.")
    question = mini.ask("Compare the end of a loan of ladders and stools.", "ladders", "stools")
    assert "force differs" not in told(mini, question, mine, theirs).headline


def test_a_definition_is_named_by_its_term_and_quoted_in_single_marks(mini: SimpleNamespace) -> None:
    terms = mini.unit(
        "ladders:8",
        "For the purposes of this Convention: (a) “rung” means a step of a ladder; (b) “stile” means its side.",
        ("a", "b"),
        heading="Use of terms",
    )
    said = told(mini, "What is a rung?", terms)
    assert said.statements[0].text == "Definition: rung:"
    assert "‘“rung” means a step of a ladder;’" in said.answer


def test_words_that_but_open_other_paragraphs_are_not_quoted(mini: SimpleNamespace) -> None:
    opening = mini.unit("ladders:8", "For the purposes of this Convention and ladders:")
    rule = mini.unit("ladders:9(1)", "A ladder is whatever leans on a wall.")
    assert [said.ids[0] for said in told(mini, "What is a ladder?", opening, rule).statements] == ["ladders:9(1)"]


def test_a_note_names_an_instrument_once(mini: SimpleNamespace) -> None:
    units = [mini.unit(f"ladders:8({n})", f"A ladder of kind {n} shall be oiled and kept dry.") for n in (1, 2)]
    entries = {one.id: mini.entry(one, authentic=False) for one in units}
    said = answer(mini.ask("Which ladder is oiled?", "ladders"), mini.ranked(*entries), entries, mini.names)
    assert "Ladders: quoted from our digest; the text of the instrument is not in this library." in said.warnings


def test_each_pinpoint_cited_has_its_statement_before_others_of_the_first(mini: SimpleNamespace) -> None:
    units = [
        mini.unit(f"ladders:{n}", text)
        for n, text in (
            ("8(1)", "Oil shall be bought."),
            ("8(2)", "Rungs shall be counted."),
            ("9(1)", "Paint may be mixed."),
        )
    ]
    cited = (mini.cited("ladders:8"), mini.cited("ladders:9"))
    said = told(
        mini, mini.ask("What is the difference between article 8 and article 9?", "ladders", citations=cited), *units
    )
    assert [one.ids[0] for one in said.statements][:2] == ["ladders:8(1)", "ladders:9(1)"]


def test_a_ban_on_reservations_is_not_open_to_them(mini: SimpleNamespace) -> None:
    said = told(
        mini, "May I make a reservation?", mini.unit("ladders:8", "No reservations may be made to this Convention.")
    )
    assert not any("Open to reservation" in limit for limit in said.limits)


def test_a_prisoner_lent_as_a_witness_is_not_handed_over(mini: SimpleNamespace) -> None:
    text = "A person in custody shall be surrendered temporarily to give evidence about the ladder."
    assert not any(
        "handing over" in limit for limit in told(mini, "Can he be heard?", mini.unit("ladders:8", text)).limits
    )


@pytest.mark.parametrize(
    ("question", "nearest"), [("What does article 99 say?", 0), ("Must rungs be counted, article 99?", 1)]
)
def test_nearest_provisions_need_a_subject(mini: SimpleNamespace, question: str, nearest: int) -> None:
    at = question.index("article 99")
    none = Citation("article 99", at, at + 10, (), "no-such-provision", "articles 1-9", ("ladders:99",))
    said = told(
        mini, mini.ask(question, citations=(none,)), mini.unit("ladders:8", "The rungs shall be counted each day.")
    )
    assert len(said.statements) == nearest


def test_who_asks_for_all_grounds_gets_the_whole_list(mini: SimpleNamespace) -> None:
    filler = " and this is so however long the ladder and whoever climbs it on a day of rain or wind or snow" * 2
    causes = ("the rung is loose", "the wall leans", "it rains", "the guild of ladders says no")
    letters = "; ".join(f"({label}) {cause}{filler}" for label, cause in zip("abcd", causes, strict=True))
    text = f"A loan may be refused if: {letters}."
    grounds = mini.unit("ladders:8", text, tuple("abcd"))
    said = told(mini, "What are the grounds for refusing a loan?", grounds).statements[0]
    assert said.left_out == ()


def cited_article(mini: SimpleNamespace, question: str, *ranked: tuple[str, float]) -> list[str]:
    units = [
        mini.unit("ladders:8(1)", "Guilds shall help each other with ladders in every way."),
        mini.unit("ladders:8(2)", "A guild shall not refuse help with ladders for fear of heights."),
        mini.unit("ladders:9", "Help with ladders shall be free."),
    ]
    entries = {one.id: mini.entry(one) for one in units}
    at = question.index("article 8")
    cite = (Citation("article 8", at, at + 9, ("ladders:8",), "resolved", None, ()),)
    hits = [Hit(unit, score) for unit, score in ranked]
    given = answer(mini.ask(question, "ladders", citations=cite), hits, entries, mini.names)
    return [said.ids[0] for said in given.statements]


def test_a_question_on_a_cited_article_is_answered_by_the_paragraph_that_decides(mini: SimpleNamespace) -> None:
    asked = "Under article 8, can a guild refuse help for fear of heights?"
    assert cited_article(mini, asked, ("ladders:8(1)", 9.0), ("ladders:8(2)", 8.5))[0] == "ladders:8(2)"


def test_a_cited_article_of_which_nothing_is_asked_stands_alone(mini: SimpleNamespace) -> None:
    assert cited_article(mini, "What does article 8 say?", ("ladders:9", 9.0), ("ladders:8(2)", 8.0)) == [
        "ladders:8(1)",
        "ladders:8(2)",
    ]


def test_a_single_instrument_that_was_not_named_is_named_once_at_each_place(mini: SimpleNamespace) -> None:
    made = mini.unit("ladders:8", "The rung shall be oiled.")
    assert (
        "(Ladders 8)"
        in answer(mini.ask("Oil the rung?"), mini.ranked(made.id), {made.id: mini.entry(made)}, mini.names).answer
    )


def test_neighbouring_pinpoints_name_their_instrument_once(mini: SimpleNamespace) -> None:
    assert pinpoints(("ladders:8", "ladders:9", "stools:1"), mini.names) == "Ladders 8, 9, Stools 1"


def test_the_first_day_of_a_month_belongs_to_a_time_limit(mini: SimpleNamespace) -> None:
    text = "The return of a ladder takes effect on the first of the month after 3 months from the notice."
    said = told(mini, "How long until the return of a ladder takes effect?", mini.unit("ladders:8", text)).headline
    assert said == "“the first of the month after 3 months from the notice”, see [1]."


def test_a_length_of_time_that_has_changed_does_not_stand_alone(mini: SimpleNamespace) -> None:
    made = mini.unit("ladders:8", "A ladder may be kept for at most 90 days.")
    version = Version("as adopted", "2020-01", "invented", ("the period is 60 days since 2022-02-01",))
    entries = {made.id: mini.entry(made, version=version)}
    said = answer(mini.ask(HOW_LONG, "ladders"), mini.ranked(made.id), entries, mini.names).headline
    assert said == "“at most 90 days”, see [1]. But: the period is 60 days since 2022-02-01."


def test_a_term_between_doubled_single_marks_is_a_definition(mini: SimpleNamespace) -> None:
    made = mini.unit("ladders:8", "‘‘rung’’ means a step of a ladder.")
    assert [one.term for one in definitions(mini.entry(made))] == ["rung"]


def test_what_is_meant_by_a_term_asks_for_its_definition(mini: SimpleNamespace) -> None:
    known = glossary(mini.entries.values())
    assert [one.unit for one in sought("What is meant by “ladder”?", known)] == ["ladders:1"]
