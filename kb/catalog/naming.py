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
_ORDINALS = {
    "second": ("Second", "2nd"),
    "third": ("Third", "3rd"),
    "fourth": ("Fourth", "4th"),
}
_NUMERALS = {"first": "I", "second": "II", "third": "III", "fourth": "IV"}


def names_of(record: Record, records: Mapping[str, Record]) -> Iterator[str]:
    """Title, short name, aliases, those with the family's name before them, and a protocol's after its parent."""
    instrument = record.instrument
    own = [instrument.title, instrument.short, *instrument.aliases]
    yield from own
    yield from _prefixed(instrument, own)
    parent = records.get(instrument.parent or "")
    if parent and re.search(r"\bAdditional Protocol\b", instrument.title):
        yield from _as_protocol(instrument, parent.instrument)


def _prefixed(instrument: Instrument, own: Iterable[str]) -> Iterator[str]:
    for prefix in _PREFIXES.get(instrument.family, ()):
        for name in own:
            if " " in name and not re.match(rf"{prefix}|UN|United|Council|European|International|CoE|\d", name):
                yield f"{prefix} {name}"


def _as_protocol(instrument: Instrument, parent: Instrument) -> Iterator[str]:
    ordinal = instrument.title.split()[0].casefold()
    ordinal = ordinal if ordinal in _ORDINALS else "first"
    ordinals = _ORDINALS.get(ordinal, ("First", "1st", ""))
    series = _series_names(parent)
    for name in dict.fromkeys([parent.title, parent.short, *parent.aliases, *series]):
        for word in ordinals:
            yield f"{word} Additional Protocol to {name}"
            yield f"{word} AP to {name}"
            yield f"{name} {word} Additional Protocol"
            if word:
                yield f"{word} Protocol to {name}"
                yield f"{name} {word} Protocol"
        numeral = _NUMERALS[ordinal]
        yield f"Additional Protocol {numeral} to {name}"
        yield f"Additional Protocol No. {len(numeral) if numeral != 'IV' else 4} to {name}"
        yield f"AP{len(numeral) if numeral != 'IV' else 4} to {name}"
        yield f"Protocol to {name}"


def _series_names(parent: Instrument) -> list[str]:
    numbers = [int(n) for fact in parent.series for n in re.findall(r"C?ETS No\. (\d+)", fact.value)]
    return [f"{series} {number}" for number in numbers for series in ("ETS", "CETS")]


def describing_words(record: Record) -> frozenset[str]:
    """Content words that may describe an instrument: of its names, its place and its family."""
    instrument = record.instrument
    plain = [name for name in instrument.aliases if not _foreign(name)]
    words = {word for name in (instrument.title, instrument.short, *plain, record.place) for word in name_words(name)}
    words |= set(_FAMILY_WORDS.get(instrument.family, ()))
    return frozenset(word for word in words if not word.isdigit())


def _foreign(name: str) -> bool:
    return bool(
        re.search(
            r"\b(?:de|des|du|der|die|über|sur|contra|relatif|relative|los|las|para|inzake|verdrag|konvention|übereinkommen)\b",
            name,
            re.IGNORECASE,
        )
    )
