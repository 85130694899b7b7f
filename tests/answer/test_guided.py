"""Answers from the guides."""

from __future__ import annotations

from types import SimpleNamespace

from kb.answer import Evidence, answer
from kb.answer.glossary import glossary
from kb.model import GuideSection, GuideStatement

SECTION = GuideSection(
    "lending-guide:s1",
    "lending-guide",
    "How to lend ladders",
    "Getting it back",
    (
        GuideStatement("Count the days from the loan.", ("ladders:4(1)",)),
        GuideStatement("The Guild of Lenders keeps a list.", (), "2025-06"),
    ),
    ("How do I get my ladder back?",),
)


def say(mini: SimpleNamespace, text: str, guide: float, **more: object):  # type: ignore[no-untyped-def]
    evidence = Evidence(cosine=more.pop("cosine", 0.9), coverage=1.0, unknown=0.0, glossed=True, guide=guide)  # type: ignore[arg-type]
    question = mini.ask(text, evidence=evidence, **more)
    return answer(question, mini.ranked("ladders:3"), mini.entries, mini.names, [SECTION])


def test_a_how_to_question_is_answered_in_the_guides_words_with_the_provision_quoted(mini: SimpleNamespace) -> None:
    first = say(mini, "How do I get my ladder back?", 0.8).statements[0]
    assert first.text == "Guide: Count the days from the loan:"
    assert first.quotes[0].text == mini.entries["ladders:4(1)"].unit.text


def test_general_knowledge_is_dated_and_no_quote_of_law(mini: SimpleNamespace) -> None:
    general = next(said for said in say(mini, "How do I get my ladder back?", 0.8).statements if not said.quotes)
    assert general.ids == ("lending-guide:s1",)
    assert "2025-06" in general.text
    assert "no provision" in general.text


def test_the_guide_comes_first_among_guides(mini: SimpleNamespace) -> None:
    assert say(mini, "How do I get my ladder back?", 0.8).guides == ("lending-guide:s1",)


def test_a_far_guide_says_nothing(mini: SimpleNamespace) -> None:
    assert all(said.role != "guide" for said in say(mini, "How do I get my ladder back?", 0.2).statements)


def test_a_guide_answers_where_no_provision_is_near(mini: SimpleNamespace) -> None:
    assert say(mini, "How do I get my ladder back?", 0.8, cosine=0.1).status == "answered"
    assert say(mini, "How do I get my ladder back?", 0.2, cosine=0.1).status == "refused"


def test_an_organisation_of_which_no_provision_speaks_is_not_answered_from_others(mini: SimpleNamespace) -> None:
    asked = mini.ask("How is an Interpol red notice deleted?", evidence=Evidence(cosine=0.35))
    assert answer(asked, mini.ranked("ladders:4(1)"), mini.entries, mini.names).status == "refused"


def test_an_organisation_is_no_bar_where_the_library_bears_well_on_the_rest(mini: SimpleNamespace) -> None:
    asked = mini.ask("Interpol told us of a loan: when must it be returned?", evidence=Evidence(cosine=0.95))
    assert answer(asked, mini.ranked("ladders:4(1)"), mini.entries, mini.names).status == "answered"


NOTICES = GuideSection(
    "notices:s6",
    "notices",
    "Notices",
    "Deletion",
    (
        GuideStatement("Q: Who deletes a notice? A: The Chamber of the Guild deletes it.", (), "2025-06"),
        GuideStatement("Oil the hinges of every ladder.", ("ladders:3",)),
    ),
    ("How is a notice deleted?",),
)


def test_the_nearest_section_speaks_first_and_of_what_is_asked(mini: SimpleNamespace) -> None:
    evidence = Evidence(cosine=0.1, coverage=1.0, unknown=0.0, glossed=True, guide=0.8)
    asked = mini.ask("How can I have a notice of the guild deleted?", evidence=evidence)
    said = answer(asked, mini.ranked("ladders:3"), mini.entries, mini.names, [NOTICES, SECTION]).statements
    assert [one.ids for one in said] == [("notices:s6",)]


def test_a_question_and_its_answer_in_a_guide_lose_their_labels(mini: SimpleNamespace) -> None:
    evidence = Evidence(cosine=0.1, coverage=1.0, unknown=0.0, glossed=True, guide=0.8)
    asked = mini.ask("How can I have a notice of the guild deleted?", evidence=evidence)
    said = answer(asked, mini.ranked("ladders:3"), mini.entries, mini.names, [NOTICES]).statements[0]
    assert said.text.endswith("Who deletes a notice? The Chamber of the Guild deletes it.")


def test_the_deeds_of_an_organisation_need_provisions_that_speak_of_it(
    mini: SimpleNamespace,
) -> None:
    asked = mini.ask("Does Eurojust lend ladders?", evidence=Evidence(cosine=0.95))
    assert answer(asked, mini.ranked("ladders:4(1)"), mini.entries, mini.names).status == "refused"


def test_a_pronoun_of_a_guide_follows_the_heading_that_it_points_to(mini: SimpleNamespace) -> None:
    section = GuideSection(
        "guild:s1", "guild", "Guilds", "The Guild", (GuideStatement("It lends ladders.", (), "2025-06"),)
    )
    evidence = Evidence(cosine=0.1, coverage=1.0, unknown=0.0, glossed=True, guide=0.8)
    asked = mini.ask("How do I get a ladder from the guild?", evidence=evidence)
    said = answer(asked, mini.ranked("ladders:3"), mini.entries, mini.names, [section]).statements[0]
    assert said.text.endswith("The Guild: It lends ladders.")


def test_a_term_that_an_instrument_defines_is_not_told_by_a_guide(mini: SimpleNamespace) -> None:
    evidence = Evidence(cosine=0.9, coverage=1.0, unknown=0.0, glossed=True, guide=0.8)
    known = glossary(mini.entries.values())
    asked = mini.ask("What is a ladder?", evidence=evidence)
    said = answer(asked, mini.ranked("ladders:1"), mini.entries, mini.names, [SECTION], known=known).statements[0]
    assert said.ids == ("ladders:1",)


def test_what_a_red_notice_contains_is_not_told_from_other_notices(mini: SimpleNamespace) -> None:
    asked = mini.ask("What must a red notice contain?", evidence=Evidence(cosine=0.95))
    assert answer(asked, mini.ranked("ladders:4(1)"), mini.entries, mini.names).status == "refused"
