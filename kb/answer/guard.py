"""The last look at a statement before anybody reads it: every word of the law is checked again against the library."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set

from kb.answer.pieces import editorial
from kb.model import Entry, Quote, Span, Statement, unit_id
from kb.norms import forces

_TAKES_BACK = re.compile(r"\s*(?:However|Nevertheless|Nonetheless|Provided|Except|Unless|Save|The exception)\b")
_LABEL = re.compile(r"\s*\(?\w{1,5}[.)]")
_GOES_ON = re.compile(r"[\w,]\s*$")


def guarded(
    statements: Sequence[Statement], entries: Mapping[str, Entry], named: Sequence[str] = ()
) -> tuple[tuple[Statement, ...], tuple[str, ...]]:
    """The statements that hold, and one warning for each that was dropped."""
    faults = [defects(statement, entries, named) for statement in statements]
    kept = tuple(statement for statement, found in zip(statements, faults, strict=True) if not found)
    return kept, tuple(f"Defect, statement dropped: {'; '.join(found)}." for found in faults if found)


def defects(statement: Statement, entries: Mapping[str, Entry], named: Sequence[str] = ()) -> list[str]:
    """What is wrong with a statement; empty where it holds.

    `named` are the instruments that the question names and the library has: a statement from another one fails.
    """
    found = [f"{i} is no provision of the library" for i in statement.ids if not _exists(i, entries)]
    found += [f"{i} belongs to an instrument that was not asked for" for i in statement.ids if not _asked(i, named)]
    ends = {(quote.id, quote.start) for quote in statement.quotes}
    found += [fault for quote in statement.quotes for fault in _quote_defects(quote, entries, ends)]
    if not statement.quotes:
        found.append(f"{', '.join(statement.ids)} is stated without a quote")
    said = tuple(force for quote in statement.quotes for force in forces(quote.text))
    if not found and said != statement.force:
        found.append(f"the force given for {', '.join(statement.ids)} is not that of the words quoted")
    return found


def _exists(pinpoint: str, entries: Mapping[str, Entry]) -> bool:
    if pinpoint in entries:
        return True
    entry = entries.get(unit_id(pinpoint))
    return entry is not None and any(part.id == pinpoint for part in entry.unit.parts)


def _asked(pinpoint: str, named: Sequence[str]) -> bool:
    return not named or pinpoint.partition(":")[0] in named


def _cut(text: str, end: int) -> bool:
    """True where what follows at once takes something back from the words quoted, or goes on with their sentence."""
    goes_on = _GOES_ON.search(text[:end]) and text[end:].strip()[:1].islower() and not _LABEL.match(text, end)
    return bool(_TAKES_BACK.match(text, end)) or bool(goes_on)


def _quote_defects(quote: Quote, entries: Mapping[str, Entry], starts: Set[tuple[str, int]]) -> list[str]:
    entry = entries.get(quote.id)
    if entry is None:
        return [f"a quote names {quote.id}, which is no unit of the library"]
    text = entry.unit.text
    faults = []
    if not (0 <= quote.start < quote.end <= len(text)) or text[quote.start : quote.end] != quote.text:
        faults.append(f"a quote of {quote.id} is not its text")
    elif editorial(text, Span(quote.start, quote.end)):
        faults.append(f"a quote of {quote.id} holds an editor's note")
    elif _cut(text, quote.end) and not any(i == quote.id and 0 <= start - quote.end <= 2 for i, start in starts):
        faults.append(f"a quote of {quote.id} is cut off from an exception or within a sentence")
    if quote.authentic != entry.authentic:
        faults.append(f"a quote of {quote.id} is marked authentic wrongly")
    return faults
