"""The corpus that ships, held against its own form and against the authentic treaties."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.config import Settings
from kb.corpus import check, export, load_concepts, load_digests, load_guides, load_pages
from kb.corpus.checks import RUN
from kb.model import DIGEST_KINDS, FORCES, Digest
from kb.service.cite import load_catalogue
from kb.service.read import read_source
from kb.text import words

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
UNDATED = 0.1  # share of statements of guides that may rest on knowledge that never ages
BORROWED = 0.03  # share of digests that may share a run of words with a treaty
FURTHER = (  # texts beyond the reference treaties that digests were written from
    "irish-schedules/coe-ets099-mla-ap1-1978.md",
    "irish-schedules/coe-ets182-mla-ap2-2001.md",
    "irish-schedules/eu-mla-convention-2000.md",
    "irish-schedules/eu-mla-convention-protocol-2001.md",
    "eu/32014l0041/2014-05-01.en.md",
)


@pytest.fixture(scope="module")
def digests() -> dict[str, Digest]:
    return load_digests(CORPUS)


@pytest.fixture(scope="module")
def texts(shared: Path) -> dict[str, str]:
    rows = json.loads((shared / "treaties" / "provisions.json").read_text(encoding="utf-8"))
    catalogue = load_catalogue(Settings.from_environment({}))
    further = [unit for name in FURTHER for unit in read_source(shared / "documents" / name, catalogue).units]
    return {row["id"]: row["text"] for row in rows} | {
        unit.id: unit.text for unit in further if unit.kind in ("article", "paragraph", "annex")
    }


@pytest.fixture(scope="module")
def known(texts: dict[str, str]) -> Callable[[str], bool]:
    """Whether a unit, or a letter that its text has, exists; the outline tells it where the text is not at hand."""
    catalogue = load_catalogue(Settings.from_environment({}))
    at_hand = {unit.split(":")[0] for unit in texts}

    def exists(pinpoint: str) -> bool:
        if pinpoint.split(":")[0] not in at_hand:
            return catalogue.exists(pinpoint)
        unit, _, letter = pinpoint.removesuffix(")").rpartition("(")
        return pinpoint in texts or bool(unit in texts and re.search(rf"(?<!\w){letter}[).]|\n{letter} ", texts[unit]))

    return exists


def test_the_corpus_is_clean_by_itself() -> None:
    assert check(CORPUS, None, None) == ()


def test_every_digest_and_every_pinpoint_of_a_guide_exists(known: Callable[[str], bool]) -> None:
    assert check(CORPUS, known, None) == ()


@pytest.mark.slow
def test_numbers_and_force_are_those_of_the_treaties(texts: dict[str, str]) -> None:
    complaints = [one for one in check(CORPUS, None, texts) if "is wording of" not in one.problem]
    assert complaints == []


@pytest.mark.slow
def test_digests_and_guides_are_in_our_own_words(digests: dict[str, Digest], texts: dict[str, str]) -> None:
    runs = {run for text in texts.values() for run in zip(*(words(text)[at:] for at in range(RUN)), strict=False)}

    def borrowed(said: str) -> bool:
        return any(run in runs for run in zip(*(words(said)[at:] for at in range(RUN)), strict=False))

    sharing = [one.id for one in digests.values() if any(map(borrowed, (one.digest, *one.questions)))]
    said = [text for section in load_guides(CORPUS) for text in (*section.asks, *(s.text for s in section.statements))]
    assert len(sharing) <= BORROWED * len(digests)
    assert [one for one in said if borrowed(one)] == []


def test_every_statement_of_a_guide_rests_on_a_provision_or_is_marked_general() -> None:
    """The form lets nothing through without a bracket; general knowledge that bears no month stays rare."""
    statements = [one for section in load_guides(CORPUS) for one in section.statements]
    assert statements
    assert sum(not one.ids and not one.general for one in statements) <= UNDATED * len(statements)


def test_an_amended_provision_names_the_instrument_that_amended_it(digests: dict[str, Digest]) -> None:
    amended = {name: one.version for name, one in digests.items() if one.version != "as adopted"}
    assert amended["ece:9(2)"] == "as supplemented by ETS 86"
    assert amended["ece:12(1)"] == "as amended by ETS 98"
    assert amended["ecma:15(1)"] == "as amended by ETS 182"
    assert amended["ecma:22(2)"] == "as supplemented by ETS 99"


def test_an_article_that_a_later_protocol_changes_says_so(digests: dict[str, Digest]) -> None:
    assert all("CETS 212" in digests[name].note for name in ("ece:10", "ece:14(1)"))


def test_one_value_stands_for_each_norm_in_the_order_of_the_text(digests: dict[str, Digest]) -> None:
    assert digests["ece:9(1)"].force == ("shall not", "may")
    assert digests["ece:16(4)"].force[:2] == ("may", "shall not")
    assert digests["ece:7(2)"].force == ("only if",)
    assert digests["untoc:16(14)"].force == ("need not",)


def test_the_export_has_the_fields_of_the_contract(digests: dict[str, Digest]) -> None:
    rows = list(export(digests))
    assert len(rows) == len(digests)
    assert all(
        {"id", "digest", "questions", "kind", "force", "terms", "version"} <= set(json.loads(json.dumps(row)))
        for row in rows
    )
    assert {row["kind"] for row in rows} <= set(DIGEST_KINDS)
    assert {force for row in rows for force in row["force"]} <= set(FORCES)


def test_headings_are_names_and_not_sentences() -> None:
    headings = {entry.heading for page in load_pages(CORPUS) for entry in page.entries}
    assert [heading for heading in headings if len(words(heading)) > LONGEST_HEADING] == []


@pytest.mark.slow
def test_every_concept_is_in_our_own_words(texts: dict[str, str]) -> None:
    complaints = [one for one in check(CORPUS, None, texts) if one.file.startswith("concepts/")]
    assert complaints == []


def test_the_tree_has_two_hundred_concepts_with_everyday_and_foreign_words() -> None:
    tree = load_concepts(CORPUS)
    assert len(tree) >= 200
    assert [one.id for one in tree.values() if not (one.lay and one.terms and one.foreign)] == []


# ── speed ────────────────────────────────────────────────────────────────────────────────────────────────────────

LONGEST_HEADING = 13  # words; the name of an article is a fact
PAGES, PROVISIONS = 56, 5065
LIMIT = 0.7  # seconds to load them all


def test_five_thousand_digests_load_in_a_moment(tmp_path: Path) -> None:
    """About 4 MB in 56 pages; the best of three, so that a busy machine does not decide."""
    (tmp_path / "digests").mkdir()
    for name, count in Counter(f"treaty-{n % PAGES}" for n in range(PROVISIONS)).items():
        (tmp_path / "digests" / f"{name}.md").write_text(synthetic(name, count), encoding="utf-8")
    timings = []
    for _ in range(3):
        began = time.perf_counter()
        assert len(load_digests(tmp_path)) == PROVISIONS
        timings.append(time.perf_counter() - began)
    assert min(timings) < LIMIT


def synthetic(name: str, count: int) -> str:
    entries = "\n\n".join(
        f"## {name}:{n}(1) — Heading\n\n{'The owner must lend the ladder when asked. ' * 9}\n\n- kind: rule\n"
        f"- force: shall; may\n- terms: lend; ladder; owner; neighbour\n- asks: Must ladder {n} be lent, and to whom?\n"
        f"- asks: When is ladder {n} due, and who pays if it breaks on the way?\n- asks: Why {n}?"
        for n in range(count)
    )
    return f"# {name}\n\n- instrument: {name}\n- version: as adopted\n\n{entries}\n"
