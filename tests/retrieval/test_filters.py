from __future__ import annotations

import pytest

from kb.model import Fact, Instrument
from kb.retrieval import Filters

LADDERS = Instrument(
    "ladders", "Convention on Borrowed Ladders", "Ladders", (), "Garden treaties", 1, adopted=Fact("1999-05-01", "seen")
)
KNOWN = {"ladders": LADDERS}


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(instruments=("ladders",)),
        Filters(families=("Garden treaties",)),
        Filters(tiers=(1, 2)),
        Filters(adopted_from="1999-05-01"),
        Filters(adopted_to="1999-05-01"),
        Filters(adopted_to="1999"),
    ],
)
def test_an_instrument_that_fits_is_admitted(filters):
    assert filters.admits("ladders", KNOWN)


@pytest.mark.parametrize(
    "filters",
    [
        Filters(instruments=("spades",)),
        Filters(families=("Kitchen treaties",)),
        Filters(tiers=(4,)),
        Filters(adopted_from="2000"),
        Filters(adopted_to="1998-12-31"),
    ],
)
def test_an_instrument_that_does_not_fit_is_left_out(filters):
    assert not filters.admits("ladders", KNOWN)


def test_a_document_outside_the_catalogue_passes_only_by_its_own_name():
    assert Filters(instruments=("my-memo",)).admits("my-memo", KNOWN)
    assert not Filters(tiers=(1,)).admits("my-memo", KNOWN)


def test_an_instrument_without_a_date_falls_outside_every_period():
    undated = {"x": Instrument("x", "X", "X", (), "", 1)}
    assert not Filters(adopted_to="2020").admits("x", undated)
    assert not Filters(adopted_from="1900").admits("x", undated)
