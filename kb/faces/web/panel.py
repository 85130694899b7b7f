"""What lies open beside a page: a provision in its article, the picture of its page, or a section of a guide."""

from __future__ import annotations

from dataclasses import replace

from kb.faces.web.address import Address, guide, reading
from kb.faces.web.articles import article_view, guide_view, marks_of
from kb.faces.web.facsimiles import facsimile_view
from kb.faces.web.markup import Markup, say, tag, text
from kb.faces.web.names import Names
from kb.model import Answer, article_id
from kb.service.facsimile import facsimile, has_facsimile
from kb.service.library import Library
from kb.service.show import show, title_of


def panel_view(library: Library, here: Address, answer: Answer | None, names: Names) -> Markup:
    """What is open. Raises UnknownProvision, and what `facsimile` raises."""
    if here.at in library.guides:
        section = library.guides[here.at]
        cite = {i: names.citation(i) for said in section.statements for i in said.ids}
        whole = say("a", "Read the whole guide", "kb-step", href=guide(section.guide))
        return panel_frame(guide_view(section, cite, here), here, whole)
    found = show(library, here.at)
    if here.facsimile:
        back = say("a", "Text", "kb-step", href=here.opening(here.at))
        return panel_frame(facsimile_view(facsimile(library, found.id), names.citation(found.id)), here, back)
    article = show(library, article_id(found.units[0].id))
    article = replace(article, title=title_of(library, article.instrument))
    letters = {unit.id: library.index.entries[unit.id].unit.parts for unit in article.units}
    picture = has_facsimile(library, found.id)
    return panel_frame(
        article_view(article, found.id, marks_of(answer), letters, here),
        here,
        say("a", "Page of the source", "kb-step", href=here.pictured()) if picture else text(""),
        say("a", "Read in full", "kb-step", href=reading(article.id)),
    )


def panel_frame(inside: Markup, here: Address, *ways: Markup) -> Markup:
    """What is open, with ways on and a way to close it."""
    close = tag("a", text("×"), "kb-close", href=here.closing(), aria_label="Close", title="Close (Esc)")
    return tag(
        "aside",
        [tag("div", [*ways, close], "kb-panel-bar"), inside],
        "kb kb-panel",
        aria_label="The provision in its article",
        tabindex="-1",
    )
