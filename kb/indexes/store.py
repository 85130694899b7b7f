"""The index on disk: generations that are written once, and a manifest that names the one that counts.

    manifest.json               SHA-256 and size of every file of the current generation; carries its own seal
    generations/<id>/…          the files; never changed after they were written
    write.lock                  held by the one writer

A writer fills a new generation, brings it safely to disk, then replaces the manifest in one step and only then removes
what is no longer named. A reader takes one manifest, reads and verifies all files that it names, and keeps them: what
it returns does not change. Nothing is parsed before its bytes are verified.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.durable import sync_folder
from kb.errors import IndexBusy, IndexDamaged, IndexFailure, IndexMissing
from kb.indexes import codec
from kb.indexes.dense import Dense, text_key
from kb.indexes.kin import Kin
from kb.indexes.lexical import Lexical
from kb.lock import exclusive
from kb.model import Chunk, Entry, Format, GuideSection

FORMAT = 3
MANIFEST = "manifest.json"
GENERATIONS = "generations"
DENSE = "dense.faiss"
KEYS = "vectors.keys"  # one `text_key` a row of the vectors: read whatever the records beside it look like
REBUILD = "run `kb build` to build it again from the sources"
_GENERATION = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}")
_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]*")
_READ_TRIES = 20


@dataclass(frozen=True, slots=True)
class Source:
    """A document that the index was built from."""

    name: str  # the file's name
    slug: str
    title: str
    format: Format
    digest: str  # SHA-256 of its bytes
    units: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexPayload:
    """All that an index holds. Row i of `vectors`, shape (len(chunks), dim), belongs to `chunks[i]`.

    `lexical` maps a name (small letters, digits, hyphens) to token lists, one list a row; what a row is, is the
    caller's choice. `blobs` are further files by name, returned as they were given.
    """

    entries: Sequence[Entry]
    chunks: Sequence[Chunk]
    vectors: NDArray[np.float32]
    lexical: Mapping[str, Sequence[Sequence[str]]]
    guides: Sequence[GuideSection] = ()
    documents: Sequence[Source] = ()
    blobs: Mapping[str, bytes] = field(default_factory=dict)
    settings: str = ""  # fingerprint of the settings
    encoder: str = ""  # fingerprint of the encoder


@dataclass(frozen=True, slots=True)
class FileMark:
    """What a file must be."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """Which generation counts, and how to know its files."""

    generation: str
    created: str  # ISO time, UTC
    settings: str
    encoder: str
    counts: Mapping[str, int]
    files: Mapping[str, FileMark]
    layout: str
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class OpenIndex:
    """One generation, verified and loaded; later writers do not touch it."""

    manifest: Manifest
    entries: dict[str, Entry]  # by unit id, in the order in which they were written
    chunks: tuple[Chunk, ...]
    dense: Dense  # its rows are `chunks`
    kin: Kin  # its rows are `entries`
    lexical: dict[str, Lexical]
    guides: tuple[GuideSection, ...]
    documents: tuple[Source, ...]
    blobs: dict[str, bytes]


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────────


class Writer:
    """The right to replace the index of a folder, held until its `writing` block ends."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def commit(self, payload: IndexPayload) -> Manifest:
        """Make the payload the index. On any failure the index stays what it was. IndexFailure: disk full and such."""
        files = _files(payload)
        generation = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"
        manifest = _describe(payload, files, generation)
        with _disk(self._folder):
            try:
                _write_generation(self._folder / GENERATIONS / generation, files)
                _replace(self._folder / MANIFEST, _render(manifest))
            finally:
                _tidy(self._folder, manifest)
        return manifest


@contextmanager
def writing(folder: Path) -> Iterator[Writer]:
    """Hold a folder for writing, from before its sources are read if need be. IndexBusy: another writer is at work."""
    with ExitStack() as held:
        with _disk(folder):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / GENERATIONS).mkdir(mode=0o700, exist_ok=True)
            busy = IndexBusy(str(folder), "another process is writing this index", "try again when it has ended")
            held.enter_context(exclusive(folder, busy))
        yield Writer(folder)


def write(folder: Path, payload: IndexPayload) -> Manifest:
    """Replace the index of a folder. IndexBusy: another writer is at work. IndexFailure: it cannot be written."""
    with writing(folder) as writer:
        return writer.commit(payload)


def _files(payload: IndexPayload) -> dict[str, bytes]:
    if len(payload.chunks) != len(payload.vectors):
        raise ValueError(f"{len(payload.chunks)} chunks but {len(payload.vectors)} vectors")
    files = {
        "entries.json": codec.dump(payload.entries),
        "chunks.json": codec.dump(payload.chunks),
        "guides.json": codec.dump(payload.guides),
        "documents.json": codec.dump(payload.documents),
        DENSE: Dense.build(payload.vectors).to_bytes(),
        KEYS: "".join(f"{text_key(chunk.text)}\n" for chunk in payload.chunks).encode("ascii"),
        "kin.npz": Kin.build([entry.id for entry in payload.entries], payload.chunks, payload.vectors).to_bytes(),
    }
    lexical = {f"lexical.{name}": Lexical.build(rows).to_bytes() for name, rows in payload.lexical.items()}
    return files | lexical | {f"blob.{name}": data for name, data in payload.blobs.items()}


def _describe(payload: IndexPayload, files: Mapping[str, bytes], generation: str) -> Manifest:
    for name in files:
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} cannot be a file's name")
    records = (payload.entries, payload.chunks, payload.guides, payload.documents)
    return Manifest(
        generation=generation,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        settings=payload.settings,
        encoder=payload.encoder,
        counts=dict(zip(("entries", "chunks", "guides", "documents"), map(len, records), strict=True)),
        files={name: FileMark(hashlib.sha256(data).hexdigest(), len(data)) for name, data in sorted(files.items())},
        layout=_layout(),
    )


def _layout() -> str:
    return codec.layout(Entry, Chunk, GuideSection, Source)


def _write_generation(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir(mode=0o700)
    for name, data in files.items():
        _write_file(folder / name, data)
    sync_folder(folder)
    sync_folder(folder.parent)


def _write_file(path: Path, data: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _replace(path: Path, data: bytes) -> None:
    draft = path.with_name(path.name + ".draft")
    _write_file(draft, data)
    draft.replace(path)
    sync_folder(path.parent)


def _tidy(folder: Path, ours: Manifest) -> None:
    """After success keep our generation alone, after a failure all but ours; touch nothing that is no generation."""
    (folder / f"{MANIFEST}.draft").unlink(missing_ok=True)
    path = folder / MANIFEST
    succeeded = path.is_file() and path.read_bytes() == _render(ours)
    for found in (folder / GENERATIONS).iterdir():
        if _GENERATION.fullmatch(found.name) and (found.name == ours.generation) != succeeded:
            shutil.rmtree(found)


@contextmanager
def _disk(folder: Path) -> Iterator[None]:
    """What the system says about the disk, as an error that a person can act on."""
    try:
        yield
    except OSError as reason:
        said = (reason.strerror or str(reason)).lower()
        raise IndexFailure(str(folder), f"the index cannot be written ({said})", "check space and rights") from reason


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────


def open_index(folder: Path) -> OpenIndex:
    """The current index, every byte verified. IndexMissing: none there. IndexDamaged: names the file."""
    manifest, files = _pin(folder, None)
    return OpenIndex(
        manifest=manifest,
        entries={entry.id: entry for entry in codec.load(Entry, files["entries.json"])},
        chunks=codec.load(Chunk, files["chunks.json"]),
        dense=Dense.from_bytes(files[DENSE]),
        kin=Kin.from_bytes(files["kin.npz"]),
        lexical={name: Lexical.from_bytes(data) for name, data in _under("lexical.", files)},
        guides=codec.load(GuideSection, files["guides.json"]),
        documents=codec.load(Source, files["documents.json"]),
        blobs=dict(_under("blob.", files)),
    )


def open_blob(folder: Path, name: str) -> bytes:
    """One further file of the current index, verified. KeyError where it has none of this name."""
    return _pin(folder, (f"blob.{name}",))[1][f"blob.{name}"]


def reusable_vectors(folder: Path, encoder: str) -> dict[str, NDArray[np.float32]]:
    """Vectors of the current index by `text_key` of their chunk's text, whatever version of this program wrote it.

    None from another encoder, from a damaged index, or from one that keeps no keys.
    """
    try:
        body = _sealed(folder)
        if body["encoder"] != encoder:
            return {}
        place = folder / GENERATIONS / body["generation"]
        keys, dense = (_verified(place / name, FileMark(**body["files"][name])) for name in (KEYS, DENSE))
    except (IndexFailure, _Vanished, KeyError, TypeError):
        return {}
    rows, vectors = keys.decode("ascii").split(), Dense.from_bytes(dense).vectors()
    return dict(zip(rows, vectors, strict=True)) if len(rows) == len(vectors) else {}


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a folder. IndexMissing: none there. IndexDamaged: changed, or of another version."""
    body = _sealed(folder)
    if body.get("format") != FORMAT or body.get("layout") != _layout():
        problem = "it was written by another version of this program"
        raise IndexDamaged(str(folder / MANIFEST), problem, REBUILD)
    try:
        return Manifest(**{**body, "files": {name: FileMark(**mark) for name, mark in body["files"].items()}})
    except (KeyError, TypeError, AttributeError):
        raise IndexDamaged(str(folder / MANIFEST), "its bytes have changed", REBUILD) from None


def _sealed(folder: Path) -> dict[str, Any]:
    """What the manifest says, of whatever version, once its seal was found whole."""
    path = folder / MANIFEST
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise IndexMissing(str(folder), "there is no index here", "run `kb build` first") from None
    except OSError as reason:
        raise IndexDamaged(str(path), f"cannot be read ({reason.strerror})", REBUILD) from None
    try:
        body = json.loads(data)["index"]
        whole = isinstance(body, dict) and _with_seal(body) == data
    except (ValueError, KeyError, TypeError, RecursionError):
        whole = False
    if not whole:
        raise IndexDamaged(str(path), "its bytes have changed", REBUILD)
    return dict(body)


def _render(manifest: Manifest) -> bytes:
    """The manifest as its file holds it: readable, and sealed by a SHA-256 of itself."""
    return _with_seal(asdict(manifest))


def _with_seal(body: dict[str, Any]) -> bytes:
    seal = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    return (json.dumps({"index": body, "seal": seal}, indent=1, sort_keys=True) + "\n").encode("ascii")


class _Vanished(Exception):
    """A file that the manifest names is not there."""


def _pin(folder: Path, names: Sequence[str] | None) -> tuple[Manifest, dict[str, bytes]]:
    """One manifest and the verified bytes of its files (of all where none are named).

    Where files go because a writer has replaced the generation meanwhile, the new one is read.
    """
    manifest = read_manifest(folder)
    for _ in range(_READ_TRIES):
        place = folder / GENERATIONS / manifest.generation
        try:
            return manifest, {name: _verified(place / name, manifest.files[name]) for name in names or manifest.files}
        except _Vanished as gone:
            latest = read_manifest(folder)
            if latest.generation == manifest.generation:
                raise IndexDamaged(str(gone), "the file is gone", REBUILD) from None
            manifest = latest
    raise IndexFailure(str(folder), "the index is being replaced again and again", "try again in a moment")


def _verified(path: Path, mark: FileMark) -> bytes:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise _Vanished(path) from None
    except OSError as reason:
        raise IndexDamaged(str(path), f"cannot be read ({reason.strerror})", REBUILD) from None
    if len(data) != mark.size or hashlib.sha256(data).hexdigest() != mark.sha256:
        raise IndexDamaged(str(path), "its bytes have changed", REBUILD)
    return data


def _under(prefix: str, files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    return ((name.removeprefix(prefix), data) for name, data in files.items() if name.startswith(prefix))
