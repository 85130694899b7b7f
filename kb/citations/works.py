"""What a citation of an instrument is made of: title, dates, series numbers, and which of them are not confirmed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from kb.catalog import Catalogue
from kb.catalog.record import Record
from kb.model import SURE, Fact

_COUNCIL = re.compile(r"^(C?ETS) No\. 0*(\d+)$")
_UNTS = re.compile(r"^UNTS vol\. (\d+)")
_LNTS = re.compile(r"^LNTS vol\. (\d+), p\. (\d+); No\. (\d+)")
_OAS = re.compile(r"^OAS Treaty Series No\. (\d+)$")
_PAGES = (re.compile(r"usually cited p\. (\d+)"), re.compile(r"\bp\. (\d+)"))
_REGISTRATION = re.compile(r"(?:\breg\. |registration No\. )(?:[IA]-)?(\d+)\b(?!\?)")
_JOURNAL = re.compile(r"^OJ ([LC]) (\d+), (\d+)\.(\d+)\.(\d{4}), p\. (\d+)$")
_DAY = re.compile(r"^(\d{4})-(\d\d)-(\d\d)\b")
_ELSEWHERE = re.compile(
    r"^(?:A/RES/|MTDSG|CELEX|UN registration|UNTS|LNTS|reg\. |p\. |OJ |C?ETS |SR |not yet|as amended)"
)


@dataclass(frozen=True, slots=True)
class Journal:
    """A place in the Official Journal."""

    letter: str
    number: str
    day: date
    page: str


@dataclass(frozen=True, slots=True)
class Work:
    """An instrument as citations need it; what the catalogue does not know is empty.

    `doubts` tells for a part ("in_force", "unts", …) that the catalogue has it from memory only; facts marked
    unconfirmed are not here at all.
    """

    slug: str
    title: str
    short: str  # "" where it is the title or not the instrument's alone
    tier: int
    family: str
    place: str = ""
    made: date | None = None
    year: str = ""  # where only the year or month is known
    verb: str = "adopted"  # "adopted", "opened for signature", "signed", "" for guides and reports
    in_force: date | None = None
    council: tuple[str, str] | None = None  # ("ETS", "24")
    unts: tuple[str, str] | None = None  # volume and page ("" where unknown)
    registration: str = ""
    lnts: tuple[str, str, str] | None = None  # volume, page, number
    journal: Journal | None = None
    resolution: tuple[str, str] | None = None  # ("55/25", "annex I")
    oas: str = ""  # its number in the treaty series of the Organization of American States
    other: str = ""  # a number in another collection, as the catalogue writes it
    celex: str = ""
    depositary: str = ""
    url: str = ""
    parties: tuple[str, ...] = ()
    doubts: Mapping[str, str] = field(default_factory=dict)

    def doubtful(self, *parts: str) -> tuple[str, ...]:
        """What is to be checked in a citation that shows these parts."""
        return tuple(dict.fromkeys(self.doubts[part] for part in parts if part in self.doubts))


def work_of(slug: str, catalogue: Catalogue) -> Work:
    """The instrument's work; for one that is not catalogued its slug is all that is known."""
    record = catalogue.record(slug)
    if record is None:
        return Work(slug, slug, "", 4, "")
    instrument = record.instrument
    own = catalogue.find(instrument.short) == (slug,) and instrument.short != instrument.title
    known = _Known(record)
    return Work(
        slug=slug,
        title=instrument.title,
        short=instrument.short if own else "",
        tier=instrument.tier,
        family=instrument.family,
        place=known.place(),
        made=known.day("adopted", instrument.adopted),
        year=instrument.adopted.value[:4] if instrument.adopted else "",
        verb=_verb(record),
        in_force=known.day("in_force", instrument.in_force),
        council=known.council(),
        unts=known.unts(),
        registration=known.registration(),
        lnts=known.lnts(),
        journal=known.journal(),
        resolution=known.resolution(),
        oas=known.oas(),
        other=known.other(),
        celex=known.celex(),
        depositary=instrument.depositary.value if instrument.depositary else "",
        url=next((address.url for address in instrument.texts if address.mark in SURE), ""),
        parties=record.parties,
        doubts=known.doubts,
    )


def _verb(record: Record) -> str:
    if record.parties:
        return "signed"
    if record.instrument.tier == 4:
        return ""
    return "opened for signature" if record.instrument.family == "Council of Europe" else "adopted"


class _Known:
    """Reads the facts of one record and keeps in mind which of them are from memory."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._series = [fact for fact in record.instrument.series if fact.mark != "unconfirmed"]
        self.doubts: dict[str, str] = {}

    def _mark(self, part: str, fact: Fact, said: str) -> None:
        if fact.mark not in SURE:
            self.doubts[part] = f"{said} is from memory"

    def _matches(self, pattern: re.Pattern[str]) -> Iterator[tuple[Fact, re.Match[str]]]:
        for fact in self._series:
            found = pattern.search(fact.value)
            if found and not fact.value.startswith("as amended"):
                yield fact, found

    def place(self) -> str:
        """Where it was done, remarks in brackets left out."""
        if not self._record.place_sure:
            self.doubts["place"] = f"the place ({self._record.place}) is from memory"
        return self._record.place.split(" (")[0]

    def day(self, part: str, fact: Fact | None) -> date | None:
        """A whole date at the start of a fact."""
        found = _DAY.match(fact.value) if fact and fact.mark != "unconfirmed" else None
        if fact is None or found is None:
            return None
        day = date(int(found[1]), int(found[2]), int(found[3]))
        self._mark(part, fact, f"the date {day.isoformat()}")
        return day

    def council(self) -> tuple[str, str] | None:
        """Its number in the treaty series of the Council of Europe."""
        return next(((found[1], found[2]) for _, found in self._matches(_COUNCIL)), None)

    def unts(self) -> tuple[str, str] | None:
        """Volume and first page in the United Nations Treaty Series."""
        for fact, found in self._matches(_UNTS):
            paged = next((page for pattern in _PAGES if (page := pattern.search(fact.value))), None)
            alone = next((other for other in self._series if re.fullmatch(r"p\. \d+", other.value)), None)
            number = paged[1] if paged else alone.value[3:] if alone else ""
            self._mark("unts", fact, f"UNTS vol. {found[1]}, p. {number}")
            if alone and not paged:
                self._mark("unts", alone, f"the page ({number}) in UNTS vol. {found[1]}")
            return found[1], number
        return None

    def registration(self) -> str:
        """Its registration number with the United Nations."""
        for fact, found in self._matches(_REGISTRATION):
            self._mark("registration", fact, f"registration No. {found[1]}")
            return found[1]
        return ""

    def lnts(self) -> tuple[str, str, str] | None:
        """Volume, page and number in the League of Nations Treaty Series."""
        for fact, found in self._matches(_LNTS):
            self._mark("lnts", fact, f"LNTS vol. {found[1]}, p. {found[2]}")
            return found[1], found[2], found[3]
        return None

    def oas(self) -> str:
        """Its number in the treaty series of the Organization of American States."""
        for fact, found in self._matches(_OAS):
            self._mark("oas", fact, fact.value)
            return found[1]
        return ""

    def journal(self) -> Journal | None:
        """Its place in the Official Journal."""
        for fact, found in self._matches(_JOURNAL):
            self._mark("journal", fact, fact.value)
            return Journal(found[1], found[2], date(int(found[5]), int(found[4]), int(found[3])), found[6])
        return None

    def resolution(self) -> tuple[str, str] | None:
        """The resolution of the General Assembly that adopted it, with the annex."""
        if not self._record.resolutions:
            return None
        number, _, annex = self._record.resolutions[0].partition(" annex ")
        fact = next((fact for fact, _ in self._matches(re.compile(r"^A/RES/"))), Fact("", "from-memory"))
        self._mark("resolution", fact, f"A/RES/{number}")
        return number, f"annex {annex}" if annex else "annex"

    def celex(self) -> str:
        """Its CELEX number."""
        for fact, _ in self._matches(re.compile(r"^CELEX ")):
            self._mark("celex", fact, fact.value)
            return fact.value.split()[1]
        return ""

    def other(self) -> str:
        """The first number in another collection."""
        fact = next((fact for fact in self._series if not _ELSEWHERE.match(fact.value)), None)
        if fact is None:
            return ""
        self._mark("other", fact, fact.value)
        return fact.value
