"""How a page names provisions and links to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kb.faces.web.address import Address
from kb.faces.web.markup import Markup, join, tag, text
from kb.model import Part


@dataclass(frozen=True, slots=True)
class Names:
    """What a page looks up by id: how a lawyer cites it, its heading, its letters."""

    citation: Callable[[str], str]
    heading: Callable[[str], str]
    parts: Callable[[str], Sequence[Part]]
    short: Callable[[str], str] = str  # an instrument's short name

    def together(self, ids: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Each id with its citation; what follows another of the same instrument has its place alone."""
        before = ""
        for one in ids:
            slug = one.partition(":")[0]
            whole = self.citation(one)
            place = whole.removeprefix(self.citation(slug)).lstrip(", ")
            yield one, place if slug == before and place else whole
            before = slug


def cited(ids: Iterable[str], names: Names) -> str:
    """Several places as words."""
    return "; ".join(said for _, said in names.together(ids))


def link(provision: str, here: Address, names: Names) -> Markup:
    """A citation that opens its provision."""
    return tag("a", text(names.citation(provision)), "kb-cite", href=here.opening(provision))


def links(ids: Iterable[str], here: Address, names: Names) -> Markup:
    """Several places, each a link; a reader who hears it alone hears the whole citation."""
    return join(
        (
            tag("a", text(said), "kb-cite", href=here.opening(one), aria_label=names.citation(one))
            for one, said in names.together(ids)
        ),
        "; ",
    )
