"""The command line as a user meets it: exit codes, one sentence for bad input, one JSON document."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kb.faces import cli

TREATY = """# Convention on Borrowed Ladders

### Article 1 — Duty to return

1. A person who borrows a ladder shall return it within three days.

2. The lender may extend that period, unless the ladder is needed for picking cherries.

### Article 2 — Refusal

The lender may refuse a ladder to a neighbour who

(a) has broken one before; or

(b) does not say what it is for.
"""


def run(capsys, *words: str) -> tuple[int, str, str]:
    try:
        code = cli.main(list(words))
    except SystemExit as left:
        code = int(left.code or 0)
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture(scope="module")
def index(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("library")
    (folder / "ladders.md").write_text(TREATY, encoding="utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    (folder / "empty.md").write_bytes(b"")
    assert cli.main(["build", str(folder), "--index", str(folder / "index")]) == 0
    return folder / "index"


def test_help_lists_the_commands(capsys):
    code, out, _ = run(capsys, "--help")
    assert code == 0
    assert {"build", "search", "ask", "batch", "cite", "show", "parse", "concepts", "corpus", "eval"} <= set(
        out.split()
    )


@pytest.mark.parametrize(
    "words", [[], ["fly"], ["search"], ["search", "ladder", "-k", "0"], ["ask", "x", "--adopted-from", "May"]]
)
def test_wrong_usage_exits_with_2(capsys, words):
    assert run(capsys, *words)[0] == 2


def test_a_missing_index_exits_with_4_and_says_what_to_run(capsys, tmp_path):
    code, out, err = run(capsys, "ask", "May I keep the ladder?", "--index", str(tmp_path / "none"))
    assert (code, out) == (4, "")
    assert "kb build" in err
    assert err.count("\n") == 1


def test_a_path_that_does_not_exist_exits_with_3(capsys, tmp_path):
    code, out, err = run(capsys, "build", str(tmp_path / "nothing"), "--index", str(tmp_path / "i"))
    assert (code, out) == (3, "")
    assert "nothing" in err


def test_a_build_counts_what_it_set_aside_and_passed_over(capsys, index):
    code, out, _ = run(capsys, "build", str(index.parent), "--index", str(index), "--json")
    report = json.loads(out)
    assert code == 0
    assert [Path(f["path"]).name for f in report["failed"]] == ["empty.md"]
    assert report["documents"] == 1
    assert report["passed_over"] >= 1


def test_search_prints_one_json_document(capsys, index):
    code, out, _ = run(capsys, "search", "how long may I keep a ladder", "-k", "2", "--index", str(index), "--json")
    found = json.loads(out)
    assert code == 0
    assert set(found) >= {"query", "hits", "guides"}
    assert set(found["hits"][0]) >= {"id", "score", "instrument", "citation", "heading", "text"}


def test_the_right_paragraph_comes_first(capsys, index):
    _, out, _ = run(capsys, "search", "by when must a ladder be returned", "--index", str(index), "--json")
    assert json.loads(out)["hits"][0]["id"] == "ladders:1(1)"


def test_an_answer_quotes_the_words_as_they_stand(capsys, index):
    _, out, _ = run(capsys, "ask", "May a lender refuse a ladder?", "--index", str(index), "--json")
    answer = json.loads(out)
    assert answer["status"] == "answered"
    for statement in answer["statements"]:
        for quote in statement["quotes"]:
            assert quote["text"] in TREATY


def test_show_gives_the_provision_with_its_version(capsys, index):
    code, out, _ = run(capsys, "show", "ladders:2", "--index", str(index), "--json")
    shown = json.loads(out)
    assert code == 0
    assert shown["units"][0]["id"] == "ladders:2"
    assert shown["units"][0]["version"]


def test_show_of_an_unknown_provision_exits_with_3(capsys, index):
    code, _, err = run(capsys, "show", "ladders:9", "--index", str(index))
    assert code == 3
    assert "ladders:9" in err


@pytest.mark.parametrize(("name", "says"), [("ece:99", "ece has articles 1-32"), ("ece:30", "breaks off")])
def test_show_tells_a_number_that_never_was_from_one_that_the_text_lacks(capsys, tmp_path, name, says):
    text = "# European Convention on Extradition\n\n### Article 1\n\nLadders are lent.\n"
    (tmp_path / "part.md").write_text(text, encoding="utf-8")
    assert cli.main(["build", str(tmp_path / "part.md"), "--index", str(tmp_path / "index")]) == 0
    code, _, err = run(capsys, "show", name, "--index", str(tmp_path / "index"))
    assert code == 3
    assert says in err


def test_a_batch_goes_on_after_a_bad_line(capsys, index, tmp_path):
    questions = tmp_path / "q.jsonl"
    questions.write_text('{"qid": "a", "query": "return a ladder"}\nnot json\n{"qid": "c", "query": "refuse"}\n')
    out = tmp_path / "out.jsonl"
    code, printed, _ = run(capsys, "batch", "search", str(questions), "-o", str(out), "--index", str(index), "--json")
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert code == 0
    assert [row["qid"] for row in rows] == ["a", None, "c"]
    assert "error" in rows[1]
    assert json.loads(printed)["errors"] == 1


def test_a_batch_line_without_its_text_keeps_its_id(capsys, index, tmp_path):
    questions = tmp_path / "q.jsonl"
    questions.write_text('{"qid": "a"}\n{"qid": "b", "query": 5}\n["c"]\n' + "[" * 100000 + "\n")
    out = tmp_path / "out.jsonl"
    code, _, _ = run(capsys, "batch", "search", str(questions), "-o", str(out), "--index", str(index))
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert code == 0
    assert [row["qid"] for row in rows] == ["a", "b", None, None]
    assert all(row["error"] for row in rows)


@pytest.mark.parametrize(("name", "code", "says"), [("", 2, "is empty"), ("ladders:1(1", 3, "brackets closed")])
def test_what_names_no_provision_gets_one_sentence(capsys, index, name, code, says):
    given, out, err = run(capsys, "show", name, "--index", str(index))
    assert (given, out, err.count("\n")) == (code, "", 1)
    assert says in err


def test_a_flipped_bit_in_the_index_is_named(capsys, index, tmp_path):
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(index, copy)
    victim = next(copy.glob("generations/*/dense.faiss"))
    data = bytearray(victim.read_bytes())
    data[len(data) // 2] ^= 1
    victim.write_bytes(data)
    code, _, err = run(capsys, "search", "ladder", "--index", str(copy))
    assert code == 4
    assert "dense.faiss" in err


def test_parse_prints_the_tree_as_json(capsys, index):
    code, out, _ = run(capsys, "parse", str(index.parent / "ladders.md"), "--json")
    tree = json.loads(out)
    assert code == 0
    assert [article["article"] for article in tree["articles"]] == ["1", "2"]
    assert [letter["letter"] for letter in tree["articles"][1]["paragraphs"][0]["letters"]] == ["a", "b"]


def test_the_corpus_that_ships_is_in_order(capsys):
    code, out, _ = run(capsys, "corpus", "check", "--json")
    assert json.loads(out) == {"problems": []}
    assert code == 0


@pytest.mark.parametrize("words", [["--help"], ["cite", "UNTOC art. 18(3)", "--json"]])
def test_a_light_command_loads_no_heavy_library(words):
    script = (
        "import sys; from kb.faces.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "heavy = {'torch', 'faiss', 'streamlit', 'sentence_transformers'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script, *words], capture_output=True, text=True, check=True)
    assert done.stderr.strip().splitlines()[-1] == "[]"


# ── citations in a style, memoranda ──────────────────────────────────────────────────────────────────────────────────


def test_cite_writes_what_it_resolves_in_a_style(capsys):
    code, out, _ = run(capsys, "cite", "ETS 24 art 6", "--style", "coe")
    assert (code, out) == (0, "European Convention on Extradition (ETS No. 24), Article 6\n")


def test_cite_gives_records_of_a_reference_manager(capsys):
    code, out, _ = run(capsys, "cite", "UNTOC art 16(7)", "--format", "csl-json", "--json")
    assert code == 0
    assert [record["id"] for record in json.loads(out)["records"]] == ["untoc:16(7)"]


def test_cite_in_a_style_still_tells_what_is_ambiguous(capsys):
    assert "ambiguous" in run(capsys, "cite", "article 6", "--style", "un")[1]


@pytest.mark.parametrize("name", ["memo.md", "memo.docx"])
def test_ask_writes_a_memorandum_and_says_where(capsys, index, tmp_path, name):
    place = tmp_path / name
    code, out, _ = run(
        capsys, "ask", "When must a ladder be returned?", "--memo", str(place), "--index", str(index), "--json"
    )
    assert (code, json.loads(out)["memo"]) == (0, str(place))
    assert place.stat().st_size > 500
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_memorandum_that_is_there_is_replaced_only_when_forced(capsys, index, tmp_path):
    place = tmp_path / "memo.md"
    place.write_text("mine", encoding="utf-8")
    words = ("ask", "When must a ladder be returned?", "--memo", str(place), "--index", str(index))
    code, out, err = run(capsys, *words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "--force" in err
    assert place.read_text(encoding="utf-8") == "mine"
    assert run(capsys, *words, "--force")[0] == 0
    assert place.read_text(encoding="utf-8").startswith("# Memorandum")


def test_a_memorandum_of_everything_quotes_what_the_long_answer_quotes(capsys, index, tmp_path):
    place = tmp_path / "memo.md"
    words = ("ask", "When must a ladder be returned?", "--index", str(index), "--json")
    brief = json.loads(run(capsys, *words)[1])
    full = json.loads(run(capsys, *words, "--more", "--memo", str(place))[1])
    text = place.read_text(encoding="utf-8").replace("\n> ", "\n").replace("\n>", "\n")
    assert len(full["statements"]) > len(brief["statements"])
    assert all(quote["text"] in text for said in full["statements"] for quote in said["quotes"])


@pytest.mark.parametrize(("name", "expected"), [("memo.odt", 2), ("absent/memo.md", 3)])
def test_a_memorandum_that_cannot_be_written_is_one_sentence(capsys, index, tmp_path, name, expected):
    place = tmp_path / name
    code, _, err = run(capsys, "ask", "When must a ladder be returned?", "--memo", str(place), "--index", str(index))
    assert (code, err.count("\n")) == (expected, 1)
    assert name in err
