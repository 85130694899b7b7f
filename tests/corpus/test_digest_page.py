"""The page of digests: what it says, what breaks it, and that writing and reading undo each other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.corpus import Page, PageEntry, load_digests, load_pages, parse_page, render_page, write_digests
from kb.errors import CorpusError
from kb.model import DIGEST_KINDS, FORCES, Digest
from kb.text import squeeze

PAGE = """\
# Convention on Borrowed Ladders

- instrument: ladders
- version: as adopted

## ladders:1 — Duty to lend

Whoever owns a ladder must lend it
to a neighbour.

- kind: rule
- force: shall
- terms: lend; neighbour
- asks: Must I lend my ladder?
- asks: Who may borrow it?

## ladders:4(1)

The borrower must bring it back within 14 days, and may ask for more.

- kind: rule
- force: shall; may
- version: as amended by the Second Protocol
- note: Between parties to the Third Protocol: ladders-p3:2.
- asks: When is it due?
"""

LENDING = Digest(
    id="ladders:1",
    digest="Whoever owns a ladder must lend it to a neighbour.",
    questions=("Must I lend my ladder?", "Who may borrow it?"),
    kind="rule",
    force=("shall",),
    terms=("lend", "neighbour"),
    version="as adopted",
)


def corpus(folder: Path, text: str = PAGE, name: str = "ladders") -> Path:
    (folder / "digests").mkdir()
    (folder / "digests" / f"{name}.md").write_bytes(text.encode())
    return folder


def refused(folder: Path, text: str, name: str = "ladders") -> CorpusError:
    with pytest.raises(CorpusError) as caught:
        load_digests(corpus(folder, text, name))
    return caught.value


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_digest_takes_the_version_of_its_page(tmp_path: Path) -> None:
    assert load_digests(corpus(tmp_path))["ladders:1"] == LENDING


def test_a_digest_may_name_a_version_and_a_note_of_its_own(tmp_path: Path) -> None:
    found = load_digests(corpus(tmp_path))["ladders:4(1)"]
    assert (found.version, found.note) == (
        "as amended by the Second Protocol",
        "Between parties to the Third Protocol: ladders-p3:2.",
    )


def test_digests_keep_the_order_of_the_page(tmp_path: Path) -> None:
    assert list(load_digests(corpus(tmp_path))) == ["ladders:1", "ladders:4(1)"]


def test_a_page_knows_title_headings_and_lines(tmp_path: Path) -> None:
    (page,) = load_pages(corpus(tmp_path))
    assert page.title == "Convention on Borrowed Ladders"
    assert [(entry.line, entry.heading) for entry in page.entries] == [(6, "Duty to lend"), (17, "")]


def test_a_byte_order_mark_and_foreign_line_ends_change_nothing(tmp_path: Path) -> None:
    text = "\ufeff" + PAGE.replace("\n", "\r\n")
    assert load_digests(corpus(tmp_path, text))["ladders:1"] == LENDING


def test_a_question_may_hold_a_colon(tmp_path: Path) -> None:
    text = PAGE.replace("When is it due?", "Two weeks: is that enough?")
    assert load_digests(corpus(tmp_path, text))["ladders:4(1)"].questions == ("Two weeks: is that enough?",)


# ── what breaks it ───────────────────────────────────────────────────────────────────────────────────────────────

FAULTS = {
    "an unknown kind": ("- kind: rule\n- force: shall\n", "- kind: rul\n", 6, "unknown kind 'rul'"),
    "no kind": ("- kind: rule\n- force: shall\n", "- force: shall\n", 6, "the kind is missing"),
    "an unknown force": ("- force: shall; may", "- force: shall; might", 17, "unknown force 'might'"),
    "an unknown field": ("- terms:", "- term:", 6, "unknown field 'term'"),
    "no field at all": ("- terms: lend; neighbour", "- lend; neighbour", 13, "'- lend; neighbour' is no field"),
    "a field without value": ("- terms: lend; neighbour", "- terms:", 13, "'- terms:' is no field"),
    "a field twice": ("- terms:", "- kind:", 13, "the field 'kind' stands here twice"),
    "text below the fields": ("- asks: When is it due?", "When is it due?", 25, "text stands below the fields"),
    "no digest": (
        "The borrower must bring it back within 14 days, and may ask for more.",
        "",
        17,
        "the digest is missing",
    ),
    "an id of another instrument": ("## ladders:4(1)", "## scythes:4(1)", 17, "is no provision of 'ladders'"),
    "a letter": ("## ladders:4(1)", "## ladders:4(1)(a)", 17, "is part of 'ladders:4(1)'"),
    "an id twice": ("## ladders:4(1)", "## ladders:1", 17, "has a digest already"),
    "a heading of another level": ("## ladders:4(1)", "### ladders:4(1)", 17, "a heading of level 3"),
    "no title": ("# Convention on Borrowed Ladders\n", "", 1, "the page has no title"),
    "no version": ("- version: as adopted\n", "", 1, "does not say the version"),
    "a name with capitals": ("- instrument: ladders", "- instrument: Ladders", 1, "'Ladders' is no slug"),
    "text above the digests": ("- version: as adopted\n", "- version: as adopted\nHello.\n", 5, "text stands below"),
}


@pytest.mark.parametrize(("right", "wrong", "line", "problem"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named_with_file_and_line(tmp_path: Path, right: str, wrong: str, line: int, problem: str) -> None:
    assert right in PAGE
    error = refused(tmp_path, PAGE.replace(right, wrong, 1))
    assert error.subject == f"digests/ladders.md:{line}"
    assert problem in error.problem
    assert error.remedy


def test_a_file_bears_the_name_of_its_instrument(tmp_path: Path) -> None:
    assert "named 'ladder'" in refused(tmp_path, PAGE, name="ladder").problem


def test_bytes_that_are_not_utf8_are_named_with_their_line(tmp_path: Path) -> None:
    path = corpus(tmp_path) / "digests" / "ladders.md"
    path.write_bytes(PAGE.encode().replace(b"neighbour.", b"neighb\xf6ur."))
    with pytest.raises(CorpusError) as caught:
        load_digests(tmp_path)
    assert caught.value.subject == "digests/ladders.md:9"


def test_a_folder_without_digests_is_no_corpus(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="this is no corpus"):
        load_digests(tmp_path)


@given(st.text(alphabet="# -:;abkind\n", max_size=200))
def test_no_text_makes_the_parser_fall_over(text: str) -> None:
    page, problems = parse_page("x.md", text)
    assert page.entries == () or page.slug
    assert all(problem.line >= 1 and problem.problem and problem.remedy for problem in problems)


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────────

LINE = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=40).map(squeeze).filter(bool)
PROSE = LINE.filter(lambda said: not said.startswith(("#", "- ")) and said != "-")
LISTED = LINE.map(lambda said: said.replace(";", ",")).filter(bool)
NUMBER = st.from_regex(r"[1-9]\d?(bis)?(\([1-9]\))?", fullmatch=True)


@st.composite
def collections(draw: st.DrawFn) -> list[Digest]:
    numbers = draw(st.lists(NUMBER, unique=True, min_size=1, max_size=4))
    slugs = st.sampled_from(("ladders", "scythes-2", "x"))
    built = [
        Digest(
            id=f"{draw(slugs)}:{number}",
            digest=draw(PROSE),
            questions=tuple(draw(st.lists(LINE, max_size=3))),
            kind=draw(st.sampled_from(DIGEST_KINDS)),
            force=tuple(draw(st.lists(st.sampled_from(FORCES), max_size=3))),
            terms=tuple(draw(st.lists(LISTED, max_size=3))),
            version=draw(st.sampled_from(("as adopted", "as amended by the Second Protocol"))),
            note=draw(st.just("") | LINE),
        )
        for number in numbers
    ]
    return sorted(built, key=lambda digest: digest.id.partition(":")[0])


@given(digests=collections())
@settings(max_examples=60, deadline=None)
def test_what_is_written_reads_back_the_same(tmp_path_factory: pytest.TempPathFactory, digests: list[Digest]) -> None:
    folder = tmp_path_factory.mktemp("corpus")
    write_digests(digests, folder)
    assert list(load_digests(folder).values()) == digests


def test_a_page_reads_back_with_its_title_and_headings() -> None:
    page, _ = parse_page("ladders.md", PAGE)
    again, problems = parse_page("ladders.md", render_page(page))
    assert (again.title, [entry.heading for entry in again.entries], problems) == (
        page.title,
        [entry.heading for entry in page.entries],
        (),
    )


@pytest.mark.parametrize(
    "change",
    [
        {"digest": "two\nlines"},
        {"digest": "# a heading"},
        {"digest": "- kind: rule"},
        {"terms": ("one; two",)},
        {"questions": ("what\nnow?",)},
        {"version": ""},
        {"id": "ladders:1(1)(a)"},
    ],
)
def test_what_the_form_cannot_hold_is_refused_and_nothing_is_written(tmp_path: Path, change: dict[str, object]) -> None:
    with pytest.raises(CorpusError):
        write_digests([LENDING, replace(LENDING, **({"id": "ladders:2"} | change))], tmp_path)
    assert list(tmp_path.rglob("*.md")) == []


def test_a_heading_that_would_read_as_more_is_refused() -> None:
    with pytest.raises(CorpusError):
        render_page(Page("ladders", "two\nlines", "as adopted", (PageEntry(LENDING, 1),)))
