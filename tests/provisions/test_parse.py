"""Mini treaties of our own through the whole grammar."""

from __future__ import annotations

from typing import Any

import pytest

from kb import readers
from kb.model import Outline
from kb.provisions import as_json, parse, units


def outline(text: str, slug: str = "ladders") -> Outline:
    return parse(readers.read_bytes(text.encode(), "ladders.md"), slug)


def articles(text: str) -> list[dict[str, Any]]:
    return as_json(outline(text))["articles"]


def ids(text: str) -> list[str]:
    return [unit.id for unit in units(outline(text))]


LADDERS = """# Convention on Borrowed Ladders

## Preamble

The Neighbours signatory hereto,

Considering that ladders are dear;

Mindful of low roofs,

Have agreed as follows:

## CHAPTER I — LENDING

### Article 1 — Use of terms

For the purposes of this Convention:

(a) "ladder" means a thing with rungs;

(b) "rung" means:

(i) a bar; or

(ii) a step;

where it bears a person.

### Article 2 bis

1. A Neighbour shall lend a ladder.

2. Lending may be refused where:

(a) it rains; or

(b) the ladder is broken.

3. Article 1 applies.

## ANNEX

1. Wooden ladders.

2. Rope ladders.

Done at Backyard, on a Sunday.
"""


def test_preamble_has_opening_words_recitals_and_closing_words():
    assert [u.text for u in units(outline(LADDERS)) if u.kind == "recital"] == [
        "Considering that ladders are dear;",
        "Mindful of low roofs,",
    ]


def test_whole_preamble_is_addressable():
    whole = next(u for u in units(outline(LADDERS)) if u.id == "ladders:preamble")
    assert whole.text.startswith("The Neighbours")
    assert whole.text.endswith("as follows:")


def test_units_stand_in_the_order_of_the_document():
    assert ids(LADDERS) == [
        "ladders:preamble",
        "ladders:preamble(1)",
        "ladders:preamble(2)",
        "ladders:1",
        "ladders:2bis(1)",
        "ladders:2bis(2)",
        "ladders:2bis(3)",
        "ladders:annex(1)",
        "ladders:annex(2)",
        "ladders:closing",
    ]


def test_letters_and_items_are_parts_with_their_label():
    unit = next(u for u in units(outline(LADDERS)) if u.id == "ladders:1")
    named = {part.id: unit.text[part.span.start : part.span.end] for part in unit.parts}
    assert named["ladders:1(b)(ii)"] == "(ii) a step;"
    assert list(named) == ["ladders:1(a)", "ladders:1(b)", "ladders:1(b)(i)", "ladders:1(b)(ii)"]


def test_words_after_the_last_letter_close_the_paragraph():
    paragraph = articles(LADDERS)[0]["paragraphs"][0]
    assert paragraph["text"] == "For the purposes of this Convention:"
    assert paragraph["tail"] == "where it bears a person."


def test_chapter_is_told_for_each_article():
    assert {article["chapter"] for article in articles(LADDERS)} == {"CHAPTER I – LENDING"}


@pytest.mark.parametrize(
    ("line", "number", "heading"),
    [
        ("Article 6", "6", ""),
        ("ARTICLE 6", "6", ""),
        ("Art. 6", "6", ""),
        ("Article 5 bis", "5bis", ""),
        ("Article 5bis — Ropes", "5bis", "Ropes"),
        ("Article 10a", "10a", ""),
        ("Article IV", "IV", ""),
        ("Article the First", "1", ""),
        ("Article 7. Ropes and nails", "7", "Ropes and nails"),
        ("Article 7 – Ropes", "7", "Ropes"),
        ("Article 7: Ropes", "7", "Ropes"),
        ("Article 16 *ter*", "16ter", ""),
    ],
)
def test_article_forms(line, number, heading):
    found = articles(f"## {line}\n\nA ladder shall be returned clean.\n")
    assert [(a["article"], a["heading"]) for a in found] == [(number, heading)]


def test_heading_on_the_line_below():
    found = articles("# T\n\nArticle 1\n\nReturn of ladders\n\nA ladder shall be returned clean.\n")
    assert found[0]["heading"] == "Return of ladders"


def test_opening_words_before_letters_are_no_heading():
    found = articles("# T\n\nArticle 1\n\nFor the purposes of this text\n\n(a) one;\n\n(b) two.\n")
    assert found[0]["heading"] == ""
    assert found[0]["paragraphs"][0]["text"] == "For the purposes of this text"


def test_prose_that_cites_an_article_opens_none():
    found = articles("# T\n\n## Article 1\n\nFoo bar baz.\n\nArticle 9 of the other text shall not apply.\n")
    assert [a["article"] for a in found] == ["1"]


def test_year_at_the_start_of_a_block_is_no_paragraph():
    found = articles("# T\n\n## Article 1\n\n1. It began early.\n\n1959. That was the year.\n\n2. It ended.\n")
    assert [p["number"] for p in found[0]["paragraphs"]] == ["1", "2"]


def test_number_two_without_a_first_is_prose():
    found = articles("# T\n\n## Article 1\n\nOne says so.\n\n2.Another says so.\n")
    assert [p["number"] for p in found[0]["paragraphs"]] == [""]


def test_ninth_letter_is_no_roman_item():
    letters = "".join(f"({c}) thing {c};\n\n" for c in "abcdefghijk")
    found = articles(f"# T\n\n## Article 1\n\nThese:\n\n{letters}")
    assert [letter["letter"] for letter in found[0]["paragraphs"][0]["letters"]] == list("abcdefghijk")


def test_roman_items_below_the_eighth_letter():
    letters = "".join(f"({c}) thing {c};\n\n" for c in "abcdefgh")
    found = articles(f"# T\n\n## Article 1\n\nThese:\n\n{letters}(i) one;\n\n(ii) two;\n\n(i) thing i.\n")
    last = found[0]["paragraphs"][0]["letters"][7]
    assert [item["number"] for item in last["items"]] == ["i", "ii"]


def test_paragraph_without_words_of_its_own_opens_with_a_letter():
    found = articles("# T\n\n## Article 1\n\n1. (a) One.\n\n(b) Two.\n\n2. Three.\n")
    first = found[0]["paragraphs"][0]
    assert (first["text"], [letter["letter"] for letter in first["letters"]]) == ("", ["a", "b"])


def test_list_inside_one_block_is_told_apart():
    unit = next(
        u
        for u in units(outline("# T\n\n## Article 1\n\nIt means: (a) a long ladder; and (b) a short ladder.\n"))
        if u.kind == "article"
    )
    assert [part.id for part in unit.parts] == ["ladders:1(a)", "ladders:1(b)"]


def test_cited_letters_inside_prose_are_no_list():
    unit = next(
        u
        for u in units(outline("# T\n\n## Article 1\n\nSee paragraph 1, (a), (b) and (c), for more.\n"))
        if u.kind == "article"
    )
    assert unit.parts == ()


def test_opening_words_before_the_first_number_travel_with_the_paragraphs():
    found = units(outline("# T\n\n## Article 1\n\nAmong friends:\n\n1. Lend.\n\n2. Return.\n"))
    assert [(u.id, u.opening) for u in found] == [
        ("ladders:1", ""),
        ("ladders:1(1)", "Among friends:"),
        ("ladders:1(2)", "Among friends:"),
    ]


def test_dashes_are_letters_without_a_letter():
    found = articles("# T\n\n## Article 1\n\nThese:\n\n– one;\n\n– two.\n")
    assert [letter["letter"] for letter in found[0]["paragraphs"][0]["letters"]] == ["–", "–"]


def test_contents_table_gives_no_articles():
    contents = "\n\n".join(f"Article {n} Thing {n}" for n in range(1, 8))
    body = "\n\n".join(f"Article {n}\n\nThing {n}\n\nThing {n} shall be done well." for n in range(1, 8))
    tree = outline(f"# T\n\nContents\n\n{contents}\n\n{body}\n")
    found = as_json(tree)["articles"]
    assert [a["article"] for a in found] == [str(n) for n in range(1, 8)]
    assert all(a["paragraphs"] for a in found)
    assert {region.reason for region in tree.regions} == {"contents"}


def test_quoted_articles_of_another_text_open_none():
    text = (
        "# T\n\n## Article 1\n\nThe following is inserted:\n\n“Article 9\n\nOld words.\n\nArticle 10\n\nMore.”\n\n"
        "## Article 2\n\nThis ends it.\n"
    )
    assert [a["article"] for a in articles(text)] == ["1", "2"]


def test_missing_article_is_reported():
    tree = outline("# T\n\n## Article 1\n\nFoo.\n\n## Article 4\n\nBar.\n")
    assert any("1 is followed by article 4" in words for words in tree.warnings)


def test_second_series_of_articles_is_kept_apart():
    text = "".join(f"## Article {n}\n\nFoo {n}.\n\n" for n in (1, 2, 3, 1, 2, 3))
    tree = outline(text)
    assert [a["article"] for a in as_json(tree)["articles"]] == ["1", "2", "3"]
    found = [u.id for u in units(tree)]
    assert len(found) == len(set(found)) == 6
    assert any("kept apart" in words for words in tree.warnings)


def test_guide_is_cut_by_its_numbered_sections():
    text = "# Guide\n\n## 1. Start\n\nWords.\n\n## 1.2 Then\n\nMore.\n\n## 2. End\n\nLast.\n"
    assert ids(text) == ["ladders:s1", "ladders:s1.2", "ladders:s2"]


def test_document_without_numbers_is_cut_by_block():
    tree = parse(readers.read_bytes(b"First words here.\n\nSecond words here.\n", "memo.txt"), "memo")
    assert [u.id for u in units(tree)] == ["memo:p1", "memo:p2"]


BARE = """# Statute of the Ladder Court

*Power of the court*

The court may lend ladders.

*Grave cases*

It tries those who:

(a) saw rungs;

(b) hide ladders.

*Rule 5 of the club*

It applies.

*Seat*

The court sits in the shed.
"""


def test_headings_without_numbers_head_the_blocks_below_them():
    tree = parse(readers.read_bytes(BARE.encode(), "statute.md"), "court")
    found = [(u.id, u.heading) for u in units(tree)]
    assert found[:2] == [("court:p3", "Power of the court"), ("court:p5", "Grave cases")]
    assert found[-1] == ("court:p11", "Seat")


def test_letters_stay_with_the_words_that_announce_them():
    tree = parse(readers.read_bytes(BARE.encode(), "statute.md"), "court")
    assert next(u.text for u in units(tree) if u.id == "court:p5").endswith("(b) hide ladders.")


def test_numbers_that_no_file_carries_are_not_made_up():
    tree = parse(readers.read_bytes(BARE.encode(), "statute.md"), "court")
    assert any("headings carry no numbers" in words for words in tree.warnings)
    assert not any(u.article.isdigit() for u in units(tree))


def test_footnotes_are_no_part_of_the_last_article():
    text = "# T\n\n## Article 1\n\nFoo bar.[^1]\n\n[^1]: A note.\n"
    found = as_json(outline(text))
    assert found["articles"][0]["paragraphs"][0]["text"] == "Foo bar."
    assert found["footnotes"] == [{"number": "1", "text": "A note."}]


def test_a_letter_that_looks_like_a_digit_is_read_as_one_where_it_makes_the_next_number():
    text = "".join(f"### Article {n}\n\nLadders are lent.\n\n" for n in ("10", "1l", "12", "12 a", "13"))
    outline = parse(readers.read_bytes(f"# On Ladders\n\n{text}".encode(), "x.md"), "x")
    assert [unit.id for unit in units(outline)] == ["x:10", "x:11", "x:12", "x:12a", "x:13"]
    assert outline.warnings == ("article 11 is printed as 1l",)
