"""Building an index from a folder of documents."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kb.config import Settings
from kb.errors import InputError
from kb.indexes.store import open_index
from kb.retrieval import Filters
from kb.service.build import BuildReport, build
from kb.service.library import Library
from kb.service.search import search

LADDERS = """# Convention on Borrowed Ladders

### Article 1 — Duty to return

1. A person who borrows a ladder shall return it within three days.

2. The lender may extend that period in the season of cherries.
"""
SPADES = """# Convention on Borrowed Spades

### Article 1 — Cleanliness

A spade shall be returned without mud, unless the owner waives this in writing.
"""


def quiet(stage: str, done: int, total: int) -> None:
    """No progress is shown."""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return replace(Settings.from_environment({}), index=tmp_path / "index")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "documents"
    place.mkdir()
    (place / "ladders.md").write_text(LADDERS, encoding="utf-8")
    (place / "spades.md").write_text(SPADES, encoding="utf-8")
    return place


def run(settings: Settings, *paths: Path) -> BuildReport:
    return build(paths, settings, with_digests=True, progress=quiet)


def test_each_paragraph_becomes_a_provision(settings, folder):
    run(settings, folder)
    assert list(open_index(settings.index).entries) == ["ladders:1(1)", "ladders:1(2)", "spades:1"]


def test_unchanged_documents_are_not_encoded_again(settings, folder):
    assert run(settings, folder).encoded == 3
    (folder / "spades.md").write_text(SPADES.replace("mud", "clay"), encoding="utf-8")
    assert run(settings, folder).encoded == 1


def test_a_removed_document_leaves_nothing_behind(settings, folder):
    run(settings, folder)
    (folder / "spades.md").unlink()
    run(settings, folder)
    stored = b"".join(path.read_bytes() for path in settings.index.rglob("*") if path.is_file())
    assert b"mud" not in stored
    assert b"ladder" in stored


def test_a_file_that_fails_is_set_aside_and_the_rest_goes_on(settings, folder):
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    report = run(settings, folder)
    assert [Path(failure.path).name for failure in report.failed] == ["broken.pdf"]
    assert report.documents == 2


def test_an_index_survives_a_build_that_finds_nothing(settings, folder, tmp_path):
    run(settings, folder)
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(InputError):
        run(settings, empty)
    assert len(open_index(settings.index).entries) == 3


def test_files_that_are_no_documents_are_passed_over_and_counted(settings, folder):
    (folder / "data.json").write_text("{}", encoding="utf-8")
    report = run(settings, folder)
    assert (report.passed_over, report.failed) == (1, ())


def test_the_better_source_of_an_instrument_wins_and_the_other_is_reported(settings, folder):
    head = (
        '---\ntitle: "United Nations Convention against Corruption"\nsource: "{}"\n---\n\n### Article 1\n\nOf spades.\n'
    )
    (folder / "a.md").write_text(head.format("an unofficial translation"), encoding="utf-8")
    (folder / "b.md").write_text(head.format("national portal, authentic English text"), encoding="utf-8")
    report = run(settings, folder)
    assert [Path(failure.path).name for failure in report.failed] == ["a.md"]
    assert open_index(settings.index).entries["uncac:1"].source == "b.md"


def test_two_uncatalogued_documents_of_one_name_are_both_kept(settings, folder, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "spades.md").write_text(SPADES.replace("mud", "snow"), encoding="utf-8")
    run(settings, folder, other)
    entries = open_index(settings.index).entries
    assert {"spades:1", "spades-2:1"} <= set(entries)


def test_a_digest_attaches_to_the_provision_of_its_document(settings, folder):
    text = "# European Convention on Extradition\n\n### Article 6\n\n1. Ladders of nationals.\n\n2. Other ladders.\n"
    (folder / "treaty.md").write_text(text, encoding="utf-8")
    run(settings, folder)
    entry = open_index(settings.index).entries["ece:6(1)"]
    assert entry.authentic
    assert entry.digest is not None
    assert entry.digest.id == "ece:6(1)"


def test_without_digests_no_digest_attaches(settings, folder):
    text = "# European Convention on Extradition\n\n### Article 6\n\n1. Ladders of nationals.\n\n2. Other ladders.\n"
    (folder / "treaty.md").write_text(text, encoding="utf-8")
    build([folder], settings, with_digests=False, progress=quiet)
    assert open_index(settings.index).entries["ece:6(1)"].digest is None


def test_every_quoted_slice_of_a_hit_is_its_text(settings, folder):
    run(settings, folder)
    found = search(Library(settings), "when is a ladder due back", 3, Filters())
    assert found.hits[0][1].unit.text in LADDERS


def test_a_heading_is_searched_with_its_paragraph(settings, folder):
    run(settings, folder)
    found = search(Library(settings), "cleanliness", 3, Filters())
    assert found.hits[0][0].id == "spades:1"
