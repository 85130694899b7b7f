"""Long work, told while it goes on: what is done now and how far it is."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from queue import Empty, SimpleQueue
from typing import TypeVar

import streamlit as st

from kb.faces.web.markup import say
from kb.service.indexing import Progress

Done = TypeVar("Done")
Told = tuple[str, int, int]

EVERY = 0.25  # seconds between two looks at the work
STAGES = {
    "adding": "Reading what you gave",
    "reading": "Reading the texts of the library",
    "reading the library": "Reading your documents",
    "encoding": "Working out the meaning of new passages",
}
LAST = "Writing the index"


def at_work(title: str, sentence: str, action: Callable[[Progress], Done]) -> Done:
    """Do it beside the page, which tells how far it is. It goes on to its end even where the visitor leaves the page.

    Raises what the action raises.
    """
    said: SimpleQueue[Told] = SimpleQueue()
    with st.status(title, expanded=True) as status, ThreadPoolExecutor(1) as worker:
        st.html(say("p", sentence, "kb kb-soft"))
        bar = st.progress(0.0)
        work = worker.submit(action, lambda *told: said.put(told))
        while not work.done():
            wait([work], EVERY)
            latest = _latest(said)
            if latest:
                _, done, total = latest
                status.update(label=in_words(*latest), expanded=True)
                bar.progress(min(1.0, done / total) if total else 0.0)
        return work.result()


def _latest(said: SimpleQueue[Told]) -> Told | None:
    latest = None
    while True:
        try:
            latest = said.get_nowait()
        except Empty:
            return latest


def in_words(stage: str, done: int, total: int) -> str:
    """What is being done: "Reading your documents: 2 of 5"; when the last passage is encoded the index is written."""
    if stage == "encoding" and done >= total:
        return f"{LAST} …"
    name = STAGES.get(stage, stage.capitalize())
    place = done if stage == "encoding" else done + 1  # files are told of when they are begun
    return f"{name}: {min(place, total)} of {total}" if total else f"{name} …"
