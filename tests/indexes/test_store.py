"""The index folder: verified or refused, one writer, readers undisturbed, nothing left of what was removed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kb.errors import IndexBusy, IndexDamaged, IndexFailure, IndexMissing
from kb.indexes import store
from kb.indexes.dense import text_key, vectors_for

Patch = pytest.MonkeyPatch
Make = Callable[..., store.IndexPayload]
DRY = "A borrower shall return the ladder dry."
WET = "Wet ladders stay with the xylophone keeper."


def files_of(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "write.lock")


def test_what_was_written_is_what_opens(tmp_path: Path, payload: Make) -> None:
    given = payload([DRY, WET])
    manifest = store.write(tmp_path / "index", given)
    found = store.open_index(tmp_path / "index")
    assert list(found.entries.values()) == list(given.entries)
    assert list(found.entries) == ["ladders:1", "ladders:2"]
    assert found.chunks == tuple(given.chunks)
    assert found.guides == tuple(given.guides)
    assert found.documents == tuple(given.documents)
    assert found.blobs == given.blobs
    assert found.manifest == manifest == store.read_manifest(tmp_path / "index")
    assert manifest.counts == {"entries": 2, "chunks": 2, "guides": 1, "documents": 1}
    assert (manifest.settings, manifest.encoder) == ("s1", "e1")
    np.testing.assert_array_equal(found.dense.vectors(), given.vectors)
    assert set(found.lexical) == {"text", "terms"}
    assert found.lexical["text"].scores(["xylophone"]).argmax() == 1


def test_an_empty_index_opens(tmp_path: Path, payload: Make) -> None:
    store.write(tmp_path, payload([]))
    assert store.open_index(tmp_path).entries == {}


@pytest.mark.parametrize("place", ["", "nowhere", "file/below"])
def test_where_nothing_was_built_the_remedy_is_to_build(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(IndexMissing, match="kb build"):
        store.open_index(tmp_path / place)


def test_a_flipped_bit_in_any_file_is_found_and_the_file_named(tmp_path: Path, payload: Make) -> None:
    store.write(tmp_path, payload([DRY, WET]))
    for path in files_of(tmp_path):
        whole = path.read_bytes()
        for at in {0, len(whole) // 3, len(whole) // 2, len(whole) - 1}:
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
            with pytest.raises(IndexDamaged, match="kb build") as caught:
                store.open_index(tmp_path)
            assert path.name in caught.value.subject
        path.write_bytes(whole)
    store.open_index(tmp_path)


@pytest.mark.slow
def test_every_single_bit_of_the_manifest_counts(tmp_path: Path, payload: Make) -> None:
    store.write(tmp_path, payload([DRY]))
    path = tmp_path / store.MANIFEST
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << at % 8)]) + whole[at + 1 :])
        with pytest.raises(IndexDamaged):
            store.read_manifest(tmp_path)


@pytest.mark.parametrize("change", [lambda data: data[:-1], lambda data: data + b" ", lambda data: b""])
def test_a_cut_or_longer_file_is_found(tmp_path: Path, change, payload: Make) -> None:
    store.write(tmp_path, payload([DRY]))
    for path in files_of(tmp_path):
        whole = path.read_bytes()
        path.write_bytes(change(whole))
        with pytest.raises(IndexDamaged):
            store.open_index(tmp_path)
        path.write_bytes(whole)


def test_a_file_that_is_gone_is_named(tmp_path: Path, payload: Make) -> None:
    store.write(tmp_path, payload([DRY]))
    for path in [p for p in files_of(tmp_path) if p.name != store.MANIFEST]:
        whole = path.read_bytes()
        path.unlink()
        with pytest.raises(IndexDamaged) as caught:
            store.open_index(tmp_path)
        assert path.name in caught.value.subject
        path.write_bytes(whole)


def test_an_index_of_another_layout_is_refused_in_plain_words(
    tmp_path: Path, monkeypatch: Patch, payload: Make
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(store, "_layout", lambda: "another")
        store.write(tmp_path, payload([DRY]))
    with pytest.raises(IndexDamaged, match="another version"):
        store.open_index(tmp_path)
    store.write(tmp_path, payload([DRY]))
    store.open_index(tmp_path)


def test_nothing_of_a_removed_document_is_left(tmp_path: Path, payload: Make) -> None:
    store.write(tmp_path, payload([DRY, WET]))
    store.write(tmp_path, payload([DRY]))
    assert not [p for p in files_of(tmp_path) if b"xylophone" in p.read_bytes()]
    assert len(list((tmp_path / store.GENERATIONS).iterdir())) == 1


def test_the_leftovers_of_a_killed_writer_go_with_the_next_write(tmp_path: Path, payload: Make) -> None:
    store.write(tmp_path, payload([DRY]))
    left = tmp_path / store.GENERATIONS / "20010203T040506Z-0123abcd"
    left.mkdir()
    (left / "entries.json").write_text("half of a xylophone")
    (tmp_path / "manifest.json.draft").write_text("{")
    store.write(tmp_path, payload([DRY]))
    assert not left.exists()
    assert not (tmp_path / "manifest.json.draft").exists()


def test_files_of_the_user_beside_the_index_stay(tmp_path: Path, payload: Make) -> None:
    mine = tmp_path / store.GENERATIONS / "family tree"
    mine.mkdir(parents=True)
    (mine / "grandmother.txt").write_text("mine")
    (tmp_path / "README.md").write_text("mine")
    store.write(tmp_path, payload([DRY]))
    store.write(tmp_path, payload([DRY]))
    assert (mine / "grandmother.txt").read_text() == (tmp_path / "README.md").read_text() == "mine"


def test_a_second_writer_is_told_that_the_index_is_busy(tmp_path: Path, payload: Make) -> None:
    with store.writing(tmp_path) as first:
        with pytest.raises(IndexBusy):
            store.write(tmp_path, payload([WET]))
        first.commit(payload([DRY]))
    store.write(tmp_path, payload([DRY, WET]))


def test_a_writer_in_another_process_is_noticed(tmp_path: Path, payload: Make) -> None:
    holder = (
        "import sys; from pathlib import Path; from kb.indexes.store import writing\n"
        "with writing(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", holder, str(tmp_path)], **pipes) as other:
        assert other.stdout.readline().strip() == b"held"
        with pytest.raises(IndexBusy):
            store.write(tmp_path, payload([DRY]))
        other.kill()
    store.write(tmp_path, payload([DRY]))


def test_a_failed_write_leaves_the_index_as_it_was(tmp_path: Path, monkeypatch: Patch, payload: Make) -> None:
    store.write(tmp_path, payload([DRY]))
    before = {path: path.read_bytes() for path in files_of(tmp_path)}

    def full(path: Path, data: bytes) -> None:
        path.write_bytes(data[:3])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "_write_file", full)
    with pytest.raises(IndexFailure, match="no space left on device"):
        store.write(tmp_path, payload([DRY, WET]))
    assert {path: path.read_bytes() for path in files_of(tmp_path)} == before


def test_a_folder_that_cannot_be_made_is_reported_as_one_sentence(tmp_path: Path, payload: Make) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(IndexFailure, match="cannot be written"):
        store.write(tmp_path / "file" / "index", payload([DRY]))


def test_an_open_index_does_not_change_when_it_is_replaced(tmp_path: Path, payload: Make) -> None:
    store.write(tmp_path, payload([DRY]))
    pinned = store.open_index(tmp_path)
    store.write(tmp_path, payload([WET]))
    assert pinned.entries["ladders:1"].unit.text == DRY
    assert pinned.dense.vectors().shape == (1, 2)


@pytest.mark.slow
def test_readers_during_rewrites_see_one_whole_generation(tmp_path: Path, payload: Make) -> None:
    versions = [[DRY], [WET, WET], [DRY, WET, DRY]]
    store.write(tmp_path, payload(versions[0]))
    done = threading.Event()

    def rewrite() -> None:
        for turn in range(40):
            store.write(tmp_path, payload(versions[turn % 3]))
        done.set()

    writer = threading.Thread(target=rewrite)
    writer.start()
    seen = 0
    while not done.is_set():
        found = store.open_index(tmp_path)
        assert [entry.unit.text for entry in found.entries.values()] in versions
        assert len(found.chunks) == len(found.dense) == len(found.lexical["text"]) == found.manifest.counts["entries"]
        seen += 1
    writer.join()
    assert seen > 0


def test_a_reader_whose_files_vanish_takes_the_new_ones(tmp_path: Path, monkeypatch: Patch, payload: Make) -> None:
    store.write(tmp_path, payload([DRY]))
    verified, turns = store._verified, []

    def slow(path: Path, mark: store.FileMark) -> bytes:
        turns.append(path)
        if len(turns) == 2:
            store.write(tmp_path, payload([WET]))
        return verified(path, mark)

    monkeypatch.setattr(store, "_verified", slow)
    assert store.open_index(tmp_path).entries["ladders:1"].unit.text == WET


def test_chunks_and_vectors_must_match_in_number(tmp_path: Path, payload: Make) -> None:
    with pytest.raises(ValueError, match="2 chunks but 1 vectors"):
        store.write(tmp_path, replace(payload([DRY, WET]), vectors=np.ones((1, 2), dtype=np.float32)))
    with pytest.raises(IndexMissing):
        store.open_index(tmp_path)


@pytest.mark.parametrize("name", ["../up", "a/b", "", "Ü"])
def test_a_name_that_is_no_plain_file_name_is_turned_down(tmp_path: Path, name: str, payload: Make) -> None:
    with pytest.raises(ValueError, match="file's name"):
        store.write(tmp_path, replace(payload([DRY]), blobs={name + "/": b""}))


def test_unchanged_texts_are_not_encoded_again(tmp_path: Path, payload: Make) -> None:
    store.write(tmp_path, payload([DRY, WET]))
    known = store.reusable_vectors(tmp_path, "e1")
    asked: list[str] = []

    def encode(texts: list[str]) -> np.ndarray:
        asked.extend(texts)
        return np.zeros((len(texts), 2), dtype=np.float32)

    found = vectors_for([WET, "A new rule.", DRY], known, encode)
    assert asked == ["A new rule."]
    np.testing.assert_array_equal(found[[2, 0]], payload([DRY, WET]).vectors)


def test_vectors_of_another_encoder_are_not_reused(tmp_path: Path, payload: Make) -> None:
    store.write(tmp_path, payload([DRY]))
    assert set(store.reusable_vectors(tmp_path, "e1")) == {text_key(DRY)}
    assert store.reusable_vectors(tmp_path, "e2") == {}


def test_vectors_outlive_a_change_of_the_records(
    tmp_path: Path, payload: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An upgrade that changes what entries look like refuses the index, and yet encodes nothing again."""
    store.write(tmp_path, payload([DRY, WET]))
    monkeypatch.setattr(store, "FORMAT", store.FORMAT + 1)
    monkeypatch.setattr(store, "_layout", lambda: "another")
    with pytest.raises(IndexDamaged, match="another version"):
        store.open_index(tmp_path)
    assert set(store.reusable_vectors(tmp_path, "e1")) == {text_key(DRY), text_key(WET)}


def test_an_index_without_keys_offers_no_vectors(
    tmp_path: Path, payload: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = store._files

    def older(given: store.IndexPayload) -> dict[str, bytes]:
        return {name: data for name, data in files(given).items() if name != store.KEYS}

    monkeypatch.setattr(store, "_files", older)
    store.write(tmp_path, payload([DRY]))
    assert store.reusable_vectors(tmp_path, "e1") == {}
    assert store.open_index(tmp_path).chunks


@pytest.mark.parametrize("name", [store.KEYS, store.DENSE])
def test_changed_keys_or_vectors_are_not_taken_over(tmp_path: Path, payload: Make, name: str) -> None:
    manifest = store.write(tmp_path, payload([DRY]))
    path = tmp_path / store.GENERATIONS / manifest.generation / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert store.reusable_vectors(tmp_path, "e1") == {}


def test_a_damaged_or_missing_index_offers_no_vectors(tmp_path: Path, payload: Make) -> None:
    assert store.reusable_vectors(tmp_path, "e1") == {}
    manifest = store.write(tmp_path, payload([DRY]))
    (tmp_path / store.GENERATIONS / manifest.generation / "dense.faiss").write_bytes(b"")
    assert store.reusable_vectors(tmp_path, "e1") == {}


def test_the_manifest_is_json_that_people_can_read(tmp_path: Path, payload: Make) -> None:
    store.write(tmp_path, payload([DRY]))
    body = json.loads((tmp_path / store.MANIFEST).read_text())["index"]
    assert body["counts"]["entries"] == 1
    assert set(body["files"]) == {p.name for p in (tmp_path / store.GENERATIONS / body["generation"]).iterdir()}


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a user whom file rights bind")
def test_a_folder_without_rights_is_reported_as_one_sentence(tmp_path: Path, payload: Make) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(IndexFailure, match="cannot be written"):
            store.write(tmp_path / "index", payload([DRY]))
    finally:
        tmp_path.chmod(0o700)
