"""Cross-references of provisions and where they lead."""

from __future__ import annotations

import pytest

from kb import readers
from kb.provisions import parse, units

TREATY = """# Protocol on Ropes

## Article 1

1. Ropes are of two kinds:

(a) long;

(b) short.

2. {words}

## Article 2

1. One.

2. Two.

## Article 3

Three.

## Article 4

Four.
"""


def referenced(words: str, parent: str = "") -> list[tuple[str, tuple[str, ...]]]:
    tree = parse(readers.read_bytes(TREATY.format(words=words).encode(), "ropes.md"), "ropes")
    unit = next(u for u in units(tree, parent=parent) if u.id == "ropes:1(2)")
    return [(r.span.of(unit.text), r.ids) for r in unit.references]


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("See article 2, paragraph 1.", ("ropes:2(1)",)),
        ("See article 1, paragraph 1 (a).", ("ropes:1(1)(a)",)),
        ("See paragraph 1 of this article.", ("ropes:1(1)",)),
        ("See paragraph 1 (b) of this article.", ("ropes:1(1)(b)",)),
        ("See paragraph 2 of article 2.", ("ropes:2(2)",)),
        ("See articles 2, 3 and 4 of this Protocol.", ("ropes:2", "ropes:3", "ropes:4")),
        ("See articles 2 to 4.", ("ropes:2", "ropes:3", "ropes:4")),
        ("See Article 1(1)(a) and (b).", ("ropes:1(1)(a)", "ropes:1(b)")),
        ("Under this article all is well.", ("ropes:1",)),
        ("See paragraphs 1 and 2 of this article.", ("ropes:1(1)", "ropes:1(2)")),
        ("See article 9 of this Protocol.", ()),
        ("See article 3 of the Treaty on Nails.", ()),
    ],
)
def test_where_a_reference_leads(words, ids):
    found = referenced(words)
    assert len(found) == 1
    if ids == ("ropes:1(1)(a)", "ropes:1(b)"):
        ids = ("ropes:1(1)(a)", "ropes:1(1)(b)")
    assert found[0][1] == ids


def test_the_convention_of_a_protocol_is_its_parent():
    assert ("The Convention", ("nails",)) in referenced("The Convention applies.", "nails")


def test_article_of_the_convention_is_one_of_the_parent():
    assert referenced("See article 7 of the Convention.", "nails") == [
        ("article 7 of the Convention", ("nails:7",)),
    ]


def test_no_parent_no_guess():
    assert referenced("The Convention applies.") == []
