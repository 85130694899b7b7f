"""Search: provisions in their order, and why each stands where it does."""

from __future__ import annotations

import streamlit as st

from kb.faces.web import session
from kb.faces.web.address import Address
from kb.faces.web.asking import question_box
from kb.faces.web.markup import say, tag
from kb.faces.web.narrowing import in_words, narrowing
from kb.faces.web.results import results_view
from kb.service.library import Library

DEPTHS = (10, 20, 50)


def search_page(library: Library, here: Address) -> None:
    """The box, the filters, and the ranking."""
    question_box(here, "search", "Search", "Words, a topic or a provision: seizure of proceeds, UNTOC 12")
    chosen = narrowing(library)
    if not here.question:
        st.html(tag("section", say("p", "Provisions are ranked, none is left out.", "kb-promise"), "kb kb-welcome"))
        return
    depth = st.segmented_control("Provisions shown", DEPTHS, default=DEPTHS[0], key="depth") or DEPTHS[0]
    with st.spinner("Searching …"):
        found = session.found_for(library, here.question, chosen, depth)
    st.html(results_view(found, here, session.names_in(library), in_words(library, chosen)))
