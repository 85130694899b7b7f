"""Build an index: read, identify, parse, attach digests, encode what is new, write a new generation."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb.catalog import Catalogue
from kb.config import Settings
from kb.corpus import load_digests, load_guides
from kb.encoders import load_encoder
from kb.errors import InputError, KbError
from kb.indexes.dense import vectors_for
from kb.indexes.store import IndexPayload, Source, Writer, reusable_vectors, writing
from kb.library.records import Held
from kb.library.shelf import Shelf
from kb.model import RECOGNISED, Chunk, Digest, Entry, GuideSection, Span, Unit, Version
from kb.service import chunks as chunking
from kb.service.cite import load_catalogue
from kb.service.read import Parsed, read_source
from kb.service.shelved import read_held
from kb.service.sources import CORPUS, LIBRARY, gather
from kb.text import terms

Progress = Callable[[str, int, int], None]
RECIPE = "recipe"


@dataclass(frozen=True, slots=True)
class Recipe:
    """What an index was built from, so that it can be built again; no paths: what ships and the library."""

    paths: tuple[str, ...] = ()
    with_digests: bool = True
    ocr: bool = False

    def to_bytes(self) -> bytes:
        """As JSON."""
        return json.dumps(asdict(self)).encode("ascii")

    @classmethod
    def from_bytes(cls, data: bytes) -> Recipe:
        """What `to_bytes` wrote."""
        body = json.loads(data)
        return cls(tuple(body["paths"]), body["with_digests"], body["ocr"])


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that was set aside."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did."""

    documents: int
    provisions: int
    chunks: int
    failed: tuple[Failure, ...] = ()
    passed_over: int = 0
    encoded: int = 0
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Reading:
    """All sources of a build, with what was set aside."""

    sources: tuple[Parsed, ...]
    failed: tuple[Failure, ...]
    warnings: tuple[str, ...] = field(default=())


def build(
    paths: Sequence[Path], settings: Settings, with_digests: bool, progress: Progress, *, ocr: bool = False
) -> BuildReport:
    """Index these paths, or the corpus that ships and the library where none is given; `ocr` allows text recognition.

    Raises InputError, IndexBusy, EncoderError.
    """
    started = time.perf_counter()
    with writing(settings.index) as writer:
        recipe = Recipe(tuple(_lasting(path) for path in paths), with_digests, ocr)
        return _build(recipe, settings, progress, writer, started)


def _lasting(path: Path) -> str:
    """A path that means the same from any folder; the words for what ships and for the library stay words."""
    return str(path) if str(path) in (CORPUS, LIBRARY) and not path.exists() else str(path.absolute())


def _build(recipe: Recipe, settings: Settings, progress: Progress, writer: Writer, started: float) -> BuildReport:
    catalogue = load_catalogue(settings)
    paths = [Path(path) for path in recipe.paths or (CORPUS, LIBRARY)]
    wanted = gather(paths, settings.corpus, settings.library, settings.index)
    results = read_all(wanted.files, catalogue, progress, ocr=recipe.ocr)
    if wanted.with_library:
        results += read_library(Shelf(settings.library), catalogue, progress, ocr=recipe.ocr)
    reading = choose(results)
    if not reading.sources and not wanted.with_corpus:
        raise InputError(_named(paths), "nothing there could be read as a document", _first_reason(reading.failed))
    digests = load_digests(settings.corpus) if recipe.with_digests else {}
    entries = _entries(reading.sources, digests, catalogue)
    if wanted.with_corpus:
        entries |= _corpus_entries(digests, entries, catalogue)
    guides = load_guides(settings.corpus) if wanted.with_corpus else ()
    rows, encoded = _write(writer, entries, guides, reading.sources, catalogue, settings, progress, recipe)
    return BuildReport(
        documents=len(reading.sources),
        provisions=len(entries),
        chunks=rows,
        failed=reading.failed,
        passed_over=wanted.passed_over,
        encoded=encoded,
        warnings=reading.warnings,
        seconds=round(time.perf_counter() - started, 2),
    )


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────


def read_all(
    files: Sequence[Path], catalogue: Catalogue, progress: Progress, *, ocr: bool = False
) -> list[tuple[Path, Parsed | Failure]]:
    """Read every file; one that fails becomes a Failure and the rest goes on."""
    results: list[tuple[Path, Parsed | Failure]] = []
    for done, path in enumerate(files):
        progress("reading", done, len(files))
        try:
            results.append((path, read_source(path, catalogue, ocr=ocr)))
        except KbError as error:
            results.append((path, Failure(str(path), f"{error.problem}; {error.remedy}")))
    return results


def read_library(
    shelf: Shelf, catalogue: Catalogue, progress: Progress, *, ocr: bool = False
) -> list[tuple[Path, Parsed | Failure]]:
    """Read every document of a shelf; what is damaged or unreadable becomes a Failure and the rest goes on."""
    results: list[tuple[Path, Parsed | Failure]] = []
    held = shelf.all()
    for done, one in enumerate(held):
        progress("reading the library", done, len(held))
        if not isinstance(one, Held):
            results.append((Path(one.id), Failure(one.id, f"{one.error.problem}; {one.error.remedy}")))
            continue
        place = shelf.path(one)
        try:
            results += [(place, parsed) for parsed in read_held(shelf, one, catalogue, ocr=ocr)]
        except KbError as error:
            results.append((place, Failure(str(place), f"{error.problem}; {error.remedy}")))
    return results


def choose(results: Iterable[tuple[Path, Parsed | Failure]]) -> Reading:
    """One source for each instrument, the best; two documents that merely share a file name are kept apart."""
    best: dict[str, tuple[Path, Parsed]] = {}
    failed: list[Failure] = []
    warnings: list[str] = []
    for path, result in results:
        if isinstance(result, Failure):
            failed.append(result)
            continue
        source = result if result.catalogued else _free(result, best)
        rival = best.get(source.slug)
        if rival is not None:
            keep, drop = ((path, source), rival) if source.rank > rival[1].rank else (rival, (path, source))
            failed.append(Failure(str(drop[0]), f"the same instrument as {keep[0]}, which is the better source"))
            best[source.slug] = keep
        else:
            best[source.slug] = (path, source)
        warnings += [f"{path}: {warning}" for warning in (*source.outline.document.warnings, *source.outline.warnings)]
    return Reading(tuple(source for _, source in best.values()), tuple(failed), tuple(warnings))


def _free(source: Parsed, taken: Mapping[str, object]) -> Parsed:
    if source.slug not in taken:
        return source
    number = next(n for n in range(2, len(taken) + 3) if f"{source.slug}-{n}" not in taken)
    slug = f"{source.slug}-{number}"
    units = tuple(replace(u, id=slug + u.id[len(source.slug) :], instrument=slug) for u in source.units)
    return replace(source, slug=slug, units=units)


def _named(paths: Sequence[Path]) -> str:
    return ", ".join(str(path) for path in paths)


def _first_reason(failed: Sequence[Failure]) -> str:
    return failed[0].reason.rstrip(".") if failed else "give files in Markdown, text, HTML, DOCX or PDF"


# ── entries ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _entries(sources: Iterable[Parsed], digests: Mapping[str, Digest], catalogue: Catalogue) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for source in sources:
        for unit in source.units:
            version = _version(source, unit, catalogue)
            digest = digests.get(unit.id) if source.catalogued else None
            entries[unit.id] = Entry(
                unit=unit,
                authentic=True,
                version=version,
                source=source.outline.document.name,
                digest=digest,
                digest_differs=digest is not None and digest.version != version.label,
            )
    return entries


def _version(source: Parsed, unit: Unit, catalogue: Catalogue) -> Version:
    if not source.catalogued:
        kind = RECOGNISED if source.kind == RECOGNISED else "user's document"
        return Version(source.version or "as in the document", source.state, kind)
    version = catalogue.version_of(source.slug, unit.id, source.state)
    return replace(version, label=source.version or version.label, source=source.kind)


def _corpus_entries(digests: Mapping[str, Digest], have: Mapping[str, Entry], catalogue: Catalogue) -> dict[str, Entry]:
    """Digests that no document of this build carries become provisions of their own, marked as not authentic."""
    return {
        digest.id: Entry(
            unit=_unit_of_digest(digest, catalogue),
            authentic=False,
            version=replace(
                catalogue.version_of(digest.id.split(":")[0], digest.id, ""), label=digest.version, source="our digest"
            ),
            source=CORPUS,
            digest=digest,
        )
        for digest in digests.values()
        if digest.id not in have
    }


def _unit_of_digest(digest: Digest, catalogue: Catalogue) -> Unit:
    slug, pinpoint = digest.id.split(":", 1)
    article, _, rest = pinpoint.partition("(")
    return Unit(
        id=digest.id,
        instrument=slug,
        article=article,
        paragraph=rest.rstrip(")"),
        heading=catalogue.heading(digest.id),
        divisions=(),
        text=digest.digest,
        span=Span(0, len(digest.digest)),
        kind="paragraph" if rest else "article",
    )


# ── indexing ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _write(
    writer: Writer,
    entries: Mapping[str, Entry],
    guides: Sequence[GuideSection],
    parsed: Sequence[Parsed],
    catalogue: Catalogue,
    settings: Settings,
    progress: Progress,
    recipe: Recipe,
) -> tuple[int, int]:
    """Encode and write; gives the number of rows and how many texts had to be encoded."""
    encoder = load_encoder(settings)
    short = {slug: catalogue.short(slug) for slug in {entry.unit.instrument for entry in entries.values()}}
    rows: list[Chunk] = []
    for entry in entries.values():
        rows += chunking.of_entry(entry, short[entry.unit.instrument], encoder)
    for section in guides:
        rows += chunking.of_guide(section, encoder)
    encoded = 0

    def encode(texts: list[str]) -> NDArray[np.float32]:
        nonlocal encoded
        encoded = len(texts)
        return encoder.encode(texts, lambda done, total: progress("encoding", done, total))

    vectors = vectors_for([row.text for row in rows], reusable_vectors(settings.index, encoder.fingerprint), encode)
    read_by_bm25 = chunking.lexical(list(entries.values()), short)
    writer.commit(
        IndexPayload(
            entries=tuple(entries.values()),
            chunks=rows,
            vectors=vectors,
            lexical={
                **{name: [terms(text) for text in texts] for name, texts in read_by_bm25.items()},
                "guide": [terms(f"{g.title} {g.heading} {' '.join(g.asks)} {g.text}") for g in guides],
            },
            guides=tuple(guides),
            documents=tuple(_document(each) for each in parsed),
            settings=settings.fingerprint(),
            encoder=encoder.fingerprint,
            blobs={RECIPE: recipe.to_bytes()},
        )
    )
    return len(rows), encoded


def _document(parsed: Parsed) -> Source:
    document = parsed.outline.document
    return Source(
        name=document.name,
        slug=parsed.slug,
        title=parsed.title,
        format=document.format,
        digest=document.digest,
        units=len(parsed.units),
        warnings=(*document.warnings, *parsed.outline.warnings),
    )
