"""The index of a matter: what the common index holds, and this matter's documents; no other matter's."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Collection
from dataclasses import replace

from kb.catalog import Catalogue
from kb.config import Settings
from kb.corpus import load_digests
from kb.errors import IndexFailure, KbError
from kb.indexes.store import OpenIndex, Writer, open_blob, open_index, read_manifest, writing
from kb.library.disk import make_folder
from kb.library.shelf import Shelf, existing, matter_index, matters
from kb.model import Chunk
from kb.service.build import BuildReport, Reading, choose, entries_of, read_library
from kb.service.cite import load_catalogue
from kb.service.indexing import Contents, Progress, source_record, write_index

MADE_FROM = "matter"


def of_matter(settings: Settings, name: str, progress: Progress) -> Settings:
    """Settings whose index is that of a matter, brought up to date. Raises InputError, IndexMissing, IndexDamaged."""
    inner = replace(settings, index=matter_index(settings.library, existing(settings.library, name)))
    if _made_from(inner) != _wanted(settings, name):
        build_matter(settings, name, progress)
    return inner


def build_matter(settings: Settings, name: str, progress: Progress) -> BuildReport:
    """Write the index of a matter anew from the common index and the matter's documents."""
    catalogue = load_catalogue(settings)
    inner = replace(settings, index=matter_index(settings.library, existing(settings.library, name)))
    base = open_index(settings.index)
    make_folder(inner.index)
    with writing(inner.index) as writer:
        made_from = _state(base.manifest.generation, settings, name)
        common = {entry.unit.instrument for entry in base.entries.values()}
        results = read_library(Shelf(settings.library, name), catalogue, progress)
        reading = choose(results, taken=common)
        return _write(writer, base, reading, catalogue, settings, inner, progress, made_from)


def _write(
    writer: Writer,
    base: OpenIndex,
    reading: Reading,
    catalogue: Catalogue,
    settings: Settings,
    inner: Settings,
    progress: Progress,
    made_from: bytes,
) -> BuildReport:
    """In a matter its own text of an instrument stands in place of the common one."""
    own = {source.slug for source in reading.sources}
    common = {i: e for i, e in base.entries.items() if not e.authentic or e.unit.instrument not in own}
    entries = common | entries_of(reading.sources, load_digests(settings.corpus), catalogue)
    unchanged = {i for i, entry in entries.items() if entry is base.entries.get(i)}
    known = _rows(base, unchanged | {section.id for section in base.guides})
    documents = [each for each in base.documents if each.slug not in own]
    contents = Contents(entries, base.guides, (*documents, *map(source_record, reading.sources)), known)
    reuse = (settings.index, inner.index)
    rows, encoded = write_index(writer, contents, catalogue, inner, reuse, progress, {MADE_FROM: made_from})
    return BuildReport(
        documents=len(reading.sources),
        provisions=len(entries),
        chunks=rows,
        failed=reading.failed,
        encoded=encoded,
        warnings=reading.warnings,
    )


def _rows(base: OpenIndex, kept: Collection[str]) -> dict[str, list[Chunk]]:
    """The rows of what a matter takes over as it is."""
    rows: dict[str, list[Chunk]] = {}
    for chunk in base.chunks:
        if chunk.unit in kept:
            rows.setdefault(chunk.unit, []).append(chunk)
    return rows


def refresh_matter(settings: Settings, name: str, progress: Progress) -> tuple[BuildReport | None, str]:
    """Bring a matter's index up to date after its documents changed.

    Where that fails, a sentence says why and the old index is gone: it may hold what was taken out.
    """
    try:
        return build_matter(settings, name, progress), ""
    except KbError as error:
        shutil.rmtree(matter_index(settings.library, name), ignore_errors=True)
        return None, error.sentence


def drop_indexes(settings: Settings) -> None:
    """Remove the indexes of all matters, which may hold what was taken from the library; they are built when needed."""
    for name in matters(settings.library):
        shutil.rmtree(matter_index(settings.library, name), ignore_errors=True)


def _wanted(settings: Settings, name: str) -> bytes:
    return _state(read_manifest(settings.index).generation, settings, name)


def _made_from(inner: Settings) -> bytes:
    try:
        return open_blob(inner.index, MADE_FROM)
    except (IndexFailure, KeyError):
        return b""


def _state(generation: str, settings: Settings, name: str) -> bytes:
    """What a matter's index depends on: the common generation, and each document's record."""
    documents = sorted(repr(one) for one in Shelf(settings.library, name).all())
    return hashlib.sha256("\n".join([generation, *documents]).encode()).hexdigest().encode()
