"""One norm of a quote as a rule: its own words, the case in which it holds, what limits it, and how far it reaches."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from kb.model import Force, Span
from kb.norms import Norm, norms, qualifiers
from kb.text import terms

CONDITIONS = frozenset({"if", "where", "when", "provided that", "to the extent", "until", "subject to", "domestic law"})
EXCEPTIONS = frozenset({"unless", "except"})
RESERVED = frozenset({"unless", "except", "without prejudice", "notwithstanding"})
_CASES = frozenset({"if", "where", "when"})
_CONSENT = re.compile(
    r"\b(?:(?<!may )(?<!may, )without|with) (?:the |its |their )?(?:\w+ )?"
    r"(?:consent|authori[sz]ation|agreement|permission|leave|approval)\b|"
    r"\bmay, at the request of\b|\bup?on being satisfied\b|\bin appropriate cases\b",
    re.I,
)
_IDLE = re.compile(
    r"pending\b|when it has jurisdiction\b|if (?:they|it) (?:are|is) considered appropriate\b|if (?:any|need be|"
    r"possible|necessary|applicable)\b|subject to (?:such|those|these)\b",
    re.I,
)
_MOMENT = re.compile(
    r"\b(?:even|time|date|day|moment|proceedings|regardless of|irrespective of)$", re.I
)  # "even if", "at the time when"
_CONTENT = re.compile(r"\b(?:request|require|ask|demand) that\b", re.I)  # what follows is what may be asked for
_ENSURES = re.compile(r"\b(?:ensure|guarantee|provide)s? that\b", re.I)
_SAYS_HOW = re.compile(r"^\W*(?:be (?:determined|defined)|define)\b", re.I)
_BOUND = re.compile(  # words by which a norm gives less than its verb says
    r"\b(?:for (?:the )?purposes? of(?! prosecution)|declar(?:e|ation)|consent|agree(?:ment)?s?|notif|"
    r"with (?:a view to|the aim of)|"
    r"feasible|practicable|provided)\b",
    re.IGNORECASE,
)
_SOME_STATES = re.compile(r"\b(?:States?|Part(?:y|ies))\s+(?:that|which|whose)\b")  # the norm speaks to some alone
_DENIES = re.compile(r"^[^,]{0,60}\bnot (?:be )?(?:extradit|surrender|hand)", re.I)
_NOT_DONE = re.compile(r"\b(?:not|never|no|refus\w+|declin\w+|without|keep|turn(?:s|ed)? \w* ?down)\b|n['’]t\b", re.I)
_HANGING = re.compile(
    r"\b(?:except|save)\s+(?:in (?:the |any )?(?:following )?cases?|where|when|if)\b|"
    r"\bunless\b(?![^.;]{0,220}\b(?:agree|consent|approv|authori[sz]|indicat|request|permi|decid))",
    re.I,
)
_LISTED = re.compile(r"\b(?:except|save|unless)\b[^.;:]{0,120}:", re.I)  # exceptions in letters
_BACK = re.compile(r"[.;]\s*(?:However|Nevertheless|Nonetheless)\b|\b(?:may|shall),? however\b")
_EVENT = re.compile(r"in (?:the )?(?:event|case) of\b", re.I)
_MODALS = frozenset(
    terms(
        "shall may can must will not have has had right be required need needed compulsory mandatory obligatory "
        "necessary forbidden prohibited allowed permitted entitled free obliged bound oblige require us we our they"
    )
)
GENERIC = frozenset(  # words that tell no case from another
    terms(
        "state states party parties person persons offence offences crime request requested requesting law laws legal "
        "convention article paragraph court authority authorities ground grounds reason reasons substantial believe "
        "believing purpose view opinion case cases concern concerned measure measures necessary territory committed "
        "subject subjected danger made make take taken regard regarded consider considered respect provide provided "
        "country protocol under not him her them one own any other already accordance agreement treaty been"
    )
)
NEAR_ENOUGH = 0.4  # share of the question's words that a norm has to hold where it gives less than is asked for


_SELF = re.compile(r"\b(?:himself|herself|themselves)\b", re.I)
_HANDING_OVER = frozenset(terms("extradite surrender"))
_ACTORS = {  # who acts, by kind; the first kind that is named counts
    "envoy": r"consular (?:officers?|employees?|posts?|agents?)|consuls?|diplomat\w*|sending states?",
    "bench": r"(?:the|this) court(?= may| shall| can|$)|icc|strasbourg|chambers?|committees?|boards?|commissions?|"
    "cent(?:er|re)",
    "crew": r"commanders?|captains?|pilots?|crew",
    "police": r"police|customs|navy|coast guard|army|soldiers?",
    "state": r"states?|part(?:y|ies)|authorit(?:y|ies)|courts?|governments?",
    "private": r"journalists?|citizens?|private (?:persons?|individuals?)",
    "person": r"persons?|accused|victims?|prisoners?|witness(?:es)?|migrants?|passengers?|suspects?|defendants?|"
    r"individuals?|anyone|everyone|citizens?",
}
_APART = (
    {"state", "envoy"},
    {"state", "crew"},
    {"police", "envoy"},
    {"police", "crew"},
    {"police", "person"},
    {"private", "state"},
)
_DOER = re.compile(
    r"^(?:can|may|could)\s+(?P<who>(?:(?:the|a|an|our|my|their|its|national|local|foreign)\s+)*\w+(?:\s+(?:guard|"
    r"officers?))?)\s+(?!be\b)\w+",
    re.I,
)


def _actors(words: str) -> frozenset[str]:
    return frozenset(
        next(([kind] for kind, names in _ACTORS.items() if re.search(rf"\b(?:{names})\b", words.strip(), re.I)), [])
    )


@dataclass(frozen=True, slots=True)
class Rule:
    """A norm and the quote that holds it; spans count in `text`."""

    norm: Norm
    text: str

    @property
    def force(self) -> Force:
        """The force of the norm as it is read by itself."""
        return self.norm.force

    @property
    def words(self) -> str:
        """The sentence or clause of the norm."""
        return self.norm.span.of(self.text)

    @property
    def after(self) -> str:
        """What follows the modal, to the end of the quote."""
        return self.text[self.norm.cue.end :]

    @property
    def own(self) -> str:
        """The words of the norm, without a sentence that follows it unspaced."""
        norm = self.norm
        stop = re.search(r"[.;](?=[A-Z])", self.text[norm.cue.end : norm.span.end])
        return self.text[norm.span.start : norm.cue.end + stop.start()] if stop else self.words

    @property
    def alike(self) -> list[Rule]:
        """The rule and those of the same force in the words quoted with it."""
        others = (one for one in norms(self.text) if one.force == self.force and one.cue != self.norm.cue)
        return [self, *(Rule(one, self.text) for one in others)]

    @property
    def bounds(self) -> frozenset[str]:
        """The kinds of conditions in the norm's own words; domestic law lifts no ban."""
        found = limits(_CONTENT.split(self.own)[0]) & CONDITIONS
        return found - {"domestic law"} if self.force == "shall not" else found

    @property
    def conditional(self) -> bool:
        """True where the words of the norm have a condition."""
        return bool(limits(self.words) & CONDITIONS)

    def less_than_said(self, asked: str) -> bool:
        """True where a norm of this force gives less than its verb says, in the letter of which the question speaks."""
        return any(_BOUND.search(letter_asked(asked, one.own)) for one in self.alike)

    @property
    def listed_exceptions(self) -> bool:
        """True where exceptions stand in letters, or hang on what happened: the case asked about may be one of them."""
        return bool(_LISTED.search(self.text) or _HANGING.search(self.own))

    @property
    def taken_back(self) -> bool:
        """True where a later sentence takes something back."""
        return bool(_BACK.search(self.text, self.norm.cue.end))

    @property
    def of_content(self) -> bool:
        """True where what may be asked of another is the point: "may require that it be kept secret"."""
        return bool(_CONTENT.search(self.text))

    @property
    def event(self) -> set[str]:
        """What an event that opens the norm is about, "in the event of fire": one that is named is as good as given."""
        said = [one.span.of(self.text) for one in self.norm.qualifiers if one.span.start < self.norm.cue.start]
        return set(terms(" ".join(words for words in said if _EVENT.match(words)))) - GENERIC

    def alone(self, force: Force) -> bool:
        """True where the quote has no norm of other force, what it says of terms left out."""
        return {one.force for one in norms(self.text) if not Rule(one, self.text).says_how} == {force}

    @property
    def says_how(self) -> bool:
        """True for a norm that only says how a term is to be understood."""
        return bool(_SAYS_HOW.match(self.after))

    def speaks_of(self, asked: str) -> bool:
        """True where the norm's own words hold a fair share of the question's."""
        words = set(terms(asked)) - GENERIC - _MODALS
        return len(words & set(terms(self.own))) >= NEAR_ENOUGH * len(words)

    def does(self, asked: str) -> bool:
        """True where the question asks for what the norm's own verb does."""
        verb = re.match(r"\W*(?:(?:also|be|have|to|not|then)\W+)*(\w+)", self.after, re.I)
        said = {*(terms(verb[1]) if verb else ()), *terms(self.norm.cue.of(self.text))} - GENERIC - _MODALS
        return bool(said & set(terms(asked)))

    def is_case(self, asked: str) -> bool:
        """True where the question is about the very case in which the norm holds."""
        case = self._case()
        if _DENIES.search(case) and not _NOT_DONE.search(asked):
            return False
        outside = set(terms(self.own.replace(case, " "))) if case else set()
        named = set(terms(case)) - outside - GENERIC
        shared = named & set(terms(asked))
        others = limits(self.own.replace(case, " ")) & CONDITIONS
        if _DENIES.search(case) and set(terms(case)) & set(terms(asked)) & _HANDING_OVER:
            return not others
        return bool(shared) and not others and (self.force == "shall not" or 3 * len(shared) >= len(named))

    def only_in_case(self, asked: str) -> bool:
        """True where what the question asks for stands in the condition of the norm and nowhere else in it."""
        case = self._case()
        words = set(terms(asked)) - GENERIC - _MODALS
        return (
            bool(_DENIES.search(case))
            and bool(words & set(terms(case)))
            and not words & set(terms(self.own.replace(case, " ")))
        )

    def _case(self) -> str:
        """The words from the first "if", "where" or "when" after the cue to the end of the norm, or of its aside."""
        norm, text = self.norm, self.text
        after = [one.span for one in norm.qualifiers if one.kind in _CASES and one.span.start >= norm.cue.start]
        after = [span for span in after if not _IDLE.match(text[span.start :])]
        if not after:
            return self._opening()
        aside = text[: after[0].start].rstrip().endswith(",") and text[after[0].end : after[0].end + 1] == ","
        return after[0].of(text) if aside else text[after[0].start : norm.span.start + len(self.own)]

    def _opening(self) -> str:
        """The case that stands before the cue of a duty: "If it does not extradite its national, it shall …"."""
        norm = self.norm
        before = [one.span for one in norm.qualifiers if one.kind in _CASES and one.span.end <= norm.cue.start]
        return before[0].of(self.text) if before and self.force == "shall" else ""

    def of_others(self, asked: str) -> bool:
        """True where the question asks what one may do and the norm gives it to somebody else."""
        who = _DOER.match(asked)
        before = re.split(r"[,;:]", self.text[self.norm.span.start : self.norm.cue.start])
        theirs = _actors(next((part for part in reversed(before) if part.strip()), ""))
        ours = _actors(who["who"]) if who else frozenset()
        if ours == {"person"} and theirs == {"state"} and (self.does(asked) or _SELF.search(asked)):
            return True
        return any({one, other} in _APART for one in ours for other in theirs)

    def for_some(self, asked: str) -> bool:
        """True where the norm gives only to some, "any State which has acceded", and the question names none of it."""
        norm = self.norm
        relative = _SOME_STATES.search(self.text, norm.span.start, norm.cue.start)
        return relative is not None and not set(terms(self.text[relative.end() : norm.cue.start])) & set(terms(asked))


_LETTER = re.compile(r"(?:^|(?<=[\s:;,]))\(?[a-j][).]\s?(?=[A-Za-z(])")


def letter_asked(words: str, text: str) -> str:
    """The text with no letter of its list but the one that the question speaks of; whole where that is not clear."""
    starts = [found.start() for found in _LETTER.finditer(text)]
    if len(starts) < 2:
        return text
    letters = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    held = [set(terms(letter)) for letter in letters]
    asked = set(terms(words)) - GENERIC
    own = [len((asked & one).difference(*(other for other in held if other is not one))) for one in held]
    near = [n for n, count in enumerate(own) if count]
    return f"{text[: starts[0]]}{letters[near[0]]}" if len(near) == 1 else text


def limits(text: str) -> frozenset[str]:
    """The kinds of qualifiers in the words quoted; "even if", "at the time when", "pending", "if any" limit nothing."""
    found = (one for one in qualifiers(text) if not _MOMENT.search(text[: one.span.start].rstrip()))
    kinds = {one.kind for one in found if not _IDLE.match(text[one.span.start :])}
    return frozenset(kinds | ({"provided that"} if _CONSENT.search(text) else set()))


def named_in(words: str, text: str, kinds: Set[str]) -> bool:
    """True where the question speaks of what only the clauses of these qualifiers name."""
    clauses = [one.span for one in qualifiers(text) if one.kind in kinds and not _IDLE.match(text[one.span.start :])]
    inside = set(terms(" ".join(span.of(text) for span in clauses)))
    outside = "".join(c for n, c in enumerate(text) if not any(span.start <= n < span.end for span in clauses))
    return bool(set(terms(words)) & inside - set(terms(outside)))


def with_letters(quotes: Sequence[str]) -> list[str]:
    """The quotes, letters joined to the words that open their list and labelled, so that they are read as one norm."""
    joined: list[str] = []
    for text in quotes:
        opened = bool(joined) and (joined[-1].endswith(":") or (": (a) " in joined[-1] and not norms(text)))
        joined = [*joined[:-1], f"{joined[-1]} (a) {text}"] if opened else [*joined, text.rstrip()]
    return joined


def rules(quotes: Sequence[str]) -> list[Rule]:
    """The norms of the quotes, "shall ensure that" as one with what is to be ensured where that is a norm itself."""
    whole: list[Rule] = []
    for text in quotes:
        for norm in norms(text):
            before = whole[-1] if whole and whole[-1].text is text else None
            if before and before.norm.span.end == norm.span.start and _ENSURES.search(before.words):
                span = Span(before.norm.span.start, norm.span.end)
                whole[-1] = Rule(replace(norm, span=span, qualifiers=(*before.norm.qualifiers, *norm.qualifiers)), text)
            else:
                whole.append(Rule(norm, text))
    return whole
