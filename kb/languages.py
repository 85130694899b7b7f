"""Which language a stretch of text is in, told by its function words, and where a document changes language.

Six languages are known. A block is scored by the words that only some of them use; the blocks of a document are then
divided so that the scores are highest while changes are few and stand at headings (a quotation changes nothing).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

NAMES: Mapping[str, str] = {
    "en": "English",
    "fr": "French",
    "nl": "Dutch",
    "de": "German",
    "es": "Spanish",
    "it": "Italian",
}
_PROFILES = {
    "en": "the of and to shall be by this that for which with any or as from not such its it an on is are at "
    "article articles annex chapter section agreement between convention",
    "fr": "le la les des du et à au aux dans par pour que qui une un sur est sont ou ce cette ne pas ces sera ainsi "
    "article articles annexe chapitre section convention entre de en",
    "nl": "de het een van en te dat die voor met op zijn door wordt worden of aan niet bij als uit deze dit "
    "artikel artikelen bijlage hoofdstuk afdeling deel inzake tussen verdrag overeenkomst tot",
    "de": "der die das und den dem des ein eine von zu für mit ist im sich auf nicht werden wird zur zum oder "
    "artikel anlage anhang kapitel abschnitt über zwischen nach",
    "es": "el los las del y en la que por para una con se su al o de es no este esta como artículo articulo anexo "
    "capítulo sección entre convenio",
    "it": "il di che la le dei della delle e per un una con del gli i nel nella non sono o da articolo allegato capo "
    "sezione tra accordo convenzione",
}
_WORD = re.compile(r"[^\W\d_]+")
_OPENS = re.compile(r"[\W_]*(article|artikel|art[ií]culo|articolo)\s+[\dIVX]", re.IGNORECASE)
_OPENING = 15  # what the word above a provision weighs: an editor's remark below it does not change the language
_SAMPLE = 3000  # characters of a block that are looked at
_AT_HEADING = 6  # what a change of language costs at a heading, in words
_ELSEWHERE = 40
_PART = 30  # function words that a part must have to count as being in another language
_CLEAR = 12  # enough where the language before has a third of that or less in the same words
_DENSE = 0.2  # share of them among its words; a list of names or substances has less


def _by_word() -> dict[str, tuple[str, ...]]:
    words: dict[str, tuple[str, ...]] = {}
    for language, profile in _PROFILES.items():
        for word in set(profile.split()):
            words[word] = (*words.get(word, ()), language)
    return words


_LANGUAGES = _by_word()
_ORDER = tuple(NAMES)


def scores(text: str) -> Counter[str]:
    """How many function words of each language the beginning of the text has."""
    found: Counter[str] = Counter()
    for word in _WORD.findall(text[:_SAMPLE].lower()):
        for language in _LANGUAGES.get(word, ()):
            found[language] += 1
    return found


def language_of(text: str) -> str:
    """The language with most function words: "en", "fr", "nl", "de", "es" or "it"; "" where two are level."""
    best = scores(text).most_common(2)
    if not best or (len(best) == 2 and best[0][1] == best[1][1]):
        return ""
    return best[0][0]


def divide(texts: Sequence[str], heads: Sequence[bool]) -> list[str]:
    """The language of each block, "" for all where no function word is known.

    `heads` says which blocks are headings. The division maximises the function words that agree with their block's
    language, less a price for every change; parts too short to be sure join the part before them.
    """
    counts = [scores(text) for text in texts]
    if not any(counts):
        return [""] * len(texts)
    totals = [len(_WORD.findall(text[:_SAMPLE])) for text in texts]
    weighed = [count + _opening(text) for text, count in zip(texts, counts, strict=True)]
    return _without_scraps(_best_path(weighed, heads), counts, totals)


def _opening(text: str) -> Counter[str]:
    """Extra weight for the languages whose word for "article" opens the block."""
    found = _OPENS.match(text)
    speaking = _LANGUAGES.get(found[1].lower(), ()) if found else ()
    return Counter(dict.fromkeys(speaking, _OPENING))


def _best_path(counts: Sequence[Counter[str]], heads: Sequence[bool]) -> list[str]:
    totals = dict.fromkeys(_ORDER, 0)
    steps: list[dict[str, str]] = []
    for count, head in zip(counts, heads, strict=True):
        best = max(_ORDER, key=lambda language: totals[language])
        floor = totals[best] - (_AT_HEADING if head else _ELSEWHERE)
        came = {language: language if totals[language] >= floor else best for language in _ORDER}
        totals = {language: max(totals[language], floor) + count[language] for language in _ORDER}
        steps.append(came)
    language = max(_ORDER, key=lambda code: totals[code])
    path: list[str] = []
    for came in reversed(steps):
        path.append(language)
        language = came[language]
    return path[::-1]


@dataclass(slots=True)
class _Run:
    """Blocks in one language: its function words, those of every language, and all words."""

    language: str
    length: int = 0
    total: int = 0
    words: Counter[str] = field(default_factory=Counter)

    def sure(self, current: str) -> bool:
        """Long or clear enough to be a part of its own, and written in sentences."""
        own = self.words[self.language]
        clear = own >= _CLEAR and own >= 3 * self.words[current]
        return own >= _DENSE * self.total and (own >= _PART or clear)


def _runs(path: Sequence[str], counts: Sequence[Counter[str]], totals: Sequence[int]) -> list[_Run]:
    runs: list[_Run] = []
    for language, count, total in zip(path, counts, totals, strict=True):
        if not runs or runs[-1].language != language:
            runs.append(_Run(language))
        runs[-1].length += 1
        runs[-1].total += total
        runs[-1].words += count
    return runs


def _without_scraps(path: Sequence[str], counts: Sequence[Counter[str]], totals: Sequence[int]) -> list[str]:
    """Runs too short to be sure take the language of the run before them, the first that of the next sure one."""
    runs = _runs(path, counts, totals)
    largest = max(runs, key=lambda run: run.words[run.language]).language
    current = next((run.language for run in runs if run.sure("")), largest)
    settled: list[str] = []
    for run in runs:
        current = run.language if run.sure(current) else current
        settled += [current] * run.length
    return settled
