"""Plain text: what is printed for the page only goes, hard-wrapped lines become prose."""

from __future__ import annotations

from collections import Counter

import pytest

from kb.model import Document
from kb.readers import plain
from kb.readers.lines import unwrap, vocabulary


def read(text: str) -> Document:
    return plain.read(text.encode(), "ropes.txt")


def blocks(text: str) -> list[str]:
    document = read(text)
    return [block.span.of(document.text) for block in document.blocks]


def reasons(document: Document) -> Counter[str]:
    return Counter(aside.reason for aside in document.asides)


def book(pages: int) -> str:
    sheets = [
        f"On Ropes{f'Page {n}':>50}\n\nThe rope number {n} is long and very strong and it\n"
        f"holds. It is used daily in the garden by neighbour\nnumber {n}.\n\n\n{f'- {n} -':^60}\n"
        for n in range(1, pages + 1)
    ]
    return "\f".join(sheets)


def test_heads_and_page_numbers_are_set_apart():
    document = read(book(4))
    assert "Page" not in document.text
    assert "- 2 -" not in document.text
    assert reasons(document) == {"running head": 4, "page number": 4}


def test_blocks_know_their_page():
    assert [block.place.page for block in read(book(3)).blocks] == [1, 2, 3]


def test_article_numbers_at_page_tops_are_no_running_heads():
    text = "\f".join(f"Article {n}\n\nThe rope holds number {n}.\n" for n in range(1, 6))
    assert sum("Article" in block for block in blocks(text)) == 5


def test_page_numbers_without_form_feeds():
    text = "".join(f"The rope holds thing {'abc'[n - 1]}.\n\n- {n} -\n\n" for n in (1, 2, 3))
    assert blocks(text) == ["The rope holds thing a.", "The rope holds thing b.", "The rope holds thing c."]


def test_paragraph_goes_on_over_the_page():
    text = (
        "Head                    Page 1\n\nThe rope that is lent by one neighbour to the\nother neighbour shall be\n\f"
        "Head                    Page 2\n\nreturned clean.\n\nThe end of it all.\n\f"
        "Head                    Page 3\n\n\nNew words here.\n"
    )
    assert "The rope that is lent by one neighbour to the other neighbour shall be returned clean." in blocks(text)


def test_contents_table_is_set_apart():
    text = "CONTENTS\n\nArticle 1. Ropes .......... 3\nArticle 2. Nails .......... 4\n\nThe rope holds.\n"
    document = read(text)
    assert document.text == "The rope holds."
    assert reasons(document) == {"contents": 3}


def test_label_at_the_start_of_a_line_opens_a_block_only_after_a_stop():
    assert blocks("1. The rope in paragraph\n2. of this text holds.\n2. The nail holds.\n") == [
        "1. The rope in paragraph 2. of this text holds.",
        "2. The nail holds.",
    ]


def test_notes_at_the_end_are_footnotes_and_their_marks_go():
    document = read("The rope holds. (1)\n\nThe nail in article 5 (1)\n\nNotes\n\n(1) A note.\n    Its end.\n")
    assert [block.kind for block in document.blocks] == ["paragraph", "paragraph", "footnote"]
    assert document.text == "The rope holds.\n\nThe nail in article 5 (1)\n\n(1) A note. Its end."


def test_justified_lines_lose_their_extra_spaces():
    assert blocks("The   rope  that   is\nlong  holds.\n") == ["The rope that is long holds."]


def test_spaced_out_letters_come_together():
    assert blocks("A N N E X   I I\n") == ["ANNEX II"]


def test_centred_line_is_a_heading():
    text = (
        f"{'Article 1':^63}\n{'Ropes':^63}\n\n"
        + "The rope holds whatever hangs on it, in every weather there is.\n" * 3
    )
    assert [block.kind for block in read(text).blocks][:2] == ["heading", "heading"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["the bor-", "rowed rope"], "the borrowed rope"),
        (["the Rope-", "General of"], "the Rope-General of"),
        (["a co-", "operation of"], "a co-operation of"),
        (["short- ", "and long"], "short- and long"),
        (["the rope", "holds"], "the rope holds"),
    ],
)
def test_words_broken_at_a_line_end_are_whole_again(lines, expected):
    assert unwrap(lines, vocabulary(["the co-operation of ropes"])) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["judged case-", "by-case here"], "judged case-by-case here"),
        (["judged case-by-", "case here"], "judged case-by-case here"),
        (["from day-to-", "day here"], "from day-to-day here"),
        (["a decision-", "making rope"], "a decision-making rope"),
        (["a long-", "term loan"], "a long-term loan"),
        (["the users there-", "of are"], "the users thereof are"),
        (["without non-discrimi-", "nation here"], "without non-discrimination here"),
        (["they deter-", "mine it"], "they determine it"),
        (["some-", "time it holds"], "sometime it holds"),
    ],
)
def test_a_word_keeps_the_hyphen_of_its_own(lines: list[str], expected: str) -> None:
    """Compounds of a common kind, both parts of which the document has as words; all else is one word."""
    known = vocabulary(["case by day there of some time decision making term long loan"])
    assert unwrap(lines, known) == expected


def test_bare_numbers_and_letters_open_paragraphs_without_blank_lines() -> None:
    """Behind a stop, or behind the words that announce a list; "a" in the middle of a sentence is a word."""
    text = (
        "1 The rope is lent to every member of the garden who asks for it in\nwriting.\n"
        "2 The following hold of each rope that is lent under this list:\n"
        "a the rope is dry when it is lent, and whoever lends it has seen that\na knot holds;\n"
        "b the rope is long enough for the garden in which it is to be used by\nthe member.\n"
        "3 Nothing else holds of the ropes of the garden that are lent under it.\n"
    )
    assert [words[:2] for words in blocks(text)] == ["1 ", "2 ", "a ", "b ", "3 "]
