"""The library on the command line: exit codes, one JSON document, one sentence for what failed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.faces.cli import main
from kb.library import transport


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("KB_INDEX", str(tmp_path / "index"))


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(*arguments: object, **named: object) -> list[object]:
        raise OSError("no network")

    monkeypatch.setattr(transport.socket, "getaddrinfo", nowhere)


def test_fetching_without_a_network_says_one_sentence_and_exits_with_3(capsys, offline):
    assert main(["fetch", "untoc"]) == 3
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert "is this machine online" in printed.err
    assert "TOCebook-e.pdf by hand" in printed.err


def test_fetching_all_without_a_network_names_every_address(capsys, offline):
    assert main(["fetch", "--all", "--json"]) == 3
    report = json.loads(capsys.readouterr().out)
    assert report["fetched"] == []
    assert len(report["failed"]) > 50
    assert all(each["by_hand"].startswith("http") for each in report["failed"])


@pytest.mark.parametrize("arguments", [["fetch"], ["fetch", "no such treaty"], ["matter", "new"]])
def test_wrong_usage_exits_with_2(arguments, capsys):
    assert main(arguments) == 2


@pytest.mark.parametrize("arguments", [["remove", "memo"], ["list", "--matter", "harbour"], ["add", "missing.pdf"]])
def test_what_is_not_there_exits_with_3(arguments, capsys):
    assert main(arguments) == 3
    assert capsys.readouterr().err.count("\n") == 1


def test_an_empty_library_is_listed(capsys):
    assert main(["list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["documents"] == []


def test_a_matter_is_opened_listed_and_purged(capsys, tmp_path):
    assert main(["matter", "new", "harbour"]) == 0
    assert main(["matter", "new", "harbour"]) == 3
    capsys.readouterr()
    assert main(["matter", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"matters": ["harbour"]}
    assert main(["matter", "purge", "harbour"]) == 0
    assert [path.name for path in (tmp_path / "library").rglob("*")] == ["matters"]
