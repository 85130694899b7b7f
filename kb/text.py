"""From string to string, nothing else: normalise, tokenise, split into sentences."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import Stemmer  # PyStemmer: Snowball

from kb.model import Span

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_SPACE = re.compile(r"\s+")
STOPWORDS = frozenset(
    """
    a an and any are as at be been being but by can could did do does for from had has have he her his how i if in
    into is it its may me might must my of on or our shall she should so such than that the their them there these
    they this those to us was we were what when where which who whom whose why will with would you your
    """.split()
)


def squeeze(text: str) -> str:
    """White space of any kind and length becomes one space; none at the ends."""
    return _SPACE.sub(" ", text).strip()


def fold(text: str) -> str:
    """For comparing names: NFKD without accents, lower case, single spaces."""
    plain = unicodedata.normalize("NFKD", text)
    accents = {ord(character): None for character in set(plain) if unicodedata.combining(character)}
    return squeeze(plain.translate(accents).casefold() if accents else plain.casefold())


def words(text: str) -> list[str]:
    """Words and numbers, folded, in order."""
    return _WORD.findall(fold(text))


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


def terms(text: str) -> list[str]:
    """Index terms: words without stop words, stemmed with Snowball English."""
    return list(_stemmer().stemWords([word for word in words(text) if word not in STOPWORDS]))


def without(text: str, spans: Sequence[Span]) -> str:
    """The text with these slices left out; the whole text where no word of substance would remain."""
    kept, at = [], 0
    for span in sorted(spans, key=lambda one: one.start):
        kept.append(text[at : span.start])
        at = max(at, span.end)
    rest = squeeze(" ".join([*kept, text[at:]]))
    return rest if terms(rest) else text


# A full stop after these does not end a sentence; a word that may also end one ("etc.") is left out on purpose.
_ABBREVIATIONS = frozenset(
    """
    art arts para paras par subpara no nos p pp vol vols ch chap sec sect ss cf e.g i.e viz v vs mr mrs ms dr prof st
    ref reg doc annex app approx ca incl inter res ser fig lit let cl cls fn add rev corr jr u.s u.n e.u u.k o.j
    """.split()
)
_STOP = re.compile(r"""[.!?]+["'”’»)\]]*(?=\s)|\n\s*(?=\S)""")
_OPENS = re.compile(r"""\s*["'“‘«(\[]*[*_]*[A-Z0-9À-Þ(\[“"]""")
_BEFORE = re.compile(r"[^\s(\[“\"'‘]*$")
_BULLET = re.compile(r"\(?(?:\d{1,3}|[A-Za-z]{1,2}|[ivxlcIVXLC]{1,5})\.")


def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of a text in order, white space outside them.

    A line break ends one, as blocks of a document are reflowed to single lines. The full stop of an abbreviation, an
    initial, a number ("No. 5", "1.") or a word that goes on in lower case does not.
    """
    cuts = [stop.end() for stop in _STOP.finditer(text) if stop.group()[0] == "\n" or _ends_sentence(text, stop)]
    edges = [0, *cuts, len(text)]
    pieces = (_trimmed(text, start, end) for start, end in pairwise(edges))
    return tuple(span for span in pieces if span.start < span.end)


def _ends_sentence(text: str, stop: re.Match[str]) -> bool:
    if not _OPENS.match(text, stop.end()):
        return False
    if stop.group()[0] != ".":
        return True
    found = _BEFORE.search(text, 0, stop.start())
    before = found.group() if found else ""
    line_start = text.rfind("\n", 0, stop.start()) + 1
    is_label = bool(_BULLET.fullmatch(text[line_start : stop.start() + 1].strip()))
    is_initial = len(before) == 1 and before.isalpha() and before.isupper()
    return not (is_label or is_initial or before.casefold() in _ABBREVIATIONS)


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
