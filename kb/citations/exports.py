"""Citations as records for reference managers: RIS, BibTeX and CSL-JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, get_args

from kb.citations.works import Work

Export = Literal["ris", "bibtex", "csl-json"]
EXPORTS: tuple[Export, ...] = get_args(Export)

_CSL_TYPES = {1: "treaty", 2: "legislation", 3: "standard", 4: "report"}
_RIS_TYPES = {1: "LEGAL", 2: "STAT", 3: "LEGAL", 4: "RPRT"}
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_LATEX = {"\\": r"\textbackslash{}", **{mark: f"\\{mark}" for mark in "&%$#_{}"}}


class Item:
    """One record: an instrument, the id of what is cited and its pinpoint ("art 6(1)(a)", "" for the whole)."""

    def __init__(self, identifier: str, work: Work, pinpoint: str) -> None:
        self.id = identifier
        self.work = work
        self.pinpoint = pinpoint
        self.collection, self.volume, self.page, self.number, part = _collected(work)
        doubts = work.doubtful("adopted", "in_force", "place", part, "registration" if part == "unts" else "")
        force = f"Entered into force {work.in_force.isoformat()}" if work.in_force else ""
        self.notes = [one for one in (force, *(f"To be checked: {doubt}" for doubt in doubts)) if one]


def export(form: Export, items: Sequence[Item]) -> str:
    """The records as one text in the form that is asked for."""
    if form == "csl-json":
        return json.dumps([csl(item) for item in items], ensure_ascii=False, indent=2)
    written = _ris if form == "ris" else _bibtex
    return "\n\n".join(written(item) for item in items)


def _collected(work: Work) -> tuple[str, str, str, str, str]:
    """The collection with volume, page and number in it, and which part of the work that is."""
    if work.council:
        name = "European Treaty Series" if work.council[0] == "ETS" else "Council of Europe Treaty Series"
        return name, "", "", work.council[1], "council"
    if work.unts:
        return "United Nations Treaty Series", work.unts[0], work.unts[1], work.registration, "unts"
    if work.lnts:
        return "League of Nations Treaty Series", work.lnts[0], work.lnts[1], work.lnts[2], "lnts"
    if work.journal:
        return "Official Journal", f"{work.journal.letter} {work.journal.number}", work.journal.page, "", "journal"
    if work.resolution:
        return "Resolutions of the General Assembly", "", "", f"A/RES/{work.resolution[0]}", "resolution"
    return "", "", "", work.other, "other"


# ── RIS ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _ris(item: Item) -> str:
    """Tags as reference managers read them; the pinpoint stands in SE."""
    work = item.work
    made = work.made
    day = f"{made.year}/{made.month:02}/{made.day:02}" if made else ""
    tags = [
        ("TY", _RIS_TYPES[work.tier]),
        ("ID", item.id),
        ("TI", work.title),
        ("ST", work.short),
        ("PY", str(made.year) if made else work.year),
        ("DA", day),
        ("CY", work.place),
        ("T2", item.collection),
        ("VL", item.volume),
        ("SP", item.page),
        ("M1", item.number),
        ("SE", item.pinpoint),
        ("AN", work.celex),
        ("UR", work.url),
        *(("N1", note) for note in item.notes),
    ]
    return "\n".join([*(f"{tag}  - {value}" for tag, value in tags if value), "ER  - "])


# ── BibTeX ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _bibtex(item: Item) -> str:
    """An entry of the type that every style knows; the pinpoint opens its note."""
    fields = [*_bibtex_fields(item)]
    key = re.sub(r"[^A-Za-z0-9-]+", ".", item.id).strip(".")
    return "\n".join([f"@misc{{{key},", *(f"  {name} = {value}," for name, value in fields), "}"])


def _bibtex_fields(item: Item) -> Iterator[tuple[str, str]]:
    work = item.work
    yield "title", f"{{{{{_latex(work.title)}}}}}"
    if work.short:
        yield "shorttitle", f"{{{{{_latex(work.short)}}}}}"
    if work.made or work.year:
        yield "year", f"{{{work.made.year if work.made else work.year}}}"
    if work.made:
        yield "month", _MONTHS[work.made.month - 1]
        yield "date", f"{{{work.made.isoformat()}}}"
    published = ", ".join(
        part
        for part in (
            item.collection,
            f"vol. {item.volume}" if item.volume else "",
            f"No. {item.number}" if item.number and item.collection else item.number,
            f"p. {item.page}" if item.page else "",
        )
        if part
    )
    for name, value in (
        ("howpublished", published),
        ("address", work.place),
        ("note", ". ".join(part for part in (item.pinpoint, *item.notes) if part)),
    ):
        if value:
            yield name, f"{{{_latex(value)}}}"
    if work.url:
        yield "url", f"{{{work.url}}}"


def _latex(text: str) -> str:
    return "".join(_LATEX.get(letter, letter) for letter in text)


# ── CSL-JSON ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def csl(item: Item) -> Mapping[str, Any]:
    """One item of CSL-JSON; the pinpoint stands in `section`."""
    work = item.work
    made = [work.made.year, work.made.month, work.made.day] if work.made else [int(work.year)] if work.year else []
    values: dict[str, Any] = {
        "id": item.id,
        "type": _CSL_TYPES[work.tier],
        "title": work.title,
        "title-short": work.short,
        "issued": {"date-parts": [made]} if made else "",
        "event-place": work.place,
        "container-title": item.collection,
        "volume": item.volume,
        "page": item.page,
        "number": item.number,
        "section": item.pinpoint,
        "authority": work.depositary,
        "URL": work.url,
        "note": ". ".join(item.notes),
    }
    return {name: value for name, value in values.items() if value}
