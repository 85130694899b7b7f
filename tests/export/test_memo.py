"""Memoranda: every quote verbatim in both formats, authorities with versions, limits, the library's manifest."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.catalog import Catalogue
from kb.export import Held, Holdings, Memo, as_docx, as_markdown, compose
from kb.model import Answer, Entry, Quote, Span, Statement, Unit, Version
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
    statements=(statement("ece:6(1)", ("ece:6(1)(a)", "ece:6(1)(b)", "untoc:16(10)")), statement("ece:9", ("ece:9",))),
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


def test_the_date_is_the_one_given():
    assert "**Date.** 2026-03-09" in as_markdown(memo())
    assert "9 March 2026" in read_back(as_docx(memo()))


def test_a_bar_does_not_break_a_table():
    odd = replace(HOLDINGS, documents=(Held("a|b.md", "One | two", "d" * 64),))
    done = compose(ANSWER, ENTRIES, CATALOGUE, "oscola", DAY, odd)
    row = next(line for line in as_markdown(done).splitlines() if "d" * 64 in line)
    assert row.count("|") == 4


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
