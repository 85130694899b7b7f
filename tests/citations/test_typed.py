"""Citations as lawyers type them, and what must stay unresolved: golden pairs, one a line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.catalog import Catalogue
from kb.citations import cite

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = Catalogue.load(ROOT / "corpus" / "catalogue")
LINES = (ROOT / "tests" / "golden" / "citations" / "typed.jsonl").read_text(encoding="utf-8").splitlines()
PAIRS = [json.loads(line) for line in LINES]


def test_the_golden_pairs_are_there():
    assert len(PAIRS) >= 450


@pytest.mark.parametrize("pair", [pair for pair in PAIRS if "ids" in pair], ids=lambda pair: pair["text"])
def test_a_typed_citation_leads_to_its_provisions_and_to_nothing_else(pair):
    found = [one for citation in cite(pair["text"], CATALOGUE) if citation.status == "resolved" for one in citation.ids]
    assert found == pair["ids"]


@pytest.mark.parametrize("pair", [pair for pair in PAIRS if "status" in pair], ids=lambda pair: pair["text"])
def test_what_is_open_or_absent_keeps_its_candidates(pair):
    (citation,) = cite(pair["text"], CATALOGUE)
    assert citation.ids == ()
    assert (citation.status, list(citation.candidates)) == (pair["status"], pair["candidates"])
