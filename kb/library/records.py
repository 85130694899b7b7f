"""What the library keeps of each document: facts about it, guessed and given, and how well it was read."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a document; "" and () where nothing is."""

    title: str = ""
    instruments: tuple[str, ...] = ()  # slugs; several where one file holds several instruments
    date: str = ""  # ISO date, month or year
    language: str = ""  # "en"
    version: str = ""  # "as amended by ETS 98"
    state: str = ""  # ISO date or month of the consolidation
    source: str = ""  # kind of source, or where it came from: "official address", "file"

    def over(self, other: Facts) -> Facts:
        """These facts, and the other's where these say nothing."""
        missing = {each.name: getattr(other, each.name) for each in fields(Facts) if not getattr(self, each.name)}
        return replace(self, **missing)


@dataclass(frozen=True, slots=True)
class Quality:
    """How well a document was read."""

    provisions: int = 0
    warnings: tuple[str, ...] = ()
    pages_without_text: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """A document of the library. `guessed` is what the program made out, `given` what the user said."""

    id: str
    name: str  # the file's own name
    file: str  # the stored file, beside the manifest
    sha256: str
    size: int
    form: str  # "pdf"
    added: str  # ISO time, UTC
    guessed: Facts
    given: Facts = Facts()
    address: str = ""  # where it was fetched from
    quality: Quality = Quality()
    matter: str = ""  # "" is the common library
    recognise: bool = False  # its pages are pictures: text recognition is allowed
    format: int = field(default=FORMAT)

    @property
    def facts(self) -> Facts:
        """What the user said, else what was made out."""
        return self.given.over(self.guessed)


def held_from(body: dict[str, Any]) -> Held:
    """A record from its JSON. Raises KeyError, TypeError or ValueError where it is none."""
    if body["format"] != FORMAT:
        raise ValueError("another version of this program wrote it")
    return Held(
        **{
            **body,
            "guessed": _facts(body["guessed"]),
            "given": _facts(body["given"]),
            "quality": Quality(**{**body["quality"], "warnings": tuple(body["quality"]["warnings"])}),
        }
    )


def _facts(body: dict[str, Any]) -> Facts:
    return Facts(**{**body, "instruments": tuple(body["instruments"])})
