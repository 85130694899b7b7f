"""One visitor's page: the frame, what is asked or read, and the provision that lies open beside it."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from kb.config import Settings, default_index
from kb.errors import IndexFailure, KbError
from kb.faces.web import launch, session
from kb.faces.web.address import Address, View
from kb.faces.web.asking import ask_page
from kb.faces.web.browsing import concepts_page, guides_page, read_page
from kb.faces.web.frame import TITLE, masthead_view, notice_view
from kb.faces.web.panel import panel_frame, panel_view
from kb.faces.web.searching import search_page
from kb.faces.web.shelving import library_page
from kb.model import Answer
from kb.service.library import Library

HERE = Path(__file__).resolve().parent

Draw = Callable[[Library, Address], Answer | None]
DRAWN: dict[View, Draw] = {
    "ask": ask_page,
    "search": search_page,
    "read": read_page,
    "concepts": concepts_page,
    "guides": guides_page,
    "library": library_page,
}


def page() -> None:
    """Draw everything for one visitor."""
    st.set_page_config(
        page_title=TITLE, page_icon=str(HERE / "icon.svg"), layout="centered", initial_sidebar_state="collapsed"
    )
    launch.confine()
    session.keep_choices()
    settings = Settings.from_environment()
    here = session.address()
    _furnish()
    st.html(masthead_view(here, session.matter(settings)))
    try:
        library = session.open_library(settings)
        _draw(library, here)
        session.warm(library)
    except IndexFailure as error:
        st.html(notice_view(error.sentence, build_command(settings)))
    except KbError as error:
        st.html(notice_view(error.sentence))


def build_command(settings: Settings) -> str:
    """The command that builds the index that these settings name."""
    return "kb build" if settings.index == default_index() else f"kb build --index {shlex.quote(str(settings.index))}"


def _draw(library: Library, here: Address) -> None:
    answer: Answer | None = None
    try:
        answer = DRAWN[here.view](library, here)
    finally:
        if here.at:
            _beside(library, here, answer)


def _beside(library: Library, here: Address, answer: Answer | None) -> None:
    """The open provision; what fails there leaves the page as it is."""
    with st.container(key="kb-panel"):
        try:
            st.html(panel_view(library, here, answer, session.names_in(library)))
        except KbError as error:
            st.html(panel_frame(notice_view(error.sentence), here))


def _furnish() -> None:
    """Our style, and the script that lets a link change the page without loading it anew."""
    st.html(HERE / "style.css")
    bridge = st.components.v2.component("treaty_kb_links", js=(HERE / "links.js").read_text("utf-8"))
    with st.container(key="kb-bridge"):
        bridge(key="links", on_followed_change=_follow)


def _follow() -> None:
    followed = st.session_state["links"].get("followed")
    if isinstance(followed, str):
        session.go(Address.of_link(followed))
