"""Kinds of things that no treaty gives, and the doors that treaties open to them."""

from __future__ import annotations

import pytest

from kb.answer.outside import (
    CASES,
    DIRECTORY,
    EVENTS,
    FIGURES,
    HISTORY,
    PERSONS,
    PRACTICE,
    PRICES,
    STATUS,
    VIEWS,
    Outside,
    of_other_fields,
    outside,
)
from kb.answer.places import law_of


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What does an expert witness charge per hour?", PRICES),
        ("How much does a certified copy cost?", PRICES),
        ("Who is the current registrar of the Court?", PERSONS),
        ("Who is the president of the Court?", PERSONS),
        ("How many requests were refused last year?", FIGURES),
        ("Has Malta ratified the Firearms Protocol?", STATUS),
        ("Did Greece make a reservation when it joined?", STATUS),
        ("Which States are party to the Tokyo Convention?", STATUS),
        ("Who is the contact point in Finland?", DIRECTORY),
        ("What is the e-mail address of the duty desk?", DIRECTORY),
        ("What has the Supreme Court decided in Norris?", CASES),
        ("Do you think that prisons work?", VIEWS),
        ("Why did Chile wait so long?", HISTORY),
        ("Is there a seminar on extradition?", EVENTS),
        ("How often does Norway refuse?", PRACTICE),
    ],
)
def test_what_no_treaty_gives_is_known_by_the_thing_asked_for(question: str, kind: Outside):
    assert outside(question) is kind


@pytest.mark.parametrize(
    "question",
    [
        "Who pays for the interpreter?",
        "How many judges does the Court have?",
        "How many days may he be held?",
        "How many States must ratify before the convention enters into force?",
        "Our desk has a new telephone number. Must we report that?",
        "What does the Prosecutor need to bring a rejected charge again?",
        "Which declarations can a State make when it joins the Warsaw Convention?",
        "Must a State name a central authority?",
        "What does the rule of speciality say in the European Convention on Extradition?",
    ],
)
def test_a_rule_on_the_same_matter_stays_within_reach(question: str):
    assert outside(question) is None


@pytest.mark.parametrize(
    ("question", "state"),
    [
        ("In Seoul, how long may he be held?", "Korea"),
        ("Under Swiss law, how long may accounts be frozen?", "Switzerland"),
        ("Which Dutch court hears this?", "Netherlands"),
        ("What is the penalty for theft in Sweden?", "Sweden"),
        ("Which court decides in Vienna?", ""),
        ("A French court has sentenced him. Can he serve it here?", ""),
        ("Can our officers hear the witness in Spain?", ""),
        ("Do I need a permit in Spain?", "Spain"),
    ],
)
def test_the_law_of_a_state_is_asked_for_by_its_place_or_people(question: str, state: str):
    assert law_of(question) == state


def test_a_word_of_another_field_of_law_is_seen():
    assert of_other_fields("Can I appeal against a parking fine?")
    assert not of_other_fields("Can I appeal against an order of confiscation?")
