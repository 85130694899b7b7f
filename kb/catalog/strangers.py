"""What is none of ours: statutes, unknown abbreviations, and references back to something named before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kb.catalog.names import KINDS, Token
from kb.catalog.reading import Mention, Reading, slice_of
from kb.catalog.surroundings import CITING, YEAR, title_words

_BACK_BEFORE = frozenset(
    """the this that said same present such aforesaid aforementioned abovementioned latter ladite ledit dudit cette
    dieses diesem genannte genannten dicho dicha citado citada presente suddetta""".split()
)


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


_NOT_ACRONYM = frozenset(
    """EU UN US USA UK ICC ICJ ECTHR CJEU ECJ MLA JIT EUR USD NB UNODC OECD NATO INTERPOL DNA PDF COE OAS ASEAN AU
    ECOWAS IMO ICAO IAEA WHO FATF GRECO ART ARTS ARTICLE OJ ILM UNTS LNTS TIAS UST CELEX ECLI NO PARA PARAS SEC
    GA UNGA""".split()
)


def statutes(reading: Reading) -> Iterator[Mention]:
    """Acts, codes, directives and rules, capitalised: another instrument."""
    row = reading.row
    for i, token in enumerate(row):
        if i in reading.taken or (token.norm not in _STATUTE and token.folded not in _STATUTE):
            continue
        code_of = token.folded == "code" and i + 1 < len(row) and row[i + 1].folded in {"de", "du", "civil", "penal"}
        if not (token.is_capital or token.folded in _LOWER_STATUTE or code_of) or (i and row[i - 1].folded in CITING):
            continue
        if token.norm == "statute" and _points_back(row, i):
            continue
        first = i
        while (
            first
            and (row[first - 1].is_capital or row[first - 1].raw in {"(", ")", "-"} or YEAR.match(row[first - 1].raw))
            and first - 1 not in reading.taken
            and row[first - 1].folded not in CITING
            and not (row[first - 1].raw in {"(", ")"} and not _inside_title(row, first - 1))
        ):
            first -= 1
        last, _ = title_words(reading, i + 1)
        last = max(i, last)
        while last + 1 < len(row) and (
            YEAR.match(row[last + 1].raw)
            or row[last + 1].raw == "/"
            or (row[last + 1].is_number and row[last].raw == "/")
            or row[last + 1].raw in {"JHA", "EU", "EC"}
        ):
            last += 1
        reading.taken.update(range(first, last + 1))
        yield Mention(slice_of(reading, first, last), (), "other", first, last)


def protocols(reading: Reading) -> Iterator[Mention]:
    """A protocol by its number alone, which none of ours is called by: "Protocol 7", "Protocol No. 12"."""
    row = reading.row
    for i, token in enumerate(row):
        if i in reading.taken or token.folded != "protocol" or not token.is_capital:
            continue
        last = i + 1
        while last < len(row) and (row[last].folded in {"no", "nr", "n"} or row[last].raw in {".", "°"}):
            last += 1
        if last < len(row) and row[last].is_number and len(row[last].raw) < 3:
            reading.taken.update(range(i, last + 1))
            yield Mention(slice_of(reading, i, last), (), "other", i, last)


def _inside_title(row: Sequence[Token], i: int) -> bool:
    return i > 0 and (row[i - 1].is_capital or row[i].raw == ")")


def _points_back(row: Sequence[Token], i: int) -> bool:
    return i > 0 and row[i - 1].folded in _BACK_BEFORE


def backward(reading: Reading) -> Iterator[Mention]:
    """References to an instrument named before: "the said Convention", "thereof", "ibid"."""
    row = reading.row
    for i, token in enumerate(row):
        if i in reading.taken:
            continue
        if token.folded in _BACK_WORDS and not (token.folded == "id" and token.raw.isupper()):
            reading.taken.add(i)
            yield Mention(slice_of(reading, i, i), (), "back", i, i)
        elif token.norm in KINDS and _points_back(row, i):
            reading.taken.update({i - 1, i})
            firm = row[i - 1].folded not in _WEAK_BACK
            yield Mention(slice_of(reading, i - 1, i), (), "back", i - 1, i, refers=token.norm, firm=firm)


def acronyms(reading: Reading) -> Iterator[Mention]:
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
        yield Mention(slice_of(reading, i, i), (), "acronym", i, i, firm=False)
