"""Which instrument a pinpoint belongs to: the name beside it, its list, or the one the text is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kb.catalog import Mention
from kb.catalog.names import Token
from kb.citations.neighbours import LINKS, beside, is_listing
from kb.citations.pinpoints import Group

_LEADING = LINKS | {"said", "its"}
_OF = frozenset("of to de du des der del della van d l zum zur dem dell in under from la das".split())


@dataclass(frozen=True, slots=True)
class Cited:
    """A group of targets and the mention that it belongs to (None: no instrument in sight)."""

    group: Group
    mention: Mention | None
    candidates: tuple[str, ...] = ()


def bound(row: Sequence[Token], mentions: Sequence[Mention], pinpoints: Sequence[Group]) -> Iterator[Cited]:
    """Every pinpoint with the mention that it belongs to, in order."""
    direct = _directly(row, mentions, pinpoints)
    carried = _carried(row, pinpoints, direct)
    for i, group in enumerate(pinpoints):
        mention = carried[i]
        shared = _respectively(row, group, mentions)
        if shared:
            yield from shared
            continue
        if group.kind == "paragraph":
            whole = _of_last_article(row, group, pinpoints[:i], mention, carried)
            if whole:
                yield whole
            continue
        if mention is not None:
            yield Cited(group, mention)
        elif group.kind == "article":
            yield _in_context(row, group, mentions)


def _respectively(row: Sequence[Token], group: Group, mentions: Sequence[Mention]) -> list[Cited]:
    """ "UNTOC and UNCAC (arts. 16 and 44 respectively)": as many names as targets, each its own; else nothing."""
    count = len(group.targets)
    if count < 2:
        return []
    before = [m for m in mentions if m.last < group.first][-count:]
    after = [m for m in mentions if m.first > group.last][:count]
    said = _says_respectively(row, group.last)
    for named in (after, before):
        listed = len(named) == count and all(is_listing(row[a.last + 1 : b.first]) for a, b in pairwise(named))
        if listed and (said or _says_respectively(row, named[-1].last)):
            return [Cited(replace(group, targets=(t,)), m) for t, m in zip(group.targets, named, strict=True)]
    return []


def _says_respectively(row: Sequence[Token], last: int) -> bool:
    return "respectively" in {token.folded for token in row[last + 1 : last + 3]}


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
        gap = beside(row, mention.last + 1, group.first, pinpoints)
        if gap is None:
            return None
        if mention.kind == "acronym" and gap - {","}:
            continue
        return (2 if not gap else 1), mention
    return None


def _right(row: Sequence[Token], mentions: Sequence[Mention], group: Group) -> tuple[int, Mention] | None:
    for mention in [m for m in mentions if m.first > group.last][:2]:
        between = row[group.last + 1 : mention.first]
        words = {t.folded for t in between if t.is_word}
        marks = {t.raw for t in between if not t.is_word}
        if len(between) > 8 or not words <= _LEADING or not marks <= {",", "(", "[", "“", '"', "‘", "'", "’"}:
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
            if is_listing(row[start + 1 : pinpoints[i].first]):
                carried[i] = mention
    return carried


def _in_list(row: Sequence[Token], first: Group, second: Group) -> bool:
    return is_listing(row[first.last + 1 : second.first])


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
    start = next((i for i in range(group.first - 1, -1, -1) if _stops(row, i)), -1)
    end = next((i for i in range(group.last + 1, len(row)) if _stops(row, i)), len(row))
    return [m for m in mentions if start < m.first < end]


def _stops(row: Sequence[Token], i: int) -> bool:
    return row[i].raw in {"?", "!", ";"} or (row[i].raw == "." and _sentence_end(row, i))


def _sentence_end(row: Sequence[Token], i: int) -> bool:
    following = row[i + 1] if i + 1 < len(row) else None
    return following is None or (following.is_capital and following.start > row[i].end and len(row[i - 1].raw) > 3)
