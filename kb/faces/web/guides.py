"""Guides as pages to read: sections with their pinpoints, checklists, pitfalls, and questions to test oneself with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kb.faces.web.address import Address, asking, guide
from kb.faces.web.frame import count
from kb.faces.web.markup import NOTHING, Markup, join, say, tag, text
from kb.faces.web.names import Names
from kb.model import GuideStatement
from kb.service.guides import Chapter, Quiz, ShownGuide


def guide_list_view(found: Sequence[ShownGuide]) -> Markup:
    """Every guide, whom it is for, and how many questions its test has."""
    rows = (
        tag(
            "li",
            [
                say("a", each.title, "kb-title", href=guide(each.slug)),
                say("p", f"For {each.audience}" if each.audience else "", "kb-soft"),
                say("p", _size(each), "kb-meta"),
            ],
        )
        for each in found
    )
    return join(
        [
            say("h2", count(len(found), "guide"), "kb-small-title"),
            say("p", "In our own words, each statement with the provisions that it rests on.", "kb-promise"),
            tag("ul", rows, "kb-cards"),
        ]
    )


def _size(found: ShownGuide) -> str:
    test = f" · {count(found.questions, 'question')} to test yourself" if found.questions else ""
    return f"{count(len(found.chapters), 'section')}{test}"


def whole_guide_view(found: ShownGuide, names: Names, here: Address) -> Markup:
    """One guide with its contents beside it."""
    ways = (
        tag(
            "li",
            tag("a", [say("span", each.number, "kb-tree-number"), say("span", each.heading)], href=f"#{_anchor(each)}"),
            "kb-under" if "." in each.number else "",
        )
        for each in found.chapters
    )
    tree = tag(
        "nav",
        [
            say("a", "All guides", "kb-up", href=Address(view="guides").link()),
            say("p", found.title, "kb-tree-title"),
            tag("ul", ways),
        ],
        "kb-tree",
        aria_label="Sections of this guide",
    )
    words = tag(
        "article",
        [
            say("h2", found.title, "kb-article-heading"),
            say("p", f"For {found.audience}." if found.audience else "", "kb-soft"),
            say("p", "Our guide, not the law", "kb-ours"),
            *_chapters(found.chapters, names, here),
        ],
        "kb-guide-text",
        aria_label=found.title,
    )
    return tag("div", [tree, words], "kb-reading")


def _chapters(chapters: Iterable[Chapter], names: Names, here: Address) -> Iterable[Markup]:
    over = ""
    for each in chapters:
        if each.over and each.over != over:
            yield say("h3", each.over, "kb-over")
        over = each.over
        yield _chapter(each, names, here)


def _chapter(chapter: Chapter, names: Names, here: Address) -> Markup:
    heading = tag(
        "h4" if chapter.over else "h3",
        [say("span", chapter.number, "kb-section-number"), text(chapter.heading)],
        "kb-section-heading",
        data_place=_anchor(chapter),
    )
    return tag(
        "section", [heading, _asks(chapter), _said(chapter, names, here)], f"kb-section kb-section-{chapter.kind}"
    )


def _anchor(chapter: Chapter) -> str:
    return f"kb-s{chapter.number.replace('.', '-')}"


def _asks(chapter: Chapter) -> Markup:
    links = [tag("li", say("a", each, href=asking(each))) for each in chapter.section.asks]
    return tag("ul", links, "kb-asks", aria_label="Questions that this section answers") if links else NOTHING


def _said(chapter: Chapter, names: Names, here: Address) -> Markup:
    if chapter.kind == "test":
        return tag("ol", (_quiz(each, names, here) for each in chapter.quiz), "kb-quiz")
    lines = (tag("li", _statement(each, names, here)) for each in chapter.section.statements)
    return tag("ul", lines, f"kb-lines kb-lines-{chapter.kind}")


def _statement(said: GuideStatement, names: Names, here: Address) -> list[Markup]:
    general = f"general knowledge, as of {said.general}" if said.general else "" if said.ids else "general"
    return [text(f"{said.text} "), chips(said.ids, names, here), say("span", general, "kb-general")]


def _quiz(quiz: Quiz, names: Names, here: Address) -> Markup:
    answer = tag("p", [text(f"{quiz.answer} "), chips(quiz.ids, names, here)], "kb-quiz-answer")
    return tag("li", tag("details", [say("summary", quiz.question), answer]))


def chips(ids: Sequence[str], names: Names, here: Address) -> Markup:
    """Pinpoints as short links; the full citation on hover."""
    links = (say("a", i, "kb-chip", href=here.opening(i), title=names.citation(i)) for i in ids)
    return tag("span", links, "kb-chips") if ids else NOTHING
