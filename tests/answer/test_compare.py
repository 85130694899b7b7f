"""Several instruments side by side."""

from __future__ import annotations

from kb.answer import Question
from kb.answer.compare import in_rows
from kb.model import Entry, Hit
from tests.answer.conftest import entry, unit

RUNGS = "The lender may count the broken rungs of a wooden ladder before a loan."
ENTRIES: dict[str, Entry] = {
    one.id: entry(one)
    for one in (
        unit("ladders:1", "A loan shall end with the harvest.", heading="End"),
        unit("ladders:2", RUNGS, heading="Rungs"),
        unit("stools:1", RUNGS.replace("may", "shall").replace("ladder", "stool"), heading="Rungs"),
        unit("stools:2", "Paint shall be green and dry.", heading="Paint"),
    )
}
HITS = [Hit("ladders:1", 3.0), Hit("stools:1", 2.9), Hit("ladders:2", 2.2), Hit("stools:2", 2.5)]


def rows() -> list[str]:
    return [hit.id for hit in in_rows(Question("What of rungs?"), HITS, ["ladders", "stools"], ENTRIES)]


def test_provisions_that_go_together_stand_in_one_row() -> None:
    assert rows()[:2] == ["ladders:2", "stools:1"]


def test_no_hit_is_lost() -> None:
    assert sorted(rows()) == sorted(hit.id for hit in HITS)
