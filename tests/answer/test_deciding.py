"""Which of the closest provisions stands first: what speaks for a rule, and what does not move it."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from kb.answer import Question
from kb.answer.deciding import LOOKED_AT, deciding_first
from kb.model import ConceptRole, ConceptUse, Digest, DigestKind, Entry, Hit, Span, Unit, Version

WORDS = "The lender shall be told of any crack in the ladder without delay."


def provision(
    pinpoint: str,
    kind: DigestKind = "rule",
    concepts: Sequence[tuple[str, ConceptRole]] = (),
    terms: tuple[str, ...] = (),
) -> Entry:
    uses = tuple(ConceptUse(concept, role) for concept, role in concepts)
    place = pinpoint.partition(":")[2]
    article, _, paragraph = place.rstrip(")").partition("(")
    made = Unit(pinpoint, "ladders", article, paragraph, "", (), WORDS, Span(0, len(WORDS)), "paragraph")
    digest = Digest(pinpoint, WORDS, (), kind, (), terms, "", concepts=uses)
    return Entry(made, True, Version("as adopted", "2020-01", "invented"), "ladders.md", digest)


def order(question: str | Question, *scored: tuple[Entry, float]) -> list[str]:
    asked = question if isinstance(question, Question) else Question(question)
    hits = [Hit(one.id, score) for one, score in scored]
    return [hit.id for hit in deciding_first(asked, hits, {one.id: one for one, _ in scored})]


def test_a_rule_stands_before_a_step_around_it() -> None:
    step, rule = provision("ladders:6(3)", "procedure"), provision("ladders:6(2)")
    assert order("Must a crack be told?", (step, 5.0), (rule, 4.8)) == ["ladders:6(2)", "ladders:6(3)"]


def test_a_rule_stands_before_its_exception() -> None:
    exception, rule = provision("ladders:6(3)", "exception"), provision("ladders:6(2)")
    assert order("Must a crack be told?", (exception, 5.0), (rule, 4.8))[0] == "ladders:6(2)"


def test_an_exception_asked_for_keeps_its_place() -> None:
    exception, rule = provision("ladders:6(3)", "exception"), provision("ladders:6(2)")
    assert order("Must a crack be told without exception?", (exception, 5.0), (rule, 4.8))[0] == "ladders:6(3)"


def test_a_concept_that_the_question_names_leads() -> None:
    other = provision("ladders:6(3)", concepts=[("returns", "rule")])
    crack = provision("ladders:6(2)", concepts=[("crack-delay", "rule")])
    assert order("May a crack cause delay?", (other, 5.0), (crack, 4.6))[0] == "ladders:6(2)"


def test_a_condition_of_a_concept_yields_to_the_rule_on_it() -> None:
    condition = provision("ladders:6(3)", concepts=[("crack-delay", "condition")])
    rule = provision("ladders:6(2)", concepts=[("crack-delay", "rule")])
    assert order("May a crack cause delay?", (condition, 5.0), (rule, 4.8))[0] == "ladders:6(2)"


def test_a_concept_named_whole_stands_before_a_narrower_one() -> None:
    narrower = provision("ladders:6(3)", concepts=[("crack-paint-prevention", "rule")])
    whole = provision("ladders:6(2)", concepts=[("crack", "rule")])
    assert order("What of a crack?", (narrower, 5.0), (whole, 4.9))[0] == "ladders:6(2)"


def test_index_terms_that_the_question_uses_speak_for_a_provision() -> None:
    plain, named = provision("ladders:6(3)"), provision("ladders:6(2)", terms=("crack", "delay"))
    assert order("May a crack cause delay?", (plain, 5.0), (named, 4.6))[0] == "ladders:6(2)"


def test_the_paragraph_that_opens_an_article_decides_between_equals() -> None:
    assert (
        order("And a crack?", (provision("ladders:6(3)"), 5.0), (provision("ladders:6(1)"), 5.0))[0] == "ladders:6(1)"
    )


def test_a_hit_far_above_the_others_stays_first() -> None:
    far = provision("ladders:6(3)", "procedure")
    named = provision("ladders:6(1)", concepts=[("crack", "rule")], terms=("crack",))
    assert order("And a crack?", (far, 9.0), (named, 5.0))[0] == "ladders:6(3)"


def test_the_name_of_an_instrument_says_nothing_of_the_matter() -> None:
    text = "Crack Convention: what delay?"
    named, other = provision("ladders:6(3)", terms=("crack",)), provision("ladders:6(2)", terms=("delay",))
    question = Question(text, mentions=(Span(0, 16),))
    assert order(question, (named, 5.0), (other, 4.9))[0] == "ladders:6(2)"


def test_nothing_comes_of_nothing() -> None:
    assert deciding_first(Question("Anything?"), [], {}) == []


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=20))
def test_the_others_keep_their_order(scores: list[float]) -> None:
    scored = [(provision(f"ladders:{n}"), score) for n, score in enumerate(sorted(scores, reverse=True))]
    before = [one.id for one, _ in scored]
    after = order("And a crack?", *scored)
    assert after[1:] == [one for one in before if one != after[0]]
    assert after[0] in before[:LOOKED_AT]
