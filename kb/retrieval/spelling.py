"""Words that nobody in the library uses, read as the word they are nearest to."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

LEAST_LENGTH = 6
LEAST_PART = 4  # letters of a word that is joined with another
LEAST_LIKENESS = 0.8  # 1 less edits over length; a transposition is one edit


def corrected(words: Sequence[str], known: Collection[str]) -> dict[str, str]:
    """Each unknown word with a known one close to it that begins alike; short words and numbers are left alone."""
    found: dict[str, str] = {}
    for word in dict.fromkeys(words):
        if word in known or len(word) < LEAST_LENGTH or not word.isalpha():
            continue
        alike = [one for one in known if one[:1] == word[:1] and abs(len(one) - len(word)) <= 2]
        best = process.extractOne(
            word, alike, scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=LEAST_LIKENESS
        )
        if best:
            found[word] = best[0]
    return found


def joined(word: str, known: Collection[str]) -> bool:
    """True for two known words written as one: "videolink"."""
    cuts = range(LEAST_PART, len(word) - LEAST_PART + 1)
    return any(word[:cut] in known and word[cut:] in known for cut in cuts)
