"""Yes or no where the deciding norm carries it, "depends" where it has conditions; everything else is left open."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from kb.answer.closeness import overlap, rarity
from kb.answer.premise import GRANTS, refuses, turned_down
from kb.model import Entry, Quote, Statement, Verdict
from kb.norms import Norm, norms, qualifiers
from kb.text import sentences, terms

_LED_IN = r"^(?:so\s+|and\s+|but\s+|then\s+)?"
_PERMISSION = re.compile(
    _LED_IN + r"(?:can|may|could|(?:are|is)\s+\w+(?:\s+\w+)?\s+(?:allowed|permitted|free|entitled))\b", re.IGNORECASE
)
_OBLIGATION = re.compile(
    _LED_IN + r"(?:must|shall|(?:do|does)\s+\w+(?:\s+\w+)?\s+(?:have|need)\s+to|"
    r"(?:are|is)\s+\w+(?:\s+\w+)?\s+(?:obliged|bound|required))\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"\b(?:not|never|no|nobody|without|instead|stop|prevent|bar|block)\b|n['’]t\b", re.IGNORECASE)
_CONDITIONS = frozenset(
    {"if", "where", "when", "provided that", "to the extent", "until", "subject to", "domestic law"}
)
_NARROWED = re.compile(  # words by which a question asks for more than the norm may give
    r"\b(?:less|more|only|automatically|always|any|all|even|lower|higher|forced|against|instead|alone|every|same)\b",
    re.IGNORECASE,
)
_BOUND = re.compile(  # words by which a norm gives less than its verb says
    r"\b(?:for (?:the )?purposes? of|declar(?:e|ation)|consent|agree(?:ment)?s?|notif|with a view to|provided)\b",
    re.IGNORECASE,
)
_SOME_STATES = re.compile(r"\b(?:States?|Part(?:y|ies))\s+(?:that|which|whose)\b")  # the norm speaks to some alone
_EXCEPTIONS = frozenset({"unless", "except"})
_RESERVES = re.compile(
    r"\breserves? the right\b|\bby (?:a |means of a )?declaration\b|\bmay\b[^.;]{0,80}\bdeclare\b", re.I
)
SHARED = 0.25  # share of the question's words, by rarity, that the deciding norm with its digest has to hold
WORDS = {"yes": "Yes", "no": "No", "depends": "It depends"}


def verdict(
    question: str,
    statements: Sequence[Statement],
    entries: Sequence[Entry],
    subjects: Set[frozenset[str]] = frozenset(),
) -> tuple[Verdict | None, str]:
    """The verdict on one yes-or-no question and its headline; none where the first statement does not decide it.

    `entries` are those of the statements, in their order. `subjects` name, in index terms, what provisions near the
    question are about: one that is asked for and that the first provision lacks leaves the question open.
    """
    asked = _asked(question)
    if asked is None or not statements or _NEGATED.search(asked):
        return None, ""
    rule = _deciding(asked, statements[0].quotes, entries)
    if rule is None or _beside_the_point(asked, entries[0], subjects):
        return None, ""
    norm, text = rule
    limits = _limits(" ".join(quote.text for quote in statements[0].quotes))
    found = _answer(asked, norm, text, limits)
    if found is None:
        return None, ""
    return found, _headline(found, norm, limits, statements)


def _beside_the_point(asked: str, first: Entry, subjects: Set[frozenset[str]]) -> bool:
    """True where the question is about a thing of which the provision says nothing."""
    words = set(terms(asked))
    held = set(terms(f"{first.unit.heading} {first.unit.text} {_gloss(first)}"))
    return any(subject <= words and not subject <= held for subject in subjects)


def _limits(text: str) -> frozenset[str]:
    """The kinds of qualifiers in the words quoted; "even if" limits nothing."""
    found = (one for one in qualifiers(text) if not text[: one.span.start].casefold().rstrip().endswith("even"))
    return frozenset(one.kind for one in found)


def _asked(question: str) -> str | None:
    """The one question of the text that wants yes or no, without words before its comma or colon."""
    found = [span.of(question) for span in sentences(question) if span.of(question).endswith("?")]
    found = found or ([question] if not re.search(r"[.!]", question) else [])
    if len(found) != 1 or re.search(r",\s+and\b|\bor\b", found[0]):
        return None
    clauses = [clause.strip() for clause in re.split(r"[,:;–—-]\s", found[0])]
    return next((clause for clause in clauses if _PERMISSION.match(clause) or _OBLIGATION.match(clause)), None)


def _deciding(asked: str, quotes: Sequence[Quote], entries: Sequence[Entry]) -> tuple[Norm, str] | None:
    """The one norm of the first statement that speaks of what is asked; none where norms of other force are as near."""
    found = [(norm, quote.text) for quote in quotes for norm in norms(quote.text)]
    if not found:
        return None
    digest = entries[0].digest
    if digest is None and not set(terms(quotes[0].text[found[0][0].cue.end :])[:3]) & set(terms(asked)):
        return None
    ours = _gloss(entries[0])
    weights = rarity([entry.unit.text for entry in entries] + [ours])
    if overlap(asked, " ".join([ours, *(quote.text for quote in quotes)]), weights) < SHARED:
        return None
    if len({norm.force for norm, _ in found}) == 1:
        return found[0]
    near = [overlap(asked, norm.span.of(text), weights) for norm, text in found]
    best = max(range(len(found)), key=lambda n: near[n])
    rivals = {found[n][0].force for n in range(len(found)) if near[n] >= 0.7 * near[best]}
    return found[best] if near[best] > 0 and len(rivals) == 1 else None


def _gloss(entry: Entry) -> str:
    digest = entry.digest
    return " ".join((digest.digest, *digest.terms, *digest.questions)) if digest else ""


def _answer(asked: str, norm: Norm, text: str, limits: frozenset[str]) -> Verdict | None:
    words = norm.span.of(text)
    turned = bool(turned_down(asked)) != refuses(words)
    permission = bool(_PERMISSION.match(asked))
    if turned:
        free = not permission and norm.force == "may" and GRANTS.search(asked)
        return "no" if free else None
    table: dict[str, Verdict] = (
        {"may": "yes", "shall not": "no", "only if": "depends"}
        if permission
        else {"shall": "yes", "shall not": "no", "need not": "no"}
    )
    found = table.get(norm.force)
    if found == "yes" and (_NARROWED.search(asked) or _BOUND.search(text)):
        return None
    conditional = found is not None and limits & _CONDITIONS and norm.force != "need not"
    narrowed = found in ("yes", "no") and _SOME_STATES.search(text, norm.span.start, norm.cue.start)
    return "depends" if conditional or narrowed else found


def _headline(found: Verdict, norm: Norm, limits: frozenset[str], statements: Sequence[Statement]) -> str:
    """The verdict with what limits it."""
    said = WORDS[found]
    if found == "depends":
        return f"{said} on the conditions in [1]."
    declared = next((n for n, one in enumerate(statements[1:], 2) if _declared(one)), 0)
    if found == "no" and declared:
        return f"{said}, unless a reservation or declaration was made, see [{declared}]."
    if limits & _EXCEPTIONS:
        return f"{said}, with the exception in [1]."
    return f"{said}: an option, not a duty." if found == "no" and norm.force == "may" else f"{said}."


def _declared(said: Statement) -> bool:
    return any(_RESERVES.search(quote.text) for quote in said.quotes)
