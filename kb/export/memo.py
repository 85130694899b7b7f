"""From an answer to a memorandum: nothing is added to what the answer says but citations and the library's manifest."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from kb.catalog import Catalogue
from kb.citations import Style, pinpoint, write, write_together
from kb.export.records import Authority, Comparison, Finding, Holdings, Memo, Quoted, SubQuestion, TimeLimit, referred
from kb.export.wording import as_question, runs_from, same_words
from kb.model import Answer, Cell, Entry, Quote, Statement, unit_id
from kb.text import squeeze

_VERDICTS = {
    "yes": "Yes.",
    "no": "No.",
    "depends": "It depends.",
    "premise-wrong": "The question rests on a premise that the text contradicts.",
}
_APART = re.compile(r"(?:▸ )?\[\d+\] |Note: |Text: ")  # lines of an answer that the memorandum sets out elsewhere
_LETTER = re.compile(r"\(\w+\)$")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def compose(
    given: Answer, entries: Mapping[str, Entry], catalogue: Catalogue, style: Style, day: date, holdings: Holdings
) -> Memo:
    """The memorandum on an answer, with citations in a style."""
    every = (*given.statements, *given.leans_on)
    quoted = {entries[quote.id].source for said in every for quote in said.quotes if quote.id in entries}
    findings = tuple(_finding(number, said, entries, catalogue, style) for number, said in enumerate(every, 1))
    held = tuple(replace(one, quoted=one.name in quoted) for one in holdings.documents)
    return Memo(
        question=squeeze(_CONTROL.sub(" ", given.query)),
        day=day,
        short=_short(given),
        questions=_questions(given),
        time_limits=_time_limits(given, catalogue, style),
        comparison=_comparison(given, catalogue, style),
        findings=findings[: len(given.statements)],
        beside=findings[len(given.statements) :],
        authorities=_authorities(every, catalogue, style),
        limits=given.limits,
        notes=given.warnings,
        nearest=tuple(write(one, catalogue, style).text for one in given.nearest),
        see_also=tuple(write(one, catalogue, style).text for one in given.see_also),
        missing=tuple(write(slug, catalogue, style).text for slug in given.missing),
        style=style,
        holdings=replace(holdings, documents=held),
    )


def _short(given: Answer) -> tuple[str, ...]:
    """The verdict and the answer's own headline; without one the first statement, which decides."""
    own = [line for line in given.answer.splitlines() if line and not _APART.match(line) and line not in given.limits]
    verdict = _VERDICTS.get(given.verdict or "", "")
    said = [verdict] if verdict and not any(line.startswith(verdict) for line in own) else []
    said += own
    if given.statements and len(" ".join(said).split()) < 4:
        first = given.statements[0]
        words = " ".join(f"“{squeeze(quote.text)}”" for quote in first.quotes)
        said = [" ".join(part for part in (*said, first.text, words) if part) + " [1]"]
    return tuple(_CONTROL.sub(" ", line) for line in said)


def _questions(given: Answer) -> tuple[SubQuestion, ...]:
    return tuple(
        SubQuestion(
            as_question(_CONTROL.sub(" ", issue.question)),
            _VERDICTS.get(issue.verdict or "", ""),
            tuple(place + 1 for place in issue.statements),
        )
        for issue in given.issues
    )


def _time_limits(given: Answer, catalogue: Catalogue, style: Style) -> tuple[TimeLimit, ...]:
    return tuple(
        TimeLimit(
            limit.length, runs_from(limit.start), _in_short(limit.id, catalogue, style), _quoting([limit.id], given)
        )
        for limit in given.deadlines
    )


def _in_short(provision: str, catalogue: Catalogue, style: Style) -> str:
    """Short name and place; the table of authorities has the citation in full."""
    return f"{catalogue.short(provision.partition(':')[0])}, {pinpoint(provision, style)}"


def _comparison(given: Answer, catalogue: Catalogue, style: Style) -> Comparison | None:
    if not given.table:
        return None
    heads = tuple(catalogue.short(cell.instrument) for cell in given.table[0].cells)
    return Comparison(
        heads, tuple((row.issue, *(_cell(cell, given, style) for cell in row.cells)) for row in given.table)
    )


def _cell(cell: Cell, given: Answer, style: Style) -> str:
    """Force, pinpoint and the statement that quotes it: "Option, art 18(9) [1]"."""
    places = "; ".join(pinpoint(one, style) for one in cell.ids)
    told = ", ".join(part for part in (cell.text, places) if part)
    return " ".join(part for part in (told, referred(_quoting(cell.ids, given))) if part)


def _quoting(ids: Collection[str], given: Answer) -> tuple[int, ...]:
    """The numbers of the statements that quote these provisions, or a twin of theirs."""
    wanted = set(ids)
    held = [{*said.ids, *(quote.id for quote in said.quotes)} for said in given.statements]
    return tuple(number for number, places in enumerate(held, 1) if wanted & places)


def _finding(number: int, said: Statement, entries: Mapping[str, Entry], catalogue: Catalogue, style: Style) -> Finding:
    quotes = tuple(
        Quoted(
            quote.text,
            _letter(quote, entries),
            _cited([i for i in said.ids if unit_id(i) == quote.id] or [quote.id], catalogue, style),
            quote.authentic,
        )
        for quote in said.quotes
    )
    return Finding(number, said.text, quotes, _alike(said, catalogue, style), said.version)


def _letter(quote: Quote, entries: Mapping[str, Entry]) -> str:
    """The letter of which a quote is the words, without its label: "(b)"."""
    parts = entries[quote.id].unit.parts if quote.id in entries else ()
    around = [part for part in parts if part.label_end <= quote.start and quote.end <= part.span.end]
    narrow = min(around, key=lambda part: part.span.end - part.span.start, default=None)
    found = _LETTER.search(narrow.id) if narrow else None
    return found.group() if found else ""


def _alike(said: Statement, catalogue: Catalogue, style: Style) -> tuple[str, ...]:
    """ "The same words, but for …: citations", one line for each way in which they are the same."""
    found: dict[str, list[str]] = {}
    for twin in said.twins:
        found.setdefault(twin.how, []).append(twin.id)
    return tuple(f"{same_words(how)}: {_cited_all(ids, catalogue, style)}" for how, ids in found.items())


def _cited_all(ids: Collection[str], catalogue: Catalogue, style: Style) -> str:
    """Places of several instruments, each instrument once."""
    by_work: dict[str, list[str]] = {}
    for one in ids:
        by_work.setdefault(one.partition(":")[0], []).append(one)
    return "; ".join(_cited(each, catalogue, style) for each in by_work.values())


def _cited(ids: list[str], catalogue: Catalogue, style: Style) -> str:
    """The places in one unit as one citation."""
    return write_together(ids, catalogue, style).text


def _authorities(statements: Collection[Statement], catalogue: Catalogue, style: Style) -> tuple[Authority, ...]:
    """Every instrument cited, once, in the order in which it is first cited."""
    places: dict[str, list[str]] = {}
    versions: dict[str, list[str]] = {}
    for said in statements:
        for one in said.ids:
            slug = one.partition(":")[0]
            places.setdefault(slug, []).append(pinpoint(one, style))
            own = any(quote.id == unit_id(one) for quote in said.quotes)
            versions.setdefault(slug, []).extend([said.version] if own else [])
    return tuple(_authority(slug, places[slug], versions[slug], catalogue, style) for slug in places)


def _authority(slug: str, places: list[str], versions: list[str], catalogue: Catalogue, style: Style) -> Authority:
    written = write(slug, catalogue, style)
    instrument = catalogue.get(slug)
    status = next((address.url for address in instrument.status if address.format == "html"), "") if instrument else ""
    return Authority(
        written.text,
        tuple(dict.fromkeys(places)),
        tuple(dict.fromkeys(versions)),
        written.doubts,
        status,
    )
