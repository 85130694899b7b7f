"""Digests and catalogue speak of the same versions."""

from __future__ import annotations

import pytest

from kb.config import Settings
from kb.corpus import load_digests
from kb.service.cite import load_catalogue

STATE = "2017-05"  # the consolidation that the digests were written from
SETTINGS = Settings.from_environment({})
CATALOGUE = load_catalogue(SETTINGS)
DIGESTS = load_digests(SETTINGS.corpus)


@pytest.mark.parametrize("slug", sorted({i.split(":")[0] for i in DIGESTS if i.split(":")[0] in CATALOGUE.outlined}))
def test_a_digest_names_the_version_that_the_catalogue_gives_its_provision(slug):
    differing = {
        i: (digest.version, CATALOGUE.version_of(slug, i, STATE).label)
        for i, digest in DIGESTS.items()
        if i.startswith(f"{slug}:") and digest.version != CATALOGUE.version_of(slug, i, STATE).label
    }
    assert differing == {}


@pytest.mark.parametrize("slug", CATALOGUE.outlined)
def test_every_provision_of_an_outlined_instrument_has_its_digest(slug):
    assert [unit for unit in CATALOGUE.outline(slug).units() if unit not in DIGESTS] == []


def test_every_digest_is_of_a_provision_that_exists():
    assert [i for i in DIGESTS if i.split(":")[0] in CATALOGUE.outlined and not CATALOGUE.exists(i)] == []
