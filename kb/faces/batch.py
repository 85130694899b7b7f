"""`kb batch`: which task runs for each line."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from kb.config import Settings
from kb.faces import wire
from kb.faces.progress import Progress
from kb.service.batch import Row, Task, run_batch


def run(what: str, source: Path, output: Path, k: int, settings: Settings, progress: Progress) -> dict[str, Any]:
    """Run a batch and give its report."""
    task = _cite(settings) if what == "cite" else _on_library(what, k, settings)
    return asdict(run_batch(what, source, output, task, progress))


def _cite(settings: Settings) -> Task:
    from kb.citations import cite
    from kb.service.cite import load_catalogue

    catalogue = load_catalogue(settings)
    return lambda text: wire.cite(cite(text, catalogue))


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
