"""Which names an instrument answers to, beyond those that its table lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from kb.catalog.names import name_words
from kb.catalog.record import Record
from kb.model import Instrument

_FAMILY_WORDS = {
    "United Nations": ("un", "international"),
    "Council of Europe": ("coe", "european", "council", "europe"),
    "European Union": ("eu", "european", "union", "council"),
    "OECD": ("oecd",),
    "ICAO": ("icao", "un", "aviation", "international"),
    "IMO": ("imo", "un", "maritime", "international"),
    "IAEA": ("iaea", "un", "international"),
}
_PREFIXES = {"United Nations": ("UN",), "Council of Europe": ("Council of Europe",), "OECD": ("OECD",)}
_ORDINALS = {"first": (1, "I"), "second": (2, "II"), "third": (3, "III"), "fourth": (4, "IV")}


def names_of(record: Record, records: Mapping[str, Record]) -> Iterator[str]:
    """Title, short name, aliases, those with the family's name before them, and a protocol's after its parent."""
    instrument = record.instrument
    own = [instrument.title, instrument.short, *instrument.aliases]
    yield from own
    yield from _prefixed(instrument, own)
    yield from (f"{record.place} {name}" for name in own if record.place and name.startswith("Convention "))
    parent = records.get(instrument.parent or "")
    if parent and re.search(r"\bAdditional Protocol\b", instrument.title):
        yield from _as_protocol(instrument, parent.instrument)


def _prefixed(instrument: Instrument, own: Iterable[str]) -> Iterator[str]:
    for prefix in _PREFIXES.get(instrument.family, ()):
        for name in own:
            if " " in name and not re.match(rf"{prefix}|UN|United|Council|European|International|CoE|\d", name):
                yield f"{prefix} {name}"


def _as_protocol(instrument: Instrument, parent: Instrument) -> Iterator[str]:
    """A protocol by its rank and any name of its parent: the first one may go without the rank."""
    stated = instrument.title.split()[0].casefold()
    rank = stated if stated in _ORDINALS else "first"
    number, numeral = _ORDINALS[rank]
    for name in dict.fromkeys([parent.title, parent.short, *parent.aliases, *_series_names(parent)]):
        if rank == "first":
            yield from (f"Additional Protocol to {name}", f"{name} Additional Protocol")
        yield from (f"{rank} Additional Protocol to {name}", f"{name} {rank} Additional Protocol")
        yield from (f"{rank} Protocol to {name}", f"{name} {rank} Protocol", f"Protocol to {name}")
        yield from (f"Additional Protocol {numeral} to {name}", f"Additional Protocol No. {number} to {name}")
        yield from (f"AP {numeral} to {name}", f"AP {number} to {name}", f"{name} AP {number}", f"{name} AP {numeral}")


def _series_names(parent: Instrument) -> list[str]:
    numbers = [int(n) for fact in parent.series for n in re.findall(r"C?ETS No\. (\d+)", fact.value)]
    return [f"{series} {number}" for number in numbers for series in ("ETS", "CETS")]


def describing_words(record: Record) -> frozenset[str]:
    """Content words that may describe an instrument: of its names, its place and its family."""
    instrument = record.instrument
    plain = [name for name in instrument.aliases if not _foreign(name)]
    words = {word for name in (instrument.title, instrument.short, *plain, record.place) for word in name_words(name)}
    words |= set(_FAMILY_WORDS.get(instrument.family, ()))
    return frozenset(word for word in words if not word.isdecimal())


def _foreign(name: str) -> bool:
    return bool(
        re.search(
            r"\b(?:de|des|du|der|die|über|sur|contra|relatif|relative|los|las|para|inzake|verdrag|konvention|übereinkommen)\b",
            name,
            re.IGNORECASE,
        )
    )
