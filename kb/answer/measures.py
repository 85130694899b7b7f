"""Numbers of a claim against numbers of a text: which are of one kind, and which of several is the one meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kb.model import Span
from kb.norms import Quantity, quantities
from kb.text import sentences, squeeze

PERIODS = frozenset("hour day week month year".split())
_PEOPLE = frozenset({"person", "member"})
_HOURS = {"hour": 1.0, "day": 24.0, "week": 168.0, "month": 730.0, "year": 8760.0}
_AGE_BEFORE = re.compile(
    r"\b(?:ages? of|aged|under|below|over|younger than|older than|child of|girl of|boy of)\s*$", re.I
)
_AGE_AFTER = re.compile(r"^\s*(?:of age|old)\b", re.I)
_BARE_AGE = re.compile(
    r"\b(?:from|under|below|over|until)\s+(?P<number>1\d|2[0-5]|twelve|thirteen|fourteen|fifteen|sixteen|"
    r"seventeen|eighteen|"
    r"twenty-one)\b(?!\s*[-\w]*\s*(?:hours?|days?|weeks?|months?|years?|per|%|States?|members?|\w{3,9} \d{4}))",
    re.IGNORECASE,
)
_BARE_ONE = re.compile(
    r"\b(?:for|within|of|after|before|up to|lasts?|gives|has)\s+(?P<said>an?\s+(?P<unit>hour|day|week|month|year))\b",
    re.I,
)
_MOST = re.compile(
    r"\b(?:at most|maximum|longest|(?:no|not|never) (?:more|longer|later|beyond) than|up to|latest|exceed\w*|"
    r"beyond|lasts?|"
    r"in any (?:case|event))\b",
    re.IGNORECASE,
)
_LEAST = re.compile(r"\b(?:at least|minimum|(?:no|not) (?:less|fewer) than|or more)\b", re.IGNORECASE)
_EVENT = re.compile(r"\s+(?:of|from|after|following|before)\s+[^,.;:()“”]{3,60}(?=[,.;:]|$)")

Side = Literal["most", "least", ""]


@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity in its text, the words around it up to the next one, and on which side it bounds."""

    quantity: Quantity
    text: str
    clause: Span
    age: bool
    side: Side

    @property
    def words(self) -> str:
        """The number as it stands."""
        return squeeze(self.quantity.span.of(self.text))


def measures(text: str, *, spoken: bool = False) -> tuple[Measure, ...]:
    """The measures of a text in order; with `spoken` also "from sixteen" and "a week", as one says it in a question."""
    found = list(quantities(text))
    if spoken:
        found += [
            Quantity(1.0, m["unit"].casefold(), Span(m.start("said"), m.end("said"))) for m in _BARE_ONE.finditer(text)
        ]
        found += [replace(_years(m["number"]), span=Span(*m.span("number"))) for m in _BARE_AGE.finditer(text)]
    found.sort(key=lambda one: one.span.start)
    return tuple(_measure(text, found, place) for place in range(len(found)))


def _years(number: str) -> Quantity:
    return quantities(f"{number} years")[0]


def _measure(text: str, found: Sequence[Quantity], place: int) -> Measure:
    span = found[place].span
    around = next((s for s in sentences(text) if s.start <= span.start < s.end), Span(0, len(text)))
    before = found[place - 1].span.end if place else 0
    after = found[place + 1].span.start if place + 1 < len(found) else len(text)
    clause = Span(max(around.start, before), min(around.end, after))
    age = bool(_AGE_BEFORE.search(text[: span.start]) or _AGE_AFTER.match(text[span.end :]))
    bare = not re.search(r"\byears?$", span.of(text), re.I)
    near = text[max(clause.start, span.start - 60) : min(clause.end, span.end + 40)]
    return Measure(found[place], text, clause, found[place].unit == "year" and (age or bare), _side(near))


def _side(words: str) -> Side:
    most, least = bool(_MOST.search(words)), bool(_LEAST.search(words))
    return "" if most == least else "most" if most else "least"


def comparable(one: Measure, other: Measure) -> bool:
    """True where both count the same kind of thing and none is a minimum where the other is a maximum."""
    a, b = one.quantity.unit, other.quantity.unit
    if one.side and other.side and one.side != other.side:
        return False
    if "year" in (a, b) and one.age != other.age:
        return False
    return a == b or any(a in kind and b in kind for kind in (PERIODS, _PEOPLE))


def same(one: Measure, other: Measure) -> bool:
    """True where both say the same, months and years turned into each other."""
    a, b = one.quantity, other.quantity
    if a.unit == b.unit or a.unit not in _HOURS:
        return a.value == b.value
    return abs(a.value * _HOURS[a.unit] - b.value * _HOURS[b.unit]) < 0.03 * a.value * _HOURS[a.unit]


def meant(said: Measure, there: Sequence[Measure], shared: Callable[[str], float]) -> Measure | None:
    """Which of several measures a claim is about: the same side first, then shared words; None where two are level."""
    scored = sorted(((_fit(said, one, shared), -n, one) for n, one in enumerate(there)), reverse=True)
    if len(scored) > 1 and scored[0][0] - scored[1][0] < 0.02 and not same(scored[0][2], scored[1][2]):
        return None
    return scored[0][2]


def _fit(said: Measure, one: Measure, shared: Callable[[str], float]) -> float:
    return 0.5 * (said.side == one.side != "") + shared(one.clause.of(one.text))


def in_words(measure: Measure) -> str:
    """The measure for a headline: its side, its number, and the event from which it counts, quoted."""
    side = measure.quantity.bound if measure.quantity.bound in ("at least", "at most") else ""
    event = _EVENT.match(measure.text, measure.quantity.span.end)
    tail = f" “{squeeze(event.group())}”" if event else ""
    return f"{side} {measure.words}{tail}".strip()
