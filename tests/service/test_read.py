"""What a file is taken for, and what is said when it is not whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.config import Settings
from kb.model import Document
from kb.service.cite import load_catalogue
from kb.service.read import kind_of, read_source, slugify, state_of

CATALOGUE = load_catalogue(Settings.from_environment({}))


def document(**meta: str) -> Document:
    return Document("a.md", "markdown", "0" * 64, "", (), meta=meta)


def written(folder: Path, text: str, name: str = "treaty.md") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_an_instrument_is_known_by_its_title(tmp_path):
    source = read_source(
        written(tmp_path, "# European Convention on Extradition\n\n### Article 1\n\nOf ladders.\n"), CATALOGUE
    )
    assert source.slug == "ece"
    assert [unit.id for unit in source.units] == ["ece:1"]


def test_another_document_is_known_by_its_file_name(tmp_path):
    assert read_source(written(tmp_path, "# On Ladders\n\nOf ladders.\n", "My Memo.md"), CATALOGUE).slug == "my-memo"


def test_fewer_articles_than_the_catalogue_has_give_a_warning(tmp_path):
    source = read_source(
        written(tmp_path, "# European Convention on Extradition\n\n### Article 1\n\nOf ladders.\n"), CATALOGUE
    )
    assert any("32" in warning for warning in source.outline.warnings)


@pytest.mark.parametrize(
    ("meta", "state"),
    [
        ({"state": "2020-03"}, "2020-03"),
        ({"source": "a portal, state of May 2017"}, "2017-05"),
        ({"source": "a portal, state of 2019-11-02"}, "2019-11-02"),
        ({"source": "a portal"}, ""),
    ],
)
def test_the_state_of_a_text_is_read_off_its_front_matter(meta, state):
    assert state_of(document(**meta)) == state


@pytest.mark.parametrize(
    ("source", "kind"),
    [("authentic English text", "authentic"), ("unofficial translation", "translation"), ("a reprint", "reprint")],
)
def test_the_kind_of_a_source_is_read_off_its_front_matter(source, kind):
    assert kind_of(document(source=source)) == kind


@pytest.mark.parametrize(
    ("name", "slug"), [("My Memo (2)", "my-memo-2"), ("Übersicht", "ubersicht"), ("???", "document")]
)
def test_a_file_name_becomes_an_id(name, slug):
    assert slugify(name) == slug
