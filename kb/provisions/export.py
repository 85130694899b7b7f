"""The tree as the JSON that `kb parse` prints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kb.model import Outline, Provision, Span
from kb.text import squeeze

Json = dict[str, Any]


def as_json(outline: Outline) -> Json:
    """slug, title, preamble, articles, annexes, closing, footnotes, sections, warnings: see the machine contract."""
    text, top = outline.document.text, outline.root.children
    return {
        "slug": outline.instrument,
        "title": outline.title,
        "preamble": "\n".join(filter(None, (_whole(node, text) for node in top if node.kind == "preamble"))),
        "articles": [_article(node, path, text) for node, path in articles(outline.root)],
        "annexes": [_annex(node, text) for node in top if node.kind == "annex"],
        "closing": "\n".join(_whole(node, text) for node in top if node.kind == "closing"),
        "footnotes": [{"number": n.number, "text": _words(n.lead, text)} for n in footnotes(outline.root)],
        "sections": [_section(node, text) for node in top if node.kind in ("section", "block")],
        "warnings": [*outline.document.warnings, *outline.warnings],
    }


def articles(node: Provision, above: tuple[Provision, ...] = ()) -> Iterator[tuple[Provision, tuple[Provision, ...]]]:
    """Articles below a node with the divisions above them, outermost first; those of annexes left out."""
    for child in node.children:
        if child.kind == "article":
            yield child, above
        elif child.kind == "division":
            yield from articles(child, (*above, child))


def footnotes(node: Provision) -> Iterator[Provision]:
    """Every footnote of the tree."""
    for child in node.children:
        if child.kind == "footnote":
            yield child
        yield from footnotes(child)


def division_name(node: Provision, text: str) -> str:
    """ "CHAPTER II – Measures": the division's label and heading as they stand."""
    label = squeeze(node.label.of(text)).strip("*_ .:–—-") if node.label else ""
    return " – ".join(part for part in (label, node.heading) if part)


def _words(span: Span | None, text: str) -> str:
    return squeeze(span.of(text)) if span else ""


def _whole(node: Provision, text: str) -> str:
    """All words of a node, labels of its children included, one line for each leaf."""
    parts = [_words(node.lead, text)]
    for child in (child for child in node.children if child.kind != "footnote"):
        parts.append(f"{_words(child.label, text)} {_whole(child, text)}".strip())
    parts.append(_words(node.tail, text))
    return "\n".join(part for part in parts if part)


def _article(node: Provision, above: tuple[Provision, ...], text: str) -> Json:
    return {
        "article": node.number,
        "heading": node.heading,
        "chapter": " / ".join(division_name(division, text) for division in above),
        "paragraphs": _paragraphs(node, text),
    }


def _paragraphs(node: Provision, text: str) -> list[Json]:
    """Numbered paragraphs, with the opening words before them as a paragraph without a number."""
    numbered = [child for child in node.children if child.kind == "paragraph"]
    if not numbered:
        return [_paragraph(node, "", node.children, text)] if node.lead or node.children or node.tail else []
    others = [child for child in node.children if child.kind != "paragraph"]
    opening = [{"number": "", "text": _words(node.lead, text), "letters": [_letter(c, text) for c in others]}]
    rest = [_paragraph(child, child.number, child.children, text) for child in numbered]
    if node.tail:
        rest.append({"number": "", "text": _words(node.tail, text), "letters": []})
    return (opening if node.lead or others else []) + rest


def _paragraph(node: Provision, number: str, children: tuple[Provision, ...], text: str) -> Json:
    found: Json = {"number": number, "text": _words(node.lead, text), "letters": [_letter(c, text) for c in children]}
    return _with_tail(found, node, text)


def _letter(node: Provision, text: str) -> Json:
    found: Json = {"letter": node.number, "text": _words(node.lead, text)}
    found["items"] = [_item(child, text) for child in node.children]
    return _with_tail(found, node, text)


def _item(node: Provision, text: str) -> Json:
    found: Json = {"number": node.number, "text": _words(node.lead, text)}
    if node.children:
        found["items"] = [_item(child, text) for child in node.children]
    return _with_tail(found, node, text)


def _with_tail(found: Json, node: Provision, text: str) -> Json:
    return found | {"tail": _words(node.tail, text)} if node.tail else found


def _annex(node: Provision, text: str) -> Json:
    return {
        "annex": node.number,
        "heading": node.heading,
        "text": _whole(node, text),
        "articles": [_article(child, path, text) for child, path in articles(node)],
        "paragraphs": [] if any(articles(node)) else _paragraphs(node, text),
    }


def _section(node: Provision, text: str) -> Json:
    return {"id": node.id, "number": node.number, "heading": node.heading, "text": _whole(node, text)}
