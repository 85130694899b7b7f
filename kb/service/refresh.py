"""Bring the index up to date after a change of the library, as it was built before."""

from __future__ import annotations

from dataclasses import replace

from kb.config import Settings
from kb.errors import IndexFailure, KbError
from kb.indexes.store import open_blob
from kb.service.build import PLAN, BuildPlan, BuildReport, build_again
from kb.service.indexing import Progress


def refresh(settings: Settings, progress: Progress) -> tuple[BuildReport | None, str]:
    """Build again what the index was built from, with the library; or a sentence that says why that failed."""
    try:
        return build_again(replace(_plan(settings), with_library=True), settings, progress), ""
    except KbError as error:
        return None, error.sentence


def _plan(settings: Settings) -> BuildPlan:
    """What the current index was built from; the default where there is none or it does not say."""
    try:
        return BuildPlan.from_bytes(open_blob(settings.index, PLAN))
    except (IndexFailure, KeyError, ValueError, TypeError):
        return BuildPlan()
