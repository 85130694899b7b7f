"""Looks up what was found: every target becomes ids that exist, or an honest status."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.catalog import ArticleNumbers, Catalogue, Mention
from kb.catalog.catalogue import PREAMBLE
from kb.catalog.outlines import Numbering, ParagraphNumbers
from kb.citations.binding import Cited
from kb.citations.find import Found, find
from kb.citations.pinpoints import Target
from kb.model import Citation, CitationStatus

_MOST_CANDIDATES = 12
_CANONICAL_MARK = ":"


def cite(text: str, catalogue: Catalogue) -> tuple[Citation, ...]:
    """Every citation of a text, in order, with what it leads to. A text that is an id of the library resolves to it."""
    stripped = text.strip()
    if _CANONICAL_MARK in stripped and catalogue.exists(stripped):
        start = text.index(stripped)
        return (Citation(stripped, start, start + len(stripped), (stripped,), "resolved"),)
    return resolve(text, find(text, catalogue), catalogue)


def resolve(text: str, found: Found, catalogue: Catalogue) -> tuple[Citation, ...]:
    """The citations of what was found: pinpoints first, then instruments that are only named."""
    done = [citation for cited in found.cited for citation in _group(text, found, cited, catalogue)]
    done += _whole(text, found, catalogue)
    return tuple(sorted(done, key=lambda one: (one.start, one.end)))


# ── pinpoints ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _group(text: str, found: Found, cited: Cited, catalogue: Catalogue) -> Iterator[Citation]:
    for i, target in enumerate(cited.group.targets):
        start, end = _extent(found, cited, i)
        yield _citation(text, start, end, _looked_up(cited, target, catalogue))


class _Outcome:
    """What a target leads to, before it has a place in the text."""

    __slots__ = ("candidates", "ids", "range", "status")

    def __init__(
        self,
        status: CitationStatus,
        ids: Sequence[str] = (),
        reach: str | None = None,
        candidates: Sequence[str] = (),
    ) -> None:
        self.status, self.ids, self.range, self.candidates = status, tuple(ids), reach, tuple(candidates)


def _citation(text: str, start: int, end: int, outcome: _Outcome) -> Citation:
    return Citation(text[start:end], start, end, outcome.ids, outcome.status, outcome.range, outcome.candidates)


def _extent(found: Found, cited: Cited, i: int) -> tuple[int, int]:
    """A target's slice; the name beside the group belongs to its first or last target."""
    row, target, mention = found.row, cited.group.targets[i], cited.mention
    start, end = row[target.first].start, row[target.last].end
    if mention is None:
        return start, end
    between = [t.raw for t in row[mention.last + 1 : target.first]]
    if i == 0 and mention.last < target.first and len(between) <= 3 and not {")", "]"} & set(between):
        start = mention.span.start
    if i == len(cited.group.targets) - 1 and mention.first > target.last and mention.first - target.last <= 5:
        end = mention.span.end
    return start, end


def _looked_up(cited: Cited, target: Target, catalogue: Catalogue) -> _Outcome:
    mention = cited.mention
    if mention is None:
        return _Outcome("ambiguous", candidates=_candidates(cited.candidates, target, catalogue))
    if cited.group.kind == "other" or _is_other(mention):
        return _Outcome("not-in-library")
    if len(mention.slugs) != 1:
        return _several(mention, target, catalogue)
    outcome = _in_instrument(mention.slugs[0], target, catalogue)
    if outcome.status == "no-such-provision":
        outcome.candidates = catalogue.nearest(mention.slugs[0], target.article, next(iter(target.parts), None))
    return outcome


def _is_other(mention: Mention) -> bool:
    return mention.kind in ("other", "acronym") or (mention.kind == "series" and not mention.slugs)


def _several(mention: Mention, target: Target, catalogue: Catalogue) -> _Outcome:
    return _Outcome("ambiguous", candidates=_candidates(mention.slugs, target, catalogue))


def _candidates(slugs: Sequence[str], target: Target, catalogue: Catalogue) -> tuple[str, ...]:
    """What the target would be in each instrument that may be meant."""
    ids = [identifier for slug in slugs for identifier in _in_instrument(slug, target, catalogue).ids[:1]]
    return tuple(ids[:_MOST_CANDIDATES])


def _in_instrument(slug: str, target: Target, catalogue: Catalogue) -> _Outcome:
    outline = catalogue.outline(slug)
    if outline is None:
        return _Outcome("not-in-library")
    if target.article == PREAMBLE:
        return _Outcome("resolved", (f"{slug}:{PREAMBLE}",))
    first = catalogue.article(slug, target.article)
    if first is None:
        if catalogue.beyond_text(slug, target.article):
            return _Outcome("not-in-library", reach=catalogue.range_of(slug))
        return _Outcome("no-such-provision", reach=catalogue.range_of(slug))
    if target.through is not None and target.through.article != target.article:
        return _article_range(slug, outline, first, target, catalogue)
    if target.through is not None:
        return _part_range(slug, first, target, catalogue)
    return _in_article(slug, first, target, catalogue)


def _in_article(slug: str, article: ArticleNumbers, target: Target, catalogue: Catalogue) -> _Outcome:
    whole = f"{slug}:{article.number}"
    if not target.parts:
        return _Outcome("resolved", (whole,))
    unit = article.paragraph(target.parts[0])
    if unit is not None:
        return _in_unit(f"{whole}({unit.number})", slug, article, unit, target.parts[1:], catalogue)
    if not article.numbered:
        if target.ordinal and target.parts[0].isdecimal():
            return _Outcome("resolved", (whole,))
        alone = article.paragraph("")
        return _in_unit(whole, slug, article, alone, target.parts, catalogue)
    if target.parts[0].isdecimal():
        return _Outcome("no-such-provision", reach=catalogue.range_of(slug, article.number))
    return _letter_of_some_paragraph(slug, article, target, catalogue)


def _letter_of_some_paragraph(slug: str, article: ArticleNumbers, target: Target, catalogue: Catalogue) -> _Outcome:
    """A letter without its paragraph, in an article that has paragraphs: those that have the letter are candidates."""
    having = [
        f"{slug}:{article.number}" + (f"({p.number})" if p.number else "") + f"({target.parts[0]})"
        for p in article.paragraphs
        if target.parts[0] in p.letters
    ]
    if having:
        return _Outcome("ambiguous", candidates=having)
    return _Outcome("no-such-provision", reach=catalogue.range_of(slug, article.number))


def _in_unit(
    identifier: str,
    slug: str,
    article: ArticleNumbers,
    unit: ParagraphNumbers | None,
    parts: Sequence[str],
    catalogue: Catalogue,
) -> _Outcome:
    if not parts:
        return _Outcome("resolved", (identifier,))
    missing = _Outcome(
        "no-such-provision", reach=catalogue.range_of(slug, article.number, unit.number if unit else None)
    )
    if unit is None or parts[0] not in unit.letters:
        return missing
    lettered = f"{identifier}({parts[0]})"
    if len(parts) == 1:
        return _Outcome("resolved", (lettered,))
    return _Outcome("resolved", (f"{lettered}({parts[1]})",)) if parts[1] in unit.letters[parts[0]] else missing


def _article_range(
    slug: str, outline: Numbering, first: ArticleNumbers, target: Target, catalogue: Catalogue
) -> _Outcome:
    assert target.through is not None
    last = catalogue.article(slug, target.through.article)
    if last is None:
        return _Outcome("no-such-provision", reach=catalogue.range_of(slug))
    start, end = outline.position(first.number), outline.position(last.number)
    if start is None or end is None or end < start:
        return _Outcome("ambiguous")
    if target.parts or target.through.parts:
        ends = [
            _in_article(slug, first, _single(target), catalogue),
            _in_article(slug, last, target.through, catalogue),
        ]
        wrong = next((one for one in ends if one.status != "resolved"), None)
        return wrong or _Outcome("resolved", _units_between(outline, ends[0].ids[0], ends[1].ids[0], catalogue))
    return _Outcome("resolved", [f"{slug}:{one.number}" for one in outline.articles[start : end + 1]])


def _single(target: Target) -> Target:
    return Target(target.article, target.parts, target.first, target.last)


def _units_between(outline: Numbering, first: str, last: str, catalogue: Catalogue) -> list[str]:
    units = list(outline.units())
    start, end = units.index(catalogue.units(first)[0]), units.index(catalogue.units(last)[-1])
    return units[start : end + 1]


def _part_range(slug: str, article: ArticleNumbers, target: Target, catalogue: Catalogue) -> _Outcome:
    """Paragraphs or letters from one to another inside an article."""
    assert target.through is not None
    ends = [_in_article(slug, article, one, catalogue) for one in (_single(target), target.through)]
    wrong = next((one for one in ends if one.status != "resolved"), None)
    if wrong is not None:
        return wrong
    first, last = ends[0].ids[0], ends[1].ids[0]
    ids = _siblings(slug, article, first)
    if first not in ids or last not in ids or ids.index(last) < ids.index(first):
        return _Outcome("ambiguous")
    return _Outcome("resolved", ids[ids.index(first) : ids.index(last) + 1])


def _siblings(slug: str, article: ArticleNumbers, identifier: str) -> list[str]:
    """The ids of the same depth that have the same parent, in order."""
    parent = identifier[: identifier.rindex("(")] if "(" in identifier else identifier
    numbering = Numbering(slug, (article,))
    return [one for one in numbering.ids() if "(" in one and one[: one.rindex("(")] == parent]


# ── instruments that are only named ──────────────────────────────────────────────────────────────────────────────────


def _whole(text: str, found: Found, catalogue: Catalogue) -> Iterator[Citation]:
    """Mentions that no pinpoint belongs to, each instrument once and none whose provisions are cited."""
    pinpointed = {slug for cited in found.cited if cited.mention for slug in cited.mention.slugs}
    pinpointed |= {slug for cited in found.cited for slug in cited.candidates}
    told: set[str] = set()
    for mention in found.mentions:
        slugs = set(mention.slugs)
        if mention.kind == "back" or not slugs or slugs & (pinpointed | told):
            continue
        told |= slugs
        yield _citation(text, mention.span.start, mention.span.end, _instrument(mention, catalogue))


def _instrument(mention: Mention, catalogue: Catalogue) -> _Outcome:
    if len(mention.slugs) > 1:
        return _Outcome("ambiguous", candidates=mention.slugs[:_MOST_CANDIDATES])
    if catalogue.outline(mention.slugs[0]) is None:
        return _Outcome("not-in-library")
    return _Outcome("resolved", mention.slugs)
