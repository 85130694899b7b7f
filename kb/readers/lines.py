"""Hard-wrapped lines back to prose: labels at the start of a line, hyphens at its end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

_LABEL = re.compile(
    r"""\s*[*_]{0,3}(?:
        \((?:\d{1,3}|[a-zA-Z]{1,2}|[ivxlIVXL]{1,7})(?:\s?(?:bis|ter|quater))?\)
      | \d{1,3}(?:\s?(?:bis|ter|quater))?[.)](?=\s|[A-Z“"‘(])
      | (?:[a-zA-Z]|[ivxl]{1,7})[.)](?=\s|[A-Z“"‘(])(?!\s?[a-z]\.)
      | [–—•▪·-]\s
    )(?!\s*(?:and|or|to)\s\()""",
    re.VERBOSE,
)
_WORD = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)+|[^\W\d_]+")
_BROKEN = re.compile(r"([^\W\d_]+(?:[-‐‑][^\W\d_]+)*)([-‐‑\u00ad])$")
_HYPHENS = ("-", "‐", "‑", "\u00ad")
_PREFIXES = frozenset("non co self cross ex semi anti multi sub inter".split())  # may keep their hyphen
_LINKS = frozenset("by to of in on the at for".split())  # inside "case-by-case", "day-to-day"
_FIRSTS = frozenset("well long real decision policy law follow case".split())  # such words open compounds
_LASTS = frozenset("based related making term specific free sharing oriented founded".split())  # or end them
_TAIL = 80  # characters at the end of a line that decide how it joins the next
_FIRST = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)*")
_ENDS = re.compile(r"""(?:[.;:,!?—–][”"’')*_\]]*|[;,]\s*(?:and|or|and/or))(?:\s*\(\d{1,2}\))?\s*$""")


def starts_with_label(line: str) -> bool:
    """True where the line opens like a numbered paragraph, a letter, an item or a dash."""
    return _LABEL.match(line) is not None


def ends_a_sentence(line: str) -> bool:
    """True where a label may follow on the next line: the line ends with a stop, or with "; and"."""
    return _ENDS.search(line[-_TAIL:]) is not None


def vocabulary(lines: Iterable[str]) -> Counter[str]:
    """How often each word stands whole inside a line, hyphenated compounds included; broken line ends left out."""
    counts: Counter[str] = Counter()
    for line in lines:
        counts.update(word.lower() for word in _WORD.findall(_without_broken(line.rstrip())))
    return counts


def _without_broken(line: str) -> str:
    found = _BROKEN.search(line[-_TAIL:]) if line.endswith(_HYPHENS) else None
    return line[: -len(found[0])] if found else line


def _joint(line: str, following: str, known: Counter[str]) -> tuple[str, str]:
    """What to take off the end of the line and what to put between it and the next."""
    broken = _BROKEN.search(line[-_TAIL:]) if line.endswith(_HYPHENS) else None
    first = _FIRST.match(following)
    if not broken or not first:
        return ("", "" if line.endswith(("-", "‐", "/")) and first else " ")
    mark = broken[2]
    if mark == "\u00ad":
        return mark, ""
    head, tail = broken[1].lower(), first[0].lower()
    joined, kept = known[head + tail], known[f"{head}-{tail}"]
    if tail in ("and", "or") or (kept and kept >= joined):
        return "", " " if tail in ("and", "or") else ""
    if not joined and (first[0][0].isupper() or _is_compound(head, tail, known)):
        return "", ""
    return mark, ""


def _is_compound(head: str, tail: str, known: Counter[str]) -> bool:
    """A hyphen of the word's own: a prefix before a word of the document, or a compound of two that is common."""
    last, first = head.rpartition("-")[2], tail.partition("-")[0]
    if (last != head and last in _LINKS and known[first]) or (first != tail and first in _LINKS and known[last]):
        return True
    if head in _PREFIXES:
        return known[tail] > 0
    return (last in _FIRSTS or first in _LASTS) and known[last] > 0 and known[first] > 0


def unwrap(lines: Sequence[str], known: Counter[str]) -> str:
    """The lines as one line of prose: words broken at a line's end are whole again.

    A hyphen stays where the rest of the document writes the compound with one, before a capital, and, in a word that
    the document nowhere writes as one, behind a prefix or in a compound of a common kind.
    """
    parts: list[str] = []
    for at, line in enumerate(lines):
        bare = line.strip()
        following = lines[at + 1].strip() if at + 1 < len(lines) else ""
        if not following:
            parts.append(bare)
            continue
        drop, between = _joint(bare, following, known)
        parts.append((bare[: -len(drop)] if drop else bare) + between)
    return "".join(parts)
