"""An instrument with what naming and dating it needs beside the shared record."""

from __future__ import annotations

from dataclasses import dataclass

from kb.model import Instrument


@dataclass(frozen=True, slots=True)
class VersionRow:
    """Which version some provisions of the library's text have; no provisions: all of them.

    Without a label the row only adds notes. `since` is the day from which texts of the instrument read so.
    """

    provisions: tuple[str, ...]
    label: str
    since: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """An instrument, the place where it was done, its years, and how collections number it."""

    instrument: Instrument
    place: str = ""
    place_sure: bool = True  # False: from memory
    years: frozenset[int] = frozenset()
    resolutions: tuple[str, ...] = ()  # "58/4", "55/25 annex I"
    unts: tuple[str, ...] = ()  # "2225/209"
    versions: tuple[VersionRow, ...] = ()
    parties: tuple[str, ...] = ()  # of a bilateral treaty, abbreviated as the Bluebook does

    @property
    def slug(self) -> str:
        """The instrument's slug."""
        return self.instrument.slug
