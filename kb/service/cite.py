"""Citations in a text, resolved against the catalogue and the outlines that ship."""

from __future__ import annotations

from kb.catalog import Catalogue
from kb.citations import cite
from kb.config import Settings
from kb.model import Citation


def cite_text(text: str, settings: Settings) -> tuple[Citation, ...]:
    """Every citation in the text, in order."""
    return cite(text, load_catalogue(settings))


def load_catalogue(settings: Settings) -> Catalogue:
    """The catalogue that ships."""
    return Catalogue.load(settings.corpus / "catalogue")
