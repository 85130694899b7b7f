"""Read, Concepts and Guides: pages to turn, without a question."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from kb.faces.web import session
from kb.faces.web.address import LONGEST_QUESTION, Address
from kb.faces.web.articles import reading_view
from kb.faces.web.concepts import concept_view, matches_view, tree_view
from kb.faces.web.contents import contents_view, tree_of_articles
from kb.faces.web.guides import guide_list_view, whole_guide_view
from kb.faces.web.holdings import Holding, holdings, holdings_view, index_view
from kb.faces.web.markup import NOTHING, Markup, say, tag
from kb.service.contents import contents
from kb.service.guides import guide, guides
from kb.service.library import Library
from kb.service.show import show, title_of

WIDE = "kb kb-wide"


def read_page(library: Library, here: Address) -> None:
    """The instruments; one of them; or one of its articles."""
    if not here.on:
        st.html(tag("div", [_index(library), holdings_view(_holdings(library))], WIDE))
        return
    slug, _, article = here.on.partition(":")
    whole = contents(library, slug)
    beside = _article(library, here) if article else contents_view(whole)
    st.html(tag("div", [tree_of_articles(whole, here.on), beside], f"{WIDE} kb-reading"))


def _article(library: Library, here: Address) -> Markup:
    article = show(library, here.on)
    article = replace(article, title=title_of(library, article.instrument))
    entries = library.index.entries
    letters = {unit.id: entries[unit.id].unit.parts for unit in article.units}
    tree = library.concepts.tree
    concepts = {
        use.concept: tree[use.concept].name for unit in article.units for use in unit.concepts if use.concept in tree
    }
    return reading_view(article, letters, concepts, here)


def _index(library: Library) -> Markup:
    manifest, held = library.index.manifest, library.instruments
    return index_view(
        str(library.settings.index), manifest.created, len(library.index.entries), len(held), len(library.guides)
    )


def _holdings(library: Library) -> tuple[Holding, ...]:
    families = library.catalogue.instruments
    return holdings(
        library.index.entries,
        lambda slug: title_of(library, slug),
        lambda slug: families[slug].family if slug in families else "",
    )


# ── concepts ─────────────────────────────────────────────────────────────────────────────────────────────────────


def concepts_page(library: Library, here: Address) -> None:
    """The tree of concepts, those that words mean, or one with its provisions across instruments."""
    book = library.concepts
    if here.on:
        digests = {i: e.digest.digest for i, e in library.index.entries.items() if e.digest}
        st.html(tag("div", concept_view(book.shown(here.on), book.tree, digests, here), WIDE))
        return
    _words_box(here)
    matches = book.meant_by(here.question) if here.question else ()
    found = matches_view(here.question, matches) if here.question else NOTHING
    st.html(tag("div", [found, tree_view(book.branches)], WIDE))


def _words_box(here: Address) -> None:
    if st.session_state.get("named") != here.question or "words" not in st.session_state:
        st.session_state["named"] = st.session_state["words"] = here.question
    with st.form("concepts", border=False, enter_to_submit=True):
        box, button = st.columns([6, 1], vertical_alignment="bottom")
        box.text_input(
            "What do you call it?",
            key="words",
            max_chars=LONGEST_QUESTION,
            placeholder="Everyday words or a term, in English, French or Spanish: sent home to serve a sentence",
        )
        button.form_submit_button("Find", type="primary", width="stretch", on_click=_named)


def _named() -> None:
    session.go(Address.of({"q": st.session_state["words"], "view": "concepts"}))


# ── guides ───────────────────────────────────────────────────────────────────────────────────────────────────────


def guides_page(library: Library, here: Address) -> None:
    """The list of guides, or one as a page to read."""
    if here.on:
        st.html(tag("div", whole_guide_view(guide(library, here.on), session.names_in(library), here), WIDE))
        return
    found = guides(library)
    none = "This index holds no guide: build it with the corpus that ships, with `kb build corpus PATH`."
    st.html(tag("div", guide_list_view(found) if found else say("p", none), WIDE))
