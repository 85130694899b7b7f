"""Statements and the answer as a person reads it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kb.answer import leads
from kb.answer.records import Passage, Question
from kb.model import RECOGNISED, Digest, Entry, Instrument, Issue, Part, Quote, Statement, Twin, Unit, Version, unit_id
from kb.norms import is_definition
from kb.text import squeeze

LIMITS = ("Not checked: Parties, reservations and declarations; national law, case law.",)
LETTERS = 6  # letters left out that are named one by one
_UNSURE = "quoted from recognised text (OCR), which may hold errors; check the words against the page"
OURS = "quoted from our digest; the text of the instrument is not in this library"
_DISPLACES = re.compile(
    r"\b(?:is read as|replaced|prevails|not in this library|digest|dropped|recognised)\b", re.IGNORECASE
)
_LABEL = re.compile(r"\((\w+)\)$")


def statement(question: Question, passage: Passage, role: str = "") -> Statement:
    """A lead of ours, the words of the law, their force and version; a given `role` goes before the one read off."""
    entry, text = passage.entry, passage.entry.unit.text
    quotes = tuple(Quote(entry.id, s.start, s.end, s.of(text), entry.authentic) for s in passage.spans)
    lead = leads.lead(question, passage, [quote.text for quote in quotes])
    lead = replace(lead, role=role) if role else lead
    said = leads.words(lead) if entry.authentic else f"{leads.words(lead)[:-1]}, in the words of our digest:"
    ids = (*passage.ids, *(twin.id for twin in passage.twins))
    return Statement(
        said,
        ids,
        lead.forces,
        str(entry.version),
        quotes,
        lead.role,
        lead.addressee,
        passage.twins,
        left_out=left_out(entry.unit, quotes),
    )


def left_out(unit: Unit, quotes: Sequence[Quote]) -> tuple[str, ...]:
    """Pinpoints of the letters of which others in the same list are quoted; none in an article of definitions."""
    told = [part for part in unit.parts if any(q.start < part.span.end and part.label_end < q.end for q in quotes)]
    lists = {part.id.rpartition("(")[0] for part in told}
    apart = [part for part in unit.parts if part not in told and part.id.rpartition("(")[0] in lists]
    return () if any(is_definition(part_words(unit, part)) for part in unit.parts) else tuple(one.id for one in apart)


def part_words(unit: Unit, part: Part) -> str:
    """The words of a letter without its label."""
    return unit.text[part.label_end : part.span.end]


def warnings(
    statements: Sequence[Statement], entries: Mapping[str, Entry], names: Mapping[str, Instrument]
) -> list[str]:
    """What a reader has to know about the versions quoted, each with the provisions that it concerns."""
    found: dict[str, list[str]] = {}
    for unit in dict.fromkeys(unit_id(i) for statement in statements if statement.quotes for i in statement.ids):
        for note in _notes(entries[unit]):
            found.setdefault(note, []).append(unit)
    return [f"{_places(note, units, names)}: {note.rstrip('.')}." for note, units in found.items()]


def _places(note: str, units: Sequence[str], names: Mapping[str, Instrument]) -> str:
    """Pinpoints, each instrument named once: "UNTOC 18(4), 18(7); UNCAC 46(4)"; the names alone for a note on texts."""
    by_slug: dict[str, list[str]] = {}
    for unit in units:
        by_slug.setdefault(unit.partition(":")[0], []).append(unit)
    if note == OURS:
        return ", ".join(pinpoint(slug, names) for slug in by_slug)
    return "; ".join(pinpoints(each, names) for each in by_slug.values())


def pinpoints(ids: Sequence[str], names: Mapping[str, Instrument], alone: bool = False) -> str:
    """Pinpoints, of neighbours of one instrument the first with its name: "UNTOC 2(a), 2(b)"."""
    slugs = [i.partition(":")[0] for i in ids]
    follows = [n > 0 and slugs[n - 1] == slug for n, slug in enumerate(slugs)]
    return ", ".join(pinpoint(i, names, alone or after) for i, after in zip(ids, follows, strict=True))


def _notes(entry: Entry) -> list[str]:
    differs = [_differs(entry.digest, entry.version)] if entry.digest and entry.digest_differs else []
    ours = [] if entry.authentic else [OURS]
    seen = [_UNSURE] if entry.authentic and entry.version.source == RECOGNISED else []
    return [*entry.version.notes, *differs, *ours, *seen]


def _differs(digest: Digest, version: Version) -> str:
    return f"our digest was written for another version ({digest.version}) than the text quoted ({version})"


def answer_text(
    statements: Sequence[Statement],
    entries: Mapping[str, Entry],
    names: Mapping[str, Instrument],
    headline: str = "",
    notes: Sequence[str] = (),
    limits: Sequence[str] = LIMITS,
    issues: Sequence[Issue] = (),
    named: bool = True,
) -> str:
    """Headline, what may displace the rule, numbered statements with quotes and pinpoints, versions, limits.

    Of several questions (`issues`) each statement has the numbers of those that it answers. Pinpoints go without the
    instrument where it is the only one and was `named`.
    """
    single = len({i.partition(":")[0] for statement in statements for i in statement.ids}) == 1
    alone = single and named
    first = [note for note in notes if _DISPLACES.search(note)]
    lines = [headline] if headline else []
    lines += [f"Note: {note}" for note in first]
    lines += [
        f"{_mark(said)}[{n + 1}] {_answering(n, issues)}{_line(said, entries, names, alone)}"
        for n, said in enumerate(statements)
    ]
    if statements:
        lines.append(_versions(statements, names, single))
    lines += [f"Note: {note}" for note in notes if note not in first]
    return "\n".join([*lines, *limits])


def pinpoint(provision: str, names: Mapping[str, Instrument], alone: bool = False) -> str:
    """A pinpoint as it is cited: "UNTOC 16(7)", or "16(7)" where one instrument of the catalogue alone is quoted."""
    slug, _, place = provision.partition(":")
    short = names[slug].short if slug in names else slug
    return place if alone and place and slug in names else f"{short} {place}".strip()


def _line(said: Statement, entries: Mapping[str, Entry], names: Mapping[str, Instrument], alone: bool) -> str:
    if not said.quotes:
        return f"{said.text} ({', '.join(said.ids)})"
    if said.folded:
        return f"{said.text.rstrip(':')} ({pinpoints(said.ids, names, alone)})"
    quotes = " ".join(f"{_label(quote, entries)}{_in_marks(squeeze(quote.text))}" for quote in said.quotes)
    quoted = {quote.id for quote in said.quotes}
    own = [i for i in said.ids if unit_id(i) in quoted]
    places = pinpoints(own, names, alone)
    likewise = f"; likewise {', '.join(_twin(twin, names, alone) for twin in said.twins)}" if said.twins else ""
    return f"{said.text} {quotes} ({places}{_more_letters(said)}{likewise})"


def _in_marks(words: str) -> str:
    """Words in quotation marks, single ones around words that begin or end with double ones."""
    return f"‘{words}’" if words[:1] in '“"„' or words[-1:] in '”"' else f"“{words}”"


def _more_letters(said: Statement) -> str:
    """Says that a list goes on: "; not quoted: (a), (c)"."""
    labels = [f"({one.rpartition('(')[2]}" for one in said.left_out]
    shown = ", ".join(labels) if len(labels) <= LETTERS else f"{labels[0]} to {labels[-1]}, {len(labels)} in all"
    return f"; of the same list, not quoted: {shown}" if labels else ""


def _answering(place: int, issues: Sequence[Issue]) -> str:
    return "".join(f"({number}) " for number, issue in enumerate(issues, 1) if place in issue.statements)


def _mark(said: Statement) -> str:
    return "▸ " if said.folded else ""


def _twin(twin: Twin, names: Mapping[str, Instrument], alone: bool) -> str:
    """A twin by its pinpoint; what it differs in is said unless that is the name of the Parties alone."""
    apart = f" ({twin.how})" if "articles" in twin.how else ""
    return f"{pinpoint(twin.id, names, alone)}{apart}"


def _label(quote: Quote, entries: Mapping[str, Entry]) -> str:
    """The letter before a quote that is the words of one letter."""
    parts = entries[quote.id].unit.parts
    found = [part for part in parts if part.label_end <= quote.start < part.span.end and quote.end <= part.span.end]
    label = _LABEL.search(min(found, key=lambda part: part.span.end - part.span.start).id) if found else None
    return f"({label.group(1)}) " if label else ""


def _versions(statements: Sequence[Statement], names: Mapping[str, Instrument], alone: bool) -> str:
    by_version: dict[str, list[str]] = {}
    for said in statements:
        by_version.setdefault(said.version, []).append(said.ids[0])
    if len(by_version) == 1:
        return f"Text: {_title(statements, names, alone)}{next(iter(by_version))}."
    several = "; ".join(
        f"{pinpoints(tuple(dict.fromkeys(ids)), names, alone)} {version}" for version, ids in by_version.items()
    )
    return f"Text: {_title(statements, names, alone)}{several}."


def _title(statements: Sequence[Statement], names: Mapping[str, Instrument], alone: bool) -> str:
    slug = statements[0].ids[0].partition(":")[0]
    if not alone or slug not in names:
        return ""
    title = names[slug].title
    series = names[slug].series[0].value if names[slug].series else ""
    return f"{title}, " if not series or series in title else f"{title} ({series}), "
