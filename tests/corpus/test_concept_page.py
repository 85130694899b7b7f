"""The page of concepts and the field that points to it: what they say, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.corpus import check, export, load_concepts, load_digests
from kb.model import ConceptUse

CONCEPTS = """\
# Borrowing

## borrowing — Borrowing

Taking a thing for a while,
to give it back.

- lay: take for a while
- terms: loan; borrowing
- foreign: fr emprunt; de Leihe

## late-return — Late return

Bringing it back after its time.

- parent: borrowing
- terms: delay
- see: borrowing
"""

DIGESTS = """\
# Convention on Borrowed Ladders

- instrument: ladders
- version: as adopted

## ladders:1 — Return

The borrower must bring the ladder back in time.

- kind: rule
- force: shall
- concepts: late-return; borrowing (limit)
- asks: When is it due?
- asks: Can we keep it?

## ladders:2 — Rain

Where it rains, the ladder may come back a day later.

- kind: exception
- force: may
- concepts: late-return (exception)
- asks: What if it rains?
- asks: How much later?
"""


def corpus(folder: Path, concepts: str = CONCEPTS, digests: str = DIGESTS) -> Path:
    for part, name, text in (("concepts", "borrowing", concepts), ("digests", "ladders", digests)):
        (folder / part).mkdir()
        (folder / part / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


def faults(folder: Path, concepts: str = CONCEPTS, digests: str = DIGESTS) -> list[str]:
    return [problem.problem for problem in check(corpus(folder, concepts, digests))]


def test_a_sound_corpus_has_no_fault(tmp_path: Path) -> None:
    assert faults(tmp_path) == []


def test_a_concept_is_read_with_all_its_words(tmp_path: Path) -> None:
    concept = load_concepts(corpus(tmp_path))["borrowing"]
    assert concept.definition == "Taking a thing for a while, to give it back."
    assert (concept.lay, concept.terms) == (("take for a while",), ("loan", "borrowing"))
    assert concept.foreign == (("fr", "emprunt"), ("de", "Leihe"))


def test_the_tree_knows_the_way_down(tmp_path: Path) -> None:
    assert load_concepts(corpus(tmp_path)).path("late-return") == "Borrowing › Late return"


def test_a_role_that_is_not_named_is_rule(tmp_path: Path) -> None:
    uses = load_digests(corpus(tmp_path))["ladders:1"].concepts
    assert uses == (ConceptUse("late-return", "rule"), ConceptUse("borrowing", "limit"))


def test_the_export_names_concept_and_role(tmp_path: Path) -> None:
    rows = list(export(load_digests(corpus(tmp_path))))
    assert rows[1]["concepts"] == [{"concept": "late-return", "role": "exception"}]


def test_a_corpus_without_concepts_has_an_empty_tree(tmp_path: Path) -> None:
    assert len(load_concepts(tmp_path)) == 0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("- parent: borrowing", "- parent: lending", "no concept 'lending' stands above"),
        ("- parent: borrowing\n", "", "this concept has no parent"),
        ("- see: borrowing", "- see: lending", "there is no concept 'lending'"),
        ("fr emprunt", "emprunt", "'emprunt' has no language"),
        ("- terms: delay\n", "", "the concept has no terms"),
        ("- lay: take", "- plain: take", "unknown field 'plain'"),
        ("Bringing it back after its time.", "", "the definition is missing"),
        ("late-return — Late return", "borrowing — Again", "this concept stands here twice"),
    ],
)
def test_what_breaks_a_page_of_concepts_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert any(fault.startswith(said) for fault in faults(tmp_path, concepts=CONCEPTS.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("late-return; borrowing (limit)", "late-return; lending", "there is no concept 'lending'"),
        ("borrowing (limit)", "borrowing (bound)", "unknown role 'bound' of 'borrowing'"),
        ("borrowing (limit)", "late-return (limit)", "the concept 'late-return' stands here twice"),
        ("- concepts: late-return (exception)\n", "", "an operative provision has no concept"),
    ],
)
def test_what_breaks_an_assignment_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert said in faults(tmp_path, digests=DIGESTS.replace(old, new))


def test_a_concept_that_no_provision_has_is_named(tmp_path: Path) -> None:
    digests = DIGESTS.replace("late-return; borrowing (limit)", "borrowing").replace("late-return (ex", "borrowing (ex")
    assert faults(tmp_path, digests=digests) == ["no provision has this concept"]


def test_a_corpus_without_concepts_asks_for_none(tmp_path: Path) -> None:
    digests = DIGESTS.replace("- concepts: late-return; borrowing (limit)\n", "")
    folder = corpus(tmp_path, digests=digests.replace("- concepts: late-return (exception)\n", ""))
    (folder / "concepts" / "borrowing.md").unlink()
    assert check(folder) == ()
