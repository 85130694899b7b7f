"""Two other implementations agree with the measures to nine decimals."""

from __future__ import annotations

import importlib.util
import random
from pathlib import Path
from types import ModuleType

import pytest

from kb.evaluation import MEASURES, judgements, load_queries, measure, read_qrels, read_run, write_qrels, write_run
from kb.evaluation.measures import FROM_IR_MEASURES, reachable_recall
from kb.model import Hit

Ranking = dict[str, tuple[Hit, ...]]
JUDGED = {"q1": {"ladders:2(1)": 2, "ladders:3": 1}, "q2": {"ladders:4": 2}}


def ranking(*names: str) -> tuple[Hit, ...]:
    return tuple(Hit(name, 1.0) for name in names)


def random_run(qrels: dict[str, dict[str, int]], seed: int) -> Ranking:
    """Rankings of judged provisions of all queries, some cut short, some empty, some missing."""
    draw = random.Random(seed)
    pool = sorted({provision for judged in qrels.values() for provision in judged})
    run: Ranking = {}
    for qid, judged in qrels.items():
        near = draw.sample(sorted(judged), draw.randint(0, len(judged)))
        far = draw.sample(pool, min(len(pool), draw.choice((0, 3, 40, 80))))
        mixed = draw.sample(near + far, len(near + far))
        if draw.random() > 0.1:
            run[qid] = ranking(*mixed)
    return run


@pytest.fixture(scope="module")
def shared_qrels(shared: Path) -> dict[str, dict[str, int]]:
    return judgements(load_queries(shared / "eval" / "dev.jsonl"))


@pytest.fixture(scope="module")
def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("shared_score", shared / "tools" / "score.py")
    if spec is None or spec.loader is None or not Path(spec.origin or "").is_file():
        pytest.skip("the shared scorer is not on this machine")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("seed", range(5))
def test_values_equal_the_shared_scorer(
    shared: Path, shared_qrels: dict[str, dict[str, int]], scorer, seed: int
) -> None:
    run = random_run(shared_qrels, seed)
    ours = measure(shared_qrels, run)
    for query in load_queries(shared / "eval" / "dev.jsonl"):
        if query.answerable:
            row = {"hits": [{"id": hit.id} for hit in run.get(query.qid, ())]}
            theirs = scorer.search_scores({"qrels": query.qrels}, scorer.ranked(row))
            both = {name: ours[query.qid][name] for name in theirs if name in MEASURES}
            assert both == pytest.approx({name: theirs[name] for name in both}, abs=1e-9)
            assert len(both) == 5


@pytest.mark.parametrize("seed", range(3))
def test_the_written_files_measure_the_same_in_ir_measures(
    tmp_path: Path, shared: Path, shared_qrels, seed: int
) -> None:
    import ir_measures

    run = random_run(shared_qrels, seed)
    write_run(tmp_path / "run.trec", run, "oracle")
    write_qrels(tmp_path / "qrels.trec", load_queries(shared / "eval" / "dev.jsonl"))
    qrels = list(ir_measures.read_trec_qrels(str(tmp_path / "qrels.trec")))
    scored = list(ir_measures.read_trec_run(str(tmp_path / "run.trec")))
    ours = measure(shared_qrels, run)
    names = {ir_measures.parse_measure(theirs): name for name, theirs in FROM_IR_MEASURES.items()}
    for metric in ir_measures.iter_calc(list(names), qrels, scored):
        assert ours[metric.query_id][names[metric.measure]] == pytest.approx(metric.value, abs=1e-9)


def test_a_run_read_back_measures_the_same(tmp_path: Path, shared: Path, shared_qrels) -> None:
    run = random_run(shared_qrels, 11)
    write_run(tmp_path / "run.trec", run, "again")
    write_qrels(tmp_path / "qrels.trec", load_queries(shared / "eval" / "dev.jsonl"))
    assert measure(read_qrels(tmp_path / "qrels.trec"), read_run(tmp_path / "run.trec")) == measure(shared_qrels, run)


def test_a_perfect_ranking_scores_one() -> None:
    values = measure({"q1": {"ladders:1": 2, "ladders:2": 1}}, {"q1": ranking("ladders:1", "ladders:2")})["q1"]
    assert {name: value for name, value in values.items() if name != "P2@10"} == dict.fromkeys(
        (name for name in MEASURES if name != "P2@10"), 1.0
    )


@pytest.mark.parametrize("run", [{}, {"q2": ()}, {"q1": ranking("ladders:3")}, {"elsewhere": ranking("ladders:4")}])
def test_a_judged_query_without_results_scores_zero_and_stays(run: Ranking) -> None:
    assert measure(JUDGED, run)["q2"] == dict.fromkeys(MEASURES, 0.0)


def test_a_query_that_nobody_judged_is_passed_over() -> None:
    assert measure(JUDGED, {"other": ranking("ladders:4")}).keys() == JUDGED.keys()


def test_nothing_judged_gives_nothing() -> None:
    assert measure({}, {"q1": ranking("ladders:4")}) == {}


def test_a_letter_counts_as_its_unit_and_the_unit_once() -> None:
    by_letter = {"q1": ranking("ladders:9", "ladders:2(1)(b)", "ladders:2(1)(c)", "ladders:3")}
    by_unit = {"q1": ranking("ladders:9", "ladders:2(1)", "ladders:3")}
    assert measure(JUDGED, by_letter) == measure(JUDGED, by_unit)


def test_rank_is_the_order_of_the_hits_and_not_their_scores() -> None:
    rising = {"q1": (Hit("ladders:2(1)", 0.1), Hit("ladders:3", 9.0))}
    assert measure(JUDGED, rising)["q1"]["nDCG@10"] == pytest.approx(1.0)


def test_recall_at_ten_is_whole_where_ten_of_twelve_answers_lead() -> None:
    twelve = {f"ladders:{number}": 2 for number in range(12)}
    assert reachable_recall(twelve, list(twelve)[:10], 10) == 1.0


def test_recall_is_zero_where_nothing_answers() -> None:
    assert reachable_recall({"ladders:1": 1}, ["ladders:1"], 10) == 0.0
