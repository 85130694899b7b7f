"""One concept of the field."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Concept:
    """A key number: what it means, and what people call it."""

    id: str
    name: str
    definition: str
    parent: str = ""  # "" for the top of a branch
    lay: tuple[str, ...] = ()  # as practitioners and trainees say it in everyday words
    terms: tuple[str, ...] = ()
    foreign: tuple[tuple[str, str], ...] = ()  # language code and term
    see: tuple[str, ...] = ()

    @property
    def phrases(self) -> tuple[str, ...]:
        """All that it is called, without repetition."""
        return tuple(dict.fromkeys((self.name, *self.terms, *(term for _, term in self.foreign), *self.lay)))

    @property
    def text(self) -> str:
        """Name, meaning and English words as running text, for an encoder."""
        return f"{self.name}. {self.definition} {'; '.join((*self.terms, *self.lay))}"
