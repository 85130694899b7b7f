"""Citations in the styles of OSCOLA, the Bluebook, United Nations documents and the Council of Europe.

Each style is one function from an instrument and a place in it to text and the parts of the work that the text shows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal, get_args

from kb.citations.places import Place
from kb.citations.works import Work

Style = Literal["oscola", "bluebook", "un", "coe"]
STYLES: tuple[Style, ...] = get_args(Style)

_MONTHS = (
    "January February March April May June July August September October November December".split()
)  # fmt: skip
_SHORT_MONTHS = "Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec.".split()
_SMALL = frozenset("a an and as at but by for from in into of on or the to with".split())
_RENAMED = date(2003, 2, 1)  # from then on it is the Official Journal of the European Union


@dataclass(frozen=True, slots=True)
class Written:
    """A citation and what in it the catalogue knows from memory only."""

    text: str
    doubts: tuple[str, ...] = ()


class _Sheet:
    """Collects the text of a citation and the parts of the work that it shows."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.shown: list[str] = []

    def show(self, part: str, text: str) -> str:
        """The text, with the part noted as shown."""
        self.shown.append(part)
        return text

    def written(self, text: str) -> Written:
        """The whole citation."""
        return Written(text, self.work.doubtful(*self.shown))


def in_style(style: Style, work: Work, places: Sequence[Place]) -> Written:
    """The citation of places in an instrument, or of the instrument as a whole where there is none."""
    sheet = _Sheet(work)
    return sheet.written(_WRITERS[style](sheet, _PINS[style](places)))


def places_in(style: Style, places: Sequence[Place]) -> str:
    """Places alone as a style writes them, "" for an instrument as a whole."""
    return _PINS[style](places)


@dataclass(frozen=True, slots=True)
class _Pins:
    """How a style writes places: its words for one and for several, what stands inside, how a list ends and runs."""

    words: Mapping[str, tuple[str, str]]
    inner: Callable[[Place], str]
    named: Callable[[Place], str]
    last: str
    through: str

    def __call__(self, places: Sequence[Place]) -> str:
        """ "art 6(1)(a)", "arts 16 and 18", "arts 16–18"; places inside articles one by one."""
        whole = all(place.kind == "article" and not place.brackets for place in places)
        if len(places) < 2 or not whole:
            return "; ".join(self._one(place) for place in places)
        _, word = self.words[places[0].kind]
        inner = [self.inner(place) for place in places]
        if len(inner) > 2 and _consecutive(inner):
            return f"{word} {inner[0]}{self.through}{inner[-1]}"
        return f"{word} {', '.join(inner[:-1])}{self.last}{inner[-1]}"

    def _one(self, place: Place) -> str:
        return self.named(place) if place.kind == "named" else f"{self.words[place.kind][0]} {self.inner(place)}"


def _consecutive(numbers: Sequence[str]) -> bool:
    return all(n.isdecimal() for n in numbers) and all(int(a) + 1 == int(b) for a, b in pairwise(numbers))


def _paged(work: Work) -> bool:
    """True where the United Nations Treaty Series is cited: its page is known, and for sure where another series is."""
    return bool(work.unts and work.unts[1]) and not (work.council and work.doubtful("unts"))


# ── OSCOLA ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _oscola(sheet: _Sheet, pinpoint: str) -> str:
    """ "European Convention on Extradition (opened for signature …, entered into force …) ETS 24, art 6(1)(a)"."""
    work = sheet.work
    if work.tier == 2 and work.journal:
        return ", ".join(part for part in (f"{work.title} {_oscola_journal(sheet)}", pinpoint) if part)
    dates = _dates(sheet, _day)
    short = f"({work.short})" if work.short else ""
    whole = " ".join(part for part in (work.title, f"({dates})" if dates else "", _oscola_series(sheet), short) if part)
    apart = ", " if whole[-1].isdecimal() else " "  # two numbers never meet
    return f"{whole}{apart}{pinpoint}" if pinpoint else whole


def _oscola_journal(sheet: _Sheet) -> str:
    journal = sheet.work.journal
    assert journal is not None
    return sheet.show("journal", f"[{journal.day.year}] OJ {journal.letter}{journal.number}/{journal.page}")


def _oscola_series(sheet: _Sheet) -> str:
    work = sheet.work
    if work.unts and _paged(work):
        return sheet.show("unts", f"{work.unts[0]} UNTS {work.unts[1]}")
    if work.council:
        return " ".join(work.council)
    if work.journal:
        return _oscola_journal(sheet)
    if work.lnts:
        return sheet.show("lnts", f"{work.lnts[0]} LNTS {work.lnts[1]}")
    if work.resolution:
        return sheet.show("resolution", f"UNGA Res {work.resolution[0]}")
    return sheet.show("other", work.other) if work.other else ""


def _oscola_named(place: Place) -> str:
    letters = "".join(f"({letter})" for letter in place.letters)
    return f"{place.called} para {place.paragraph}{letters}" if place.paragraph else f"{place.called}{letters}"


def _dates(sheet: _Sheet, written: Callable[[date], str]) -> str:
    """ "adopted …, entered into force …", as far as the days are known."""
    work = sheet.work
    made = sheet.show("adopted", f"{work.verb} {written(work.made)}".strip()) if work.made else work.year
    force = sheet.show("in_force", f"entered into force {written(work.in_force)}") if work.in_force else ""
    return ", ".join(part for part in (made, force if work.tier < 3 else "") if part)


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


# ── Bluebook ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _bluebook(sheet: _Sheet, pinpoint: str) -> str:
    """ "… on Extradition art. 6(1)(a), opened for signature Dec. 13, 1957, E.T.S. No. 24 (entered into force …)"."""
    work = sheet.work
    title = _title_case(work.title)
    if work.tier == 2:
        return ", ".join(part for part in (title, pinpoint, _bluebook_journal(sheet, " (EU)")) if part)
    parties = "-".join(sorted(work.parties))
    verb = f"{work.verb} " if work.verb not in ("signed", "") else ""
    made = sheet.show("adopted", f"{verb}{_american(work.made)}") if work.made else work.year
    series = _bluebook_series(sheet)
    named = (title, parties, pinpoint) if parties else (f"{title} {pinpoint}" if pinpoint else title,)
    cited = ", ".join(part for part in (*named, made, series) if part)
    force = work.in_force if work.tier == 1 else None
    return cited + (sheet.show("in_force", f" (entered into force {_american(force)})") if force else "")


def _bluebook_journal(sheet: _Sheet, suffix: str = "") -> str:
    journal = sheet.work.journal
    if journal is None:
        return ""
    return sheet.show("journal", f"{journal.day.year} O.J. ({journal.letter} {journal.number}) {journal.page}{suffix}")


def _bluebook_series(sheet: _Sheet) -> str:
    """One source that an international organization publishes."""
    work = sheet.work
    if work.unts and _paged(work):
        return sheet.show("unts", f"{work.unts[0]} U.N.T.S. {work.unts[1]}")
    if work.council:
        return f"{'.'.join(work.council[0])}. No. {work.council[1]}"
    if work.lnts:
        return sheet.show("lnts", f"{work.lnts[0]} L.N.T.S. {work.lnts[1]}")
    if work.oas:
        return sheet.show("oas", f"O.A.S.T.S. No. {work.oas}")
    if work.journal:
        return _bluebook_journal(sheet)
    if work.resolution:
        return sheet.show("resolution", f"G.A. Res. {work.resolution[0]}")
    return sheet.show("other", work.other) if work.other else ""


def _bluebook_named(place: Place) -> str:
    name = {"preamble": "pmbl."}.get(place.name, place.called)
    return f"{name}{f' ¶ {place.paragraph}' if place.name == 'preamble' and place.paragraph else place.brackets}"


def _american(day: date) -> str:
    return f"{_SHORT_MONTHS[day.month - 1]} {day.day}, {day.year}"


def _title_case(title: str) -> str:
    """Every word but articles, conjunctions and prepositions of four letters or fewer starts with a capital."""
    words = title.split(" ")
    cased = [w if i and w in _SMALL else w[:1].upper() + w[1:] for i, w in enumerate(words)]
    return " ".join(cased)


# ── United Nations ───────────────────────────────────────────────────────────────────────────────────────────────────


def _united_nations(sheet: _Sheet, pinpoint: str) -> str:
    """ "… (Paris, 13 December 1957), art. 6, para. 1 (a), United Nations, Treaty Series, vol. 359, No. 5146"."""
    work = sheet.work
    where = sheet.show("place", work.place) if work.place and work.tier == 1 else ""
    when = sheet.show("adopted", _day(work.made)) if work.made else work.year
    done = ", ".join(part for part in (where, when) if part) if work.tier != 2 else ""
    head = f"{work.title} ({done})" if done else work.title
    return ", ".join(part for part in (head, pinpoint, _un_series(sheet)) if part)


def _un_series(sheet: _Sheet) -> str:
    work = sheet.work
    if work.unts:
        number = sheet.show("registration", f", No. {work.registration}") if work.registration else ""
        page = f", p. {work.unts[1]}" if work.unts[1] else ""
        return sheet.show("unts", f"United Nations, Treaty Series, vol. {work.unts[0]}{number or page}")
    if work.council:
        series = "European Treaty Series" if work.council[0] == "ETS" else "Treaty Series"
        return f"Council of Europe, {series}, No. {work.council[1]}"
    if work.lnts:
        return sheet.show("lnts", f"League of Nations, Treaty Series, vol. {work.lnts[0]}, No. {work.lnts[2]}")
    if work.journal:
        journal = work.journal
        name = "Union" if journal.day >= _RENAMED else "Communities"
        place = f"{journal.letter} {journal.number}, {_day(journal.day)}, p. {journal.page}"
        return sheet.show("journal", f"Official Journal of the European {name}, {place}")
    if work.oas:
        return sheet.show("oas", f"Organization of American States, Treaty Series, No. {work.oas}")
    if work.resolution:
        return sheet.show("resolution", f"General Assembly resolution {work.resolution[0]}, {work.resolution[1]}")
    return sheet.show("other", work.other) if work.other else ""


def _un_inner(place: Place) -> str:
    return place.number + _un_inside(place)


def _un_named(place: Place) -> str:
    return place.called + _un_inside(place)


def _un_inside(place: Place) -> str:
    paragraph = f", para. {place.paragraph}" if place.paragraph else ""
    return paragraph + "".join(f" ({letter})" for letter in place.letters)


# ── Council of Europe ────────────────────────────────────────────────────────────────────────────────────────────────


def _council_of_europe(sheet: _Sheet, pinpoint: str) -> str:
    """ "European Convention on Extradition (ETS No. 24), Article 6, paragraph 1.a"."""
    series = _coe_series(sheet)
    head = f"{sheet.work.title} ({series})" if series else sheet.work.title
    return ", ".join(part for part in (head, pinpoint) if part)


def _coe_series(sheet: _Sheet) -> str:
    work = sheet.work
    if work.council:
        return " No. ".join(work.council)
    if work.unts:
        page = f", p. {work.unts[1]}" if work.unts[1] else ""
        return sheet.show("unts", f"UNTS vol. {work.unts[0]}{page}")
    if work.lnts:
        return sheet.show("lnts", f"LNTS vol. {work.lnts[0]}, p. {work.lnts[1]}")
    if work.journal:
        day = work.journal.day
        place = f"OJ {work.journal.letter} {work.journal.number}, {day.day}.{day.month}.{day.year}"
        return sheet.show("journal", f"{place}, p. {work.journal.page}")
    if work.resolution:
        return sheet.show("resolution", f"A/RES/{work.resolution[0]}")
    return sheet.show("other", work.other) if work.other else ""


def _coe_inner(place: Place) -> str:
    return place.number + _coe_inside(place)


def _coe_named(place: Place) -> str:
    return f"{place.called[:1].upper()}{place.called[1:]}{_coe_inside(place)}"


def _coe_inside(place: Place) -> str:
    paragraph = f", paragraph {place.paragraph}" if place.paragraph else ""
    return paragraph + "".join(f".{letter}" for letter in place.letters)


def _bracketed(place: Place) -> str:
    return f"{place.number}{place.brackets}"


_WRITERS: Mapping[Style, Callable[[_Sheet, str], str]] = {
    "oscola": _oscola,
    "bluebook": _bluebook,
    "un": _united_nations,
    "coe": _council_of_europe,
}
_PINS: Mapping[Style, _Pins] = {
    "oscola": _Pins(
        {"article": ("art", "arts"), "section": ("section", "sections"), "page": ("p", "pp")},
        _bracketed, _oscola_named, " and ", "–",
    ),
    "bluebook": _Pins(
        {"article": ("art.", "arts."), "section": ("§", "§§"), "page": ("at", "at")},
        _bracketed, _bluebook_named, ", ", "–",
    ),
    "un": _Pins(
        {"article": ("art.", "arts."), "section": ("sect.", "sects."), "page": ("p.", "pp.")},
        _un_inner, _un_named, " and ", "–",
    ),
    "coe": _Pins(
        {"article": ("Article", "Articles"), "section": ("Section", "Sections"), "page": ("page", "pages")},
        _coe_inner, _coe_named, " and ", " to ",
    ),
}  # fmt: skip
