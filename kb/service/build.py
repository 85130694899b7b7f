"""Build an index: read, identify, parse, attach digests, encode what is new, write a new generation."""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from kb.catalog import Catalogue
from kb.config import Settings
from kb.corpus import load_digests, load_guides
from kb.errors import InputError, KbError
from kb.indexes.store import Writer, writing
from kb.library.records import Held
from kb.library.shelf import Shelf
from kb.model import RECOGNISED, Digest, Entry, Span, Unit, Version
from kb.service.cite import load_catalogue
from kb.service.indexing import Contents, Progress, source_record, write_index
from kb.service.read import Parsed, read_source
from kb.service.shelved import read_held
from kb.service.sources import CORPUS, gather, wanted

PLAN = "recipe"  # its name among the blobs of an index


@dataclass(frozen=True, slots=True)
class BuildPlan:
    """What an index was built from, so that it can be built again."""

    paths: tuple[str, ...] = ()
    with_corpus: bool = True
    with_library: bool = True
    with_digests: bool = True
    ocr: bool = False

    def to_bytes(self) -> bytes:
        """As JSON."""
        return json.dumps(asdict(self)).encode("ascii")

    @classmethod
    def from_bytes(cls, data: bytes) -> BuildPlan:
        """What `to_bytes` wrote."""
        body = json.loads(data)
        return cls(**{**body, "paths": tuple(body["paths"])})


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
    paths: Sequence[Path],
    settings: Settings,
    with_digests: bool,
    progress: Progress,
    *,
    ocr: bool = False,
    reuse: Sequence[Path] = (),
) -> BuildReport:
    """Index these paths, or the corpus that ships and the library where none is given; `ocr` allows text recognition.

    Vectors are taken over from the index that stood there and from `reuse`. Raises InputError, IndexBusy, EncoderError.
    """
    asked = wanted(paths, settings.corpus, settings.library)
    plan = BuildPlan(tuple(map(str, asked.paths)), asked.with_corpus, asked.with_library, with_digests, ocr)
    return build_again(plan, settings, progress, reuse)


def build_again(plan: BuildPlan, settings: Settings, progress: Progress, reuse: Sequence[Path] = ()) -> BuildReport:
    """Index what a plan names. Raises what `build` raises."""
    started = time.perf_counter()
    with writing(settings.index) as writer:
        return _build(plan, settings, progress, writer, started, reuse)


def _build(
    plan: BuildPlan, settings: Settings, progress: Progress, writer: Writer, started: float, reuse: Sequence[Path]
) -> BuildReport:
    catalogue = load_catalogue(settings)
    sources = gather(map(Path, plan.paths), settings.library, settings.index)
    results = read_all(sources.files, catalogue, progress, ocr=plan.ocr)
    if plan.with_library:
        results += read_library(Shelf(settings.library), catalogue, progress, ocr=plan.ocr)
    reading = choose(results)
    if not reading.sources and not plan.with_corpus:
        raise InputError(
            ", ".join(plan.paths) or "the library",
            "nothing there could be read as a document",
            _first_reason(reading.failed),
        )
    digests = load_digests(settings.corpus) if plan.with_digests else {}
    entries = entries_of(reading.sources, digests, catalogue)
    if plan.with_corpus:
        entries |= _corpus_entries(digests, entries, catalogue)
    guides = load_guides(settings.corpus) if plan.with_corpus else ()
    contents = Contents(entries, guides, tuple(source_record(each) for each in reading.sources))
    blobs = {PLAN: plan.to_bytes()}
    rows, encoded = write_index(writer, contents, catalogue, settings, (*reuse, settings.index), progress, blobs)
    return BuildReport(
        documents=len(reading.sources),
        provisions=len(entries),
        chunks=rows,
        failed=reading.failed,
        passed_over=sources.passed_over,
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


def choose(results: Iterable[tuple[Path, Parsed | Failure]], taken: Collection[str] = ()) -> Reading:
    """One source for each instrument, the best; two documents that merely share a file name are kept apart.

    `taken` are slugs of other documents.
    """
    best: dict[str, tuple[Path, Parsed]] = {}
    failed: list[Failure] = []
    warnings: list[str] = []
    for path, result in results:
        if isinstance(result, Failure):
            failed.append(result)
            continue
        source = result if result.catalogued else _free(result, {*best, *taken})
        rival = best.get(source.slug)
        if rival is not None:
            keep, drop = ((path, source), rival) if source.rank > rival[1].rank else (rival, (path, source))
            failed.append(Failure(str(drop[0]), f"the same instrument as {keep[0]}, which is the better source"))
            best[source.slug] = keep
        else:
            best[source.slug] = (path, source)
        warnings += [f"{path}: {warning}" for warning in (*source.outline.document.warnings, *source.outline.warnings)]
    return Reading(tuple(source for _, source in best.values()), tuple(failed), tuple(warnings))


def _free(source: Parsed, taken: Collection[str]) -> Parsed:
    if source.slug not in taken:
        return source
    number = next(n for n in range(2, len(taken) + 3) if f"{source.slug}-{n}" not in taken)
    slug = f"{source.slug}-{number}"
    units = tuple(replace(u, id=slug + u.id[len(source.slug) :], instrument=slug) for u in source.units)
    return replace(source, slug=slug, units=units)


def _first_reason(failed: Sequence[Failure]) -> str:
    return failed[0].reason.rstrip(".") if failed else "give files in Markdown, text, HTML, DOCX or PDF"


# ── entries ──────────────────────────────────────────────────────────────────────────────────────────────────────


def entries_of(sources: Iterable[Parsed], digests: Mapping[str, Digest], catalogue: Catalogue) -> dict[str, Entry]:
    """Each unit of these sources with its version and its digest."""
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
