"""The library at a glance: what it holds of each instrument, and in which state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from kb.faces.web.address import reading
from kb.faces.web.frame import count
from kb.faces.web.markup import Markup, join, say, tag, text
from kb.model import Entry

UNCATALOGUED = "Not in the catalogue"


@dataclass(frozen=True, slots=True)
class Holding:
    """One instrument of the library."""

    slug: str
    title: str
    family: str
    provisions: int
    authentic: int
    version: str

    @property
    def kind(self) -> str:
        """Which words it holds."""
        if self.authentic == self.provisions:
            return "text"
        return "our digest only" if not self.authentic else f"text of {self.authentic}, our digest of the rest"


def holdings(
    entries: Mapping[str, Entry], title: Callable[[str], str], family: Callable[[str], str]
) -> tuple[Holding, ...]:
    """What the library holds, by family and title; what belongs to no family comes first."""
    by_instrument: dict[str, list[Entry]] = {}
    for entry in entries.values():
        by_instrument.setdefault(entry.unit.instrument, []).append(entry)
    found = (_holding(slug, title(slug), family(slug), held) for slug, held in by_instrument.items())
    return tuple(sorted(found, key=lambda each: (each.family.casefold(), each.title.casefold())))


def _holding(slug: str, title: str, family: str, held: list[Entry]) -> Holding:
    return Holding(slug, title, family, len(held), sum(entry.authentic for entry in held), _version(held))


def _version(held: Iterable[Entry]) -> str:
    counted = Counter(str(entry.version) for entry in held)
    usual = counted.most_common(1)[0][0]
    return usual if len(counted) == 1 else f"{usual}; some otherwise"


def holdings_view(held: Iterable[Holding]) -> Markup:
    """One row an instrument, by family; its name opens it at its beginning."""
    families = groupby(held, key=lambda each: each.family)
    return tag("div", (_family(name, group) for name, group in families), "kb-holdings")


def _family(name: str, held: Iterable[Holding]) -> Markup:
    return join([say("h2", name or UNCATALOGUED, "kb-small-title"), tag("ul", map(_row, held), "kb-cards")])


def _row(holding: Holding) -> Markup:
    kind = say("span", holding.kind, "kb-ours" if holding.authentic < holding.provisions else "kb-kind")
    return tag(
        "li",
        [
            say("a", holding.title, "kb-title", title=holding.title, href=reading(holding.slug)),
            tag("span", [text(f"{count(holding.provisions, 'provision')} · "), kind], "kb-meta"),
            say("span", holding.version, "kb-meta"),
        ],
    )


def index_view(folder: str, created: str, provisions: int, instruments: int, sections: int) -> Markup:
    """Which index is open and since when."""
    guides = f", {count(sections, 'section')} of guides" if sections else ""
    return tag(
        "p",
        [
            say("span", f"{count(provisions, 'provision')} of {count(instruments, 'instrument')}{guides}"),
            say("span", f"Built {when(created)}", "kb-meta"),
            say("code", folder, "kb-folder"),
        ],
        "kb-index",
    )


def when(iso: str) -> str:
    """An ISO time as a day and an hour: "22 November 2025, 15:10 UTC"."""
    moment = datetime.fromisoformat(iso)
    return f"{moment.day} {moment:%B %Y, %H:%M %Z}".strip()
