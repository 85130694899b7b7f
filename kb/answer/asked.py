"""What a yes-or-no question wants to know: may one, must one, is it forbidden, is a thing such, does a treaty apply."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from kb.answer.premise import turned_down
from kb.text import sentences

Mode = Literal["may", "must", "forbidden", "is", "applies"]

_LED_IN = r"^(?:so\s+|and\s+|but\s+|then\s+)?"
_NEAR = r"\w+(?:\s+\w+)?\s+"
_FAR = r"[^?]{1,90}?\s"
_PLAIN: tuple[tuple[Mode, str], ...] = (
    ("is", rf"(?:can|may|could)\s+{_FAR}be\s+(?:regarded|considered|treated|deemed)\b"),
    ("may", rf"(?:can|may|could)\b|(?:is|are)\s+{_NEAR}(?:allowed|permitted|(?:free|entitled)\s+to)\b"),
    (
        "must",
        rf"(?:must|shall)\b|(?:do|does)\s+{_NEAR}(?:have|need)\s+to\b|(?:is|are)\s+{_NEAR}(?:obliged|bound|required)\b",
    ),
)
_LOOSE: tuple[tuple[Mode, str], ...] = (  # the thing stands between the verb and what is asked of it
    (
        "forbidden",
        rf"(?:is|are)\s+(?:{_FAR})?(?:forbidden|prohibited|banned|barred|unlawful|illegal)\b(?!\s+\w+(?:tion|ment)\b)|"
        rf"(?:does|do)\s+{_FAR}(?<!the\s)(?<!to\s)(?:forbid|prohibit|rule\s+out)\b",
    ),
    (
        "must",
        rf"(?:do|does)\s+(?:\w+\s+){{3,7}}(?:have|need)\s+to\b|do\s+(?:we|they|i)\s+need\b|"
        rf"(?:is|are)\s+(?:{_FAR})?(?:required|compelled|compulsory|mandatory|obligatory|necessary|needed|obliged)\b|"
        rf"(?:does|do)\s+{_FAR}(?:oblige|require|compel)\b|(?:is|are)\s+{_FAR}to\s+be\s+\w+(?:ed|en)\b",
    ),
    (
        "may",
        rf"(?:is|are)\s+(?:{_FAR})?(?:allowed|permitted|permissible|lawful|admissible|(?:free|entitled|open|"
        rf"at\s+liberty)\s+to)\b|"
        rf"(?:does|do)\s+{_FAR}(?:allow|permit|entitle|authori[sz]e)\b|"
        rf"(?:do|does)\s+{_FAR}have\s+(?:a|the)\s+(?:right|power|option)\b|"
        rf"(?:is|are)\s+{_FAR}(?:a|no)\s+(?:good\s+|valid\s+)?(?:ground|reason|excuse|justification|defen[cs]e|"
        rf"obstacle)\b",
    ),
    ("applies", rf"does\s+{_FAR}apply\b"),
    ("is", r"(?:is|are)\b"),
)
_FORMS = tuple(
    (mode, loose, re.compile(_LED_IN + rf"(?:{pattern})", re.IGNORECASE))
    for loose, forms in ((False, _PLAIN), (True, _LOOSE))
    for mode, pattern in forms
)
_MARKERS = re.compile(r"\b(?:forbidden|prohibited|banned|barred|unlawful|illegal|forbid|prohibit|ban|rule out)\b", re.I)
_NEGATED = re.compile(
    r"\b(?:not|never|no|nobody|without|instead|enough|sufficient|suffices?|stop|prevent|bar|block|veto|object|"
    r"oppose|resist|"
    r"forbid(?:den)?|prohibit(?:ed)?|ban(?:ned)?|(?:hold|keep) (?:\w+ )?back|keep\b[^?]*\b(?:from|out))\b|n['’]t\b",
    re.IGNORECASE,
)


_TURNS_DOWN = re.compile(r"\bturn(?:s|ed|ing)? (?:\w+ ){0,5}down\b", re.IGNORECASE)
_BACK_TO = re.compile(
    r"^(?:is|would|was)\s+(?:that|this|it)\s+(?:be\s+)?(?:allowed|permitted|lawful|legal|acceptable|possible|"
    r"in order|all right|forbidden|prohibited|banned|unlawful|illegal)\s*\?|"
    r"^(?:may|can)\s+(?:they|we|he|she|i|it)(?:\s+do\s+(?:that|this|so|it))?\s*\?",
    re.IGNORECASE,
)
_STANDS = re.compile(  # refusing in other words
    r"\b(?:extradition|requests?|assistance|co-?operation|surrender|help|transfer|it|this|that)\s+be\s+"
    r"(?:blocked|barred|vetoed)\b|"
    r"\b(?:block|blocks|veto|vetoes|bar|bars|hold up|stop|prevent)\s+(?:(?:our|the|a|an|their|such|its|this)\s+)?"
    r"(?:\w+\s+)?(?:extradition|requests?|assistance|co-?operation|surrender|help)\b|\bhide behind\b|"
    r"\bobject(?:s|ed|ing)?\s+(?:that|because|to (?:the |our |a )?(?:request|extradition))|"
    r"\b(?:excuse|reason|grounds?)\s+(?:for|to)\s+(?:not\s+\w+|say no)\b|\bnot (?:help|assist|co-?operate|extradite)\b|"
    r"\bwithhold\w*\s+(?:our |the |its )?(?:help|assistance|co-?operation)",
    re.IGNORECASE,
)
WITHOUT = re.compile(
    r"\bwithout\s+(?:(?:the|its|their|his|her|our|any|a|an|another|that|express|prior|previous|free|written)\s+)*"
    r"(?:(?:\w+['’]s?|\w+)\s+){0,2}?"
    r"(?:(?P<consent>consent\w*|permission|authori[sz]ation|approval|leave|agreement|agreeing|asking)|"
    r"(?P<request>request|requested|asked|invitation))\b",
    re.IGNORECASE,
)
_REASON = re.compile(r"\b(?:because|since|on the grounds? that|for the reason that)\b.*", re.IGNORECASE | re.DOTALL)


_NAMING = re.compile(r"\s+(?:under|in|by) (?:the )?(?:[A-Z]\S*|\d{4})\s*[^?]*", re.DOTALL)  # "under the ICCPR"


@dataclass(frozen=True, slots=True)
class Asked:
    """The clause that asks, what it wants to know, whether it speaks of refusing, and the whole text around it.

    `lacking`: the reason that it gives is that something is not there. `loose`: what is asked about is named before
    the word that asks ("Is consent required?"), so that the norm has to name it too. `unasked`: what one would act
    without, consent or a request.
    """

    words: str
    mode: Mode
    refusing: bool
    whole: str
    lacking: bool = False
    loose: bool = False
    unasked: frozenset[str] = frozenset()

    @property
    def unnamed(self) -> str:
        """The whole text without the name of the instrument that it is asked of."""
        return _NAMING.sub(" ", self.whole)


def clauses(question: str) -> tuple[str, ...]:
    """The clauses of the one sentence that asks; none where several ask, or where it asks about alternatives."""
    found = [span.of(question) for span in sentences(question) if span.of(question).endswith("?")]
    found = found or ([question] if not re.search(r"[.!]", question) else [])
    if len(found) != 1 or re.search(r",\s+and\b|\bor\b", found[0]):
        return ()
    return tuple(clause.strip() for clause in re.split(r"[,:;–—-]\s", found[0]))


def opened(clause: str) -> str:
    """The clause without the word that leads it in, and without the name of an instrument."""
    return _NAMING.sub(" ", re.sub(_LED_IN, "", clause, flags=re.IGNORECASE)).strip()


def asked(question: str) -> Asked | None:
    """The one question of the text that wants yes or no; none where there are several, or where it is negated."""
    for clause in clauses(question):
        mode, loose = next(((mode, loose) for mode, loose, form in _FORMS if form.match(clause)), (None, False))
        if mode is None:
            continue
        if _BACK_TO.match(clause):  # what is asked about stands before: "We want to keep it. Is that allowed?"
            clause = question
        words = _NAMING.sub(" ", _MARKERS.sub("", clause) if mode == "forbidden" else clause)
        reason = _REASON.search(words)
        unasked, stands = without_what(words), _STANDS.search(words)
        said = WITHOUT.sub(" ", words[: reason.start()] if reason else words)
        if _NEGATED.search(_STANDS.sub(" ", said)):
            return None
        refusing = turned_down(words) or bool(_TURNS_DOWN.search(words) or stands)
        lacking = bool(reason and _NEGATED.search(reason.group()))
        return Asked(words, mode, refusing, question, lacking, loose, unasked)
    return None


def without_what(text: str) -> frozenset[str]:
    """What is left out in acting "without his consent", "without a request", "without having been asked"."""
    return frozenset(found.lastgroup or "" for found in WITHOUT.finditer(text))
