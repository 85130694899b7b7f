"""Ask: a question in one's own words, and its answer."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

import streamlit as st

from kb.faces.web import session
from kb.faces.web.address import LONGEST_QUESTION, Address, View, asking
from kb.faces.web.answers import answer_view
from kb.faces.web.markup import Markup, join, say, tag, text
from kb.faces.web.narrowing import in_words, narrowing
from kb.model import Answer
from kb.service.library import Library
from kb.service.memo import memo_of

EXAMPLES = (  # a question of ours, and the instrument that it needs
    ("Can a State refuse to extradite its own nationals?", "ece"),
    ("How long may provisional arrest last before the request arrives?", "ece"),
    ("What must a request for mutual legal assistance contain?", "untoc"),
    ("On what grounds may assistance be refused?", "ecma"),
    ("Which conditions must be met to transfer a sentenced person?", "sentenced-persons"),
    ("UNTOC 16(7): which law governs the conditions of extradition?", "untoc"),
)

MEMORANDA = (
    (".docx", "Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (".md", "Markdown", "text/markdown"),
)


def ask_page(library: Library, here: Address) -> Answer | None:
    """The question box, and the answer to what stands in it."""
    question_box(here, "ask", "Ask", "Ask in your own words, or name a provision: ECE article 6")
    chosen = narrowing(library)
    if not here.question:
        st.html(welcome_view([q for q, slug in EXAMPLES if slug in library.instruments]))
        return None
    with st.spinner("Reading …"):
        answer = session.answer_to(library, here.question, chosen, more=here.more)
    st.html(answer_view(answer, here, session.names_in(library), in_words(library, chosen)))
    if answer.statements:
        _memoranda(library, answer)
    return answer


def _memoranda(library: Library, answer: Answer) -> None:
    """The answer as a file, written when it is asked for and kept nowhere."""
    with st.container(horizontal=True, key="kb-memoranda"):
        for suffix, name, kind in MEMORANDA:
            st.download_button(
                f"Memorandum ({name})",
                partial(memo_of, answer, library, suffix, "oscola", datetime.now(UTC).date()),
                file_name=f"memorandum{suffix}",
                mime=kind,
                on_click="ignore",
            )


def question_box(here: Address, view: View, verb: str, example: str) -> None:
    """The box says what the address says, until the visitor types something else."""
    if st.session_state.get("asked") != here.question or "question" not in st.session_state:
        st.session_state["asked"] = st.session_state["question"] = here.question
    with st.form("ask", border=False, enter_to_submit=True):
        box, button = st.columns([6, 1], vertical_alignment="bottom")
        box.text_input("Your question", key="question", max_chars=LONGEST_QUESTION, placeholder=example)
        button.form_submit_button(verb, type="primary", width="stretch", on_click=_asked, args=(view,))


def _asked(view: View) -> None:
    session.go(Address.of({"q": st.session_state["question"], "view": view}))


def welcome_view(examples: list[str]) -> Markup:
    """The first page: questions to try."""
    rows = [tag("li", say("a", each, href=asking(each))) for each in examples]
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
