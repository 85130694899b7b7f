"""Whatever the text, every character of it stands in exactly one leaf or region."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb import readers
from kb.errors import UnreadableFile
from kb.model import Block, Document, Outline, Span
from kb.provisions import as_json, leaves, parse, slices, units

LINES = st.one_of(
    st.sampled_from(
        [
            "Article 1",
            "Article 2 – Nails",
            "ARTICLE III",
            "Article 1 bis",
            "Art. 4. The Parties lend.",
            "CHAPTER I",
            "Part II – Ropes",
            "PREAMBLE",
            "The Parties to this text,",
            "Considering that it rains;",
            "Have agreed as follows:",
            "1. One.",
            "2. Two:",
            "3 Three",
            "(1) One;",
            "(a) first;",
            "(b) second; and",
            "(c) third.",
            "(i) item;",
            "(ii) item;",
            "a. first",
            "a) first",
            "b",
            "1",
            "1. (a) (i) chain",
            "4.1 nested",
            "– dash",
            "* star",
            "ANNEX",
            "Annex II – Forms",
            "PROTOCOL",
            "Done at Backyard.",
            "Notes",
            "(1) A note.",
            "Contents",
            "It means: (a) the first thing; (b) the second thing.",
            "“Article 9",
            "old words.”",
            "some words that follow",
        ]
    ),
    st.text(alphabet="aB1. ():;–“”*_\n\u00a0é", min_size=1, max_size=30),
)
KINDS = st.sampled_from(["heading", "paragraph", "item", "cell", "footnote"])


@st.composite
def documents(draw: st.DrawFn) -> Document:
    parts = draw(st.lists(st.tuples(LINES, KINDS, st.integers(0, 4)), max_size=25))
    text, blocks = "", []
    for words, kind, depth in parts:
        if not words.strip():
            continue
        start = len(text) + (2 if text else 0)
        text += ("\n\n" if text else "") + words.strip()
        blocks.append(Block(Span(start, len(text)), kind, depth=depth))
    return Document("x.txt", "text", "0" * 64, text, tuple(blocks))


def check(outline: Outline) -> None:
    text, at = outline.document.text, 0
    for span in slices(outline):
        assert span.start >= at
        assert span.start < span.end
        assert not text[at : span.start].strip()
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        at = span.end
    assert not text[at:].strip()


@given(documents())
@settings(max_examples=200, deadline=None)
def test_every_character_has_one_place(document: Document):
    check(parse(document, "x"))


@given(documents())
@settings(max_examples=150, deadline=None)
def test_units_are_slices_with_ids_of_their_own(document: Document):
    outline = parse(document, "x")
    found = units(outline, parent="y")
    assert len({unit.id for unit in found}) == len(found)
    for unit in found:
        assert unit.text == unit.span.of(document.text)
        for part in unit.parts:
            assert 0 <= part.span.start <= part.label_end <= part.span.end <= len(unit.text)
        for reference in unit.references:
            assert reference.span.of(unit.text)
    assert as_json(outline)["slug"] == "x"


@given(documents())
@settings(max_examples=150, deadline=None)
def test_leaves_come_in_the_order_of_the_document(document: Document):
    starts = [leaf.span.start for leaf in leaves(parse(document, "x").root)]
    assert starts == sorted(starts)


@given(st.one_of(st.binary(max_size=400), st.text(max_size=400).map(str.encode)))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_a_document_or_a_plain_refusal(data: bytes):
    if data.startswith(b"PK") or b"%PDF-" in data:
        return
    try:
        outline = parse(readers.read_bytes(data, "fuzz"), "fuzz")
    except UnreadableFile:
        return
    check(outline)


@pytest.mark.slow
def test_real_files_keep_every_character(shared: Path):
    files = [*shared.glob("treaties/*.md"), *shared.glob("documents/*/*.md"), *shared.glob("formats/public/*/*.txt")]
    for file in files:
        check(parse(readers.read(file), file.stem))


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "word " * 200_000,
        "(" * 200_000,
        "x (a) some words here; (b) " * 30_000,
        "### Article 5\n\n" * 10_000,
        "Article 1\n\n" + "(a) x\n\n(b) y\n\ntext\n\n" * 10_000,
        "head\n\nwords\n\n1\n\f" * 5_000,
    ],
)
def test_large_input_is_read_in_linear_time(text: str):
    """A quadratic reader would take minutes here."""
    outline = parse(readers.read_bytes(text.encode(), "large"), "large")
    assert units(outline) is not None
