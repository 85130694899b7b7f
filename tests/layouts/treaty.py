"""A treaty as plain records, invented or read from a file, and the notation in which a publisher writes its numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

WORDS = (
    "ladder rope nail roof neighbour lends returns keeps repairs wooden long short garden shed morning evening "
    "notice friend tool hammer paint brush carefully promptly jointly borrowed requested agreed "
    "the of and to in for the"
).split()
TITLE = "Convention on Borrowed Ladders"
ALPHABET = "abcdefghijklmnopqrstuvwxyz"
ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")


@dataclass(frozen=True)
class Item:
    number: str
    text: str


@dataclass(frozen=True)
class Letter:
    letter: str
    text: str
    items: tuple[Item, ...] = ()
    tail: str = ""


@dataclass(frozen=True)
class Paragraph:
    number: str  # "" for the only one of its article
    text: str
    letters: tuple[Letter, ...] = ()
    tail: str = ""


def in_sequence(paragraph: Paragraph) -> bool:
    """Letters and items count from the first without gaps or words behind them, as automatic lists do."""
    letters = [letter.letter for letter in paragraph.letters] == list(ALPHABET[: len(paragraph.letters)])
    items = ([item.number for item in letter.items] for letter in paragraph.letters if not letter.tail)
    whole = [numbers == list(ROMAN[1 : len(numbers) + 1]) for numbers in items]
    return letters and all(whole) and len(whole) == len(paragraph.letters)


@dataclass(frozen=True)
class Article:
    number: str
    heading: str
    paragraphs: tuple[Paragraph, ...]


Treaty = tuple[Article, ...]


@dataclass(frozen=True)
class Style:
    """How numbers are written."""

    article: str = "Article {n}"
    beside: str = ""  # between number and heading; "" puts the heading on the next line
    number: str = "{n}. "
    letter: str = "({n}) "
    item: str = "({n}) "

    def opening(self, article: Article) -> tuple[str, ...]:
        """The heading's lines."""
        label = self.article.format(n=article.number)
        if not article.heading:
            return (label,)
        return (label + self.beside + article.heading,) if self.beside else (label, article.heading)


@dataclass(frozen=True)
class Row:
    """One block of an article: its depth (0 heading, 1 paragraph, 2 letter, 3 item), its label, its words."""

    depth: int
    label: str
    words: str
    number: str = ""  # of a paragraph


def written(form: str, number: str) -> str:
    """A label as the publisher writes it; dashes stand alone."""
    if not number:
        return ""
    return form.format(n=number) if number[0].isalnum() else f"{number} "


def rows(article: Article, style: Style) -> Iterator[Row]:
    """The blocks of an article in order."""
    for line in style.opening(article):
        yield Row(0, "", line)
    for paragraph in article.paragraphs:
        waiting = written(style.number, paragraph.number)  # a label without words goes before the next one
        if paragraph.text:
            yield Row(1, waiting, paragraph.text, paragraph.number)
            waiting = ""
        for letter in paragraph.letters:
            waiting += written(style.letter, letter.letter)
            if letter.text:
                yield Row(1 if paragraph.text == "" and letter is paragraph.letters[0] else 2, waiting, letter.text)
                waiting = ""
            for item in letter.items:
                yield Row(3, waiting + written(style.item, item.number), item.text)
                waiting = ""
            if letter.tail:
                yield Row(2, "", letter.tail)
        if paragraph.tail:
            yield Row(1, "", paragraph.tail)


# ── invented ─────────────────────────────────────────────────────────────────────────────────────────────────────


def clauses(end: str) -> st.SearchStrategy[str]:
    words = st.lists(st.sampled_from(WORDS), min_size=5, max_size=24)
    return words.map(lambda chosen: " ".join(chosen).capitalize() + end)


_HEADINGS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(lambda words: " ".join(words).capitalize())
_ITEMS = st.lists(clauses(";"), min_size=2, max_size=3).map(
    lambda texts: tuple(Item(ROMAN[n], text) for n, text in enumerate(texts, 1))
)
_LETTER = st.one_of(st.tuples(clauses(";"), st.just(())), st.tuples(clauses(":"), _ITEMS))
_LETTERS = st.lists(_LETTER, min_size=2, max_size=10).map(
    lambda found: tuple(Letter("abcdefghij"[n], text, items) for n, (text, items) in enumerate(found))
)
_PARAGRAPH = st.one_of(
    st.tuples(clauses("."), st.just(()), st.just("")),
    st.tuples(clauses(":"), _LETTERS, st.one_of(st.just(""), clauses("."))),
)


@st.composite
def treaties(draw: st.DrawFn, most: int = 5) -> Treaty:
    """A few articles, all with headings or none."""
    headed = draw(st.booleans())
    found = []
    for number in range(1, draw(st.integers(1, most)) + 1):
        held = draw(st.lists(_PARAGRAPH, min_size=1, max_size=4))
        numbered = len(held) > 1
        paragraphs = tuple(Paragraph(str(n) if numbered else "", *each) for n, each in enumerate(held, 1))
        found.append(Article(str(number), draw(_HEADINGS) if headed else "", paragraphs))
    return tuple(found)


# ── read from what `kb parse` prints ─────────────────────────────────────────────────────────────────────────────


def from_tree(tree: dict[str, Any]) -> Treaty:
    """The articles of a tree."""
    return tuple(
        Article(found["article"], found["heading"], tuple(map(_paragraph, found["paragraphs"])))
        for found in tree["articles"]
    )


def _paragraph(found: dict[str, Any]) -> Paragraph:
    return Paragraph(found["number"], found["text"], tuple(map(_letter, found["letters"])), found.get("tail", ""))


def _letter(found: dict[str, Any]) -> Letter:
    items = tuple(Item(item["number"], item["text"]) for item in found["items"])
    return Letter(found["letter"], found["text"], items, found.get("tail", ""))
