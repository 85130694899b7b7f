"""`kb batch`: which task runs for each line."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from kb.config import Settings
from kb.faces import wire
from kb.faces.progress import Progress
from kb.service.batch import Row, Task, run_batch


def run(
    what: str, source: Path, output: Path, k: int, settings: Settings, progress: Progress, matter: str = ""
) -> dict[str, Any]:
    """Run a batch and give its report; with a matter, its documents are searched too."""
    task = _cite(settings) if what == "cite" else _on_library(what, k, _of(matter, settings, progress))
    return asdict(run_batch(what, source, output, task, progress))


def _cite(settings: Settings) -> Task:
    from kb.citations import cite
    from kb.service.cite import load_catalogue

    catalogue = load_catalogue(settings)
    return lambda text: wire.cite(cite(text, catalogue))


def _of(matter: str, settings: Settings, progress: Progress) -> Settings:
    """The settings, or those whose index is the matter's."""
    if not matter:
        return settings
    from kb.service.matter import of_matter

    return of_matter(settings, matter, progress)


def _on_library(what: str, k: int, settings: Settings) -> Task:
    from kb.retrieval import Filters
    from kb.service.ask import ask
    from kb.service.library import Library
    from kb.service.search import search

    library = Library(settings)
    library.retriever  # noqa: B018 - a missing index ends the batch before its first line

    def one(text: str) -> Row:
        if what == "search":
            return wire.search(search(library, text, k, Filters()))
        return wire.answer(ask(library, text, Filters()))

    return one
