"""A provision in its article, or a section of a guide: beside an answer, or as a page to read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kb.faces.web.address import Address, asking, concept, reading
from kb.faces.web.markup import NOTHING, Markup, join, say, tag, text
from kb.faces.web.passage import passage
from kb.model import Answer, GuideSection, Part, Span, article_id, unit_id
from kb.service.show import Shown, ShownUnit

Marks = Mapping[str, Sequence[Span]]
Letters = Mapping[str, Sequence[Part]]


def marks_of(answer: Answer | None) -> dict[str, list[Span]]:
    """What an answer quotes, folded or not: slices by unit."""
    marks: dict[str, list[Span]] = {}
    for said in (*answer.statements, *answer.leans_on) if answer else ():
        for quote in said.quotes:
            marks.setdefault(quote.id, []).append(Span(quote.start, quote.end))
    return marks


def article_view(article: Shown, at: str, marks: Marks, letters: Letters, here: Address) -> Markup:
    """The whole article, the place that was opened set apart, quoted words marked."""
    around = _around(article, here.opening)
    return _article(article, at, marks, letters, here, around, {})


def reading_view(article: Shown, letters: Letters, concepts: Mapping[str, str], here: Address) -> Markup:
    """The same as a page to read, our digest beside the text; `concepts`: id → name."""
    return _article(article, "", {}, letters, here, _around(article, reading), concepts)


def _article(
    article: Shown,
    at: str,
    marks: Marks,
    letters: Letters,
    here: Address,
    around: Markup,
    concepts: Mapping[str, str],
) -> Markup:
    same = len({provenance(unit) for unit in article.units}) == 1
    units = [
        _unit(
            unit,
            at,
            passage(unit.text, marks.get(unit.id, ()), unit.references, letters.get(unit.id, ()), here.opening),
            not same,
            concepts,
        )
        for unit in article.units
    ]
    return tag(
        "article",
        [
            _head(article),
            _opening(article.units),
            tag("div", units, "kb-units"),
            say("p", provenance(article.units[0]) if same else "", "kb-provenance"),
            around,
        ],
        "kb-article",
        aria_label=article.citation,
    )


def _head(article: Shown) -> Markup:
    place = article_id(article.units[0].id)
    return tag(
        "header",
        [
            say("p", article.title, "kb-instrument"),
            say("p", " › ".join(article.divisions), "kb-divisions"),
            tag(
                "h2",
                [say("span", place_name(place), "kb-article-number"), text(article.heading)],
                "kb-article-heading",
            ),
        ],
    )


def place_name(article: str) -> str:
    """An article by its number, another part by its own name: "Article IV", "Preamble", "Annex 2"."""
    place = article.partition(":")[2]
    named = place.islower() and not place[:1].isdigit()
    return place.replace("-", " ").capitalize() if named else f"Article {place}"


def _opening(units: Sequence[ShownUnit]) -> Markup:
    return say("p", units[0].opening, "kb-opening")


def _unit(unit: ShownUnit, at: str, words: Markup, with_provenance: bool, concepts: Mapping[str, str]) -> Markup:
    opened, number = unit_id(at) == unit.id, unit.id[len(article_id(unit.id)) :]
    return tag(
        "section",
        [
            say("span", number, "kb-paragraph"),
            tag(
                "div",
                [
                    tag("div", words, "kb-words" if unit.authentic else "kb-words kb-digest"),
                    join(say("p", f"Version: {note}", "kb-note") for note in unit.version_notes),
                    say("p", provenance(unit) if with_provenance else "", "kb-provenance"),
                    _copy(unit),
                ],
                "kb-unit-text",
            ),
            tag("div", [_gloss(unit), _concepts(unit, concepts), _questions(unit)], "kb-unit-side"),
        ],
        f"kb-unit{' kb-numbered' if number else ''}{' kb-here' if opened else ''}",
        aria_current="location" if opened else "",
    )


def _gloss(unit: ShownUnit) -> Markup:
    """Our digest, marked as ours; where the words above are themselves the digest, the mark alone."""
    if not unit.authentic:
        return say("p", "Our digest, not the authentic text", "kb-ours")
    if not unit.digest:
        return NOTHING
    version = f" Written for another version: {unit.digest_version}." if unit.digest_differs else ""
    return tag(
        "aside",
        [say("span", "In plain words, ours, not the law", "kb-gloss-mark"), say("p", f"{unit.digest}{version}")],
        "kb-gloss",
    )


def _copy(unit: ShownUnit) -> Markup:
    """A button that copies the words with their pinpoint and version."""
    ours = "" if unit.authentic else ", digest, not the authentic text"
    words = f"“{unit.text}” ({unit.citation}, {unit.version}{ours})"
    return say(
        "button", "Copy with citation", "kb-copy", type="button", data_copy=words, aria_label=f"Copy {unit.citation}"
    )


def _concepts(unit: ShownUnit, names: Mapping[str, str]) -> Markup:
    links = [
        say("a", names[use.concept], "kb-chip", href=concept(use.concept), title=f"as {use.role}")
        for use in unit.concepts
        if use.concept in names
    ]
    return tag("p", links, "kb-chips") if links else NOTHING


def _questions(unit: ShownUnit) -> Markup:
    """Questions that the provision answers, as links that ask them."""
    if not unit.questions:
        return NOTHING
    links = tag("ul", (tag("li", say("a", each, href=asking(each))) for each in unit.questions))
    return tag("details", [say("summary", "Questions that it answers"), links], "kb-questions")


def provenance(unit: ShownUnit) -> str:
    """Version, kind of source, file and page."""
    page = f", page {unit.page}" if unit.page else ""
    read = f"read from {unit.source}{page}" if unit.authentic else ""
    return " · ".join(filter(None, (unit.version, unit.source_kind, read)))


def _around(article: Shown, way: Callable[[str], str]) -> Markup:
    """Links to the articles before and after."""
    before = article_id(article.previous) if article.previous else ""
    after = article_id(article.next) if article.next else ""
    return tag(
        "nav",
        [_step(before, "Previous: ", way), _step(after, "Next: ", way)],
        "kb-around",
        aria_label="Neighbouring articles",
    )


def _step(article: str, direction: str, way: Callable[[str], str]) -> Markup:
    if not article:
        return say("span", " ")
    return say("a", f"{direction}{place_name(article)}", "kb-step", href=way(article))


# ── guides ───────────────────────────────────────────────────────────────────────────────────────────────────────


def guide_view(section: GuideSection, cite: Mapping[str, str], here: Address) -> Markup:
    """A section of a guide, each statement with the provisions that it rests on; `cite`: id → citation."""
    return tag(
        "article",
        [
            tag("header", [say("p", section.title, "kb-instrument"), say("h2", section.heading, "kb-article-heading")]),
            say("p", "Our guide, not the law", "kb-ours"),
            *(
                tag("p", [text(f"{said.text} "), _rests_on(said.ids, cite, here)], "kb-guide")
                for said in section.statements
            ),
        ],
        "kb-article",
        aria_label=section.heading,
    )


def _rests_on(ids: Sequence[str], cite: Mapping[str, str], here: Address) -> Markup:
    links = [say("a", cite.get(i, i), "kb-cite", href=here.opening(i)) for i in ids]
    return tag("span", join(links, "; "), "kb-rests") if links else NOTHING
