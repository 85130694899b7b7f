"""The second reader of answers: what it finds, and that answers to our own questions pass it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from types import SimpleNamespace

import pytest

from kb.answer import Question, answer
from kb.model import Entry, Hit, Span, Unit, Version
from kb.text import terms
from tests.answer.checker import faults


def said(quote: dict[str, object], *more: dict[str, object]) -> dict[str, object]:
    statement = {"ids": [quote["id"]], "force": ["shall"], "version": "as adopted", "quotes": [quote, *more]}
    return {"statements": [statement]}


def slice_of(unit: Unit, words: str) -> dict[str, object]:
    start = unit.text.index(words)
    return {"id": unit.id, "start": start, "end": start + len(words), "text": words}


def test_a_sound_quote_passes(mini: SimpleNamespace) -> None:
    unit = mini.entries["ladders:4(1)"].unit
    assert faults(said(slice_of(unit, unit.text)), {unit.id: unit}) == []


@pytest.mark.parametrize(
    ("unit", "words", "fault"),
    [
        ("ladders:4(1)", "The ladder shall be returned within 18 days", "ends within"),
        ("ladders:4(1)", "shall be returned within 18 days after the loan.", "begins within"),
        ("ladders:2(1)", "The lender shall hand over a sound ladder.", "leaves an exception behind"),
        ("ladders:3", "count the rungs after each climb; and", "without its opening words"),
        ("ladders:4(1)", "after the loan.", "crumb"),
    ],
)
def test_what_a_cut_lost_is_found(mini: SimpleNamespace, unit: str, words: str, fault: str) -> None:
    found = faults(said(slice_of(mini.entries[unit].unit, words)), {unit: mini.entries[unit].unit})
    assert any(fault in one for one in found)


@pytest.mark.slow
def test_answers_from_authentic_paragraphs_pass(shared: Path) -> None:
    """Each paragraph asked for in the words of its neighbours: whatever is quoted is whole."""
    rows = json.loads((shared / "treaties" / "provisions.json").read_text("utf-8"))
    units = {
        row["id"]: Unit(
            row["id"], row["instrument"], "", "", "", (), row["text"], Span(0, len(row["text"])), "paragraph"
        )
        for row in rows
    }
    entries = {name: Entry(unit, True, Version("as adopted"), "x") for name, unit in units.items()}
    for place, name in enumerate(list(units)[::5]):
        question = Question("What about " + " ".join(terms(units[name].text)[place % 7 : 12]) + "?")
        hits = [Hit(name, 1.0)]
        given = answer(question, hits, entries, {})
        assert faults(asdict(given), {name: units[name]}) == [], name
