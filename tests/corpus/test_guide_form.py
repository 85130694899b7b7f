"""The form of a guide: sections with ids, statements with their pinpoints, faults with their lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.corpus import load_guides, parse_guide
from kb.errors import CorpusError
from kb.model import GuideStatement

GUIDE = """\
# Lending ladders

- guide: ladder-guide

## 1 The request

Ask in writing. [ladders:2(1)]
The owner may refuse if rain is near, but must
say so at once. [ladders:3(a); ladders:5]

## 2 Afterwards

### 2.1 Checklist

- Is it back? [ladders:4(1)]
1. Is it dry? [general]
"""


def folder_with(folder: Path, text: str, name: str = "ladder-guide") -> Path:
    (folder / "guides").mkdir()
    (folder / "guides" / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


def test_sections_have_ids_and_the_heading_of_their_chapter(tmp_path: Path) -> None:
    found = [(section.id, section.heading) for section in load_guides(folder_with(tmp_path, GUIDE))]
    assert found == [("ladder-guide:s1", "The request"), ("ladder-guide:s2.1", "Afterwards — Checklist")]


def test_each_statement_carries_its_pinpoints(tmp_path: Path) -> None:
    first, second = load_guides(folder_with(tmp_path, GUIDE))
    assert first.statements == (
        GuideStatement("Ask in writing.", ("ladders:2(1)",)),
        GuideStatement("The owner may refuse if rain is near, but must say so at once.", ("ladders:3(a)", "ladders:5")),
    )
    assert second.statements[1] == GuideStatement("Is it dry?", ())


def test_the_text_of_a_section_has_no_brackets(tmp_path: Path) -> None:
    assert load_guides(folder_with(tmp_path, GUIDE))[1].text == "Is it back? Is it dry?"


def test_each_statement_knows_its_line() -> None:
    guide, _ = parse_guide("guides/ladder-guide.md", GUIDE)
    assert [one.line for one in guide.located] == [7, 8, 15, 16]


def test_a_corpus_without_guides_has_none(tmp_path: Path) -> None:
    assert load_guides(tmp_path) == ()


FAULTS = {
    "a statement without pinpoint": (" [general]", "", 16, "'Is it dry?' rests on nothing"),
    "a bracket that is no pinpoint": ("[ladders:4(1)]", "[see above]", 15, "'[see above]' is no pinpoint"),
    "a bracket without statement": ("- Is it back? [", "- [", 15, "is no pinpoint of a statement"),
    "a section without number": ("## 2 Afterwards", "## Afterwards", 11, "has no section number"),
    "a section number twice": ("### 2.1", "### 1", 13, "section 1 stands here twice"),
    "no title": ("# Lending ladders", "", 1, "the guide has no title"),
    "no name": ("- guide: ladder-guide", "", 1, "the front block"),
}


@pytest.mark.parametrize(("right", "wrong", "line", "problem"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named_with_file_and_line(tmp_path: Path, right: str, wrong: str, line: int, problem: str) -> None:
    with pytest.raises(CorpusError) as caught:
        load_guides(folder_with(tmp_path, GUIDE.replace(right, wrong, 1)))
    assert caught.value.subject == f"guides/ladder-guide.md:{line}"
    assert problem in caught.value.problem


def test_a_file_bears_the_name_of_its_guide(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="named 'other'"):
        load_guides(folder_with(tmp_path, GUIDE, name="other"))
