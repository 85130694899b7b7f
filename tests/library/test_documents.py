"""The user's documents and matters: added, listed, corrected, removed, kept apart, purged without a trace."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kb.config import Settings
from kb.errors import DocumentDamaged, InputError, LibraryFailure, UsageError
from kb.indexes.store import open_index
from kb.library.records import Facts
from kb.library.shelf import READING, Shelf, matters, new_matter, purge
from kb.model import Document
from kb.readers import kept
from kb.retrieval import Filters
from kb.service import documents, shelved
from kb.service.build import build
from kb.service.documents import Change, add, correct, listing, remove
from kb.service.library import Library
from kb.service.matter import of_matter
from kb.service.search import search
from kb.service.shelved import document_of

from .conftest import BOOK, CONVENTION

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
MEMO = "# Note on the visit of the inspector\n\nVienna, 7 May 2024\n\nThe inspector {} comes on Friday.\n"

pytestmark = pytest.mark.usefixtures("counting")


def quiet(stage: str, done: int, total: int) -> None:
    """No progress is shown."""


@pytest.fixture
def memo(tmp_path: Path) -> Path:
    path = tmp_path / "memo.md"
    path.write_text(MEMO.format("quuxington"), encoding="utf-8")
    return path


def put(settings: Settings, *paths: Path, matter: str = "", **facts: object) -> Change:
    return add(paths, Facts(**facts), settings, quiet, NOW, matter)  # type: ignore[arg-type]


def files_with(word: str, *folders: Path) -> list[Path]:
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return [path for path in files if word.encode() in path.read_bytes()]


def found(settings: Settings, question: str) -> set[str]:
    return {hit.id.split(":")[0] for hit, _ in search(Library(settings), question, 10, Filters()).hits}


# ── add, list, set, remove ───────────────────────────────────────────────────────────────────────────────────────


def test_an_added_document_is_stored_indexed_and_described(settings, memo):
    change = put(settings, memo)
    (row,) = change.documents
    assert (row.id, row.title) == ("memo", "Note on the visit of the inspector")
    assert (row.date, row.language) == ("2024-05-07", "en")
    assert row.provisions > 0
    assert change.index_problem == ""
    assert "memo" in found(settings, "inspector on Friday")


def test_an_instrument_is_told_by_its_title(settings, tmp_path):
    path = tmp_path / "download.html"
    path.write_text(f"<html><body>{CONVENTION}</body></html>", encoding="utf-8")
    (row,) = put(settings, path).documents
    assert (row.id, row.instruments, row.date, row.version) == ("ladders", ("ladders",), "1998-04-02", "as adopted")


def test_a_booklet_is_told_by_the_titles_in_it(settings, tmp_path):
    path = tmp_path / "book.html"
    path.write_bytes(BOOK)
    assert put(settings, path).documents[0].instruments == ("ladders", "ladders-p1")
    assert {"ladders:5", "ladders-p1:5"} <= set(open_index(settings.index).entries)


def test_a_document_named_as_an_instrument_does_not_take_its_pinpoints(settings, memo):
    named = memo.rename(memo.with_name("ladders.md"))
    assert put(settings, named).documents[0].id == "ladders-document"


def test_what_the_user_says_stands_before_what_was_guessed(settings, memo):
    (row,) = put(settings, memo, title="Visit", version="second draft").documents
    assert (row.title, row.version) == ("Visit", "second draft")
    assert "title" not in row.guessed
    assert "date" in row.guessed


def test_what_was_guessed_can_be_corrected_and_the_rest_stays(settings, memo):
    put(settings, memo, title="Visit")
    change = correct("memo", Facts(date="2024-05-08", instruments=("ladders",)), settings, quiet, NOW)
    (row,) = change.documents
    assert (row.title, row.date, row.instruments) == ("Visit", "2024-05-08", ("ladders",))
    sources = {entry.source for i, entry in open_index(settings.index).entries.items() if i.startswith("ladders:")}
    assert "memo.md" in sources


def test_a_version_that_the_user_states_is_the_version_of_its_provisions(settings, memo):
    put(settings, memo)
    correct("memo", Facts(version="second draft"), settings, quiet, NOW)
    versions = {e.version.label for e in open_index(settings.index).entries.values() if e.unit.instrument == "memo"}
    assert versions == {"second draft"}


def test_the_same_bytes_are_kept_once(settings, memo):
    put(settings, memo)
    again = put(settings, memo)
    assert (again.documents, again.already) == ((), ("memo",))


def test_a_second_document_of_the_same_name_gets_a_number(settings, memo):
    put(settings, memo)
    memo.write_text(MEMO.format("someone else"), encoding="utf-8")
    assert put(settings, memo).documents[0].id == "memo-2"


def test_a_file_that_cannot_be_read_is_refused_and_the_others_are_added(settings, memo, tmp_path):
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7 and nothing more")
    change = put(settings, memo, bad)
    assert [Path(each.path).name for each in change.failed] == ["bad.pdf"]
    assert Shelf(settings.library).ids() == ("memo",)


def test_an_unknown_instrument_is_wrong_usage_and_nothing_is_stored(settings, memo):
    with pytest.raises(UsageError):
        put(settings, memo, instruments=("spades",))
    assert Shelf(settings.library).ids() == ()


def test_a_removed_document_is_gone_from_library_and_index(settings, memo):
    put(settings, memo)
    remove(["memo"], settings, quiet)
    assert files_with("quuxington", settings.library, settings.index) == []
    with pytest.raises(LibraryFailure):
        remove(["memo"], settings, quiet)


def test_an_unchanged_document_is_read_once(settings, memo, monkeypatch):
    put(settings, memo)
    monkeypatch.setattr(shelved, "read_bytes", lambda *given, **named: pytest.fail("read again"))
    build([], settings, True, quiet)
    assert "memo" in found(settings, "inspector on Friday")


def test_a_document_is_read_again_by_another_program(settings, memo, monkeypatch):
    put(settings, memo)
    held = Shelf(settings.library).get("memo")
    read = document_of(Shelf(settings.library), held)
    asked: list[str] = []
    monkeypatch.setattr(kept, "program", lambda package: "another")
    monkeypatch.setattr(shelved, "read_bytes", lambda data, name, ocr: asked.append(name) or read)
    document_of(Shelf(settings.library), held)
    document_of(Shelf(settings.library), held)
    assert asked == ["memo.md"]


def test_recognised_pages_stay_recognised(settings, memo, monkeypatch):
    """The leave to recognise is part of the record: later builds need not be told again."""
    allowed: list[bool] = []

    def read(data: bytes, name: str, *, ocr: bool = False) -> Document:
        allowed.append(ocr)
        document = plain_read(data, name)
        return replace(document, meta={**document.meta, "recognised": "tesseract"})

    plain_read = documents.read_bytes
    monkeypatch.setattr(documents, "read_bytes", read)
    monkeypatch.setattr(shelved, "read_bytes", read)
    add([memo], Facts(), settings, quiet, NOW, ocr=True)
    held = Shelf(settings.library).get("memo")
    assert held.recognise
    (Shelf(settings.library).path(held).parent / READING).unlink()
    document_of(Shelf(settings.library), held)
    assert allowed == [True, True]


def test_the_list_tells_the_age_and_what_is_damaged(settings, memo):
    put(settings, memo)
    (row,) = listing(settings, NOW + timedelta(days=40)).documents
    assert (row.days, row.damage) == (40, "")
    shelf = Shelf(settings.library)
    shelf.path(shelf.get("memo")).write_bytes(b"changed")
    assert "bytes have changed" in listing(settings, NOW).documents[0].damage


def test_an_index_of_other_documents_keeps_them_when_one_is_added(settings, memo, tmp_path):
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "boats.md").write_text("# Note on boats\n\nBoats are kept dry.\n", encoding="utf-8")
    build([folder], settings, True, quiet)
    put(settings, memo)
    assert {"boats", "memo"} <= found(settings, "boats inspector")


# ── damage ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_changed_byte_of_a_manifest_is_found(settings, memo):
    put(settings, memo)
    path = settings.library / "documents" / "memo" / "manifest.json"
    whole = path.read_bytes()
    for place in range(0, len(whole), 7):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(DocumentDamaged):
            Shelf(settings.library).get("memo")


def test_a_damaged_document_is_set_aside_by_a_build_and_the_rest_goes_on(settings, memo, tmp_path):
    other = tmp_path / "boats.md"
    other.write_text("# Note on boats\n\nBoats are kept dry.\n", encoding="utf-8")
    put(settings, memo, other)
    (settings.library / "documents" / "memo" / "manifest.json").write_text("{}", encoding="utf-8")
    report = build([], settings, True, quiet)
    assert [failure.path for failure in report.failed] == ["memo"]
    assert "boats" in found(settings, "boats dry")


# ── matters ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def two_matters(settings: Settings, memo: Path) -> Settings:
    """A common index, and a memo in each of two matters."""
    build([], settings, True, quiet)
    for name, visitor in (("red", "redwoodson"), ("blue", "bluebertson")):
        new_matter(settings.library, name)
        memo.write_text(MEMO.format(visitor), encoding="utf-8")
        put(settings, memo, matter=name)
    return settings


def words_found(settings: Settings, question: str) -> str:
    return " ".join(entry.unit.text for _, entry in search(Library(settings), question, 10, Filters()).hits)


def test_a_matter_is_searched_with_the_common_library_and_with_no_other_matter(two_matters):
    red = of_matter(two_matters, "red", quiet)
    assert "redwoodson" in words_found(red, "inspector visit")
    assert "bluebertson" not in words_found(red, "inspector visit bluebertson")
    assert "ladders" in found(red, "bring the ladder back")


def test_the_common_library_does_not_know_what_is_in_a_matter(two_matters):
    assert "son" not in words_found(two_matters, "inspector visit redwoodson bluebertson")
    assert files_with("redwoodson", two_matters.index) == []


def test_a_matter_follows_changes_of_the_common_library(two_matters, tmp_path):
    path = tmp_path / "boats.md"
    path.write_text("# Note on boats\n\nBoats are kept dry.\n", encoding="utf-8")
    put(two_matters, path)
    assert "boats" in found(of_matter(two_matters, "red", quiet), "boats dry")
    remove(["boats"], two_matters, quiet)
    assert files_with("kept dry", two_matters.library, two_matters.index) == []
    assert "boats" not in found(of_matter(two_matters, "red", quiet), "boats dry")


def test_a_matters_own_text_of_an_instrument_stands_in_place_of_the_digest(two_matters, tmp_path):
    path = tmp_path / "treaty.html"
    path.write_text(f"<html><body>{CONVENTION}</body></html>", encoding="utf-8")
    put(two_matters, path, matter="red")
    red, common = open_index(of_matter(two_matters, "red", quiet).index), open_index(two_matters.index)
    assert red.entries["ladders:1"].authentic
    assert {chunk.layer for chunk in red.chunks if chunk.unit == "ladders:1"} >= {"text", "digest", "question"}
    assert not common.entries["ladders:1"].authentic


def test_an_unchanged_matter_is_not_indexed_again(two_matters):
    first = open_index(of_matter(two_matters, "red", quiet).index).manifest.generation
    assert open_index(of_matter(two_matters, "red", quiet).index).manifest.generation == first


def test_a_purge_leaves_nothing_of_a_matter_and_all_of_the_other(two_matters):
    of_matter(two_matters, "red", quiet)
    assert files_with("redwoodson", two_matters.library)
    assert purge(two_matters.library, "red") > 0
    assert files_with("redwoodson", two_matters.library, two_matters.index) == []
    assert not [path for path in two_matters.library.rglob("*") if "red" in path.name]
    assert matters(two_matters.library) == ("blue",)
    assert "bluebertson" in words_found(of_matter(two_matters, "blue", quiet), "inspector visit")


def test_a_purge_that_was_interrupted_is_finished_by_the_next_change(two_matters, memo):
    place = two_matters.library / "matters"
    (place / "red").rename(place / ".0123.purged")
    assert matters(two_matters.library) == ("blue",)
    memo.write_text(MEMO.format("nobody"), encoding="utf-8")
    put(two_matters, memo)
    assert files_with("redwoodson", two_matters.library) == []


def test_only_the_owner_can_read_matters_and_their_indexes(two_matters):
    of_matter(two_matters, "red", quiet)
    assert {path.stat().st_mode & 0o077 for path in two_matters.library.rglob("*") if path.is_dir()} == {0}
    kept = [path for path in two_matters.library.rglob("documents/*/*") if path.is_file()]
    assert {path.stat().st_mode & 0o077 for path in kept} == {0}


@pytest.mark.parametrize("name", ["", "..", "../x", "a/b", ".x", "A", "x" * 80, "con\x00"])
def test_a_name_that_could_lead_elsewhere_is_no_matter(settings, name):
    with pytest.raises(InputError):
        new_matter(settings.library, name)


def test_an_unknown_matter_is_bad_input(settings, memo):
    with pytest.raises(InputError):
        put(settings, memo, matter="green")
    with pytest.raises(InputError):
        of_matter(replace(settings), "green", quiet)
