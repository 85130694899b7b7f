"""Cities that lawyers call an instrument by ("under Budapest"), told from the city itself ("a court in Budapest")."""

from __future__ import annotations

from collections.abc import Sequence

from kb.catalog.names import KINDS, Token
from kb.catalog.surroundings import CITING

_LONGEST = 11

# What stands before a city that is meant as a place, and behind one whose people or offices are meant.
_THERE = frozenset(
    "in at near from around outside inside towards toward into visit visited visiting via our your their".split()
)
_PEOPLE = frozenset(
    """court courts tribunal judge judges police authority authorities prosecutor prosecutors office offices embassy
    consulate airport prison jail detention lawyer lawyers bar district city suburb station ministry government
    hospital university hotel flight flights meeting conference summit mission delegation colleague colleagues desk
    team unit branch headquarters attorney attorneys magistrate magistrates registry resident residents
    area region street port law rules time memorandum declaration
    charter principles guidelines statement communique summit process pact accord accords""".split()
)

# What makes it the instrument: words before it, verbs and nouns behind it, auxiliaries in a question about it.
_UNDER = frozenset("under per beyond unlike".split())
_LEGAL_BEFORE = (
    ("pursuant", "to"), ("party", "to"), ("parties", "to"), ("signatory", "to"),
    ("signatories", "to"), ("acceded", "to"), ("accede", "to"), ("accession", "to"), ("subject", "to"),
    ("contrary", "to"), ("compared", "to"), ("reservation", "to"), ("reservations", "to"), ("declaration", "to"),
    ("bound", "by"), ("required", "by"), ("covered", "by"), ("governed", "by"), ("provided", "by"),
    ("foreseen", "by"), ("meaning", "of"), ("scope", "of"), ("purposes", "of"), ("virtue", "of"), ("terms", "of"),
    ("ratification", "of"), ("line", "with"), ("accordance", "with"), ("conformity", "with"), ("compliance", "with"),
    ("comply", "with"), ("consistent", "with"), ("compatible", "with"), ("based", "on"), ("rely", "on"),
    ("relying", "on"), ("relies", "on"),
)  # fmt: skip
_ACCEPTED = frozenset(
    """ratified ratifies ratify ratifying implement implements implemented implementing transpose transposed transposing
    signed invoke invokes invoked invoking gemass nach laut""".split()
)
_SAYS = frozenset(
    """says say requires require provides provide allows allow permits permit prohibits prohibit forbids forbid obliges
    oblige defines define covers cover criminalises criminalizes criminalise criminalize foresees stipulates prescribes
    prescribe applies apply lets binds contains contain speaks mandates regulates governs govern imposes impose
    excludes exclude sets lists caps treats mentions""".split()
)
_TEXTS = frozenset(
    """text texts regime framework instrument provision provisions definition definitions safeguards standard standards
    obligations wording preamble""".split()
)
_ASKING = frozenset("does did is was can could would do will".split())
_ASKED = _SAYS | frozenset("mean have binding applicable enough silent help demand".split())
_DIVISIONS = frozenset("chapter chapters part section title preamble annex para paras paragraph paragraphs".split())
_JOINING = frozenset({"and", "or", "&", "/", "nor", "but", "not", "also"})
_JOINED = frozenset({"and", "or", "nor", "&"})
_USED = frozenset("used relied invoked applied cited".split())
_FUNCTION = frozenset(
    """is are was were does do did can may must shall should will would could have has had we i they it he she you there
    this that these those if when where while without as or but nor than which who what how not no also only alone
    pending before after until our your my unless because since so""".split()
)
_CONTRASTED = frozenset("does is".split())


def is_city(row: Sequence[Token], first: int, last: int, names: Sequence[tuple[int, int]], whole: bool) -> bool:
    """True where a name of one word, such as a city's, is no instrument's here.

    `names` are the mentions found before it, `whole` tells that the word is all there is.
    """
    token = row[first]
    capitals = sum(letter.isupper() for letter in token.raw)
    if first != last or capitals > 1 or len(token.raw) > _LONGEST:
        return False
    if _place_said(row, first):
        return True
    if capitals == 0 or whole or _beside_pinpoint(row, first):
        return False
    return not (_meant(row, first) or _listed(row, first, names))


def _place_said(row: Sequence[Token], i: int) -> bool:
    """ "in Warsaw", "the Budapest court", "Istanbul's police"."""
    before, after = _folded(row, i - 1), _folded(row, i + 1)
    led = before in _THERE or (before == "to" and (_folded(row, i - 2), before) not in _LEGAL_BEFORE)
    cited = before in {"in", "to"} and _cited(row, i + 1)  # "as in Budapest, art 29"
    return (led and after not in _TEXTS and not cited) or after in _PEOPLE or _capital_goes_on(row, i)


def _capital_goes_on(row: Sequence[Token], i: int) -> bool:
    """Another word with a capital right behind makes a longer name: "Budapest Memorandum"."""
    following = row[i + 1] if i + 1 < len(row) else None
    if following is None or not following.is_capital or following.is_connector or following.norm in KINDS:
        return False
    return not (following.folded in CITING | _DIVISIONS or following.norm in {"party", "partie"})


def _beside_pinpoint(row: Sequence[Token], i: int) -> bool:
    """A word for an article close by, a number, a party or a kind of instrument right behind."""
    close = (*row[max(0, i - 4) : i], *row[i + 1 : i + 3])
    if any(token.folded in CITING and token.folded != "a" for token in close):
        return True
    after = row[i + 1 : i + 2]
    return bool(after) and (after[0].is_number or after[0].norm in {"party", "partie", "article"})


def _cited(row: Sequence[Token], i: int) -> bool:
    i = i + 1 if i < len(row) and row[i].raw in {",", "("} else i
    return i < len(row) and (row[i].folded in CITING or row[i].norm in KINDS)


def _meant(row: Sequence[Token], i: int) -> bool:
    """ "under Budapest", "party to Palermo", "Lanzarote says", "the Warsaw text", "does Budapest allow …"."""
    before, earlier = _folded(row, i - 1), _folded(row, i - 2)
    after = _folded(row, i + 1)
    led = before in _UNDER | _ACCEPTED or (earlier, before) in _LEGAL_BEFORE
    return (
        (led and not _goes_on(row, i))
        or after in _SAYS | _TEXTS
        or (before in _ASKING and (after in _ASKED or (after == "be" and _folded(row, i + 2) in _USED)))
        or (after in _CONTRASTED and _folded(row, i + 2) in {"not", *_ASKED})
        or (after in {"both", "all", "also"} and _folded(row, i + 2) in _SAYS)
        or (after in _JOINED and i + 2 < len(row) and row[i + 2].is_capital and _meant(row, i + 2))
    )


def _goes_on(row: Sequence[Token], i: int) -> bool:
    """A further word of content right behind makes it a place or a longer name: "under Warsaw Pact rules"."""
    following = row[i + 1] if i + 1 < len(row) else None
    if following is None or not following.is_word:
        return False
    return not (following.is_connector or following.folded in _FUNCTION | _SAYS | _TEXTS)


def _listed(row: Sequence[Token], i: int, names: Sequence[tuple[int, int]]) -> bool:
    """Joined to an instrument that is named: "under Istanbul and Lanzarote", "UNTOC or Budapest"."""
    j = i
    while j > 0 and i - j < 3 and _folded(row, j - 1) in _JOINING:
        j -= 1
    return j < i and any(last == j - 1 for _, last in names) and not _goes_on(row, i)


def _folded(row: Sequence[Token], i: int) -> str:
    return row[i].folded if 0 <= i < len(row) else ""
