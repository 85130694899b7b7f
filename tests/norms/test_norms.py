"""Force, qualifiers and numbers of invented provisions on the lending of ladders."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.norms import forces, is_definition, norms, quantities

FORCES = [
    ("The lender shall oil the hinges.", ["shall"]),
    ("The lender must oil the hinges.", ["shall"]),
    ("The Parties undertake to lend ladders.", ["shall"]),
    ("The Parties agree to lend ladders.", ["shall"]),
    ("The lender is obliged to count the rungs.", ["shall"]),
    ("The borrower shall not paint the ladder.", ["shall not"]),
    ("The borrower may not paint the ladder.", ["shall not"]),
    ("The borrower shall, in any event, not paint the ladder.", ["shall not"]),
    ("The borrower may no longer use the ladder.", ["shall not"]),
    ("No borrower shall paint a ladder.", ["shall not"]),
    ("No ladder may be painted.", ["shall not"]),
    ("Neither Party shall paint a ladder.", ["shall not"]),
    ("The borrower shall refrain from painting.", ["shall not"]),
    ("Painting of ladders is prohibited.", ["shall not"]),
    ("The borrower may paint the ladder.", ["may"]),
    ("The borrower shall have the right to paint the ladder.", ["may"]),
    ("The borrower shall be entitled to a receipt.", ["may"]),
    ("The borrower shall be free to climb.", ["may"]),
    ("Any Party reserves the right to refuse.", ["may"]),
    ("Return shall not prejudice a second loan.", ["need not"]),
    ("Nothing in this Convention shall be construed as imposing an obligation to lend.", ["need not"]),
    ("Nothing in this Convention shall prevent a Party from lending stools.", ["need not"]),
    ("The borrower shall not be obliged to climb.", ["need not"]),
    ("The borrower need not climb.", ["need not"]),
    ("The lender shall consider a longer loan.", ["shall consider"]),
    ("The lender shall, where the borrower so asks, consider a longer loan.", ["shall consider"]),
    ("The lender shall give priority consideration to tall borrowers.", ["shall consider"]),
    ("The lender should be kind.", ["should"]),
    ("Parties are encouraged to share ladders.", ["should"]),
    ("The lender shall endeavour to be kind.", ["endeavour"]),
    ("The lender shall seek to be kind.", ["endeavour"]),
    ("The lender shall make every effort to be kind.", ["endeavour"]),
    ("The Parties shall strive for kindness.", ["endeavour"]),
    ("A ladder may be lent only if it is sound.", ["only if"]),
    ("A ladder may be lent only on the following conditions:", ["only if"]),
    ("A loan may only be refused if the ladder is broken.", ["only if"]),
    ("The lender may keep a deposit only for a week.", ["only if"]),
    ("The lender may request that it be kept dry or only used indoors.", ["may"]),
    ("Nothing in this Article shall be so read as to permit climbing.", ["shall not"]),
    ("A loan shall not be refused solely because the borrower is short.", ["shall not"]),
    ("A lender shall not be, or be deemed to be, precluded from asking for more.", ["need not"]),
    ("The lender shall take account of the need not to tire the borrower.", ["shall"]),
    ("The lender shall call in cases in which the borrower is up and cannot come down.", ["shall"]),
    ("The borrower cannot paint the ladder.", ["shall not"]),
    ("No one shall be kept on a ladder.", ["shall not"]),
    ("A ladder shall be lent only if it is sound.", ["only if"]),
    ("The lender may refuse and shall then say why.", ["may", "shall"]),
    ("It may be kept for a day. It shall be returned thereafter.", ["may", "shall"]),
]


@pytest.mark.parametrize(("text", "expected"), FORCES, ids=[text[:40] for text, _ in FORCES])
def test_force(text: str, expected: list[str]) -> None:
    assert list(forces(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Ladders that may be needed are listed below.",
        "“Ladder” shall mean two poles with rungs.",
        "For the purposes of this Convention: (a) “Ladder” means two poles with rungs;",
        "The term “rung” shall include any step.",
        "if the lender may refuse;",
        "The ladder is long.",
    ],
)
def test_no_norm(text: str) -> None:
    assert forces(text) == ()


def test_a_modal_of_a_relative_clause_is_no_norm_of_its_own() -> None:
    assert forces("The lender shall adopt such measures as may be necessary.") == ("shall",)


def test_a_modal_of_a_condition_is_no_norm_of_its_own() -> None:
    assert forces("If the borrower may climb, the lender shall hold the ladder.") == ("shall",)


def test_should_at_the_head_is_a_condition() -> None:
    assert forces("Should a rung break, the borrower shall pay.") == ("shall",)


def test_modals_of_one_force_in_one_sentence_are_one_norm() -> None:
    assert forces("The borrower shall pay and shall say sorry.") == ("shall",)


def test_to_consider_this_convention_the_basis_is_more_than_to_consider() -> None:
    assert forces("The Party shall consider this Convention the basis of the loan.") == ("shall",)


def test_a_definition_is_told_by_its_quoted_term() -> None:
    assert is_definition("“Ladder” means two poles.")
    assert not is_definition("A ladder means trouble.")


def test_qualifiers_run_to_the_end_of_their_clause() -> None:
    text = "Subject to Article 4, the lender shall lend, unless the ladder is broken, to the extent possible."
    (norm,) = norms(text)
    assert [(q.kind, q.span.of(text)) for q in norm.qualifiers] == [
        ("subject to", "Subject to Article 4"),
        ("unless", "unless the ladder is broken"),
        ("to the extent", "to the extent possible"),
    ]


def test_a_condition_that_opens_a_list_is_a_qualifier() -> None:
    assert [q.kind for q in norms("The lender shall refuse if: (a) it rains;")[0].qualifiers] == ["if"]


def test_sanctions_to_which_one_is_subject_are_no_qualifier() -> None:
    assert norms("The borrower shall be subject to fines.")[0].qualifiers == ()


def test_numbers_carry_unit_and_bound() -> None:
    text = (
        "It shall be returned within 18 days, not later than ninety days, or at least one year after forty-five days."
    )
    found = [(q.value, q.unit, q.bound) for q in norms(text)[0].quantities]
    assert found == [(18, "day", "within"), (90, "day", "at most"), (1, "year", "at least"), (45, "day", "after")]


def test_a_number_in_words_and_in_brackets_is_one_number() -> None:
    assert [(q.value, q.unit) for q in quantities("thirty (30) days")] == [(30, "day")]


def test_a_norm_lies_in_its_sentence_and_its_cue_in_the_norm() -> None:
    text = "First words. The lender may refuse, but shall say why."
    for norm in norms(text):
        assert norm.span.start <= norm.cue.start < norm.cue.end <= norm.span.end


WORDS = ["shall", "may", "not", "if", "only", "which", "the lender", ",", ".", "lend", "“x” means"]


@given(st.lists(st.sampled_from(WORDS), max_size=25))
def test_any_row_of_words_is_read_without_error_and_in_order(words: list[str]) -> None:
    text = " ".join(words)
    found = norms(text)
    assert all(0 <= norm.cue.start < norm.cue.end <= len(text) for norm in found)
    assert [norm.cue.start for norm in found] == sorted(norm.cue.start for norm in found)


MENDED = {  # what a second reader found the pilot's force should be
    **{id_: ["only if"] for id_ in ("ece:7(2)", "sentenced-persons:3(1)", "sentenced-persons:16(5)")},
    **{id_: ["shall consider"] for id_ in ("untoc:13(9)", "untoc:14(2)", "untoc:16(12)", "untoc:18(30)", "untoc:21")},
    **{id_: ["endeavour"] for id_ in ("untoc:16(8)", "untoc:16(17)")},
    **{id_: ["should"] for id_ in ("untoc:20(2)", "ecma:4(2)")},
    "untoc:16(14)": ["need not"],
}


def test_the_main_force_of_each_pilot_digest_is_found(shared: Path) -> None:
    """237 of 246 when written; the rest are read otherwise by the contract, and one rule by reference is missed."""
    law = {p["id"]: p["text"] for p in json.loads((shared / "treaties" / "provisions.json").read_text("utf-8"))}
    lines = (shared / "pilot" / "digests.jsonl").read_text("utf-8").splitlines()
    digests = [d for d in map(json.loads, lines) if d["force"] and d["id"] in law]
    agree = [set(MENDED.get(d["id"], d["force"])) <= set(forces(law[d["id"]])) for d in digests]
    assert sum(agree) / len(agree) >= 0.93


def test_an_age_counts_in_years() -> None:
    assert [
        (q.value, q.unit) for q in quantities("Nobody under the age of eighteen, or the age of 16 years, climbs.")
    ] == [
        (18.0, "year"),
        (16.0, "year"),
    ]


def test_a_number_or_more_is_a_number() -> None:
    assert [(q.value, q.unit) for q in quantities("a group of three or more persons")] == [(3.0, "person")]
