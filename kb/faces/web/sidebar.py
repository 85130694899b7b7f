"""The sidebar: what the library holds, and which part of it a question is put to."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from kb.errors import UsageError
from kb.faces.web.holdings import Holding, holdings, holdings_view, index_view
from kb.faces.web.session import Chosen, address, family_of, short_of, title_of
from kb.service.library import Library

NAMED = 5  # instruments named where a question was put to some only
TIERS = {1: "Treaties", 2: "EU acts", 3: "Model laws and schemes", 4: "Reports and guides"}
_DATE = re.compile(r"(?:\d{4}(?:-\d\d(?:-\d\d)?)?)?")


def sidebar(library: Library) -> Chosen:
    """Draw it; gives the filters chosen. Raises UsageError for a date that is none."""
    held = holdings(library.index.entries, partial(title_of, library), partial(family_of, library))
    with st.sidebar:
        st.html('<h2 class="kb-side">The library</h2>')
        manifest = library.index.manifest
        provisions = sum(each.provisions for each in held)
        st.html(index_view(str(library.settings.index), manifest.created, provisions, len(held)))
        st.html('<h2 class="kb-side">Narrow the search</h2>')
        chosen = _filters(library, held)
        st.html('<h2 class="kb-side">Holdings</h2>')
        st.html(holdings_view(held, address()))
    return chosen


def narrowed(chosen: Chosen, name: Callable[[str], str]) -> str:
    """The filters in words; nothing where the whole library is asked."""
    since, until = chosen["adopted_from"], chosen["adopted_to"]
    said = [
        _some([name(slug) for slug in chosen["instruments"]]),
        ", ".join(chosen["families"]),
        ", ".join(TIERS.get(tier, str(tier)) for tier in chosen["tiers"]),
        " ".join(filter(None, ("adopted", f"from {since}" if since else "", f"to {until}" if until else "")))
        if since or until
        else "",
    ]
    return "; ".join(filter(None, said))


def _some(names: list[str]) -> str:
    return ", ".join(names[:NAMED]) + (f" and {len(names) - NAMED} more" if len(names) > NAMED else "")


def _filters(library: Library, held: tuple[Holding, ...]) -> Chosen:
    titles = {each.slug: _label(each.title, short_of(library, each.slug)) for each in held}
    known = [library.catalogue.instruments[slug] for slug in titles if slug in library.catalogue.instruments]
    families = sorted({each.family for each in held} - {""})
    tiers = sorted({each.tier for each in known})
    chosen: Chosen = {
        "instruments": _several("Instruments", list(titles), titles.__getitem__),
        "families": _several("Families", families, str),
        "tiers": _several("Kinds", tiers, lambda tier: TIERS.get(tier, str(tier))),
    }
    since, until = st.columns(2)
    chosen["adopted_from"] = since.text_input("Adopted from", placeholder="1957", max_chars=10).strip()
    chosen["adopted_to"] = until.text_input("Adopted to", placeholder="2024", max_chars=10).strip()
    for key in ("adopted_from", "adopted_to"):
        _require_date(chosen[key])
    return chosen


def _label(title: str, short: str) -> str:
    return title if short in title else f"{short} · {title}"


def _several(label: str, options: list[Any], named: Callable[[Any], str]) -> list[Any]:
    """A choice of any number; none is offered where there is nothing to choose between."""
    return st.multiselect(label, options, format_func=named, placeholder="All") if len(options) > 1 else []


def _require_date(words: str) -> None:
    if not _DATE.fullmatch(words):
        raise UsageError(words, "is no date", "write a year or a date such as 1957-12-13")
