"""Collections of others are read in the forms of BEIR and TREC; pools and refusals are counted by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.errors import InputError
from kb.evaluation import (
    BINARY,
    JudgedQuery,
    load_documents,
    load_questions,
    load_replies,
    measure,
    measured,
    pool,
    read_qrels,
    refusals,
    usual_measures,
    with_judgements,
    wrong_instruments,
)
from kb.evaluation.pool import pool_lines, read_pool
from kb.model import Hit

BEIR_DOCUMENTS = (
    '{"_id": "d1", "title": "Ladders", "text": "Long  and\\nwooden."}\n{"_id": "d2", "text": "Spades dig."}\n'
)
TREC_DOCUMENTS = """<DOC>
<DOCNO> d1 </DOCNO>
<TITLE>Ladders</TITLE>
<TEXT>Long and <b>wooden</b>. Tea &amp; cake.</TEXT>
</DOC>
<doc><docno>d2</docno><text>Spades dig.</text></doc>
"""
TOPICS = """<top>
<num> Number: 7
<title> Topic: wooden things
<desc> Description: more
</top>
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_documents_of_beir(tmp_path):
    found = load_documents(write(tmp_path, "corpus.jsonl", BEIR_DOCUMENTS))
    assert [(d.id, d.title, d.text) for d in found] == [
        ("d1", "Ladders", "Long and wooden."),
        ("d2", "", "Spades dig."),
    ]


def test_documents_of_trec(tmp_path):
    found = load_documents(write(tmp_path, "docs.sgml", TREC_DOCUMENTS))
    assert [(d.id, d.title, d.text) for d in found] == [
        ("d1", "Ladders", "Long and wooden . Tea & cake."),
        ("d2", "", "Spades dig."),
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "holds no document"),
        ('{"_id": "d1"}', "lacks _id or text"),
        ('{"_id": "d 1", "text": "x"}', "has the id 'd 1'"),
        ('{"_id": "a:1(2)(b)", "text": "x"}', "part of a:1(2)"),
        ('{"_id": "d", "text": "x"}\n{"_id": "d", "text": "y"}', "repeats"),
    ],
)
def test_bad_documents_are_told(tmp_path, text, problem):
    with pytest.raises(InputError, match=problem.replace("(", r"\(").replace(")", r"\)")):
        load_documents(write(tmp_path, "corpus.jsonl", text))


def test_queries_of_beir_trec_and_lines_with_a_tab(tmp_path):
    qrels = write(tmp_path, "test.tsv", "query-id\tcorpus-id\tscore\n7\td1\t1\n")
    forms = ['{"_id": "7", "text": "wooden things"}\n', TOPICS, "7\twooden things\n8\tnot judged\n"]
    for form in forms:
        (query,) = load_questions(write(tmp_path, "queries", form), qrels)
        assert (query.qid, query.query, dict(query.qrels)) == ("7", "wooden things", {"d1": 1})


def test_judgements_of_trec_may_be_negative(tmp_path):
    assert read_qrels(write(tmp_path, "q", "1 0 d1 -1\n1 0 d2 4\n")) == {"1": {"d1": -1, "d2": 4}}


def test_questions_without_judgements_need_a_file_of_them(tmp_path):
    with pytest.raises(InputError, match="carries no judgements"):
        load_questions(write(tmp_path, "queries", "7\twooden things\n"))


def test_judgements_of_other_questions_are_told(tmp_path):
    with pytest.raises(InputError, match="judges none"):
        load_questions(write(tmp_path, "queries", "7\tx\n"), write(tmp_path, "q", "1 0 d1 1\n"))


def test_yes_or_no_judgements_are_measured_by_binary_measures():
    assert usual_measures({"q": {"d": 1, "e": 0}}) == BINARY
    assert measure({"q": {"d": 1}}, {"q": [Hit("e", 2.0), Hit("d", 1.0)]}, BINARY)["q"]["RR@50"] == 0.5


def test_any_measure_of_ir_measures_can_be_asked_for_and_others_are_told():
    qrels, run = {"7": {"d": 2, "e": 1}}, {"7": [Hit("e", 2.0), Hit("d", 1.0)]}
    import ir_measures

    scored = {"7": {"e": 2.0, "d": 1.0}}
    for name in ("ERR@20", "Rprec", "Judged@10"):
        theirs = ir_measures.calc_aggregate([ir_measures.parse_measure(name)], qrels, scored)
        assert measure(qrels, run, [name])["7"][name] == pytest.approx(next(iter(theirs.values())), abs=1e-9)
    with pytest.raises(InputError, match="is no measure"):
        measure(qrels, run, ["nonsense@3"])


def test_wrong_instruments_are_counted_among_those_that_a_question_names():
    run = {"q": [Hit("ladders:1", 3.0), Hit("spades:2", 2.0), Hit("ladders:3", 1.0)], "r": [Hit("spades:2", 1.0)]}
    assert wrong_instruments(run, {"q": ["ladders"], "r": []}) == {"q": pytest.approx(1 / 3)}


def test_a_pool_holds_what_nobody_judged_and_comes_back_with_grades(tmp_path):
    asked = [JudgedQuery("q", "Who?", qrels={"ladders:1": 2})]
    hits = [Hit("ladders:1", 3.0), Hit("spades:2", 2.0), Hit("ladders:3", 1.0)]
    runs = [measured("a", asked, {"q": hits}), measured("b", asked, {"q": hits[::-1]})]
    pooled = pool(runs, 2)
    assert {key: dict(each.ranks) for key, each in pooled.items()} == {
        ("q", "ladders:3"): {"b": 1},
        ("q", "spades:2"): {"a": 2, "b": 2},
    }
    lines = pool_lines(pooled, {id: {"text": "…"} for _, id in pooled})
    path = write(tmp_path, "pool.jsonl", "\n".join(lines).replace('"grade": null', '"grade": 1', 1))
    rows = read_pool(path)
    assert rows == (("q", "ladders:3", 1), ("q", "spades:2", None))
    assert with_judgements(asked, {"q": {"ladders:3": 1}})[0].qrels == {"ladders:1": 2, "ladders:3": 1}


def test_refusals_by_hand(tmp_path):
    asked = [
        JudgedQuery("a", "?", qrels={"ladders:1": 2}),
        JudgedQuery("b", "?", qrels={"ladders:2": 2}),
        JudgedQuery("c", "?", answerable=False),
        JudgedQuery("d", "?", answerable=False),
    ]
    rows = [
        {"qid": "a", "status": "answered", "statements": [{"ids": ["ladders:1(a)"]}], "hits": [{"score": 3.0}]},
        {"qid": "b", "status": "partial", "statements": [{"ids": ["ladders:9"]}], "hits": [{"score": 1.0}]},
        {"qid": "c", "status": "answered", "statements": [{"ids": ["ladders:1"]}], "hits": [{"score": 2.0}]},
        {"qid": "d", "status": "refused", "statements": [], "hits": []},
    ]
    found = refusals(asked, load_replies(write(tmp_path, "out", "\n".join(map(json.dumps, rows)))))
    assert (found.coverage, found.risk) == (0.75, pytest.approx(2 / 3))
    assert (found.refused_rightly, found.refused_wrongly) == (0.5, 0.0)
    assert found.curve == ((0.25, 0.0), (0.5, 0.5), (0.75, pytest.approx(2 / 3)))
    assert found.aurc == pytest.approx((0 + 1 / 2 + 2 / 3) / 3)


def test_the_curve_takes_the_surest_answers_first_by_their_own_confidence(tmp_path):
    asked = [JudgedQuery("a", "?", qrels={"ladders:1": 2}), JudgedQuery("b", "?", answerable=False)]
    said = {"status": "answered", "statements": [{"ids": ["ladders:1"]}]}
    rows = [
        {"qid": "a", **said, "confidence": 0.2, "hits": [{"score": 1.0}]},
        {"qid": "b", **said, "confidence": 0.1, "hits": [{"score": 9.0}]},
    ]
    found = refusals(asked, load_replies(write(tmp_path, "out", "\n".join(map(json.dumps, rows)))))
    assert found.curve == ((0.5, 0.0), (1.0, 0.5))
