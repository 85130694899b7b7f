"""Numbers read from a paragraph's text, on invented provisions."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.catalog.numbers import as_written, roman, roman_value
from kb.catalog.outlines import dump, letters_of, numbering, outlines


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("A ladder may be: (a) wooden; (b) metal; or (c) borrowed.", {"a": [], "b": [], "c": []}),
        ("A ladder may be: a) wooden; b) metal.", {"a": [], "b": []}),
        ("A ladder may be: a.wooden; b.metal.", {"a": [], "b": []}),
        ("It is (a) long: (i) in steps; (ii) in metres; (b) short.", {"a": ["i", "ii"], "b": []}),
        ("Subparagraphs (a) and (b) of paragraph 1 apply.", {}),
        ("As in paragraph 1 (a), a ladder is lent.", {}),
        ("Nothing is listed here.", {}),
        ("A ladder may be:\n\na wooden;\n\nb metal.", {"a": [], "b": []}),
        ("It says:\n\na State may lend;\n\nand another may not.", {}),
        ("It says:\n\na wooden;\n\nc metal.", {}),
        ("Of these\na ladder is long\nb-side.", {}),
        ("Of these, (b) comes first and (a) later.", {}),
    ],
)
def test_letters_count_only_as_a_sequence_from_its_start(text, letters):
    assert letters_of(text) == letters


def test_the_letter_i_follows_h():
    text = " ".join(f"({letter}) rung;" for letter in "abcdefghij")
    assert list(letters_of(text)) == list("abcdefghij")


def test_written_outlines_read_back():
    provisions = [
        {"id": "l:1", "instrument": "l", "article": "1", "paragraph": "", "heading": "Terms", "text": "(a) x; (b) y"},
        {"id": "l:2(1)", "instrument": "l", "article": "2", "paragraph": "1", "heading": "", "text": "z"},
        {"id": "l:2(2)", "instrument": "l", "article": "2", "paragraph": "2", "heading": "", "text": "z"},
    ]
    outline = numbering("l", json.loads(dump(outlines(provisions)))["l"])
    assert list(outline.ids()) == ["l:1", "l:1(a)", "l:1(b)", "l:2", "l:2(1)", "l:2(2)"]
    assert list(outline.units()) == ["l:1", "l:2(1)", "l:2(2)"]


@given(st.integers(1, 3999))
def test_roman_numerals_go_there_and_back(value):
    assert roman_value(roman(value)) == value


@pytest.mark.parametrize("numeral", ["IIII", "VX", "IC", "ABC", ""])
def test_ill_formed_numerals_have_no_value(numeral):
    assert roman_value(numeral) is None


def test_a_number_is_found_in_the_other_numerals():
    assert as_written("4", ["I", "II", "III", "IV"]) == "IV"
    assert as_written("VII", ["1", "7"]) == "7"
    assert as_written("8 bis", ["8", "8bis"]) == "8bis"
    assert as_written("8 bis", ["8"]) is None
