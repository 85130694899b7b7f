"""What kind of thing a question asks for, read off its words; a question may be of several kinds or of none."""

from __future__ import annotations

import re
from typing import Literal

from kb.model import Span
from kb.text import sentences, terms

Kind = Literal[
    "definition", "time", "contents", "refusal", "condition", "comparison", "how-to", "yes-or-no", "scenario"
]

_SIGNS: dict[Kind, str] = {
    "definition": r"\bmeaning\b|\b(?:mean|means|meant) by\b|\bwhat does .{1,60} (?:mean|cover)\b|\bcounts? as\b|"
    r"\bdefin(?:e[sd]?|ition)\b|\bwhat exactly (?:is|are)\b",
    "time": r"\bhow (?:long|soon|fast|quickly|far ahead|many (?:hours|days|weeks|months|years))\b|\bdeadline|\bclock\b|"
    r"\btime[- ]limit|\bminimum\b|\blongest\b|\bby (?:when|what (?:day|date))\b|\bwithin what\b",
    "contents": r"\bwhat (?:must|should|has to|needs to|do|does) .{0,40}\b(?:contain|include|go into|attach|accompany|"
    r"state|explain|specify|mention|enclose)|\bwhat goes (?:into|in|with)\b|\b(?:which|what) (?:papers|documents|"
    r"details|information|particulars|enclosures)\b|\battached\b|\bcontents? of\b",
    "refusal": r"\b(?:refus|declin|turn(?:ed)? (?:it |them |us )?down|say no|reject|grounds? for)\w*",
    "condition": r"\bcondition|\brequire(?:d|ment)|\bwhat (?:is|are) needed\b|\bmust be in place\b",
    "comparison": r"\bcompar|\bversus\b|\bvs?\.|\bdiffer|\bset against\b",
    "how-to": r"^\s*how (?:do|can|should|would|to)\b|\bwhat (?:must|should) (?:i|we) do\b|\bsteps?\b",
}
_PATTERNS = {kind: re.compile(sign, re.IGNORECASE) for kind, sign in _SIGNS.items()}
_MODAL = "can|may|must|could|should|shall|do|does|did|is|are|was|were|has|have|will|would"
_YES_OR_NO = re.compile(rf"^(?:so\s+|and\s+|but\s+)?(?:{_MODAL})\b", re.IGNORECASE)
_ASKS = rf"(?:(?:{_MODAL})\s+(?!I\s+\w+\s*,)\w|(?:how|what|who|whom|whose|when|where|which)\b)"
_NEXT_ISSUE = re.compile(rf"(?:,\s+(?:and|or|but)|;)\s+(?={_ASKS})", re.IGNORECASE)
_LISTED_ISSUE = re.compile(rf",\s+(?:(?:and|or|but)\s+)?(?={_ASKS})|;\s+(?={_ASKS})", re.IGNORECASE)
_ASKING = re.compile(rf"(?:^|[,:;–—]\s+|\b(?:and|but|so|then)\s+){_ASKS}", re.IGNORECASE)
MOST_ISSUES = 8
SCENARIO_WORDS = 30


def kinds_of(text: str) -> tuple[Kind, ...]:
    """The kinds that the words show, in the order of `Kind`."""
    found = [kind for kind, sign in _PATTERNS.items() if sign.search(text)]
    asked = [span.of(text) for span in sentences(text) if span.of(text).endswith("?")]
    if any(_YES_OR_NO.match(clause.strip()) for one in asked for clause in re.split(r"[,:]\s", one)):
        found.append("yes-or-no")
    if len(sentences(text)) > 1 and len(text.split()) >= SCENARIO_WORDS:
        found.append("scenario")
    return tuple(found)


def issues_of(text: str) -> tuple[Span, ...]:
    """The questions that a text raises one after another, each once, as slices; none where it raises one or a flood."""
    found = [part for span in sentences(text) if span.of(text).endswith("?") for part in _split(text, span)]
    apart = tuple({part.of(text).casefold().rstrip("?"): part for part in reversed(found)}.values())[::-1]
    return apart if 1 < len(apart) <= MOST_ISSUES else ()


def _split(text: str, span: Span) -> list[Span]:
    """The questions of one sentence: where ", and who …" adds one, commas before others part them too."""
    adds = _NEXT_ISSUE.search(text, span.start, span.end)
    cuts = list(_LISTED_ISSUE.finditer(text, span.start, span.end)) if adds else []
    starts = [span.start, *(match.end() for match in cuts)]
    ends = [*(match.start() for match in cuts), span.end]
    parts = [Span(start, end) for start, end in zip(starts, ends, strict=True)]
    parts = parts if _ASKING.search(parts[0].of(text)) else parts[1:]  # the facts before the first question
    return parts if len(parts) > 1 and all(terms(part.of(text)) for part in parts) else [span]
