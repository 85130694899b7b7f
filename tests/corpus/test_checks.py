"""What the check of a corpus finds, one fault at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.corpus import Problem, check, write_digests
from kb.model import Digest

LAW = {
    "ladders:1": "The owner shall lend the ladder to any neighbour who asks in good time for it before noon.",
    "ladders:2": "The borrower may keep it for 14 days.",
}
SOUND = (
    Digest(
        "ladders:1",
        "Owners must lend on request.",
        ("Must I lend?", "To whom must I lend?"),
        "rule",
        ("shall",),
        ("lend",),
        "as adopted",
    ),
    Digest(
        "ladders:2",
        "Borrowers may keep it 14 days.",
        ("How long may I keep it?", "When is it due?"),
        "rule",
        ("may",),
        ("term",),
        "as adopted",
    ),
)
GUIDE = """\
# Ladders

- guide: ladder-guide
- for: neighbours

## 1 Lending

- asks: {}
- asks: Is a ladder lent or sold?

Owners must lend. [{}]

## 2 Return

- asks: What if the ladder breaks?
- asks: Who carries it back?

Borrowers carry it back. [general]
"""


def found(
    folder: Path, *digests: Digest, pinpoint: str = "ladders:1", asks: str = "Can I have it?"
) -> tuple[Problem, ...]:
    write_digests(digests, folder)
    (folder / "guides").mkdir()
    (folder / "guides" / "ladder-guide.md").write_text(GUIDE.format(asks, pinpoint), encoding="utf-8")
    return check(folder, LAW.__contains__, LAW)


def second(**change: object) -> tuple[Digest, Digest]:
    """The sound pair with the second digest changed."""
    fields = {name: getattr(SOUND[1], name) for name in SOUND[1].__slots__} | change
    return SOUND[0], Digest(**fields)


def test_a_sound_corpus_has_no_problem(tmp_path: Path) -> None:
    assert found(tmp_path, *SOUND) == ()


FAULTS = {
    "an unknown id": ({"id": "ladders:3"}, "no instrument has 'ladders:3'"),
    "a lost number": ({"digest": "Borrowers may keep it a while."}, "the digest has lost 14"),
    "too few questions": ({"questions": ("When is it due?",)}, "has 1 questions"),
    "a question of another": ({"questions": ("Must I lend?", "When is it due?")}, "'Must I lend?' stands at ladders:1"),
    "a question twice": ({"questions": ("When?", "When?")}, "'When?' stands at ladders:2 too"),
    "a digest of another": ({"digest": "owners must lend on  request.".replace("  ", " ")}, "that of ladders:1"),
    "no force": ({"force": ()}, "a rule has no force"),
    "a force that is not there": ({"force": ("shall not",)}, "does not bear out 'shall not'"),
    "a digest too short": ({"digest": "14 days."}, "the digest has 2 words"),
    "a digest too long": ({"digest": "Borrowers may keep it 14 days " + "and " * 220 + "on."}, "words"),
    "copied words": (
        {"digest": "Lend the ladder to any neighbour who asks in 14 days."},
        "is wording of ladders:1",
    ),
    "a copied question": (
        {"questions": ("Lend the ladder to any neighbour who asks?", "When?")},
        "is wording of ladders:1",
    ),
}


@pytest.mark.parametrize(("change", "problem"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_found_at_its_digest(tmp_path: Path, change: dict[str, object], problem: str) -> None:
    problems = found(tmp_path, *second(**change))
    assert any(problem in one.problem for one in problems)
    assert {(one.file, one.line) for one in problems} == {("digests/ladders.md", 16)}


def test_an_unknown_pinpoint_of_a_guide_is_found_with_its_line(tmp_path: Path) -> None:
    (problem,) = found(tmp_path, *SOUND, pinpoint="ladders:9(a)")
    assert (problem.file, problem.line) == ("guides/ladder-guide.md", 11)
    assert "ladders:9(a)" in problem.problem


def test_a_question_of_two_sections_is_found_at_the_second(tmp_path: Path) -> None:
    (problem,) = found(tmp_path, *SOUND, asks="Who carries it back?")
    assert (problem.line, problem.id) == (16, "ladder-guide:s2")
    assert "stands at guides/ladder-guide.md:8 too" in problem.problem


def test_a_question_of_a_guide_is_in_our_own_words(tmp_path: Path) -> None:
    (problem,) = found(tmp_path, *SOUND, asks="Lend the ladder to any neighbour who asks?")
    assert problem.line == 8
    assert "is wording of ladders:1" in problem.problem


def test_a_final_clause_needs_one_question_and_no_force(tmp_path: Path) -> None:
    assert found(tmp_path, *second(kind="final clause", force=(), questions=("Who signs?",))) == ()


def test_faults_of_form_are_reported_together(tmp_path: Path) -> None:
    write_digests(SOUND, tmp_path)
    page = tmp_path / "digests" / "ladders.md"
    page.write_text(page.read_text().replace("- kind: rule", "- kind: rul").replace("- terms:", "- term:"))
    assert [one.line for one in check(tmp_path, None, None)] == [6, 6, 16, 16]


def test_without_texts_the_words_are_not_held_against_them(tmp_path: Path) -> None:
    write_digests(second(digest="Borrowers may keep it a while."), tmp_path)
    assert check(tmp_path, None, None) == ()
