"""A configuration comes in whole, stands for every combination of its lists, and names what is wrong with it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import InputError
from kb.evaluation import Inputs, Withheld, load_configurations
from kb.evaluation.table import to_toml


def write(folder: Path, text: str) -> Path:
    (folder / "questions.jsonl").write_text("", encoding="utf-8")
    (folder / "index").mkdir(exist_ok=True)
    path = folder / "ladders.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_name_is_taken_from_the_file_and_paths_are_meant_from_its_folder(tmp_path):
    (config,) = load_configurations(write(tmp_path, 'queries = "questions.jsonl"\nindex = "index"'))
    assert (config.name, config.queries, config.index) == (
        "ladders",
        (tmp_path / "questions.jsonl").resolve(),
        (tmp_path / "index").resolve(),
    )


def test_lists_stand_for_all_combinations(tmp_path):
    text = 'queries = "questions.jsonl"\nk = [10, 50]\n[recipe]\nkin = [0.0, 0.3]\n[recipe.weights]\ndense = 1'
    found = load_configurations(write(tmp_path, text))
    assert [(each.k, each.recipe["kin"]) for each in found] == [(10, 0.0), (10, 0.3), (50, 0.0), (50, 0.3)]
    assert [each.name for each in found][:2] == ["ladders+k=10+kin=0.0", "ladders+k=10+kin=0.3"]
    assert all(each.recipe["weights"] == {"dense": 1} for each in found)


def test_measures_and_paths_are_lists_and_no_sweep(tmp_path):
    text = 'queries = "questions.jsonl"\nmeasures = ["nDCG@10", "ERR@20"]\n[build]\npaths = ["corpus", "index"]'
    (config,) = load_configurations(write(tmp_path, text))
    assert config.measures == ("nDCG@10", "ERR@20")
    assert config.build == Inputs(("corpus", str((tmp_path / "index").resolve())))


def test_withheld_digests_can_be_swept_over_both_rankings(tmp_path):
    text = 'queries = "questions.jsonl"\n[withheld]\nranking = ["whole", "restricted"]'
    found = load_configurations(write(tmp_path, text))
    assert [each.withheld for each in found] == [Withheld(5, "whole"), Withheld(5, "restricted")]


@pytest.mark.parametrize(
    ("text", "key", "problem"),
    [
        ("", "queries", "is missing"),
        ('queries = "absent.jsonl"', "queries", "does not exist"),
        ("queries = 3", "queries", "no text"),
        ('queries = "questions.jsonl"\nk = 0', "k", "is 0"),
        ('queries = "questions.jsonl"\nk = []', "k", "empty list"),
        ('queries = "questions.jsonl"\nseed = "x"', "seed", 'is "x"'),
        ('queries = "questions.jsonl"\ncolour = "red"', "colour", "no key"),
        ('queries = "questions.jsonl"\nname = "a/b"', "name", "'a/b'"),
        ('queries = "questions.jsonl"\nrecipe = 1', "recipe", "no table"),
        ('queries = "questions.jsonl"\n[build]\ndigests = true', "build.paths", "is missing"),
        ('queries = "questions.jsonl"\n[build]\npaths = ["x"]\ndigests = "no"', "build.digests", 'is "no"'),
        ('queries = "questions.jsonl"\nindex = "index"\n[build]\npaths = ["corpus"]', "build", "beside index"),
        ('queries = "questions.jsonl"\n[withheld]\nranking = "half"', "withheld.ranking", "'half'"),
        ('queries = "questions.jsonl"\n[withheld]\nfolds = 1', "withheld.folds", "is 1"),
    ],
)
def test_a_fault_names_file_and_key_with_a_remedy(tmp_path, text, key, problem):
    path = write(tmp_path, text)
    with pytest.raises(InputError) as caught:
        load_configurations(path)
    assert caught.value.subject == f"{path}: {key}"
    assert problem in caught.value.problem
    assert caught.value.remedy


def test_bad_toml_is_told(tmp_path):
    with pytest.raises(InputError, match="is no TOML"):
        load_configurations(write(tmp_path, "k = 1\nqueries ="))


PLAIN = st.one_of(st.text(st.characters(exclude_categories=["Cs"])), st.integers(-9, 9), st.booleans())
NAMES = st.text("ab:-é ", min_size=1, max_size=5)


@given(st.dictionaries(NAMES, st.one_of(PLAIN, st.lists(PLAIN, max_size=3), st.dictionaries(NAMES, PLAIN, max_size=3))))
def test_what_is_written_as_toml_reads_the_same(values):
    assert tomllib.loads(to_toml(values)) == values
