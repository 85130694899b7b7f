"""Markdown of several styles to blocks."""

from __future__ import annotations

import pytest

from kb import readers
from kb.model import Document
from kb.readers import markdown


def read(text: str) -> Document:
    return markdown.read(text.encode(), "ropes.md")


def shape(text: str) -> list[tuple[str, str]]:
    document = read(text)
    return [(block.kind, block.span.of(document.text)) for block in document.blocks]


def test_front_matter_becomes_meta_and_title():
    document = read('---\ntitle: "On Ropes"\nslug: ropes\n---\n\n# Other\n')
    assert (document.title, document.meta["slug"]) == ("On Ropes", "ropes")
    assert "slug" not in document.text


@pytest.mark.parametrize(
    "text", ["### Article 1", "Article 1\n---------", "**Article 1**", "__Article 1__", "### Article 1 ###"]
)
def test_heading_styles(text):
    assert shape(text) == [("heading", "Article 1")]


def test_bold_words_inside_prose_are_no_heading():
    assert shape("The **rope** holds.") == [("paragraph", "The **rope** holds.")]


def test_wrapped_lines_are_one_block():
    assert shape("One rope\nholds two.\n\nThe end.") == [
        ("paragraph", "One rope holds two."),
        ("paragraph", "The end."),
    ]


def test_escaped_number_is_a_number():
    assert shape("1\\. A rope.") == [("item", "1. A rope.")]


def test_bullet_before_a_written_label_is_markup():
    assert shape("    - (a) a rope;\n    - (b) a nail.") == [("item", "(a) a rope;"), ("item", "(b) a nail.")]


def test_bullet_alone_is_the_label():
    assert shape("- a rope;\n- a nail.") == [("item", "- a rope;"), ("item", "- a nail.")]


def test_footnotes_stand_last_and_their_marks_are_set_apart():
    document = read("A rope.[^1]\n\n[^1]: A note.\n\nA nail.\n")
    assert [block.kind for block in document.blocks] == ["paragraph", "paragraph", "footnote"]
    assert document.text == "A rope.\n\nA nail.\n\n[1] A note."
    assert [(aside.text, aside.reason) for aside in document.asides] == [("1", "footnote mark")]


def test_links_become_their_words():
    assert shape("See [the Rope](../a/b.md) and [the Nail](http://x.y/(z)).") == [
        ("paragraph", "See the Rope and the Nail."),
    ]


def test_emphasis_in_prose_stays_as_it_stands():
    assert shape("It applies *mutatis mutandis*.") == [("paragraph", "It applies *mutatis mutandis*.")]


def test_row_that_opens_with_a_label_is_layout():
    assert shape("| (a) | a rope; |\n| --- | --- |\n") == [("cell", "(a) a rope;")]


def test_each_block_knows_its_line():
    assert [block.place.line for block in read("---\na: b\n---\n# T\n\nOne\ntwo.\n\nThree.").blocks] == [4, 6, 9]


def test_blocks_hold_all_characters():
    document = read("# T\n\nOne\n\n- two\n\n| a | b |\n\n[^1]: three\n")
    held = "".join(block.span.of(document.text) for block in document.blocks)
    assert "".join(held.split()) == "".join(document.text.split())


def test_headings_without_a_space_behind_their_marks():
    text = "<meta charset='utf-8' />\n\n##Convention on Rungs\n\n####Loans\n\nA rung.\n###Article 1 \nA rung is lent.\n"
    found = readers.read_bytes(text.encode(), "rungs.html")
    heads = [block.span.of(found.text) for block in found.blocks if block.kind == "heading"]
    assert (found.format, heads) == ("markdown", ["Convention on Rungs", "Loans", "Article 1"])
    assert [aside.reason for aside in found.asides] == ["markup"]


def test_hashtags_in_prose_are_no_headings():
    found = readers.read_bytes(b"# Rungs\n\nSeen under\n##rungs and\n##Ladders today.\n\n#ladders", "x.md")
    assert [block.kind for block in found.blocks] == ["heading", "paragraph", "paragraph"]


def test_inline_tags_do_not_break_letters():
    text = (
        "# Rungs\n\n<b>(a)</b> a rung of 2 m<sup>2</sup> and CO<sub>2</sub>;\n\n(b) the 1<sup>er</sup> rung<br>of all."
    )
    found = readers.read_bytes(text.encode(), "x.md")
    assert found.text.split("\n\n")[1:] == ["(a) a rung of 2 m² and CO₂;", "(b) the 1er rung of all."]
