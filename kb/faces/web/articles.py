"""A provision in its article, or a section of a guide: the panel beside the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kb.faces.web.address import Address
from kb.faces.web.markup import NOTHING, Markup, join, say, tag, text
from kb.faces.web.passage import passage
from kb.model import Answer, GuideSection, Part, Span, article_id, unit_id
from kb.service.show import Shown, ShownUnit

Marks = Mapping[str, Sequence[Span]]
Letters = Mapping[str, Sequence[Part]]


def marks_of(answer: Answer | None) -> dict[str, list[Span]]:
    """What an answer quotes: slices by unit."""
    marks: dict[str, list[Span]] = {}
    for said in answer.statements if answer else ():
        for quote in said.quotes:
            marks.setdefault(quote.id, []).append(Span(quote.start, quote.end))
    return marks


def article_view(article: Shown, at: str, marks: Marks, letters: Letters, here: Address) -> Markup:
    """The whole article, the place that was opened set apart, quoted words marked."""
    same = len({provenance(unit) for unit in article.units}) == 1
    units = [
        _unit(
            unit,
            at,
            passage(unit.text, marks.get(unit.id, ()), unit.references, letters.get(unit.id, ()), here.opening),
            not same,
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
            _around(article, here),
        ],
        "kb kb-article",
        aria_label=article.citation,
    )


def _head(article: Shown) -> Markup:
    return tag(
        "header",
        [
            say("p", article.title, "kb-instrument"),
            say("p", " › ".join(article.divisions), "kb-divisions"),
            tag("h3", [say("span", _name(article), "kb-article-number"), text(article.heading)], "kb-article-heading"),
        ],
    )


def _name(article: Shown) -> str:
    place = article_id(article.units[0].id).partition(":")[2]
    return f"Article {article.article or place}" if (article.article or place)[:1].isdigit() else _worded(place)


def _worded(place: str) -> str:
    """Numbers such as IV belong to articles; words such as "preamble" or "annex-2" name themselves."""
    return place.replace("-", " ").capitalize() if place.islower() else f"Article {place}"


def _opening(units: Sequence[ShownUnit]) -> Markup:
    return say("p", units[0].opening, "kb-opening")


def _unit(unit: ShownUnit, at: str, words: Markup, with_provenance: bool) -> Markup:
    opened, number = unit_id(at) == unit.id, unit.id[len(article_id(unit.id)) :]
    return tag(
        "section",
        [
            say("span", number, "kb-paragraph"),
            tag(
                "div",
                [
                    tag("div", words, "kb-words" if unit.authentic else "kb-words kb-digest"),
                    _gloss(unit),
                    join(say("p", f"Version: {note}", "kb-note") for note in unit.version_notes),
                    say("p", provenance(unit) if with_provenance else "", "kb-provenance"),
                ],
            ),
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


def provenance(unit: ShownUnit) -> str:
    """Version, kind of source, file and page."""
    page = f", page {unit.page}" if unit.page else ""
    read = f"read from {unit.source}{page}" if unit.authentic else ""
    return " · ".join(filter(None, (unit.version, unit.source_kind, read)))


def _around(article: Shown, here: Address) -> Markup:
    """Links to the articles before and after."""
    before = article_id(article.previous) if article.previous else ""
    after = article_id(article.next) if article.next else ""
    return tag(
        "nav",
        [_step(before, "Previous: ", here), _step(after, "Next: ", here)],
        "kb-around",
        aria_label="Neighbouring articles",
    )


def _step(article: str, direction: str, here: Address) -> Markup:
    place = article.partition(":")[2]
    named = place if not place[:1].isdigit() else f"article {place}"
    return say("a", f"{direction}{named}", "kb-step", href=here.opening(article)) if article else say("span", " ")


# ── guides ───────────────────────────────────────────────────────────────────────────────────────────────────────


def guide_view(section: GuideSection, cite: Mapping[str, str], here: Address) -> Markup:
    """A section of a guide, each statement with the provisions that it rests on; `cite`: id → citation."""
    return tag(
        "article",
        [
            tag("header", [say("p", section.title, "kb-instrument"), say("h3", section.heading, "kb-article-heading")]),
            say("p", "Our guide, not the law", "kb-ours"),
            *(
                tag("p", [text(f"{said.text} "), _rests_on(said.ids, cite, here)], "kb-guide")
                for said in section.statements
            ),
        ],
        "kb kb-article",
        aria_label=section.heading,
    )


def _rests_on(ids: Sequence[str], cite: Mapping[str, str], here: Address) -> Markup:
    links = [say("a", cite.get(i, i), "kb-cite", href=here.opening(i)) for i in ids]
    return tag("span", join(links, "; "), "kb-rests") if links else NOTHING
