"""Yes or no, only where a simple rule makes it safe; everything else is left to the reader."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.model import Verdict
from kb.norms import Norm, norms
from kb.text import sentences, terms

_PERMISSION = re.compile(
    r"^(?:so\s+|and\s+|but\s+)?(?:can|may|could|are\s+\w+(?:\s+\w+)?\s+(?:allowed|permitted|free|entitled)|is\s+\w+(?:\s+\w+)?\s+(?:allowed|permitted|free|entitled))\b",
    re.IGNORECASE,
)
_OBLIGATION = re.compile(
    r"^(?:so\s+|and\s+|but\s+)?(?:must|do\s+\w+(?:\s+\w+)?\s+(?:have|need)\s+to|does\s+\w+(?:\s+\w+)?\s+(?:have|need)\s+to|"
    r"(?:are|is)\s+\w+(?:\s+\w+)?\s+(?:obliged|bound|required)|shall)\b",
    re.IGNORECASE,
)
_LIMITS = frozenset(
    {"unless", "except", "subject to", "provided that", "if", "where", "when", "to the extent", "until"}
)
_REFUSAL = frozenset(terms("refuse decline deny reject oppose object turn"))


def verdict(question: str, said: Sequence[str]) -> Verdict | None:
    """Yes or no for one yes-or-no question whose act is the act of the first norm quoted and stands without limits."""
    asked = _asked(question)
    rule = next(iter(norms(said[0])), None) if said else None
    if asked is None or rule is None or not _same_act(asked, rule, said[0]):
        return None
    if any(qualifier.kind in _LIMITS for qualifier in rule.qualifiers):
        return None
    if _PERMISSION.match(asked):
        return {"shall not": "no", "may": "yes"}.get(rule.force)  # type: ignore[return-value]
    return {"shall": "yes", "need not": "no", "may": "no"}.get(rule.force)  # type: ignore[return-value]


def _asked(question: str) -> str | None:
    """The one question of the text that wants yes or no, without words before its comma or colon."""
    found = [span.of(question) for span in sentences(question) if span.of(question).endswith("?")]
    if len(found) != 1 or re.search(r",\s+and\b|\bor\b", found[0]):
        return None
    clauses = [clause.strip() for clause in re.split(r"[,:;–—-]\s", found[0])]
    return next((clause for clause in clauses if _PERMISSION.match(clause) or _OBLIGATION.match(clause)), None)


def _same_act(asked: str, rule: Norm, text: str) -> bool:
    """True where the verb after the modal is in the question, and both or neither speak of refusing."""
    after = terms(text[rule.cue.end : rule.span.end])[:3]
    said, wanted = set(terms(rule.span.of(text))), set(terms(asked))
    return bool(set(after) & wanted) and bool(said & _REFUSAL) == bool(wanted & _REFUSAL)
