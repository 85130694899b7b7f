"""From an answer to a memorandum: nothing is added to what the answer says but citations and the library's manifest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from kb.catalog import Catalogue
from kb.citations import Style, pinpoint, write, write_together
from kb.export.records import Authority, Finding, Holdings, Memo, Quoted
from kb.model import Answer, Entry, Statement, unit_id
from kb.text import squeeze

_VERDICTS = {
    "yes": "Yes.",
    "no": "No.",
    "depends": "It depends.",
    "premise-wrong": "The question rests on a premise that the text contradicts.",
}
_APART = re.compile(r"\[\d+\] |Note: |Text: ")  # lines of an answer that the memorandum sets out elsewhere
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def compose(
    given: Answer, entries: Mapping[str, Entry], catalogue: Catalogue, style: Style, day: date, holdings: Holdings
) -> Memo:
    """The memorandum on an answer, with citations in a style."""
    quoted = {entries[quote.id].source for said in given.statements for quote in said.quotes if quote.id in entries}
    held = tuple(replace(one, quoted=one.name in quoted) for one in holdings.documents)
    return Memo(
        question=squeeze(_CONTROL.sub(" ", given.query)),
        day=day,
        short=_short(given),
        findings=tuple(_finding(said, catalogue, style) for said in given.statements),
        authorities=_authorities(given, catalogue, style),
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


def _finding(said: Statement, catalogue: Catalogue, style: Style) -> Finding:
    quotes = tuple(
        Quoted(quote.text, _cited([i for i in said.ids if unit_id(i) == quote.id] or [quote.id], catalogue, style),
               quote.authentic)
        for quote in said.quotes
    )  # fmt: skip
    own = {quote.id for quote in said.quotes}
    likewise = tuple(write(i, catalogue, style).text for i in said.ids if unit_id(i) not in own)
    return Finding(said.text, quotes, likewise, said.version)


def _cited(ids: list[str], catalogue: Catalogue, style: Style) -> str:
    """The places in one unit as one citation."""
    return write_together(ids, catalogue, style).text


def _authorities(given: Answer, catalogue: Catalogue, style: Style) -> tuple[Authority, ...]:
    """Every instrument cited, once, in the order in which it is first cited."""
    places: dict[str, list[str]] = {}
    versions: dict[str, list[str]] = {}
    for said in given.statements:
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
