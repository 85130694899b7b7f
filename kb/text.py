"""From string to string, nothing else: normalise, tokenise."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import Stemmer  # PyStemmer: Snowball

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
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return squeeze(plain.casefold())


def words(text: str) -> list[str]:
    """Words and numbers, folded, in order."""
    return _WORD.findall(fold(text))


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


def terms(text: str) -> list[str]:
    """Index terms: words without stop words, stemmed with Snowball English."""
    return list(_stemmer().stemWords([word for word in words(text) if word not in STOPWORDS]))
