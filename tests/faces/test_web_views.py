"""The pages as HTML: what is quoted stays what it is, what is ours is marked, and nothing in a document can act."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from kb.concepts import Concept, ConceptTree
from kb.faces.web.address import LONGEST_QUESTION, Address
from kb.faces.web.answers import answer_view, gathered, headline
from kb.faces.web.articles import article_view, guide_view, marks_of
from kb.faces.web.concepts import concept_view
from kb.faces.web.documents import change_view, documents_view
from kb.faces.web.facsimiles import facsimile_view
from kb.faces.web.guides import whole_guide_view
from kb.faces.web.holdings import holdings, holdings_view, when
from kb.faces.web.markup import say, text
from kb.faces.web.names import Names, cited
from kb.faces.web.passage import blocks, passage, prose
from kb.faces.web.results import results_view
from kb.faces.web.statements import copied, letter
from kb.model import (
    Answer,
    Cell,
    Deadline,
    Entry,
    GuideSection,
    GuideStatement,
    Hit,
    Issue,
    Part,
    Quote,
    Row,
    Span,
    Statement,
    Twin,
    Unit,
    Version,
)
from kb.service.concepts import InstrumentPlaces, Place, RolePlaces, ShownConcept
from kb.service.documents import Change, Listing, Refused
from kb.service.documents import Row as DocumentRow
from kb.service.facsimile import Box, Facsimile, Leaf
from kb.service.guides import ShownGuide, chapter
from kb.service.search import Found
from kb.service.show import Link, Shown, ShownUnit

HERE = Address("May a neighbour keep my ladder?")
WORDS = "A Party may keep a ladder:\n\n(a) in bad weather;\n\n(b) where article 4 so allows."
LETTERS = (
    Part("ladders:6(1)(a)", Span(28, 47), 32),
    Part("ladders:6(1)(b)", Span(49, len(WORDS)), 53),
)
NAMES = Names(
    citation=lambda i: f"Ladder Convention, art {i.partition(':')[2]}",
    heading=lambda i: "Return",
    parts=lambda i: LETTERS if i == "ladders:6(1)" else (),
)
SCRIPT = '<script>alert(1)</script><img src=x onerror="alert(2)">'


def quote(start: int, end: int, authentic: bool = True) -> Quote:
    return Quote("ladders:6(1)", start, end, WORDS[start:end], authentic)


def statement(*quotes: Quote, lead: str = "Rule: return of ladders (Option):", ids: tuple[str, ...] = ()) -> Statement:
    return Statement(lead, ids or ("ladders:6(1)",), ("may",), "as adopted, state of 2017-05", quotes)


def answer(*said: Statement, **fields: object) -> Answer:
    whole = Answer("?", "answered", "yes", "Yes.\nNote: older text.\n[1] …", said, limits=("Parties not checked.",))
    return replace(whole, **fields)  # type: ignore[arg-type]


def seen(page: str) -> html.HtmlElement:
    return html.fromstring(f"<div>{page}</div>")


def links(page: str, look: str) -> list[Address]:
    return [Address.of_link(each.get("href")) for each in seen(page).find_class(look)]


# ── text becomes HTML only by being escaped ──────────────────────────────────────────────────────────────────────


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])))
def test_text_keeps_its_words_and_makes_no_element(words: str) -> None:
    page = seen(text(words))
    assert (page.text_content(), len(page)) == (words, 0)


def test_an_attribute_cannot_be_broken_out_of() -> None:
    page = seen(say("p", "x", title='"><script>'))
    assert [each.tag for each in page.iter()] == ["div", "p"]


def test_an_element_without_words_is_left_out() -> None:
    assert say("p", "", "kb-note") == ""


# ── addresses ────────────────────────────────────────────────────────────────────────────────────────────────────


@given(st.text(max_size=80), st.text(max_size=40))
def test_a_link_leads_back_to_its_address(question: str, at: str) -> None:
    here = Address(question.strip(), at.strip())
    assert Address.of_link(here.link()) == here


def test_a_question_in_the_address_is_cut_at_its_longest() -> None:
    assert len(Address.of({"q": "x" * 5000}).question) == LONGEST_QUESTION


def test_opening_a_provision_keeps_the_question() -> None:
    assert Address.of_link(HERE.opening("ladders:6(1)")) == Address(HERE.question, "ladders:6(1)")


# ── a passage ────────────────────────────────────────────────────────────────────────────────────────────────────


def letters(words: str) -> str:
    """Words without the white space that layout may change."""
    return "".join(words.split())


edges = st.integers(0, len(WORDS))
spans = st.lists(st.tuples(edges, edges).map(sorted).map(lambda pair: Span(*pair)), max_size=4)


@given(spans, spans)
def test_a_passage_loses_no_word_whatever_is_marked_in_it(marks: list[Span], linked: list[Span]) -> None:
    references = [Link(span.of(WORDS), span.start, span.end, ("ladders:4",)) for span in linked]
    page = seen(passage(WORDS, marks, references, LETTERS, HERE.opening))
    assert letters(page.text_content()) == letters(WORDS)


@given(st.tuples(edges, edges).map(sorted))
def test_what_is_marked_is_what_is_quoted(edge: list[int]) -> None:
    span = Span(*edge)
    page = seen(passage(WORDS, [span], (), LETTERS, HERE.opening))
    marked = "".join(each.text_content() for each in page.iter("mark"))
    assert letters(marked) == letters(span.of(WORDS))


def test_each_letter_has_its_own_line_and_depth() -> None:
    looks = [each.get("class") for each in seen(passage(WORDS, (), (), LETTERS, HERE.opening)).iter("p")]
    assert looks == ["kb-depth-0", "kb-depth-1", "kb-depth-1"]


def test_letters_that_follow_each_other_in_one_line_are_set_apart() -> None:
    words = "It may: (a) climb; (b) paint."
    parts = (Part("x:1(a)", Span(8, 19), 12), Part("x:1(b)", Span(19, 29), 23))
    assert [span.of(words).strip() for span in blocks(words, parts)] == ["It may:", "(a) climb;", "(b) paint."]


def test_a_label_that_touches_its_words_is_set_apart_and_no_other() -> None:
    words = "It may: a.climb; b. paint."
    parts = (Part("x:1(a)", Span(8, 17), 10), Part("x:1(b)", Span(17, 26), 20))
    page = seen(passage(words, (), (), parts, HERE.opening))
    assert [each.text for each in page.find_class("kb-label")] == ["a."]
    assert page.text_content().replace(" ", "") == words.replace(" ", "")


def test_a_reference_that_leads_nowhere_is_no_link() -> None:
    page = seen(passage("see article 4", (), [Link("article 4", 4, 13, ())], (), HERE.opening))
    assert list(page.iter("a")) == []


# ── an answer ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_statements_are_numbered_and_lead_to_their_article() -> None:
    page = answer_view(answer(statement(quote(0, 26)), statement(quote(32, 47))), HERE, NAMES)
    assert [each.text for each in seen(page).find_class("kb-number")] == ["[1]", "[2]"]
    assert links(page, "kb-number") == [Address(HERE.question, "ladders:6(1)")] * 2


def test_quoted_words_stand_as_they_are() -> None:
    page = seen(answer_view(answer(statement(quote(0, 26))), HERE, NAMES))
    assert page.find_class("kb-quote")[0].text_content() == "A Party may keep a ladder:"


def test_letters_within_a_quote_stand_on_their_own_lines() -> None:
    page = seen(answer_view(answer(statement(quote(0, len(WORDS)))), HERE, NAMES))
    lines = [each.text_content() for each in page.find_class("kb-quote")[0].iter("p")]
    assert lines == ["A Party may keep a ladder:", "(a) in bad weather;", "(b) where article 4 so allows."]


@pytest.mark.parametrize(
    ("words", "emphasised"),
    [
        ("of sub-paragraph (*a*) and", ["a"]),
        ("such as, *inter alia,* ladders", ["inter alia,"]),
        ("a rung* of wood*", []),
        ("2*3*4", []),
        ("two ** stars", []),
    ],
)
def test_emphasis_is_shown_and_other_asterisks_are_left_alone(words: str, emphasised: list[str]) -> None:
    page = seen(prose(words))
    assert [each.text for each in page.iter("em")] == emphasised
    assert page.text_content() == (words if not emphasised else words.replace("*", ""))


def test_a_quote_that_begins_with_its_letter_keeps_it_in_the_line() -> None:
    page = seen(answer_view(answer(statement(quote(28, len(WORDS)))), HERE, NAMES))
    lines = [(each.get("class"), each.text) for each in page.find_class("kb-quote")[0].iter("p")]
    assert lines == [("kb-depth-0", "(a) in bad weather;"), ("kb-depth-0", "(b) where article 4 so allows.")]


def test_a_quote_of_one_letter_names_it() -> None:
    assert (letter(quote(32, 46), NAMES), letter(quote(0, 26), NAMES)) == ("(a)", "")


def test_words_of_ours_are_marked_and_words_of_the_law_are_not() -> None:
    ours = seen(answer_view(answer(statement(quote(0, 26, authentic=False))), HERE, NAMES))
    law = seen(answer_view(answer(statement(quote(0, 26))), HERE, NAMES))
    assert "not the authentic text" in ours.find_class("kb-ours")[0].text_content()
    assert law.find_class("kb-ours") == []


def test_role_topic_and_force_are_told_apart() -> None:
    page = seen(answer_view(answer(statement(quote(0, 26))), HERE, NAMES))
    told = [page.find_class(look)[0].text for look in ("kb-role", "kb-topic", "kb-force")]
    assert told == ["Rule", "return of ladders", "Option"]


def test_each_force_is_named_apart() -> None:
    page = seen(answer_view(answer(statement(quote(0, 26), lead="Rule: return (Option; Duty):")), HERE, NAMES))
    assert [each.get("class").split()[-1] for each in page.find_class("kb-force")] == [
        "kb-force-option",
        "kb-force-duty",
    ]


def test_a_lead_of_another_shape_is_shown_whole() -> None:
    page = seen(answer_view(answer(statement(quote(0, 26), lead="Refusal is optional:")), HERE, NAMES))
    assert page.find_class("kb-lead")[0].text_content() == "Refusal is optional"


def test_warnings_come_before_the_rule_and_limits_are_always_there() -> None:
    page = answer_view(answer(statement(quote(0, 26)), warnings=("Replaced.",)), HERE, NAMES)
    assert page.index("Replaced.") < page.index("[1]") < page.index("Parties not checked.")


def test_what_is_said_of_several_provisions_is_said_once() -> None:
    told = gathered(["ladders:1: only our digest.", "parts are replaced", "ladders:2: only our digest."], NAMES)
    assert told == [
        "Ladder Convention, art 1; Ladder Convention, art 2: only our digest.",
        "Parts are replaced",
    ]


def test_the_headline_is_the_answer_s_own_first_words() -> None:
    assert headline(answer()) == "Yes."
    assert headline(answer(answer="[1] Rule: …", verdict="depends")) == "It depends."
    assert headline(answer(answer="[1] Rule: …", verdict=None)) == ""


def test_a_refusal_is_a_sentence_with_the_nearest_provisions_as_links() -> None:
    said = "Nothing here bears on it. Nearest provisions, not an answer: ladders:7."
    page = answer_view(answer(status="refused", answer=said, verdict=None, nearest=("ladders:7",)), HERE, NAMES)
    assert seen(page).find_class("kb-headline")[0].text == "Nothing here bears on it."
    assert links(page, "kb-cite") == [Address(HERE.question, "ladders:7")]


def test_a_missing_provision_is_answered_with_what_exists() -> None:
    shown = answer(status="no-such-provision", answer="There is no article 16(7).", verdict=None, range="articles 1-9")
    assert "There are articles 1-9." in seen(answer_view(shown, HERE, NAMES)).text_content()


def test_a_provision_is_listed_once() -> None:
    hits = (Hit("ladders:6(1)", 1.0), Hit("ladders:7", 0.5), Hit("ladders:8", 0.4))
    page = answer_view(answer(statement(quote(0, 26)), hits=hits, see_also=("ladders:7",)), HERE, NAMES)
    assert [each.at for each in links(page, "kb-cite")] == ["ladders:6(1)", "ladders:7", "ladders:8"]


def test_a_narrowed_question_says_what_was_asked() -> None:
    page = answer_view(answer(statement(quote(0, 26))), HERE, NAMES, "Ladder Convention")
    assert "Asked only of: Ladder Convention" in seen(page).text_content()


def test_a_copied_quote_carries_pinpoint_version_and_whose_words_it_is() -> None:
    said = statement(quote(32, 46, authentic=False), ids=("ladders:6(1)(a)",))
    whole = copied(said, said.ids, NAMES)
    assert whole.startswith("“(a) in bad weather” (Ladder Convention, art 6(1)(a), as adopted")
    assert whole.endswith("digest, not the authentic text)")


def test_nothing_in_an_answer_can_act() -> None:
    bad = Quote("ladders:6(1)", 0, len(SCRIPT), SCRIPT, authentic=True)
    hostile = answer(
        Statement(SCRIPT, (SCRIPT,), ("may",), SCRIPT, (bad,)),
        answer=SCRIPT,
        warnings=(SCRIPT,),
        limits=(SCRIPT,),
        see_also=(SCRIPT,),
    )
    page = seen(answer_view(hostile, Address(SCRIPT), replace(NAMES, heading=lambda _: SCRIPT), SCRIPT))
    assert not list(page.iter("script", "img"))
    assert not [key for each in page.iter() for key in each.attrib if key.startswith("on")]


# ── a provision in its article ───────────────────────────────────────────────────────────────────────────────────


def shown_unit(place: str, words: str = WORDS, **fields: object) -> ShownUnit:
    given: dict[str, object] = {
        "opening": "",
        "digest": "Keeping it is allowed.",
        "questions": (),
        "terms": (),
        "kind": "rule",
        "force": ("may",),
        "digest_version": "as adopted",
        "digest_differs": False,
        "version": "as adopted, state of 2017-05",
        "version_notes": (),
        "state": "2017-05",
        "source": "ladders.md",
        "source_kind": "authentic",
        "page": 3,
        "parts": (),
        "references": (),
    }
    return ShownUnit(place, f"art {place}", words, **({"authentic": True} | given | fields))  # type: ignore[arg-type]


def article(*units: ShownUnit, **fields: str | None) -> Shown:
    around: dict[str, str | None] = {"previous": "ladders:5(2)", "next": "ladders:7"} | fields
    ids = tuple(unit.id for unit in units)
    return Shown(
        "ladders:6", "art 6", "ladders", "Ladder Convention", "6", "Return", ("CHAPTER II",), units, ids, **around
    )  # type: ignore[arg-type]


def view(whole: Shown, at: str = "ladders:6(1)", asked: Answer | None = None) -> str:
    return article_view(whole, at, marks_of(asked), {"ladders:6(1)": LETTERS}, HERE)


def test_the_article_marks_exactly_what_the_answer_quotes() -> None:
    page = seen(view(article(shown_unit("ladders:6(1)")), asked=answer(statement(quote(32, 46)))))
    assert [each.text for each in page.iter("mark")] == ["in bad weather"]


def test_the_article_says_where_it_stands_and_where_it_was_read() -> None:
    words = seen(view(article(shown_unit("ladders:6(1)")))).text_content()
    for told in ("Ladder Convention", "CHAPTER II", "Article 6", "Return", "read from ladders.md, page 3"):
        assert told in words


def test_the_opened_paragraph_is_set_apart() -> None:
    page = seen(view(article(shown_unit("ladders:6(1)"), shown_unit("ladders:6(2)")), at="ladders:6(2)"))
    assert [each.find_class("kb-paragraph")[0].text for each in page.find_class("kb-here")] == ["(2)"]


def test_an_article_without_paragraphs_has_no_column_for_their_numbers() -> None:
    page = seen(article_view(article(shown_unit("ladders:6")), "ladders:6", {}, {}, HERE))
    assert page.find_class("kb-numbered") == page.find_class("kb-paragraph") == []


def test_our_digest_is_marked_as_ours() -> None:
    page = seen(view(article(shown_unit("ladders:6(1)"))))
    assert "ours" in page.find_class("kb-gloss-mark")[0].text


def test_a_digest_written_for_another_version_says_so() -> None:
    page = seen(view(article(shown_unit("ladders:6(1)", digest_differs=True))))
    assert "another version: as adopted" in page.find_class("kb-gloss")[0].text_content()


def test_where_only_our_digest_is_held_it_is_shown_once_and_marked() -> None:
    page = seen(view(article(shown_unit("ladders:6(1)", "Keeping it is allowed.", authentic=False))))
    assert page.text_content().count("Keeping it is allowed.") == 1
    assert "not the authentic text" in page.text_content()


def test_paragraphs_of_different_versions_each_name_their_own() -> None:
    page = seen(view(article(shown_unit("ladders:6(1)"), shown_unit("ladders:6(2)", version="as amended"))))
    assert len(page.find_class("kb-provenance")) == 2


def test_neighbours_are_articles() -> None:
    page = view(article(shown_unit("ladders:6(1)")))
    assert [each.at for each in links(page, "kb-step")] == ["ladders:5", "ladders:7"]
    alone = view(article(shown_unit("ladders:6(1)"), previous=None, next=None))
    assert links(alone, "kb-step") == []


def test_nothing_in_an_article_can_act() -> None:
    hostile = replace(
        article(shown_unit("ladders:6(1)", SCRIPT, opening=SCRIPT, digest=SCRIPT, source=SCRIPT)), heading=SCRIPT
    )
    page = seen(view(hostile))
    assert not list(page.iter("script", "img"))


def test_a_guide_s_statement_leads_to_the_provisions_that_it_rests_on() -> None:
    section = GuideSection(
        "g:s1", "g", "Guide", "Ladders", (GuideStatement("Ask first.", ("ladders:6(1)", "ladders:7")),)
    )
    page = guide_view(section, {"ladders:7": "Ladder Convention, art 7"}, HERE)
    assert [each.at for each in links(page, "kb-cite")] == ["ladders:6(1)", "ladders:7"]
    assert "Our guide, not the law" in page


# ── the library at a glance ──────────────────────────────────────────────────────────────────────────────────────


def entry(place: str, authentic: bool = True, label: str = "as adopted") -> Entry:
    unit = Unit(place, place.partition(":")[0], "1", "", "", (), "x", Span(0, 1), "article")
    return Entry(unit, authentic, Version(label), "x.md")


def test_holdings_count_provisions_and_tell_text_from_digest() -> None:
    entries = {e.id: e for e in (entry("b:1"), entry("a:1"), entry("a:2", authentic=False), entry("c:1", False))}
    told = [(each.title, each.provisions, each.kind) for each in holdings(entries, str.upper, lambda slug: "")]
    assert told == [("A", 2, "text of 1, our digest of the rest"), ("B", 1, "text"), ("C", 1, "our digest only")]


def test_holdings_are_grouped_by_family() -> None:
    entries = {e.id: e for e in (entry("a:1"), entry("b:1"), entry("c:1"))}
    families = {"a": "Village", "b": "City", "c": "Village"}
    page = seen(holdings_view(holdings(entries, str, families.__getitem__)))
    assert [each.text for each in page.iter("h2", "a")] == ["City", "b", "Village", "a", "c"]


def test_a_holding_leads_to_its_page() -> None:
    entries = {e.id: e for e in (entry("a:1"), entry("a:2", label="as amended"))}
    page = holdings_view(holdings(entries, str, lambda slug: "Village"))
    assert links(page, "kb-title") == [Address(view="read", on="a")]
    assert "some otherwise" in page


def test_a_day_is_written_out() -> None:
    assert when("2025-11-02T15:10:00+00:00") == "2 November 2025, 15:10 UTC"


# ── verdicts, time limits, comparisons ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("verdict", "first", "rest"),
    [
        ("yes", "Yes, unless it rains.", "unless it rains."),
        ("no", "Nobody may keep it.", "Nobody may keep it."),
        ("depends", "It depends on the treaty: A may, B shall.", "on the treaty: A may, B shall."),
    ],
)
def test_the_verdict_is_said_once_and_first(verdict: str, first: str, rest: str) -> None:
    page = seen(answer_view(answer(statement(quote(0, 26)), verdict=verdict, headline=first), HERE, NAMES))
    title = page.find_class("kb-headline")[0]
    assert title.find_class("kb-verdict")[0].get("class").endswith(f"kb-verdict-{verdict}")
    assert title.find_class("kb-verdict")[0].tail == rest


def test_a_time_limit_says_from_when_it_runs_and_where_it_stands() -> None:
    limit = Deadline("12 days", "from the request", "ladders:6(1)")
    page = answer_view(answer(statement(quote(0, 26)), deadlines=(limit,)), HERE, NAMES)
    cells = [each.text_content() for each in seen(page).find_class("kb-grid")[0].iter("th", "td")]
    assert cells[3:] == ["12 days", "from the request", "Ladder Convention, art 6(1) [1]"]


def test_a_time_limit_without_the_words_that_start_it_points_to_the_quote() -> None:
    limit = Deadline("12 days", "", "ladders:6(1)")
    page = answer_view(answer(statement(quote(0, 26)), deadlines=(limit,)), HERE, NAMES)
    assert "see the words quoted" in seen(page).find_class("kb-limits-of-time")[0].text_content()


def test_a_comparison_has_a_column_for_each_instrument() -> None:
    row = Row("return", (Cell("ladders", ("ladders:6(1)",), ("may",), "Option"), Cell("ropes")))
    page = seen(answer_view(answer(statement(quote(0, 26)), table=(row,)), HERE, NAMES))
    assert [each.text for each in page.find_class("kb-grid")[0].iter("th")] == ["Issue", "ladders", "ropes", "return"]
    assert "nothing found" in page.find_class("kb-grid")[0].text_content()


def test_a_cell_says_its_column_where_columns_stand_below_each_other() -> None:
    row = Row("return", (Cell("ladders", ("ladders:6(1)",), ("may",), "Option"), Cell("ropes")))
    page = seen(answer_view(answer(statement(quote(0, 26)), table=(row,)), HERE, NAMES))
    cells = list(page.find_class("kb-side-by-side")[0].iter("td"))
    assert [cell.get("data-head") for cell in cells] == ["ladders", "ropes"]
    assert [cell.text_content() for cell in cells] == ["Option6(1) [1]", "nothing found"]


def test_a_question_of_several_leads_to_its_statements() -> None:
    issues = (Issue("may I keep it", "yes", (0, 1)), Issue("Who pays?", None, ()))
    said = (statement(quote(0, 26)), statement(quote(32, 47)))
    page = seen(answer_view(answer(*said, issues=issues), HERE, NAMES))
    kept, paid = page.find_class("kb-issues")[0].iter("li")
    ways = [each.get("href") for each in kept.iter("a")]
    assert ways == ["#kb-said-1", "#kb-said-2"]
    assert [each.get("data-place") for each in page.find_class("kb-statement")] == [way[1:] for way in ways]
    assert kept.text_content() == "YesMay I keep it? [1] [2]"
    assert "No statement of this answer bears on it." in paid.text_content()


# ── terms and references, twins, the long answer ─────────────────────────────────────────────────────────────────

TERM = replace(
    statement(quote(32, 47), quote(53, len(WORDS)), lead="Terms: weather, article:"),
    ids=("ladders:6(1)(a)", "ladders:6(1)(b)"),
    folded=True,
)


def test_a_term_is_folded_with_lead_and_pinpoint_in_sight_and_numbered_on() -> None:
    page = seen(answer_view(answer(statement(quote(0, 26)), leans_on=(TERM,)), HERE, NAMES))
    row = page.find_class("kb-leans")[0].find_class("kb-statement")[0]
    fold = next(row.iter("details"))
    assert row.find_class("kb-number")[0].text == "[2]"
    assert fold.get("open") is None
    assert fold[0].text_content() == "Termsweather, articleLadder Convention, art 6(1)(a); 6(1)(b)"
    assert [each.tag for each in fold] == ["summary", "blockquote", "p"]


def test_nothing_in_a_summary_can_be_pressed_but_the_summary() -> None:
    page = seen(answer_view(answer(statement(quote(0, 26)), leans_on=(TERM,)), HERE, NAMES))
    summary = page.find_class("kb-leans")[0].find(".//summary")
    assert not list(summary.iter("a", "button"))


def test_a_term_that_is_not_folded_is_open() -> None:
    page = seen(answer_view(answer(statement(quote(0, 26)), leans_on=(replace(TERM, folded=False),)), HERE, NAMES))
    assert page.find_class("kb-fold")[0].get("open") == "open"


def test_what_is_leant_on_is_marked_in_its_article() -> None:
    leaning = answer(statement(quote(0, 26)), leans_on=(TERM,))
    page = seen(view(article(shown_unit("ladders:6(1)")), asked=leaning))
    assert "in bad weather;" in [each.text.strip() for each in page.iter("mark")]


def test_twins_say_how_far_their_words_are_the_same() -> None:
    twins = (Twin("ropes:2", "identical but for the name of the Parties"), Twin("ropes:3", "identical"))
    said = replace(statement(quote(0, 26)), ids=("ladders:6(1)", "ropes:2", "ropes:3"), twins=twins)
    page = seen(answer_view(answer(said), HERE, NAMES))
    assert [each.text_content() for each in page.find_class("kb-twins")] == [
        "The same words, but for the name of the Parties: Ladder Convention, art 2",
        "The same words: Ladder Convention, art 3",
    ]
    assert [each.text for each in page.find_class("kb-source")[0].iter("a")] == ["Ladder Convention, art 6(1)"]


def test_places_of_one_instrument_name_it_once() -> None:
    assert (
        cited(("ladders:1", "ladders:2", "ropes:3"), NAMES) == "Ladder Convention, art 1; 2; Ladder Convention, art 3"
    )


def test_the_long_answer_has_an_address_of_its_own_and_a_way_back() -> None:
    said = answer(statement(quote(0, 26)))
    long = replace(HERE, more=True)
    assert links(answer_view(said, HERE, NAMES), "kb-fuller-way") == [long]
    assert links(answer_view(said, long, NAMES), "kb-fuller-way") == [HERE, HERE]
    assert Address.of_link(long.link()) == long


def test_a_provision_opened_beside_the_long_answer_keeps_it() -> None:
    assert Address.of_link(replace(HERE, more=True).opening("ladders:6(1)")).more


def test_a_refusal_has_no_long_answer() -> None:
    page = answer_view(answer(status="refused", verdict=None, answer="No."), HERE, NAMES)
    assert links(page, "kb-fuller-way") == []


def test_an_instrument_that_is_missing_comes_with_the_command_that_fetches_it() -> None:
    page = seen(answer_view(answer(status="refused", verdict=None, answer="No.", missing=("untoc",)), HERE, NAMES))
    assert [each.text for each in page.iter("code")] == ["kb fetch untoc"]


# ── a ranking ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_evidence_is_shown_as_bars_and_numbers() -> None:
    found = entry("ladders:6(1)")
    hit = Hit("ladders:6(1)", 2.5, {"dense": 1.5, "lexical": -0.5, "concept": 1.5, "cosine": 0.7})
    page = seen(results_view(Found("?", ((hit, found),), (), {}), HERE, NAMES))
    strip = page.find_class("kb-strip")[0]
    assert [each.get("class").split()[-1] for each in strip] == ["kb-bar-meaning", "kb-bar-concept"]
    rows = [each.text_content() for each in page.find_class("kb-why-table")[0].iter("tr")][1:]
    assert rows == [
        "Meaning, closest passage1.50",
        "Words in common-0.50",
        "Concepts in common1.50",
        "Closeness (cosine)0.70",
    ]


def test_a_provision_of_a_ranking_opens_beside_it() -> None:
    here = Address("ladders", view="search")
    hit = Hit("ladders:6(1)", 1.0, {"dense": 1.0})
    page = results_view(Found("?", ((hit, entry("ladders:6(1)")),), (), {}), here, NAMES)
    assert links(page, "kb-cite") == [Address("ladders", "ladders:6(1)", "search")]


# ── concepts and guides ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_concept_shows_its_provisions_by_role_with_our_words() -> None:
    concept = Concept("lending", "Lending", "Giving a ladder for a time.", lay=("may I have it",))
    places = InstrumentPlaces("ladders", "Ladder Convention", (Place("ladders:6(1)", "Ladder Convention, art 6(1)"),))
    found = ShownConcept(concept, "Lending", (), (), (RolePlaces("exception", (places,)),))
    page = concept_view(found, ConceptTree([concept]), {"ladders:6(1)": "It may be kept in bad weather."}, HERE)
    assert "Exceptions" in page
    assert "It may be kept in bad weather." in page
    assert links(page, "kb-cite") == [Address(HERE.question, "ladders:6(1)")]


def test_a_test_question_hides_its_answer_until_it_is_opened() -> None:
    said = GuideStatement("Q: May it be kept? A: Yes, in bad weather.", ("ladders:6(1)",))
    section = GuideSection("lending:s2", "lending", "Lending", "Test yourself", (said,))
    found = ShownGuide("lending", "Lending", "neighbours", (chapter(section),))
    page = seen(whole_guide_view(found, NAMES, HERE))
    details = next(page.iter("details"))
    assert (details.get("open"), details[0].text) == (None, "May it be kept?")
    assert details[1].text == "Yes, in bad weather. "


def test_a_section_knows_its_number_and_its_kind() -> None:
    section = GuideSection("lending:s3.1", "lending", "Lending", "Papers — Checklist", ())
    found = chapter(section)
    assert (found.number, found.over, found.heading, found.kind) == ("3.1", "Papers", "Checklist", "checklist")


# ── documents ────────────────────────────────────────────────────────────────────────────────────────────────────


def document(**fields: object) -> DocumentRow:
    plain = DocumentRow(
        "letter", "", "Letter", (), "as in the document", "en", "2024-05-08", "file", 3, (), 0, "", 2, 900, "letter.pdf"
    )
    return replace(plain, **fields)  # type: ignore[arg-type]


def test_what_nobody_confirmed_is_marked() -> None:
    page = seen(documents_view(Listing((document(guessed=("date",)),), (), "/kept"), "", ()))
    marked = [each.getparent().text.strip() for each in page.find_class("kb-guess")]
    assert marked == ["2024-05-08"]


def test_warnings_and_damage_of_a_document_are_told() -> None:
    rows = (document(warnings=("two pages are pictures",)), document(id="gone", damage="gone: its bytes have changed."))
    page = documents_view(Listing(rows, (), "/kept"), "", ())
    assert "two pages are pictures" in page
    assert "gone: its bytes have changed." in page


def test_a_file_that_was_not_added_is_named_without_its_temporary_place() -> None:
    page = change_view(Change(failed=(Refused("/tmp/x1/0/letter.pdf", "the file is empty; check it"),)))
    assert "letter.pdf: the file is empty; check it." in page
    assert "/tmp" not in page


def test_what_was_corrected_is_not_called_added() -> None:
    assert "letter: corrected, 3 provisions." in change_view(Change((document(),)), verb="corrected")


# ── the page of a source ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_place_is_marked_in_parts_of_the_page() -> None:
    found = Facsimile("ladders:6(1)", "ladders.pdf", (Leaf(3, b"png", (Box(0.1, 0.25, 0.5, 0.125),)),), 2)
    page = seen(facsimile_view(found, "Ladder Convention, art 6(1)"))
    style = page.find_class("kb-leaf-box")[0].get("style")
    assert style == "left: 10.00%; top: 25.00%; width: 50.00%; height: 12.50%"
    assert next(page.iter("img")).get("alt") == "Page 3 of the source, with Ladder Convention, art 6(1) marked"
    assert "2 further pages" in page.text_content()
