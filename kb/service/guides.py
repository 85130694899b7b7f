"""Guides as readers turn their pages: sections in order, what each is for, tests as questions with their answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from kb.errors import UsageError
from kb.model import GuideSection
from kb.service.library import Library

Kind = Literal["text", "checklist", "pitfalls", "sources", "test"]

_KINDS: dict[str, Kind] = {
    "checklist": "checklist",
    "pitfalls": "pitfalls",
    "where it stands": "sources",
    "test yourself": "test",
}
_CHAPTER = " — "  # parts a chapter's heading from that of its section


@dataclass(frozen=True, slots=True)
class Quiz:
    """A question to test oneself with, its answer, and the provisions that it rests on."""

    question: str
    answer: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section as a reader meets it."""

    section: GuideSection
    number: str  # "3.2"
    over: str  # heading of the chapter that it belongs to; "" where it is a chapter itself
    heading: str
    kind: Kind
    quiz: tuple[Quiz, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownGuide:
    """A whole guide."""

    slug: str
    title: str
    audience: str
    chapters: tuple[Chapter, ...]

    @property
    def questions(self) -> int:
        """How many questions its tests have."""
        return sum(len(chapter.quiz) for chapter in self.chapters)


def guides(library: Library) -> tuple[ShownGuide, ...]:
    """All guides by title."""
    by_guide: dict[str, list[GuideSection]] = {}
    for section in library.guides.values():
        by_guide.setdefault(section.guide, []).append(section)
    return tuple(sorted((_guide(each) for each in by_guide.values()), key=lambda guide: guide.title.casefold()))


def guide(library: Library, slug: str) -> ShownGuide:
    """One guide. Raises UsageError where there is none of this name."""
    sections = [section for section in library.guides.values() if section.guide == slug]
    if not sections:
        raise UsageError(slug, "is no guide of this library", "build the index with the corpus that ships")
    return _guide(sections)


def _guide(sections: list[GuideSection]) -> ShownGuide:
    first = sections[0]
    return ShownGuide(first.guide, first.title, first.audience, tuple(map(chapter, sections)))


def chapter(section: GuideSection) -> Chapter:
    """A section with its number and kind told apart."""
    over, dash, heading = section.heading.rpartition(_CHAPTER)
    kind = _KINDS.get(heading.casefold(), "text")
    number = section.id.rpartition(":s")[2]
    return Chapter(
        section, number, over if dash else "", heading, kind, tuple(_quiz(section)) if kind == "test" else ()
    )


def _quiz(section: GuideSection) -> Iterable[Quiz]:
    for said in section.statements:
        question, _, answer = said.text.removeprefix("Q:").partition(" A: ")
        yield Quiz(question.strip(), answer.strip(), said.ids)
