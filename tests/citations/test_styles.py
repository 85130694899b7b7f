"""Citations in the styles of guides and as records: golden files, facts that are not confirmed, and the way back."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.catalog import Catalogue
from kb.citations import EXPORTS, STYLES, cite, records, write, write_together

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = Catalogue.load(ROOT / "corpus" / "catalogue")
GOLDEN = {
    style: tomllib.loads((Path(__file__).parent / "gold" / f"{style}.toml").read_text(encoding="utf-8"))["citation"]
    for style in STYLES
}
PAIRS = [(style, tuple(one["ids"]), one["text"]) for style, gold in GOLDEN.items() for one in gold]
CITABLE = [
    identifier
    for slug in CATALOGUE.outlined
    for identifier in (slug, f"{slug}:preamble", *CATALOGUE.outline(slug).ids())
]


def known(identifier: str) -> bool:
    return CATALOGUE.outline(identifier.partition(":")[0]) is not None and CATALOGUE.exists(identifier)


def leads_to(text: str) -> list[tuple[str, ...]]:
    return [citation.ids for citation in cite(text, CATALOGUE)]


@pytest.mark.parametrize("style", STYLES)
def test_every_style_has_thirty_golden_citations_of_twenty_instruments_each_with_its_rule(style):
    assert len(GOLDEN[style]) >= 30
    assert len({identifier.partition(":")[0] for one in GOLDEN[style] for identifier in one["ids"]}) >= 20
    assert all(one["rule"] for one in GOLDEN[style])


@pytest.mark.parametrize(("style", "identifiers", "text"), PAIRS)
def test_a_style_writes_its_golden_citations(style, identifiers, text):
    assert write_together(identifiers, CATALOGUE, style).text == text


@pytest.mark.parametrize(("style", "identifiers", "text"), [pair for pair in PAIRS if all(map(known, pair[1]))])
def test_a_golden_citation_leads_to_what_it_cites(style, identifiers, text):
    assert [one for ids in leads_to(text) for one in ids] == list(identifiers)


@given(st.sampled_from(CITABLE), st.sampled_from(STYLES))
@settings(max_examples=300)
def test_a_citation_in_any_style_leads_back_to_its_provision(identifier, style):
    assert leads_to(write(identifier, CATALOGUE, style).text) == [(identifier,)]


@given(st.sampled_from(CITABLE), st.sampled_from(EXPORTS))
@settings(max_examples=150)
def test_the_title_and_pinpoint_of_a_record_lead_back_to_its_provision(identifier, form):
    title, pinpoint = READERS[form](records([identifier], CATALOGUE, form))
    named = f"{title}, {pinpoint}" if pinpoint else title
    assert leads_to(named) == [(identifier,)]


def _ris(text: str) -> tuple[str, str]:
    tags = {line[:2]: line[6:] for line in text.splitlines()}
    assert text.startswith("TY  - ")
    assert text.endswith("ER  - ")
    return tags["TI"], tags.get("SE", "")


def _bibtex(text: str) -> tuple[str, str]:
    title = re.search(r"title = \{\{(.*)\}\}", text)
    note = re.search(r"note = \{(?!Entered|To be)(.*?)(?:\. |\},\n)", text)
    assert title is not None
    return re.sub(r"\\(.)", r"\1", title[1]), re.sub(r"\\(.)", r"\1", note[1]) if note else ""


def _csl(text: str) -> tuple[str, str]:
    (item,) = json.loads(text)
    return item["title"], item.get("section", "")


READERS = {"ris": _ris, "bibtex": _bibtex, "csl-json": _csl}


def test_what_the_catalogue_knows_from_memory_is_told():
    assert write("tip-protocol:3", CATALOGUE, "bluebook").doubts == ("UNTS vol. 2237, p. 319 is from memory",)
    assert "To be checked: OJ L 130" in records(["eu-eio:4"], CATALOGUE, "ris")


def test_a_sure_number_of_the_council_of_europe_stands_before_a_page_from_memory():
    assert write("ece:1", CATALOGUE, "bluebook").doubts == ()


def test_what_is_read_at_an_official_source_carries_no_doubt():
    assert all(write("untoc:16(7)", CATALOGUE, style).doubts == () for style in STYLES)


def test_an_unconfirmed_fact_is_left_out():
    assert all("49274" not in write("oecd-bribery:1", CATALOGUE, style).text for style in STYLES)


def test_an_instrument_that_is_not_in_force_claims_no_entry_into_force():
    assert "entered into force" not in write("budapest-ap2", CATALOGUE, "oscola").text


def test_a_treaty_is_a_treaty_in_csl_json_and_a_directive_is_legislation():
    items = json.loads(records(["untoc:16(7)", "eu-eio"], CATALOGUE, "csl-json"))
    assert [item["type"] for item in items] == ["treaty", "legislation"]
    assert items[0]["issued"] == {"date-parts": [[2000, 11, 15]]}


def test_marks_of_latex_are_escaped():
    assert r"A\_B" in records(["eu-eio"], _renamed("A_B & C"), "bibtex")
    assert r"\& C" in records(["eu-eio"], _renamed("A_B & C"), "bibtex")


def _renamed(title: str) -> Catalogue:
    record = CATALOGUE.record("eu-eio")
    assert record is not None
    return Catalogue({"eu-eio": replace(record, instrument=replace(record.instrument, title=title))})
