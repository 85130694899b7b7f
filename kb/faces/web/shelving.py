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
from kb.faces.web.working import at_work
from kb.library.records import Facts
from kb.service.documents import Change, Row, add, correct, listing, remove
from kb.service.indexing import Progress
from kb.service.library import Library
from kb.service.shelves import open_matter, open_matters, purge_matter

COMMON = "The common library"
UP_TO_DATE = (
    "Then the index is brought up to date, so that answers know of it: seconds for a few texts, minutes for many. "
    "It goes on if you leave this page."
)
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
    sound = [row for row in found.documents if not row.damage]
    if sound:
        _correcting(settings, name, sound)
    if found.documents:
        _removing(settings, name, [row.id for row in found.documents])
    _opening(settings)
    if name:
        _purging(settings, name)


def _report() -> None:
    """What the last action did, until the next one; its place is kept, so that what stands open below stays open."""
    place = st.empty()
    said = st.session_state.get("report")
    if said:
        place.html(said)


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
    uploads = [(PurePath(file.name).name or "document", file.getvalue()) for file in files]

    def action(progress: Progress) -> Change:
        with tempfile.TemporaryDirectory() as folder:
            paths = [_copy(Path(folder, str(number)), *upload) for number, upload in enumerate(uploads)]
            return add(paths, facts, settings, progress, datetime.now(UTC), name)

    many = "documents" if len(uploads) > 1 else "document"
    return at_work(f"Adding {len(uploads)} {many} …", UP_TO_DATE, action)


def _copy(folder: Path, name: str, content: bytes) -> Path:
    folder.mkdir()
    place = folder / name
    place.write_bytes(content)
    return place


def _correcting(settings: Settings, name: str, rows: list[Row]) -> None:
    """What `kb set` does: say what a document is."""
    by_id = {row.id: row for row in rows}
    with st.expander("Correct what is said of a document"):
        id = st.selectbox(
            "Document to correct",
            list(by_id),
            index=None,
            placeholder="Choose one",
            key="correcting",
            format_func=lambda each: f"{by_id[each].title} ({each})",
        )
        facts = _facts_of(by_id[id]) if id in by_id else None
    if id and facts and facts != Facts():
        _doing(lambda: change_view(_corrected(id, facts, settings, name), verb="corrected"))
    elif facts:
        st.html(notice_view("Nothing was written, so nothing is changed; fill in what is wrong."))


def _facts_of(row: Row) -> Facts | None:
    """A form with what is known as examples; the facts that were written when it is sent."""
    with st.form(f"correcting-{row.id}", border=False, clear_on_submit=True):
        st.html('<p class="kb kb-soft">What you leave empty stays as it is.</p>')
        left, right = st.columns(2)
        title = left.text_input("Title", placeholder=row.title, max_chars=300)
        instruments = right.text_input(
            "Instruments", placeholder="; ".join(row.instruments) or "by any name; or: none", max_chars=300
        )
        date = left.text_input("Date", placeholder=row.date or "2024-05-08", max_chars=10)
        language = right.text_input("Language", placeholder=row.language or "en", max_chars=10)
        version = left.text_input("Version", placeholder=row.version, max_chars=200)
        state = right.text_input("State of the text", placeholder="2017-05", max_chars=10)
        source = left.text_input("Source", placeholder=row.source, max_chars=200)
        if not st.form_submit_button("Save", type="primary"):
            return None
    named = tuple(each.strip() for each in instruments.split(";") if each.strip())
    said = {"title": title, "date": date, "language": language, "version": version, "state": state, "source": source}
    return Facts(instruments=named, **{key: value.strip() for key, value in said.items()})


def _corrected(id: str, facts: Facts, settings: Settings, name: str) -> Change:
    return at_work(
        f"Correcting {id} …",
        UP_TO_DATE,
        lambda progress: correct(id, facts, settings, progress, datetime.now(UTC), name),
    )


def _removing(settings: Settings, name: str, ids: list[str]) -> None:
    with st.expander("Remove a document"), st.form("removing", border=False, clear_on_submit=True):
        id = st.selectbox("Document to remove", ids, index=None, placeholder="Choose one")
        sure = st.checkbox("Remove it, with its text in the index")
        sent = st.form_submit_button("Remove")
    if sent and id and sure:
        _doing(lambda: change_view(_removed(id, settings, name)))


def _removed(id: str, settings: Settings, name: str) -> Change:
    try:
        return at_work(f"Removing {id} …", UP_TO_DATE, lambda progress: remove([id], settings, progress, name))
    finally:
        session.forget_libraries()


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
