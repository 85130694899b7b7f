"""The gate closes on a fall, and on nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.errors import InputError
from kb.evaluation import JudgedQuery, load_configurations, load_queries, measured
from kb.evaluation.baseline import ablation_table, baseline_of, between_marks, fallen, read_baseline
from kb.model import Hit, unit_id

EVAL = Path(__file__).resolve().parents[2] / "eval"
BASE = {"nDCG@10": 0.7, "R2@10": 0.8, "hit@3": 0.9}


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ({"nDCG@10": 0.7, "R2@10": 0.8}, set()),
        ({"nDCG@10": 0.69, "R2@10": 0.95}, set()),
        ({"nDCG@10": 0.689, "R2@10": 0.8}, {"nDCG@10"}),
        ({"nDCG@10": 0.1, "R2@10": 0.1}, {"nDCG@10", "R2@10"}),
    ],
)
def test_more_than_a_hundredth_below_the_baseline_is_a_fall(now, told):
    assert fallen(BASE, now).keys() == told


def test_a_baseline_is_read_as_it_was_written(tmp_path):
    run = measured("whole", [JudgedQuery("q", "?", qrels={"ladders:1": 2})], {"q": [Hit("ladders:1", 1.0)]})
    (tmp_path / "baseline.json").write_text(json.dumps(baseline_of(run, 0)))
    assert read_baseline(tmp_path / "baseline.json")["nDCG@10"] == 1.0
    (tmp_path / "baseline.json").write_text("[]")
    with pytest.raises(InputError, match="is no baseline"):
        read_baseline(tmp_path / "baseline.json")


def test_the_table_tells_each_run_against_the_first():
    asked = [JudgedQuery(qid, "?", qrels={"ladders:1": 2}) for qid in "abc"]
    runs = [measured("whole", asked, {qid: [Hit("ladders:1", 1.0)] for qid in "abc"}), measured("none", asked, {})]
    rows = ablation_table(runs, 0).splitlines()
    assert rows[2].startswith("| whole | 1.000 | 1.000 |")
    assert rows[3].startswith("| none | 0.000 ")
    assert "-1.000" in rows[3]


def test_only_what_stands_between_the_marks_is_replaced():
    assert between_marks("a\n<!-- t -->\nold\n<!-- /t -->\nz\n", "t", "new") == "a\n<!-- t -->\nnew\n<!-- /t -->\nz\n"
    with pytest.raises(InputError, match="is not marked"):
        between_marks("a", "t", "new")


def test_our_questions_load_and_judge_units_that_have_a_digest():
    queries = load_queries(EVAL / "questions.jsonl")
    headings = {
        line.split()[1]
        for page in (EVAL.parent / "corpus" / "digests").glob("*.md")
        for line in page.read_text("utf-8").splitlines()
        if line.startswith("## ")
    }
    assert len(queries) == 150
    assert sum(not query.answerable for query in queries) == 15
    assert {id for query in queries for id in query.qrels} <= headings
    assert all(unit_id(id) == id for query in queries for id in query.qrels)


@pytest.mark.parametrize("path", sorted(EVAL.glob("*/*.toml")), ids=lambda path: path.stem)
def test_every_configuration_that_ships_is_sound(path):
    from kb.service.evaluate_run import recipe_of

    assert all(recipe_of(config).weights for config in load_configurations(path))
