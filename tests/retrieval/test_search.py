from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kb.indexes.kin import Kin
from kb.model import Chunk, Citation, ConceptUse, Digest, Entry, Instrument, Span, Unit, Version
from kb.retrieval import Filters, Question, Retriever

TEXTS = {
    "ladders:1": "A borrowed ladder is returned within three days.",
    "ladders:2(1)": "The lender may refuse a ladder to a neighbour who broke one.",
    "ladders:2(2)": "Refusal is given in writing.",
    "spades:1": "A borrowed spade is returned clean.",
}


class Words:
    """Shared words as a score."""

    def __init__(self, texts):
        self.texts = [set(t.lower().strip(".").split()) for t in texts]
        self.vocabulary = set().union(*self.texts)

    def scores(self, words, /):
        return np.array([float(len(t & set(words))) for t in self.texts])


class Fixed:
    def __init__(self, values):
        self.values = np.array(values, dtype=np.float32)

    def scores(self, vector, /):
        return self.values


def entry(unit_id, text):
    slug, place = unit_id.split(":")
    unit = Unit(unit_id, slug, place[0], place[2:-1], "", (), text, Span(0, len(text)), "paragraph")
    return Entry(unit, True, Version("as adopted"), "file.md")


@pytest.fixture
def retriever():
    entries = {i: entry(i, t) for i, t in TEXTS.items()}
    chunks = [Chunk(i, "text", t) for i, t in TEXTS.items()]
    words = Words(TEXTS.values())
    known = {s: Instrument(s, s, s, (), "Garden", 1) for s in ("ladders", "spades")}
    kin = Kin.build(list(entries), chunks, np.eye(4, dtype=np.float32))
    dense = Fixed([0.9, 0.5, 0.1, 0.8])
    return Retriever(entries, {}, chunks, dense, {"all": words, "text": words}, kin, known)


def ids(hits):
    return [hit.id for hit in hits]


VECTOR = np.zeros(4, dtype=np.float32)


def test_hits_come_best_first_and_are_as_many_as_asked_for(retriever):
    hits = retriever.search(Question("borrowed ladder"), VECTOR, 2, Filters())
    assert ids(hits)[0] == "ladders:1"
    assert len(hits) == 2
    assert hits[0].score >= hits[1].score


def test_a_named_instrument_is_preferred(retriever):
    question = Question("borrowed", instruments=("spades",))
    assert ids(retriever.search(question, VECTOR, 4, Filters()))[0] == "spades:1"


def test_a_pinpoint_goes_straight_to_its_unit(retriever):
    cited = Citation("art 2(2)", 0, 8, ("ladders:2(2)",), "resolved")
    assert ids(retriever.search(Question("borrowed", citations=(cited,)), VECTOR, 4, Filters()))[0] == "ladders:2(2)"


def test_a_cited_article_brings_all_its_paragraphs_first(retriever):
    cited = Citation("art 2", 0, 5, ("ladders:2",), "resolved")
    hits = ids(retriever.search(Question("borrowed", citations=(cited,)), VECTOR, 4, Filters()))
    assert hits[:2] == ["ladders:2(1)", "ladders:2(2)"]


def test_filtered_instruments_do_not_appear(retriever):
    hits = retriever.search(Question("borrowed"), VECTOR, 4, Filters(instruments=("ladders",)))
    assert "spades:1" not in ids(hits)


def test_each_hit_says_what_it_rests_on(retriever):
    hit = retriever.search(Question("borrowed ladder"), VECTOR, 1, Filters())[0]
    assert {"dense", "lexical", "cosine"} <= set(hit.why)


def test_only_provisions_of_a_wanted_concept_appear(retriever_with_concepts):
    hits = retriever_with_concepts.search(Question("borrowed"), VECTOR, 4, Filters(concepts=("refusing", "unheard-of")))
    assert ids(hits) == ["ladders:2(1)"]


def test_a_concept_that_no_provision_has_admits_none(retriever_with_concepts):
    assert retriever_with_concepts.search(Question("borrowed"), VECTOR, 4, Filters(concepts=("unheard-of",))) == ()


@pytest.fixture
def retriever_with_concepts():
    entries = {i: entry(i, t) for i, t in TEXTS.items()}
    said = Digest("ladders:2(1)", "A lender may say no.", (), "rule", ("may",), (), "as adopted")
    entries[said.id] = replace(entries[said.id], digest=replace(said, concepts=(ConceptUse("refusing"),)))
    chunks = [Chunk(i, "text", t) for i, t in TEXTS.items()]
    words = Words(TEXTS.values())
    kin = Kin.build(list(entries), chunks, np.eye(4, dtype=np.float32))
    known = {s: Instrument(s, s, s, (), "Garden", 1) for s in ("ladders", "spades")}
    return Retriever(entries, {}, chunks, Fixed([0.9, 0.5, 0.1, 0.8]), {"all": words, "text": words}, kin, known)
