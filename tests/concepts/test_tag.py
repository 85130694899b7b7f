"""Tagging: which concepts a text speaks of."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kb.concepts import Concept, ConceptTree, Tag, Tagger, nearest, together

TREE = ConceptTree(
    (
        Concept("extradition", "Extradition", "Handing over.", lay=("hand over",), terms=("extradition",)),
        Concept("own-nationals", "Own nationals", "Citizens.", "extradition", ("our own citizens",), ("nationals",)),
        Concept("transit", "Transit", "Through.", "extradition", (), ("transit",), (("de", "Durchlieferung"),)),
        Concept("goods-transit", "Transit of goods", "Goods.", "extradition", (), ("transit of goods",)),
    )
)
TAGGER = Tagger(TREE)


def found(text: str) -> list[str]:
    return [tag.concept for tag in TAGGER.tag(text)]


def test_lay_words_find_a_concept() -> None:
    assert found("May we keep our own citizens here?") == ["own-nationals"]


def test_inflection_does_not_matter() -> None:
    assert found("Handing over a suspect") == ["extradition"]


def test_one_word_may_stand_inside_a_phrase() -> None:
    assert found("They hand him over today") == ["extradition"]


def test_a_phrase_does_not_run_over_the_end_of_a_sentence() -> None:
    assert found("We hold his hand. Over there it rains.") == []


def test_the_longest_phrase_wins() -> None:
    assert found("transit of goods") == ["goods-transit"]


def test_foreign_terms_find_a_concept() -> None:
    assert found("Die Durchlieferung wird bewilligt") == ["transit"]


def test_other_matters_have_no_concept() -> None:
    assert found("The recipe asks for two eggs and a little flour.") == []


def test_words_said_twice_weigh_more() -> None:
    once, twice = TAGGER.tag("transit"), TAGGER.tag("transit, again transit")
    assert twice[0].score > once[0].score


def test_a_part_of_a_phrase_comes_near_a_concept() -> None:
    assert [tag.concept for tag in TAGGER.find("own citizens")] == ["own-nationals"]


def test_what_holds_a_whole_phrase_stands_before_what_comes_near() -> None:
    assert [tag.concept for tag in TAGGER.find("transit")] == ["transit", "goods-transit"]


def test_nearness_is_the_callers_measure() -> None:
    tags = nearest("goods", TREE, lambda text, said: float(text in said), least=0.5)
    assert [tag.concept for tag in tags] == ["goods-transit"]


def test_words_and_nearness_add_up() -> None:
    tags = together((Tag("transit", 5.0, ("transit",)),), (Tag("extradition", 0.4), Tag("transit", 0.35)))
    assert [(tag.concept, tag.words) for tag in tags] == [("transit", ("transit",)), ("extradition", ())]


def test_ancestors_and_descendants_mirror_each_other() -> None:
    assert all(name in TREE.descendants(above) for name in TREE for above in TREE.ancestors(name))


def test_a_circle_of_parents_ends() -> None:
    ring = ConceptTree((Concept("a", "A", "", "b"), Concept("b", "B", "", "a")))
    assert ring.ancestors("a") == ("b",)


@given(st.text())
def test_any_text_can_be_tagged(text: str) -> None:
    assert all(tag.concept in TREE and tag.score > 0 for tag in TAGGER.tag(text))
