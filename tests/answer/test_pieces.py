"""What can be quoted by itself, and what has to come with it."""

from __future__ import annotations

from types import SimpleNamespace

from kb.answer.closeness import rarity
from kb.answer.pieces import pieces, points_back
from kb.answer.select import quote


def quoted(unit: object) -> list[str]:
    return [piece.span.of(unit.text) for piece in pieces(unit)]  # type: ignore[attr-defined,arg-type]


def test_a_sentence_that_points_back_keeps_the_one_before(mini: SimpleNamespace) -> None:
    made = mini.unit("ladders:9", "Ladders are lent. However, stools are not. Ropes are sold.")
    assert quoted(made) == ["Ladders are lent.", "Ladders are lent. However, stools are not.", "Ropes are sold."]


def test_a_letter_keeps_the_opening_words(mini: SimpleNamespace) -> None:
    made = mini.unit("ladders:9", "The lender shall: (a) oil it; (b) count it.", ("a", "b"))
    assert [(p.id, p.span.of(made.text), [c.of(made.text) for c in p.chapeau]) for p in pieces(made)] == [
        ("ladders:9(a)", "oil it;", ["The lender shall:"]),
        ("ladders:9(b)", "count it.", ["The lender shall:"]),
    ]


def test_a_full_sentence_before_a_list_opens_nothing(mini: SimpleNamespace) -> None:
    made = mini.unit("ladders:9", "Loans are free. The lender shall: (a) oil it; (b) count it.", ("a", "b"))
    assert quoted(made)[0] == "Loans are free."
    assert pieces(made)[1].chapeau[0].of(made.text) == "The lender shall:"


def test_a_later_sentence_of_a_letter_stands_without_the_opening_words(mini: SimpleNamespace) -> None:
    made = mini.unit("ladders:9", "The lender shall: (a) oil it. Oil costs nothing; (b) count it.", ("a", "b"))
    assert pieces(made)[1].chapeau == ()


def test_closing_words_belong_to_every_letter(mini: SimpleNamespace) -> None:
    text = "A loan ends if: (a) a rung breaks; or (b) rain falls;"
    made = mini.unit("ladders:9", text + " where the lender so asks.", ("a", "b"))
    last = made.parts[1]
    shorter = type(last)(last.id, type(last.span)(last.span.start, len(text)), last.label_end)
    tailed = type(made)(**{f: getattr(made, f) for f in made.__slots__} | {"parts": (made.parts[0], shorter)})
    assert {piece.tail.of(tailed.text) for piece in pieces(tailed) if piece.tail} == {"where the lender so asks."}
    assert all(piece.tail for piece in pieces(tailed))


def test_an_editors_note_is_no_piece(mini: SimpleNamespace) -> None:
    assert pieces(mini.unit("ladders:9", "[Amends the parent convention.]")) == ()


def test_words_that_point_back() -> None:
    assert points_back("It shall not exceed ten days.")
    assert points_back("In such a case the loan ends.")
    assert not points_back("Items are listed below.")


LENT = (
    "It may be lent only on the following conditions: (a) the paint is dry; (b) no rung is loose; {} (c) it is light."
)


def _quoted(mini: SimpleNamespace, text: str, at_most: int) -> tuple[str, ...]:
    one = mini.entry(mini.unit("ladders:9(1)", text, ("a", "b", "c")))
    found = quote(mini.ask("Must the paint be dry?"), one, 12, rarity([text]), at_most=at_most)
    assert found is not None
    return found.ids


def test_letters_all_of_which_are_required_stand_together(mini: SimpleNamespace) -> None:
    assert _quoted(mini, LENT.format("and"), 40) == ("ladders:9(1)(a)", "ladders:9(1)(b)", "ladders:9(1)(c)")


def test_letters_that_would_take_too_many_words_stand_alone(mini: SimpleNamespace) -> None:
    assert _quoted(mini, LENT.format("and"), 15) == ("ladders:9(1)(a)",)


def test_one_of_several_alternatives_stands_alone(mini: SimpleNamespace) -> None:
    assert _quoted(mini, LENT.format("or"), 40) == ("ladders:9(1)(a)",)
