"""Names of instruments as token sequences: folding with offsets, a trie of names, spelling tolerance.

A name is compared by its content words: articles, prepositions and hyphens between them may vary, the order may not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}[^\W\d_]?\.?"  # abbreviations: U.N.T.S.
    r"|[^\W\d_]+(?:['’][^\W\d_]+)?"
    r"|\d+(?:st|nd|rd|th)\b|\d+|[^\w\s]|_"
)
_ELIDED = re.compile(r"^(?:d|l|dell|dall|all|qu|s)['’]", re.IGNORECASE)

_ENGLISH_CONNECTORS = frozenset("the of on for to in and an against by with concerning relating regarding from".split())
CONNECTORS = frozenset(
    """
    the of on for to in and a an against by with concerning relating regarding about at from
    de la le les du des d l et en sur contre a au aux relatif relative par el los las del y contra sobre para
    der die das den dem des zum zur uber gegen im und von vom fur di del dell il lo gli sul sulla contro
    het van voor tegen inzake betreffende bij al alla
    """.split()
)
_CANONICAL = {
    "conv": "convention", "prot": "protocol", "organised": "organized", "organisation": "organization",
    "judgement": "judgment", "judgements": "judgment", "eur": "european", "europ": "european", "intl": "international",
    "addl": "additional", "add": "additional", "1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth",
    "combatting": "combating", "counterfeit": "counterfeiting", "treaties": "treaty", "offense": "offence",
    "cooperation": "operation",
    "convn": "convention", "mut": "mutual", "assist": "assistance", "crim": "criminal", "extrad": "extradition",
    "sec": "second",
    "konvention": "convention", "ubereinkommen": "convention", "verdrag": "convention", "convenio": "convention",
    "convencion": "convention", "convenzione": "convention", "convencao": "convention",
    "protokoll": "protocol", "protocole": "protocol", "protocolo": "protocol", "protocollo": "protocol",
    "traite": "treaty", "tratado": "treaty", "trattato": "treaty",
    "additionnel": "additional", "adicional": "additional", "addizionale": "additional", "aanvullend": "additional",
    "deuxieme": "second", "zweite": "second", "zweites": "second", "segundo": "second", "tweede": "second",
    "secondo": "second", "troisieme": "third", "dritte": "third", "drittes": "third", "tercer": "third",
    "zweiten": "second", "dritten": "third", "zusatzprotokoll": "protocol", "zusatzprotokolls": "protocol",
    "derde": "third", "terzo": "third",
}  # fmt: skip
_MERGED = {
    "united": ("nation", "un"),
    "council": ("europe", "coe"),
    "cyber": ("crime", "cybercrime"),
}  # first: second, both
_SPLIT = {"zusatzprotokoll": ("additional", "protocol"), "zusatzprotokolls": ("additional", "protocol")}
KINDS = frozenset({"convention", "protocol", "treaty", "covenant", "statute", "agreement"})


class Token(NamedTuple):
    """A word, number or mark of a text: its slice, its folded form and the form by which names are compared."""

    start: int
    end: int
    raw: str
    folded: str
    norm: str
    is_word: bool

    @property
    def is_number(self) -> bool:
        """Digits only."""
        return self.raw.isdecimal()

    @property
    def is_connector(self) -> bool:
        """A word that may differ between two spellings of a name."""
        return self.folded in CONNECTORS

    @property
    def is_capital(self) -> bool:
        """Starts with a capital letter."""
        return self.is_word and self.raw[0].isupper()


@lru_cache(maxsize=8192)
def fold_word(word: str) -> str:
    """Lower case without accents, dots and elided articles: "d'Istanbul" → "istanbul", "U.N." → "un"."""
    word = _ELIDED.sub("", word)
    plain = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return plain.casefold().replace(".", "").removesuffix("'s").removesuffix("’s")


@lru_cache(maxsize=8192)
def canonical(folded: str) -> str:
    """The form by which names are compared: spelling variants and plurals fall together."""
    known = _CANONICAL.get(folded)
    if known:
        return known
    if len(folded) > 4 and folded.endswith("s") and not folded.endswith(("ss", "us", "is")):
        return _CANONICAL.get(folded[:-1], folded[:-1])
    return folded


def tokens(text: str) -> list[Token]:
    """Words, numbers and marks with their code-point offsets."""
    found = []
    for match in _TOKEN.finditer(text):
        raw = match.group()
        is_word = raw[-1].isalpha() or raw[0].isalpha()
        folded = fold_word(raw) if is_word else raw
        norm = "protocol" if raw == "AP" else canonical(folded)  # "Second AP to ETS 30"
        found.append(Token(match.start(), match.end(), raw, folded, norm, is_word))
    return found


@dataclass(slots=True)
class _Node:
    children: dict[str, _Node] = field(default_factory=dict)
    slugs: dict[str, str] = field(default_factory=dict)  # slug → exact spelling or ""


class Step(NamedTuple):
    """A content word of a text: the form to compare and the tokens that it covers (from, to)."""

    norm: str
    first: int
    last: int


def content(row: Sequence[Token]) -> list[Step]:
    """The content words of a token row; "United Nations" becomes one word, "Zusatzprotokoll" two."""
    steps = [
        Step(norm, i, i)
        for i, t in enumerate(row)
        if (t.is_word and not _silent(t)) or t.is_number
        for norm in _SPLIT.get(t.folded, (t.norm,))
    ]
    merged: list[Step] = []
    i = 0
    while i < len(steps):
        if steps[i].norm == "protocol" and i + 1 < len(steps) and steps[i + 1].norm == "additional":
            first, second = steps[i], steps[i + 1]  # French, Spanish and Italian order
            merged += [Step(second.norm, first.first, first.last), Step(first.norm, second.first, second.last)]
            i += 2
            continue
        length, norm = _joined(steps, i)
        merged.append(steps[i] if length == 1 else Step(norm, steps[i].first, steps[i + length - 1].last))
        i += length
    return merged


def _joined(steps: Sequence[Step], i: int) -> tuple[int, str]:
    """How many words are one word here, and which."""
    word = steps[i].norm
    following = steps[i + 1].norm if i + 1 < len(steps) else ""
    for first, (second, both) in _MERGED.items():
        if following == second and (word == first or (len(word) > 4 and within(word, first, 1))):
            return 2, both
    return 1, word


def _silent(token: Token) -> bool:
    """Connectors and the "co" of "co-operation"; a capital alone ("A") is no article, "AU" no French preposition."""
    if token.folded == "co":
        return token.raw != "CO"
    if token.raw.isupper() and token.folded not in _ENGLISH_CONNECTORS:
        return False
    return token.is_connector and (len(token.raw) > 1 or token.raw.islower())


def name_words(name: str) -> tuple[str, ...]:
    """A name's content words."""
    return tuple(step.norm for step in content(tokens(name)))


class Lexicon:
    """All names in a trie. Built once; lookups walk content words."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._root = _Node()
        self.vocabulary: dict[str, int] = {}  # word → how many names have it
        for name, slug in names:
            self._add(name, slug)
        self._by_shape: dict[tuple[str, int], list[str]] = {}
        for word in self.vocabulary:
            self._by_shape.setdefault((word[0], len(word)), []).append(word)

    def _add(self, name: str, slug: str) -> None:
        words = name_words(name)
        if not words:
            return
        node = self._root
        for word in words:
            node = node.children.setdefault(word, _Node())
        exact = name if len(words) == 1 and is_acronym(name) else ""
        if node.slugs.get(slug, "-") != "":
            node.slugs[slug] = exact
        for word in words:
            self.vocabulary[word] = self.vocabulary.get(word, 0) + 1

    def walk(self, words: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
        """Every name that starts here: (number of content words, slugs with the spelling that they demand)."""
        node = self._root
        for length, word in enumerate(words, 1):
            following = node.children.get(word)
            if following is None:
                return
            node = following
            if node.slugs:
                yield length, node.slugs

    def exactly(self, words: Sequence[str]) -> dict[str, str]:
        """The slugs of the name that has these words and no others."""
        return next((slugs for length, slugs in self.walk(words) if length == len(words)), {})

    @lru_cache(maxsize=4096)  # noqa: B019 - one lexicon lives as long as the process
    def corrected(self, word: str) -> str:
        """The word itself if a name has it, else the commonest word of names within a slip or two of the pen.

        Two slips are for long words; a word of the same letters in another order is one slip ("Palmero").
        """
        if word in self.vocabulary or len(word) < 5 or word.isdecimal():
            return word
        for slips in (1, 2) if len(word) >= 8 else (1,):
            near = [known for known in self._alike(word, slips) if within(word, known, slips)]
            if near:
                return max(near, key=lambda known: (self.vocabulary[known], known))
        same = [known for known in self._alike(word, 0) if len(word) > 6 and sorted(known) == sorted(word)]
        return max(same, key=lambda known: (self.vocabulary[known], known)) if same else word

    def _alike(self, word: str, slips: int) -> Iterator[str]:
        """Words of names with the same first letter and about the same length."""
        for size in range(max(5, len(word) - slips), len(word) + slips + 1):
            yield from self._by_shape.get((word[0], size), ())


def is_acronym(name: str) -> bool:
    """A one-word name with at least two capitals: UNTOC, EMRK, ReCAAP, EuAlÜbk."""
    return " " not in name and sum(c.isupper() for c in name) >= 2


def within(a: str, b: str, limit: int) -> bool:
    """True if insertions, deletions, substitutions and swaps of neighbours, `limit` at most, lead from a to b."""
    if abs(len(a) - len(b)) > limit:
        return False
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        following = [i]
        for j, y in enumerate(b, 1):
            cost = min(row[j] + 1, following[j - 1] + 1, row[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            following.append(cost)
        if min(following) > limit:
            return False
        before, row = row, following
    return row[-1] <= limit
