"""Several questions in one message: each is answered from a ranking of its own, and one without an answer is named."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from kb.answer.headline import headline
from kb.answer.records import Part, Passage, Question, Similarity
from kb.answer.refuse import bears
from kb.answer.select import Measure, select
from kb.answer.verdict import verdict
from kb.model import Entry, Hit, Issue, Statement, unit_id

WHOLE = 0.5  # what the ranking of the whole message weighs beside that of one question: it holds the facts of the case
LEAST = 100  # words that one question may quote
_NUMBER = re.compile(r"\[(\d+)\]")


def together(part: Sequence[Hit], whole: Sequence[Hit]) -> tuple[Hit, ...]:
    """One question's hits with those of the message, best first; a hit of one alone counts as the last of the other."""
    mine, all_ = ({hit.id: hit for hit in hits} for hits in (part, whole))
    last = [min((hit.score for hit in hits), default=0.0) for hits in (part, whole)]
    found = [
        replace(hit, score=_score(mine, hit.id, last[0]) + WHOLE * _score(all_, hit.id, last[1]))
        for hit in {**all_, **mine}.values()
    ]
    return tuple(sorted(found, key=lambda hit: (-hit.score, hit.id)))


def _score(hits: Mapping[str, Hit], unit: str, otherwise: float) -> float:
    return hits[unit].score if unit in hits else otherwise


def select_each(
    question: Question,
    parts: Sequence[Part],
    ranking: Sequence[Hit],
    entries: Mapping[str, Entry],
    similarity: Similarity | None,
    measure: Measure,
) -> tuple[list[Passage], list[tuple[int, ...]]]:
    """The passages for all questions, each once, and for each question the places of its own; none where none bears."""
    share = replace(
        measure,
        statements=max(1, (measure.statements + 1) // len(parts)),
        words=max(LEAST, measure.words // len(parts)),
        on_rank=1 if len(parts) > 2 else measure.on_rank,
    )
    chosen: list[Passage] = []
    places: list[tuple[int, ...]] = []
    for part in parts:
        own = replace(
            question, text=part.question, issues=(), mentions=(), evidence=part.evidence, defined=part.defined
        )
        bearing = bears(part.evidence, question.evidence) or bool(question.named)
        found = select(own, together(part.hits, ranking), entries, similarity, share) if bearing else ()
        places.append(tuple(_place(passage, chosen) for passage in _fresh(found, chosen)))
    return chosen, places


def _fresh(found: Sequence[Passage], chosen: Sequence[Passage]) -> list[Passage]:
    """One question's passages without those, its first aside, of which all is quoted for a question before it."""
    return [passage for n, passage in enumerate(found) if n == 0 or not any(_holds(one, passage) for one in chosen)]


def _holds(one: Passage, other: Passage) -> bool:
    """True where all that is quoted of a provision stands in another passage of it."""
    return one.entry.id == other.entry.id and all(
        any(wide.start <= span.start and span.end <= wide.end for wide in one.spans) for span in other.spans
    )


def _place(passage: Passage, chosen: list[Passage]) -> int:
    """Where the passage stands among those chosen, which it joins where its provision is not quoted yet."""
    for place, one in enumerate(chosen):
        if _holds(one, passage) or (one.entry.id == passage.entry.id and one.ids == passage.ids):
            return place
    chosen.append(passage)
    return len(chosen) - 1


def issues(
    parts: Sequence[Part],
    places: Sequence[Sequence[int]],
    statements: Sequence[Statement],
    entries: Mapping[str, Entry],
    subjects: Set[frozenset[str]] = frozenset(),
    paragraphs: Sequence[Entry] = (),
) -> tuple[tuple[Issue, ...], str]:
    """Each question with its verdict and the places of its statements; and one line with what each comes to.

    `paragraphs` are those of the articles quoted, `subjects` what provisions near the message are about.
    """
    found, lines = [], []
    for number, (part, own) in enumerate(zip(parts, places, strict=True), 1):
        said = [statements[place] for place in own]
        homes = [entries[unit_id(one.ids[0])] for one in said]
        ruling, line = verdict(part.question, said, homes, subjects, paragraphs)
        line = line or (headline(part.question, said, entries) if said else "nothing in this library bears on this.")
        found.append(Issue(part.question, ruling, tuple(own)))
        lines += [f"({number}) {_renumbered(line, own)}"] if line else []
    return tuple(found), " ".join(lines)


def _renumbered(line: str, places: Sequence[int]) -> str:
    """The line with the numbers that statements have in the whole answer."""
    return _NUMBER.sub(lambda m: f"[{places[int(m[1]) - 1] + 1}]", line)
