"""The words that limit a norm, each from its cue to the end of its clause."""

from __future__ import annotations

import re

from kb.model import Span
from kb.norms.records import Qualifier, QualifierKind

_LAW = r"(?:domestic|national|internal|own|municipal)\s+(?:law|laws|legislation|legal\s+systems?)"
_CUES: tuple[tuple[QualifierKind, str], ...] = (
    ("unless", r"unless"),
    ("subject to", r"(?<!be\s)subject\s+(?:always\s+)?to"),
    (
        "except",
        r"except(?:\s+(?:that|where|when|if|as|in|to|for|with|by))?|save\s+(?:that|where|as|in|for|if|when)|"
        r"with\s+the\s+exception\s+of|other\s+than",
    ),
    (
        "to the extent",
        r"to\s+the\s+(?:fullest\s+|greatest\s+|widest\s+|maximum\s+)?extent(?:\s+\w+)?|"
        r"in\s*so\s*far\s+as|insofar\s+as|as\s+far\s+as(?:\s+possible)?|within\s+(?:its|their)\s+means",
    ),
    ("provided that", r"provided(?:\s+(?:always|however))?,?\s+that|on\s+(?:the\s+)?condition\s+that"),
    ("where", r"where(?:ver)?(?=[\s:])"),
    ("if", r"if(?=[\s,:])"),
    ("when", r"when(?:ever)?(?=[\s,:])|in\s+(?:the\s+)?(?:event|cases?)\s+(?:of|that|where)"),
    ("until", r"until|pending"),
    ("notwithstanding", r"notwithstanding|irrespective\s+of|regardless\s+of"),
    ("without prejudice", r"without\s+prejudice\s+to"),
    (
        "domestic law",
        rf"(?:in\s+accordance\s+with|in\s+conformity\s+with|consistent\s+with|under|within|permitted\s+by|contrary\s+to)"
        rf"\s+(?:the\s+(?:basic|fundamental)\s+(?:concepts|principles)\s+of\s+)?(?:its|their|the|that\s+\w+['’]s)\s+"
        rf"(?:respective\s+)?(?:{_LAW}|(?:law|laws|legal\s+system)\b)",
    ),
    (
        "discretion",
        r"at\s+(?:its|their)\s+(?:own\s+)?(?:discretion|option)|(?:as|when|where)\s+it\s+(?:deems|considers)\b",
    ),
)
_CUE = re.compile(
    "|".join(rf"(?P<c{n}>\b(?:{pattern})\b)" for n, (_, pattern) in enumerate(_CUES)),
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"[;:]|,(?=\s)|[.!?](?=\s|$)")


def qualifiers(text: str, start: int = 0, end: int | None = None) -> tuple[Qualifier, ...]:
    """The qualifiers in `text[start:end]`, in order; spans count in `text`."""
    stop = len(text) if end is None else end
    return tuple(_qualifier(text, cue, stop) for cue in _CUE.finditer(text, start, stop))


def _qualifier(text: str, cue: re.Match[str], stop: int) -> Qualifier:
    after = cue.end() + (text[cue.end() : cue.end() + 1] == ",")  # "if, within ten days, …" goes on
    close = _CLAUSE_END.search(text, after, stop)
    kind = _CUES[int((cue.lastgroup or "c0")[1:])][0]
    return Qualifier(kind, Span(cue.start(), close.start() if close else stop))
