"""Instruments that a text describes: a kind with words that fit few of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kb.catalog.names import KINDS, Token
from kb.catalog.reading import Mention, Names, Reading, slice_of
from kb.catalog.surroundings import (
    CITING,
    FOREIGN_TAIL,
    NEUTRAL_LEFT,
    TAIL_LINK,
    TITLE_TAIL,
    YEAR,
    title_words,
    year_after,
)


def described(reading: Reading, names: Names) -> Iterator[Mention]:
    """ "the 1957 convention on extradition", "UN corruption treaty": a kind with words that fit few instruments."""
    describing = names.describing
    for index, token in enumerate(reading.row):
        if index in reading.taken or token.norm not in KINDS:
            continue
        first, before = _words_before(reading, names, index, describing)
        last, after = _words_after(reading, names, index, describing)
        year, last = year_after(reading, last)
        mention = described_as(reading, names, (first, index, last), [*before, *after], year)
        mention = _between(reading, names, mention) if mention else None
        if mention:
            reading.taken.update(range(mention.first, mention.last + 1))
            yield mention


def _words_before(reading: Reading, names: Names, index: int, describing: frozenset[str]) -> tuple[int, list[Token]]:
    row, found, first = reading.row, list[Token](), index
    i = index - 1
    while i >= 0 and i not in reading.taken:
        token = row[i]
        if token.raw in {"-", "–"} or (token.folded in {"of", "and"} and found and _joins(row, i, describing)):
            i -= 1
            continue
        known = token.norm in describing or names.lexicon.corrected(token.norm) in describing
        named = (
            token.is_capital
            and not token.is_connector
            and token.folded not in NEUTRAL_LEFT - {"un", "coe", "european", "council", "europe", "international"}
        )
        if not (
            YEAR.match(token.raw)
            or (token.is_word and not token.is_connector and token.folded not in CITING and (known or named))
        ):
            break
        found.append(token)
        first = i
        i -= 1
    return first, found[::-1]


def _joins(row: Sequence[Token], i: int, describing: frozenset[str]) -> bool:
    return i > 0 and row[i - 1].norm in describing and row[i - 1].is_word and not row[i - 1].is_connector


def _words_after(reading: Reading, names: Names, index: int, describing: frozenset[str]) -> tuple[int, list[Token]]:
    row, found, last = reading.row, list[Token](), index
    if index + 1 >= len(row) or row[index + 1].folded not in TITLE_TAIL | {"of"} - {"to"}:
        return last, found
    if row[index + 1].folded == "of" and not (index + 2 < len(row) and row[index + 2].norm in describing):
        return last, found
    for i in range(index + 1, min(index + 20, len(row))):
        token = row[i]
        if i in reading.taken:
            break
        if token.is_word and not token.is_connector and token.folded not in CITING | TAIL_LINK:
            word = names.lexicon.corrected(token.norm)
            if not (word in describing or token.is_capital):
                break
            found.append(token)
            last = i
        elif not (token.is_connector or token.folded in TAIL_LINK or token.raw in {"-", "–"}):
            break
    return last, found


def described_as(
    reading: Reading, names: Names, place: tuple[int, int, int], said: list[Token], year: int | None
) -> Mention | None:
    """What is called by a kind (the middle of `place`) with these words, from the first to the last of its tokens."""
    first, index, last = place
    kind = reading.row[index].norm
    years = {int(t.raw) for t in said if YEAR.match(t.raw)} | ({year} if year else set())
    words = [_un(t, names) for t in said if not YEAR.match(t.raw)]
    topical = [
        w for w in words if w not in {"un", "coe", "european", "international", "council", "europe", "nation", "united"}
    ]
    if not topical and not years:
        if not words:
            return None
        topical = words
    fitting = tuple(
        slug
        for slug in names.words
        if kind_fits(names, slug, kind)
        and set(words) <= names.words[slug] | {"international"}
        and years <= names.records[slug].years
    )
    if not fitting and not (years or any(t.is_capital for t in said)):
        return None
    return Mention(slice_of(reading, first, last), fitting, "described" if fitting else "other", first, last)


def _between(reading: Reading, names: Names, mention: Mention) -> Mention:
    """ "Extradition Treaty between Canada and Italy", "… with Peru": a treaty of the parties that are named."""
    following = reading.row[mention.last + 1 : mention.last + 2]
    if following and following[0].folded in FOREIGN_TAIL:  # the title goes on in words that describe none of ours
        return replace(mention, slugs=(), kind="other")
    if not following or following[0].folded not in {"between", "with"}:
        return mention
    last, said = title_words(reading, mention.last + 2)
    if not said:
        return mention
    fitting = tuple(slug for slug in mention.slugs if all(word in names.words[slug] for word in said))
    kind = mention.kind if fitting else "other"
    return Mention(slice_of(reading, mention.first, last), fitting, kind, mention.first, last)


def _un(token: Token, names: Names) -> str:
    return names.lexicon.corrected(token.norm)


def kind_fits(names: Names, slug: str, kind: str) -> bool:
    """True where an instrument may be called by a kind: a convention a treaty, a protocol no convention."""
    record = names.records[slug].instrument
    title = record.title.casefold()
    is_protocol = "protocol" in title.split(" to ")[0].split(" against ")[0]
    if record.tier > 2:
        return kind == "treaty" and "treaty" in title
    if kind == "protocol":
        return is_protocol
    if kind == "treaty":
        return not is_protocol
    return kind in title and not is_protocol
