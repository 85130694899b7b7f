"""What numbers an instrument has: articles, paragraphs, letters and items, with the articles' headings.

The shipped file `corpus/catalogue/outlines.json` holds one line an article and is written from the numbered paragraphs
of the authentic texts (a list of objects with `id`, `instrument`, `article`, `paragraph`, `heading` and `text`):

    python -m kb.catalog.outlines PROVISIONS.json corpus/catalogue/outlines.json

Letters are read from the text of each paragraph; a sequence counts only where it starts at its first
member and runs on.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

HEADING_WORDS = 12

Letters = Mapping[str, tuple[str, ...]]

_LABEL = re.compile(r"(?<![\w(])(?:\(([a-z]{1,6})\)|([a-z]{1,6})([).])(?=\s|\S))")
_BARE = re.compile(r"^[*_]{0,3}([a-z])[*_]{0,3}\s+(?=\S)", re.MULTILINE)
_POINTING = re.compile(
    r"(?:paragraphs?|subparagraphs?|sub-paragraphs?|letters?|articles?|items?|indents?|points?|\d|[a-z][).]\s*(?:,|and|or|to))\s*$",
    re.IGNORECASE,
)
_ROMAN = (
    "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx xxi xxii xxiii xxiv xxv xxvi xxvii".split()
)


def _alphabet() -> tuple[str, ...]:
    letters = [chr(code) for code in range(ord("a"), ord("z") + 1)]
    return (*letters, *(letter * 2 for letter in letters))


ALPHABET = _alphabet()


@dataclass(frozen=True, slots=True)
class ParagraphNumbers:
    """A unit's number ("" for an article without numbered paragraphs) and its letters with their items."""

    number: str
    letters: Letters = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ArticleNumbers:
    """An article's number as the instrument writes it, its heading and its paragraphs in order."""

    number: str
    heading: str
    paragraphs: tuple[ParagraphNumbers, ...]

    @property
    def numbered(self) -> tuple[str, ...]:
        """The numbers of its paragraphs; empty where they carry none."""
        return tuple(paragraph.number for paragraph in self.paragraphs if paragraph.number)

    def paragraph(self, number: str) -> ParagraphNumbers | None:
        """The paragraph with this number; "" asks for the article's own unit."""
        return next((one for one in self.paragraphs if one.number == number), None)


@dataclass(frozen=True, slots=True)
class Numbering:
    """The numbers of one instrument."""

    slug: str
    articles: tuple[ArticleNumbers, ...]

    @property
    def body(self) -> tuple[ArticleNumbers, ...]:
        """The articles without the annexes behind them."""
        return tuple(one for one in self.articles if not one.number.startswith("annex"))

    def article(self, number: str) -> ArticleNumbers | None:
        """The article with this number, spelled as the instrument spells it."""
        return next((one for one in self.articles if one.number == number), None)

    def position(self, number: str) -> int | None:
        """Where the article stands among the articles, counted from 0."""
        return next((i for i, one in enumerate(self.articles) if one.number == number), None)

    def units(self) -> Iterator[str]:
        """Ids of all retrieval units, in order."""
        for article in self.articles:
            for paragraph in article.paragraphs:
                yield f"{self.slug}:{article.number}" + (f"({paragraph.number})" if paragraph.number else "")

    def ids(self) -> Iterator[str]:
        """Ids of everything that can be cited: articles, paragraphs, letters, items, in order, each once."""
        for article in self.articles:
            whole = f"{self.slug}:{article.number}"
            yield whole
            for paragraph in article.paragraphs:
                unit = f"{whole}({paragraph.number})" if paragraph.number else whole
                if paragraph.number:
                    yield unit
                for letter, items in paragraph.letters.items():
                    yield f"{unit}({letter})"
                    yield from (f"{unit}({letter})({item})" for item in items)


# ── reading the shipped file ─────────────────────────────────────────────────────────────────────────────────────────


def _letters(written: str) -> Letters:
    """`"a b(i ii) c"` → {"a": (), "b": ("i", "ii"), "c": ()}."""
    found: dict[str, tuple[str, ...]] = {}
    for letter, items in re.findall(r"([a-z]+)(?:\(([^)]*)\))?", written):
        found[letter] = tuple(items.split())
    return found


def numbering(slug: str, rows: Sequence[Sequence[object]]) -> Numbering:
    """Rows of the shipped file: `[article, heading, {paragraph: letters}]`."""
    articles = []
    for number, heading, paragraphs in rows:
        assert isinstance(paragraphs, Mapping)
        parts = tuple(ParagraphNumbers(str(key), _letters(str(value))) for key, value in paragraphs.items())
        articles.append(ArticleNumbers(str(number), str(heading), parts))
    return Numbering(slug, tuple(articles))


# ── writing it ───────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Label:
    """A label that opens something, and the marks around it: "()", ")", "." or "" for none."""

    name: str
    style: str


def _labels(text: str) -> list[_Label]:
    """Labels in order; those that point elsewhere ("paragraph (a)") are left out."""
    marked = {
        found.start(): _Label(found[1] or found[2], "()" if found[1] else found[3])
        for found in _LABEL.finditer(text)
        if not _POINTING.search(text, 0, found.start()) or _opens_items(text, found)
    }
    bare = {found.start(1): _Label(found[1], "") for found in _BARE.finditer(text)}
    if not _counts_up([label.name for label in bare.values()]):
        bare = {}
    return [label for _, label in sorted((bare | marked).items(), key=lambda item: item[0])]


def _counts_up(names: Sequence[str]) -> bool:
    """Letters without marks at the heads of lines: a, b … to the last; "a State may" alone is prose."""
    return len(names) > 1 and tuple(names) == ALPHABET[: len(names)]


def _opens_items(text: str, found: re.Match[str]) -> bool:
    """ "in the case of paragraph 1 a), i) a copy …": a first item may stand behind a reference and a comma."""
    return (found[1] or found[2]) == "i" and text[: found.start()].rstrip().endswith(",")


def letters_of(text: str) -> dict[str, list[str]]:
    """Letters of a paragraph in running order, each with its roman items; roman numerals alone count as letters."""
    labels = _labels(text)
    style = next((label.style for label in labels if label.name == "a"), "")
    own = _sequence([label.name for label in labels if label.style == style or label.name in _ROMAN])
    every = _sequence([label.name for label in labels])
    best = max(own, every, key=len)
    return best if len(best) > 1 else _romans([label.name for label in labels])


def _sequence(labels: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for i, label in enumerate(labels):
        following = labels[i + 1] if i + 1 < len(labels) else ""
        items = next(reversed(found.values())) if found else []
        due = ALPHABET[len(found)]
        item_due = _ROMAN[len(items)] if found and len(items) < len(_ROMAN) else ""
        if label == item_due and (label != due or items or following == "ii"):
            items.append(label)
        elif label == due:
            found[label] = []
    return found


def _romans(labels: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for label in labels:
        if label == _ROMAN[min(len(found), len(_ROMAN) - 1)]:
            found[label] = []
    return found if len(found) > 1 else {}


def _written(letters: Mapping[str, Sequence[str]]) -> str:
    return " ".join(letter + (f"({' '.join(items)})" if len(items) > 1 else "") for letter, items in letters.items())


def _heading(words: str) -> str:
    words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", words).replace("*", "").strip(" -–—")
    return words if len(words.split()) < HEADING_WORDS else ""


def outlines(provisions: Iterable[Mapping[str, str]]) -> dict[str, list[list[object]]]:
    """Numbered paragraphs of any number of instruments to the rows of the shipped file."""
    done: dict[str, dict[str, list[object]]] = {}
    for provision in provisions:
        number = provision["id"].split(":", 1)[1].split("(", 1)[0]
        articles = done.setdefault(provision["instrument"], {})
        row = articles.setdefault(number, [number, _heading(provision.get("heading", "")), {}])
        paragraphs = row[2]
        assert isinstance(paragraphs, dict)
        paragraphs[provision["paragraph"]] = _written(letters_of(provision["text"]))
    return {slug: list(articles.values()) for slug, articles in done.items()}


def dump(rows: Mapping[str, Sequence[Sequence[object]]]) -> str:
    """The shipped file's text: one line an article."""

    def lines(slug: str) -> str:
        return ",\n".join(" " + json.dumps(row, ensure_ascii=False) for row in rows[slug])

    return "{\n" + ",\n".join(f'"{slug}": [\n{lines(slug)}\n]' for slug in sorted(rows)) + "\n}\n"


def main(arguments: Sequence[str]) -> None:
    """Write the shipped file: provisions in, outlines out."""
    source, target = map(Path, arguments)
    provisions = json.loads(source.read_text(encoding="utf-8"))
    target.write_text(dump(outlines(provisions)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
