"""The 56 authentic treaties: every unit under its id, in order, with its words."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path

import pytest

from kb import readers
from kb.model import Unit
from kb.provisions import parse, units


def packed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.fixture(scope="module")
def wanted(shared: Path) -> dict[str, dict[str, str]]:
    rows = json.loads((shared / "treaties" / "provisions.json").read_text(encoding="utf8"))
    texts: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        texts[row["instrument"]][row["id"]] = row["text"]
    return texts


@pytest.fixture(scope="module")
def parsed(shared: Path) -> dict[str, tuple[Unit, ...]]:
    files = sorted((shared / "treaties").glob("*.md"))
    return {file.stem: units(parse(readers.read(file), file.stem)) for file in files}


def of_articles(found: tuple[Unit, ...]) -> list[Unit]:
    """Units of the instrument's own articles; those of annexes have a word before their number."""
    return [unit for unit in found if unit.kind in ("article", "paragraph") and "annex" not in unit.article]


def test_every_treaty_has_exactly_its_units_in_order(wanted, parsed):
    wrong = {
        slug: set(texts) ^ {unit.id for unit in of_articles(parsed[slug])}
        for slug, texts in wanted.items()
        if list(texts) != [unit.id for unit in of_articles(parsed[slug])]
    }
    assert not wrong


def test_words_of_the_units_are_those_of_the_treaties(wanted, parsed):
    """Only a closing formula, which is no part of the last article, may be missing at its end."""
    differing = []
    for slug, texts in wanted.items():
        by_id = {unit.id: unit.text for unit in parsed[slug]}
        differing += [id for id, text in texts.items() if packed(by_id.get(id, "")) != packed(text)]
        for id in differing:
            if id in texts:
                cut = packed(texts[id])[len(packed(by_id[id])) :].lower()
                assert packed(texts[id]).startswith(packed(by_id[id]))
                assert cut.startswith(("inwitness", "doneat", "donein"))
    assert len(differing) <= 6


def test_no_two_units_share_an_id(parsed):
    for found in parsed.values():
        assert len({unit.id for unit in found}) == len(found)


def test_all_other_units_are_preambles_annexes_and_closings(parsed):
    kinds = {unit.kind for found in parsed.values() for unit in found} - {"article", "paragraph"}
    assert kinds <= {"preamble", "recital", "annex", "closing"}


def test_scheduled_treaties_keep_the_order_of_their_articles(shared: Path):
    """Real files of another publisher: numbers rise, gaps of excerpts are reported."""
    for file in sorted((shared / "documents" / "irish-schedules").glob("*.md")):
        outline = parse(readers.read(file), "x")
        assert not [words for words in outline.warnings if "stands after" in words], file.name


@pytest.mark.parametrize(("layout", "least"), [("doc.md", 0.96), ("plain.txt", 0.99)])
def test_laid_out_treaties_give_their_paragraphs(shared: Path, layout: str, least: float):
    for truth in sorted((shared / "formats" / "public").glob("*/truth.json")):
        wanted = json.loads(truth.read_text(encoding="utf8"))
        outline = parse(readers.read(truth.parent / layout), wanted["slug"])
        found = {unit.id for unit in units(outline)}
        ids = [
            f"{wanted['slug']}:{article['article']}" + (f"({paragraph['number']})" if paragraph["number"] else "")
            for article in wanted["articles"]
            for paragraph in article["paragraphs"]
        ]
        assert sum(id in found for id in ids) >= least * len(ids), truth.parent.name
