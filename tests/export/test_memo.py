"""Memoranda: every quote verbatim in both formats, authorities with versions, limits, the library's manifest."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.catalog import Catalogue
from kb.export import Held, Holdings, Memo, as_docx, as_markdown, as_question, compose
from kb.model import Answer, Cell, Deadline, Entry, Issue, Part, Quote, Row, Span, Statement, Twin, Unit, Version
from kb.readers import read_bytes

CATALOGUE = Catalogue.load(Path(__file__).resolve().parents[2] / "corpus" / "catalogue")
WORDS = "A ladder may be refused:\n\n(a) to a neighbour who breaks rungs; or\n\n(b) unless it is needed for cherries."
HOLDINGS = Holdings(
    "20260101T000000Z-00000000",
    "2026-01-01T00:00:00+00:00",
    "treaty-kb 0",
    "c" * 64,
    (Held("ece.md", "European Convention on Extradition", "a" * 64), Held("untoc.md", "UNTOC", "b" * 64)),
)
DAY = date(2026, 3, 9)


def unit(identifier: str, text: str) -> Unit:
    slug, _, place = identifier.partition(":")
    article = place.partition("(")[0]
    return Unit(identifier, slug, article, "", "", (), text, Span(0, len(text)), "article")


ENTRIES = {
    "ece:6(1)": Entry(unit("ece:6(1)", WORDS), True, Version("as adopted", "2017-05"), "ece.md"),
    "ece:9": Entry(unit("ece:9", "Rungs are counted twice."), False, Version("as adopted"), "corpus"),
}


def statement(identifier: str, ids: tuple[str, ...], text: str = "Refusal is optional:") -> Statement:
    entry = ENTRIES[identifier]
    words = entry.unit.text
    quotes = (Quote(identifier, 0, len(words), words, entry.authentic),)
    return Statement(text, ids, ("may",), str(entry.version), quotes)


ANSWER = Answer(
    query="May a ladder be refused?",
    status="answered",
    verdict="yes",
    answer="Yes.\n[1] Refusal is optional: …\nText: as adopted.",
    statements=(
        replace(
            statement("ece:6(1)", ("ece:6(1)(a)", "ece:6(1)(b)", "untoc:16(10)")),
            twins=(Twin("untoc:16(10)", "identical but for the name of the Parties"),),
        ),
        statement("ece:9", ("ece:9",)),
    ),
    limits=("Not checked: Parties, reservations and declarations; national law, case law.",),
    warnings=("European Convention on Extradition 6(1): another instrument changes it.",),
    nearest=("ece:7",),
    see_also=("uncac:44(11)",),
    missing=("eu-eaw",),
)


def memo(answer: Answer = ANSWER, style: str = "oscola") -> Memo:
    return compose(answer, ENTRIES, CATALOGUE, style, DAY, HOLDINGS)  # type: ignore[arg-type]


def read_back(content: bytes) -> str:
    return read_bytes(content, "memo.docx").text


def test_a_word_memorandum_holds_every_quote_verbatim():
    text = read_back(as_docx(memo()))
    assert all(quote.text in text for said in ANSWER.statements for quote in said.quotes)


def test_a_markdown_memorandum_holds_every_quote_verbatim():
    text = as_markdown(memo()).replace("\n> ", "\n").replace("\n>", "\n")
    assert all(quote.text in text for said in ANSWER.statements for quote in said.quotes)


@pytest.mark.parametrize("written", [as_markdown, lambda one: read_back(as_docx(one))], ids=["md", "docx"])
@pytest.mark.parametrize(
    "part",
    [
        "May a ladder be refused?",
        "Yes.",
        "Refusal is optional:",
        "entered into force 18 April 1960) ETS 24, art 6(1)(a); art 6(1)(b)",
        "2225 UNTS 209 (UNTOC) art 16(10)",
        "as adopted, state of 2017-05",
        "Not checked: Parties",
        "another instrument changes it",
        "ETS 24, art 7",
        "art 44(11)",
        "2002/584/JHA",
        "a" * 64,
        "c" * 64,
        "20260101T000000Z-00000000",
        "our digest, not the text",
        "treaty-kb 0",
        "The same words, but for the name of the Parties: United Nations Convention",
    ],
)
def test_a_memorandum_says(written, part):
    assert part in written(memo())


def test_the_table_of_authorities_has_each_instrument_once_with_its_pinpoints_and_versions():
    first, second = memo().authorities
    assert first.citation.startswith("European Convention on Extradition (opened")
    assert first.pinpoints == ("art 6(1)(a)", "art 6(1)(b)", "art 9")
    assert first.versions == ("as adopted, state of 2017-05", "as adopted")
    assert second.pinpoints == ("art 16(10)",)
    assert second.versions == ()


def test_a_citation_from_memory_is_to_be_checked():
    assert "To be checked: UNTS vol. 359, p. 273 is from memory" in as_markdown(memo(style="un"))


def test_the_documents_that_are_quoted_are_marked():
    assert [one.quoted for one in memo().holdings.documents] == [True, False]


def test_citations_follow_the_style_that_is_asked_for():
    assert (
        memo(style="coe")
        .findings[0]
        .quotes[0]
        .citation.endswith("(ETS No. 24), Article 6, paragraph 1.a; Article 6, paragraph 1.b")
    )


def test_without_a_headline_the_deciding_words_are_the_short_answer():
    plain = replace(ANSWER, verdict=None, answer="[1] Refusal is optional: …")
    (said,) = memo(plain).short
    assert said.startswith("Refusal is optional: “A ladder may be refused: (a) to a neighbour")


def test_a_refusal_is_a_memorandum_without_statements():
    refused = Answer("Who won the cup?", "refused", None, "The library holds no answer to this.", nearest=("ece:7",))
    done = memo(refused)
    assert done.short == ("The library holds no answer to this.",)
    assert (done.findings, done.authorities) == ((), ())
    assert "## Statements" not in as_markdown(done)


# ── what stands around the statements ────────────────────────────────────────────────────────────────────────────

TERM = replace(statement("ece:9", ("ece:9",), "Term: rung:"), role="term", folded=True)
FULL = replace(
    ANSWER,
    answer="Yes.\n[1] Refusal is optional: …\n▸ [3] Term: rung (9)\nText: as adopted.",
    leans_on=(TERM,),
    issues=(Issue("May it be refused?", "yes", (0, 1)), Issue("Who pays?", None, ())),
    table=(Row("refusal", (Cell("ece", ("ece:6(1)(a)",), ("may",), "Option"), Cell("uncac"))),),
    deadlines=(Deadline("12 days", "after the request", "ece:6(1)"),),
)
WRITTEN = pytest.mark.parametrize("written", [as_markdown, lambda one: read_back(as_docx(one))], ids=["md", "docx"])


def rows(table: int) -> list[list[str]]:
    """The cells of a table of the Word memorandum."""
    found = docx.Document(BytesIO(as_docx(memo(FULL)))).tables[table]
    return [[cell.text for cell in row.cells] for row in found.rows]


def test_time_limits_stand_before_the_statements_with_what_starts_them_and_where_they_stand():
    heads, (length, start, place, quoted) = rows(0)
    assert heads == ["Length", "Runs from", "Provision", "Quoted in"]
    assert (length, start, quoted) == ("12 days", "after the request", "[1]")
    assert place == "European Convention on Extradition, art 6(1)"


def test_a_comparison_is_a_table_with_force_and_pinpoint_or_nothing_found():
    assert rows(1) == [
        ["Issue", "European Convention on Extradition", "UNCAC"],
        ["refusal", "Option, art 6(1)(a) [1]", "nothing found"],
    ]


def test_every_table_has_a_name_and_a_head_that_is_repeated():
    tables = docx.Document(BytesIO(as_docx(memo(FULL)))).tables
    assert len(tables) == 4
    for table in tables:
        assert table._tbl.tblPr.xpath("w:tblCaption/@w:val")
        assert len(table._tbl.xpath("w:tr/w:trPr/w:tblHeader")) == 1


@WRITTEN
def test_each_question_of_several_has_its_verdict_and_its_statements(written):
    text = written(memo(FULL)).replace("*", "")
    assert "May it be refused? Yes. See [1], [2]." in text
    assert "Who pays? No statement of this answer bears on it." in text


@WRITTEN
def test_folded_terms_are_quoted_in_full_and_numbered_on(written):
    after = written(memo(FULL)).replace("*", "").partition("Terms and references")[2]
    assert "[3] Term: rung:" in after
    assert "Rungs are counted twice." in after


@WRITTEN
def test_sections_follow_each_other_as_a_reader_needs_them(written):
    text = written(memo(FULL))
    heads = ("Short answer", "Questions within", "Time limits", "Comparison", "Statements", "Terms and references")
    places = [text.index(head) for head in heads]
    assert places == sorted(places)


def test_folded_lines_of_the_answer_are_no_short_answer():
    assert "rung (9)" not in " ".join(memo(FULL).short)


def test_an_instrument_that_is_only_leant_on_is_an_authority():
    done = memo(replace(FULL, statements=FULL.statements[:1]))
    assert "art 9" in done.authorities[0].pinpoints


def test_quotes_of_one_provision_are_cited_once_each_after_its_letter():
    second = WORDS.index("(b)")
    parts = (Part("ece:6(1)(a)", Span(26, second - 2), 30), Part("ece:6(1)(b)", Span(second, len(WORDS)), second + 4))
    entry = ENTRIES["ece:6(1)"]
    entries = {"ece:6(1)": replace(entry, unit=replace(entry.unit, parts=parts))}
    edges = [(part.label_end, part.span.end) for part in parts]
    quotes = tuple(Quote("ece:6(1)", start, end, WORDS[start:end], True) for start, end in edges)
    said = replace(ANSWER.statements[0], quotes=quotes, twins=())
    done = compose(replace(ANSWER, statements=(said,)), entries, CATALOGUE, "oscola", DAY, HOLDINGS)
    assert [quote.letter for quote in done.findings[0].quotes] == ["(a)", "(b)"]
    assert as_markdown(done).partition("## Notes")[0].count("ETS 24") == 1
    assert "> (b) “unless it is needed for cherries.”" in as_markdown(done)


@pytest.mark.parametrize(
    ("part", "whole"), [("may she appeal", "May she appeal?"), ("Who pays,", "Who pays?"), ("Compare.", "Compare.")]
)
def test_a_part_of_a_question_is_a_sentence_of_its_own(part, whole):
    assert as_question(part) == whole


def test_the_same_words_are_told_once_for_each_way_in_which_they_are_the_same():
    same = (Twin("untoc:16(10)", "identical"), Twin("uncac:44(11)", "identical"))
    twins = (*same, Twin("ecma:2", "identical but for x"))
    first, second = memo(replace(ANSWER, statements=(replace(ANSWER.statements[0], twins=twins),))).findings[0].alike
    assert first.startswith("The same words: ")
    assert first.count("art ") == 2
    assert second.startswith("The same words, but for x: ")


def test_the_date_is_the_one_given():
    assert "**Date.** 2026-03-09" in as_markdown(memo())
    assert "9 March 2026" in read_back(as_docx(memo()))


def test_a_bar_does_not_break_a_table():
    odd = replace(HOLDINGS, documents=(Held("a|b.md", "One | two", "d" * 64),))
    done = compose(ANSWER, ENTRIES, CATALOGUE, "oscola", DAY, odd)
    row = next(line for line in as_markdown(done).splitlines() if "d" * 64 in line)
    assert row.replace("\\|", "").count("|") == 4


@given(st.text(max_size=80))
@settings(max_examples=30)
def test_any_question_can_be_written(question):
    done = memo(replace(ANSWER, query=question))
    assert zipfile.is_zipfile(BytesIO(as_docx(done)))
    assert as_markdown(done).startswith("# Memorandum")


@pytest.mark.parametrize(
    ("part", "earlier", "later"),
    [("word/document.xml", "<w:tblBorders>", "<w:tblLayout"), ("word/styles.xml", "<w:pBdr><w:left", "<w:ind w:left")],
)
def test_elements_stand_in_the_order_that_word_wants(part, earlier, later):
    with zipfile.ZipFile(BytesIO(as_docx(memo()))) as package:
        text = package.read(part).decode("utf-8")
    start = text.index(earlier)
    assert text.find(later, start) > start
