"""Names that share one word for their kind: "the 1957 and 1959 Conventions", "Conventions on … and on …"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.catalog.described import described_as, kind_fits
from kb.catalog.names import KINDS, Token
from kb.catalog.reading import Mention, Names, Reading, slice_of
from kb.catalog.surroundings import TITLE_TAIL, YEAR, title_words

_AND = frozenset({"and", "or", "et", "und", "y", "e"})


def elliptic(reading: Reading, names: Names, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """What a kind in the plural is shared with, before and behind the mention that it stands in."""
    for mention in mentions:
        kind = _plural(reading.row, mention)
        if kind is None or not mention.slugs:
            continue
        for further in (*_years(reading, names, mention, kind), *_tails(reading, names, mention, kind)):
            reading.taken.update(range(further.first, further.last + 1))
            yield further


def _plural(row: Sequence[Token], mention: Mention) -> int | None:
    inside = range(mention.first, mention.last + 1)
    return next((i for i in inside if row[i].norm in KINDS and row[i].folded == f"{row[i].norm}s"), None)


def _years(reading: Reading, names: Names, mention: Mention, kind: int) -> Iterator[Mention]:
    """ "the 1957 and 1959 Conventions", "the conventions of 1961 (art. 36) and 1971": years in front or behind."""
    row, first, last = reading.row, mention.first, mention.last
    shared = [t for t in row[first : last + 1] if t.norm in names.describing and t.norm != row[kind].norm]
    places = list[int]()
    while YEAR.match(row[first].raw) and first > 1 and row[first - 1].folded in {*_AND, ","}:
        first -= 2
        places.append(first)
    while YEAR.match(row[last].raw) and (place := _joined(row, last + 1)) is not None:
        last = place
        places.append(last)
    for i in places:
        found = described_as(reading, names, (i, kind, i), [*shared, row[i]], None) if YEAR.match(row[i].raw) else None
        if found is None or i in reading.taken:
            return
        yield found


def _tails(reading: Reading, names: Names, mention: Mention, kind: int) -> Iterator[Mention]:
    """ "Conventions against Corruption (art. 44) and against Transnational Organized Crime": titles behind."""
    row = reading.row
    head = [step.norm for step in reading.steps if mention.first <= step.first <= kind]
    last = mention.last
    while (start := _after_join(row, last + 1)) is not None:
        steps = [reading.steps[reading.at[i]] for i in range(start, start + 30) if i in reading.at]
        words = [names.lexicon.corrected(step.norm) for step in steps]
        if not steps or steps[0].first > start + 3 or steps[0].first in reading.taken:
            return
        length, slugs = _titled(names, head, words) or _worded(names, head[-1], words)
        last = steps[length - 1].last if length else start
        end, said = title_words(reading, start + 1)
        if not length and not said:
            return
        if end > last:  # the title goes on in words that are not those of ours
            last, slugs = end, ()
        yield Mention(slice_of(reading, start, last), slugs, "name" if slugs else "other", start, last)


def _titled(names: Names, head: Sequence[str], words: Sequence[str]) -> tuple[int, tuple[str, ...]] | None:
    """How many of the words make a name behind the shared ones, and whose it is."""
    found = [
        (length - len(before), tuple(slugs))
        for before in (head, head[-1:])
        for length, slugs in names.lexicon.walk([*before, *words])
        if length > len(before)
    ]
    return max(found, default=None)


def _worded(names: Names, kind: str, words: Sequence[str]) -> tuple[int, tuple[str, ...]]:
    """How many of the words describe instruments of the kind, and which; none: 0."""
    known = next((i for i, word in enumerate(words) if word not in names.describing), len(words))
    for length in range(known, 0, -1):
        said = set(words[:length])
        fitting = tuple(s for s, own in names.words.items() if said <= own and kind_fits(names, s, kind))
        if fitting:
            return length, fitting
    return 0, ()


def _after_join(row: Sequence[Token], i: int) -> int | None:
    """The preposition of a further title that is joined here; None where nothing is."""
    j = _joined(row, i)
    return j if j is not None and row[j].folded in TITLE_TAIL | {"of"} else None


def _joined(row: Sequence[Token], i: int) -> int | None:
    """Past a bracket, a comma and "and"; None where nothing is joined."""
    if i < len(row) and row[i].raw == "(":
        i = next((j + 1 for j in range(i, min(i + 20, len(row))) if row[j].raw == ")"), i)
    j = i
    while j < len(row) and j - i < 2 and (row[j].raw in {",", "&"} or row[j].folded in _AND):
        j += 1
    return j if i < j < len(row) else None
