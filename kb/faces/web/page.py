"""The page: a question, its answer, and the provision that lies open beside it."""

from __future__ import annotations

import shlex
from dataclasses import replace
from functools import partial
from pathlib import Path

import streamlit as st

from kb.config import Settings, default_index
from kb.errors import IndexFailure, KbError
from kb.faces.web import launch, session
from kb.faces.web.address import LONGEST_QUESTION, Address
from kb.faces.web.answers import answer_view
from kb.faces.web.articles import article_view, guide_view, marks_of
from kb.faces.web.markup import Markup, join, say, tag, text
from kb.faces.web.sidebar import narrowed, sidebar
from kb.model import Answer, article_id
from kb.service.library import Library
from kb.service.show import show

HERE = Path(__file__).resolve().parent
TITLE = "Treaty KB"
EXAMPLES = (  # a question of ours, and the instrument that it needs
    ("Can a State refuse to extradite its own nationals?", "ece"),
    ("How long may provisional arrest last before the request arrives?", "ece"),
    ("What must a request for mutual legal assistance contain?", "untoc"),
    ("On what grounds may assistance be refused?", "ecma"),
    ("Which conditions must be met to transfer a sentenced person?", "sentenced-persons"),
    ("UNTOC 16(7): which law governs the conditions of extradition?", "untoc"),
)


def page() -> None:
    """Draw everything for one visitor."""
    st.set_page_config(
        page_title=TITLE, page_icon=str(HERE / "icon.svg"), layout="centered", initial_sidebar_state="auto"
    )
    launch.confine()
    _furnish()
    _masthead()
    settings = Settings.from_environment()
    try:
        _ask_and_answer(session.open_library(settings))
        session.warm(settings)
    except IndexFailure as error:
        st.html(notice_view(error.sentence, build_command(settings)))
    except KbError as error:
        st.html(notice_view(error.sentence))


def build_command(settings: Settings) -> str:
    """The command that builds the index that these settings name."""
    return "kb build" if settings.index == default_index() else f"kb build --index {shlex.quote(str(settings.index))}"


def notice_view(sentence: str, command: str = "") -> Markup:
    """What went wrong in one sentence, and the command that helps."""
    return tag("section", [say("p", sentence), say("pre", command)], "kb kb-notice", role="alert")


# ── the frame ────────────────────────────────────────────────────────────────────────────────────────────────────


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


def _masthead() -> None:
    st.html(
        tag(
            "header",
            [
                tag("a", text(TITLE), "kb-name", href="?"),
                say("p", "International cooperation in criminal matters: the words of the treaties, with pinpoints."),
            ],
            "kb kb-masthead",
        )
    )


# ── the question ─────────────────────────────────────────────────────────────────────────────────────────────────


def _ask_and_answer(library: Library) -> None:
    here = session.address()
    _question_box(here)
    chosen = sidebar(library)
    if not here.question:
        st.html(welcome_view([q for q, slug in EXAMPLES if slug in library.instruments]))
        answer = None
    else:
        with st.spinner("Reading …"):
            answer = session.answer_to(library, here.question, chosen)
        asked_of = narrowed(chosen, partial(session.short_of, library))
        st.html(answer_view(answer, here, session.names_in(library), asked_of))
    if here.at:
        _open_panel(library, here, answer)


def _question_box(here: Address) -> None:
    """The box says what the address says, until the visitor types something else."""
    if st.session_state.get("asked") != here.question:
        st.session_state["asked"] = st.session_state["question"] = here.question
    with st.form("ask", border=False, enter_to_submit=True):
        box, button = st.columns([6, 1], vertical_alignment="bottom")
        box.text_input(
            "Your question",
            key="question",
            max_chars=LONGEST_QUESTION,
            placeholder="Ask in your own words, or name a provision: ECE article 6",
        )
        button.form_submit_button("Ask", type="primary", width="stretch", on_click=_asked)


def _asked() -> None:
    session.go(Address.of({"q": st.session_state["question"]}))


def welcome_view(examples: list[str]) -> Markup:
    """The first page: questions to try."""
    rows = [tag("li", say("a", each, href=Address(each).link())) for each in examples]
    return tag(
        "section",
        [
            join([say("h2", "Questions to try"), tag("ul", rows, "kb-examples")]) if rows else text(""),
            say(
                "p",
                "Answers quote the text as it stands, name the version, and say what was not checked. "
                "Where the library holds no answer, they say so. Nothing you ask leaves this machine.",
                "kb-promise",
            ),
        ],
        "kb kb-welcome",
    )


# ── the provision beside it ──────────────────────────────────────────────────────────────────────────────────────


def _open_panel(library: Library, here: Address, answer: Answer | None) -> None:
    draw = st.dialog("The provision in its article", width=640, position="right", on_dismiss=_closed)(_panel)
    draw(library, here, answer)


def _closed() -> None:
    session.go(Address(session.address().question))


def _panel(library: Library, here: Address, answer: Answer | None) -> None:
    try:
        st.html(panel_view(library, here, answer))
    except KbError as error:
        st.html(notice_view(error.sentence))


def panel_view(library: Library, here: Address, answer: Answer | None) -> Markup:
    """The article around a provision, or the section of a guide. Raises UnknownProvision."""
    if here.at in library.guides:
        section = library.guides[here.at]
        names = session.names_in(library)
        return guide_view(section, {i: names.citation(i) for said in section.statements for i in said.ids}, here)
    found = show(library, here.at)
    article = show(library, article_id(found.units[0].id))
    article = replace(article, title=session.title_of(library, article.instrument))
    letters = {unit.id: library.index.entries[unit.id].unit.parts for unit in article.units}
    return article_view(article, found.id, marks_of(answer), letters, here)
