"""The pages of a source on which a provision stands, as pictures with its places marked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kb.config import Settings
from kb.errors import IndexFailure, LibraryFailure, UnknownProvision
from kb.indexes.store import Source, open_blob
from kb.library.records import Held
from kb.library.shelf import Shelf
from kb.model import Place, Unit, unit_id
from kb.readers.picture import Picture, picture
from kb.service.build import PLAN, BuildPlan
from kb.service.library import Library
from kb.service.shelves import matter_of
from kb.service.sources import gather

MOST_PAGES = 3


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page: parts of its width and height, from the upper left corner."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page with the places of the provision."""

    page: int
    png: bytes
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Facsimile:
    """The provision as its source shows it."""

    id: str
    source: str
    leaves: tuple[Leaf, ...]
    further: int = 0  # pages that are not drawn


def has_facsimile(library: Library, name: str) -> bool:
    """Whether a provision was read from a PDF file, whose pages can be drawn while the file is there."""
    return any(_pages(unit) for unit in _units(library, name)) and _source(library, name) is not None


def facsimile(library: Library, name: str) -> Facsimile:
    """The pages of a provision. Raises UnknownProvision, LibraryFailure where the file is gone, UnreadableFile."""
    units = _units(library, name)
    source = _source(library, name)
    pages = sorted({page for unit in units for page in _pages(unit)})
    if source is None or not pages:
        raise UnknownProvision(name, "was not read from a PDF file of this library", "its text is shown instead")
    data = _bytes(library.settings, source)
    places = [place for unit in units for place in unit.places]
    leaves = tuple(_leaf(picture(data, source.name, page), page, places) for page in pages[:MOST_PAGES])
    return Facsimile(name, source.name, leaves, max(0, len(pages) - MOST_PAGES))


def _units(library: Library, name: str) -> list[Unit]:
    """The unit that a pinpoint names, or all of its article."""
    entries = library.index.entries
    one = entries.get(unit_id(name))
    found = [one] if one else [each for each in entries.values() if each.id.startswith(f"{name}(")]
    return [each.unit for each in found if each.authentic]


def _pages(unit: Unit) -> set[int]:
    return {place.page for place in unit.places if place.page and place.box}


def _source(library: Library, name: str) -> Source | None:
    slug = name.partition(":")[0]
    return next((each for each in library.index.documents if each.slug == slug and each.format == "pdf"), None)


def _bytes(settings: Settings, source: Source) -> bytes:
    """The bytes that were read: from the library, or from the paths that the index was built from."""
    matter = matter_of(settings)
    shelves = [Shelf(settings.library, matter)] if matter else []
    for shelf in (*shelves, Shelf(settings.library)):
        for held in shelf.all():
            if isinstance(held, Held) and held.sha256 == source.digest:
                return shelf.data(held)
    for path in _paths(settings):
        data = path.read_bytes() if path.name == source.name and path.is_file() else b""
        if hashlib.sha256(data).hexdigest() == source.digest:
            return data
    raise LibraryFailure(source.name, "is no longer where it was read, or has changed", "add it with `kb add FILE`")


def _paths(settings: Settings) -> Iterator[Path]:
    """The files that the index was built from, those that are still there."""
    try:
        plan = BuildPlan.from_bytes(open_blob(settings.index, PLAN))
    except (IndexFailure, KeyError, ValueError, TypeError):
        return
    there = [path for path in map(Path, plan.paths) if path.exists()]
    yield from gather(there, settings.library, settings.index).files


def _leaf(drawn: Picture, page: int, places: list[Place]) -> Leaf:
    boxes = (place.box for place in places if place.page == page and place.box)
    return Leaf(page, drawn.png, tuple(_box(each, drawn) for each in boxes))


def _box(points: tuple[float, float, float, float], drawn: Picture) -> Box:
    left, bottom, right, top = points
    return Box(left / drawn.width, 1 - top / drawn.height, (right - left) / drawn.width, (top - bottom) / drawn.height)
