"""Matters: which there are, opening one, purging one."""

from __future__ import annotations

from kb.config import Settings
from kb.library.shelf import matter_index, matters, new_matter, purge


def open_matters(settings: Settings) -> tuple[str, ...]:
    """The names of all matters."""
    return matters(settings.library)


def is_open(settings: Settings, name: str) -> bool:
    """Whether there is a matter of this name."""
    return name in matters(settings.library)


def open_matter(settings: Settings, name: str) -> None:
    """Open a matter. Raises InputError for a name that cannot be one or is taken."""
    new_matter(settings.library, name)


def purge_matter(settings: Settings, name: str) -> int:
    """Take a matter away with everything of it; gives the number of files. Raises InputError where there is none."""
    return purge(settings.library, name)


def matter_of(settings: Settings) -> str:
    """The matter whose index these settings name; "" where it is no matter's."""
    name = settings.index.parent.name
    inside = name in matters(settings.library) and matter_index(settings.library, name) == settings.index
    return name if inside else ""
