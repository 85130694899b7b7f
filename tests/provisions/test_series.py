"""Rules, principles and guidelines stand for articles where a document has none."""

from __future__ import annotations

import pytest

from kb import readers
from kb.model import Outline
from kb.provisions import parse, units


def read(text: str) -> Outline:
    return parse(readers.read_bytes(text.encode(), "ladders.md"), "ladders")


def ids(text: str) -> list[str]:
    return [unit.id for unit in units(read(text))]


@pytest.mark.parametrize("word", ["Rule", "RULE", "Principle", "Regulation", "Guideline", "Standard", "Section"])
def test_another_word_for_articles_is_known(word):
    text = "# On Ladders\n\n" + "".join(
        f"## {word} {n}\n\nLoans\n\n1. Ladders are lent.\n\n2. They come back.\n\n" for n in (1, 2, 3)
    )
    assert ids(text) == [f"ladders:{n}({k})" for n in (1, 2, 3) for k in (1, 2)]
    assert not read(text).warnings


def test_lettered_numbers_are_kept():
    rows = [f"Guideline {n}. The ladders that are lent should come back to the lender in time.\n\n" for n in
            ("A1", "A2", "B1", "B2")]  # fmt: skip
    assert ids("# Guidelines\n\n" + "".join(rows)) == ["ladders:A1", "ladders:A2", "ladders:B1", "ladders:B2"]


def test_bis_and_chapters_are_read_as_those_of_articles():
    text = "# Rules\n\n## PART I – Loans\n\n### Rule 1\n\nA.\n\n### Rule 1 bis\n\nB.\n\n### Rule 2\n\nC.\n"
    assert ids(text) == ["ladders:1", "ladders:1bis", "ladders:2"]
    assert units(read(text))[0].divisions == ("PART I – Loans",)


def test_beside_articles_sections_stay_divisions():
    text = "# On Ladders\n\n" + "".join(f"## Section {n}\n\n### Article {n}\n\nLend.\n\n" for n in (1, 2, 3))
    assert ids(text) == ["ladders:1", "ladders:2", "ladders:3"]


def test_sections_with_sections_inside_are_those_of_a_guide():
    text = "# A Guide\n\n" + "".join(f"## Section {n}\n\nWords.\n\n## {n}.1 More\n\nWords.\n\n" for n in (1, 2, 3))
    assert all(":s" in unit for unit in ids(text))


def test_one_rule_that_is_cited_makes_no_series():
    assert ids("# A Memo\n\nRule 5 says so.\n\nIt rains.\n") == ["ladders:p1", "ladders:p2", "ladders:p3"]
