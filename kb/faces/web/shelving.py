"""Library: the user's documents and matters; adding, removing, purging."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path, PurePath
from typing import Any

import streamlit as st

from kb.config import Settings
from kb.errors import KbError
from kb.faces.web import session
from kb.faces.web.address import Address
from kb.faces.web.documents import change_view, documents_view, matter_view
from kb.faces.web.frame import notice_view
from kb.library.records import Facts
from kb.service.documents import Change, add, listing, remove
from kb.service.library import Library
from kb.service.shelves import open_matter, open_matters, purge_matter

COMMON = "The common library"
SUFFIXES = ["pdf", "docx", "html", "htm", "md", "txt"]


def library_page(library: Library, _here: Address) -> None:
    """What the visitor's library or matter holds, and what can be done with it."""
    settings = session.common(library.settings)
    name = session.matter(settings)
    _report()
    _choice(settings, name)
    found = listing(settings, datetime.now(UTC), name)
    st.html(documents_view(found, name, set(library.instruments)))
    _adding(settings, name)
    if found.documents:
        _removing(settings, name, [row.id for row in found.documents])
    _opening(settings)
    if name:
        _purging(settings, name)


def _report() -> None:
    """What the last action did, shown once."""
    said = st.session_state.pop("report", None)
    if said:
        st.html(said)


def _doing(action: Callable[[], Any]) -> None:
    """Run an action and keep what it says for the page that follows; an error is one sentence there."""
    try:
        st.session_state["report"] = action()
    except KbError as error:
        st.session_state["report"] = notice_view(error.sentence)
    st.rerun()


def _choice(settings: Settings, name: str) -> None:
    names = open_matters(settings)
    st.html(matter_view(name))
    if not names:
        return
    options = ["", *names]
    st.session_state["matter_choice"] = name
    st.selectbox(
        "Work in",
        options,
        key="matter_choice",
        format_func=lambda each: each or COMMON,
        on_change=lambda: session.enter(st.session_state["matter_choice"]),
    )


def _adding(settings: Settings, name: str) -> None:
    place = f"the matter {name}" if name else "the common library"
    with st.expander(f"Add documents to {place}"), st.form("adding", border=False, clear_on_submit=True):
        files = st.file_uploader("Files", type=SUFFIXES, accept_multiple_files=True)
        left, right = st.columns(2)
        title = left.text_input("Title", placeholder="made out from the document", max_chars=300)
        instrument = right.text_input("Instrument", placeholder="made out from the title; or: none", max_chars=200)
        date = left.text_input("Date", placeholder="2024-05-08", max_chars=10)
        source = right.text_input("Source", placeholder="official journal, translation …", max_chars=200)
        sent = st.form_submit_button("Add", type="primary")
    if sent and files:
        facts = Facts(
            title=title.strip(),
            instruments=(instrument.strip(),) if instrument.strip() else (),
            date=date.strip(),
            source=source.strip(),
        )
        _doing(lambda: change_view(_added(files, facts, settings, name)))


def _added(files: list[Any], facts: Facts, settings: Settings, name: str) -> Change:
    """Store what was uploaded; its temporary copy is gone when this ends."""
    with st.status("Adding …", expanded=True) as status, tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, file in enumerate(files):
            place = Path(folder, str(number))
            place.mkdir()
            paths.append(place / (PurePath(file.name).name or "document"))
            paths[-1].write_bytes(file.getbuffer())
        return add(paths, facts, settings, _progress(status), datetime.now(UTC), name)


def _progress(status: Any) -> Callable[[str, int, int], None]:
    def told(stage: str, done: int, total: int) -> None:
        status.update(label=f"{stage.capitalize()}: {done} of {total}" if total else stage.capitalize())

    return told


def _removing(settings: Settings, name: str, ids: list[str]) -> None:
    with st.expander("Remove a document"), st.form("removing", border=False, clear_on_submit=True):
        id = st.selectbox("Document", ids, index=None, placeholder="Choose one")
        sure = st.checkbox("Remove it, with its text in the index")
        sent = st.form_submit_button("Remove")
    if sent and id and sure:
        _doing(lambda: change_view(_removed(id, settings, name)))


def _removed(id: str, settings: Settings, name: str) -> Change:
    with st.status("Removing …") as status:
        change = remove([id], settings, _progress(status), name)
    session.forget_libraries()
    return change


def _opening(settings: Settings) -> None:
    with st.expander("Open a new matter"), st.form("opening", border=False, clear_on_submit=True):
        name = st.text_input("Name", placeholder="small letters, digits and hyphens", max_chars=64)
        sent = st.form_submit_button("Open")
    if sent and name.strip():
        _doing(lambda: _opened(settings, name.strip()))


def _opened(settings: Settings, name: str) -> str:
    open_matter(settings, name)
    session.enter(name)
    return ""


def _purging(settings: Settings, name: str) -> None:
    with st.expander(f"Purge the matter {name}"), st.form("purging", border=False, clear_on_submit=True):
        st.html(
            '<p class="kb kb-soft">Its documents, its index and everything else of it are removed. '
            "Copies that others made stay: backups, your original files.</p>"
        )
        typed = st.text_input("Type the name of the matter to confirm")
        sent = st.form_submit_button("Purge")
    if sent and typed.strip() == name:
        _doing(lambda: _purged(settings, name))
    elif sent:
        st.html(notice_view(f"{typed.strip() or 'Nothing'}: is not the name of this matter; type {name} to purge it."))


def _purged(settings: Settings, name: str) -> str:
    files = purge_matter(settings, name)
    session.enter("")
    session.forget_libraries()
    return change_view(Change(), f"{name}: gone, with all {files} files.")
