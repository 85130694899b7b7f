"""The norms of a text, sentence by sentence."""

from __future__ import annotations

from functools import lru_cache

from kb.model import Force, Span
from kb.norms.force import Cue, cues
from kb.norms.qualifiers import qualifiers
from kb.norms.quantities import quantities
from kb.norms.records import Norm
from kb.text import sentences


@lru_cache(maxsize=2048)
def norms(text: str) -> tuple[Norm, ...]:
    """One record for each norm of the text, in order.

    A modal in a subordinate clause ("measures that may be necessary") is no norm; modals of one force that follow each
    other in one sentence are one norm; definitions hold none. Spans count in `text`.
    """
    return tuple(norm for sentence in sentences(text) for norm in _of_sentence(text, sentence))


def forces(text: str) -> tuple[Force, ...]:
    """The forces of the norms of a text, in order."""
    return tuple(norm.force for norm in norms(text))


def _of_sentence(text: str, sentence: Span) -> list[Norm]:
    groups = _merged(_governing(cues(sentence.of(text))))
    starts = [sentence.start, *(_clause_start(text, sentence, cue) for cue in groups[1:])]
    ends = [*starts[1:], sentence.end]
    return [
        _norm(text, sentence.start, cue, Span(start, end))
        for cue, start, end in zip(groups, starts, ends, strict=False)
    ]


def _governing(found: tuple[Cue, ...]) -> list[Cue]:
    """Cues of main clauses; where there is none, the first duty or ban that hangs on a verb such as "agree that"."""
    main = [cue for cue in found if cue.main]
    return main or [cue for cue in found if cue.force in ("shall", "shall not") and cue.embedded][:1]


def _merged(found: list[Cue]) -> list[Cue]:
    return [cue for n, cue in enumerate(found) if n == 0 or found[n - 1].force != cue.force]


def _clause_start(text: str, sentence: Span, cue: Cue) -> int:
    """Where the clause of a later norm begins: after the last comma or "and", "but", "or" before its cue."""
    end = sentence.start + cue.span.start
    marks = [text.rfind(mark, sentence.start, end) for mark in (", ", "; ", " and ", " but ", " or ")]
    place = max(marks)
    return place + 1 if place >= 0 else end


def _norm(text: str, base: int, cue: Cue, span: Span) -> Norm:
    return Norm(
        force=cue.force,
        cue=Span(base + cue.span.start, base + cue.span.end),
        span=span,
        qualifiers=qualifiers(text, span.start, span.end),
        quantities=quantities(text, span.start, span.end),
    )
