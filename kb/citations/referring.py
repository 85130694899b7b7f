"""Mentions made one with their apposition, and references back led to what they refer to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kb.catalog import Catalogue, Mention
from kb.catalog.names import Token
from kb.catalog.reading import MentionKind
from kb.citations.neighbours import plain
from kb.model import Span

_TO = frozenset("to the zum zur zu du de a la le al het bij".split())


def joined(row: Sequence[Token], mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """A name with its apposition is one mention: "Warsaw Convention (CETS 198)", "… (UNTOC)", "…, ETS 185"."""
    done: list[Mention] = []
    for mention in mentions:
        before = done[-1] if done else None
        if before is not None and _apposed(row, before, mention):
            done[-1] = _together(before, _to_bracket(row, before, mention))
        else:
            done.append(mention)
    return tuple(done)


def _to_bracket(row: Sequence[Token], before: Mention, mention: Mention) -> Mention:
    """The mention with the bracket that closes behind it, where one opened before it."""
    opened = any(token.raw in {"(", "["} for token in row[before.last + 1 : mention.first])
    end = mention.last + 1
    if not (opened and end < len(row) and row[end].raw in {")", "]"}):
        return mention
    return replace(mention, last=end, span=Span(mention.span.start, row[end].end))


def _apposed(row: Sequence[Token], first: Mention, second: Mention) -> bool:
    between = row[first.last + 1 : second.first]
    bracketed = any(t.raw in {"(", "["} for t in between)
    closed = not bracketed or all(t.raw not in {")", "]"} for t in between[-1:])
    gap = plain(row, first.last + 1, second.first)
    if gap is None or first.kind == "acronym":
        return False
    if second.kind == "series" or (second.kind == "other" and row[second.first].is_number):
        return bool(gap <= {"(", ",", "[", ")", "-", "–", "—"} or bracketed)
    return (
        bracketed
        and closed
        and bool(gap - {","})
        and gap <= {"(", "[", "“", '"', "'", "‘", "the", "hereinafter", "hereafter", ","}
    )


def _together(first: Mention, second: Mention) -> Mention:
    shared = tuple(slug for slug in first.slugs if slug in second.slugs)
    if not second.slugs:
        slugs = first.slugs
    elif shared or not first.slugs:
        slugs = shared or (second.slugs if first.kind == "back" else ())
    else:
        slugs = (*first.slugs, *second.slugs)
    kind = "name" if slugs and first.kind == "back" else first.kind
    return replace(first, slugs=slugs, kind=kind, last=second.last, span=Span(first.span.start, second.span.end))


def led_home(row: Sequence[Token], mentions: Sequence[Mention], catalogue: Catalogue) -> tuple[Mention, ...]:
    """Back references take the slugs of what they refer to; those with nothing before them stay empty."""
    done: list[Mention] = []
    for mention in mentions:
        done.append(_referred(row, mention, done, catalogue) if mention.kind == "back" else mention)
    return tuple(done)


def _referred(row: Sequence[Token], back: Mention, earlier: Sequence[Mention], catalogue: Catalogue) -> Mention:
    named = [m for m in earlier if m.kind not in ("acronym",) and (m.slugs or m.kind == "other")]
    fitting = [m for m in named if _of_kind(m, back.refers, catalogue)]
    if not fitting:
        return back
    if not back.firm:
        slugs = tuple(dict.fromkeys(slug for m in fitting for slug in m.slugs))
        defined = [m for m in fitting if _defines(row, m)]
        chosen = defined[-1:] or (fitting[-1:] if len(slugs) <= 1 else [])
        return replace(back, slugs=chosen[0].slugs if chosen else slugs, kind=_back_kind(chosen))
    return replace(back, slugs=fitting[-1].slugs, kind=_back_kind(fitting[-1:]))


def _back_kind(chosen: Sequence[Mention]) -> MentionKind:
    return "other" if chosen and not chosen[0].slugs else "back"


def _defines(row: Sequence[Token], mention: Mention) -> bool:
    """ "… (hereinafter 'the Convention')" stands right behind the name."""
    after = row[mention.last + 1 : mention.last + 8]
    before = row[max(0, mention.first) : mention.last + 1]
    words = [t.folded for t in (*before[-7:], *after)]
    return "hereinafter" in words or "hereafter" in words or "referred" in words


def _of_kind(mention: Mention, kind: str, catalogue: Catalogue) -> bool:
    if not kind or not mention.slugs:
        return True
    titles = [catalogue[slug].title.casefold() for slug in mention.slugs]
    protocol = [("protocol" in title.split(" to ")[0].split(" against ")[0]) for title in titles]
    if kind == "protocol":
        return any(protocol)
    if kind in ("statute", "covenant", "agreement"):
        return any(kind in title for title in titles)
    return not all(protocol)


def of_parents(row: Sequence[Token], mentions: Sequence[Mention], catalogue: Catalogue) -> tuple[Mention, ...]:
    """A protocol that several parents have, whose parent is named: "Second Protocol to the 1959 Convention"."""
    done: list[Mention] = []
    for mention in mentions:
        before = done[-1] if done else None
        if before is None or len(before.slugs) < 2 or not mention.slugs or not _links(row, before, mention):
            done.append(mention)
            continue
        fitting = tuple(slug for slug in before.slugs if catalogue[slug].parent in mention.slugs)
        kind: MentionKind = "name" if fitting else "other"
        span = Span(before.span.start, mention.span.end)
        done[-1] = replace(before, slugs=fitting, kind=kind, last=mention.last, span=span)
    return tuple(done)


def of_named_parents(row: Sequence[Token], mentions: Sequence[Mention], catalogue: Catalogue) -> tuple[Mention, ...]:
    """A protocol that several parents have is that of the one parent that the text has named before it."""
    named: set[str] = set()
    done: list[Mention] = []
    for mention in mentions:
        parents = {catalogue[slug].parent for slug in mention.slugs} - {None}
        meant = parents & named if len(parents) > 1 else set()
        fitting = tuple(slug for slug in mention.slugs if catalogue[slug].parent in meant)
        if (
            row[mention.first].norm == "additional" and row[mention.last].folded != "protocols"
        ):  # without a rank: the one whose title has none
            fitting = tuple(slug for slug in fitting if catalogue[slug].title.startswith("Additional")) or fitting
        done.append(replace(mention, slugs=fitting) if len(meant) == 1 else mention)
        if len(mention.slugs) == 1:
            named.update(mention.slugs)
    return tuple(done)


def _links(row: Sequence[Token], first: Mention, second: Mention) -> bool:
    between = [token.folded for token in row[first.last + 1 : second.first]]
    return bool(between) and set(between) <= _TO and between[0] in _TO - {"the", "la", "le"}
