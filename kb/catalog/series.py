"""Series numbers: treaty series, resolutions, CELEX numbers, EU acts by number, the Swiss collection of laws."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kb.catalog.record import Record
from kb.model import Span

_ETS = re.compile(
    r"(?:\b(?:C?ETS|C\.?E\.?T\.?S\.?|E\.T\.S\.?|STC?E|S\.T\.C?\.?E\.?|SEV)|\b(?:Council\s+of\s+Europe|European),?\s+Treaty\s+Series)"
    r"\s*[-–—,]?\s*(?:No|Nos|N|Nr|n|nr|no)?[.°º]*\s*0*(\d{1,3})(?![\d/]|[-\s]*(?:bis|ter)\b)"
)
_UNTS = re.compile(
    r"\b(\d{1,4})\s*(?:U\.?\s?N\.?\s?T\.?\s?S\.?|L\.?N\.?T\.?S\.?|R\.?T\.?N\.?U\.?)\s*(?:p\.\s*)?(\d{1,5}|I-\d+)"
    r"|\b(?:UNTS|U\.N\.T\.S\.|United\s+Nations,?\s+Treaty\s+Series),?\s*(?:vol\.?|volume)\s*(\d{1,4}),?\s*(?:p\.|page)\s*(\d{1,5})"
    r"|\bUNTS\s+(\d{1,4})[/,]\s*(\d{1,5})"
)
_REGISTERED = re.compile(
    r"\b(?:UNTS|U\.N\.T\.S\.|United\s+Nations,?\s+Treaty\s+Series),?\s*(?:vol\.?|volume)\s*(\d{1,4}),?\s*"
    r"(?:(?:No|[Rr]eg)\.?\s*(?:No\.?\s*)?(?:[IA]-)?|[IA]-)(\d{2,5})(?:,\s*p\.\s*\d{1,5})?"
)
_REGISTRATION = re.compile(r"(?:reg\.|registration No\.) (?:[IA]-)?(\d{2,5})\b")
_RESOLUTION = re.compile(
    r"(?:\b[Aa]nnex\s+(?P<before>III|II|I)\s+(?:to|of)\s+(?:the\s+)?)?"
    r"(?:\bA/RES/|\b(?:(?:UN\s*)?(?:General\s+Assembly|GA|UNGA|G\.A\.)\s+)(?:[Rr]esolution|[Rr]es)\.?\s*(?:A/RES/)?)"
    r"(?P<number>\d{2,4}(?:/\d{1,3})?)\s*(?:A\b)?\s*(?:\([IVXL]+\))?"
    r"(?:\s*\(?,?\s*[Aa]nnex(?:e)?\b\s*(?P<after>III|II|I)?\)?)?",
)
_SWISS = re.compile(r"\b(?:SR|RS)\s?(\d{1,3}(?:\.\d{1,3})+)")
_CELEX = re.compile(r"\b(?:CELEX[:\s]*)?([0-9]\d{4}[A-Z]{1,2}\d{4}(?:\(\d\d\))?)")
_EU_ACT = re.compile(
    r"(?:\b[Cc]ouncil\s+)?\b(?:(?P<L>[Dd]irectiv[ea]|[Dd]irettiva|[Rr]ichtlinie|[Rr]ichtlijn)"
    r"|(?P<R>[Rr]egulation|[Rr]èglement|[Rr]eglamento|[Rr]egolamento|[Vv]erordnung|[Vv]erordening)"
    r"|[Ff]ramework\s+[Dd]ecision|FD|[Dd]ecision|[Dd]écision(?:-cadre)?|Rahmenbeschluss(?:es)?|[Kk]aderbesluit"
    r"|[Dd]ecisión\s+[Mm]arco|[Dd]ecisione\s+quadro)"
    r"\s*(?:\((?:EU|UE|EC|CE|JHA)\)\s*)?(?:No\.?\s*|Nr\.?\s*|n°\s*)?(?P<first>\d{2,4})/(?P<second>\d{1,4})"
    r"(?:/(?:JHA|EU|UE|EC|CE|EG|EEC|JI|JAI|JBZ|GAI))?(?:\s*(?:JHA|JI|JAI|JBZ|GAI))?"
)
_OJ = re.compile(
    r"(?:\[(?P<bracket>\d{4})\]\s*)?\b(?:OJ|O\.J\.|ABl\.?|JO|DO|GU|P[Bb]\.?)\s*(?:(?:EU|UE)\s+)?"
    r"(?:(?P<year>\d{4}),?\s*)?(?:Nr\.?\s*|n°\s*)?(?P<letter>[LC])\s*(?P<number>\d{1,3})"
    r"(?:,?\s*(?:of\s+|vom\s+|du\s+|del\s+|van\s+)?\d{1,2}[./]\d{1,2}[./](?P<dated>\d{4}))?"
    r"(?:\s*/\s*|,?\s*(?:p|pp|S|s|blz|pág|pag)\.?\s*)(?P<page>\d{1,4})"
)


class SeriesIndex:
    """Finds series numbers and whose they are; an unknown number of a known series is somebody else's."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._ets: dict[int, str] = {}
        self._unts: dict[str, str] = {}
        self._resolutions: dict[str, list[tuple[str, str]]] = {}
        self._celex: dict[str, str] = {}
        self._swiss: dict[str, str] = {}
        self._journal: dict[tuple[str, str, str], tuple[str, str]] = {}  # letter, number, page → year, slug
        self._registered: dict[str, list[Record]] = {}  # United Nations registration number → who bear it
        for record in records:
            self._add(record)

    def _add(self, record: Record) -> None:
        if record.instrument.tier >= 3 and record.slug.startswith("coe-er"):
            return
        for fact in record.instrument.series:
            ets = _ETS.search(fact.value)
            if ets:
                self._ets.setdefault(int(ets[1]), record.slug)
            swiss = _SWISS.match(fact.value)
            if swiss:
                self._swiss[swiss[1]] = record.slug
            if fact.value.startswith("CELEX"):
                self._celex[fact.value.split()[1]] = record.slug
            journal = _OJ.match(fact.value)
            if journal:
                self._journal[journal["letter"], journal["number"], journal["page"]] = (journal["dated"], record.slug)
            for number in _REGISTRATION.findall(fact.value):
                self._registered.setdefault(number, []).append(record)
        self._unts.update(dict.fromkeys(record.unts, record.slug))
        for written in record.resolutions:
            number, _, annex = written.partition(" annex ")
            self._resolutions.setdefault(number, []).append((annex, record.slug))

    def find(self, text: str) -> Iterator[tuple[Span, tuple[str, ...]]]:
        """Spans with the slugs that they mean, in order and without overlap; no slug: not in the catalogue."""
        found = [*self._all(text)]
        found.sort(key=lambda one: (one[0].start, -one[0].end))
        end = 0
        for span, slugs in found:
            if span.start >= end:
                yield span, slugs
                end = span.end

    def _all(self, text: str) -> Iterator[tuple[Span, tuple[str, ...]]]:
        for match in _ETS.finditer(text):
            yield Span(*match.span()), _one(self._ets.get(int(match[1])))
        for match in _UNTS.finditer(text):
            volume, page = next((match[i], match[i + 1]) for i in (1, 3, 5) if match[i])
            yield Span(*match.span()), _one(self._unts.get(f"{int(volume)}/{page}"))
        for match in _REGISTERED.finditer(text):
            yield Span(*match.span()), self._registration(match[1], match[2])
        for match in _OJ.finditer(text):
            yield Span(*match.span()), self._in_journal(match)
        for match in _RESOLUTION.finditer(text):
            yield _trimmed(match), self._resolution(match)
        for match in _SWISS.finditer(text):
            yield Span(*match.span()), _one(self._swiss.get(match[1]))
        for match in _CELEX.finditer(text):
            yield Span(*match.span()), _one(self._celex.get(match[1]))
        for match in _EU_ACT.finditer(text):
            yield Span(*match.span()), self._eu_act(match)

    def _resolution(self, match: re.Match[str]) -> tuple[str, ...]:
        known = self._resolutions.get(match["number"], [])
        wanted = match["before"] or match["after"]
        return tuple(slug for annex, slug in known if not wanted or annex in ("", wanted))

    def _registration(self, volume: str, number: str) -> tuple[str, ...]:
        """Whose number it is: a protocol bears its parent's, so the volume decides where it is known."""
        bearers = self._registered.get(number, [])
        there = [record for record in bearers if any(place.startswith(f"{volume}/") for place in record.unts)]
        return tuple(record.slug for record in there or [record for record in bearers if not record.unts])

    def _in_journal(self, match: re.Match[str]) -> tuple[str, ...]:
        year, slug = self._journal.get((match["letter"], match["number"], match["page"]), ("", ""))
        said = match["bracket"] or match["year"] or match["dated"]
        return (slug,) if slug and said in (None, year) else ()

    def _eu_act(self, match: re.Match[str]) -> tuple[str, ...]:
        pairs = ((match["first"], match["second"]), (match["second"], match["first"]))
        kinds = next((kind for kind in "LR" if match[kind]), "FDE")
        return tuple(
            slug
            for celex, slug in self._celex.items()
            if celex[5] in kinds
            and any(celex[1:5] == year and celex[6:10] == number.zfill(4) for year, number in pairs)
        )


def _one(slug: str | None) -> tuple[str, ...]:
    return (slug,) if slug else ()


def _trimmed(match: re.Match[str]) -> Span:
    return Span(match.start(), match.start() + len(match.group().rstrip(" ,(")))
