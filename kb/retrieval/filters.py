"""Which instruments and which concepts a search may look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kb.model import Instrument


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions, all of which must hold: on instruments, and the concepts of which a provision must have one.

    Dates are ISO and compared as text.
    """

    instruments: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    tiers: tuple[int, ...] = ()
    adopted_from: str = ""
    adopted_to: str = ""
    concepts: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """True where nothing is filtered."""
        return self == Filters()

    def admits(self, slug: str, known: Mapping[str, Instrument]) -> bool:
        """Whether provisions of this instrument may appear; an uncatalogued document passes only by its slug."""
        if self.instruments and slug not in self.instruments:
            return False
        instrument = known.get(slug)
        if instrument is None:
            return not (self.families or self.tiers or self.adopted_from or self.adopted_to)
        return self._fits_facts(instrument)

    def _fits_facts(self, instrument: Instrument) -> bool:
        adopted = instrument.adopted.value if instrument.adopted else ""
        return (
            (not self.families or instrument.family in self.families)
            and (not self.tiers or instrument.tier in self.tiers)
            and (not self.adopted_from or adopted >= self.adopted_from)
            and (not self.adopted_to or ("" < adopted <= self.adopted_to + "￿"))
        )
