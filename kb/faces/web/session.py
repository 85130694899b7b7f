"""What the pages keep: open libraries for everybody, for each visitor an answer and a matter, nothing of another's."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from kb.config import Settings
from kb.faces.web.address import Address
from kb.faces.web.names import Names
from kb.model import Answer, Part, unit_id
from kb.service.ask import ask
from kb.service.library import Library
from kb.service.matter import of_matter
from kb.service.search import Found, filters, search
from kb.service.shelves import is_open
from kb.service.show import citation_of

KEPT = 3  # libraries kept open: the common one, a matter's, and one that others may still be reading
NARROWING = ("instruments", "families", "tiers", "concepts", "adopted_from", "adopted_to")
Chosen = dict[str, Any]  # arguments of `filters`, as the visitor chose them


def generation(settings: Settings) -> str:
    """Settings and the bytes of the manifest: a rebuilt index is another library."""
    manifest = settings.index / "manifest.json"
    seal = hashlib.sha256(manifest.read_bytes()).hexdigest() if manifest.is_file() else ""
    return f"{settings!r} {seal}"


def _open(settings: Settings) -> Library:
    library = Library(settings)
    _ = library.index
    return library


def _warm(settings: Settings) -> bool:
    library = _opened(settings)
    return bool(library.retriever and library.encoder)


_BY_GENERATION = {"max_entries": KEPT, "hash_funcs": {Settings: generation}}
_opened = st.cache_resource(_open, show_spinner="Opening the library …", **_BY_GENERATION)
_warmed = st.cache_resource(_warm, show_spinner=False, **_BY_GENERATION)


def open_library(settings: Settings) -> Library:
    """The common library, or that of the visitor's matter, opened once for each index.

    Raises IndexMissing, IndexDamaged.
    """
    name = matter(settings)
    if name:
        with st.spinner("Bringing the matter up to date …"):
            settings = of_matter(settings, name, lambda *_: None)
    return _opened(settings)  # type: ignore[no-any-return]


def warm(library: Library) -> None:
    """Load what the first question needs, while the first page is being read."""
    _warmed(library.settings)


def forget_libraries() -> None:
    """Keep no library open that may hold what was taken away."""
    _opened.clear()
    _warmed.clear()


# ── one visitor ──────────────────────────────────────────────────────────────────────────────────────────────────


def address() -> Address:
    """Where the visitor is."""
    return Address.of({key: st.query_params[key] for key in st.query_params})


def go(to: Address) -> None:
    """Take the visitor there; what an action said was for the page before."""
    st.session_state.pop("report", None)
    st.query_params.from_dict(to.parameters())


def matter(settings: Settings) -> str:
    """The matter that this visitor works in; "" where it is the common library. One that is gone is forgotten."""
    name: str = st.session_state.get("matter", "")
    if name and not is_open(settings, name):
        enter("")
        return ""
    return name


def enter(name: str) -> None:
    """Let the visitor work in a matter, or in the common library; nothing of the one before is kept."""
    for key in ("kept", "found", "report"):
        st.session_state.pop(key, None)
    st.session_state["matter"] = name


def keep_choices() -> None:
    """What was chosen to narrow a search holds on every page: Streamlit forgets widgets that are not drawn."""
    for key in NARROWING:
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]


def answer_to(library: Library, question: str, chosen: Chosen, *, more: bool = False) -> Answer:
    """The visitor's answer, worked out once for a question, its filters and the generation of the index."""
    asked = (*_asked(library, question, chosen), more)
    kept = st.session_state.get("kept")
    if kept is None or kept[0] != asked:
        kept = (asked, ask(library, question, filters(library, **chosen), more=more))
        st.session_state["kept"] = kept
    answer: Answer = kept[1]
    return answer


def found_for(library: Library, question: str, chosen: Chosen, k: int) -> Found:
    """The visitor's ranking, likewise."""
    asked = (*_asked(library, question, chosen), k)
    kept = st.session_state.get("found")
    if kept is None or kept[0] != asked:
        kept = (asked, search(library, question, k, filters(library, **chosen)))
        st.session_state["found"] = kept
    found: Found = kept[1]
    return found


def _asked(library: Library, question: str, chosen: Chosen) -> tuple[str, ...]:
    return question, repr(sorted(chosen.items())), str(library.settings.index), library.index.manifest.generation


def names_in(library: Library) -> Names:
    """How this library names its provisions."""
    entries, guides = library.index.entries, library.guides

    def citation(provision: str) -> str:
        if provision in guides:
            return f"{guides[provision].title}: {guides[provision].heading}"
        known = ":" in provision or provision in library.catalogue.instruments or provision in library.instruments
        return citation_of(library, provision) if known else provision

    def heading(provision: str) -> str:
        entry = entries.get(unit_id(provision))
        return entry.unit.heading if entry else ""

    def parts(unit: str) -> Sequence[Part]:
        return entries[unit].unit.parts if unit in entries else ()

    return Names(citation, heading, parts, partial(short_of, library))


def short_of(library: Library, slug: str) -> str:
    """The name by which an instrument goes among its readers."""
    return library.catalogue.short(slug) if slug in library.catalogue.instruments else citation_of(library, slug)


def common(settings: Settings) -> Settings:
    """The settings of the common library."""
    return replace(Settings.from_environment(), library=settings.library)
