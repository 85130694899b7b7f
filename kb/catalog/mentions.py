"""Which instruments a free text names: by title, popular name, series number, description or back reference.

Other instruments are found too and carry no slug, so that nobody takes them for one of ours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from kb.catalog.names import KINDS, Lexicon, Step, Token, content, tokens
from kb.catalog.record import Record
from kb.catalog.series import SeriesIndex
from kb.model import Span

MentionKind = Literal["name", "series", "described", "other", "acronym", "back"]

_YEAR = re.compile(r"^(1[89]\d\d|20\d\d)$")
_FUZZY_TOKENS = 400  # beyond that only words near a kind of instrument are read with slips of the pen
_ENGLISH = frozenset("cat sic abc ate echo led act cap".split())
_CITING = frozenset("art arts article articles artikel articulo articulos articolo artt a".split())
_ABBREVIATED = frozenset("conv eur europ prot int intl add addl crim".split())
_IN_NAME = frozenset({"-", "–", "‑", "'", "’", "/"})
_BACK_BEFORE = frozenset("the this that said same present such aforesaid aforementioned abovementioned latter".split())
_BACK_WORDS = frozenset({"thereof", "ibid", "ibidem", "id", "idem", "eiusdem"})
_WEAK_BACK = frozenset({"the"})
_STATUTE = frozenset(
    """act acts code regulation regulations directive decision rules rule constitution charter ordinance bill order
    statute guidelines guide manual report commentary recommendation resolution declaration principles loi law gesetz
    ley codigo legge wet wetboek decreto decret verordnung richtlinie reglement ordonnance statuto elements scheme
    """.split()
)
_LOWER_STATUTE = frozenset(
    "loi gesetz ley codigo legge wetboek decreto decret verordnung richtlinie reglement ordonnance".split()
)
_DERIVING = frozenset(
    """protocol protocols amendment amendments report commentary manual handbook rules guidelines guide reservation
    declaration""".split()
)
_NEUTRAL_LEFT = frozenset(
    """the this that under see cf per article articles art arts of in and or by with from to is does do did can may must
    shall has have are both while when if where which what how why who as for on at its their our your un coe council
    european international europe said same present section chapter part paragraph para paragraphs whereas although
    since because unlike like against between multilateral new york old revised amended global regional main parent
    original consolidated about into via contra gemass nach laut gemaess selon aux convention read both any each no
    party parties state states""".split()
)
_TITLE_TAIL = frozenset("on against for concerning relating regarding to sur contre uber".split())
_TAIL_LINK = frozenset("the of and or in a an s".split())
_NOT_ACRONYM = frozenset(
    """EU UN US USA UK ICC ICJ ECTHR CJEU ECJ MLA JIT EUR USD NB UNODC OECD NATO INTERPOL DNA PDF COE OAS ASEAN AU
    ECOWAS IMO ICAO IAEA WHO FATF GRECO ART ARTS ARTICLE OJ ILM UNTS LNTS TIAS UST CELEX ECLI NO PARA PARAS SEC
    GA UNGA""".split()
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a text names an instrument.

    One slug: it is known which; several: the name fits all of them; none: another instrument (`other`, `acronym`) or a
    reference to one named before (`back`, whose `refers` is "convention", "protocol", … or "" for any).
    `first` and `last` are the tokens that it covers.
    """

    span: Span
    slugs: tuple[str, ...]
    kind: MentionKind
    first: int = 0
    last: int = 0
    refers: str = ""
    firm: bool = True  # False: "the Convention" is open where several were named; an acronym nobody knows


@dataclass(frozen=True, slots=True)
class FamilyMention:
    """A place where a text names a family of instruments: "the UN conventions"."""

    span: Span
    family: str


@dataclass(slots=True)
class _Reading:
    """A text while it is read."""

    text: str
    row: list[Token]
    steps: list[Step]
    at: dict[int, int] = field(default_factory=dict)  # token → step
    taken: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Names:
    """Everything that mentions are read with."""

    lexicon: Lexicon
    strangers: Lexicon
    series: SeriesIndex
    records: Mapping[str, Record]
    words: Mapping[str, frozenset[str]]  # slug → words that may describe it

    @cached_property
    def describing(self) -> frozenset[str]:
        """All words that describe some instrument."""
        return frozenset().union(*self.words.values())


def scan(text: str, names: Names) -> tuple[Mention, ...]:
    """All mentions of a text in order, none overlapping another."""
    row = tokens(text)
    steps = content(row)
    reading = _Reading(text, row, steps, {step.first: i for i, step in enumerate(steps)})
    found = [*_series(reading, names)]
    for mention in found:
        reading.taken.update(range(mention.first, mention.last + 1))
    found += _named(reading, names)
    found += _described(reading, names)
    found += _statutes(reading)
    found += _backward(reading)
    found += _acronyms(reading)
    return tuple(sorted(found, key=lambda one: one.first))


# ── series numbers ───────────────────────────────────────────────────────────────────────────────────────────────────


def _series(reading: _Reading, names: Names) -> Iterator[Mention]:
    for span, slugs in names.series.find(reading.text):
        inside = [i for i, t in enumerate(reading.row) if span.start <= t.start and t.end <= span.end]
        if not inside:
            continue
        first, last = inside[0], inside[-1]
        derived = _derived(reading, first)
        if derived is not None:
            slugs = tuple(names.lexicon.exactly(_numbered_words(reading, derived, last)))
        start = first if derived is None else derived
        kind: MentionKind = "other" if not slugs else "series" if derived is None else "name"
        yield Mention(_span(reading, start, last), slugs, kind, start, last)


def _numbered_words(reading: _Reading, first: int, last: int) -> list[str]:
    """Content words from token to token, series numbers without "No." and leading zeros."""
    steps = [step.norm for step in reading.steps if first <= step.first <= last]
    return [word.lstrip("0") or word for word in steps if word not in {"no", "nr"}]


# ── names ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _named(reading: _Reading, names: Names) -> Iterator[Mention]:
    near = _near_kinds(reading)
    i = 0
    while i < len(reading.steps):
        found = None if _skipped(reading, i) else _longest(reading, names, i, near)
        if found is None:
            i += 1
            continue
        length, slugs = found
        first, last = reading.steps[i].first, reading.steps[i + length - 1].last
        mention = _checked(reading, names, first, last, slugs)
        reading.taken.update(range(mention.first, mention.last + 1))
        yield mention
        while i < len(reading.steps) and reading.steps[i].first <= mention.last:
            i += 1


def _skipped(reading: _Reading, i: int) -> bool:
    token = reading.row[reading.steps[i].first]
    return reading.steps[i].first in reading.taken or _in_symbol(reading, reading.steps[i].first, token)


def _in_symbol(reading: _Reading, index: int, token: Token) -> bool:
    """Part of a document symbol such as CTOC/COP/2010."""
    after = reading.text[token.end : token.end + 2]
    before = reading.text[max(0, token.start - 1) : token.start]
    return token.raw.isupper() and (
        (len(after) == 2 and after[0] == "/" and (after[1].isupper() or after[1].isdigit()))
        or (before == "/" and index > 0)
    )


def _near_kinds(reading: _Reading) -> Callable[[int], bool]:
    if len(reading.row) <= _FUZZY_TOKENS:
        return lambda _: True
    marks = [
        i
        for i, t in enumerate(reading.row)
        if t.norm in KINDS or t.folded in _CITING or (t.is_word and t.folded.startswith(("conv", "prot")))
    ]
    close = {i + d for i in marks for d in range(-8, 12)}
    return close.__contains__


def _longest(
    reading: _Reading, names: Names, start: int, near: Callable[[int], bool]
) -> tuple[int, tuple[str, ...]] | None:
    """The longest name from a content word on: how many content words, and whose name it is (none: a stranger's)."""
    run = _run(reading, start)
    plain = [step.norm for step in run]
    if near(run[0].first):
        plain = [names.lexicon.corrected(word) for word in plain]
    ours = [(n, _bearing(reading, run, slugs)) for n, slugs in names.lexicon.walk(plain)]
    own = max(((n, slugs) for n, slugs in ours if slugs), default=None)
    theirs = [(n, _bearing(reading, run, slugs)) for n, slugs in names.strangers.walk([s.norm for s in run])]
    other = max((n for n, slugs in theirs if slugs), default=0)
    if other and (own is None or other > own[0]):
        return other, ()
    return own


def _run(reading: _Reading, start: int) -> list[Step]:
    """Content words from here that one name may span."""
    run = [reading.steps[start]]
    for step in reading.steps[start + 1 : start + 40]:
        between = reading.row[run[-1].last + 1 : step.first]
        if step.first in reading.taken or len(between) > 5 or not all(_bridges(t, run, reading) for t in between):
            break
        run.append(step)
    return run


def _bridges(token: Token, run: Sequence[Step], reading: _Reading) -> bool:
    if token.raw == ",":
        return len(run) > 1
    if token.raw == ".":
        return reading.row[run[-1].last].folded in _ABBREVIATED
    return token.is_connector or token.folded == "co" or token.raw in _IN_NAME


def _bearing(reading: _Reading, run: Sequence[Step], slugs: Mapping[str, str]) -> tuple[str, ...]:
    first = run[0].first
    token = reading.row[first]
    return tuple(slug for slug, exact in slugs.items() if not exact or _spelled(reading, token, first, exact))


def _spelled(reading: _Reading, token: Token, index: int, exact: str) -> bool:
    """An acronym stands in its capitals; a long one, or one beside a citation, may stand in small letters."""
    raw = token.raw.replace(".", "")
    if raw == exact or (raw.isupper() and raw.casefold() == exact.casefold()):
        return True
    if raw.casefold() in _ENGLISH:
        return False
    return len(exact) >= 4 or _beside_citation(reading, index)


def _beside_citation(reading: _Reading, index: int) -> bool:
    close = reading.row[max(0, index - 4) : index] + reading.row[index + 1 : index + 3]
    return any(t.folded in _CITING and t.folded != "a" for t in close)


def _checked(reading: _Reading, names: Names, first: int, last: int, slugs: tuple[str, ...]) -> Mention:
    """A name with its surroundings: years beside it must fit, words before and after may make it another instrument."""
    first, last, slugs = _with_years(reading, names, first, last, slugs)
    if slugs and _lone_place(reading, first, last):
        return Mention(_span(reading, first, last), (), "acronym", first, last, firm=False)
    tail = _tail(reading, names, last, slugs) if slugs else None
    if tail is not None:
        last, slugs = tail
    head = _head(reading, names, first, slugs) if slugs else first
    if head != first:
        first, slugs = head, ()
    return Mention(_span(reading, first, last), slugs, "name" if slugs else "other", first, last)


def _span(reading: _Reading, first: int, last: int) -> Span:
    return Span(reading.row[first].start, reading.row[last].end)


def _lone_place(reading: _Reading, first: int, last: int) -> bool:
    """A single word such as a city's name is an instrument's only beside a citation or a party."""
    token = reading.row[first]
    if first != last or sum(c.isupper() for c in token.raw) != 1 or len(token.raw) > 11:
        return False
    after = reading.row[last + 1 : last + 2]
    return not (
        _beside_citation(reading, first)
        or (after and (after[0].is_number or after[0].norm in {"party", "partie", "article"}))
        or len(reading.steps) == 1
    )


def _with_years(
    reading: _Reading, names: Names, first: int, last: int, slugs: tuple[str, ...]
) -> tuple[int, int, tuple[str, ...]]:
    before, first = _year_before(reading, first)
    after, last = _year_after(reading, last)
    years = {year for year in (before, after) if year}
    if not years or not slugs:
        return first, last, slugs
    fitting = tuple(slug for slug in slugs if years <= names.records[slug].years)
    return first, last, fitting


def _year_before(reading: _Reading, first: int) -> tuple[int | None, int]:
    if first and _YEAR.match(reading.row[first - 1].raw) and not _is_pinpoint(reading, first - 1):
        return int(reading.row[first - 1].raw), first - 1
    return None, first


def _is_pinpoint(reading: _Reading, index: int) -> bool:
    return index > 0 and reading.row[index - 1].folded in {"no", "nos", "n", "art", "/", "-"}


def _year_after(reading: _Reading, last: int) -> tuple[int | None, int]:
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
    return {"Y": bool(_YEAR.match(word)), "D": word.isdigit() and len(word) < 3, "M": word.isalpha()}.get(
        shape, word == shape
    )


def _goes_on(words: Sequence[str], shape: Sequence[str]) -> bool:
    """The number is part of something longer: "2001/500", "2225 UNTS 209"."""
    after = words[len(shape)] if len(words) > len(shape) else ""
    return shape[-1] == "Y" and after in {"/", "unts", "u.n.t.s.", "-"}


def _head(reading: _Reading, names: Names, first: int, slugs: tuple[str, ...]) -> int:
    """Where another instrument's name begins that only contains this one; `first` where none does."""
    derived = _derived(reading, first)
    if derived is not None:
        return derived
    if reading.row[first].norm not in KINDS or first == 0:
        return first
    before = reading.row[first - 1]
    if not before.is_word or not before.is_capital or before.folded in _NEUTRAL_LEFT or before.is_connector:
        return first
    fits = any(before.norm in names.words[slug] for slug in slugs)
    return first if fits else _leftmost(reading, first)


def _leftmost(reading: _Reading, first: int) -> int:
    while first and reading.row[first - 1].is_capital and not reading.row[first - 1].is_connector:
        first -= 1
    return first


def _derived(reading: _Reading, first: int) -> int | None:
    """ "Protocol No. 7 to the …", "Explanatory Report on the …": the start of that name."""
    i = first - 1
    seen_link = False
    while i >= 0 and (
        reading.row[i].folded in {"the", "to", "of", "on", "supplementing", "amending", "a", "zur", "zum", "zu", "der"}
    ):
        seen_link = seen_link or reading.row[i].folded in {
            "to",
            "on",
            "amending",
            "supplementing",
            "of",
            "zur",
            "zum",
            "zu",
        }
        i -= 1
    while i >= 1 and (
        reading.row[i].is_number or reading.row[i].raw in {".", ",", "°"} or reading.row[i].folded in {"no", "nr", "n"}
    ):
        i -= 1
    if i < 0 or not seen_link or reading.row[i].folded not in _DERIVING or not reading.row[i].is_capital:
        return None
    while (
        i
        and reading.row[i - 1].is_capital
        and not reading.row[i - 1].is_connector
        and reading.row[i - 1].folded not in _CITING
    ):
        i -= 1
    return i


def _tail(reading: _Reading, names: Names, last: int, slugs: tuple[str, ...]) -> tuple[int, tuple[str, ...]] | None:
    """Words that carry the name on: "… Convention on the Law of Treaties", "ECHR Protocol No. 7"."""
    row = reading.row
    following = row[last + 1] if last + 1 < len(row) else None
    if following is None:
        return None
    if following.folded in _DERIVING | {"additional", "optional"} and following.is_capital:
        end = last + 1
        while end + 1 < len(row) and (row[end + 1].folded in {"no", ".", "protocol"} or _small(row[end + 1])):
            end += 1
        return end, ()
    if row[last].norm not in KINDS or following.folded not in _TITLE_TAIL:
        return None
    end, said = _title_words(reading, last + 1)
    if not said:
        return None
    fitting = tuple(slug for slug in slugs if all(word in names.words[slug] for word in said))
    return end, fitting


def _small(token: Token) -> bool:
    return token.is_number and len(token.raw) < 3


def _title_words(reading: _Reading, start: int) -> tuple[int, list[str]]:
    """Capitalised words and what links them, from here on: the last token and the content words."""
    row, end, said = reading.row, start - 1, list[str]()
    for i in range(start, min(start + 30, len(row))):
        token = row[i]
        if token.is_capital and not token.is_connector and token.folded not in _CITING and i not in reading.taken:
            said.append(token.norm)
            end = i
        elif not (token.is_connector or token.folded in _TAIL_LINK or (token.raw in {",", "-"} and said)):
            break
    return end, said


# ── descriptions ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _described(reading: _Reading, names: Names) -> Iterator[Mention]:
    """ "the 1957 convention on extradition", "UN corruption treaty": a kind with words that fit few instruments."""
    describing = names.describing
    for index, token in enumerate(reading.row):
        if index in reading.taken or token.norm not in KINDS:
            continue
        first, before = _words_before(reading, names, index, describing)
        last, after = _words_after(reading, names, index, describing)
        year, last = _year_after(reading, last)
        mention = _described_as(reading, names, (first, index, last), [*before, *after], year)
        if mention:
            reading.taken.update(range(mention.first, mention.last + 1))
            yield mention


def _words_before(reading: _Reading, names: Names, index: int, describing: frozenset[str]) -> tuple[int, list[Token]]:
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
            and token.folded not in _NEUTRAL_LEFT - {"un", "coe", "european", "council", "europe", "international"}
        )
        if not (
            _YEAR.match(token.raw)
            or (token.is_word and not token.is_connector and token.folded not in _CITING and (known or named))
        ):
            break
        found.append(token)
        first = i
        i -= 1
    return first, found[::-1]


def _joins(row: Sequence[Token], i: int, describing: frozenset[str]) -> bool:
    return i > 0 and row[i - 1].norm in describing and row[i - 1].is_word and not row[i - 1].is_connector


def _words_after(reading: _Reading, names: Names, index: int, describing: frozenset[str]) -> tuple[int, list[Token]]:
    row, found, last = reading.row, list[Token](), index
    if index + 1 >= len(row) or row[index + 1].folded not in _TITLE_TAIL | {"of"} - {"to"}:
        return last, found
    if row[index + 1].folded == "of" and not (index + 2 < len(row) and row[index + 2].norm in describing):
        return last, found
    for i in range(index + 1, min(index + 20, len(row))):
        token = row[i]
        if i in reading.taken:
            break
        if token.is_word and not token.is_connector and token.folded not in _CITING | _TAIL_LINK:
            word = names.lexicon.corrected(token.norm)
            if not (word in describing or token.is_capital):
                break
            found.append(token)
            last = i
        elif not (token.is_connector or token.folded in _TAIL_LINK or token.raw in {"-", "–"}):
            break
    return last, found


def _described_as(
    reading: _Reading, names: Names, place: tuple[int, int, int], said: list[Token], year: int | None
) -> Mention | None:
    first, index, last = place
    kind = reading.row[index].norm
    years = {int(t.raw) for t in said if _YEAR.match(t.raw)} | ({year} if year else set())
    words = [_un(t, names) for t in said if not _YEAR.match(t.raw)]
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
        if _kind_fits(names, slug, kind)
        and set(words) <= names.words[slug] | {"international"}
        and years <= names.records[slug].years
    )
    if not fitting and not (years or any(t.is_capital for t in said)):
        return None
    return Mention(_span(reading, first, last), fitting, "described" if fitting else "other", first, last)


def _un(token: Token, names: Names) -> str:
    return names.lexicon.corrected(token.norm)


def _kind_fits(names: Names, slug: str, kind: str) -> bool:
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


# ── statutes, acronyms, back references ──────────────────────────────────────────────────────────────────────────────


def _statutes(reading: _Reading) -> Iterator[Mention]:
    """Acts, codes, directives and rules, capitalised: another instrument."""
    row = reading.row
    for i, token in enumerate(row):
        if i in reading.taken or (token.norm not in _STATUTE and token.folded not in _STATUTE):
            continue
        code_of = token.folded == "code" and i + 1 < len(row) and row[i + 1].folded in {"de", "du", "civil", "penal"}
        if not (token.is_capital or token.folded in _LOWER_STATUTE or code_of) or (i and row[i - 1].folded in _CITING):
            continue
        if token.norm == "statute" and _points_back(row, i):
            continue
        first = i
        while (
            first
            and (row[first - 1].is_capital or row[first - 1].raw in {"(", ")", "-"} or _YEAR.match(row[first - 1].raw))
            and first - 1 not in reading.taken
            and row[first - 1].folded not in _CITING
            and not (row[first - 1].raw in {"(", ")"} and not _inside_title(row, first - 1))
        ):
            first -= 1
        last, _ = _title_words(reading, i + 1)
        last = max(i, last)
        while last + 1 < len(row) and (
            _YEAR.match(row[last + 1].raw)
            or row[last + 1].raw == "/"
            or (row[last + 1].is_number and row[last].raw == "/")
            or row[last + 1].raw in {"JHA", "EU", "EC"}
        ):
            last += 1
        reading.taken.update(range(first, last + 1))
        yield Mention(_span(reading, first, last), (), "other", first, last)


def _inside_title(row: Sequence[Token], i: int) -> bool:
    return i > 0 and (row[i - 1].is_capital or row[i].raw == ")")


def _points_back(row: Sequence[Token], i: int) -> bool:
    return i > 0 and row[i - 1].folded in _BACK_BEFORE


def _backward(reading: _Reading) -> Iterator[Mention]:
    row = reading.row
    for i, token in enumerate(row):
        if i in reading.taken:
            continue
        if token.folded in _BACK_WORDS and not (token.folded == "id" and token.raw.isupper()):
            reading.taken.add(i)
            yield Mention(_span(reading, i, i), (), "back", i, i)
        elif token.norm in KINDS and _points_back(row, i):
            reading.taken.update({i - 1, i})
            firm = row[i - 1].folded not in _WEAK_BACK
            yield Mention(_span(reading, i - 1, i), (), "back", i - 1, i, refers=token.norm, firm=firm)


def _acronyms(reading: _Reading) -> Iterator[Mention]:
    """Abbreviations that nobody here knows: beside a citation they are some other instrument."""
    if reading.text.upper() == reading.text and len(reading.row) > 6:
        return
    for i, token in enumerate(reading.row):
        capitals = sum(c.isupper() for c in token.raw)
        raw = token.raw.replace(".", "")
        if i in reading.taken or not token.is_word or capitals < 2 or not 2 <= len(raw) <= 12:
            continue
        if raw.upper() in _NOT_ACRONYM or re.fullmatch(r"[IVXLC]+", raw):
            continue
        yield Mention(_span(reading, i, i), (), "acronym", i, i, firm=False)


def drop_anonymous(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Those that name an instrument of the catalogue."""
    return tuple(mention for mention in mentions if mention.slugs)
