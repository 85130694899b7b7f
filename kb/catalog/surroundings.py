"""Words around a name that change what it means: years, titles that go on, instruments derived from another."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.catalog.names import KINDS, Token
from kb.catalog.reading import Names, Reading

YEAR = re.compile(r"^(1[89]\d\d|20\d\d)$")


MONTHS = frozenset(
    "january february march april may june july august september october november december".split()
)  # fmt: skip


CITING = frozenset("art arts article articles artikel articulo articulos articolo artt a".split())


_RANKS = frozenset("first second third fourth fifth sixth seventh 5th 6th 7th".split())
_DERIVED_LINKS = frozenset("the to of on supplementing amending a zur zum zu der la le al alla bij het du".split())
_DERIVING = frozenset(
    """protocol protocols amendment amendments report commentary manual handbook rules guidelines guide reservation
    declaration""".split()
)


NEUTRAL_LEFT = frozenset(
    """the this that under see cf per article articles art arts of in and or by with from to is does do did can may must
    shall has have are both while when if where which what how why who as for on at its their our your un coe council
    european international europe said same present section chapter part paragraph para paragraphs whereas although
    since because unlike like against between multilateral new york old revised amended global regional main parent
    original consolidated about into via contra gemass nach laut gemaess selon aux convention read both any each no
    party parties state states""".split()
)


TITLE_TAIL = frozenset("on against for concerning relating regarding to sur contre uber".split())


FOREIGN_TAIL = frozenset("uber sur contre".split())


_NUMBERING = frozenset("no nr n i ii iii iv v vi vii".split())


_BODIES = frozenset("league union commonwealth organization community association".split())


TAIL_LINK = frozenset("the of and or in a an s".split())


def with_years(
    reading: Reading, names: Names, first: int, last: int, slugs: tuple[str, ...]
) -> tuple[int, int, tuple[str, ...]]:
    """The name with the years beside it, and those of its bearers whom the years fit."""
    before, first = _year_before(reading, first)
    after, last = year_after(reading, last)
    years = {year for year in (before, after) if year}
    if not years or not slugs:
        return first, last, slugs
    fitting = tuple(slug for slug in slugs if years <= names.records[slug].years)
    return first, last, fitting


def _year_before(reading: Reading, first: int) -> tuple[int | None, int]:
    if first and YEAR.match(reading.row[first - 1].raw) and not _is_pinpoint(reading, first - 1):
        return int(reading.row[first - 1].raw), first - 1
    return None, first


def _is_pinpoint(reading: Reading, index: int) -> bool:
    return index > 0 and reading.row[index - 1].folded in {"no", "nos", "n", "art", "/", "-"}


def year_after(reading: Reading, last: int) -> tuple[int | None, int]:
    """ "1988", "of 1988", "(1973)", "of 13 December 1957" right after a name."""
    rest = reading.row[last + 1 : last + 6]
    words = [t.raw.casefold() for t in rest]
    for shape, place in (
        (("Y",), 0),
        (("of", "Y"), 1),
        (("(", "Y", ")"), 1),
        ((",", "Y"), 1),
        (("of", "D", "M", "Y"), 3),
    ):
        if len(words) >= len(shape) and all(map(_fits, shape, words)) and not _goes_on(words, shape):
            return int(words[place]), last + len(shape)
    return None, last


def _fits(shape: str, word: str) -> bool:
    return {"Y": bool(YEAR.match(word)), "D": word.isdecimal() and len(word) < 3, "M": word.isalpha()}.get(
        shape, word == shape
    )


def _goes_on(words: Sequence[str], shape: Sequence[str]) -> bool:
    """The number is part of something longer: "2001/500", "2225 UNTS 209"."""
    after = words[len(shape)] if len(words) > len(shape) else ""
    return shape[-1] == "Y" and after in {"/", "unts", "u.n.t.s.", "-"}


def wider_start(reading: Reading, names: Names, first: int, slugs: tuple[str, ...]) -> int:
    """Where another instrument's name begins that only contains this one; `first` where none does."""
    origin = derived_from(reading, first)
    if origin is not None:
        return origin
    if first and reading.row[first].norm == "additional" and reading.row[first - 1].norm in _RANKS:
        return first - 1
    if reading.row[first].norm not in KINDS or first == 0:
        return first
    before = reading.row[first - 1]
    if not before.is_word or not before.is_capital or before.folded in NEUTRAL_LEFT or before.is_connector:
        return first
    fits = any(before.norm in names.words[slug] for slug in slugs)
    return first if fits else _leftmost(reading, first)


def _leftmost(reading: Reading, first: int) -> int:
    while first and reading.row[first - 1].is_capital and not reading.row[first - 1].is_connector:
        first -= 1
    return first


def derived_from(reading: Reading, first: int) -> int | None:
    """ "Protocol No. 7 to the …", "Explanatory Report on the …", "Protocol 1 …": the start of that name."""
    row = reading.row
    i = first - 1
    while i >= 0 and row[i].folded in _DERIVED_LINKS:
        i -= 1
    linked = any(token.folded in _DERIVED_LINKS - {"the", "der", "la", "le"} for token in row[i + 1 : first])
    linked = linked and any(token.folded != "a" or not token.raw.isascii() for token in row[i + 1 : first])
    further = linked and i > 0 and row[i].norm == "additional" and row[i - 1].norm == "protocol"
    i = i - 1 if further else i
    numbered = i
    while i >= 1 and (row[i].is_number or row[i].raw in {".", ",", "°"} or row[i].folded in _NUMBERING):
        i -= 1
    deriving = i >= 0 and (row[i].norm in _DERIVING or row[i].folded in _DERIVING)
    if not deriving or not (linked or i < numbered) or not (further or row[i].is_capital):
        return None
    while i and row[i - 1].is_capital and not row[i - 1].is_connector and row[i - 1].folded not in CITING:
        i -= 1
    return i


def carried_on(
    reading: Reading, names: Names, first: int, last: int, slugs: tuple[str, ...]
) -> tuple[int, tuple[str, ...]] | None:
    """Words that carry the name on: "… Convention on the Law of Treaties", "ECHR Protocol No. 7"."""
    row = reading.row
    following = row[last + 1] if last + 1 < len(row) else None
    if following is None:
        return None
    if following.folded in _DERIVING | {"additional", "optional"} and following.is_capital:
        end = last + 1
        while end + 1 < len(row) and (row[end + 1].folded in {"no", ".", "protocol"} or _small(row[end + 1])):
            end += 1
        alone = following.norm == "protocol" and end == last + 1
        return end, tuple(s for s in names.words if alone and names.records[s].instrument.parent in slugs)
    if following.folded == "of" and (owner := _other_body(reading, names, last + 1, slugs)):
        return owner, ()
    between = (
        following.folded == "between"
        and last + 2 < len(row)
        and (row[last + 2].folded in {"the", "member"} or (row[first].norm in KINDS and row[last + 2].is_capital))
    )  # a title that starts with its kind may be that of a treaty between the States that follow
    if not between and (row[last].norm not in KINDS or following.folded not in TITLE_TAIL):
        return None
    end, said = title_words(reading, last + 2 if between else last + 1)
    if not said:
        return (last + 1, ()) if following.folded in FOREIGN_TAIL else None
    fitting = tuple(slug for slug in slugs if all(word in names.words[slug] for word in said))
    return end, fitting


def _other_body(reading: Reading, names: Names, start: int, slugs: tuple[str, ...]) -> int | None:
    """ "… on Cybercrime of the Arab League": the last token of a body whose instrument the name's bearers are not."""
    end, said = title_words(reading, start + 1)
    ours = any(all(word in names.words[slug] for word in said) for slug in slugs)
    return end if said and not ours and _BODIES & set(said) else None


def _small(token: Token) -> bool:
    return token.is_number and len(token.raw) < 3


def title_words(reading: Reading, start: int) -> tuple[int, list[str]]:
    """Capitalised words and what links them, from here on: the last token and the content words."""
    row, end, said = reading.row, start - 1, list[str]()
    for i in range(start, min(start + 30, len(row))):
        token = row[i]
        if token.is_capital and not token.is_connector and token.folded not in CITING and i not in reading.taken:
            said.append(token.norm)
            end = i
        elif not (token.is_connector or token.folded in TAIL_LINK or (token.raw in {",", "-"} and said)):
            break
    return end, said
