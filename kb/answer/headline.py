"""The first line of an answer by what is asked: time limits, conditions, contents, differing force."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set

from kb.answer.closeness import TIME_UNITS, asks_time, concepts_of, likeness, rarity
from kb.answer.leads import force_words
from kb.answer.pieces import pieces
from kb.model import Cell, Deadline, Entry, Instrument, Quote, Row, Span, Statement, unit_id
from kb.norms import Quantity, quantities
from kb.text import squeeze, terms

_STARTS = re.compile(
    r"\s*(?:,\s*)?(?:after|from|before|since|following|prior to|preceding|counted from|calculated from)\b"
    r"(?:(?!\bbut\b)[^,.;:()]){3,110}",
    re.IGNORECASE,
)
_LISTS = re.compile(r"(?:shall|must|may\b[^:]{0,60}\bonly)\b[^:]{0,160}:?\s*$", re.IGNORECASE)
_CONTENTS = re.compile(
    r"\bshall\b[^:]{0,40}\b(?:contain|include|state|specify|indicate|be (?:supported|accompanied) by)\b[^:]{0,30}:?\s*$"
)
_BOUND = re.compile(
    r"\b(?:(?:(?:shall|must|may)\s+(?:not|never)|(?:(?:shall|must|may)\s+)?in\s+no\s+(?:case|event))\b[^.;:()]{0,40}?"
    r"\b(?:exceed(?:\s+a\s+(?:maximum|period)\s+of)?|(?:longer|more|later)\s+than)|"
    r"the\s+first\s+(?:day\s+)?of\s+the\s+month\s+(?:after|following(?:\s+the\s+(?:expiration|expiry)\s+of)?)"
    r"(?:\s+a\s+period\s+of)?|"
    r"(?:(?:not|no)\s+)?(?:less|more|longer|later|earlier|shorter)\s+than|"
    r"(?:an?\s+(?:maximum|minimum)\s+[\w ]{0,30}?)?at\s+(?:least|most|the\s+latest)|"
    r"(?:up\s+to\s+)?a\s+(?:maximum|minimum)(?:\s+period)?\s+of|up\s+to|not\s+exceeding|"
    r"within(?:\s+(?:a|the)\s+(?:further\s+)?(?:period|term|time-limit)\s+of)?)\s*$",
    re.IGNORECASE,
)
_BEFORE = 110  # characters before a number in which its bound stands
_ELSE = re.compile(
    r"\s+or\s+(?:for\s+)?(?:any|such|another)\s[^.,;:()]{3,40}?(?=\s+(?:from|after|before|by)\b|[.,;:()])"
)
_ROUND_THE_CLOCK = re.compile(
    r"[\s-]*(?:a|per|each)[\s-]+(?:day|week)\b|[\s,-]*(?:seven|7)[\s-]+days?[\s-]+a\b|-?\s*basis\b"
)
_OR = re.compile(r"\bor\s*[,;:]?\s*$")
_ASKS_LIST = re.compile(
    r"\bwhat\b|\bwhich\b|\bwhen\b|\bhow\b|\blist\b|\bconditions?\b|\brequirements?\b|\bcontents?\b", re.IGNORECASE
)
ON_POINT = 0.5  # of the question's words that the statement has, the share that the clause with a number needs
ONE_NORM = 0.3  # likeness from which compound forces of two statements may be set against each other
ALIKE = 0.15  # likeness of two statements' words from which they speak to one issue
MOST = 3


def deadlines(question: str, statements: Sequence[Statement]) -> tuple[Deadline, ...]:
    """The time limits in the words quoted, where the question asks for time."""
    if not asks_time(question):
        return ()
    found = [limit for said in statements for quote in said.quotes for limit in _limits(quote.text, quote.id)]
    return tuple(dict.fromkeys(found))


def _limits(text: str, where: str) -> list[Deadline]:
    timed = [quantity for quantity in quantities(text) if _is_limit(text, quantity)]
    return [Deadline(squeeze(one.span.of(text)), _start(text, one.span), where) for one in timed]


def _is_limit(text: str, one: Quantity) -> bool:
    """True for a length of time, hours of service left out."""
    return one.unit in TIME_UNITS and not _ROUND_THE_CLOCK.match(text, one.span.end)


def _start(text: str, span: Span) -> str:
    after = _STARTS.match(text, span.end)
    return squeeze(after.group().lstrip(" ,")) if after else ""


def headline(question: str, statements: Sequence[Statement], entries: Mapping[str, Entry]) -> str:
    """What the first statement gives, in a line of ours; "" where nothing short would be safe."""
    first = statements[0]
    timed = _times(question, first, entries) if asks_time(question) else []
    if timed and len(timed) <= MOST:
        return "; ".join(f"“{one}”" for one in timed) + ", see [1]." + _since(entries[unit_id(first.ids[0])])
    return _listed(first, entries[unit_id(first.ids[0])]) if _ASKS_LIST.search(question) else ""


def _since(entry: Entry) -> str:
    """What a note on the version says of another length of time: a number that has changed does not stand alone."""
    changed = [note for note in entry.version.notes if any(one.unit in TIME_UNITS for one in quantities(note))]
    return "".join(f" But: {note.rstrip('.')}." for note in changed)


def _times(question: str, first: Statement, entries: Mapping[str, Entry]) -> list[str]:
    """The time limits of a statement with their bounds and start events, of the clauses that the question is about.

    None where a number is one of several alternatives: it is not the answer by itself.
    """
    found: list[str] = []
    asked = set(terms(question)) & set(terms(_words(first)))
    for quote in first.quotes:
        for one in quantities(quote.text):
            if not _is_limit(quote.text, one):
                continue
            clause, alternative = _clause(quote, one.span.start, entries)
            if alternative:
                return []
            if len(asked & set(terms(clause))) >= ON_POINT * len(asked):
                found.append(_limit(quote.text, one.span))
    return list(dict.fromkeys(found))


def _clause(quote: Quote, place: int, entries: Mapping[str, Entry]) -> tuple[str, bool]:
    """The sentence or letter of a quote that holds a number, and whether other letters may stand instead of it."""
    text, at = entries[quote.id].unit.text, quote.start + place
    found = pieces(entries[quote.id].unit)
    holding = [piece for piece in found if piece.span.start <= at < piece.span.end]
    if not holding:
        return quote.text, False
    piece = min(holding, key=lambda piece: piece.span.end - piece.span.start)
    siblings = [one for one in found if one.is_item and one.chapeau == piece.chapeau]
    either = piece.is_item and any(_OR.search(one.span.of(text)) for one in siblings)
    return " ".join([*(span.of(text) for span in piece.chapeau), piece.span.of(text)]), either


def _limit(text: str, span: Span) -> str:
    """A number with the bound before it and the alternative and start event after it, as one slice."""
    bound = _BOUND.search(text, max(0, span.start - _BEFORE), span.start)
    other = _ELSE.match(text, span.end)
    end = other.end() if other else span.end
    starts = _STARTS.match(text, end)
    return squeeze(text[bound.start() if bound else span.start : starts.end() if starts else end])


def _listed(first: Statement, entry: Entry) -> str:
    """How many letters a cumulative list has: "6 conditions, all required."."""
    text = entry.unit.text
    letters = [part for part in entry.unit.parts if part.id.count("(") == entry.id.count("(") + 1]
    if len(letters) < 2 or not _all_required(text, letters):
        return ""
    whole = all(
        any(quote.id == entry.id and quote.start <= part.label_end + 1 and part.span.end <= quote.end + 1
            for quote in first.quotes)
        for part in letters
    )  # fmt: skip
    opening = text[: letters[0].span.start]
    if not whole or not _LISTS.search(opening):
        return ""
    what = "conditions" if first.role == "conditions" else "particulars" if _CONTENTS.search(opening) else ""
    return f"{len(letters)} {what}, all required, see [1]." if what else ""


def _all_required(text: str, letters: Sequence[object]) -> bool:
    last_but_one = text[letters[-2].span.start : letters[-2].span.end]  # type: ignore[attr-defined]
    return bool(re.search(r"\band\W*$", last_but_one))


def table(statements: Sequence[Statement], entries: Mapping[str, Entry], named: Sequence[str]) -> tuple[Row, ...]:
    """Issue by instrument, where two or more instruments are compared: force and pinpoint, or "nothing found"."""
    if len(named) < 2:
        return ()
    weights = rarity(_words(said) for said in statements)
    rows: list[list[Statement]] = []
    for said in statements:
        home = next((row for row in rows if _joins(said, row, weights, entries)), None)
        rows = rows if home is None else [row for row in rows if row is not home]
        rows.append([said] if home is None else [*home, said])
    rows.sort(key=lambda row: min(list(statements).index(said) for said in row))
    issues = _told_apart([(_issue(row[0], entries), _matter(row[0], entries)) for row in rows])
    return tuple(Row(name, tuple(_cell(slug, row) for slug in named)) for name, row in zip(issues, rows, strict=True))


def _told_apart(issues: Sequence[tuple[str, str]]) -> list[str]:
    """The names of issues, those that several rows share with the matter of each."""
    shared = Counter(name for name, _ in issues)
    return [f"{name}: {matter}" if shared[name] > 1 and matter else name for name, matter in issues]


def _matter(said: Statement, entries: Mapping[str, Entry]) -> str:
    digest = entries[unit_id(said.ids[0])].digest
    return digest.terms[0] if digest and digest.terms else said.ids[0].partition(":")[2]


def _joins(
    said: Statement, row: Sequence[Statement], weights: Mapping[str, float], entries: Mapping[str, Entry]
) -> bool:
    """True where a statement speaks to the issue of a row: it shares a concept or much of the words."""
    if _slug(said) in {_slug(one) for one in row}:
        return False
    mine = _concepts(said, entries)
    return any(mine & _concepts(one, entries) or likeness(_words(said), _words(one), weights) >= ALIKE for one in row)


def _concepts(said: Statement, entries: Mapping[str, Entry]) -> set[str]:
    return concepts_of(entries[unit_id(said.ids[0])])


def same_matter(one: Statement, other: Statement, entries: Mapping[str, Entry]) -> bool:
    """True for statements whose provisions share a concept, and where one has none."""
    mine, theirs = _concepts(one, entries), _concepts(other, entries)
    return not mine or not theirs or bool(mine & theirs)


def _slug(said: Statement) -> str:
    return said.ids[0].partition(":")[0]


def _words(said: Statement) -> str:
    return " ".join(quote.text for quote in said.quotes)


def _issue(said: Statement, entries: Mapping[str, Entry]) -> str:
    return said.text.partition(":")[2].partition("(")[0].strip(" :") or entries[unit_id(said.ids[0])].unit.heading


def _cell(slug: str, row: Sequence[Statement]) -> Cell:
    mine = [said for said in row if any(i.partition(":")[0] == slug for i in said.ids)]
    if not mine:
        return Cell(slug)
    said = mine[0]
    ids = tuple(i for i in said.ids if i.partition(":")[0] == slug)
    return Cell(slug, ids, said.force, "; ".join(force_words([quote.text for quote in said.quotes])))


def compared(rows: Sequence[Row], statements: Sequence[Statement], names: Mapping[str, Instrument]) -> str:
    """ "The force differs: …" for the first issue on which two instruments have different force.

    A right of one person and a duty of another may be one norm in two wordings, which is no difference. Several forces
    in one cell are set against others only where the words are much the same.
    """
    for row in rows:
        said = [cell for cell in row.cells if cell.force]
        told = {cell.text for cell in said}
        if len(told) > 1 and told != {"Right", "Duty"} and (not _compound(told) or _one_norm(said, statements)):
            each = ", ".join(f"{_short(cell.instrument, names)} {' and '.join(cell.text.split('; '))}" for cell in said)
            about = f" on {row.issue}" if len(rows) > 1 else ""
            return f"The force differs{about}: {each}."
    return ""


def _compound(told: Set[str]) -> bool:
    return any("; " in text for text in told)


def _one_norm(cells: Sequence[Cell], statements: Sequence[Statement]) -> bool:
    said = [_words(next(one for one in statements if cell.ids[0] in one.ids)) for cell in cells]
    weights = rarity(_words(one) for one in statements)
    return all(likeness(said[0], other, weights) >= ONE_NORM for other in said[1:])


def _short(slug: str, names: Mapping[str, Instrument]) -> str:
    return names[slug].short if slug in names else slug
