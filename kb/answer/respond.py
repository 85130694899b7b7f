"""One question, one ranking, one answer: decide, quote, check, say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from kb.answer import compose
from kb.answer.absent import read_as, settled, undefined, unspoken
from kb.answer.beside import LEANED_ON, leaned_on
from kb.answer.claims import Claim, bodies, claim, presumed
from kb.answer.closeness import overlap, rarity
from kb.answer.gateway import left_open, left_to, opened
from kb.answer.glossary import Glossary, sought
from kb.answer.guard import guarded
from kb.answer.guided import from_guides, guides_speak, unheard_of
from kb.answer.headline import compared, deadlines, same_matter, table
from kb.answer.headline import headline as first_line
from kb.answer.issues import issues, select_each
from kb.answer.leads import FORCE_WORDS
from kb.answer.limits import limits
from kb.answer.premise import Contradiction, contradiction
from kb.answer.records import Nearness, Part, Question, Refusal, Similarity
from kb.answer.refuse import NOTHING, how_to_get, instruments_in, missing, refusal
from kb.answer.select import BRIEF, Measure, around, has_subject, quote, see_also, select
from kb.answer.verdict import as_special, differing, of_concepts, verdict
from kb.model import (
    Answer,
    Citation,
    Entry,
    GuideSection,
    Hit,
    Instrument,
    Statement,
    Verdict,
    article_id,
    unit_id,
)
from kb.text import terms


@dataclass(frozen=True, slots=True)
class Materials:
    """What statements are drawn from, as `answer` describes it."""

    ranking: Sequence[Hit]
    entries: Mapping[str, Entry]
    similarity: Similarity | None
    known: Glossary
    measure: Measure
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True)
class Findings:
    """Statements that hold, those beside them, what was dropped; and for each of several questions its statements."""

    statements: tuple[Statement, ...]
    beside: tuple[Statement, ...] = ()
    faults: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    places: tuple[tuple[int, ...], ...] = ()


NEAREST = 3
NEAR_ENOUGH = 0.55  # cosine of a provision with a question from which it may be answered by yes or no
MOST = 5  # statements of one answer
NEXT = 8  # hits that are asked whether another treaty answers the other way
LOOSE = 5  # hits among which an instrument that is named loosely has to be
BESIDE = 1  # further statements beside the one that corrects a premise


def answer(
    question: Question,
    ranking: Sequence[Hit],
    entries: Mapping[str, Entry],
    names: Mapping[str, Instrument],
    guides: Sequence[GuideSection] = (),
    similarity: Similarity | None = None,
    on_claim: Sequence[Hit] = (),
    nearness: Nearness | None = None,
    known: Glossary | None = None,
    measure: Measure = BRIEF,
    parts: Sequence[Part] = (),
) -> Answer:
    """The answer that the library gives: a few checked quotes, or a plain refusal.

    `ranking`: hits, best first, scores comparable within it. `entries`: every unit of the library. `names`: the
    catalogue by slug. `guides`: sections that bear on the question, closest first. `similarity`: closeness of given
    sentences to the question, where an encoder is at hand. `on_claim`: hits for what the question claims (`claim_of`);
    `nearness`: closeness of texts to a given one. `known`: the terms that the instruments define. `measure`: how much
    is quoted. `parts`: the questions of a message that holds several. The time taken is left to the caller.
    """
    impossible = next((c for c in question.citations if c.status == "no-such-provision"), None)
    if impossible is not None:
        return _no_such(question, impossible, ranking, entries, names)
    library = instruments_in(entries)
    question = settled(question, ranking, library)
    if not question.named:
        of_bodies = tuple(slug for slug in bodies(question.text) if slug in library)
        question = replace(question, instruments=of_bodies)
    question = replace(question, defined=_defined(question, ranking, entries, known or {}))
    refused = refusal(question, library, names)
    speaks = guides_speak(question, guides)
    if refused is not None and not (speaks and refused.yields_to_guides):
        gateway = left_to(question, refused, ranking, entries, names) if refused.door else None
        return gateway or _refused(question, refused, ranking, entries)
    wrong = _wrong_premise(question, library, on_claim or ranking, entries, names, nearness)
    if wrong is not None:
        corrected = _corrected(question, wrong, ranking, entries, names)
        if corrected is not None:
            return corrected
    found = _findings(question, Materials(ranking, entries, similarity, known or {}, measure, parts))
    if speaks:
        found = _with_guides(
            from_guides(question, guides, entries, similarity), found, entries, alone=refused is not None
        )
    if not found.statements or (not speaks and unheard_of(question, found.statements, entries)):
        return _refused(question, Refusal(NOTHING), ranking, entries, found.faults)
    absent = missing(question, library)
    detail = None if speaks or absent or found.parts else left_open(question, found.statements)
    in_part = left_to(question, detail, ranking, entries, names) if detail else None
    return in_part or _answered(question, found, absent, ranking, entries, names, guides)


def _defined(
    question: Question, ranking: Sequence[Hit], entries: Mapping[str, Entry], known: Glossary
) -> tuple[str, ...]:
    """The units that define the term whose meaning is asked for, those that rank best first."""
    named = [slug for slug in question.named if slug in instruments_in(entries)]
    place = {hit.id: n for n, hit in enumerate(ranking)}
    units = dict.fromkeys(one.unit for one in sought(question.text, known, named) if one.unit in entries)
    return tuple(sorted(units, key=lambda unit: place.get(unit, len(place))))


def _findings(question: Question, of: Materials) -> Findings:
    """What is quoted and has held: for one question, or for each of several."""
    named = [slug for slug in question.named if slug in instruments_in(of.entries)]
    parts = [
        replace(part, defined=_defined(replace(question, text=part.question), part.hits, of.entries, of.known))
        for part in of.parts
        if len(of.parts) > 1
    ]
    if parts:
        passages, places = select_each(question, parts, of.ranking, of.entries, of.similarity, of.measure)
    else:
        passages, places = list(select(question, of.ranking, of.entries, of.similarity, of.measure)), []
    made = [compose.statement(question, passage) for passage in passages]
    statements, faults = guarded(made, of.entries, named)
    kept = [tuple(statements.index(made[n]) for n in own if made[n] in statements) for own in places]
    leaning, more = guarded(leaned_on(question, statements, of.ranking, of.entries, of.known), of.entries)
    told = tuple(said for said in leaning if not said.folded)
    beside = tuple(replace(said, folded=of.measure is BRIEF) for said in leaning if said.folded)
    return Findings((*statements, *told), beside, (*faults, *more), tuple(parts), tuple(kept))


def _with_guides(ours: Sequence[Statement], found: Findings, entries: Mapping[str, Entry], *, alone: bool) -> Findings:
    """What the guides say, then unless they speak alone what was found besides; five statements at most."""
    checked, faults = guarded([said for said in ours if said.quotes], entries)
    kept = [said for said in ours if not said.quotes or said in checked]
    quoted = {unit_id(i) for said in checked for i in said.ids}
    besides = [] if alone else [said for said in found.statements if unit_id(said.ids[0]) not in quoted]
    return Findings((*kept, *besides)[:MOST], (), (*found.faults, *faults))


def claim_of(question: Question) -> Claim | None:
    """What the question claims about the law, to be ranked by itself before `answer` is asked."""
    return claim(question.text, question.mentions)


def _wrong_premise(
    question: Question,
    library: Set[str],
    ranking: Sequence[Hit],
    entries: Mapping[str, Entry],
    names: Mapping[str, Instrument],
    nearness: Nearness | None,
) -> Contradiction | None:
    """What in the instruments named contradicts what the question takes for granted."""
    said = claim_of(question) or presumed(question.text, question.mentions)
    named = [slug for slug in question.named or bodies(question.text) if slug in library]
    if said is None:
        return None
    if not named:
        meant = {slug for slugs in question.loose for slug in slugs} & library
        near = dict.fromkeys(slug for hit in ranking[:LOOSE] if (slug := hit.id.partition(":")[0]) in meant)
        found = [_against(said, question, [slug], ranking, entries, nearness) for slug in near]
        if said.stance == "asks" or not found or found[0] is None or None in found:
            return None
        headline = f"No, under {compose.pinpoint(found[0].entry.id, names)}{found[0].headline.removeprefix('No')}"
        return replace(found[0], headline=headline)
    return _against(said, question, named, ranking, entries, nearness)


def _against(
    said: Claim,
    question: Question,
    named: Sequence[str],
    ranking: Sequence[Hit],
    entries: Mapping[str, Entry],
    nearness: Nearness | None,
) -> Contradiction | None:
    hits = [hit for hit in ranking if hit.id.partition(":")[0] in named]
    hits.sort(key=lambda hit: hit.id not in question.pinpoints)
    return contradiction(said, hits, entries, question.text, nearness)


def _corrected(
    question: Question,
    wrong: Contradiction,
    ranking: Sequence[Hit],
    entries: Mapping[str, Entry],
    names: Mapping[str, Instrument],
) -> Answer | None:
    """No, with what the text says instead, and what stands beside it in the same article."""
    first = compose.statement(question, around(wrong.entry, wrong.piece), "premise")
    beside = [
        compose.statement(question, passage)
        for passage in select(question, ranking, entries)
        if passage.entry.id != wrong.entry.id and article_id(passage.entry.id) == article_id(wrong.entry.id)
    ]
    statements, faults = guarded([first, *beside[:BESIDE]], entries)
    if not statements or statements[0] != first:
        return None
    notes = [*compose.warnings(statements, entries, names), *faults]
    return Answer(
        query=question.text,
        status="answered",
        verdict="premise-wrong",
        headline=wrong.headline,
        answer=compose.answer_text(statements, entries, names, wrong.headline, notes),
        statements=statements,
        hits=tuple(ranking),
        limits=compose.LIMITS,
        warnings=tuple(notes),
        see_also=tuple(see_also(question, ranking, entries, _used(statements))),
    )


def _answered(
    question: Question,
    found: Findings,
    absent: tuple[str, ...],
    ranking: Sequence[Hit],
    entries: Mapping[str, Entry],
    names: Mapping[str, Instrument],
    guides: Sequence[GuideSection],
) -> Answer:
    statements = found.statements
    law = [said for said in statements if said.quotes and said.role not in LEANED_ON]
    rows = table(law, entries, [slug for slug in question.named if slug in instruments_in(entries)])
    ruling = law if law[:1] == list(statements[:1]) and statements[0].role != "guide" else []
    subjects = _subjects(question, ranking, entries)
    articles = {article_id(unit_id(said.ids[0])) for said in law}
    near = tuple(articles)  # a cheap test first: the library may hold many thousands of provisions
    paragraphs = [entry for unit, entry in entries.items() if unit.startswith(near) and article_id(unit) in articles]
    each, lines = issues(found.parts, found.places, statements, entries, subjects, paragraphs)
    nearest = [entries[hit.id] for hit in ranking[:NEXT] if hit.id in entries]
    decided, headline = (
        (None, lines)
        if each
        else _verdict(
            question, ruling, law, nearest, entries, names, subjects, paragraphs, sure=_near(question, ruling, ranking)
        )
    )
    headline = compared(rows, law, names) or headline
    every = (*statements, *found.beside)
    headline = headline or ("" if each else _what_is_not_there(question, statements[0], ranking, entries, names))
    notes = [
        *read_as(question, names),
        *compose.warnings(every, entries, names),
        *(how_to_get(slug, names) for slug in absent),
        *found.faults,
    ]
    bounds, barred = limits(statements, entries, names)
    elsewhere = None if each else opened(question, law, names)
    if elsewhere is not None:
        headline, decided, bounds = elsewhere.headline, None, (elsewhere.limit, *bounds)
    also = (*see_also(question, ranking, entries, _used(statements)), *barred)
    versions = {said.ids[0]: said.version for said in statements}
    return Answer(
        query=question.text,
        status="partial" if absent or elsewhere or any(not issue.statements for issue in each) else "answered",
        verdict=decided,
        answer=compose.answer_text(every, entries, names, headline, notes, bounds, each, bool(question.named)),
        statements=statements,
        leans_on=found.beside,
        hits=tuple(ranking),
        guides=tuple(section.id for section in guides),
        limits=bounds,
        warnings=tuple(notes),
        see_also=tuple(dict.fromkeys(also)),
        missing=absent,
        headline=headline,
        issues=each,
        table=rows,
        deadlines=deadlines(question.text, law),
        versions=versions if len({said.ids[0].partition(":")[0] for said in statements}) > 1 else {},
    )


def _what_is_not_there(
    question: Question,
    first: Statement,
    ranking: Sequence[Hit],
    entries: Mapping[str, Entry],
    names: Mapping[str, Instrument],
) -> str:
    """That the matter or the definition asked for was not found, where that can be told."""
    missing_definition = undefined(question, first, entries) if first.quotes else ""
    return missing_definition or unspoken(question, ranking, entries, names)


def _near(question: Question, ruling: Sequence[Statement], ranking: Sequence[Hit]) -> bool:
    """False where no instrument was named and the first provision is too far from the question to say yes or no."""
    first = unit_id(ruling[0].ids[0]) if ruling else ""
    cosine = next((hit.why["cosine"] for hit in ranking if hit.id == first and "cosine" in hit.why), 1.0)
    return bool(question.named) or cosine >= NEAR_ENOUGH


def _verdict(
    question: Question,
    ruling: Sequence[Statement],
    law: Sequence[Statement],
    near: Sequence[Entry],
    entries: Mapping[str, Entry],
    names: Mapping[str, Instrument],
    subjects: Set[frozenset[str]],
    paragraphs: Sequence[Entry],
    *,
    sure: bool,
) -> tuple[Verdict | None, str]:
    """Yes or no to one question where the first provision is near enough (`sure`), and the first line of its answer."""
    if not ruling:
        return None, ""
    own = [entries[unit_id(said.ids[0])] for said in ruling]
    found, line = verdict(question.text, ruling, own, subjects, paragraphs) if sure else (None, "")
    if found and not question.named:
        titles = {slug: one.title for slug, one in names.items()}
        near = (*near, *of_concepts(own[0], entries))
        other = differing(question.text, found, own[0], near, titles)
        if other is None:
            alike = [one for one in law if as_special(question.text, own[0], entries[unit_id(one.ids[0])], titles)]
            found, line = _across(found, line, alike, entries, names)
        else:
            found, line = "depends", _either_way(found, own[0], *other, names)
    return found, line or _first_line(question, ruling, entries, names)


def _either_way(found: Verdict, one: Entry, other: Entry, said: Verdict, names: Mapping[str, Instrument]) -> str:
    """It depends on the treaty: what two say."""
    words = {"yes": "yes", "no": "no", "depends": "on conditions"}
    each = ((words[found], one), (words[said], other))
    return (
        f"It depends on the treaty: {', '.join(f'{say} under {compose.pinpoint(at.id, names)}' for say, at in each)}."
    )


def _first_line(
    question: Question, ruling: Sequence[Statement], entries: Mapping[str, Entry], names: Mapping[str, Instrument]
) -> str:
    """What the first statement gives; with its provision where none was named, nothing where several are compared."""
    line = first_line(question.text, ruling, entries) if len(question.named) < 2 else ""
    place = compose.pinpoint(ruling[0].ids[0], names)
    return line if question.named else line.replace(", see [1]", f", under {place}, see [1]")


def _subjects(question: Question, ranking: Sequence[Hit], entries: Mapping[str, Entry]) -> set[frozenset[str]]:
    """What provisions near the question are about, in index terms; names of instruments left out."""
    digests = [entry.digest for hit in ranking if (entry := entries.get(hit.id)) and entry.digest]
    named = {term for mention in question.mentions for term in terms(mention.of(question.text))}
    found = {frozenset(terms(words)) for digest in digests for words in digest.terms}
    return {subject for subject in found if subject and not subject & named}


def _across(
    found: Verdict,
    headline: str,
    statements: Sequence[Statement],
    entries: Mapping[str, Entry],
    names: Mapping[str, Instrument],
) -> tuple[Verdict, str]:
    """A verdict where no instrument was named: that of the first one, or "depends" where they differ in force."""
    alike = [said for said in statements if same_matter(said, statements[0], entries)]
    single = [said for said in alike if len(set(said.force)) == 1]
    said = {said.ids[0].partition(":")[0]: said.force[:1] for said in reversed(single)}
    if statements[0] in single and len(set(said.values())) > 1:
        forces = {slug: FORCE_WORDS[force[0]] for slug, force in reversed(said.items())}
        each = ", ".join(f"{compose.pinpoint(slug, names)} {force}" for slug, force in forces.items())
        return "depends", f"It depends on the treaty: {each}."
    word = re.match(r"[^,:.]*", headline).group()  # type: ignore[union-attr]
    place = compose.pinpoint(statements[0].ids[0], names)
    return found, f"{word}, under {place}{headline[len(word) :]}"


def _used(statements: Sequence[Statement]) -> set[str]:
    return {unit_id(i) for said in statements for i in said.ids}


def _refused(
    question: Question,
    why: Refusal,
    ranking: Sequence[Hit],
    entries: Mapping[str, Entry],
    faults: Sequence[str] = (),
) -> Answer:
    nearest = tuple(hit.id for hit in ranking if hit.id in entries)[:NEAREST] if why.nearest else ()
    tail = f" Nearest provisions, not an answer: {', '.join(nearest)}." if nearest and why.reason != NOTHING else ""
    no_stand_in = "" if why.nearest else " No other instrument was used in its place."
    return Answer(
        query=question.text,
        status="refused",
        verdict=None,
        answer=f"{why.reason}{no_stand_in}{tail}",
        hits=tuple(ranking),
        nearest=nearest,
        missing=why.missing,
        warnings=tuple(faults),
    )


def _no_such(
    question: Question,
    citation: Citation,
    ranking: Sequence[Hit],
    entries: Mapping[str, Entry],
    names: Mapping[str, Instrument],
) -> Answer:
    """What exists instead, and the closest provision of the same article or else of the same instrument."""
    nearest = _nearest(question, citation, ranking, entries) if has_subject(question) else ()
    slug = next(iter(citation.candidates), "").partition(":")[0]
    title = names[slug].title if slug in names else slug or "the instrument cited"
    headline = (
        f"There is no such provision as “{citation.text}”: {title} has {citation.range or 'none of that number'}."
    )
    statements = _nearest_statement(question, nearest[:1], entries)
    return Answer(
        query=question.text,
        status="no-such-provision",
        verdict=None,
        answer=compose.answer_text(statements, entries, names, headline),
        statements=statements,
        hits=tuple(ranking),
        limits=compose.LIMITS,
        nearest=nearest,
        range=citation.range,
    )


def _nearest(
    question: Question, citation: Citation, ranking: Sequence[Hit], entries: Mapping[str, Entry]
) -> tuple[str, ...]:
    """Units of the article cited, or where that does not exist either of the instrument, by closeness."""
    beside = next(iter(citation.candidates), "")
    if (citation.range or "").startswith("article "):
        inside = [unit for unit in entries if article_id(unit) == article_id(beside)]
    else:
        slug = beside.partition(":")[0]
        inside = [hit.id for hit in ranking if hit.id in entries and entries[hit.id].unit.instrument == slug]
    weights = rarity(entries[unit].unit.text for unit in inside)
    place = {hit.id: n for n, hit in enumerate(ranking)}
    near = {unit: overlap(question.text, entries[unit].unit.text, weights) for unit in inside}
    return tuple(sorted(inside, key=lambda unit: (place.get(unit, len(place)), -near[unit])))[:NEAREST]


def _nearest_statement(
    question: Question, nearest: Sequence[str], entries: Mapping[str, Entry]
) -> tuple[Statement, ...]:
    passages = [quote(question, entries[unit], 90, rarity([entries[unit].unit.text])) for unit in nearest]
    found = [compose.statement(question, passage, "nearest") for passage in passages if passage is not None]
    return guarded(found, entries)[0]
