"""Digests are withheld without a trace, and everything else stays as it was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kb.config import Settings
from kb.errors import InputError
from kb.evaluation import JudgedQuery
from kb.service.build import build
from kb.service.evaluate_withheld import folds_of, judged_in, without_digests
from kb.service.library import Library

SMALL = ("ece-ap1", "ece-ap2", "ece-ap3", "genocide")


def quiet(stage: str, done: int, total: int) -> None:
    """No progress is shown."""


@pytest.fixture(scope="module")
def library(shared: Path, tmp_path_factory) -> Library:
    settings = replace(Settings.from_environment({}), index=tmp_path_factory.mktemp("withheld") / "index")
    paths = [shared / "treaties" / f"{slug}.md" for slug in SMALL]
    build(paths, settings, with_digests=True, progress=quiet, reuse=(Settings.from_environment({}).index,))
    return Library(settings)


@pytest.mark.slow
def test_every_instrument_with_digests_is_withheld_once(library):
    folds = folds_of(library, 2)
    assert sorted(slug for fold in folds for slug in fold) == sorted(SMALL)
    with pytest.raises(InputError, match="lower the folds"):
        folds_of(library, 5)


@pytest.mark.slow
def test_only_text_is_left_of_what_is_withheld_and_the_rest_is_untouched(library):
    part = without_digests(library, frozenset({"ece-ap3"}))
    before, after = library.index, part.index
    bare = [id for id, entry in after.entries.items() if entry.unit.instrument == "ece-ap3"]
    assert list(after.entries) == list(before.entries)
    assert all(after.entries[id].digest is None for id in bare)
    assert {chunk.layer for chunk in after.chunks if chunk.unit in bare} == {"text"}
    kept = [row for row, chunk in enumerate(before.chunks) if chunk.unit not in bare or chunk.layer == "text"]
    assert after.chunks == tuple(before.chunks[row] for row in kept)
    assert np.array_equal(after.dense.vectors(), before.dense.vectors(np.array(kept)))
    assert [id for id, has in zip(after.entries, after.kin.glossed, strict=True) if not has and id in bare] == bare


@pytest.mark.slow
def test_nothing_withheld_changes_nothing(library):
    part = without_digests(library, frozenset())
    assert part.index.entries == library.index.entries
    assert np.array_equal(part.index.kin.shares, library.index.kin.shares)
    assert part.index.lexical["all"].to_bytes() == library.index.lexical["all"].to_bytes()


def test_a_fold_keeps_the_judgements_of_its_instruments_alone():
    asked = [
        JudgedQuery("q", "?", qrels={"ladders:1": 2, "ladders:2": 1, "spades:1": 2}),
        JudgedQuery("r", "?", qrels={"ladders:1": 1, "spades:1": 2}),
        JudgedQuery("s", "?", answerable=False),
    ]
    (found,) = judged_in(asked, ("ladders",), 0)
    assert (found.qid, dict(found.qrels)) == ("q.fold1", {"ladders:1": 2, "ladders:2": 1})
