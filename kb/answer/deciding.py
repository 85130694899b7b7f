"""Which of the closest provisions decides the question, so that the rule stands first and what surrounds it follows.

A ranking brings a rule, its exceptions and the steps around it close together. Between them decides, beside the score:
whether the question names the matter of the provision (its concepts and index terms), whether the provision opens its
article, and what it does there: a step or an exception that nobody asked for yields to the rule.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set

from kb.answer.closeness import rarity, vocabulary
from kb.answer.records import Question
from kb.model import Digest, Entry, Hit
from kb.text import without

LOOKED_AT = 12  # hits among which the deciding one is sought
RARE_AMONG = 50  # hits that tell which words of the question say much
CONCEPT = 1.0  # what a concept named in full is worth, in units of the ranking's score
TERMS = 0.7  # what a question made of the provision's index terms is worth
OPENS = 0.5  # the provision opens its article or is the whole of it
YIELDS = -0.7  # a step or an exception
BESIDE = 0.5  # the share of a concept's worth where the provision is no rule on it
UNHEARD = 2.0  # what a word of a concept weighs that the question lacks
SURROUNDS = frozenset({"exception", "procedure"})
WANTED = 0.3  # a step or an exception that the question asks for
_WANTS = {"contents": "procedure", "how-to": "procedure", "refusal": "exception"}  # by the kind of question
_ASKS_EXCEPTION = re.compile(r"\bexcept|\bunless\b|\bwithout\b|\bexempt|\bderogat", re.IGNORECASE)


def deciding_first(question: Question, hits: Sequence[Hit], entries: Mapping[str, Entry]) -> list[Hit]:
    """The hits in their order, but first the one of the first few for which most speaks."""
    if not hits:
        return []
    worth = worths(question, hits, entries)
    at = worth.index(max(worth))
    return [hits[at], *hits[:at], *hits[at + 1 :]]


def worths(question: Question, hits: Sequence[Hit], entries: Mapping[str, Entry]) -> list[float]:
    """The scores of the first few hits, each with what else speaks for it as the deciding one."""
    subject = without(question.text, question.mentions)
    weights = rarity(_words(entries[hit.id]) for hit in hits[:RARE_AMONG])
    asked = {term: weights[term] for term in sorted(vocabulary(subject)) if term in weights}
    wanted = _wanted(subject, question.kinds)
    return [hit.score + speaks_for(entries[hit.id], asked, wanted) for hit in hits[:LOOKED_AT]]


def _wanted(subject: str, kinds: Sequence[str]) -> Set[str]:
    """The kinds of provisions that a question asks for by its words: exceptions, steps."""
    excepting = {"exception"} if _ASKS_EXCEPTION.search(subject) else set()
    return excepting | {_WANTS[kind] for kind in kinds if kind in _WANTS}


def speaks_for(entry: Entry, asked: Mapping[str, float], wanted: Set[str] = frozenset()) -> float:
    """What speaks for a provision as the deciding one; `asked`: the question's words and how much each says."""
    found = OPENS if entry.unit.paragraph in ("", "1") else 0.0
    digest = entry.digest
    if digest is None:
        return found
    if digest.kind in wanted:
        found += WANTED
    elif digest.kind in SURROUNDS:
        found += YIELDS
    own = vocabulary(" ; ".join(digest.terms))
    return found + CONCEPT * concept_named(digest, asked) + TERMS * _share(own, asked)


def concept_named(digest: Digest, asked: Mapping[str, float]) -> float:
    """How far the question is in the words of a concept of the provision, 0 to 1; half where it is no rule on it."""
    return max(
        (
            _likeness(vocabulary(use.concept.replace("-", " ")), asked)
            * (1.0 if use.role in ("rule", "definition") else BESIDE)
            for use in digest.concepts
        ),
        default=0.0,
    )


def _likeness(words: Set[str], asked: Mapping[str, float]) -> float:
    """Twice the weight of the words shared, by that of all words on both sides."""
    shared = sum(asked.get(word, 0.0) for word in words)
    of_concept = sum(asked.get(word, UNHEARD) for word in words)
    return 2 * shared / (sum(asked.values()) + of_concept) if shared else 0.0


def _share(words: Set[str], asked: Mapping[str, float]) -> float:
    """The share of the question's weighted words that are among these, 0 to 1."""
    total = sum(asked.values())
    return sum(weight for word, weight in asked.items() if word in words) / total if total else 0.0


def _words(entry: Entry) -> str:
    return f"{entry.unit.text} {entry.digest.digest}" if entry.digest else entry.unit.text
