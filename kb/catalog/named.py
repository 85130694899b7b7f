"""Instruments that a text calls by name or by series number."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence

from kb.catalog.cities import is_city
from kb.catalog.names import KINDS, Step, Token
from kb.catalog.reading import Mention, MentionKind, Names, Reading, slice_of
from kb.catalog.surroundings import CITING, MONTHS, YEAR, carried_on, derived_from, wider_start, with_years
from kb.model import Span

_FUZZY_TOKENS = 400  # beyond that only words near a kind of instrument are read with slips of the pen


_ENGLISH = frozenset("cat sic abc ate echo led act cap".split())


_ABBREVIATED = frozenset("conv convn eur europ prot int intl add addl crim mut assist extrad sec".split())


_IN_NAME = frozenset({"-", "–", "‑", "'", "’", "/"})


_ID = re.compile(
    r"(?<![\w-])[a-z]+(?P<several>(?:-[a-z0-9]+)+)?(?![\w-])"
    r"(?(several)(?=(?P<pinpoint>\W{1,2}(?:art|\d|:)|:)?)|(?=:(?:\d|[IVX]|preamble|annex)))"
)
_SYMBOL = re.compile(r"/(?:[A-Z]|\d{4}|\d+/)")


def series(reading: Reading, names: Names) -> Iterator[Mention]:
    """Series numbers; one that another instrument's name ends with ("Explanatory Report to ETS 24") is that one's."""
    for span, slugs in names.series.find(reading.text):
        inside = _tokens_in(reading.row, span)
        if not inside:
            continue
        first, last = inside[0], inside[-1]
        origin = derived_from(reading, first)
        if origin is not None:
            first, slugs = origin, tuple(names.lexicon.exactly(_numbered_words(reading, origin, last)))
        kind: MentionKind = "other" if not slugs else "series" if origin is None else "name"
        yield Mention(slice_of(reading, first, last), slugs, kind, first, last)


def slugs(reading: Reading, names: Names) -> Iterator[Mention]:
    """Instruments by their id: before ":3" or ":IV", one of several words also before "art", with a year also alone."""
    for match in _ID.finditer(reading.text):
        slug, several = match[0], match["several"]
        if slug not in names.records or (several and not any(map(str.isdecimal, slug)) and not match["pinpoint"]):
            continue
        inside = _tokens_in(reading.row, Span(*match.span()))
        if inside and not reading.taken.intersection(inside):
            yield Mention(Span(*match.span()), (slug,), "name", inside[0], inside[-1])


def _tokens_in(row: Sequence[Token], span: Span) -> range:
    """The tokens that lie inside a slice of the text."""
    start = bisect_left(row, span.start, key=lambda token: token.start)
    return range(start, bisect_right(row, span.end, lo=start, key=lambda token: token.end))


def _numbered_words(reading: Reading, first: int, last: int) -> list[str]:
    """Content words from token to token, series numbers without "No." and leading zeros."""
    steps = [step.norm for step in reading.steps if first <= step.first <= last]
    return [word.lstrip("0") or word for word in steps if word not in {"no", "nr"}]


def named(reading: Reading, names: Names) -> Iterator[Mention]:
    """Names, longest first, that no mention found before covers."""
    near = _near_kinds(reading)
    i = 0
    while i < len(reading.steps):
        found = None if _skipped(reading, i) else _longest(reading, names, i, near)
        if found is None:
            i += 1
            continue
        last, slugs = found
        first = reading.steps[i].first
        mention = _checked(reading, names, first, last, slugs)
        if mention.slugs:
            reading.named.append((mention.first, mention.last))
        reading.taken.update(range(mention.first, mention.last + 1))
        yield mention
        while i < len(reading.steps) and reading.steps[i].first <= mention.last:
            i += 1


def _siblings(names: Names, slug: str) -> tuple[str, ...]:
    """All protocols of an instrument's parent: "the Palermo Protocols"."""
    parent = names.records[slug].instrument.parent
    return tuple(s for s, record in names.records.items() if record.instrument.parent == parent) if parent else (slug,)


def _skipped(reading: Reading, i: int) -> bool:
    token = reading.row[reading.steps[i].first]
    return reading.steps[i].first in reading.taken or _in_symbol(reading, reading.steps[i].first, token)


def _in_symbol(reading: Reading, index: int, token: Token) -> bool:
    """Part of a document symbol such as CTOC/COP/2010."""
    before = reading.text[max(0, token.start - 1) : token.start]
    symbol = _SYMBOL.match(reading.text, token.end) is not None
    return token.raw.isupper() and (symbol or (before == "/" and index > 0))


def _near_kinds(reading: Reading) -> Callable[[int], bool]:
    if len(reading.row) <= _FUZZY_TOKENS:
        return lambda _: True
    marks = [
        i
        for i, t in enumerate(reading.row)
        if t.norm in KINDS or t.folded in CITING or (t.is_word and t.folded.startswith(("conv", "prot")))
    ]
    close = {i + d for i in marks for d in range(-8, 12)}
    return close.__contains__


def _longest(
    reading: Reading, names: Names, start: int, near: Callable[[int], bool]
) -> tuple[int, tuple[str, ...]] | None:
    """The longest name from a content word on: its last token, and whose name it is (none: a stranger's)."""
    run = _run(reading, start)
    whole = _longest_of(reading, names, run, near)
    kept, years = _undated(run)
    if not years:
        return whole
    bare = _longest_of(reading, names, kept, near)
    if bare is None or (whole is not None and whole[0] >= bare[0]):
        return whole
    fitting = tuple(slug for slug in bare[1] if years <= _years(names, slug))
    return (bare[0], fitting) if fitting else whole


def _undated(run: Sequence[Step]) -> tuple[list[Step], set[int]]:
    """A run without its inner dates ("Convention of 29 May 2000 on …", "Protocol to the 1959 …") and their years."""
    kept, years = [run[0]], set[int]()
    for i, step in enumerate(run[1:], 1):
        dated = step.norm in MONTHS or (step.norm.isdecimal() and i + 1 < len(run) and run[i + 1].norm in MONTHS)
        if YEAR.match(step.norm):
            years.add(int(step.norm))
        elif not dated:
            kept.append(step)
    return kept, years


def _years(names: Names, slug: str) -> frozenset[int]:
    """The years that a name may state: the instrument's and its parent's."""
    parent = names.records.get(names.records[slug].instrument.parent or "")
    return names.records[slug].years | (parent.years if parent else frozenset())


def _longest_of(
    reading: Reading, names: Names, run: Sequence[Step], near: Callable[[int], bool]
) -> tuple[int, tuple[str, ...]] | None:
    plain = [step.norm for step in run]
    if near(run[0].first):
        plain = [names.lexicon.corrected(word) for word in plain]
    ours = [(n, _bearing(reading, run, slugs)) for n, slugs in names.lexicon.walk(plain)]
    own = max(((n, slugs) for n, slugs in ours if slugs), default=None)
    theirs = [(n, _bearing(reading, run, slugs)) for n, slugs in names.strangers.walk([s.norm for s in run])]
    other = max((n for n, slugs in theirs if slugs), default=0)
    if other and (own is None or other > own[0]):
        return run[other - 1].last, ()
    return (run[own[0] - 1].last, own[1]) if own else None


def _run(reading: Reading, start: int) -> list[Step]:
    """Content words from here that one name may span."""
    run = [reading.steps[start]]
    for step in reading.steps[start + 1 : start + 40]:
        between = reading.row[run[-1].last + 1 : step.first]
        if step.first in reading.taken or len(between) > 5 or not all(_bridges(t, run, reading) for t in between):
            break
        run.append(step)
    return run


def _bridges(token: Token, run: Sequence[Step], reading: Reading) -> bool:
    if token.raw == ",":
        return len(run) > 1
    if token.raw == ".":
        return reading.row[run[-1].last].folded in _ABBREVIATED
    return token.is_connector or token.folded == "co" or token.raw in _IN_NAME


def _bearing(reading: Reading, run: Sequence[Step], slugs: Mapping[str, str]) -> tuple[str, ...]:
    first = run[0].first
    token = reading.row[first]
    return tuple(slug for slug, exact in slugs.items() if not exact or _spelled(reading, token, first, exact))


def _spelled(reading: Reading, token: Token, index: int, exact: str) -> bool:
    """An acronym stands in its capitals; a long one, or one beside a citation, may stand in small letters."""
    raw = token.raw.replace(".", "")
    if raw == exact or (raw.isupper() and raw.casefold() == exact.casefold()):
        return True
    if raw.casefold() in _ENGLISH:
        return False
    return len(exact) >= 4 or _beside_citation(reading, index)


def _beside_citation(reading: Reading, index: int) -> bool:
    close = reading.row[max(0, index - 4) : index] + reading.row[index + 1 : index + 3]
    return any(t.folded in CITING and t.folded != "a" for t in close)


def _checked(reading: Reading, names: Names, first: int, last: int, slugs: tuple[str, ...]) -> Mention:
    """A name with its surroundings: years beside it must fit, words before and after may make it another instrument."""
    first, last, slugs = with_years(reading, names, first, last, slugs)
    if slugs and is_city(reading.row, first, last, reading.named, len(reading.steps) == 1):
        return Mention(slice_of(reading, first, last), (), "acronym", first, last, firm=False)
    carried = carried_on(reading, names, first, last, slugs) if slugs else None
    if carried is not None:
        last, slugs = carried
    if len(slugs) == 1 and reading.row[last].folded == "protocols":
        slugs = _siblings(names, slugs[0])
    start = wider_start(reading, names, first, slugs) if slugs else first
    if start != first:
        first, slugs = start, ()
    return Mention(slice_of(reading, first, last), slugs, "name" if slugs else "other", first, last)
