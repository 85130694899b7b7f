"""Finds citations: pinpoints and the instruments that they belong to, nothing looked up yet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kb.catalog import Catalogue, Mention
from kb.catalog.mentions import MentionKind
from kb.catalog.names import Token, tokens
from kb.citations.pinpoints import Group, groups
from kb.citations.words import ARTICLE
from kb.model import Span

_LINKS = frozenset(
    """the of to in under from de la le les l d du des der dem den des del della van het voor el al and und""".split()
)
_OF = frozenset("of to de du des der del della van d l zum zur dem dell in under from la das".split())
_LISTING = frozenset(
    """and or & et und y , / read with in conjunction together as well alongside plus juncto jo i v m cf see also
    the""".split()
)
_SOFT = frozenset({",", ":", "(", ")", "“", "”", '"', "'", "’", "‘", "[", "]", ".", "–", "—", "-"})
_BESIDE = frozenset("at see its cf eg ie namely viz in its esp especially".split())
_MONTHS = frozenset(
    """january february march april may june july august september october november december jan feb mar apr jun jul aug
    sept sep oct nov dec""".split()
)
_DATING = frozenset("adopted opened for signature entered into force signed done at on concluded".split())


@dataclass(frozen=True, slots=True)
class Cited:
    """A group of targets and the mention that it belongs to (None: no instrument in sight)."""

    group: Group
    mention: Mention | None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What a text cites: its tokens, its mentions with back references led home, its groups with their mentions."""

    row: tuple[Token, ...]
    mentions: tuple[Mention, ...]
    cited: tuple[Cited, ...]


def find(text: str, catalogue: Catalogue) -> Found:
    """All citations of a text, in order, each with the instrument that it belongs to."""
    row = tuple(tokens(text))
    mentions = _led_home(row, _joined(row, catalogue.scan(text)), catalogue)
    strong = [(m.first, m.last) for m in mentions if m.slugs or m.kind in ("series", "back")]
    spans = [(m.first, m.last) for m in mentions if m.kind != "acronym" and m.kind != "back"]
    pinpoints = [g for g in groups(row, strong) if not any(a <= g.first <= b for a, b in spans)]
    return Found(row, mentions, tuple(_bound(row, mentions, pinpoints)))


# ── mentions: appositions and back references ────────────────────────────────────────────────────────────────────────


def _joined(row: Sequence[Token], mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """A name with its apposition is one mention: "Warsaw Convention (CETS 198)", "… (UNTOC)", "…, ETS 185"."""
    done: list[Mention] = []
    for mention in mentions:
        before = done[-1] if done else None
        if before is not None and _apposed(row, before, mention):
            done[-1] = _together(before, mention)
        else:
            done.append(mention)
    return tuple(done)


def _apposed(row: Sequence[Token], first: Mention, second: Mention) -> bool:
    between = row[first.last + 1 : second.first]
    bracketed = any(t.raw in {"(", "["} for t in between)
    closed = not bracketed or all(t.raw not in {")", "]"} for t in between[-1:])
    gap = _plain(row, first.last + 1, second.first)
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


def _plain(row: Sequence[Token], start: int, end: int) -> set[str] | None:
    """The marks and small words between two tokens, dates and reporters left out; None where something else stands."""
    said: set[str] = set()
    i = start
    while i < end:
        step = _skipped(row, i, end)
        if step > i:
            i = step
            continue
        token = row[i]
        if (token.is_word and token.folded not in _LINKS | {"hereinafter", "hereafter"} | _DATING) or token.is_number:
            return None
        said.add(token.folded)
        i += 1
    return said


def _skipped(row: Sequence[Token], i: int, end: int) -> int:
    """Past a date or a reporter's reference that starts here: "13 December 1957", "Dec. 17, 1997", "37 I.L.M. 1"."""
    raw = [t.raw for t in row[i : min(end, i + 6)]]
    folded = [t.folded.rstrip(".") for t in row[i : min(end, i + 6)]]
    if len(raw) > 2 and raw[0].isdigit() and folded[1] in _MONTHS and raw[2].isdigit():
        return i + 3
    if len(raw) > 2 and folded[0] in _MONTHS:
        j = 2 if raw[1] == "." else 1
        if raw[j].isdigit():
            k = j + 1 if len(raw) > j + 1 and raw[j + 1] == "," else j
            return i + k + 2 if len(raw) > k + 1 and re.fullmatch(r"\d{4}", raw[k + 1]) else i + j + 1
    if len(raw) > 2 and raw[0].isdigit() and re.fullmatch(r"(?:[A-Z]\.?\s?){2,6}", raw[1]):
        page = next((k for k in range(2, min(4, len(raw))) if raw[k].isdigit()), None)
        return i + page + 1 if page else i
    if re.fullmatch(r"T\.?I\.?A\.?S\.?", raw[0]):
        j = i + 1
        while j < end and (row[j].is_number or row[j].raw in {",", "."} or row[j].folded == "no"):
            j += 1
        return j
    if re.fullmatch(r"\d{4}", raw[0]):
        return i + 1
    return i


def _led_home(row: Sequence[Token], mentions: Sequence[Mention], catalogue: Catalogue) -> tuple[Mention, ...]:
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


# ── binding ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _bound(row: Sequence[Token], mentions: Sequence[Mention], pinpoints: Sequence[Group]) -> Iterator[Cited]:
    direct = _directly(row, mentions, pinpoints)
    carried = _carried(row, pinpoints, direct)
    for i, group in enumerate(pinpoints):
        mention = carried[i]
        if group.kind == "paragraph":
            whole = _of_last_article(row, group, pinpoints[:i], mention, carried)
            if whole:
                yield whole
            continue
        if mention is not None:
            yield Cited(group, mention)
        elif group.kind == "article":
            yield _in_context(row, group, mentions)


def _directly(row: Sequence[Token], mentions: Sequence[Mention], pinpoints: Sequence[Group]) -> list[Mention | None]:
    """The mention beside each group; one that an earlier group has to its left-hand side counts for less."""
    found: list[Mention | None] = []
    used: set[int] = set()
    for group in pinpoints:
        left = _left(row, mentions, pinpoints, group)
        right = _right(row, mentions, group)
        best = _better(left, right, used)
        found.append(best)
        if best is not None and best.first > group.last:
            used.add(best.first)
    return found


def _better(left: tuple[int, Mention] | None, right: tuple[int, Mention] | None, used: set[int]) -> Mention | None:
    scored = []
    if left:
        scored.append((left[0] - (3 if left[1].first in used else 0) + 0.5, left[1]))
    if right:
        scored.append((float(right[0]), right[1]))
    known = [one for one in scored if one[1].kind != "acronym"]
    best = max(known or scored, key=lambda one: one[0], default=None)
    return best[1] if best and best[0] > -1 else None


def _left(
    row: Sequence[Token], mentions: Sequence[Mention], pinpoints: Sequence[Group], group: Group
) -> tuple[int, Mention] | None:
    before = [m for m in mentions if m.last < group.first]
    for mention in reversed(before[-3:]):
        gap = _beside(row, mention.last + 1, group.first, pinpoints)
        if gap is None:
            return None
        if mention.kind == "acronym" and gap - {","}:
            continue
        return (2 if not gap else 1), mention
    return None


def _beside(row: Sequence[Token], start: int, end: int, pinpoints: Sequence[Group]) -> set[str] | None:
    """Small words and marks between a name and the pinpoint after it; brackets without a pinpoint are passed over."""
    said: set[str] = set()
    i = start
    while i < end:
        closing = _closing(row, i, end)
        if closing and not any(i < g.first < closing for g in pinpoints):
            i = closing + 1
            continue
        step = _skipped(row, i, end)
        if step > i:
            i = step
            continue
        token = row[i]
        if token.raw not in _SOFT and token.folded not in _BESIDE | {"the"}:
            return None
        if token.raw == "." and i + 1 < len(row) and row[i + 1].is_capital and row[i + 1].folded not in ARTICLE:
            return None
        said.add(token.raw)
        i += 1
    return said


def _closing(row: Sequence[Token], i: int, end: int) -> int | None:
    if row[i].raw not in {"(", "["}:
        return None
    depth = 0
    for j in range(i, end):
        depth += (row[j].raw in {"(", "["}) - (row[j].raw in {")", "]"})
        if depth == 0:
            return j
    return None


def _right(row: Sequence[Token], mentions: Sequence[Mention], group: Group) -> tuple[int, Mention] | None:
    for mention in [m for m in mentions if m.first > group.last][:2]:
        between = row[group.last + 1 : mention.first]
        words = {t.folded for t in between if t.is_word}
        marks = {t.raw for t in between if not t.is_word}
        if len(between) > 8 or not words <= _LINKS | {"said"} or not marks <= {",", "(", "[", "“", '"', "‘", "'", "’"}:
            if mention.kind == "acronym":
                continue
            return None
        if words & {"and", "und"}:
            return None
        if mention.kind == "acronym" and (marks or words & {"and"}):
            continue
        if words & _OF:
            return 4, mention
        return (2 if not marks else 1), mention
    return None


def _carried(
    row: Sequence[Token], pinpoints: Sequence[Group], direct: Sequence[Mention | None]
) -> list[Mention | None]:
    """Groups of one list share their instrument: "articles 5 of … and article 6", "article 5 and article 6 of …"."""
    carried = list(direct)
    for i in range(len(pinpoints) - 2, -1, -1):
        follower = carried[i + 1]
        if (
            carried[i] is None
            and follower is not None
            and follower.first > pinpoints[i].last
            and _in_list(row, pinpoints[i], pinpoints[i + 1])
        ):
            carried[i] = follower
    for i in range(1, len(pinpoints)):
        mention = carried[i - 1]
        if carried[i] is None and mention is not None:
            start = max(pinpoints[i - 1].last, mention.last if mention.first < pinpoints[i].first else 0)
            if _is_listing(row[start + 1 : pinpoints[i].first]):
                carried[i] = mention
    return carried


def _in_list(row: Sequence[Token], first: Group, second: Group) -> bool:
    return _is_listing(row[first.last + 1 : second.first])


def _is_listing(between: Sequence[Token]) -> bool:
    return 0 < len(between) <= 6 and all(
        t.folded in _LISTING or t.raw in {",", ";", "/", ".", "(", ")"} for t in between
    )


def _of_last_article(
    row: Sequence[Token],
    group: Group,
    earlier: Sequence[Group],
    mention: Mention | None,
    carried: Sequence[Mention | None],
) -> Cited | None:
    """A paragraph alone belongs to the article cited before it where "ibid", "id." or "the same article" says so."""
    whole = [(g, carried[i]) for i, g in enumerate(earlier) if g.kind == "article"]
    after = [t.folded for t in row[group.last + 1 : group.last + 6]]
    same = (any(w in after for w in ("same", "that", "thereof")) and "article" in after) or after[:1] == ["thereof"]
    back = mention is not None and mention.kind == "back" and not mention.refers
    if not whole or not (same or back):
        return None
    last, instrument = whole[-1]
    article = last.targets[-1].article
    targets = tuple(replace(t, article=article) for t in group.targets)
    return Cited(replace(group, targets=targets, kind="article"), instrument)


def _in_context(row: Sequence[Token], group: Group, mentions: Sequence[Mention]) -> Cited:
    """No name beside it: the one instrument that the text is about, else nobody knows."""
    named = [m for m in mentions if m.slugs and m.kind != "back"]
    slugs = tuple(dict.fromkeys(slug for m in named for slug in m.slugs))
    others = any(m.kind == "other" for m in mentions)
    before = [m for m in mentions if m.last < group.first and m.kind in ("name", "series", "described", "other")]
    if len(slugs) == 1 and not (others and (not before or before[-1].kind == "other")):
        return Cited(group, named[0])
    local = _same_sentence(row, group, named)
    here = tuple(dict.fromkeys(slug for m in local for slug in m.slugs))
    if len(here) == 1 and local and not any(m.kind == "other" for m in _same_sentence(row, group, mentions)):
        return Cited(group, local[0])
    return Cited(group, None, here or slugs)


def _same_sentence(row: Sequence[Token], group: Group, mentions: Sequence[Mention]) -> list[Mention]:
    stops = [i for i, t in enumerate(row) if t.raw in {"?", "!", ";"} or (t.raw == "." and _sentence_end(row, i))]
    start = max((s for s in stops if s < group.first), default=-1)
    end = min((s for s in stops if s > group.last), default=len(row))
    return [m for m in mentions if start < m.first < end]


def _sentence_end(row: Sequence[Token], i: int) -> bool:
    following = row[i + 1] if i + 1 < len(row) else None
    return following is None or (following.is_capital and following.start > row[i].end and len(row[i - 1].raw) > 3)
