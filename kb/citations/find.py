"""Finds citations: pinpoints and the instruments that they belong to, nothing looked up yet."""

from __future__ import annotations

from dataclasses import dataclass

from kb.catalog import Catalogue, Mention
from kb.catalog.names import Token, tokens
from kb.citations.binding import Cited, bound
from kb.citations.pinpoints import groups
from kb.citations.referring import joined, led_home, of_named_parents, of_parents


@dataclass(frozen=True, slots=True)
class Found:
    """What a text cites: its tokens, its mentions with back references led home, its groups with their mentions."""

    row: tuple[Token, ...]
    mentions: tuple[Mention, ...]
    cited: tuple[Cited, ...]


def find(text: str, catalogue: Catalogue) -> Found:
    """All citations of a text, in order, each with the instrument that it belongs to."""
    row = tuple(tokens(text))
    mentions = of_parents(row, led_home(row, joined(row, catalogue.scan(text)), catalogue), catalogue)
    mentions = of_named_parents(row, mentions, catalogue)
    strong = [(m.first, m.last) for m in mentions if m.slugs or m.kind in ("series", "back")]
    spans = [(m.first, m.last) for m in mentions if m.kind != "acronym" and m.kind != "back"]
    pinpoints = [g for g in groups(row, strong) if not any(a <= g.first <= b for a, b in spans)]
    return Found(row, mentions, tuple(bound(row, mentions, pinpoints)))
