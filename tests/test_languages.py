"""A file in several languages: the part asked for is read, the others are set aside and named."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb import readers
from kb.languages import divide, language_of
from kb.model import Outline
from kb.provisions import as_json, parse, slices

ENGLISH = """##Convention on Borrowed Ladders

The Parties to this Convention, noting that it is a pity to fall from the roof, have agreed as follows:

### Article 1

####Loans

A ladder that is lent to a neighbour shall be returned by the end of the day.

### Article 2

It shall not be painted in any colour without the leave of the lender.
"""
DUTCH = """##Verdrag inzake geleende ladders

De partijen bij dit verdrag zijn van mening dat het jammer is als iemand van het dak valt.

### Artikel 1

####Leningen

Een ladder die aan een buurman is geleend, wordt voor het einde van de dag teruggebracht.

### Artikel 2

De ladder wordt niet geverfd zonder dat de eigenaar met de kleur heeft ingestemd.
"""
FRENCH = """##Convention sur les échelles prêtées

Les parties à la présente convention, pour que nul ne tombe du toit, sont convenues de ce qui suit :

### Article 1

####Prêts

Une échelle qui est prêtée à un voisin est rendue par celui-ci avant la fin de la journée.

### Article 2

Elle ne peut pas être peinte dans une autre couleur sans que le prêteur ait donné son accord.
"""
WORDS = {"en": "lender", "nl": "eigenaar", "fr": "prêteur"}
TEXTS = {"en": ENGLISH, "nl": DUTCH, "fr": FRENCH}


def outline(text: str, language: str = "en") -> Outline:
    return parse(readers.read_bytes(text.encode(), "ladders.md"), "ladders", language=language)


def covered(found: Outline) -> None:
    at, text = 0, found.document.text
    for span in slices(found):
        assert span.start >= at
        assert not text[at : span.start].strip()
        at = span.end
    assert not text[at:].strip()


@pytest.mark.parametrize("code", TEXTS)
def test_each_language_is_told_by_its_small_words(code):
    assert language_of(TEXTS[code]) == code


def test_a_quotation_changes_nothing():
    texts = [ENGLISH, "« Elle ne peut pas être peinte » is what the sign on the shed says.", ENGLISH]
    assert divide(texts, [False] * 3) == ["en"] * 3


def test_no_words_no_language():
    assert divide(["1959", "***"], [False, True]) == ["", ""]


@pytest.mark.parametrize("wanted", TEXTS)
@pytest.mark.parametrize("order", ["en nl fr", "nl fr en", "fr en nl"])
def test_the_tree_is_built_from_the_part_asked_for(wanted, order):
    found = outline("\n".join(TEXTS[code] for code in order.split()), wanted)
    articles = as_json(found)["articles"]
    assert [article["article"] for article in articles] == ["1", "2"]
    assert WORDS[wanted] in articles[1]["paragraphs"][0]["text"]


def test_the_other_parts_are_regions_and_a_warning_names_them():
    found = outline("\n".join([DUTCH, ENGLISH, FRENCH]))
    assert {region.reason for region in found.regions} == {"in Dutch", "in French"}
    assert any("Dutch" in words and "French" in words for words in found.warnings)
    assert found.title == "Convention on Borrowed Ladders"


def test_without_a_part_in_english_what_is_there_is_read():
    found = outline(DUTCH)
    assert [article["heading"] for article in as_json(found)["articles"]] == ["Leningen", ""]
    assert any("no part in English" in words for words in found.warnings)


def test_one_language_leaves_no_trace():
    found = outline(ENGLISH)
    assert not found.warnings
    assert not found.regions


PROTOCOL = """##Protocol on Ropes

The Parties to the Convention have also agreed on the following rules for all of their ropes:

### Article 1

A rope that is lent shall be dry when it is handed over to the borrower.

### Article 2

It shall be returned with all of its knots undone by the borrower.
"""


def test_a_further_instrument_stands_apart_under_its_name():
    found = outline("\n".join([ENGLISH, DUTCH, PROTOCOL]))
    assert [article["article"] for article in as_json(found)["articles"]] == ["1", "2"]
    part = as_json(found)["annexes"][0]
    assert (part["annex"], part["heading"]) == ("part-2", "Protocol on Ropes")
    assert [article["article"] for article in part["articles"]] == ["1", "2"]
    assert any("Protocol on Ropes" in words for words in found.warnings)


def test_a_further_instrument_does_not_run_into_the_last_article():
    last = as_json(outline(ENGLISH + PROTOCOL))["articles"][-1]
    assert "ropes" not in str(last)


def test_a_line_that_a_portal_repeats_below_headings_is_set_aside():
    note = "Enters into force on a day to be fixed"
    body = "\n".join(f"### Article {n}\n{note}\n\n####Rung {n}\n\nThe rung shall hold.\n" for n in range(1, 7))
    found = outline("##Convention on Rungs\n\n" + body)
    assert [article["heading"] for article in as_json(found)["articles"]] == [f"Rung {n}" for n in range(1, 7)]
    assert {region.reason for region in found.regions} == {"publisher's note"}


def test_an_article_titled_annex_is_no_annex():
    text = "##Convention on Rungs\n\n### Article 1\n\nA rung is wood.\n\n### Article 2\n\n####Annex\n\nIt counts.\n\n"
    found = as_json(outline(text + "### Article 3\n\nThe rung shall hold."))
    assert [(article["article"], article["heading"]) for article in found["articles"]][1] == ("2", "Annex")


def test_articles_with_a_number_of_their_chapter():
    text = "##Convention on Rungs\n\n" + "\n".join(f"### Article {n}\n\nA rung.\n" for n in ("I", "II.1", "II.2"))
    assert [article["article"] for article in as_json(outline(text))["articles"]] == ["I", "II.1", "II.2"]


def test_articles_that_count_by_letters():
    text = "##Charter of Rungs\n\n" + "\n".join(f"### Article {n}\n\nA rung.\n" for n in "ABCDEFGHIJ")
    found = outline(text)
    assert "".join(article["article"] for article in as_json(found)["articles"]) == "ABCDEFGHIJ"
    assert not found.warnings


PIECES = st.lists(
    st.sampled_from([block for text in (*TEXTS.values(), PROTOCOL) for block in text.split("\n\n")]), max_size=60
)


@given(PIECES, st.sampled_from(["en", "fr", "nl", "de"]))
@settings(max_examples=150, deadline=None)
def test_every_character_has_one_place_whatever_the_order(blocks, language):
    found = outline("\n\n".join(["##Ladders", *blocks]), language)
    covered(found)
    assert as_json(found)["slug"] == "ladders"


@given(st.lists(st.sampled_from(sorted(TEXTS)), min_size=1, max_size=5), st.sampled_from(["en", "fr", "nl"]))
@settings(max_examples=60, deadline=None)
def test_whole_parts_in_any_order_lose_nothing(order, language):
    covered(outline("\n".join(TEXTS[code] for code in order), language))
