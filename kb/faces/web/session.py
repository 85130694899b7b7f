"""What the pages keep: one open library for everybody, for each visitor an answer, and no question of another's."""

from __future__ import annotations

import hashlib
from typing import Any

import streamlit as st

from kb.config import Settings
from kb.faces.web.address import Address
from kb.faces.web.answers import Names
from kb.model import Answer, unit_id
from kb.service.ask import ask
from kb.service.library import Library
from kb.service.search import filters
from kb.service.show import Shown, show

KEPT = 2  # libraries kept open: the current one, and the one that others may still be reading
Chosen = dict[str, Any]  # arguments of `filters`, as the sidebar gives them


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
    library = open_library(settings)
    return bool(library.retriever and library.encoder)


_BY_GENERATION = {"max_entries": KEPT, "hash_funcs": {Settings: generation}}
_opened = st.cache_resource(_open, show_spinner="Opening the library …", **_BY_GENERATION)
_warmed = st.cache_resource(_warm, show_spinner=False, **_BY_GENERATION)


def open_library(settings: Settings) -> Library:
    """The library of these settings, opened once for each index. Raises IndexMissing, IndexDamaged."""
    return _opened(settings)  # type: ignore[no-any-return]


def warm(settings: Settings) -> None:
    """Load what the first question needs, while the first page is being read."""
    _warmed(settings)


# ── one visitor ──────────────────────────────────────────────────────────────────────────────────────────────────


def address() -> Address:
    """Where the visitor is."""
    return Address.of({key: st.query_params[key] for key in ("q", "at") if key in st.query_params})


def go(to: Address) -> None:
    """Take the visitor there."""
    st.query_params.from_dict(to.parameters())


def answer_to(library: Library, question: str, chosen: Chosen) -> Answer:
    """The visitor's answer, worked out once for a question, its filters and the generation of the index."""
    asked = (question, repr(sorted(chosen.items())), library.index.manifest.generation)
    kept = st.session_state.get("kept")
    if kept is None or kept[0] != asked:
        kept = (asked, ask(library, question, filters(library, **chosen)))
        st.session_state["kept"] = kept
    answer: Answer = kept[1]
    return answer


def title_of(library: Library, slug: str) -> str:
    """The catalogue's title; for a document that it does not know the document's own."""
    if slug in library.catalogue.instruments:
        return library.catalogue.title(slug)
    return next((document.title for document in library.index.documents if document.slug == slug), "") or slug


def short_of(library: Library, slug: str) -> str:
    """The name by which an instrument goes among its readers."""
    return library.catalogue.short(slug) if slug in library.catalogue.instruments else title_of(library, slug)


def family_of(library: Library, slug: str) -> str:
    """The family of an instrument; nothing for a document that the catalogue does not know."""
    instrument = library.catalogue.instruments.get(slug)
    return instrument.family if instrument else ""


def cited(library: Library, shown: Shown) -> str:
    """A provision as a lawyer cites it; a document that the catalogue does not know is cited by its own title."""
    slug = shown.instrument
    if slug in library.catalogue.instruments:
        return shown.citation
    return title_of(library, slug) + shown.citation.removeprefix(slug)


def names_in(library: Library) -> Names:
    """How this library names its provisions."""
    entries, guides = library.index.entries, library.guides

    def citation(provision: str) -> str:
        if provision in guides:
            return f"{guides[provision].title}: {guides[provision].heading}"
        return cited(library, show(library, provision)) if unit_id(provision) in entries else provision

    def heading(provision: str) -> str:
        entry = entries.get(unit_id(provision))
        return entry.unit.heading if entry else ""

    return Names(citation, heading, lambda unit: entries[unit].unit.parts if unit in entries else ())
