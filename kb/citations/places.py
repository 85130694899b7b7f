"""A pinpoint taken apart, for the styles that write it each in its own way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_HEAD = re.compile(r"(preamble|annex|closing|schedule|appendix)(?:-(\w+))?")
_NUMBER = re.compile(r"(\d+)([a-z]{2,})")


@dataclass(frozen=True, slots=True)
class Place:
    """An article or another part of an instrument, and the parts inside it from the outside in."""

    kind: Literal["article", "named", "section", "page"]
    number: str  # "6", "8 bis", "IV"; for a named part its number ("A"), which may be missing
    paragraph: str = ""
    letters: tuple[str, ...] = ()
    name: str = ""  # "preamble", "annex", …

    @property
    def brackets(self) -> str:
        """Paragraph and letters in brackets: "(1)(a)"."""
        return "".join(f"({part})" for part in (self.paragraph, *self.letters) if part)

    @property
    def called(self) -> str:
        """The named part as it is called: "annex A"."""
        return " ".join(part for part in (self.name, self.number) if part)


def place_of(provision_id: str) -> Place | None:
    """The place that an id points at; None for an instrument as a whole."""
    head, _, rest = provision_id.partition(":")[2].partition("(")
    if not head:
        return None
    parts = re.findall(r"[^()]+", rest)
    paragraph = parts[0] if parts and parts[0][0].isdecimal() else ""
    letters = tuple(parts[1:] if paragraph else parts)
    paragraph = _NUMBER.sub(r"\1 \2", paragraph)
    named = _HEAD.fullmatch(head)
    if named:
        number = (named[2] or "").upper()
        return Place("named", number, paragraph, letters, named[1])
    if re.fullmatch(r"s\d[\d.]*", head):
        return Place("section", head[1:])
    if re.fullmatch(r"p\d+", head):
        return Place("page", head[1:])
    return Place("article", _NUMBER.sub(r"\1 \2", head), paragraph, letters)
