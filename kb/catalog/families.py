"""Names of whole families: "the UN conventions", "Council of Europe treaties"."""

from __future__ import annotations

import re

from kb.catalog.reading import FamilyMention
from kb.model import Span

_PLURAL = r"(?:conventions|treaties|protocols|instruments|texts)"
_TOPIC = r"(?:[a-z-]+\s+){0,3}"
_ACTS = r"(?:instruments|acts|legislation|directives|regulations|framework\s+decisions)"
_FAMILIES = (
    ("United Nations", rf"(?:UN|U\.N\.|United\s+Nations)\s+{_TOPIC}{_PLURAL}"),
    ("United Nations", rf"{_PLURAL}\s+of\s+the\s+(?:UN|United\s+Nations)"),
    ("Council of Europe", rf"(?:Council\s+of\s+Europe|CoE|Strasbourg|European)\s+{_TOPIC}{_PLURAL}"),
    ("Council of Europe", rf"{_PLURAL}\s+of\s+the\s+Council\s+of\s+Europe"),
    ("European Union", rf"(?:EU|European\s+Union)\s+{_TOPIC}{_ACTS}"),
    ("ICAO", rf"(?:ICAO|aviation|civil\s+aviation)\s+{_TOPIC}{_PLURAL}"),
    ("IMO", rf"(?:IMO|maritime)\s+{_TOPIC}{_PLURAL}"),
)
_PATTERNS = tuple((family, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)) for family, pattern in _FAMILIES)


def families(text: str) -> tuple[FamilyMention, ...]:
    """Families that a text names, in order."""
    found = [
        FamilyMention(Span(*match.span()), family) for family, pattern in _PATTERNS for match in pattern.finditer(text)
    ]
    return tuple(sorted(found, key=lambda one: one.span.start))
