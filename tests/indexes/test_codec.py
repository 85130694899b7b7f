"""Records survive the way to JSON and back."""

from __future__ import annotations

from dataclasses import make_dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.indexes import codec
from kb.indexes.store import Source
from kb.model import Aside, Chunk, Citation, Entry, GuideSection, Hit, Instrument, Place, Span

any_text = st.text(st.characters(), max_size=12)  # half surrogates included: broken sources have them
st.register_type_strategy(float, st.floats(allow_nan=False))  # which equals nothing, itself included


@pytest.mark.parametrize("kind", [Entry, Chunk, GuideSection, Source, Instrument, Citation, Aside])
def test_any_record_comes_back_equal(kind: type) -> None:
    @given(st.lists(st.from_type(kind), max_size=3))
    def round_trip(records: list[object]) -> None:
        assert codec.load(kind, codec.dump(records)) == tuple(records)

    round_trip()


@given(any_text)
def test_any_text_comes_back_equal(text: str) -> None:
    assert codec.load(Chunk, codec.dump([Chunk("a:1", "text", text)])) == (Chunk("a:1", "text", text),)


def test_nothing_and_empty_are_kept_apart() -> None:
    asides = (Aside("", "", Place(None, None)), Aside("x", "y", Place(0, 1)))
    assert codec.load(Aside, codec.dump(asides)) == asides


def test_mappings_come_back() -> None:
    hits = (Hit("a:1", 0.1, {"text": 0.5}), Hit("a:2", 1 / 3))
    assert codec.load(Hit, codec.dump(hits)) == hits


def test_a_new_field_inside_a_record_changes_the_layout() -> None:
    inner = make_dataclass("Inner", [("a", int)])
    wider = make_dataclass("Inner", [("a", int), ("b", int)])
    outer = make_dataclass("Outer", [("part", tuple[inner, ...])])
    other = make_dataclass("Outer", [("part", tuple[wider, ...])])
    assert codec.layout(outer) != codec.layout(other)


def test_the_layout_of_the_same_classes_is_the_same() -> None:
    assert codec.layout(Entry, Span) == codec.layout(Entry, Span)


def test_what_is_no_record_is_turned_down() -> None:
    with pytest.raises(TypeError, match="object is no record"):
        codec.dump([object()])


def test_a_field_that_cannot_be_read_back_is_turned_down_when_asked_for() -> None:
    with pytest.raises(TypeError, match="no way to read"):
        codec.load(make_dataclass("Odd", [("part", set[str])]), b"[[[]]]")
