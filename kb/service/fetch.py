"""Official texts from the addresses of the catalogue into the user's library."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from kb.catalog import Catalogue
from kb.config import Settings
from kb.corpus import load_digests
from kb.errors import FetchFailed, KbError, UsageError
from kb.languages import language_of
from kb.library.addresses import by_hand, hosts_of, texts_of
from kb.library.fetch import Arrival, Fetcher, Missing
from kb.library.plan import Rules
from kb.library.records import Facts, Held
from kb.library.shelf import Shelf
from kb.library.transport import Doors
from kb.model import Address, Digest, Document, Instrument
from kb.readers.dispatch import detect, read_bytes
from kb.service.booklet import SAMPLE, sharing, texts_in, unlike
from kb.service.build import BuildReport
from kb.service.cite import load_catalogue
from kb.service.indexing import Progress
from kb.service.read import Parsed, read_as
from kb.service.refresh import refresh
from kb.service.shelved import quality_of, with_facts
from kb.text import words

TakeIn = Callable[[Settings, Progress], tuple[BuildReport | None, str]]
FEW_WORDS = 150


@dataclass(frozen=True, slots=True)
class Fetched:
    """An instrument whose text is in the library now."""

    instrument: str
    document: str  # id in the library
    address: str
    status: str  # "new", "changed", "unchanged", "held"
    provisions: int = 0
    version: str = ""
    digests_differ: int = 0  # digests that were written for another version than this text
    digest_versions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotFetched:
    """An instrument that no address gave, and what a person can do."""

    instrument: str
    reason: str
    by_hand: str

    @property
    def sentence(self) -> str:
        """Why, and the address to open."""
        remedy = f"open {self.by_hand} by hand and add the file with `kb add FILE`" if self.by_hand else ""
        return FetchFailed(self.instrument, self.reason, remedy).sentence


@dataclass(frozen=True, slots=True)
class FetchReport:
    """What a run brought."""

    fetched: tuple[Fetched, ...]
    failed: tuple[NotFetched, ...]
    index: BuildReport | None = None  # the build that took them in
    index_problem: str = ""
    seconds: float = 0.0


def fetch(
    names: Sequence[str],
    settings: Settings,
    progress: Progress,
    *,
    everything: bool = False,
    again: bool = False,
    rules: Rules | None = None,
    doors: Doors | None = None,
    take_in: TakeIn = refresh,
) -> FetchReport:
    """Bring the texts of these instruments (or of all that have an address) into the library, then index them.

    A text that is held already is left alone unless `again` is said; `take_in` brings the index up to date.
    Raises UsageError for a name that is none.
    """
    started = time.perf_counter()
    catalogue = load_catalogue(settings)
    run = _Run(settings, catalogue, rules or Rules(), doors or Doors(), progress)
    slugs = tuple(catalogue) if everything else tuple(dict.fromkeys(_one(name, catalogue) for name in names))
    if not slugs:
        raise UsageError("kb fetch", "nothing is named", "name instruments, such as `kb fetch untoc ece`, or use --all")
    for slug in slugs:
        if not everything or texts_of(catalogue[slug]):
            run.bring(slug, again)
    built, problem = (None, "")
    if any(each.status in ("new", "changed") for each in run.fetched):
        built, problem = take_in(settings, progress)
    return FetchReport(tuple(run.fetched), tuple(run.failed), built, problem, round(time.perf_counter() - started, 2))


def _one(name: str, catalogue: Catalogue) -> str:
    found = catalogue.find(name)
    if len(found) > 1:
        raise UsageError(name, f"fits several instruments ({', '.join(found)})", "name one of them")
    if not found:
        raise UsageError(name, "is no instrument of the catalogue", "add its file with `kb add FILE`")
    return found[0]


class _Run:
    """One run: texts that came with another's booklet are not asked for again."""

    def __init__(
        self, settings: Settings, catalogue: Catalogue, rules: Rules, doors: Doors, progress: Progress
    ) -> None:
        self._catalogue = catalogue
        self._shelf = Shelf(settings.library)
        self._fetcher = Fetcher(settings.library, hosts_of(catalogue.instruments.values()), rules, doors)
        self._now = doors.now
        self._progress = progress
        self._digests = load_digests(settings.corpus)
        self._came: dict[str, Fetched] = {}
        self.fetched: list[Fetched] = []
        self.failed: list[NotFetched] = []

    def bring(self, slug: str, again: bool) -> None:
        """The text of one instrument into the library, or the reason why not."""
        instrument = self._catalogue[slug]
        held = self._held(slug)
        if slug in self._came:
            return
        if held and not again:
            self.fetched.append(Fetched(slug, held.id, held.address, "held"))
            return
        addresses = texts_of(instrument)
        if not addresses:
            self._fail(instrument, "the catalogue has no https address of its text")
            return
        found: dict[str, Parsed] = {}
        document: list[Document] = []

        def check(data: bytes, address: Address) -> str:
            try:
                document[:] = [_document(data, address, instrument)]
                found.clear()
                found.update(_texts(document[0], slug, address, self._catalogue))
            except KbError as error:
                return _plainly(error)
            return ""

        def tell(size: int, total: int) -> None:
            self._progress(f"fetching {slug}", size // 1024, max(total, size) // 1024)

        came = self._fetcher.fetch(addresses, check, tell)
        if isinstance(came, Missing):
            self._fail(instrument, "; ".join(came.reasons))
        else:
            self._store(slug, came, document[0], found, held)

    def _fail(self, instrument: Instrument, reason: str) -> None:
        self.failed.append(NotFetched(instrument.slug, reason, by_hand(instrument)))

    def _held(self, slug: str) -> Held | None:
        """What was fetched of this instrument before."""
        documents = (one for one in self._shelf.all() if isinstance(one, Held) and one.address)
        return next((one for one in documents if slug in one.facts.instruments), None)

    def _store(
        self, slug: str, came: Arrival, document: Document, found: Mapping[str, Parsed], before: Held | None
    ) -> None:
        held = self._shelf.put(
            Held(
                id=before.id if before else self._shelf.free(slug),
                name=document.name,
                file="",
                sha256="",
                size=0,
                form=document.format,
                added=_iso(self._now()),
                guessed=_facts(found, document, came.address, self._catalogue),
                given=before.given if before else Facts(),
                address=came.address.url,
                quality=quality_of(document, tuple(found.values())),
            ),
            came.data,
        )
        status = "new" if not before else "unchanged" if before.sha256 == held.sha256 else "changed"
        for each, parsed in found.items():
            self._came[each] = _fetched(parsed, held, status, self._digests, self._catalogue)
            self.fetched.append(self._came[each])


def _document(data: bytes, address: Address, instrument: Instrument) -> Document:
    """Read what came. Raises KbError where it is not even the right kind of file, or says next to nothing."""
    name = f"{instrument.slug}.{'pdf' if address.format.startswith('pdf') else 'html'}"
    form = detect(data, name)
    wanted = {word for word in ("pdf", "html") if word in address.format}
    if form not in wanted:
        due = " or ".join("a PDF file" if word == "pdf" else "a web page" for word in sorted(wanted))
        what = {"pdf": "a PDF file", "html": "a web page", "text": "plain text"}.get(form, form)
        raise FetchFailed("", f"sends {what} where {due} is due")
    document = read_bytes(data, f"{instrument.slug}.{form}")
    if len(words(document.text)) < FEW_WORDS:
        raise FetchFailed("", "sends a file that holds next to no text")
    return document


def _texts(document: Document, slug: str, address: Address, catalogue: Catalogue) -> dict[str, Parsed]:
    """The instruments that the file holds, the wanted one among them. Raises FetchFailed where it is not."""
    official = with_facts(document, Facts(source=source_of(address)))
    beside = tuple(one for one in sharing(slug, catalogue) if any(a.url == address.url for a in catalogue[one].texts))
    parts = dict(texts_in(official, beside, catalogue)) or {slug: read_as(official, slug, catalogue)}
    if slug not in parts:
        raise FetchFailed("", f"sends a booklet in which the title of {slug} is not found")
    wrong = unlike(parts[slug], catalogue[slug], catalogue)
    if wrong:
        raise FetchFailed("", wrong)
    return {slug: parts[slug]} | {o: p for o, p in parts.items() if not unlike(p, catalogue[o], catalogue)}


def _plainly(error: KbError) -> str:
    return error.problem if isinstance(error, FetchFailed) else f"sends a file that cannot be read: {error.problem}"


def source_of(address: Address) -> str:
    """What kind of source an address is."""
    kind = "reprint" if "unofficial" in f"{address.format} {address.note}" else "authentic text"
    return f"{kind} from {urlsplit(address.url).hostname}"


def _facts(found: Mapping[str, Parsed], document: Document, address: Address, catalogue: Catalogue) -> Facts:
    first = next(iter(found))
    version = catalogue.version_of(first, "", found[first].state)
    adopted = catalogue[first].adopted
    return Facts(
        title=catalogue.title(first),
        instruments=tuple(found),
        date=adopted.value if adopted else "",
        language=language_of(document.text[:SAMPLE]) or "en",
        version="",
        state=version.state,
        source=source_of(address),
    )


def _fetched(parsed: Parsed, held: Held, status: str, digests: Mapping[str, Digest], catalogue: Catalogue) -> Fetched:
    versions = {unit.id: catalogue.version_of(parsed.slug, unit.id, parsed.state).label for unit in parsed.units}
    differ = [digests[unit] for unit, label in versions.items() if unit in digests and digests[unit].version != label]
    return Fetched(
        instrument=parsed.slug,
        document=held.id,
        address=held.address,
        status=status,
        provisions=len(parsed.units),
        version=str(catalogue.version_of(parsed.slug, "", parsed.state)),
        digests_differ=len(differ),
        digest_versions=tuple(dict.fromkeys(digest.version for digest in differ)),
        warnings=(*parsed.outline.document.warnings, *parsed.outline.warnings),
    )


def _iso(now: datetime) -> str:
    return now.isoformat(timespec="seconds")
