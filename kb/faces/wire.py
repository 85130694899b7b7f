"""Records as the JSON of the machine contract."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # types only: `kb cite` must not load what these bring along
    from kb.model import Answer, Citation, Statement
    from kb.service.build import BuildReport
    from kb.service.cite import Cited
    from kb.service.concepts import Branch, Match, ShownConcept
    from kb.service.documents import Change, Listing
    from kb.service.fetch import FetchReport
    from kb.service.search import Found
    from kb.service.show import Shown

Json = dict[str, Any]


def build(report: BuildReport) -> Json:
    """`kb build`."""
    return asdict(report)


def fetched(report: FetchReport) -> Json:
    """`kb fetch`."""
    return asdict(report)


def listing(found: Listing) -> Json:
    """`kb list`."""
    return asdict(found)


def change(done: Change) -> Json:
    """`kb add`, `kb set` and `kb remove`."""
    return asdict(done)


def search(found: Found) -> Json:
    """`kb search`: hits with their place and text, guides apart; `understood` where it was asked for."""
    return {
        "query": found.query,
        **({"understood": asdict(found.understood)} if found.understood else {}),
        "hits": [
            {
                "id": hit.id,
                "score": hit.score,
                "instrument": entry.unit.instrument,
                "citation": found.citations[hit.id],
                "heading": entry.unit.heading,
                "text": entry.unit.text,
                "authentic": entry.authentic,
                "version": str(entry.version),
                "why": dict(hit.why),
            }
            for hit, entry in found.hits
        ],
        "guides": [
            {"id": section.id, "score": hit.score, "title": section.title, "heading": section.heading}
            for hit, section in found.guides
        ],
    }


def concept_tree(branches: Sequence[Branch]) -> Json:
    """`kb concepts`."""
    return {"concepts": [asdict(branch) for branch in branches]}


def concept_matches(said: str, matches: Sequence[Match]) -> Json:
    """`kb concepts WORDS`."""
    return {"query": said, "matches": [asdict(match) for match in matches]}


def concept(found: ShownConcept) -> Json:
    """`kb concepts ID`."""
    return {"concept": asdict(found.concept)} | {
        "path": found.path,
        "broader": list(found.broader),
        "narrower": list(found.narrower),
        "provisions": {
            role.role: {each.instrument: [place.id for place in each.provisions] for each in role.instruments}
            for role in found.provisions
        },
    }


def cite(found: Sequence[Citation]) -> Json:
    """`kb cite`."""
    return {"citations": [citation(each) for each in found]}


def cited(found: Cited, form: str | None) -> Json:
    """`kb cite`, with what its options ask for: `written` in a style, `records` of a reference manager."""
    said = cite(found.citations)
    if found.written:
        said["written"] = [asdict(each) for each in found.written]
    if form:
        said["records"] = json.loads(found.records or "[]") if form == "csl-json" else found.records
    return said


def citation(found: Citation) -> Json:
    """One citation of `kb cite`."""
    return {
        "text": found.text,
        "start": found.start,
        "end": found.end,
        "ids": list(found.ids),
        "status": found.status,
        "range": found.range,
        "candidates": list(found.candidates),
    }


def answer(given: Answer) -> Json:
    """`kb ask`."""
    return {
        "query": given.query,
        "status": given.status,
        "verdict": given.verdict,
        "answer": given.answer,
        "statements": [_statement(said) for said in given.statements],
        "hits": [{"id": hit.id, "score": hit.score} for hit in given.hits],
        "guides": [{"id": guide} for guide in given.guides],
        "limits": list(given.limits),
        "nearest": list(given.nearest),
        "range": given.range,
        "warnings": list(given.warnings),
        "see_also": list(given.see_also),
        "missing": list(given.missing),
        "headline": given.headline,
        "confidence": given.confidence,
        "seconds": given.seconds,
        **_where_used(given),
    }


def _statement(said: Statement) -> Json:
    """A statement; `twins` from the provision to how far its words are the same."""
    return {**asdict(said), "twins": {twin.id: twin.how for twin in said.twins}}


def _where_used(given: Answer) -> Json:
    """The optional fields that this answer has."""
    found: Json = {
        "leans_on": [_statement(said) for said in given.leans_on],
        "issues": [asdict(issue) for issue in given.issues],
        "table": [asdict(row) for row in given.table],
        "deadlines": [asdict(limit) for limit in given.deadlines],
        "versions": dict(given.versions),
    }
    return {name: value for name, value in found.items() if value}


def shown(provision: Shown) -> Json:
    """`kb show`."""
    return asdict(provision)
