"""`kb eval` on files alone: no index, no encoder; JSON where asked for, one sentence where something is wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kb.faces.cli import main
from kb.faces.evaluating import spelled_out

QRELS = "a 0 ladders:1 2\na 0 ladders:2 1\nb 0 spades:1 2\n"
PLAIN = "a Q0 spades:1 1 3 plain\na Q0 ladders:1 2 2 plain\n"
BETTER = "a Q0 ladders:1 1 3 better\na Q0 ladders:2 2 2 better\nb Q0 spades:1 1 1 better\n"


@pytest.fixture
def files(tmp_path) -> Path:
    for name, text in (("qrels", QRELS), ("plain.run", PLAIN), ("better.run", BETTER)):
        (tmp_path / name).write_text(text)
    return tmp_path


def run(capsys, *words: object) -> tuple[int, str, str]:
    try:
        code = main([str(word) for word in words])
    except SystemExit as ended:
        code = int(ended.code or 0)
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (["eval", "q.jsonl", "-k", "5"], ["eval", "file", "q.jsonl", "-k", "5"]),
        (["eval", "--json", "q.jsonl"], ["eval", "file", "--json", "q.jsonl"]),
        (["eval", "run", "a.toml"], ["eval", "run", "a.toml"]),
        (["eval", "--help"], ["eval", "--help"]),
        (["eval"], ["eval"]),
        (["search", "eval"], ["search", "eval"]),
    ],
)
def test_the_verb_may_be_left_out_before_a_file(given, meant):
    assert spelled_out(given) == meant


def test_two_runs_of_other_systems_are_compared(capsys, files):
    words = ["eval", "compare", files / "plain.run", files / "better.run", "--qrels", files / "qrels"]
    code, out, _ = run(capsys, *words, "--json", "--measure", "nDCG@10")
    data = json.loads(out)
    assert code == 0
    assert data["differences"][0]["gain"]["mean"] == pytest.approx(1 - data["runs"][0]["measures"]["nDCG@10"]["mean"])
    assert [row["qid"] for row in data["queries"]["better"]] == ["b", "a"]
    code, out, _ = run(capsys, *words)
    assert (code, "Against plain, over 2 questions" in out) == (0, True)


def test_a_report_is_written(capsys, files):
    words = ["eval", "report", files / "plain.run", files / "better.run", "--qrels", files / "qrels"]
    code, out, _ = run(capsys, *words, "-o", files / "report.html")
    assert (code, out.startswith("2 runs")) == (0, True)
    assert (files / "report.html").read_text().startswith("<!doctype html>")


def test_a_run_without_judgements_exits_with_3(capsys, files):
    code, out, err = run(capsys, "eval", "compare", files / "plain.run", files / "better.run")
    assert (code, out) == (3, "")
    assert "name them with --qrels" in err


def test_a_single_run_exits_with_2(capsys, files):
    assert run(capsys, "eval", "compare", files / "plain.run", "--qrels", files / "qrels")[0] == 2


def test_an_unknown_measure_exits_with_3(capsys, files):
    words = ["eval", "compare", files / "plain.run", files / "better.run", "--qrels", files / "qrels"]
    code, _, err = run(capsys, *words, "--measure", "nonsense")
    assert (code, "nonsense: is no measure" in err) == (3, True)


def test_a_bad_configuration_exits_with_3_before_anything_runs(capsys, files):
    (files / "bad.toml").write_text('queries = "qrels"\ncolour = 1\n')
    code, _, err = run(capsys, "eval", "run", files / "bad.toml", "-o", files / "runs")
    assert (code, "colour: is no key" in err) == (3, True)
    assert not (files / "runs").exists()


def test_comparing_loads_no_heavy_library(files):
    words = ["eval", "compare", *map(str, (files / "plain.run", files / "better.run")), "--qrels", str(files / "qrels")]
    check = "import sys; from kb.faces.cli import main; main(sys.argv[1:]); sys.exit('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", check, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
