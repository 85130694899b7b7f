"""An instrument: what is known of it, and its articles as a tree of links."""

from __future__ import annotations

from collections.abc import Iterable

from kb.faces.web.address import Address, reading
from kb.faces.web.articles import place_name
from kb.faces.web.frame import count
from kb.faces.web.markup import NOTHING, Markup, join, say, tag, text
from kb.model import article_id
from kb.service.contents import Contents, Division


def contents_view(whole: Contents) -> Markup:
    """The instrument's own page."""
    return tag(
        "article",
        [
            say("p", whole.family, "kb-instrument"),
            say("h2", whole.title, "kb-article-heading"),
            tag("dl", _facts(whole), "kb-facts"),
            _relations(whole),
            _warnings(whole.warnings),
            say("h3", "Articles"),
            tag("div", (_division(each) for each in whole.divisions), "kb-table-of-articles"),
        ],
        "kb-contents",
        aria_label=whole.title,
    )


def _facts(whole: Contents) -> Iterable[Markup]:
    kind = (
        f"text, read from {whole.source}"
        if whole.authentic == whole.provisions
        else "our digest only; the authentic text is not in this library"
        if not whole.authentic
        else f"text of {whole.authentic} of them, our digest of the rest"
    )
    version = f"{whole.version}; some provisions otherwise" if whole.versions > 1 else whole.version
    facts = {
        "Short name": whole.short if whole.short != whole.title else "",
        "Adopted": whole.adopted,
        "In force": whole.in_force,
        "Series": "; ".join(whole.series),
        "Depositary": whole.depositary,
        "Version": version,
        "Held": f"{count(whole.provisions, 'provision')}: {kind}",
    }
    for name, value in facts.items():
        if value:
            yield join([say("dt", name), say("dd", value)])


def _relations(whole: Contents) -> Markup:
    rows = [
        tag(
            "li",
            [
                text(f"{each.kind.capitalize()} "),
                say("a", each.title, href=reading(each.slug)) if each.held else say("span", each.title),
                text(f"; {each.note}" if each.note else ""),
            ],
        )
        for each in whole.relations
    ]
    return join([say("h3", "Other instruments"), tag("ul", rows, "kb-relations")]) if rows else NOTHING


def _warnings(warnings: Iterable[str]) -> Markup:
    notes = [say("li", each) for each in warnings]
    return tag("aside", [say("h3", "How it was read"), tag("ul", notes)], "kb-warnings") if notes else NOTHING


def _division(division: Division) -> Markup:
    rows = (
        tag(
            "li",
            tag(
                "a",
                [say("span", place_name(each.id), "kb-article-number"), say("span", each.heading)],
                href=reading(each.id),
            ),
        )
        for each in division.articles
    )
    return join([say("h4", division.title, "kb-division"), tag("ul", rows)])


def tree_of_articles(whole: Contents, on: str) -> Markup:
    """The way to every article, the open one marked."""
    current = article_id(on)
    return tag(
        "nav",
        [
            say("a", "All instruments", "kb-up", href=Address(view="read").link()),
            say("a", whole.short, "kb-tree-title", href=reading(whole.slug)),
            *(_branch(each, current) for each in whole.divisions),
        ],
        "kb-tree",
        aria_label=f"Articles of {whole.short}",
    )


def _branch(division: Division, current: str) -> Markup:
    rows = (
        tag(
            "li",
            tag(
                "a",
                [say("span", _short(each.id), "kb-tree-number"), say("span", each.heading)],
                href=reading(each.id),
                aria_current="page" if each.id == current else "",
            ),
        )
        for each in division.articles
    )
    return join([say("p", division.title, "kb-tree-division"), tag("ul", rows)])


def _short(article: str) -> str:
    return place_name(article).removeprefix("Article ")
