"""From an id to the citation that a lawyer writes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from kb.catalog import Catalogue
from kb.citations.exports import Export, Item, export
from kb.citations.places import Place, place_of
from kb.citations.styles import Style, Written, in_style, places_in
from kb.citations.works import work_of

HouseStyle = Literal["house", "short"]

_SERIES = re.compile(r"^(C?ETS) No\. 0*(\d+)$")


def write(provision_id: str, catalogue: Catalogue, style: Style) -> Written:
    """The citation of a provision or instrument in one of the styles that journals and organisations ask for."""
    return write_together((provision_id,), catalogue, style)


def write_together(provision_ids: Sequence[str], catalogue: Catalogue, style: Style) -> Written:
    """One citation of several provisions of one instrument: "… arts 16 and 18"."""
    return in_style(style, work_of(provision_ids[0].partition(":")[0], catalogue), _places(provision_ids))


def _places(provision_ids: Sequence[str]) -> list[Place]:
    return [place for one in provision_ids if (place := place_of(one)) is not None]


def pinpoint(provision_id: str, style: Style) -> str:
    """The place alone as a style writes it: "art 6(1)(a)", "Article 6, paragraph 1.a"; "" for a whole instrument."""
    return places_in(style, _places([provision_id]))


def records(provision_ids: Sequence[str], catalogue: Catalogue, form: Export) -> str:
    """Records of provisions or instruments for a reference manager, as one text."""
    return export(form, [_item(one, catalogue) for one in provision_ids])


def _item(provision_id: str, catalogue: Catalogue) -> Item:
    slug, _, pinpoint = provision_id.partition(":")
    return Item(provision_id, work_of(slug, catalogue), _pinpoint(pinpoint) if pinpoint else "")


def format_id(provision_id: str, catalogue: Catalogue, style: HouseStyle = "house") -> str:
    """ "European Convention on Extradition, art 6(1)(a)" (house) or "ETS 24, art 6(1)(a)" (short).

    An id of an instrument that is not catalogued keeps its slug; a section of a guide reads "…, section 3.2".
    """
    slug, _, pinpoint = provision_id.partition(":")
    name = _short_name(slug, catalogue) if style == "short" else _house_name(slug, catalogue)
    return f"{name}, {_pinpoint(pinpoint)}" if pinpoint else name


def _pinpoint(pinpoint: str) -> str:
    head, bracket, rest = pinpoint.partition("(")
    named = re.fullmatch(r"(preamble|annex|closing|schedule|appendix)(?:-(\w+))?", head)
    if named:
        return " ".join(part for part in (named[1], (named[2] or "").upper()) if part) + bracket + rest
    if re.fullmatch(r"s\d[\d.]*", head):
        return f"section {head[1:]}"
    if re.fullmatch(r"p\d+", head):
        return f"p {head[1:]}"
    return f"art {pinpoint}"


def _house_name(slug: str, catalogue: Catalogue) -> str:
    """The title where it is short, else the short name; the series number where neither is anybody's own."""
    instrument = catalogue.get(slug)
    if instrument is None:
        return slug
    names = [instrument.title] if len(instrument.title.split()) <= 9 else []
    return next((name for name in (*names, instrument.short) if catalogue.find(name) == (slug,)), slug)


def _short_name(slug: str, catalogue: Catalogue) -> str:
    """The treaty series number, else an abbreviation that is the instrument's alone, else the short name."""
    instrument = catalogue.get(slug)
    if instrument is None:
        return slug
    for fact in instrument.series:
        series = _SERIES.match(fact.value)
        if series and instrument.tier == 1:
            return f"{series[1]} {series[2]}"
    return instrument.short if catalogue.find(instrument.short) == (slug,) else _house_name(slug, catalogue)
