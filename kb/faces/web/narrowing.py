"""Which part of the library a question is put to."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from kb.errors import UsageError
from kb.faces.web.session import Chosen, short_of
from kb.service.library import Library
from kb.service.show import title_of

NAMED = 5  # instruments named where a question was put to some only
TIERS = {1: "Treaties", 2: "EU acts", 3: "Model laws and schemes", 4: "Reports and guides"}
_DATE = re.compile(r"(?:\d{4}(?:-\d\d(?:-\d\d)?)?)?")
_INDENT = "\u2003"


def narrowing(library: Library) -> Chosen:
    """Draw the filters, folded away; gives what is chosen. Raises UsageError for a date that is none."""
    with st.expander("Narrow by instrument, family, kind, concept or date"):
        return _filters(library)


def narrowed(chosen: Chosen, name: Callable[[str], str], concept: Callable[[str], str] = str) -> str:
    """The filters in words; nothing where the whole library is asked."""
    since, until = chosen["adopted_from"], chosen["adopted_to"]
    said = [
        _some([name(slug) for slug in chosen["instruments"]]),
        ", ".join(chosen["families"]),
        ", ".join(TIERS.get(tier, str(tier)) for tier in chosen["tiers"]),
        _some([concept(each) for each in chosen["concepts"]]),
        " ".join(filter(None, ("adopted", f"from {since}" if since else "", f"to {until}" if until else "")))
        if since or until
        else "",
    ]
    return "; ".join(filter(None, said))


def _some(names: list[str]) -> str:
    return ", ".join(names[:NAMED]) + (f" and {len(names) - NAMED} more" if len(names) > NAMED else "")


def _filters(library: Library) -> Chosen:
    titles = {slug: _label(title_of(library, slug), short_of(library, slug)) for slug in library.instruments}
    known = [library.catalogue.instruments[slug] for slug in titles if slug in library.catalogue.instruments]
    branches = {branch.id: branch for branch in library.concepts.branches if branch.provisions}
    chosen: Chosen = {
        "instruments": _several("Instruments", "instruments", sorted(titles, key=titles.__getitem__), titles.get),
        "concepts": _several(
            "Concepts", "concepts", list(branches), lambda name: _INDENT * branches[name].depth + branches[name].name
        ),
    }
    left, right = st.columns(2)
    with left:
        chosen["families"] = _several("Families", "families", sorted({each.family for each in known}), str)
    with right:
        tiers = sorted({each.tier for each in known})
        chosen["tiers"] = _several("Kinds", "tiers", tiers, lambda tier: TIERS.get(tier, str(tier)))
    for column, key, label, example in (
        (left, "adopted_from", "Adopted from", "1957"),
        (right, "adopted_to", "Adopted to", "2024"),
    ):
        chosen[key] = column.text_input(label, key=key, placeholder=example, max_chars=10).strip()
        _require_date(chosen[key])
    return chosen


def _label(title: str, short: str) -> str:
    return title if short in title else f"{short} · {title}"


def _several(label: str, key: str, options: list[Any], named: Callable[[Any], Any]) -> list[Any]:
    """A choice of any number; none is offered where there is nothing to choose between."""
    if len(options) < 2:
        return []
    held = [each for each in st.session_state.get(key, []) if each in options]
    if key in st.session_state:
        st.session_state[key] = held
    chosen: list[Any] = st.multiselect(label, options, key=key, format_func=named, placeholder="All")
    return chosen


def _require_date(words: str) -> None:
    if not _DATE.fullmatch(words):
        raise UsageError(words, "is no date", "write a year or a date such as 1957-12-13")


def in_words(library: Library, chosen: Chosen) -> str:
    """The filters in words, with the names of this library."""
    tree = library.concepts.tree
    return narrowed(chosen, partial(short_of, library), lambda name: tree[name].name)
