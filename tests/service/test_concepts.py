"""The concepts that ship, as a user asks for them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.config import Settings
from kb.corpus import load_concepts, load_digests
from kb.faces import cli
from kb.service.concepts import ShownConcept, concept_tree, concepts_for

SETTINGS = Settings.from_environment({})


def first(said: str) -> str:
    found = concepts_for(said, SETTINGS)
    assert isinstance(found, tuple)
    return found[0].id


@pytest.mark.parametrize(
    ("said", "concept"),
    [
        ("our own citizens", "own-nationals"),
        ("can they keep him locked up meanwhile?", "provisional-arrest"),
        ("tried twice for the same thing", "ne-bis-in-idem"),
        ("commission rogatoire", "taking-evidence"),
        ("Doppelbestrafungsverbot", "ne-bis-in-idem"),
        ("freeze the account", "freezing"),
        ("fly in a witness", "witness-attendance"),
        ("who pays?", "costs"),
        ("hearing a witness by video link", "video-link"),
    ],
)
def test_words_of_practice_lead_to_the_concept(said: str, concept: str) -> None:
    assert first(said) == concept


def test_words_of_another_world_mean_no_concept() -> None:
    assert concepts_for("tomato soup", SETTINGS) == ()


def test_a_concept_shows_its_provisions_by_role_and_instrument() -> None:
    found = concepts_for("political-offence", SETTINGS)
    assert isinstance(found, ShownConcept)
    assert found.path == "Extradition › Grounds for refusal › Political offence"
    by_role = {role.role: {each.instrument: each.provisions for each in role.instruments} for role in found.provisions}
    assert by_role["rule"]["ece"][0].id == "ece:3(1)"
    assert "terrorist-bombings" in by_role["exception"]


def test_the_tree_counts_provisions_of_narrower_concepts_once() -> None:
    branches = {branch.id: branch for branch in concept_tree(SETTINGS)}
    digests = load_digests(SETTINGS.corpus).values()
    tree = load_concepts(SETTINGS.corpus)
    below = {"extradition", *tree.descendants("extradition")}
    assert branches["extradition"].provisions == sum(
        any(use.concept in below for use in digest.concepts) for digest in digests
    )


def test_the_tree_holds_every_concept_once() -> None:
    ids = [branch.id for branch in concept_tree(SETTINGS)]
    assert sorted(ids) == sorted(load_concepts(SETTINGS.corpus))


@pytest.mark.parametrize("words", [[], ["speciality"], ["hand", "over"]])
def test_json_is_one_document(capsys: pytest.CaptureFixture[str], words: list[str], tmp_path: Path) -> None:
    assert cli.main(["concepts", *words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)


def test_people_read_the_provisions(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["concepts", "speciality"]) == 0
    assert "ece:14(1)" in capsys.readouterr().out
