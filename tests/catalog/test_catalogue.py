"""The catalogue that ships: what it holds, how it names, numbers and versions."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from pathlib import Path

import pytest

from kb.catalog import Catalogue
from kb.errors import CorpusError

FOLDER = Path(__file__).resolve().parents[2] / "corpus" / "catalogue"
MARKS = {"seen", "pattern-seen", "from-memory", "unconfirmed"}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load(FOLDER)


def test_every_instrument_is_complete(catalogue):
    for slug, instrument in catalogue.instruments.items():
        assert instrument.title, slug
        assert instrument.short, slug
        assert instrument.family, slug
        assert instrument.tier in (1, 2, 3, 4), slug
        assert instrument.parent is None or instrument.parent in catalogue, slug


def test_every_fact_and_address_carries_a_known_mark(catalogue):
    for instrument in catalogue.instruments.values():
        facts = [
            instrument.adopted,
            instrument.in_force,
            instrument.depositary,
            instrument.articles,
            *instrument.series,
        ]
        marked = [fact for fact in facts if fact] + [*instrument.texts, *instrument.status]
        assert {one.mark for one in marked} <= MARKS, instrument.slug


def test_relations_lead_to_catalogued_instruments(catalogue):
    for instrument in catalogue.instruments.values():
        assert all(relation.other in catalogue for relation in instrument.relations), instrument.slug


def test_provisions_of_relations_and_versions_exist(catalogue):
    for slug in catalogue.outlined:
        rows = [row.provisions for row in catalogue._records[slug].versions]
        for provision in (one for row in rows for one in row):
            assert catalogue.exists(f"{slug}:{provision}"), (slug, provision)


def test_title_short_name_and_slug_find_their_instrument(catalogue):
    for slug, instrument in catalogue.instruments.items():
        assert catalogue.find(slug) == (slug,)
        assert slug in catalogue.find(instrument.short), slug
        assert slug in catalogue.find(instrument.title), slug


def test_titles_are_unique(catalogue):
    for slug, instrument in catalogue.instruments.items():
        assert catalogue.find(instrument.title) == (slug,)


@pytest.mark.parametrize(
    ("name", "slugs"),
    [
        ("ETS 24", {"ece"}),
        ("CETS No. 198", {"warsaw-2005"}),
        ("European Treaty Series No. 185", {"budapest"}),
        ("the Palermo Convention", {"untoc"}),
        ("Budapest", {"budapest"}),
        ("Budpest Convention", {"budapest"}),
        ("A/RES/58/4", {"uncac"}),
        ("2225 UNTS 209", {"untoc"}),
        ("EMRK", {"echr"}),
        ("Convention européenne d'extradition", {"ece"}),
        ("Hague Convention of 1970", {"hague-hijacking", "validity-judgments"}),
        ("1988 Convention", {"drugs-1988", "sua-1988"}),
        ("Second Additional Protocol to ETS 30", {"ecma-ap2"}),
        ("Convention on Borrowed Ladders", set()),
        ("Vienna Convention on the Law of Treaties", set()),
        ("comic convention", set()),
    ],
)
def test_names_find_who_bears_them(catalogue, name, slugs):
    assert set(catalogue.find(name)) == slugs


@pytest.mark.parametrize(
    "text", ["the cat is on the mat", "a lawyer in Budapest", "TCP and UDP protocols", "an act of war"]
)
def test_ordinary_words_name_no_instrument(catalogue, text):
    assert catalogue.mentions(text) == ()


def test_mentions_are_slices_in_order_and_take_the_longest_name(catalogue):
    text = "The Second Additional Protocol to the European Convention on Extradition and the CAT differ from UNTOC."
    found = catalogue.mentions(text)
    assert [mention.slugs for mention in found] == [("ece-ap2",), ("cat",), ("untoc",)]
    assert [mention.span.of(text)[:6] for mention in found] == ["Second", "CAT", "UNTOC"]


def test_families_are_mentioned_apart(catalogue):
    text = "Do the UN conventions and the Council of Europe treaties agree?"
    assert [one.family for one in catalogue.family_mentions(text)] == ["United Nations", "Council of Europe"]


def test_a_family_word_before_a_foreign_title_is_another_instrument(catalogue):
    assert catalogue.mentions("the Inter-American Convention against Corruption") == ()
    assert catalogue.mentions("the Arab Convention for the Suppression of Terrorism") == ()


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("CONVENTION ON CYBERCRIME", "budapest"),
        ("Convention on Cybercrime (ETS No. 185)", "budapest"),
        ("European Treaty Series - No. 24 European Convention on Extradition, Paris, 13.XII.1957", "ece"),
        ("Additional Protocol to the European Convention on Extradition", "ece-ap1"),
        ("Explanatory Report to the Convention on Cybercrime", "coe-er-185"),
        ("An Act to implement the Convention on Cybercrime", None),
        ("Convention on Borrowed Ladders", None),
        ("", None),
    ],
)
def test_a_document_is_known_by_its_title(catalogue, title, slug):
    assert catalogue.identify(title, "file.pdf", {}) == slug


def test_reference_titles_identify_their_files(catalogue, shared):
    for path in sorted((shared / "treaties").glob("*.md")):
        front = path.read_text(encoding="utf-8").split("---")[1]
        title = next(line for line in front.splitlines() if line.startswith("title:")).split('"')[1]
        assert catalogue.identify(title, path.name, {}) == path.stem


def test_outlines_are_those_of_the_reference_provisions(catalogue, shared):
    """An outline goes on only where the reference text breaks off before the instrument's last article."""
    expected = defaultdict(list)
    for one in json.loads((shared / "treaties" / "provisions.json").read_text(encoding="utf-8")):
        expected[one["instrument"]].append(one["id"])
    assert set(expected) <= set(catalogue.outlined)
    for slug, units in expected.items():
        listed = list(catalogue.outline(slug).units())
        broken_off = len({unit.split("(")[0] for unit in units}) < int(catalogue[slug].articles.value)
        assert listed == units or (broken_off and listed[: len(units)] == units), slug


def test_the_slugs_of_the_reference_catalogue_are_all_here(catalogue, shared):
    reference = json.loads((shared / "catalogue" / "catalogue.json").read_text(encoding="utf-8"))
    assert {one["slug"] for one in reference} <= set(catalogue)


def test_ranges_tell_what_exists(catalogue):
    assert catalogue.range_of("untoc") == "articles 1-41"
    assert catalogue.range_of("untoc", "16") == "article 16, paragraphs 1-17"
    assert catalogue.range_of("genocide") == "articles I-XIX"
    assert catalogue.range_of("eu-eaw") is None


def test_a_range_ends_with_the_articles_and_not_with_the_annexes(catalogue):
    assert catalogue.exists("eu-eio:annex-d")
    assert catalogue.range_of("eu-eio") == "articles 1-39"
    assert catalogue.nearest("eu-eio", "40") == ("eu-eio:39",)


def test_an_article_beyond_the_text_at_hand_is_told_apart_from_one_that_never_was(catalogue):
    assert catalogue.beyond_text("tokyo-1963", "25")
    assert not catalogue.beyond_text("tokyo-1963", "27")
    assert "23" in (catalogue.range_of("tokyo-1963") or "")


@pytest.mark.parametrize(
    ("identifier", "exists"),
    [
        ("untoc", True),
        ("untoc:18", True),
        ("untoc:18(3)", True),
        ("untoc:18(3)(a)", True),
        ("untoc:2(a)", True),
        ("untoc:preamble", True),
        ("untoc:42", False),
        ("untoc:18(31)", False),
        ("untoc:18(3)(z)", False),
        ("nobody:1", False),
    ],
)
def test_existence(catalogue, identifier, exists):
    assert catalogue.exists(identifier) is exists


def test_every_listed_id_exists(catalogue):
    for slug in catalogue.outlined:
        assert all(catalogue.exists(identifier) for identifier in catalogue.outline(slug).ids())


def test_units_of_an_article_are_its_paragraphs(catalogue):
    assert catalogue.units("ece:6") == ("ece:6(1)", "ece:6(2)")
    assert catalogue.units("ece:6(1)(a)") == ("ece:6(1)",)
    assert catalogue.units("untoc:2(a)") == ("untoc:2",)


# ── versions ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("identifier", "label"),
    [
        ("ece:16(4)", "as adopted"),
        ("ece:12(1)", "as amended by ETS 98"),
        ("ece:12(2)", "as adopted"),
        ("ece:9(3)", "as supplemented by ETS 86"),
        ("ece:5(1)", "as amended by ETS 98"),
        ("ecma:15(8)", "as amended by ETS 182"),
        ("ecma:22(2)", "as supplemented by ETS 99"),
        ("ecma:22(1)", "as adopted"),
        ("sua-1988:3(1)", "as amended by the 2005 Protocol"),
        ("echr:5(2)", "as amended by Protocols 11 and 14, before Protocol 15"),
        ("nuclear-material:7(1)", "as adopted, before the 2005 amendment"),
        ("rome-statute:59(2)", "as adopted, before the Kampala amendments"),
        ("untoc:18(3)", "as adopted"),
        ("nobody:1", "as adopted"),
    ],
)
def test_version_of_the_text_of_may_2017(catalogue, identifier, label):
    version = catalogue.version_of(identifier.split(":")[0], identifier, "2017-05")
    assert (version.label, version.state) == (label, "2017-05")


def test_a_version_reads_as_one_phrase(catalogue):
    assert str(catalogue.version_of("ece", "ece:12(1)", "2017-05")) == "as amended by ETS 98, state of 2017-05"


def test_an_older_text_is_not_yet_amended(catalogue):
    assert catalogue.version_of("ece", "ece:12(1)", "1970").label == "as adopted"


def test_a_text_of_unknown_state_leaves_an_amended_provision_open(catalogue):
    assert catalogue.version_of("ece", "ece:12(1)", "").label == "version not known"
    assert catalogue.version_of("ece", "ece:16(4)", "").label == "as adopted"


@pytest.mark.parametrize("pinpoint", ["10", "12", "12(2)", "12(2)(a)", "14", "14(1)", "14(1)(b)"])
def test_later_protocol_is_pointed_to(catalogue, pinpoint):
    assert any("CETS 212" in note for note in catalogue.version_of("ece", pinpoint, "2017-05").notes)


def test_provisions_without_a_row_have_no_notes(catalogue):
    assert catalogue.version_of("ece", "ece:16(4)", "2017-05").notes != ()  # simplified procedure
    assert catalogue.version_of("ece", "ece:7(1)", "2017-05").notes == ()


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_empty_folder_is_one_clear_error(tmp_path):
    with pytest.raises(CorpusError, match="no catalogue"):
        Catalogue.load(tmp_path)


@pytest.mark.parametrize("text", ["[x\n", "[x]\ntitle = 1\n", "[x]\nfamily = 'f'\n", "x = 3\n"])
def test_a_broken_table_names_its_file(tmp_path, text):
    (tmp_path / "broken.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"broken\.toml"):
        Catalogue.load(tmp_path)


def test_a_slug_comes_once(tmp_path):
    table = "[x]\ntitle = 'Treaty on Ladders'\nshort = 'Ladders'\nfamily = 'f'\ntier = 1\n"
    (tmp_path / "a.toml").write_text(table, encoding="utf-8")
    (tmp_path / "b.toml").write_text(table, encoding="utf-8")
    with pytest.raises(CorpusError, match="twice"):
        Catalogue.load(tmp_path)


def test_it_loads_in_a_fraction_of_a_second():
    best = min(_seconds() for _ in range(3))
    assert best < 0.5


def _seconds() -> float:
    start = time.perf_counter()
    Catalogue.load(FOLDER)
    return time.perf_counter() - start
