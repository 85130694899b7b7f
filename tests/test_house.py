"""Facts about the house itself: light start, names, sizes, checked rules, our own words, commands that exist."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HEAVY = ("torch", "faiss", "streamlit", "sentence_transformers")
LONGEST_FUNCTION = 60  # lines, docstring included
LONGEST_BORROWED_RUN = 13  # words of a treaty in a row that may stand in the repository by chance
COMMANDS = ("ask-command", "test-command")  # markers in README.md, each followed by a fenced block


def modules() -> list[Path]:
    return sorted((ROOT / "kb").rglob("*.py"))


def listed_files() -> list[Path]:
    """What git holds or would hold: tracked files and new ones that it does not ignore."""
    if not (ROOT / ".git").exists():
        pytest.skip("this folder is no git checkout")
    asked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return sorted(path for name in set(names) - {""} if (path := ROOT / name).is_file())


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def outcome(command: Sequence[str | Path]) -> str:
    """What a check printed if it failed; nothing if all is well."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else f"{done.stdout}\n{done.stderr}".strip()


# ── a light start ────────────────────────────────────────────────────────────────────────────────────────────────

LOADED_BY_COMMAND = """
import contextlib, io, json, sys
from kb.faces.cli import main
sys.argv = ["kb", *sys.argv[1:]]
with contextlib.redirect_stdout(io.StringIO()) as said, contextlib.suppress(SystemExit):
    main()
assert said.getvalue().strip()
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


@pytest.mark.parametrize("arguments", [("--help",), ("cite", "article 16(7) UNTOC")])
def test_a_light_command_loads_no_heavy_library(arguments: tuple[str, ...]) -> None:
    command = [sys.executable, "-c", LOADED_BY_COMMAND, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert set(json.loads(done.stdout)).isdisjoint(HEAVY)


@pytest.mark.parametrize("module", ["kb.faces.cli", "kb.citations", "kb.catalog", "kb.evaluation"])
def test_importing_a_light_room_loads_no_heavy_library(module: str) -> None:
    check = f"import sys, {module}; sys.exit(' '.join(set({HEAVY}) & set(sys.modules)))"
    assert outcome([sys.executable, "-c", check]) == ""


# ── names and sizes ──────────────────────────────────────────────────────────────────────────────────────────────


def test_every_module_says_what_it_does() -> None:
    silent = [name_of(path) for path in modules() if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]
    assert silent == []


def test_no_folder_is_empty() -> None:
    folders = [path for path in (ROOT / "kb").rglob("*") if path.is_dir() and path.name != "__pycache__"]
    inhabited = {parent for path in listed_files() for parent in path.parents}
    assert [name_of(path) for path in folders if path not in inhabited] == []


def test_nothing_is_named_for_being_useful() -> None:
    attic = re.compile(r"(^|/)_?(utils?|helpers?)(\.\w+)?(/|$)")
    assert [name for name in map(name_of, listed_files()) if attic.search(name)] == []


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Each function of a module: where it stands, and its length in lines."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{name_of(path)}:{node.lineno} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_function_is_longer_than_a_page() -> None:
    found = [(place, length) for path in modules() for place, length in functions(path)]
    assert [(place, length) for place, length in found if length > LONGEST_FUNCTION] == []


# ── checked rules ────────────────────────────────────────────────────────────────────────────────────────────────


def test_imports_keep_to_the_layers() -> None:
    tool = Path(sys.executable).parent / "lint-imports"
    if not tool.is_file():
        pytest.skip("import-linter is not installed in this environment")
    assert outcome([tool]) == ""


@pytest.mark.parametrize("check", [("check",), ("format", "--check")])
def test_ruff_has_no_complaint(check: tuple[str, ...]) -> None:
    pytest.importorskip("ruff", reason="ruff is not installed in this environment")
    assert outcome([sys.executable, "-m", "ruff", *check, "."]) == ""


@pytest.mark.slow
def test_mypy_has_no_complaint() -> None:
    pytest.importorskip("mypy", reason="mypy is not installed in this environment")
    assert outcome([sys.executable, "-m", "mypy"]) == ""


# ── our own words ────────────────────────────────────────────────────────────────────────────────────────────────


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every run of words one longer than may be borrowed: letters and digits only, so that marks hide nothing."""
    words = re.findall(r"[a-z]+|\d+", text.lower())
    return zip(*(words[start:] for start in range(LONGEST_BORROWED_RUN + 1)), strict=False)


def text_of(path: Path) -> str:
    """The text of a file; nothing for one that holds no text."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return ""


def names_of_instruments() -> Iterator[str]:
    """Titles and aliases of the catalogue, and titles as citations go on: a name is a fact, and treaties use it too."""
    for page in sorted((ROOT / "corpus" / "catalogue").glob("*.toml")):
        for facts in tomllib.loads(page.read_text("utf-8")).values():
            names = facts if isinstance(facts, list) else (facts["title"], *facts.get("aliases", ()))
            for name in names:
                yield f"{name} opened for signature"


def test_no_file_repeats_the_words_of_a_treaty(shared: Path) -> None:
    provisions = json.loads((shared / "treaties" / "provisions.json").read_text("utf-8"))
    borrowed = {hash(run) for provision in provisions for run in runs(provision["text"])}
    borrowed -= {hash(run) for name in names_of_instruments() for run in runs(name)}
    found = [
        f"{name_of(path)}: {' '.join(run)}"
        for path in listed_files()
        for run in runs(text_of(path))
        if hash(run) in borrowed
    ]
    assert not found, "\n".join(found)


# ── commands that exist ──────────────────────────────────────────────────────────────────────────────────────────


def readme_command(marker: str) -> str:
    """The fenced block that follows a marker in README.md."""
    found = re.search(rf"<!-- {marker} -->\s*```\w*\n(.*?)\n```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    return found.group(1) if found else ""


@pytest.mark.parametrize("marker", COMMANDS)
def test_ci_runs_the_command_that_the_readme_shows(marker: str) -> None:
    shown = subprocess.run([ROOT / ".ci" / "run", "--show", marker], capture_output=True, text=True, check=False)
    assert shown.stdout.strip() == readme_command(marker).strip() != ""


def test_every_link_between_documents_leads_somewhere() -> None:
    pages = [path for path in listed_files() if path.suffix == ".md" and "corpus/digests" not in name_of(path)]
    links = [(page, link) for page in pages for link in re.findall(r"\]\(([^)\s#:]+)[^):]*\)", page.read_text("utf-8"))]
    assert [f"{name_of(page)} → {link}" for page, link in links if not (page.parent / link).exists()] == []
