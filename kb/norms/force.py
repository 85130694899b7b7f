"""The force of one clause: which modal words it has, and which of them stand in its main clause."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.model import Force, Span

# Adverbs and asides between a modal and its verb: "shall, in any event, not", "shall also", "shall as a rule".
_ADVERB = (
    r"(?:also|likewise|then|thus|therefore|always|immediately|promptly|nevertheless|however|further|in\s+any\s+(?:case|event)|"
    r"as\s+a\s+rule|at\s+the\s+same\s+time|at\s+any\s+time|whenever\s+\w+|where\s+\w+|when\s+\w+|as\s+far\s+as\s+possible|"
    r"to\s+the\s+(?:\w+\s+)?extent\s+(?:possible|practicable))"
)
_ASIDE = rf"(?:\s*,[^;:.]{{1,260}},\s*|\s+{_ADVERB}\s+|\s+)"
_NO_BAR = r"(?:prejudice|affect|prevent|preclude|impair|derogate|restrict|limit|hinder|bar)\b"

_PATTERNS: tuple[tuple[Force | None, str], ...] = (
    # definitions: no norm
    (None, r"(?:shall|is\s+to|are\s+to|shall\s+be\s+(?:taken|deemed|understood)\s+to)\s+(?:not\s+)?mean\b"),
    (None, r"shall\s+(?:also\s+)?(?:have|bear)\s+the\s+(?:same\s+)?meanings?\b|shall\s+be\s+understood\s+(?:as|to)\b"),
    # no bar, no duty
    ("need not", rf"(?:shall|may|does|do|will)\s+not\s+(?:\w+ly\s+)?{_NO_BAR}"),
    (
        "need not",
        r"(?:shall|may|does|do|will)\s+not\s+(?:be\s+(?:construed|interpreted|regarded|deemed|understood)\s+(?:as\s+)?"
        r"(?:to\s+)?(?:\w+ing\s+)?(?:an?\s+)?(?:obligation|prejudic\w+|affect\w*|exclud\w+|prevent\w*|requir\w+|oblig\w+|limit\w*|imposing))",
    ),
    ("need not", r"shall\s+not\s+be,?\s+(?:or\s+be\s+deemed\s+to\s+be,?\s+)?(?:precluded|prevented|debarred)\s+from\b"),
    (
        "need not",
        r"(?<!the\s)\bneed\s+not\b(?!\s+to\b)|\bshall\s+not\s+be\s+(?:obliged|bound|compelled|under\s+(?:any|an)\s+obligation)\b",
    ),
    (
        "need not",
        r"(?:is|are)\s+not\s+(?:required|obliged|bound|compelled)\b|shall\s+be\s+under\s+no\s+obligation|no\s+obligation\s+(?:to|shall)",
    ),
    ("need not", r"shall\s+be\s+exempt(?:ed)?\b"),
    # bans
    (
        "shall not",
        rf"shall{_ASIDE}(?:not|never|in\s+no\s+(?:case|circumstances?)|under\s+no\s+circumstances?|refrain)\b",
    ),
    (
        "shall not",
        r"shall\s+(?:be\s+)?(?:neither|no)\b|shall\s+have\s+no\b|(?:may|can|must|will)(?:\s+no\s+longer|\s+in\s+no\s+case|\s+under\s+no\s+circumstances|\s+not|\s+never)\b|cannot\b",
    ),
    ("shall not", r"(?:is|are|shall\s+be)\s+prohibited\b"),
    # softer duties
    ("may", r"(?:is|are)\s+not\s+(?:excluded|precluded)\b"),
    (
        "should",
        r"(?:is|are|shall\s+be)\s+(?:\w+ly\s+)?(?:encouraged|invited|urged|recommended)\b|\bshould(?:\s+not)?\b",
    ),
    (
        "endeavour",
        rf"(?:shall|will|undertakes?\s+to|agrees?\s+to){_ASIDE}(?:\w+ly\s+)?(?:endeavou?r|strive|seek\s+(?:to|ways)|attempt\s+to|try\s+to|"
        r"(?:make|use)\s+(?:(?:its|their|every|all|the)\s+)?(?:best\s+|possible\s+|reasonable\s+)?(?:efforts?|endeavou?rs?))\b",
    ),
    (
        "shall consider",
        rf"(?:shall|will|undertakes?\s+to){_ASIDE}(?:\w+ly\s+)?(?:consider\b(?!\s+(?:this|the\s+present)\b)|give\s+(?:\w+\s+){{0,2}}consideration|"
        r"examine\s+the\s+(?:possibility|expediency|desirability))",
    ),
    # rights and options
    (
        "may",
        r"(?:shall|will|may)?\s*\b(?:also\s+)?(?:have|has)\s+the\s+(?:right|option|power|faculty)\b|(?:reserves?\s+the\s+right)\b",
    ),
    (
        "may",
        r"(?:shall\s+(?:also\s+)?be|is|are)\s+(?:entitled|free|at\s+liberty|permitted|authori[sz]ed|allowed)\s+to\b|"
        rf"shall{_ASIDE}be\s+(?:at\s+liberty|free|entitled)\b",
    ),
    ("may", r"\b(?:may|can)\b"),
    # duties
    (
        "shall",
        r"\bshall\b|\bmust\b|\bundertakes?\b|\bagrees?\s+to\b(?!\s+(?:the|an?|such|any|this|its|their)\b)|(?:is|are)\s+(?:obliged|bound|required)\s+to\b|\bwill\b",
    ),
)
_MODAL = re.compile("|".join(f"(?P<p{n}>{pattern})" for n, (_, pattern) in enumerate(_PATTERNS)), re.IGNORECASE)

_NEGATIVE_SUBJECT = re.compile(
    r"^\W*(?:\(?\w{1,4}\)\s*)?(?:(?:however|in addition|moreover|nevertheless),?\s+)?"
    r"(?:no\b(?!\s+later)|nothing\b|neither\b|none\b|nobody\b|under\s+no\b|in\s+no\b|at\s+no\b|nor\b)",
    re.IGNORECASE,
)
_NEGATIVE_NEAR = re.compile(
    r"(?:^|[,;]\s*|\b(?:and|or|but)\s+)(?:nor|no|nothing|neither|none|in no case|under no circumstances)\b[^,;]*$", re.I
)
_NOTHING = re.compile(r"\bnothing\s+(?:in|contained)\b|\bno(?:thing)?\s+provision\b", re.IGNORECASE)
_PREJUDICES = re.compile(
    rf"^\W*(?:be\s+(?:\w+\s+){{0,5}}(?:as\s+|to\s+)?(?:\w+ly\s+)?(?:impos|oblig|requir|prejudic|affect|exclud|prevent|preclud|limit|authoris|authoriz)"
    rf"|{_NO_BAR}|exclude|oblige|require)",
    re.IGNORECASE,
)
_ONLY = re.compile(r"\bonly\b", re.IGNORECASE)
_CONJUNCTION = re.compile(
    r"\b(?:if|where|when|whenever|wherever|unless|whether|because|since|provided(?:\s+\w+)?,?\s+that|so\s+that|in\s+order\s+that|"
    r"in\s*so\s*far\s+as|insofar\s+as|to\s+the\s+extent(?:\s+that)?|as\s+soon\s+as|as\s+long\s+as|whereas)\b|,",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\b(?:which|who|whom|whose|what|as|how)\b|(?<!^)\bthat\b", re.IGNORECASE)
_NOUN_START = re.compile(
    r"^\s*(?:the|an?|any|it|they|he|she|we|such|each|every|its|their|this|these|those|one|either|another|other|all|states?|"
    r"parties|party|persons?|courts?|both|article|paragraph|requests?|information|extradition|assistance|only|also|in|at|under)\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|does|do|did|becomes?|wishes|makes?|requests?|receives?|considers?|applies|avails?|"
    r"decides?|intends?|finds?|exists?|contains?|requires?|permits?|provides?|establish(?:es|ed)|refuses?|takes?|may|shall|can|must)\b",
    re.IGNORECASE,
)
_ASIDE_AFTER_CONJUNCTION = re.compile(r"(\b(?:if|where|when|unless|which|who|that)),([^,;]*),", re.IGNORECASE)
_LEXICAL = re.compile(r"^(?:undertake|agree|is|are|ha[sv]e?|reserve)", re.IGNORECASE)
_AFTER_MODAL = re.compile(r"\b(?:may|shall|can|must|will|should|to|not|have)(?:\s+\w+ly|\s+also)?\s*$", re.IGNORECASE)
_COORDINATED = re.compile(r"\b(?:may|have)\b[^,;]*\b(?:or|and)\s*$", re.IGNORECASE)
_AND_CANNOT = re.compile(r"\b(?:and|or)\s*$", re.IGNORECASE)  # "cases in which he is found and cannot be extradited"
_ANY_MODAL = re.compile(r"\b(?:shall|may|must|can|will|should)\b", re.IGNORECASE)
_EMBEDDING = re.compile(
    r"\b(?:agreed?|declares?|decided?|undertakes?|ensures?|recogni[sz]es?|understood)\s+that\b[^,;]*$", re.IGNORECASE
)
_INVERTED = re.compile(r"^\W*should\b", re.IGNORECASE)
_DEFINES = re.compile(
    r"^\W*(?:\(?\w{1,4}[.)]\s*)?(?:(?:for the purposes? of|in)\b[^:,]{0,120}[:,]\s*)?(?:\(?\w{1,4}[.)]\s*)?"
    r"(?:the\s+(?:terms?|expressions?|words?)\s+)?[“\"‘'„«*_]+[^”\"’'»]{1,120}[”\"’'»*_]+[^.;]{0,80}?\b(?:shall\s+)?"
    r"(?:also\s+)?(?:means?|includes?|denotes?|refers?\s+to|signif(?:y|ies)|designates?|comprises?|have\s+the\s+meaning|be\s+understood)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A modal word or phrase, its force, and whether it stands in a main clause or after "agree that"."""

    force: Force
    span: Span
    main: bool
    embedded: bool = False


def is_definition(sentence: str) -> bool:
    """True where the sentence says what a quoted term means or includes."""
    return bool(_DEFINES.match(sentence))


def cues(sentence: str) -> tuple[Cue, ...]:
    """The modal words of a sentence that carry a norm, in order; spans count in the sentence."""
    if is_definition(sentence):
        return ()
    found = []
    for match in _MODAL.finditer(sentence):
        force = _PATTERNS[int((match.lastgroup or "p0")[1:])][0]
        start = match.end() - len(match.group().lstrip())
        if force is None or _is_no_modal(sentence, start, match.group().strip()):
            continue
        main = not _subordinate(sentence[:start])
        embedded = bool(_EMBEDDING.search(sentence[:start]))
        found.append(Cue(_in_context(force, sentence, start, match.end()), Span(start, match.end()), main, embedded))
    return tuple(found)


def _is_no_modal(sentence: str, start: int, cue: str) -> bool:
    """ "Should a Party wish" is a condition; "may undertake" and "to agree" carry the force of the word before."""
    inverted = start < 3 and bool(_INVERTED.match(sentence))
    return inverted or bool(_LEXICAL.match(cue) and _AFTER_MODAL.search(sentence[:start]))


def _in_context(force: Force, sentence: str, start: int, end: int) -> Force:
    before, after = sentence[:start], sentence[end:]
    segment = before.rsplit(";", 1)[-1]
    negative = bool(_NEGATIVE_SUBJECT.match(segment) or _NEGATIVE_NEAR.search(segment))
    if negative and force in ("shall", "may"):
        return "need not" if _NOTHING.search(segment) and _PREJUDICES.match(after) else "shall not"
    if force in ("may", "shall") and _only(after, force):
        return "only if"
    return force


def _only(after: str, force: Force) -> bool:
    """True for "may … only …" and for "shall … only if": what follows the modal up to the next clause."""
    stop = _CONJUNCTION.search(after)
    clause = after[: stop.start()] if stop else after
    clause = re.split(r"[;.]|\bnot\s+only\b|\brequest\s+that\b", clause)[0]
    only = _ONLY.search(clause)
    if only is None:
        return False
    bare = not clause[only.end() :].strip()
    return force == "may" or (bare and stop is not None and stop.group().casefold() in ("if", "when", "where"))


def _subordinate(before: str) -> bool:
    """True where the modal after `before` belongs to an "if", "which" or "as" clause."""
    masked = _ASIDE_AFTER_CONJUNCTION.sub(r"\1 \2 ", before)
    segment = masked[max(masked.rfind(mark) for mark in ",;:(") + 1 :].strip()
    conjunctions = [m for m in _CONJUNCTION.finditer(segment) if m.group() != ","]
    if conjunctions and not segment[: conjunctions[-1].start()].strip().casefold().endswith("even"):
        return True
    relatives = list(_RELATIVE.finditer(segment))
    if not relatives:
        return False
    between = _COORDINATED.sub(" ", segment[relatives[-1].end() :])
    if not between.strip() or (_AND_CANNOT.search(between) and not _ANY_MODAL.search(between)):
        return True
    return bool(_NOUN_START.match(between)) and not _VERB.search(between) and len(between.split()) <= 9
