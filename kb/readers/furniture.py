"""Pages of a plain text, and what stands on them for the printer only: running heads, page numbers, contents.

Pages are told by form feeds, else by lines that hold nothing but a page number. A line is taken for a running head or
foot when it comes again at the same edge of other pages, its number counting with the pages.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kb.model import Aside, Place

_PAGE_LINE = re.compile(
    r"^\s*(?:[-–—]\s*(\d{1,4})\s*[-–—]|(?:page|p\.)\s*(\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?|(\d{1,4})\s*/\s*\d{1,4})\s*$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+")
_LEADER = re.compile(r"(?:\.\s?){4,}\s*(?:\d{1,4}|[ivxl]{1,7})?\s*$|…{2,}\s*\d{0,4}\s*$")
_ENTRY = re.compile(r"\S\s{3,}\d{1,4}\s*$")
_CONTENTS = re.compile(r"^\s*(?:table\s+of\s+)?contents\s*:?\s*$", re.IGNORECASE)
_OPENS_PROVISION = re.compile(r"^\s*(?:article|art\.|part|title|chapter|section|annex)\s+[\w#]+", re.IGNORECASE)
_EDGE = 2  # lines from the edge of a page that may be heads or feet


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its place; `gap` counts the blank lines before it on its page."""

    text: str
    number: int
    page: int
    gap: int
    first: bool = False  # the first line of its page that is left

    @property
    def place(self) -> Place:
        """Page (for a text of several pages) and line."""
        return Place(self.page or None, self.number)


def pages(text: str) -> list[list[Line]]:
    """Lines of each page, blank ones counted in `gap`; page 0 everywhere in a text without pages."""
    sheets = text.split("\f")
    found: list[list[Line]] = []
    number = 0
    for at, sheet in enumerate(sheets, 1):
        lines, gap = [], 0
        rows = sheet.split("\n")
        for row in rows:
            number += 1
            if row.strip():
                lines.append(Line(row.rstrip(), number, at if len(sheets) > 1 else 0, gap))
                gap = 0
            else:
                gap += 1
        number -= at < len(sheets)
        found.append(lines)
    return found if len(sheets) > 1 else _without_form_feeds(found[0])


def _without_form_feeds(lines: list[Line]) -> list[list[Line]]:
    """Cut after lines that hold only a page number, where these count upwards."""
    cuts = [(at, _page_number(line.text)) for at, line in enumerate(lines)]
    marked = [(at, n) for at, n in cuts if n is not None]
    rising = all(b[1] == a[1] + 1 for a, b in pairwise(marked))
    if len(marked) < 2 or not rising:
        return [lines]
    ends = [at + 1 for at, _ in marked]
    return [lines[a:b] for a, b in zip([0, *ends], [*ends, len(lines)], strict=True) if lines[a:b]]


def _page_number(text: str) -> int | None:
    found = _PAGE_LINE.match(text)
    return int(next(filter(None, found.groups()))) if found else None


def strip(sheets: Sequence[list[Line]]) -> tuple[list[list[Line]], list[Aside]]:
    """The pages without heads, feet and page numbers; what was taken off goes to the asides."""
    taken = _furniture(sheets)
    order = sorted(taken)
    asides: list[Aside] = []
    kept: list[list[Line]] = []
    last: Line | None = None
    for sheet in sheets:
        rest = [line for line in sheet if line.number not in taken]
        asides += [Aside(line.text.strip(), taken[line.number], line.place) for line in sheet if line.number in taken]
        top = rest[0].number if rest else 0
        between = bisect(order, top) - bisect(order, last.number) if last and rest else 0
        kept.append(_with_first(rest, last, between))
        last = rest[-1] if rest else last
    return kept, asides


def _with_first(rest: list[Line], before: Line | None, taken: int) -> list[Line]:
    """Mark the first line that is left on a page; its gap counts the blank lines of both pages at the break."""
    if not rest or not before:
        return rest
    top = rest[0]
    blank = top.number - before.number - 1 - taken
    return [Line(top.text, top.number, top.page, max(0, blank), True), *rest[1:]]


def _furniture(sheets: Sequence[list[Line]]) -> dict[int, str]:
    """Line number → reason, for every head, foot and page number."""
    if len(sheets) < 2:
        return {}
    taken: dict[int, str] = {}
    for edge in ("head", "foot"):
        for depth in range(_EDGE):
            taken |= _at_edge(sheets, edge, depth, taken)
    return taken


def _at_edge(sheets: Sequence[list[Line]], edge: str, depth: int, taken: dict[int, str]) -> dict[int, str]:
    """Lines that repeat at one edge of the pages; the second line counts only next to a taken first."""
    groups: dict[str, list[tuple[int, Line]]] = defaultdict(list)
    for at, sheet in enumerate(sheets):
        order = sheet if edge == "head" else sheet[::-1]
        if len(order) <= depth or (depth and order[depth - 1].number not in taken):
            continue
        line = order[depth]
        if depth and (line.gap if edge == "head" else order[depth - 1].gap):
            continue
        if line.number not in taken:
            groups[_NUMBER.sub("#", " ".join(line.text.split()))].append((at, line))
    found: dict[int, str] = {}
    for signature, members in groups.items():
        if _repeats(signature, members, len(sheets)):
            reason = "page number" if not re.search(r"[^\W\d_]", signature.replace("#", "")) else f"running {edge}"
            found |= {line.number: reason for _, line in members}
    return found


def _repeats(signature: str, members: list[tuple[int, Line]], count: int) -> bool:
    """Often enough, and with a number that counts with the pages or does not change at all."""
    if _OPENS_PROVISION.match(signature) or (
        signature.endswith((".", ";", ":", ",")) and "page" not in signature.lower()
    ):
        return False
    if len(members) < min(3, max(2, count)) and not (len(members) == 2 and count <= 4):
        return False
    if "#" in signature:
        steps = Counter(int(n) - at for at, line in members for n in set(_NUMBER.findall(line.text)) if len(n) < 6)
        if steps and steps.most_common(1)[0][1] >= 0.6 * len(members):
            return True
        return len({line.text.strip() for _, line in members}) == 1
    return len(members) >= max(2, count // 4)


def without_contents(lines: Iterable[Line]) -> tuple[list[Line], list[Aside]]:
    """The lines without tables of contents: entries with leaders, and what stands between them."""
    held = list(lines)
    inside = _contents_lines(held)
    kept = [line for at, line in enumerate(held) if at not in inside]
    asides = [Aside(held[at].text.strip(), "contents", held[at].place) for at in sorted(inside)]
    return kept, asides


def _contents_lines(lines: Sequence[Line]) -> set[int]:
    entries = [at for at, line in enumerate(lines) if _LEADER.search(line.text)]
    titles = [at for at, line in enumerate(lines) if _CONTENTS.match(line.text)]
    entries += [at for start in titles for at in _entries_after(lines, start)]
    inside: set[int] = set()
    for start, end in _clusters(sorted(set(entries))):
        if end - start < 2 and not any(start - 3 <= title <= start for title in titles):
            continue
        first = next((title for title in titles if start - 4 <= title < start), start)
        inside.update(range(first, end + 1))
    return inside


def _entries_after(lines: Sequence[Line], start: int) -> list[int]:
    """Entries without leaders below a title "Contents": they end with a page number set apart."""
    found: list[int] = []
    for at in range(start + 1, len(lines)):
        if _ENTRY.search(lines[at].text) or _LEADER.search(lines[at].text):
            found.append(at)
        elif at - (found[-1] if found else start) > 3:
            break
    return found


def _clusters(entries: Sequence[int]) -> list[tuple[int, int]]:
    """Runs of entries with at most two other lines between neighbours."""
    runs: list[tuple[int, int]] = []
    for at in entries:
        if runs and at - runs[-1][1] <= 3:
            runs[-1] = (runs[-1][0], at)
        else:
            runs.append((at, at))
    return runs
