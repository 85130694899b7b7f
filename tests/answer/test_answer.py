"""What the room says to questions about two invented treaties."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.answer import Evidence, Question, answer, defects
from kb.answer.pieces import pieces
from kb.model import RECOGNISED, ConceptUse, Digest, Entry, Hit, Part, Span, Unit, Version

ALL = ("ladders:2(2)", "ladders:4(1)", "ladders:3", "ladders:2(1)", "stools:2", "stools:7")


def say(mini: SimpleNamespace, question: Question, *ids: str):  # type: ignore[no-untyped-def]
    return answer(question, mini.ranked(*(ids or ALL)), mini.entries, mini.names)


def use(role: str) -> ConceptUse:
    return ConceptUse("lending", role)  # type: ignore[arg-type]


def test_the_best_hit_leads_and_is_quoted_as_it_stands(mini: SimpleNamespace) -> None:
    given_ = say(mini, mini.ask("When must a ladder be returned?"), "ladders:4(1)")
    assert given_.status == "answered"
    assert given_.statements[0].quotes[0].text == mini.entries["ladders:4(1)"].unit.text


def test_force_is_that_of_the_words_quoted(mini: SimpleNamespace) -> None:
    said = say(mini, mini.ask("May the lender refuse?"), "ladders:2(1)").statements[0]
    assert said.force == ("shall", "may")


def test_the_lead_says_role_topic_and_force(mini: SimpleNamespace) -> None:
    said = say(mini, mini.ask("Can a loan be refused to the short?"), "ladders:2(2)").statements[0]
    assert said.text == "Rule: loan (Ban):"


def test_a_question_for_a_time_gets_time_limits(mini: SimpleNamespace) -> None:
    said = say(mini, mini.ask("How many days may I keep it?"), "ladders:4(1)").statements[0]
    assert said.role == "time limits"


def test_an_instrument_named_answers_alone(mini: SimpleNamespace) -> None:
    given_ = say(mini, mini.ask("Ladders: can a loan be refused to the short?", "ladders"))
    assert {i.partition(":")[0] for said in given_.statements for i in said.ids} == {"ladders"}
    assert "stools:7" in given_.see_also


def test_identical_wording_is_quoted_once_and_cited_twice(mini: SimpleNamespace) -> None:
    given_ = say(mini, mini.ask("Can a loan be refused to the short?"), "ladders:2(2)", "stools:2")
    assert [said.ids for said in given_.statements] == [("ladders:2(2)", "stools:2")]
    assert "likewise Stools 2" in given_.answer


def test_a_pinpoint_in_the_question_leads(mini: SimpleNamespace) -> None:
    question = mini.ask("What does ladders 3 ask?", "ladders", citations=(mini.cited("ladders:3"),))
    assert say(mini, question).statements[0].ids == ("ladders:3",)


def test_an_article_in_the_question_gives_its_paragraphs(mini: SimpleNamespace) -> None:
    cited = (mini.cited("ladders:2"),)
    question = mini.ask("What does ladders 2 ask?", "ladders", citations=cited, mentions=(Span(10, 19),))
    assert [said.ids[0] for said in say(mini, question).statements][:2] == ["ladders:2(1)", "ladders:2(2)"]


def test_a_pinpoint_that_does_not_exist_is_told_with_what_does(mini: SimpleNamespace) -> None:
    citation = mini.cited("ladders:2(9)", "no-such-provision", "article 2, paragraphs 1-2", "ladders:2(2)")
    given_ = say(mini, mini.ask("Ladders 2(9) on the short?", "ladders", citations=(citation,)))
    assert given_.status == "no-such-provision"
    assert given_.range == "article 2, paragraphs 1-2"
    assert given_.range in given_.answer
    assert given_.nearest[0] == "ladders:2(2)"


def test_the_same_number_of_another_treaty_is_never_offered(mini: SimpleNamespace) -> None:
    citation = mini.cited("ladders:7", "no-such-provision", "articles 1-5")
    given_ = say(mini, mini.ask("Ladders 7 on paint?", "ladders", citations=(citation,)), "stools:7", "ladders:3")
    assert all(i.startswith("ladders:") for i in given_.nearest)


def test_a_catalogued_instrument_that_is_not_here_is_refused_with_its_address(mini: SimpleNamespace) -> None:
    given_ = say(mini, mini.ask("Ropes: who coils them?", "ropes"))
    assert (given_.status, given_.missing, given_.statements) == ("refused", ("ropes",), ())
    assert "https://example.org/ropes.pdf" in given_.answer
    assert "kb build PATH" in given_.answer


def test_one_of_two_instruments_missing_makes_it_partial(mini: SimpleNamespace) -> None:
    given_ = say(mini, mini.ask("Do ladders and ropes agree on loans?", "ladders", "ropes"))
    assert (given_.status, given_.missing) == ("partial", ("ropes",))


def test_an_unknown_instrument_is_refused_by_its_name(mini: SimpleNamespace) -> None:
    given_ = say(mini, mini.ask("What does the Treaty on Buckets say?", strangers=("Treaty on Buckets",)))
    assert given_.status == "refused"
    assert "Treaty on Buckets" in given_.answer


def test_a_loose_name_of_an_instrument_that_is_here_is_no_stranger(mini: SimpleNamespace) -> None:
    question = mini.ask("Under the Ladders treaty, when must it be returned?", strangers=("Ladders treaty",))
    assert say(mini, question).status == "answered"


@pytest.mark.parametrize(
    "text",
    [
        "Has Japan ratified the convention on ladders?",
        "How many ladders were lent last year?",
        "What is the telephone number of the ladder authority?",
        "What did the court decide in Miller about ladders?",
        "Under the Ladders Act 1999, who pays?",
        "What does the France-Spain treaty on ladders say?",
    ],
)
def test_what_no_treaty_settles_is_refused(mini: SimpleNamespace, text: str) -> None:
    assert say(mini, mini.ask(text)).status == "refused"


def test_a_question_from_elsewhere_is_refused(mini: SimpleNamespace) -> None:
    far = mini.ask("How long do I boil an egg?", evidence=Evidence(cosine=0.2, coverage=0.1, unknown=0.8))
    given_ = say(mini, far)
    assert given_.status == "refused"
    assert given_.nearest


def test_a_question_that_names_an_instrument_is_not_refused_for_weak_words(mini: SimpleNamespace) -> None:
    weak = mini.ask("ladders period?", "ladders", evidence=Evidence(cosine=0.2, coverage=0.1, unknown=0.8))
    assert say(mini, weak).status == "answered"


def test_national_law_is_answered_in_part_where_a_treaty_leads_there(mini: SimpleNamespace) -> None:
    given_ = say(mini, mini.ask("In France, who paints stools?"), "stools:7")
    assert given_.status == "partial"
    assert given_.statements[0].ids == ("stools:7",)
    assert "law of France" in given_.limits[0]


def test_national_law_is_refused_where_no_treaty_leads_there(mini: SimpleNamespace) -> None:
    assert say(mini, mini.ask("In France, who returns ladders?"), "ladders:4(1)").status == "refused"


def test_limits_always_name_what_was_not_checked(mini: SimpleNamespace) -> None:
    limits = " ".join(say(mini, mini.ask("Who oils the hinges?")).limits)
    assert all(word in limits for word in ("Parties", "reservations", "declarations", "national law", "case law"))


def test_a_digest_alone_is_quoted_as_ours(mini: SimpleNamespace) -> None:
    unit = mini.unit("ropes:1", "Ropes must be coiled after use.")
    digest = Digest("ropes:1", unit.text, (), "rule", ("shall",), ("coiling",), "as adopted")
    entries = {"ropes:1": mini.entry(unit, authentic=False, digest=digest)}
    given_ = answer(mini.ask("Who coils ropes?"), mini.ranked("ropes:1"), entries, mini.names)
    assert not given_.statements[0].quotes[0].authentic
    assert "our digest" in given_.statements[0].text
    assert any("our digest" in warning for warning in given_.warnings)


def test_notes_on_a_version_become_warnings(mini: SimpleNamespace) -> None:
    version = Version("as adopted", notes=("Replaced between Parties to LTS 9.",))
    entries = {"ladders:1": mini.entry(mini.unit("ladders:1", "Ladders shall be sound."), version=version)}
    given_ = answer(mini.ask("Sound ladders?"), mini.ranked("ladders:1"), entries, mini.names)
    assert given_.warnings == ("Ladders 1: Replaced between Parties to LTS 9.",)


def test_words_read_off_pictures_are_told_as_such(mini: SimpleNamespace) -> None:
    version = Version("as adopted", source=RECOGNISED)
    entries = {"ladders:1": mini.entry(mini.unit("ladders:1", "Ladders shall be sound."), version=version)}
    given_ = answer(mini.ask("Sound ladders?"), mini.ranked("ladders:1"), entries, mini.names)
    assert any("recognised text" in warning for warning in given_.warnings)
    assert "recognised text" in given_.answer


def test_an_editors_note_is_never_quoted(mini: SimpleNamespace) -> None:
    given_ = say(mini, mini.ask("What is amended?"), "ladders:5")
    assert given_.status == "refused"


def test_a_ban_answers_can_with_no(mini: SimpleNamespace) -> None:
    given_ = say(mini, mini.ask("Can a loan be refused because the borrower is short?", "ladders"), "ladders:2(2)")
    assert given_.verdict == "no"


def test_a_duty_to_do_something_else_gives_no_verdict(mini: SimpleNamespace) -> None:
    assert say(mini, mini.ask("Must we paint the ladder?", "ladders"), "ladders:4(1)").verdict is None


def test_without_a_named_instrument_the_verdict_says_whose_it_is(mini: SimpleNamespace) -> None:
    given_ = say(mini, mini.ask("Can a loan be refused because the borrower is short?"), "ladders:2(2)")
    assert (given_.verdict, given_.headline) == ("no", "No, under Ladders 2(2).")


def test_treaties_that_differ_in_force_make_it_depend(mini: SimpleNamespace) -> None:
    softer = mini.unit("stools:3", "A loan may be refused on the ground that the borrower is short and thin.")
    entries = dict(mini.entries) | {"stools:3": mini.entry(softer)}
    hits = mini.ranked("ladders:2(2)", "stools:3")
    given_ = answer(mini.ask("Can a loan be refused because the borrower is short?"), hits, entries, mini.names)
    assert given_.verdict == "depends"
    assert "Ladders Ban, Stools Option" in given_.headline


def test_a_time_asked_for_stands_out_with_its_start(mini: SimpleNamespace) -> None:
    given_ = say(mini, mini.ask("How many days may I keep it?", "ladders"), "ladders:4(1)")
    assert given_.headline == "“within 18 days after the loan”, see [1]."
    assert [(one.length, one.start, one.id) for one in given_.deadlines] == [
        ("18 days", "after the loan", "ladders:4(1)")
    ]


def test_instruments_compared_stand_side_by_side(mini: SimpleNamespace) -> None:
    question = mini.ask("Compare ladders and stools on refusing the short", "ladders", "stools")
    given_ = say(mini, question, "ladders:2(2)", "ladders:4(1)", "stools:7")
    assert [cell.text for row in given_.table for cell in row.cells].count("nothing found") == len(given_.table)
    assert [cell.instrument for cell in given_.table[0].cells] == ["ladders", "stools"]


def test_an_empty_library_refuses(mini: SimpleNamespace) -> None:
    assert answer(mini.ask("Anything?"), [], {}, {}).status == "refused"


def test_a_hit_that_no_entry_backs_is_passed_over(mini: SimpleNamespace) -> None:
    given_ = say(mini, mini.ask("When must it be returned?"), "ghost:1", "ladders:4(1)")
    assert given_.statements[0].ids == ("ladders:4(1)",)


def test_a_few_opening_words_are_quoted_with_what_they_open(mini: SimpleNamespace) -> None:
    given_ = say(
        mini, mini.ask("Who has to report a crack? " * 3, citations=(mini.cited("ladders:3(c)"),)), "ladders:3"
    )
    assert all(len(quote.text.split()) >= 4 for said in given_.statements for quote in said.quotes)


def test_a_sentence_that_takes_something_back_stays_with_its_rule(mini: SimpleNamespace) -> None:
    filler = "The ladder shall be oiled and wiped and counted and praised by all who climb it. " * 12
    made = mini.unit("ladders:8", filler + "Zebras may climb the ladder. However, zebras of rank shall not climb it.")
    given_ = answer(
        mini.ask("May zebras climb?"), mini.ranked("ladders:8"), {"ladders:8": mini.entry(made)}, mini.names
    )
    assert "However, zebras of rank" in given_.answer


def test_a_clause_open_to_declaration_is_named_as_not_checked(mini: SimpleNamespace) -> None:
    made = mini.unit("ladders:8", "Each Party may reserve the right to lend short ladders only.")
    given_ = answer(mini.ask("Short ladders?"), mini.ranked("ladders:8"), {"ladders:8": mini.entry(made)}, mini.names)
    assert given_.limits[0] == "Open to reservation or declaration, not checked for your States: Ladders 8."


def test_what_allows_a_surrender_shows_what_bars_it(mini: SimpleNamespace) -> None:
    allows = mini.unit("ladders:8", "The borrower may be extradited for a broken rung.")
    bars = mini.unit("stools:9", "Nobody shall be extradited to where he may be tortured.")
    digest = Digest(
        "stools:9",
        bars.text,
        (),
        "rule",
        ("shall not",),
        ("torture",),
        "as adopted",
        "",
        (ConceptUse("torture-ban"),),
    )
    entries = {"ladders:8": mini.entry(allows), "stools:9": mini.entry(bars, digest=digest)}
    given_ = answer(mini.ask("Extradited for a rung?", "ladders"), mini.ranked("ladders:8"), entries, mini.names)
    assert "stools:9" in given_.see_also
    assert "torture Stools 9" in given_.limits[0]


def test_an_exception_in_the_same_article_follows_its_rule(mini: SimpleNamespace) -> None:
    rule = mini.unit("ladders:8(1)", "The lender shall lend ladders to whoever asks for one.")
    other = mini.unit("ladders:8(2)", "The loan is recorded in a book that the lender keeps.")
    exception = mini.unit("ladders:8(3)", "By way of derogation from paragraph 1, the lender keeps painted ones.")
    roles = {"ladders:8(1)": "rule", "ladders:8(2)": "rule", "ladders:8(3)": "exception"}
    entries = {
        one.id: mini.entry(
            one,
            digest=Digest(one.id, one.text, (), "rule", (), ("lending",), "as adopted", "", (use(roles[one.id]),)),
        )
        for one in (rule, other, exception)
    }
    hits = [Hit("ladders:8(1)", 9.0), Hit("ladders:8(2)", 1.0), Hit("ladders:8(3)", 0.9)]
    given_ = answer(mini.ask("Who gets ladders?", "ladders"), hits, entries, mini.names)
    assert [said.ids[0] for said in given_.statements][:2] == ["ladders:8(1)", "ladders:8(3)"]


# ── the guard ────────────────────────────────────────────────────────────────────────────────────────────────────


def changed(thing: object, **fields: object) -> object:
    return type(thing)(**{name: getattr(thing, name) for name in thing.__slots__} | fields)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda said: changed(said, ids=("ladders:99",)),
        lambda said: changed(said, force=("may",)),
        lambda said: changed(said, quotes=()),
        lambda said: changed(said, quotes=(changed(said.quotes[0], text="The ladder stays."),)),
        lambda said: changed(said, quotes=(changed(said.quotes[0], start=said.quotes[0].start + 1),)),
        lambda said: changed(said, quotes=(changed(said.quotes[0], authentic=False),)),
        lambda said: changed(said, quotes=(changed(said.quotes[0], id="ladders:98"),)),
    ],
    ids=["pinpoint", "force", "no quote", "words", "slice", "authentic", "unit"],
)
def test_the_guard_finds_what_was_spoiled(mini: SimpleNamespace, spoil) -> None:  # type: ignore[no-untyped-def]
    said = say(mini, mini.ask("When must it be returned?"), "ladders:4(1)").statements[0]
    assert defects(said, mini.entries) == []
    assert defects(spoil(said), mini.entries)


def test_the_guard_knows_the_instrument_asked_for(mini: SimpleNamespace) -> None:
    said = say(mini, mini.ask("When must it be returned?"), "ladders:4(1)").statements[0]
    assert defects(said, mini.entries, ["stools"])


# ── any text, any ranking ────────────────────────────────────────────────────────────────────────────────────────

CLAUSES = st.sampled_from(
    [
        "The lender shall oil it.",
        "However, it may refuse.",
        "No ladder may be painted unless it is old.",
        "A loan ends where rain falls;",
        "The borrower shall:",
        "count the rungs;",
        "report cracks; and",
        "[Deleted by the second protocol.]",
        "“Rung” means a step.",
    ]
)


@st.composite
def units(draw: st.DrawFn) -> Unit:
    clauses = draw(st.lists(CLAUSES, min_size=1, max_size=9))
    lettered = draw(st.integers(0, len(clauses)))
    text, parts = "", []
    for n, clause in enumerate(clauses):
        text += " " if text else ""
        start = len(text)
        label = f"({chr(97 + n)}) " if n >= lettered else ""
        text += label + clause
        if label:
            parts.append(Part(f"x:1({chr(97 + n)})", Span(start, len(text)), start + len(label)))
    return Unit("x:1", "x", "1", "", "", (), text, Span(0, len(text)), "paragraph", parts=tuple(parts))


@given(units(), st.text("ladder rung paint loan?", max_size=30))
def test_every_quote_is_its_slice_and_starts_where_a_sentence_or_letter_does(unit: Unit, text: str) -> None:
    entries = {"x:1": Entry(unit, True, Version("as adopted"), "x")}
    given_ = answer(Question(text), [Hit("x:1", 1.0)], entries, {})
    for quote in (quote for said in given_.statements for quote in said.quotes):
        assert unit.text[quote.start : quote.end] == quote.text
        before = unit.text[: quote.start].rstrip()
        assert not before or before.endswith((".", ":", ";", ")", "]", "and"))
        assert "[" not in quote.text


def test_authentic_provisions_are_quoted_without_loss(shared: Path) -> None:
    """Every piece of every authentic paragraph is sound: in its text, at a boundary, without an editor's note."""
    rows = json.loads((shared / "treaties" / "provisions.json").read_text("utf-8"))
    for row in rows[::7]:
        unit = Unit(row["id"], row["instrument"], "", "", "", (), row["text"], Span(0, len(row["text"])), "paragraph")
        found = pieces(unit)
        assert found or "[" in unit.text
        assert all(0 <= piece.span.start < piece.span.end <= len(unit.text) for piece in found)
        covered = {n for piece in found for n in range(piece.span.start, piece.span.end)}
        lost = "".join(c for n, c in enumerate(unit.text) if n not in covered).strip()
        assert not lost or "[" in unit.text


def test_letters_of_the_same_list_that_are_not_quoted_are_named(mini: SimpleNamespace) -> None:
    words = "The lender may refuse: (a) a loan by night; (b) a loan by rain; and (c) " + "any other loan " * 90
    long = mini.entry(mini.unit("ladders:9", words, ("a", "b", "c")))
    given_ = answer(mini.ask("May a loan by rain be refused?"), mini.ranked("ladders:9"), {"ladders:9": long}, {})
    assert set(given_.statements[0].left_out) == {"ladders:9(c)"} or "ladders:9(a)" in given_.statements[0].left_out
    assert "of the same list, not quoted: " in given_.answer


def test_near_duplicates_do_not_keep_the_next_norm_out(mini: SimpleNamespace) -> None:
    alike = "The lender shall hand over a sound ladder to the borrower on the day of the loan"
    units = [mini.unit(f"ladders:{n}", f"{alike} number {n}.") for n in (21, 22)]
    entries = {one.id: mini.entry(one) for one in units} | {"stools:7": mini.entries["stools:7"]}
    given_ = answer(mini.ask("What of a loan?"), mini.ranked("ladders:21", "ladders:22", "stools:7"), entries, {})
    assert "stools:7" in {i for said in given_.statements for i in said.ids}


@pytest.mark.parametrize(("of", "ids"), [("1", ["ladders:8(1)", "ladders:8(3)"]), ("2", ["ladders:8(1)"])])
def test_an_exception_to_another_paragraph_does_not_follow(mini: SimpleNamespace, of: str, ids: list[str]) -> None:
    texts = {
        "ladders:8(1)": "A ladder shall be lent to whoever asks.",
        "ladders:8(3)": f"However, a guild may depart from paragraph {of} on a day of rain.",
    }
    entries = {}
    for unit, text in texts.items():
        role = "rule" if unit.endswith("(1)") else "exception"
        digest = Digest(unit, text, (), role, ("shall",), ("lending",), "as adopted", "", (use(role),))  # type: ignore[arg-type]
        entries[unit] = mini.entry(mini.unit(unit, text), digest=digest)
    hits = [Hit("ladders:8(1)", 9.0), Hit("ladders:8(3)", 1.0)]
    given_ = answer(mini.ask("Must a ladder be lent?", "ladders"), hits, entries, mini.names)
    assert [said.ids[0] for said in given_.statements] == ids
