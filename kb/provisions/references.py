"""Cross-references inside a provision and the provisions that they lead to.

Forms: "article 3, paragraph 1 (a)", "articles 5, 6 and 8 of this Convention", "paragraph 2 of this article",
"subparagraph (a) above", "this article", "the Convention" in a protocol. A reference that leads nowhere in the
instruments at hand keeps its place with no ids.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from kb.model import Outline, Provision, Reference, Span, article_id
from kb.provisions.headings import number_of
from kb.provisions.numerals import SUFFIXES

_SUFFIX = "|".join(SUFFIXES)
_PIN = r"(?:\s?\([*_]?(?:\d{1,3}|[a-z]{1,2}|[ivx]{1,5})[*_]?\))"
_ARTICLE_ITEM = rf"(?:\d{{1,3}}(?:\s?(?:{_SUFFIX})\b)?|[IVXLC]{{1,7}}\b)(?:\.\d{{1,2}}\b)?{_PIN}{{0,3}}"
_PARAGRAPH_ITEM = rf"(?:\d{{1,3}}(?:\s?(?:{_SUFFIX})\b)?{_PIN}{{0,3}}|{_PIN}{{1,2}}|[a-z]\b(?![\w’'])\.?)"
_SEP = r"\s*(?:,\s*(?:and\s+|or\s+)?|\band/or\b|\band\b|\bor\b|\bto\b|[-–])\s*"
_OWNER = (
    r"(?:\s*,?\s+(?:of|to|in)\s+(?P<owner>(?:this|the\s+present|the\s+said|the|that|its)\s+(?:[A-Z][\w’'-]*"
    r"(?:\s+(?:[A-Z][\w’'-]*|of|on|for|the|and|to|against|in))*|convention|protocol|agreement|treaty|statute|annex)))?"
)
_LETTERS = (
    rf"(?:,?\s*(?:sub-?\s?paragraphs?|letters?|points?|items?)\s+(?P<subs>{_PARAGRAPH_ITEM}"
    rf"(?:{_SEP}{_PARAGRAPH_ITEM})*))?"
)
_ARTICLES = re.compile(
    rf"\b[Aa]rt(?:icles?|\.|s\.)\s+(?P<articles>{_ARTICLE_ITEM}(?:{_SEP}(?:{_ARTICLE_ITEM}|{_PIN}{{1,2}}))*)"
    rf"(?:,?\s*(?:[-–]\s*)?\(?paragraphs?\s+(?P<paragraphs>{_PARAGRAPH_ITEM}(?:{_SEP}{_PARAGRAPH_ITEM})*)\)?)?{_LETTERS}{_OWNER}"
)
_PARAGRAPHS = re.compile(
    rf"\b(?P<word>[Pp]aragraphs?|[Ss]ub-?\s?paragraphs?|[Ll]etters?|[Pp]oints?)\s+"
    rf"(?P<paragraphs>{_PARAGRAPH_ITEM}(?:{_SEP}{_PARAGRAPH_ITEM})*){_LETTERS}"
    rf"(?:,?\s+(?:of|in)\s+paragraph\s+(?P<outer>\d{{1,3}}(?:\s?(?:{_SUFFIX})\b)?))?"
    rf"(?:,?\s+(?:of|in|to)\s+(?:(?P<this>(?:this|the\s+present|that)\s+article)"
    rf"|[Aa]rticle\s+(?P<article>{_ARTICLE_ITEM}){_OWNER}))?",
)
_THIS = re.compile(r"\b(?:[Tt]his|[Tt]he\s+present)\s+[Aa]rticle\b")
_PARENT = re.compile(r"\b[Tt]he\s+(?:[Pp]arent\s+)?Convention\b(?!\s+(?:on|for|against|of|relating|concerning)\b)")
_ANNEX = re.compile(r"\b(?:Annex|annex|Appendix|Schedule)\s+(?P<number>[IVX]{1,5}|\d{1,2}|[A-Z])\b")
_OWN = re.compile(
    r"(?:this|the\s+present)\s|the\s+(?:said\s+)?(?:convention|protocol|agreement|treaty|statute)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What references of one instrument can lead to."""

    instrument: str
    parent: str
    ids: frozenset[str]

    @classmethod
    def of(cls, outline: Outline, parent: str = "") -> Scope:
        """All pinpoints of an outline."""
        return cls(outline.instrument, parent, frozenset(filter(None, _ids(outline.root))))


def _ids(node: Provision) -> Iterator[str]:
    yield node.id
    for child in node.children:
        yield from _ids(child)


def references(text: str, unit: str, scope: Scope) -> tuple[Reference, ...]:
    """Cross-references of a unit's text in order, none inside another; `unit` is the id of the provision itself."""
    candidates = chain(
        _of_articles(text, scope),
        _of_paragraphs(text, unit, scope),
        _of_this(text, unit, scope),
        _of_annexes(text, scope),
        _of_parent(text, scope),
    )
    found: list[Reference] = []
    for reference in sorted(candidates, key=lambda one: one.span.start - one.span.end):  # the longest reading first
        at = bisect(found, reference.span.start, key=lambda other: other.span.start)
        if not any(_overlap(reference.span, other.span) for other in found[max(0, at - 1) : at + 1]):
            found.insert(at, reference)
    return tuple(found)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _base(owner: str | None, scope: Scope) -> str | None:
    """The instrument that the words after "of" name: this one, the parent, or one that is not at hand."""
    if owner is None:
        return scope.instrument
    words = " ".join(owner.split())
    if scope.parent and re.fullmatch(r"the (?:said |Parent |parent )?[Cc]onvention", words):
        return scope.parent
    return scope.instrument if _OWN.match(words) else None


def _numbers(items: str) -> list[str]:
    """The members of a list as written, ranges of whole numbers filled in: "5 to 7 and 9(1)" → 5, 6, 7, 9(1)."""
    parts = re.split(rf"({_SEP})", items)
    listed: list[str] = []
    for at in range(0, len(parts), 2):
        item = parts[at].strip().rstrip(".")
        joint = parts[at - 1].strip() if at else ""
        if joint in ("to", "-", "–") and item.isdigit() and listed and listed[-1].isdigit():
            listed += [str(n) for n in range(int(listed[-1]) + 1, min(int(item), int(listed[-1]) + 200))]
        listed.append(item)
    return [item for item in listed if item]


def _pinpoint(item: str) -> tuple[str, str]:
    """ "18 (2)(a)" → ("18", "(2)(a)"); "3.2" → ("3", "(2)"); "(a)" → ("", "(a)")."""
    bare = re.sub(r"[*_]", "", item)
    head, _, rest = bare.partition("(")
    pins = re.sub(r"\s", "", f"({rest}") if rest else ""
    if "." in head:
        head, _, paragraph = head.partition(".")
        pins = f"({paragraph}){pins}"
    return number_of(head) if head.strip() else "", pins


def _known(id: str, scope: Scope) -> bool:
    return not id.startswith(f"{scope.instrument}:") or id in scope.ids


def _checked(ids: list[str], scope: Scope) -> tuple[str, ...]:
    kept = [id if _known(id, scope) else _only_letter(id, scope) for id in ids]
    return tuple(dict.fromkeys(filter(None, kept)))


def _only_letter(id: str, scope: Scope) -> str:
    """A letter cited without its paragraph, where only one paragraph of the article has it."""
    letter = id[id.rfind("(") :]
    if not letter[1:2].isalpha() or id.count("(") != 1:
        return ""
    inside = f"{article_id(id)}("
    same = [
        known for known in scope.ids if known.startswith(inside) and known.endswith(letter) and known.count("(") == 2
    ]
    return same[0] if len(same) == 1 else ""


def _of_articles(text: str, scope: Scope) -> Iterator[Reference]:
    for found in _ARTICLES.finditer(text):
        base = _base(found["owner"], scope)
        ids: list[str] = []
        if base is not None:
            ids = _article_ids(base, found["articles"], found["paragraphs"], found["subs"])
        yield Reference(Span(found.start(), found.end()), _checked(ids, scope))


def _article_ids(base: str, articles: str, paragraphs: str | None, subs: str | None) -> list[str]:
    ids: list[str] = []
    for item in _numbers(articles):
        number, pins = _pinpoint(item)
        if number:
            ids.append(f"{base}:{number}{pins}")
        elif ids:
            ids.append(f"{_above(ids[-1], pins)}{pins}")
    if paragraphs and ids:
        ids = ids[:-1] + _paragraph_ids(ids[-1], paragraphs)
    if subs and ids:
        ids = ids[:-1] + _paragraph_ids(ids[-1], subs)
    return ids


def _above(id: str, pins: str) -> str:
    """What "(b)" in "1(1)(a) and (b)" hangs below: the paragraph for a letter, the article for a number."""
    return article_id(id) if pins[1:2].isdigit() else re.sub(r"(?:\([a-z]+\))+$", "", id)


def _paragraph_ids(article: str, paragraphs: str) -> list[str]:
    """Pinpoints below an article: "1 (a) and (b)" → (1)(a), (1)(b); "2 and 3" → (2), (3)."""
    ids: list[str] = []
    outer = article
    for item in _numbers(paragraphs):
        number, pins = _pinpoint(item)
        if number:
            outer = f"{article}({number})"
            ids.append(f"{outer}{pins}")
        else:
            ids.append(f"{outer}{pins}")
    return ids


def _of_paragraphs(text: str, unit: str, scope: Scope) -> Iterator[Reference]:
    for found in _PARAGRAPHS.finditer(text):
        yield Reference(Span(found.start(), found.end()), _checked(_inner_ids(found, unit, scope), scope))


def _inner_ids(found: re.Match[str], unit: str, scope: Scope) -> list[str]:
    article = article_id(unit)
    if found["article"]:
        base = _base(found["owner"], scope)
        if base is None:
            return []
        number, pins = _pinpoint(found["article"])
        article = f"{base}:{number}{pins}"
    if found["outer"]:
        article = f"{article}({number_of(found['outer'])})"
    elif not found["article"] and not found["this"] and not re.match("paragraph", found["word"], re.IGNORECASE):
        article = unit
    ids = _paragraph_ids(article, found["paragraphs"])
    return ids[:-1] + _paragraph_ids(ids[-1], found["subs"]) if found["subs"] and ids else ids


def _of_this(text: str, unit: str, scope: Scope) -> Iterator[Reference]:
    for found in _THIS.finditer(text):
        yield Reference(Span(found.start(), found.end()), _checked([article_id(unit)], scope))


def _of_parent(text: str, scope: Scope) -> Iterator[Reference]:
    if scope.parent:
        for found in _PARENT.finditer(text):
            yield Reference(Span(found.start(), found.end()), (scope.parent,))


def _of_annexes(text: str, scope: Scope) -> Iterator[Reference]:
    for found in _ANNEX.finditer(text):
        ids = [f"{scope.instrument}:annex-{found['number'].lower()}"]
        yield Reference(Span(found.start(), found.end()), _checked(ids, scope))
