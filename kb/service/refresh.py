"""Bring the index up to date after a change of the library, as it was built before."""

from __future__ import annotations

from pathlib import Path

from kb.config import Settings
from kb.errors import IndexFailure, KbError
from kb.indexes.store import open_blob
from kb.service.build import RECIPE, BuildReport, Recipe, build
from kb.service.indexing import Progress
from kb.service.sources import LIBRARY


def refresh(settings: Settings, progress: Progress) -> tuple[BuildReport | None, str]:
    """Build again what the index was built from, with the library; or a sentence that says why that failed."""
    recipe = recipe_of(settings)
    paths = [Path(path) for path in recipe.paths]
    if paths and Path(LIBRARY) not in paths:
        paths.append(Path(LIBRARY))
    try:
        return build(paths, settings, recipe.with_digests, progress, ocr=recipe.ocr), ""
    except KbError as error:
        return None, error.sentence


def recipe_of(settings: Settings) -> Recipe:
    """What the current index was built from; the default where there is none or it does not say."""
    try:
        return Recipe.from_bytes(open_blob(settings.index, RECIPE))
    except (IndexFailure, KeyError, ValueError, TypeError):
        return Recipe()
