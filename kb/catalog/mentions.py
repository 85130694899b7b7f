"""Which instruments a free text names: by title, popular name, series number, description or back reference.

Other instruments are found too and carry no slug, so that nobody takes them for one of ours.
"""

from __future__ import annotations

from collections.abc import Iterable

from kb.catalog.described import described
from kb.catalog.elliptic import elliptic
from kb.catalog.named import named, series, slugs
from kb.catalog.names import content, tokens
from kb.catalog.reading import Mention, Names, Reading
from kb.catalog.strangers import acronyms, backward, protocols, statutes


def scan(text: str, names: Names) -> tuple[Mention, ...]:
    """All mentions of a text in order, none overlapping another."""
    row = tokens(text)
    steps = content(row)
    reading = Reading(text, row, steps, {step.first: i for i, step in enumerate(steps)})
    found = list[Mention]()
    for mentions in (slugs(reading, names), series(reading, names)):
        for mention in mentions:
            reading.taken.update(range(mention.first, mention.last + 1))
            found.append(mention)
    found += named(reading, names)
    found += described(reading, names)
    found += elliptic(reading, names, found)
    found += protocols(reading)
    found += statutes(reading)
    found += backward(reading)
    found += acronyms(reading)
    return tuple(sorted(found, key=lambda one: one.first))


def drop_anonymous(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Those that name an instrument of the catalogue."""
    return tuple(mention for mention in mentions if mention.slugs)
