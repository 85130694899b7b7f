"""Which concepts a text speaks of: by the words that they go by, or by nearness that the caller measures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from math import log, sqrt

from kb.concepts.record import Concept
from kb.text import sentences, terms

GAP = 1  # words that may stand between two of a phrase: "hand him over"
WORDS = 0.02  # what a point of a phrase's rarity adds to a cosine; measured on the provisions that ship
NEAR = 0.5  # closeness from which on words may mean a concept
Phrase = tuple[str, ...]
Similarity = Callable[[str, str], float]


@dataclass(frozen=True, slots=True)
class Tag:
    """A concept found in a text: how strongly, and by which of its stemmed phrases."""

    concept: str
    score: float
    words: tuple[str, ...] = ()


class Tagger:
    """Finds the phrases of concepts in texts; a longer phrase wins over the shorter ones inside it."""

    def __init__(self, concepts: Mapping[str, Concept]) -> None:
        self._owners = _owners(concepts.values())
        self._rarity = _rarity(self._owners, len(concepts))
        self._rarest = max(self._rarity.values(), default=0.0)
        self._weights = {
            phrase: sum(self._rarity[stem] for stem in phrase) / len(names) for phrase, names in self._owners.items()
        }
        self._by_first: dict[str, list[Phrase]] = {}
        for phrase in sorted(self._owners, key=lambda phrase: (-len(phrase), phrase)):
            self._by_first.setdefault(phrase[0], []).append(phrase)

    def tag(self, text: str) -> tuple[Tag, ...]:
        """The concepts whose words stand in the text, strongest first; none where it has none of them."""
        found: dict[str, Counter[Phrase]] = {}
        for span in sentences(text):
            for phrase in self._phrases(terms(span.of(text))):
                for concept in self._owners[phrase]:
                    found.setdefault(concept, Counter())[phrase] += 1
        tags = (Tag(name, self._score(said), tuple(map(" ".join, said))) for name, said in found.items())
        return _strongest_first(tags)

    def find(self, said: str) -> tuple[Tag, ...]:
        """The concepts that a few words mean: those whose phrases they hold, then those whose phrases come near."""
        exact = self.tag(said)
        have = {tag.concept for tag in exact}
        return exact + tuple(tag for tag in self._near(set(terms(said))) if tag.concept not in have)

    def _near(self, stems: set[str]) -> tuple[Tag, ...]:
        said = self._weight(stems)
        best: dict[str, Tag] = {}
        for phrase, names in self._owners.items():
            shared = self._weight(stems.intersection(phrase))
            closeness = shared / sqrt(self._weight(set(phrase)) * said) if shared else 0.0
            for name in names:
                if closeness >= NEAR and (name not in best or closeness > best[name].score):
                    best[name] = Tag(name, round(closeness, 4), (" ".join(phrase),))
        return _strongest_first(best.values())

    def _weight(self, stems: Iterable[str]) -> float:
        """The rarity of words together; those of no concept weigh as the rarest."""
        return sum(self._rarity.get(stem, self._rarest) for stem in stems)

    def _score(self, said: Counter[Phrase]) -> float:
        """Rarity of each phrase; said again it adds less and less."""
        return round(sum(self._weights[phrase] * (1 + log(times)) for phrase, times in said.items()), 4)

    def _phrases(self, stems: Sequence[str]) -> list[Phrase]:
        """The phrases in one sentence, longest first at each word, none overlapping another."""
        found: list[Phrase] = []
        at = 0
        while at < len(stems):
            ends = ((phrase, _end(phrase, stems, at)) for phrase in self._by_first.get(stems[at], ()))
            phrase, end = next(((phrase, end) for phrase, end in ends if end), ((), at + 1))
            if phrase:
                found.append(phrase)
            at = end
        return found


def _end(phrase: Phrase, stems: Sequence[str], start: int) -> int:
    """Where the phrase that begins here ends; 0 where it does not stand here."""
    at = start + 1
    for word in phrase[1:]:
        window = list(islice(stems, at, at + GAP + 1))
        if word not in window:
            return 0
        at += window.index(word) + 1
    return at


def _owners(concepts: Iterable[Concept]) -> dict[Phrase, tuple[str, ...]]:
    owners: dict[Phrase, dict[str, None]] = {}
    for concept in concepts:
        for said in concept.phrases:
            if phrase := tuple(terms(said)):
                owners.setdefault(phrase, {})[concept.id] = None
    return {phrase: tuple(names) for phrase, names in owners.items()}


def _rarity(owners: Mapping[Phrase, tuple[str, ...]], concepts: int) -> dict[str, float]:
    """Words that few concepts have weigh more."""
    having: dict[str, set[str]] = {}
    for phrase, names in owners.items():
        for stem in phrase:
            having.setdefault(stem, set()).update(names)
    return {stem: log(1 + concepts / len(names)) for stem, names in having.items()}


def nearest(text: str, concepts: Mapping[str, Concept], similarity: Similarity, least: float = 0.0) -> tuple[Tag, ...]:
    """All concepts at least so near to a text, by the caller's measure of two texts, nearest first."""
    scored = (Tag(concept.id, similarity(text, concept.text)) for concept in concepts.values())
    return _strongest_first(tag for tag in scored if tag.score >= least)


def together(said: Iterable[Tag], near: Iterable[Tag]) -> tuple[Tag, ...]:
    """Evidence of words and of nearness as one ranking: each finds what the other misses."""
    by_words = {tag.concept: tag for tag in said}
    by_nearness = {tag.concept: tag.score for tag in near}
    return _strongest_first(
        Tag(
            name,
            by_nearness.get(name, 0.0) + (WORDS * by_words[name].score if name in by_words else 0.0),
            by_words[name].words if name in by_words else (),
        )
        for name in by_words.keys() | by_nearness.keys()
    )


def _strongest_first(tags: Iterable[Tag]) -> tuple[Tag, ...]:
    return tuple(sorted(tags, key=lambda tag: (-tag.score, tag.concept)))
