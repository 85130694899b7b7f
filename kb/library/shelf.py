"""The user's documents on disk: one folder a document, with the file and a sealed manifest; matters apart.

    documents/<id>/manifest.json, <hash>.<form>    the common library
    documents/<id>/reading                         what was read of it, to spare reading it again
    matters/<name>/documents/<id>/…                a matter's own documents
    matters/<name>/index/…                         the index that has this matter's text, and no other's
    partial/…                                      downloads on their way

A document is there when its manifest is. Files are written first, the manifest last and in one step.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from kb.durable import sync_folder
from kb.errors import DocumentDamaged, InputError, LibraryFailure
from kb.library.disk import make_folder, on_disk, replace_file
from kb.library.records import Held, held_from
from kb.lock import exclusive

MANIFEST = "manifest.json"
READING = "reading"  # what was read of the document; may be missing
AGAIN = "remove it and add it again"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Damage:
    """A document that cannot be used, and why."""

    id: str
    matter: str
    error: DocumentDamaged


class Shelf:
    """The documents of the common library, or of one matter."""

    def __init__(self, library: Path, matter: str = "") -> None:
        self.library = library
        self.matter = matter
        self._folder = matter_folder(library, matter) / "documents" if matter else library / "documents"

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────

    def ids(self) -> tuple[str, ...]:
        """Ids of all documents, damaged ones too."""
        if not self._folder.is_dir():
            return ()
        return tuple(sorted(p.name for p in self._folder.iterdir() if _ID.fullmatch(p.name) and p.is_dir()))

    def all(self) -> tuple[Held | Damage, ...]:
        """Every document; in place of one that cannot be used, what is wrong with it."""
        return tuple(self._tried(one) for one in self.ids())

    def _tried(self, id: str) -> Held | Damage:
        try:
            return self.get(id)
        except DocumentDamaged as error:
            return Damage(id, self.matter, error)

    def get(self, id: str) -> Held:
        """The record of a document. LibraryFailure: there is none. DocumentDamaged: its manifest does not hold."""
        if not _ID.fullmatch(id) or id not in self.ids():
            raise LibraryFailure(id, f"is not in {self._called()}", "`kb list` shows what is")
        path = self._folder / id / MANIFEST
        try:
            data = path.read_bytes()
            held = held_from(json.loads(data)["document"])
        except OSError:
            raise DocumentDamaged(str(path), "the manifest is gone", AGAIN) from None
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise DocumentDamaged(str(path), "its bytes have changed", AGAIN) from None
        if _render(held) != data or (held.id, held.matter) != (id, self.matter):
            raise DocumentDamaged(str(path), "its bytes have changed", AGAIN)
        return held

    def data(self, held: Held) -> bytes:
        """The stored bytes, compared with what was stored. DocumentDamaged where they differ."""
        path = self.path(held)
        try:
            data = path.read_bytes()
        except OSError as reason:
            raise DocumentDamaged(str(path), f"cannot be read ({reason.strerror})", AGAIN) from None
        if hashlib.sha256(data).hexdigest() != held.sha256:
            raise DocumentDamaged(str(path), "its bytes have changed", AGAIN)
        return data

    def path(self, held: Held) -> Path:
        """Where the stored file lies."""
        return self._folder / held.id / held.file

    def reading(self, held: Held) -> bytes:
        """What was kept of a reading of the document; empty where nothing is."""
        try:
            return (self._folder / held.id / READING).read_bytes()
        except OSError:
            return b""

    def keep_reading(self, held: Held, data: bytes) -> None:
        """Keep a reading beside the document, where the disk allows it: it can be made again."""
        with suppress(OSError):
            replace_file(self._folder / held.id / READING, data)

    def _called(self) -> str:
        return f"the matter {self.matter}" if self.matter else "the library"

    # ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────

    def put(self, held: Held, data: bytes) -> Held:
        """Store a document under its id, in place of the one that has it. On any failure the old one stays."""
        digest = hashlib.sha256(data).hexdigest()
        kept = replace(held, file=f"{digest[:16]}.{held.form}", sha256=digest, size=len(data), matter=self.matter)
        with self._writing():
            place = self._folder / held.id
            if place.is_dir():
                self._fill(place, kept, data)
                for other in place.iterdir():
                    if other.name not in (kept.file, MANIFEST):
                        other.unlink()
            else:
                draft = self._folder / f".{secrets.token_hex(8)}.draft"
                make_folder(draft)
                self._fill(draft, kept, data)
                draft.rename(place)
                sync_folder(self._folder)
        return kept

    @staticmethod
    def _fill(place: Path, held: Held, data: bytes) -> None:
        replace_file(place / held.file, data)
        replace_file(place / MANIFEST, _render(held))

    def set(self, held: Held) -> None:
        """Replace a document's record."""
        with self._writing():
            replace_file(self._folder / held.id / MANIFEST, _render(held))

    def remove(self, id: str) -> None:
        """Take a document away, damaged or not. LibraryFailure: there is none."""
        if id not in self.ids():
            raise LibraryFailure(id, f"is not in {self._called()}", "`kb list` shows what is")
        with self._writing():
            gone = self._folder / f".{secrets.token_hex(8)}.draft"
            (self._folder / id).rename(gone)
            sync_folder(self._folder)
            shutil.rmtree(gone)

    def free(self, wanted: str) -> str:
        """An id that no document has: the wanted one, else with a number."""
        taken = set(self.ids())
        base = wanted if _ID.fullmatch(wanted) else "document"
        return next(name for name in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if name not in taken)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold the shelf, without what killed writers left."""
        with on_disk(self._folder):
            make_folder(self._folder)
            with exclusive(
                self._folder, LibraryFailure(str(self._folder), "another process is writing it", "try again")
            ):
                for left in self._folder.glob(".*.draft"):
                    shutil.rmtree(left)
                sweep(self.library)
                yield


def _render(held: Held) -> bytes:
    """A manifest as its file holds it: readable, and sealed by a SHA-256 of itself."""
    body = asdict(held)
    if not held.recognise:
        del body["recognise"]  # as records were written that do not know of it
    seal = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    return (json.dumps({"document": body, "seal": seal}, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


# ── matters ──────────────────────────────────────────────────────────────────────────────────────────────────────


def matter_folder(library: Path, name: str) -> Path:
    """The folder of a matter. Raises InputError for a name that could lead elsewhere."""
    if not _NAME.fullmatch(name):
        raise InputError(name, "cannot be the name of a matter", "use small letters, digits and hyphens")
    return library / "matters" / name


def matters(library: Path) -> tuple[str, ...]:
    """All matters, by name."""
    place = library / "matters"
    return tuple(sorted(p.name for p in place.iterdir() if _NAME.fullmatch(p.name))) if place.is_dir() else ()


def new_matter(library: Path, name: str) -> None:
    """Open a matter. Raises InputError where there is one of this name."""
    folder = matter_folder(library, name)
    if folder.exists():
        raise InputError(name, "there is a matter of this name", "choose another name")
    with on_disk(folder):
        make_folder(folder / "documents")


def existing(library: Path, name: str) -> str:
    """The name of a matter that exists. Raises InputError where there is none."""
    if not matter_folder(library, name).is_dir():
        raise InputError(name, "there is no matter of this name", f"open it with `kb matter new {name}`")
    return name


def matter_index(library: Path, name: str) -> Path:
    """The folder of a matter's own index."""
    return matter_folder(library, name) / "index"


def purge(library: Path, name: str) -> int:
    """Take a matter away with its documents, its index and everything else of it; gives the number of files.

    The folder leaves its place in one step before its files are removed, so that no half of a matter is ever found.
    """
    with on_disk(library):
        sweep(library)
        folder = matter_folder(library, existing(library, name))
        gone = folder.with_name(f".{secrets.token_hex(8)}.purged")
        folder.rename(gone)
        return sweep(library)


def sweep(library: Path) -> int:
    """Remove what is left of matters that were purged; gives the number of files."""
    count = 0
    for gone in (library / "matters").glob(".*.purged"):
        count += sum(len(files) for _, _, files in os.walk(gone))
        shutil.rmtree(gone)
        sync_folder(gone.parent)
    return count
