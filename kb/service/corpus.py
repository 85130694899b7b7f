"""The corpus that ships, for those who edit it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from kb import corpus
from kb.config import Settings
from kb.service.cite import load_catalogue


def check(settings: Settings) -> list[dict[str, Any]]:
    """What is wrong in the digests and guides, by file and line."""
    catalogue = load_catalogue(settings)
    return [asdict(problem) for problem in corpus.check(settings.corpus, catalogue.exists, None)]


def export(settings: Settings) -> Iterator[dict[str, Any]]:
    """The digests, one row each."""
    return corpus.export(corpus.load_digests(settings.corpus))
