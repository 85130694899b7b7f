"""Runs on a small library: repeated byte for byte, swept, compared, pooled, reported; collections of others."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from kb.config import Settings
from kb.errors import InputError, UsageError
from kb.evaluation import Measured, load_configurations, load_queries
from kb.retrieval import PLAIN, WHOLE
from kb.service.build import build
from kb.service.evaluate import evaluate
from kb.service.evaluate_compare import compare_runs, read_runs
from kb.service.evaluate_pool import merge_pools, write_pool
from kb.service.evaluate_report import write_report
from kb.service.evaluate_run import recipe_of, run_configurations, told_runs

LADDERS = """# Convention on Borrowed Ladders

### Article 1 — Return

1. A person who borrows a ladder shall return it within three days.

2. The lender may extend that period in the season of cherries.

### Article 2 — Damage

A broken rung shall be replaced at the cost of the borrower.
"""
SPADES = """# Convention on Borrowed Spades

### Article 1 — Cleanliness

A spade shall be returned without mud, unless the owner waives this in writing.
"""
QUESTIONS = (
    {"qid": "a", "query": "When is it due?", "category": "time", "qrels": {"ladders:1(1)": 2, "ladders:1(2)": 1}},
    {"qid": "b", "query": "Who pays for a broken rung?", "category": "damage", "qrels": {"ladders:2": 2}},
    {"qid": "c", "query": "May a spade be muddy?", "category": "damage", "qrels": {"spades:1": 2}},
    {"qid": "d", "query": "How do I bake bread?", "answerable": False},
)  # fmt: skip
DOCUMENTS = (
    {"_id": "wing-1", "title": "Wings", "text": "The lift of a slender wing grows with its angle."},
    {"_id": "wing-2", "title": "", "text": "Heat flows through the skin of a fast aircraft."},
    {"_id": "soup-3", "title": "Soup", "text": "Onions are cut and fried in butter."},
)


def quiet(stage: str, done: int, total: int) -> None:
    """No progress is shown."""


def lines(path: Path, rows) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("bench")
    (folder / "documents").mkdir()
    (folder / "documents" / "ladders.md").write_text(LADDERS, encoding="utf-8")
    (folder / "documents" / "spades.md").write_text(SPADES, encoding="utf-8")
    lines(folder / "questions.jsonl", QUESTIONS)
    build([folder / "documents"], at(folder), with_digests=True, progress=quiet)
    return folder


def at(place: Path) -> Settings:
    return replace(Settings.from_environment({}), index=place / "index")


def config(place: Path, name: str, text: str) -> Path:
    path = place / f"{name}.toml"
    path.write_text(f'queries = "questions.jsonl"\n{text}', encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def runs(place) -> tuple[Measured, ...]:
    files = [config(place, "plain", '[recipe]\nbase = "plain"'), config(place, "whole", "[recipe]\nkin = [0.0, 0.3]")]
    return run_configurations(files, at(place), place / "runs", quiet)


def test_a_sweep_gives_a_run_for_each_value_and_each_has_its_folder(place, runs):
    assert [run.name for run in runs] == ["plain", "whole+kin=0.0", "whole+kin=0.3"]
    names = {"run.toml", "run.json", "run.trec", "qrels.trec", "per-query.tsv", "queries.jsonl"}
    assert all({path.name for path in run.folder.iterdir()} == names for run in runs)


@pytest.mark.slow
def test_a_run_is_repeated_from_its_folder_byte_for_byte(place, runs):
    for run in runs:
        (again,) = run_configurations([run.folder / "run.toml"], at(place), place / "again", quiet)
        assert (again.folder / "run.trec").read_bytes() == (run.folder / "run.trec").read_bytes()
        assert (again.folder / "qrels.trec").read_bytes() == (run.folder / "qrels.trec").read_bytes()
        assert again.values == run.values


def test_a_run_is_not_repeated_on_an_index_that_holds_something_else(place, runs, tmp_path):
    text = (runs[0].folder / "run.toml").read_text().replace('content = "', 'content = "0')
    (runs[0].folder / "changed.toml").write_text(text)
    with pytest.raises(InputError, match="holds other content than then"):
        run_configurations([runs[0].folder / "changed.toml"], at(place), tmp_path, quiet)


def test_the_record_names_index_code_and_libraries(runs):
    record = json.loads((runs[0].folder / "run.json").read_text())
    assert re.fullmatch(r".+\+[0-9a-f]{12}", record["code"])
    assert record["index"]["counts"]["entries"] == 4
    assert "numpy" in record["libraries"]


def test_a_folder_read_back_measures_the_same(runs):
    read = read_runs([run.folder for run in runs], None, None, ())
    assert [run.values for run in read] == [run.values for run in runs]
    assert [run.groups["b"] for run in read] == ["damage"] * 3


def test_the_summary_has_categories_and_a_choice_for_sweeps(runs):
    data, table = told_runs(runs, 0)
    assert [run["tag"] for run in data["runs"]] == [run.name for run in runs]
    assert data["runs"][0]["categories"].keys() == {"damage", "time"}
    assert data["choice"]["held_out"]["mean"] <= 1.0
    assert "Chosen on four fifths" in table


def test_runs_are_compared_with_the_first(runs):
    data, told = compare_runs(runs, 0)
    assert {d["other"] for d in data["differences"]} == {"whole+kin=0.0", "whole+kin=0.3"}
    assert data["queries"]["whole+kin=0.0"][0].keys() == {"qid", "base", "other", "gain"}
    assert "Against plain, over 3 questions" in told


def test_one_run_cannot_be_compared(runs):
    with pytest.raises(UsageError, match="one run"):
        compare_runs(runs[:1], 0)


def test_bare_trec_files_are_compared_with_the_judgements_given(runs):
    files = [run.folder / "run.trec" for run in runs[:2]]
    bare = read_runs(files, runs[0].folder / "qrels.trec", None, ("nDCG@10",))
    assert [run.name for run in bare] == ["run", "run-2"]
    assert {qid: row["nDCG@10"] for qid, row in bare[1].values.items()} == {
        qid: row["nDCG@10"] for qid, row in runs[1].values.items()
    }
    with pytest.raises(InputError, match="without judgements"):
        read_runs(files, None, None, ())


def test_a_pool_holds_texts_and_its_grades_come_back(place, runs):
    report = write_pool(runs, 4, place / "pool.jsonl", at(place))
    rows = [json.loads(line) for line in (place / "pool.jsonl").read_text().splitlines()]
    assert len(rows) == report["pooled"] == 8  # three questions, four provisions, four of the pairs judged before
    assert all(row["grade"] is None and row["text"] for row in rows)
    lines(place / "judged.jsonl", [row | {"grade": 1} for row in rows if row["qid"] == "b"])
    merged = merge_pools([place / "judged.jsonl"], place / "questions.jsonl", place / "more.jsonl")
    assert merged["judged"] == 3
    assert load_queries(place / "more.jsonl")[1].qrels.keys() == {
        "ladders:2",
        "ladders:1(1)",
        "ladders:1(2)",
        "spades:1",
    }
    merge_pools([place / "judged.jsonl"], runs[0].folder / "qrels.trec", place / "more.trec")
    assert "b 0 spades:1 1" in (place / "more.trec").read_text().splitlines()


def test_the_report_holds_everything_and_fetches_nothing(place, runs):
    write_report(runs, place / "report.html", "Ladders & spades", 0, None)
    text = (place / "report.html").read_text()
    assert "Ladders &amp; spades" in text
    assert all(run.name in text for run in runs)
    assert "Who pays for a broken rung?" in text
    assert not re.search(r"(src|href)=|https?://|@import|url\(|<script", text)


def test_a_single_run_has_a_report_too(place, runs):
    assert write_report(runs[:1], place / "one.html", "One", 0, None)["runs"] == 1


def test_the_short_way_measures_the_same_as_a_configuration(place, runs):
    (whole,) = run_configurations([config(place, "w", "")], at(place), place / "w", quiet)
    data, _ = evaluate(place / "questions.jsonl", at(place), 50, place / "short", 0, "standard", quiet)
    assert (place / "short" / "run.trec").is_file()
    shown = data["runs"][0]["measures"]["nDCG@10"]["mean"]
    assert shown == pytest.approx(sum(row["nDCG@10"] for row in whole.values.values()) / 3)


def test_an_index_is_built_from_the_inputs_that_a_run_names(place, runs):
    text = '[build]\npaths = ["documents"]\n[recipe]\nbase = "plain"'
    (built,) = run_configurations([config(place, "built", text)], at(place), place / "built", quiet)
    assert built.run == runs[0].run
    assert "../indexes/" in (built.folder / "run.toml").read_text()


@pytest.mark.slow
def test_a_collection_of_documents_runs_through_the_same_chain(place, tmp_path):
    lines(tmp_path / "corpus.jsonl", DOCUMENTS)
    lines(tmp_path / "queries.jsonl", [{"_id": "1", "text": "lift of wings"}, {"_id": "2", "text": "not judged"}])
    (tmp_path / "test.tsv").write_text("query-id\tcorpus-id\tscore\n1\twing-1\t1\n")
    path = tmp_path / "beir.toml"
    path.write_text('documents = "corpus.jsonl"\nqueries = "queries.jsonl"\nqrels = "test.tsv"\n')
    (found,) = run_configurations([path], at(place), tmp_path / "runs", quiet)
    assert found.values["1"]["RR@50"] == 1.0
    assert len(found.run["1"]) == 3
    (again,) = run_configurations([found.folder / "run.toml"], at(place), tmp_path / "again", quiet)
    assert (again.folder / "run.trec").read_bytes() == (found.folder / "run.trec").read_bytes()


def test_digests_can_only_be_withheld_where_there_are_enough_of_them(place):
    with pytest.raises(InputError, match="has digests of 0 instruments"):
        run_configurations([config(place, "fold", "[withheld]\nfolds = 5")], at(place), place / "fold", quiet)


def test_a_repeated_name_is_told(place):
    files = [config(place, "same", ""), config(place, "other", 'name = "same"')]
    with pytest.raises(InputError, match="same is taken by another run"):
        run_configurations(files, at(place), place / "same", quiet)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('[recipe]\nbase = "best"', "recipe.base"),
        ("[recipe]\nkins = 0.1", "recipe.kins"),
        ('[recipe]\nkin = "much"', "recipe.kin"),
        ('[recipe]\nrule = "sum"', "recipe.rule"),
        ("[recipe.weights]\nsparse = 1", "recipe.weights.sparse"),
        ('[recipe]\nbase = "empty"', "recipe.weights"),
    ],
)
def test_a_bad_recipe_is_told_with_its_key(place, text, key):
    path = config(place, "bad", text)
    (found,) = load_configurations(path)
    with pytest.raises(InputError) as caught:
        recipe_of(found)
    assert caught.value.subject == f"{path}: {key}"
    assert caught.value.remedy


def test_the_bases_are_the_recipes_that_they_name(place):
    for name, recipe in (("whole", WHOLE), ("plain", PLAIN)):
        (found,) = load_configurations(config(place, "base", f'[recipe]\nbase = "{name}"'))
        assert recipe_of(found) == recipe
