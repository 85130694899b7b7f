"""Citations in the styles of OSCOLA, the Bluebook, United Nations documents and the Council of Europe.

Each style is one function from an instrument and a place in it to text and the parts of the work that the text shows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
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


def in_style(style: Style, work: Work, place: Place | None) -> Written:
    """The citation of a place in an instrument, or of the instrument as a whole."""
    sheet = _Sheet(work)
    return sheet.written(_WRITERS[style](sheet, place))


def place_in(style: Style, place: Place | None) -> str:
    """A place alone as a style writes it, "" for an instrument as a whole."""
    return _PINS[style](place)


# ── OSCOLA ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _oscola(sheet: _Sheet, place: Place | None) -> str:
    """ "European Convention on Extradition (opened for signature …, entered into force …) ETS 24 art 6(1)(a)"."""
    work = sheet.work
    pinpoint = _pin_oscola(place)
    if work.tier == 2 and work.journal:
        return ", ".join(part for part in (f"{work.title} {_oscola_journal(sheet)}", pinpoint) if part)
    dates = _dates(sheet, _day)
    short = f"({work.short})" if work.short else ""
    whole = [work.title, f"({dates})" if dates else "", _oscola_series(sheet), short, pinpoint]
    return " ".join(part for part in whole if part)


def _oscola_journal(sheet: _Sheet) -> str:
    journal = sheet.work.journal
    assert journal is not None
    return sheet.show("journal", f"[{journal.day.year}] OJ {journal.letter}{journal.number}/{journal.page}")


def _oscola_series(sheet: _Sheet) -> str:
    work = sheet.work
    if work.council:
        return " ".join(work.council)
    if work.journal:
        return _oscola_journal(sheet)
    if work.unts and work.unts[1]:
        return sheet.show("unts", f"{work.unts[0]} UNTS {work.unts[1]}")
    if work.lnts:
        return sheet.show("lnts", f"{work.lnts[0]} LNTS {work.lnts[1]}")
    if work.resolution:
        return sheet.show("resolution", f"UNGA Res {work.resolution[0]}")
    return sheet.show("other", work.other) if work.other else ""


def _pin_oscola(place: Place | None) -> str:
    if place is None:
        return ""
    if place.kind == "named":
        return f"{place.called}{place.brackets}"
    word = {"article": "art", "section": "section", "page": "p"}[place.kind]
    return f"{word} {place.number}{place.brackets}"


def _dates(sheet: _Sheet, written: Callable[[date], str]) -> str:
    """ "adopted …, entered into force …", as far as the days are known."""
    work = sheet.work
    made = sheet.show("adopted", f"{work.verb} {written(work.made)}".strip()) if work.made else work.year
    force = sheet.show("in_force", f"entered into force {written(work.in_force)}") if work.in_force else ""
    return ", ".join(part for part in (made, force if work.tier < 3 else "") if part)


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


# ── Bluebook ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _bluebook(sheet: _Sheet, place: Place | None) -> str:
    """ "… on Extradition art. 6(1)(a), opened for signature Dec. 13, 1957, E.T.S. No. 24 (entered into force …)"."""
    work = sheet.work
    title = _title_case(work.title)
    pinpoint = _pin_bluebook(place)
    if work.tier == 2:
        return ", ".join(part for part in (title, pinpoint, _bluebook_journal(sheet, " (EU)")) if part)
    parties = "-".join(work.parties)
    verb = f"{work.verb} " if work.verb not in ("signed", "") else ""
    made = sheet.show("adopted", f"{verb}{_american(work.made)}") if work.made else work.year
    series = _bluebook_series(sheet)
    head = f"{title} {pinpoint}" if pinpoint else title
    cited = ", ".join(part for part in (head, parties, made, *series) if part)
    force = work.in_force if work.tier == 1 else None
    return cited + (sheet.show("in_force", f" (entered into force {_american(force)})") if force else "")


def _bluebook_journal(sheet: _Sheet, suffix: str = "") -> str:
    journal = sheet.work.journal
    if journal is None:
        return ""
    return sheet.show("journal", f"{journal.day.year} O.J. ({journal.letter} {journal.number}) {journal.page}{suffix}")


def _bluebook_series(sheet: _Sheet) -> list[str]:
    work = sheet.work
    found = [f"{'.'.join(work.council[0])}. No. {work.council[1]}"] if work.council else []
    if work.unts and work.unts[1]:
        found.append(sheet.show("unts", f"{work.unts[0]} U.N.T.S. {work.unts[1]}"))
    if work.lnts:
        found.append(sheet.show("lnts", f"{work.lnts[0]} L.N.T.S. {work.lnts[1]}"))
    if work.journal:
        found.append(_bluebook_journal(sheet))
    if not found and work.resolution:
        found.append(sheet.show("resolution", f"G.A. Res. {work.resolution[0]}"))
    if not found and work.other:
        found.append(sheet.show("other", work.other))
    return found


def _pin_bluebook(place: Place | None) -> str:
    if place is None:
        return ""
    if place.kind == "named":
        name = {"preamble": "pmbl."}.get(place.name, place.called)
        return f"{name}{f' ¶ {place.paragraph}' if place.name == 'preamble' and place.paragraph else place.brackets}"
    word = {"article": "art.", "section": "§", "page": "at"}[place.kind]
    return f"{word} {place.number}{place.brackets}"


def _american(day: date) -> str:
    return f"{_SHORT_MONTHS[day.month - 1]} {day.day}, {day.year}"


def _title_case(title: str) -> str:
    """Every word but articles, conjunctions and prepositions of four letters or fewer starts with a capital."""
    words = title.split(" ")
    cased = [w if i and w in _SMALL else w[:1].upper() + w[1:] for i, w in enumerate(words)]
    return " ".join(cased)


# ── United Nations ───────────────────────────────────────────────────────────────────────────────────────────────────


def _united_nations(sheet: _Sheet, place: Place | None) -> str:
    """ "… (Paris, 13 December 1957), art. 6, para. 1 (a), United Nations, Treaty Series, vol. 359, No. 5146"."""
    work = sheet.work
    where = sheet.show("place", work.place) if work.place and work.tier == 1 else ""
    when = sheet.show("adopted", _day(work.made)) if work.made else work.year
    done = ", ".join(part for part in (where, when) if part) if work.tier != 2 else ""
    head = f"{work.title} ({done})" if done else work.title
    return ", ".join(part for part in (head, _pin_un(place), _un_series(sheet)) if part)


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
    if work.resolution:
        return sheet.show("resolution", f"General Assembly resolution {work.resolution[0]}, {work.resolution[1]}")
    return sheet.show("other", work.other) if work.other else ""


def _pin_un(place: Place | None) -> str:
    if place is None:
        return ""
    letters = "".join(f" ({letter})" for letter in place.letters)
    paragraph = f", para. {place.paragraph}" if place.paragraph else ""
    if place.kind == "named":
        return f"{place.called}{paragraph}{letters}"
    word = {"article": "art.", "section": "sect.", "page": "p."}[place.kind]
    return f"{word} {place.number}{paragraph}{letters}"


# ── Council of Europe ────────────────────────────────────────────────────────────────────────────────────────────────


def _council_of_europe(sheet: _Sheet, place: Place | None) -> str:
    """ "European Convention on Extradition (ETS No. 24), Article 6, paragraph 1.a"."""
    series = _coe_series(sheet)
    head = f"{sheet.work.title} ({series})" if series else sheet.work.title
    return ", ".join(part for part in (head, _pin_coe(place)) if part)


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


def _pin_coe(place: Place | None) -> str:
    if place is None:
        return ""
    letters = "".join(f".{letter}" for letter in place.letters)
    paragraph = f", paragraph {place.paragraph}" if place.paragraph else ""
    if place.kind == "named":
        return f"{place.called[:1].upper()}{place.called[1:]}{paragraph}{letters}"
    word = {"article": "Article", "section": "Section", "page": "page"}[place.kind]
    return f"{word} {place.number}{paragraph}{letters}"


_WRITERS: Mapping[Style, Callable[[_Sheet, Place | None], str]] = {
    "oscola": _oscola,
    "bluebook": _bluebook,
    "un": _united_nations,
    "coe": _council_of_europe,
}
_PINS: Mapping[Style, Callable[[Place | None], str]] = {
    "oscola": _pin_oscola,
    "bluebook": _pin_bluebook,
    "un": _pin_un,
    "coe": _pin_coe,
}
