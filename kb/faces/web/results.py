"""A ranking as a page: each provision with its words, and bars for the evidence that put it there."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping

from kb.faces.web.address import Address
from kb.faces.web.frame import count
from kb.faces.web.markup import NOTHING, Markup, join, say, tag, text
from kb.faces.web.names import Names
from kb.faces.web.passage import prose
from kb.model import Entry, Hit
from kb.service.search import Found
from kb.text import squeeze

EVIDENCE = {
    "dense": "Meaning, closest passage",
    "dense:text": "Meaning, words of the text",
    "dense:digest": "Meaning, our digest",
    "dense:question": "Meaning, questions it answers",
    "dense:terms": "Meaning, terms",
    "gist": "Meaning, provision as a whole",
    "lexical": "Words in common",
    "lexical:text": "Words in common, text",
    "lexical:gloss": "Words in common, digest",
    "concept": "Concepts in common",
}
EXCERPT = 330  # characters


def results_view(found: Found, here: Address, names: Names, asked_of: str = "") -> Markup:
    """The provisions best first, then the guides."""
    largest = max((part for hit, _ in found.hits for part in _evidence(hit).values()), default=0.0)
    rows = [_row(place, hit, entry, here, names, largest) for place, (hit, entry) in enumerate(found.hits, 1)]
    none = "Nothing in this part of the library can be ranked: widen the filters."
    return tag(
        "section",
        [
            say("p", f"Searched only: {asked_of}" if asked_of else "", "kb-asked-of"),
            say("h2", count(len(rows), "provision") if rows else none, "kb-small-title"),
            _key() if rows else NOTHING,
            tag("ol", rows, "kb-results"),
            _guides(found, here),
        ],
        "kb kb-search",
        aria_label="Ranking",
    )


def _row(place: int, hit: Hit, entry: Entry, here: Address, names: Names, largest: float) -> Markup:
    words = textwrap.shorten(squeeze(entry.unit.text), EXCERPT, placeholder=" …")
    ours = NOTHING if entry.authentic else say("span", "Our digest, not the authentic text", "kb-ours")
    return tag(
        "li",
        [
            say("span", str(place), "kb-rank"),
            tag(
                "div",
                [
                    tag(
                        "h3",
                        [
                            say("a", names.citation(hit.id), "kb-cite", href=here.opening(hit.id)),
                            say("span", entry.unit.heading, "kb-heading"),
                        ],
                        "kb-result-title",
                    ),
                    tag("p", prose(words), "kb-excerpt"),
                    tag("p", [say("span", str(entry.version), "kb-version"), ours], "kb-source"),
                    _why(hit, largest),
                ],
            ),
        ],
        "kb-result",
    )


def _evidence(hit: Hit) -> dict[str, float]:
    """What adds to the score, in the order of the recipe; the cosine is a measure beside it."""
    return {name: part for name, part in hit.why.items() if name != "cosine"}


def _why(hit: Hit, largest: float) -> Markup:
    """One bar a kind of evidence, drawn to the scale of the whole ranking; its numbers on demand."""
    parts = _evidence(hit)
    total = sum(max(part, 0.0) for part in parts.values()) or 1.0
    strip = [
        tag("span", NOTHING, f"kb-bar kb-bar-{_look(name)}", style=f"flex-grow: {max(part, 0.0) / total:.3f}")
        for name, part in parts.items()
        if part > 0
    ]
    said = "; ".join(f"{EVIDENCE.get(name, name)} {part:.2f}" for name, part in parts.items())
    return tag(
        "details",
        [
            tag(
                "summary",
                [tag("span", strip, "kb-strip", aria_hidden="true"), text(f"Why: score {hit.score:.2f}")],
                title=said,
            ),
            tag("table", [_head(), tag("tbody", _measures(parts, hit.why, largest))], "kb-why-table"),
        ],
        "kb-why",
    )


def _head() -> Markup:
    names = ("Evidence", "Part of the score", "")
    return tag("thead", tag("tr", [tag("th", text(name), scope="col") for name in names]), "kb-unseen")


def _measures(parts: Mapping[str, float], why: Mapping[str, float], largest: float) -> Iterable[Markup]:
    for name, part in parts.items():
        width = 100 * max(part, 0.0) / largest if largest > 0 else 0.0
        bar = tag("span", NOTHING, f"kb-bar kb-bar-{_look(name)}", style=f"width: {width:.1f}%")
        yield _line(EVIDENCE.get(name, name), f"{part:.2f}", tag("span", bar, "kb-scale"))
    if "cosine" in why:
        yield _line("Closeness (cosine)", f"{why['cosine']:.2f}", NOTHING)


def _line(name: str, number: str, bar: Markup) -> Markup:
    return tag("tr", [tag("th", text(name), scope="row"), tag("td", text(number)), tag("td", bar)])


def _look(name: str) -> str:
    """Meaning, words or concepts."""
    return "words" if name.startswith("lexical") else "concept" if name == "concept" else "meaning"


def _key() -> Markup:
    """What the colours of the bars stand for."""
    kinds = (("meaning", "meaning"), ("words", "words in common"), ("concept", "concepts in common"))
    marks = (
        tag("span", [tag("span", NOTHING, f"kb-bar kb-bar-{look}"), text(name)], "kb-key-part") for look, name in kinds
    )
    return tag("p", marks, "kb-key")


def _guides(found: Found, here: Address) -> Markup:
    if not found.guides:
        return NOTHING
    rows = (
        tag(
            "li",
            [
                say("a", section.title, "kb-cite", href=here.opening(section.id)),
                say("span", section.heading, "kb-heading"),
            ],
        )
        for _, section in found.guides
    )
    return tag("div", [say("h2", "In the guides", "kb-small-title"), tag("ul", join(rows), "kb-list")], "kb-also")
