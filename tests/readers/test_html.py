"""Pages to documents: list numbers written out, the page around the text set apart."""

from __future__ import annotations

import random

import pytest

from kb.errors import UnreadableFile
from kb.model import Document
from kb.readers import html


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()


def read(body: str, head: str = "") -> Document:
    return html.read(page(body, head), "ladders.html")


def texts(document: Document) -> list[str]:
    return [block.span.of(document.text) for block in document.blocks]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<ol><li>Lend it.<li>Return it.</ol>", ["1. Lend it.", "2. Return it."]),
        ("<ol start=4><li>Lend it.<li>Return it.</ol>", ["4. Lend it.", "5. Return it."]),
        ("<ol><li>One.<li value=7>Seven.<li>Eight.</ol>", ["1. One.", "7. Seven.", "8. Eight."]),
        ("<ol reversed><li>Last.<li>First.</ol>", ["2. Last.", "1. First."]),
        ("<ol type=a><li>Rungs;<li>Rails.</ol>", ["(a) Rungs;", "(b) Rails."]),
        ("<ol type=i><li>Rungs;<li>Rails.</ol>", ["(i) Rungs;", "(ii) Rails."]),
        ("<ol style='list-style-type: lower-roman'><li>Rungs.</ol>", ["(i) Rungs."]),
        ("<ol style='list-style: none'><li>1. Rungs.</ol>", ["1. Rungs."]),
        ("<ol><li>1) Typed already.</ol>", ["1) Typed already."]),
        ("<ul><li>Rungs;<li>Rails.</ul>", ["– Rungs;", "– Rails."]),
        ("<ul class=no-bullet><li data-n='(c)'>Rungs.</ul>", ["(c) Rungs."]),
        ("<ol><li><ol type=a><li>Rungs;<li>Rails.</ol><li>Paint.</ol>", ["1. (a) Rungs;", "(b) Rails.", "2. Paint."]),
    ],
)
def test_generated_numbers_are_written_into_the_text(body: str, expected: list[str]) -> None:
    assert texts(read(body)) == expected


def test_list_types_come_from_the_pages_own_style_rules() -> None:
    document = read("<ol class=x><li>Rungs.</ol>", "<style>ol.x { list-style-type: lower-alpha }</style>")
    assert texts(document) == ["(a) Rungs."]


def test_nesting_is_told_by_depth() -> None:
    document = read("<ol><li>A ladder:<ol type=a><li>rungs;</ol>and its feet.</ol>")
    assert [block.depth for block in document.blocks] == [1, 2, 1]


@pytest.mark.parametrize(
    "body",
    [
        "<nav>Home</nav>",
        "<footer>Terms of use</footer>",
        "<aside>Related</aside>",
        "<div id=cookie>We use cookies</div>",
        "<div class=breadcrumbs>Home</div>",
        "<p style='display:none'>Unseen</p>",
        "<ul><li><a href='#1'>Article 1</a><li><a href='#2'>Article 2</a><li><a href='#3'>Article 3</a></ul>",
        "<script>var x = 'Article 9';</script>",
    ],
)
def test_the_page_around_the_text_is_set_apart(body: str) -> None:
    text = "<p>Every ladder that is lent shall be returned before the next full moon in the state of its lending.</p>"
    assert len(texts(read(body + text + "<p>This applies to step-ladders as well as to long ones.</p>"))) == 2


def test_what_is_set_apart_keeps_its_reason() -> None:
    document = read("<nav>Home</nav><p>A ladder is lent for one day at a time and for no longer period.</p>")
    assert [(aside.text, aside.reason) for aside in document.asides] == [("Home", "navigation")]


def test_a_label_in_its_own_cell_goes_before_the_words_of_the_next() -> None:
    rows = "<tr><td>1<td colspan=2>A lender may:<tr><td><td>a<td>wait;<tr><td><td>b<td>ask."
    document = read(f"<table>{rows}</table>")
    assert texts(document) == ["1 A lender may:", "a wait;", "b ask."]
    assert [block.depth for block in document.blocks] == [1, 2, 2]


def test_official_journal_markup_gives_headings_and_items() -> None:
    body = (
        "<p class=oj-ti-art>Article 1</p><p class=oj-sti-art>Scope</p><p class=oj-normal>1. Ladders are:</p>"
        "<table><tr><td><p class=oj-normal>(a)</p><td><p class=oj-normal>long; or</p></table>"
    )
    document = read(body)
    assert [block.kind for block in document.blocks] == ["heading", "heading", "paragraph", "item"]
    assert texts(document)[-1] == "(a) long; or"


def test_two_line_breaks_part_paragraphs_and_one_does_not() -> None:
    assert texts(read("<div>A ladder<br>is lent.<br><br>It comes back.</div>")) == [
        "A ladder is lent.",
        "It comes back.",
    ]


def test_a_footnote_stands_at_the_end_and_its_mark_leaves_the_text() -> None:
    marked = "<p>A ladder<sup><a href='#fn1'>[1]</a></sup> is lent.</p>"
    body = f"{marked}<div class=footnotes><p id=fn1>[1] Or steps.</p></div><p>So.</p>"
    document = read(body)
    assert texts(document) == ["A ladder is lent.", "So.", "[1] Or steps."]
    assert document.blocks[-1].kind == "footnote"


def test_a_soft_hyphen_and_a_hard_space_leave_plain_words() -> None:
    assert texts(read("<p>lad&shy;der&nbsp;&nbsp;lent</p>")) == ["ladder lent"]


def test_bytes_that_belie_their_declaration_are_read_with_a_warning() -> None:
    data = "<meta charset=utf-8><p>Échelle prêtée</p>".encode("latin-1")
    document = html.read(data, "x.html")
    assert document.text == "Échelle prêtée"
    assert document.warnings


def test_windows_1252_that_is_declared_as_latin_1_keeps_its_dash() -> None:
    data = "<meta charset=iso-8859-1><p>Ladders – lent</p>".encode("cp1252")
    assert html.read(data, "x.html").text == "Ladders – lent"


def test_text_inside_thousands_of_elements_is_kept() -> None:
    assert html.read(b"<div><span>" * 5000 + b"<p>Deep words.", "x.html").text == "Deep words."


def test_every_character_of_the_text_stands_in_one_block() -> None:
    document = read("<h1>Ladders</h1><ol><li>Lend<li>Return</ol><p>Done</p>")
    covered = "".join(block.span.of(document.text) for block in document.blocks)
    assert "".join(covered.split()) == "".join(document.text.split())


@pytest.mark.parametrize("data", [b"", b"  \n", b"<html><body><script>x</script></body></html>"])
def test_a_page_without_words_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(UnreadableFile) as caught:
        html.read(data, "bare.html")
    assert caught.value.sentence.startswith("bare.html: ")


def test_damaged_pages_are_read_or_refused_and_nothing_else() -> None:
    whole = page("<h1>Ladders</h1><ol type=a start=3><li>Lend<li>Return</ol><table><tr><td>1<td>Done</table>")
    chance = random.Random(5)
    for _ in range(200):
        data = bytearray(whole[: chance.randrange(len(whole))] if chance.random() < 0.4 else whole)
        for _ in range(chance.randrange(1, 8)):
            if data:
                data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            html.read(bytes(data), "x.html")
        except UnreadableFile:
            continue


@pytest.mark.slow
def test_time_grows_in_line_with_length(shared) -> None:  # type: ignore[no-untyped-def]
    document = html.read((shared / "formats/odd/08-one-line-5mb.html").read_bytes(), "x.html")
    assert len(document.blocks) > 20_000
