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
- for: neighbours who lend or borrow

## 1 The request

- asks: How do I get a ladder?
- asks: When may the owner say no?
Ask in writing. [ladders:2(1)]
The owner may refuse if rain is near, but must
say so at once. [ladders:3(a); ladders:5]

## 2 Afterwards

### 2.1 Checklist

- Is it back? [ladders:4(1)]
1. Is it dry? [general]
- Most ladders have twelve rungs. [general 2025-06]

## 3 Test yourself

- Q: May the owner refuse? A: Only if rain is near. [ladders:3(a)]
"""


def folder_with(folder: Path, text: str, name: str = "ladder-guide") -> Path:
    (folder / "guides").mkdir()
    (folder / "guides" / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


def test_sections_have_ids_and_the_heading_of_their_chapter(tmp_path: Path) -> None:
    found = [(section.id, section.heading) for section in load_guides(folder_with(tmp_path, GUIDE))]
    assert found == [
        ("ladder-guide:s1", "The request"),
        ("ladder-guide:s2.1", "Afterwards — Checklist"),
        ("ladder-guide:s3", "Test yourself"),
    ]


def test_each_statement_carries_its_pinpoints(tmp_path: Path) -> None:
    first, second, _ = load_guides(folder_with(tmp_path, GUIDE))
    assert first.statements == (
        GuideStatement("Ask in writing.", ("ladders:2(1)",)),
        GuideStatement("The owner may refuse if rain is near, but must say so at once.", ("ladders:3(a)", "ladders:5")),
    )
    assert second.statements[1] == GuideStatement("Is it dry?", ())


def test_general_knowledge_that_can_age_carries_its_month(tmp_path: Path) -> None:
    assert load_guides(folder_with(tmp_path, GUIDE))[1].statements[2] == GuideStatement(
        "Most ladders have twelve rungs.", (), "2025-06"
    )


def test_a_section_carries_its_questions_and_who_needs_it(tmp_path: Path) -> None:
    first, second, _ = load_guides(folder_with(tmp_path, GUIDE))
    assert first.asks == ("How do I get a ladder?", "When may the owner say no?")
    assert second.asks == ()
    assert first.audience == second.audience == "neighbours who lend or borrow"


def test_the_text_of_a_section_has_neither_questions_nor_brackets(tmp_path: Path) -> None:
    first, second, _ = load_guides(folder_with(tmp_path, GUIDE))
    assert first.text.startswith("Ask in writing. The owner may refuse")
    assert second.text == "Is it back? Is it dry? Most ladders have twelve rungs."


def test_each_statement_knows_its_line() -> None:
    guide, _ = parse_guide("guides/ladder-guide.md", GUIDE)
    assert [one.line for one in guide.located] == [10, 11, 18, 19, 20, 24]


def test_a_corpus_without_guides_has_none(tmp_path: Path) -> None:
    assert load_guides(tmp_path) == ()


FAULTS = {
    "a statement without pinpoint": (" [general]", "", 19, "'Is it dry?' rests on nothing"),
    "a bracket that is no pinpoint": ("[ladders:4(1)]", "[see above]", 18, "'[see above]' is no pinpoint"),
    "a bracket without statement": ("- Is it back? [", "- [", 18, "is no pinpoint of a statement"),
    "a section without number": ("## 2 Afterwards", "## Afterwards", 14, "has no section number"),
    "a section number twice": ("### 2.1", "### 1", 16, "section 1 stands here twice"),
    "no title": ("# Lending ladders", "", 1, "the guide has no title"),
    "no name": ("- guide: ladder-guide", "", 1, "the front block"),
    "nobody who needs it": ("- for: neighbours who lend or borrow", "", 1, "the front block"),
    "a month that is none": ("[general 2025-06]", "[general 2025-13]", 20, "'[general 2025-13]' is no pinpoint"),
    "general knowledge beside a pinpoint": ("[general]", "[general; ladders:4]", 19, "is no pinpoint of a statement"),
    "one question": ("- asks: How do I get a ladder?", "", 9, "the number of questions here is 1"),
    "six questions": ("- asks: How", "- asks: Who?\n" * 4 + "- asks: How", 8, "the number of questions here is 6"),
    "a question that is none": ("a ladder?", "a ladder", 8, "'How do I get a ladder' is no question"),
    "a question below a statement": (
        "1. Is it dry",
        "- asks: Who?\n- asks: Why?\n1. Is it dry",
        19,
        "below a statement",
    ),
    "questions of a chapter": (
        "## 2 Afterwards",
        "## 2 Afterwards\n\n- asks: Who?\n- asks: Why?",
        16,
        "no statement answers",
    ),
    "a test question without answer": (" A: Only if rain is near.", "", 24, "no test question with its answer"),
    "a test that asks nothing": (
        "Q: May the owner refuse? A: Only",
        "The owner may refuse only",
        24,
        "no test question",
    ),
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
