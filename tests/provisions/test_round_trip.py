"""A generated treaty, laid out as publishers do, is read back as what it was."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from kb import readers
from kb.provisions import as_json, parse

WORDS = (
    "ladder rope nail roof neighbour lends returns keeps repairs wooden long short garden shed morning evening "
    "notice friend tool hammer paint brush carefully promptly jointly borrowed requested agreed"
).split()


@dataclass(frozen=True)
class Letter:
    text: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Paragraph:
    text: str
    letters: tuple[Letter, ...] = ()
    tail: str = ""


@dataclass(frozen=True)
class Article:
    heading: str
    paragraphs: tuple[Paragraph, ...]  # one alone stands without a number


@dataclass(frozen=True)
class Style:
    article: str  # "Article {n}"
    beside: str  # between number and heading; "" puts the heading on the next line
    number: str
    letter: str
    item: str


# ── what is generated ──


def clauses(end: str) -> st.SearchStrategy[str]:
    words = st.lists(st.sampled_from(WORDS), min_size=5, max_size=24)
    return words.map(lambda chosen: " ".join(chosen).capitalize() + end)


ITEMS = st.lists(clauses(";"), min_size=2, max_size=3).map(tuple)
LETTERS = st.lists(
    st.one_of(clauses(";").map(Letter), st.builds(Letter, clauses(":"), ITEMS)), min_size=2, max_size=10
).map(tuple)
PARAGRAPHS = st.one_of(
    clauses(".").map(Paragraph), st.builds(Paragraph, clauses(":"), LETTERS, st.one_of(st.just(""), clauses(".")))
)
HEADINGS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(lambda words: " ".join(words).capitalize())


@st.composite
def treaties(draw: st.DrawFn) -> tuple[Article, ...]:
    headed = draw(st.booleans())
    count = draw(st.integers(1, 5))
    return tuple(
        Article(
            draw(HEADINGS) if headed else "",
            tuple(draw(st.lists(PARAGRAPHS, min_size=1, max_size=4))),
        )
        for _ in range(count)
    )


STYLES = st.builds(
    Style,
    st.sampled_from(["Article {n}", "ARTICLE {n}"]),
    st.sampled_from([" – ", " — ", ". ", ": ", ""]),
    st.sampled_from(["{n}. ", "({n}) ", "{n}) ", "{n} "]),
    st.sampled_from(["({l}) ", "{l}) ", "{l}. ", "({l})"]),
    st.sampled_from(["({i}) ", "{i}) ", "{i}. "]),
)

# ── how it is laid out ──


def roman(n: int) -> str:
    return ("i", "ii", "iii", "iv", "v")[n]


def blocks(article: Article, n: int, style: Style) -> list[tuple[str, int]]:
    """Opening lines and prose with its depth; depth 0 is a heading."""
    label = style.article.format(n=n)
    lines: list[tuple[str, int]] = []
    if article.heading and style.beside:
        lines.append((label + style.beside + article.heading, 0))
    else:
        lines += [(label, 0)] + ([(article.heading, 0)] if article.heading else [])
    for number, paragraph in enumerate(article.paragraphs, 1):
        lead = style.number.format(n=number) if len(article.paragraphs) > 1 else ""
        lines.append((lead + paragraph.text, 1))
        for at, letter in enumerate(paragraph.letters):
            lines.append((style.letter.format(l="abcdefghij"[at]) + letter.text, 2))
            lines += [(style.item.format(i=roman(k)) + words, 3) for k, words in enumerate(letter.items)]
        lines += [(paragraph.tail, 1)] if paragraph.tail else []
    return lines


def markdown(treaty: tuple[Article, ...], style: Style, bold: bool, nested: bool) -> str:
    out = ["# Convention on Borrowed Ladders"]
    for n, article in enumerate(treaty, 1):
        for words, depth in blocks(article, n, style):
            if depth == 0:
                out.append(f"**{words}**" if bold else f"### {words}")
            else:
                out.append("    " * (depth - 1) + "- " + words if nested and depth > 1 else words)
    return "\n\n".join(out) + "\n"


def plain(treaty: tuple[Article, ...], style: Style, width: int, layout: str, page: int) -> str:
    lines = ["CONVENTION ON BORROWED LADDERS".center(width).rstrip(), ""]
    for n, article in enumerate(treaty, 1):
        for words, depth in blocks(article, n, style):
            if depth == 0:
                lines += [line.center(width).rstrip() for line in textwrap.wrap(words, width - 20)]
                if words == article.heading or not (article.heading and not style.beside):
                    lines.append("")
            else:
                lines += [*wrapped(words, depth, width, layout), ""]
    return paged(lines, width, page)


def wrapped(words: str, depth: int, width: int, layout: str) -> list[str]:
    if layout == "hang" and depth > 1:
        return textwrap.wrap(words, width, initial_indent=" " * 4 * (depth - 1), subsequent_indent=" " * 4 * depth)
    return textwrap.wrap(words, width, initial_indent="     " if layout == "indent" and depth == 1 else "")


def paged(lines: list[str], width: int, page: int) -> str:
    if not page:
        return "\n".join(lines) + "\n"
    sheets = [lines[at : at + page] for at in range(0, len(lines), page)]
    out = []
    for n, sheet in enumerate(sheets, 1):
        head = f"Ladders{f'Page {n}'.rjust(width - 7)}"
        out.append("\n".join([head, "", *sheet]) + "\n")
    return "\f".join(out)


# ── what is read back ──


def read_back(text: str) -> tuple[Article, ...]:
    tree = as_json(parse(readers.read_bytes(text.encode(), "ladders"), "ladders"))
    return tuple(
        Article(
            found["heading"],
            tuple(
                Paragraph(
                    paragraph["text"],
                    tuple(
                        Letter(letter["text"], tuple(item["text"] for item in letter["items"]))
                        for letter in paragraph["letters"]
                    ),
                    paragraph.get("tail", ""),
                )
                for paragraph in found["paragraphs"]
            ),
        )
        for found in tree["articles"]
    )


@given(treaties(), STYLES, st.booleans(), st.booleans())
@settings(max_examples=60, deadline=None)
def test_markdown_is_read_back(treaty, style, bold, nested):
    assert read_back(markdown(treaty, style, bold, nested)) == treaty


@given(treaties(), STYLES, st.integers(60, 90), st.sampled_from(["flush", "hang", "indent"]))
@settings(max_examples=60, deadline=None)
def test_wrapped_text_is_read_back(treaty, style, width, layout):
    assert read_back(plain(treaty, style, width, layout, 0)) == treaty


@given(treaties(), STYLES, st.integers(60, 90), st.sampled_from(["flush", "hang", "indent"]), st.integers(25, 45))
@settings(max_examples=60, deadline=None)
def test_paged_text_is_read_back(treaty, style, width, layout, page):
    assert read_back(plain(treaty, style, width, layout, page)) == treaty
