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
_NEGATED = re.compile(
    r"\b(?:not|never|no|nobody|without|instead|stop|prevent|bar|block|veto|object|oppose|resist|"
    r"forbid(?:den)?|prohibit(?:ed)?|ban(?:ned)?|(?:hold|keep) (?:\w+ )?back|keep\b[^?]*\b(?:from|out))\b|n['’]t\b",
    re.IGNORECASE,
)
_CONDITIONS = frozenset(
    {"if", "where", "when", "provided that", "to the extent", "until", "subject to", "domestic law"}
)
_NARROWED = re.compile(  # words by which a question asks for more than the norm may give
    r"\b(?:less|more|only|automatically|always|any|all|even|lower|higher|forced|against|instead|alone|every|same)\b",
    re.IGNORECASE,
)
_BOUND = re.compile(  # words by which a norm gives less than its verb says
    r"\b(?:for (?:the )?purposes? of|declar(?:e|ation)|consent|agree(?:ment)?s?|notif|with (?:a view to|the aim of)|"
    r"feasible|provided)\b",
    re.IGNORECASE,
)
_SOME_STATES = re.compile(r"\b(?:States?|Part(?:y|ies))\s+(?:that|which|whose)\b")  # the norm speaks to some alone
_EXCEPTIONS = frozenset({"unless", "except"})
_RESERVED = frozenset({"unless", "except", "without prejudice", "notwithstanding"})
_EFFECT = re.compile(  # a norm that says what holds, not what somebody has to do
    r"^\W*(?:(?:also|likewise|then|mutatis mutandis)\W+)*(?:apply|be (?:deemed|regarded|applicable|applied))\b", re.I
)
_PREREQUISITE = re.compile(  # a question whether one thing has to come before another
    r"\bbefore\b|\bwait\b|^\W*(?:must|shall)\b.*\bhave\s+(?:\w+ly\s+|already\s+)?(?!to\b)\w+(?:ed|en|ne|een|ade|ome)\b",
    re.I,
)
_PROMOTES = re.compile(r"^\W*(?:\w+ly\s+)?(?:encourage|promote|facilitate|support|seek|aim)\b", re.I)
_NO_BAN = re.compile(  # "shall not exclude criminal proceedings", "shall not be required": nothing is forbidden
    r"^\W*(?:\w+ly\s+)?(?:be (?:so )?(?:necessary|required|obliged|bound|compelled|construed)|"
    r"exclude|preclude|prevent|prejudice|affect|impair|hinder|restrict|limit)\b",
    re.I,
)
_OFFENCE = re.compile(r"\bas (?:an? )?(?:criminal |penal )?offences?\b|\bcriminali[sz]ed\b", re.I)
_PUNISHED = re.compile(
    r"\b(?:crim\w+|offences?|punish\w*|penal\w*|outlaw\w*|laws?|illegal|forbid\w*|sanction\w*)\b", re.I
)
_SOLE = re.compile(r"\b(?:solely|merely|sole|exclusively)\b", re.I)
_OTHER = re.compile(r"\b(?:other|others|another|else|also|besides|additional)\b", re.I)
_DENIED = re.compile(r"\b(?:shall|may) not\b|\b(?:no|nothing|none)\b[^.;]{0,60}\b(?:shall|may)\b", re.I)
_IDLE = re.compile(r"pending\b|if (?:any|need be|possible|necessary|applicable)\b", re.I)
_MOMENT = re.compile(r"\b(?:even|time|date|day|moment)$", re.I)  # "even if", "at the time when"
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
    """The kinds of qualifiers in the words quoted; "even if", "at the time when", "pending", "if any" limit nothing."""
    found = (one for one in qualifiers(text) if not _MOMENT.search(text[: one.span.start].rstrip()))
    return frozenset(one.kind for one in found if not _IDLE.match(text[one.span.start :]))


def _named_in(asked: str, text: str, kinds: Set[str]) -> bool:
    """True where the question speaks of what only the clauses of these qualifiers name."""
    clauses = [one.span for one in qualifiers(text) if one.kind in kinds]
    inside = set(terms(" ".join(span.of(text) for span in clauses)))
    outside = "".join(c for n, c in enumerate(text) if not any(span.start <= n < span.end for span in clauses))
    return bool(set(terms(asked)) & inside - set(terms(outside)))


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
        return next((one for one in found if not _EFFECT.match(one[1][one[0].cue.end :])), None)
    near = [overlap(asked, norm.span.of(text), weights) for norm, text in found]
    best = max(range(len(found)), key=lambda n: near[n])
    rivals = {found[n][0].force for n in range(len(found)) if near[n] >= 0.5 * near[best]}
    return found[best] if near[best] > 0 and len(rivals) == 1 else None


def _gloss(entry: Entry) -> str:
    digest = entry.digest
    return " ".join((digest.digest, *digest.terms, *digest.questions)) if digest else ""


def _answer(asked: str, norm: Norm, text: str, limits: frozenset[str]) -> Verdict | None:
    words = norm.span.of(text)
    turned = bool(turned_down(asked)) != refuses(words)
    permission = bool(_PERMISSION.match(asked))
    if turned:
        alone = {one.force for one in norms(text)} == {"may"}
        free = not permission and alone and GRANTS.search(asked)
        return "no" if free else None
    if _undecided(asked, norm, text, limits):
        return None
    table: dict[str, Verdict] = (
        {"may": "yes", "shall not": "no", "only if": "depends"}
        if permission
        else {"shall": "yes", "shall not": "no", "need not": "no"}
    )
    found = table.get(norm.force)
    if found == "yes" and (_NARROWED.search(asked) or _BOUND.search(text)):
        return None
    conditional = found is not None and limits & _CONDITIONS and norm.force not in ("need not", "only if")
    if conditional and not all(_conditional(one.span.of(text)) for one in norms(text) if one.force == norm.force):
        return None
    return "depends" if conditional or (found in ("yes", "no") and _restricted(asked, norm, text)) else found


def _conditional(words: str) -> bool:
    """True where the norm's own words have a condition: those that open its list, or each of its letters."""
    opening, *letters = (line for line in words.split("\n") if line.strip())
    held = [bool(_limits(letter) & _CONDITIONS) for letter in letters]
    return bool(_limits(opening) & _CONDITIONS) or (bool(held) and all(held))


def _undecided(asked: str, norm: Norm, text: str, limits: frozenset[str]) -> bool:
    """True where the norm speaks of the thing and yet leaves open what is asked about it."""
    if _EFFECT.match(text[norm.cue.end :]) or _named_in(asked, text, _RESERVED):
        return True
    after = text[norm.cue.end :]
    if norm.force == "may" and _DENIED.search(text):
        return True
    if norm.force == "shall not":
        other = _SOLE.search(text) and _OTHER.search(asked)
        # a ban whose condition is the case asked about is no "depends", and whether the case is met is not known
        return (
            bool(other or _NO_BAN.match(after)) or "without prejudice" in limits or _named_in(asked, text, _CONDITIONS)
        )
    element = _OFFENCE.search(after) and not _PUNISHED.search(asked)
    return norm.force == "shall" and bool(_PREREQUISITE.search(asked) or _PROMOTES.match(after) or element)


def _restricted(asked: str, norm: Norm, text: str) -> bool:
    """True where the norm gives only to some, "any State which has acceded", and the question names nothing of it."""
    relative = _SOME_STATES.search(text, norm.span.start, norm.cue.start)
    return relative is not None and not set(terms(text[relative.end() : norm.cue.start])) & set(terms(asked))


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
