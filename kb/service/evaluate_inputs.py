"""What a run searches: an index that is there, one built from the run's own inputs, or a collection of documents."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb.config import Settings
from kb.encoders import Encoder, load_encoder
from kb.errors import IndexFailure
from kb.evaluation import PlainDocument, RunConfig, load_documents
from kb.indexes.dense import vectors_for
from kb.indexes.store import IndexPayload, open_blob, read_manifest, write
from kb.model import Entry, Span, Unit, Version
from kb.service import chunks as chunking
from kb.service.build import build
from kb.text import terms

Progress = Callable[[str, int, int], None]
INDEXES = "indexes"  # folder among the runs
COLLECTION = "collection"  # slug of documents without provisions
MADE_FROM = "made-from"


def index_for(config: RunConfig, settings: Settings, output: Path, progress: Progress) -> Path:
    """The folder of the index that a configuration asks for; built where it has to be, among the runs."""
    if config.index:
        return config.index
    if config.build:
        folder = output / INDEXES / _key([asdict(config.build), settings.fingerprint()])
        paths = [Path(path) for path in config.build.paths]
        wanted = replace(settings, index=folder)
        build(paths, wanted, config.build.digests, progress, reuse=(settings.index,))
        return folder
    if config.documents:
        return _collection(config.documents, settings, output, progress)
    return settings.index


def _key(what: object) -> str:
    return hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()[:12]


def _collection(path: Path, settings: Settings, output: Path, progress: Progress) -> Path:
    """An index of documents, each a unit of its own without a digest; made anew where the file has changed."""
    documents = load_documents(path)
    source = hashlib.sha256(path.read_bytes()).hexdigest()
    folder = output / INDEXES / _key([source, settings.fingerprint()])
    encoder = load_encoder(settings)
    if not _stands(folder, source, encoder.fingerprint):
        write(folder, _payload(documents, path.name, source, encoder, settings, progress))
    return folder


def _stands(folder: Path, source: str, encoder: str) -> bool:
    try:
        return read_manifest(folder).encoder == encoder and open_blob(folder, MADE_FROM).decode() == source
    except (IndexFailure, KeyError):
        return False


def _payload(
    documents: Sequence[PlainDocument],
    name: str,
    source: str,
    encoder: Encoder,
    settings: Settings,
    progress: Progress,
) -> IndexPayload:
    entries = [_entry(document, name) for document in documents]
    rows = [row for entry in entries for row in chunking.of_entry(entry, "", encoder)]

    def encode(texts: list[str]) -> NDArray[np.float32]:
        return encoder.encode(texts, lambda done, total: progress("encoding", done, total))

    words = chunking.lexical(entries, {COLLECTION: ""})
    return IndexPayload(
        entries=entries,
        chunks=rows,
        vectors=vectors_for([row.text for row in rows], {}, encode),
        lexical={**{kind: [terms(text) for text in texts] for kind, texts in words.items()}, "guide": []},
        settings=settings.fingerprint(),
        encoder=encoder.fingerprint,
        blobs={MADE_FROM: source.encode()},
    )


def _entry(document: PlainDocument, source: str) -> Entry:
    text = document.text or document.title
    unit = Unit(
        id=document.id,
        instrument=COLLECTION,
        article=document.id,
        paragraph="",
        heading=document.title,
        divisions=(),
        text=text,
        span=Span(0, len(text)),
        kind="article",
    )
    return Entry(unit, authentic=True, version=Version("as in the collection"), source=source)
