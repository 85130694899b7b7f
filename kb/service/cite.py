"""Citations in a text, resolved against the catalogue that ships, and written in the style asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.catalog import Catalogue
from kb.citations import Export, Style, cite, records, write
from kb.config import Settings
from kb.model import Citation


@dataclass(frozen=True, slots=True)
class WrittenId:
    """A provision or instrument in a citation style; `doubts` tells what the catalogue has from memory only."""

    id: str
    text: str
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """The citations of a text; where asked for, what they lead to in a style or as records of a reference manager."""

    citations: tuple[Citation, ...]
    written: tuple[WrittenId, ...] = ()
    records: str = ""


def cite_text(text: str, settings: Settings, style: Style | None = None, form: Export | None = None) -> Cited:
    """Every citation in the text, in order."""
    catalogue = load_catalogue(settings)
    found = cite(text, catalogue)
    ids = tuple(dict.fromkeys(one for citation in found for one in citation.ids))
    return Cited(
        found,
        in_style(ids, catalogue, style) if style else (),
        records(ids, catalogue, form) if form and ids else "",
    )


def in_style(ids: Sequence[str], catalogue: Catalogue, style: Style) -> tuple[WrittenId, ...]:
    """Ids as citations of a style."""
    done = [(one, write(one, catalogue, style)) for one in ids]
    return tuple(WrittenId(one, written.text, written.doubts) for one, written in done)


def load_catalogue(settings: Settings) -> Catalogue:
    """The catalogue that ships."""
    return Catalogue.load(settings.corpus / "catalogue")
