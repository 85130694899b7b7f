"""What a question takes for granted about the law: "Since the treaty lets us …", "ETS 24 gives him 60 days".

A claim is read off only where the question speaks of a treaty, an article or a rule, so that the facts of a case are
never mistaken for it. A negative claim ("does not require") is no claim here: too easily misread.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kb.model import Span
from kb.text import sentences, squeeze

Stance = Literal["may", "must", "only", "is", "asks"]
"""A claim that something is allowed, required, confined to, or simply so; "asks": presupposed by what is asked."""

_WH = (
    r"(?:whose|whom|who|which|what|when|where|why|how|do|does|did|is|are|can|may|must|should|shall|will|would|could)\b"
)
_BEFORE_WH = r"(?:(?:in|to|from|at|by|for|on|of|after|with|under|before|until|so|then|and|but)\s+)*"
_GROUNDED = re.compile(
    rf"^(?:But\s+|And\s+|So\s+)?(?:since|as|because|given\s+that|now\s+that|seeing\s+that|considering\s+that)\s+"
    rf"(?P<claim>.+?),\s+(?={_BEFORE_WH}{_WH})",
    re.IGNORECASE,
)
_QUESTION = re.compile(rf"(?:[^,:;–—]{{2,60}}[,:;–—]\s+)?{_BEFORE_WH}{_WH}", re.IGNORECASE)
_TRAILING = re.compile(
    r",\s+as\s+(?P<by>[^,?]{2,60}?)\s+(?P<verb>demands?|requires?|provides?|allows?|permits?|obliges?|prescribes?|orders?|"
    r"insists?|lets?|wants?|foresees?)\b(?:\s+us)?\s*\?$",
    re.IGNORECASE,
)
_TAG = re.compile(r",\s*(?:right|correct|true|no|yes|is(?:n['’]t)? it|does(?:n['’]t)? it|am I right)\s*\?$", re.I)
_SO = re.compile(rf"^(?P<claim>[^?]+?),\s+(?:so|and|but)\s+(?={_BEFORE_WH}{_WH})", re.IGNORECASE)
_MASKED = re.compile(  # words that look like a negation and are none
    r"\b(?:say(?:s|ing)?|said) no\b|\b(?:ban|bar|prohibition|limits?) (?:on|of|to)\b|\btime[- ](?:barred|limits?)\b|"
    r"\bno (?:later|less|more) than\b|\bnot (?:later|less|more) than\b",
    re.IGNORECASE,
)
_THEREFORE = re.compile(r",\s+(?:so|hence|therefore)\b", re.I)
_LABELLED = re.compile(r"[^.:;?]{2,90}?(?::|\s[–—-])\s")
_MODAL = re.compile(
    r"\b(?:may|must|can|has to|have to|needs? to|only|necessary|compulsory|mandatory|exempt|a defence|required|allowed|"
    r"permitted|obliged|bound to|entitled)\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"\balready\b|\b(?:he|she|they|we|and)\b[^.]*\band\s+(?:we|he|she|they|I)\b", re.IGNORECASE)
_LAW = re.compile(
    r"\b(?:ICC|GRETA|GREVIO|[Cc]onventions?|[Tt]reat(?:y|ies)|[Pp]rotocol|[Ss]tatute|[Cc]ovenant|[Aa]greement|[Aa]rticle|[Pp]aragraph|"
    r"[Dd]irective|[Ff]ramework [Dd]ecision)\b"
)
_OTHER_LAW = re.compile(
    r"\b(?:our|their|my|his|her|its|bilateral|another|other)\b[^.,;]{0,30}\b(?:treaty|agreement|convention|law|code|act|"
    r"constitution)\b|\bwhich (?:treaty|convention|instrument|law)\b",
    re.IGNORECASE,
)
_ONLY = re.compile(r"\b(?:only|solely|exclusively|nothing but|none but)\b", re.I)
_MUST = re.compile(
    r"\b(?:obliges?|requires?|demands?|insists?|musts?|has to|have to|had to|needs?|asks? for|compulsory|mandatory|"
    r"bound to|forces|conditional|prerequisite|necessary|orders?|calls for|compels?|depends? on|wants)\b",
    re.I,
)
_MAY = re.compile(
    r"\b(?:allows?|permits?|lets?|entitles?|authori[sz]es?|gives?|grants?|may|can|could|free to|keeps?|retains?|"
    r"tolerates?|accepts?|excuses?|justif(?:y|ies)|a defence|leaves?|exempts?|exempt)\b",
    re.I,
)
_STANCE_WORDS = re.compile(
    r"\b(?:obliges?|requires?|demands?|insists?|must|has to|have to|needs?|asks? for|allows?|permits?|lets?|gives?|"
    r"entitles?|authori[sz]es?|may|can|says?|provides?|has|have|makes?|only|UN|1[89]\d\d|20[0-2]\d|European)\b",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"\b(?:not|no|never|none|nor|neither|without|cannot|forbids?|forbidden|prohibits?|prohibited|bans?|bars?|"
    r"rules? out|excludes?|outlaws?|takes? away|free (?:from|of)|keeps? [\w ]{1,30} from|protects? [\w ]{1,30} from|"
    r"irrelevant|dispenses with|does without|immune|needn['’]t|waives?|abolish\w*|shields?|safe from|barred)\b|"
    r"n['’]t\b|\buntil\b",
    re.I,
)
_ASKS = re.compile(
    r"\b(?:(?:which|what)\s+(?!may|must|can|does|do|is|are|else|other|happens|protect)(?P<noun>\w+)(?:\s+\w+){0,6}?\s+"
    r"(?:sets?|certif\w+|decides?|signs?|gives?|declares?|justif\w+|govern\w*|proves?|goes|go|confirms?|applies|apply|lifts?|"
    r"lays?|approves?|authori[sz]es?|fixes)\b|"
    r"how (?:do|can|should|may) (?:we|i|they|you)\b|"
    r"how (?:many|long|high|much)\b|"
    r"who (?:pays|certifies|signs|approves|appoints|fixes|lifts|declares|orders)\b|"
    r"(?:what|which) (?:form|conditions?|safeguards?|formula|documents?|rank)\b)",
    re.IGNORECASE,
)
_ASKS_BAN = re.compile(
    r"\b(?:forbid\w*|prohibit\w*|ban(?:s|ned)?|bar(?:s|red)?|stop\w*|prevent\w*|protect\w*|avoid\w*|refus\w+|not|never|no|"
    r"safe\w*|immun\w+|exclude\w*|rule out|exempt\w*|against|limits?|without|lose|free)\b|n['’]t\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Claim:
    """Words of a question that say what the law is, and what they make of it."""

    text: str
    stance: Stance
    counts: bool = False  # it asks for a number
    subject: str = ""  # the text without the names of instruments and the words that only say "the law has it that"


BODIES = {"ICC": "rome-statute", "GRETA": "coe-trafficking", "GREVIO": "istanbul", "ECtHR": "echr"}
"""Bodies that stand for the instrument that made them."""


def bodies(question: str) -> tuple[str, ...]:
    """Slugs of the instruments whose bodies the question names."""
    return tuple(slug for name, slug in BODIES.items() if re.search(rf"\b{name}\b", question))


def acting_bodies(question: str) -> tuple[str, ...]:
    """Slugs of the instruments whose bodies are what the question asks about: "May the ICC try …"."""
    asked = re.search(r"(?:^|[.?!]\s)(?:can|may|must|does|shall|will|could)\s+(?:the\s+)?(\w+)", question, re.I)
    return tuple(slug for name, slug in BODIES.items() if asked and asked.group(1) == name)


def claim(question: str, mentions: Sequence[Span] = ()) -> Claim | None:
    """The first claim about the law that the question makes; `mentions`: where it names instruments or provisions."""
    if not mentions and not bodies(question):
        return None
    names = sorted((squeeze(mention.of(question)) for mention in mentions), key=len, reverse=True)
    for span in sentences(question):
        found = _of_sentence(span.of(question), _speaks_of_law(question, span, mentions), names)
        if found is not None:
            return _with_subject(found, names)
    return None


def presumed(question: str, mentions: Sequence[Span] = ()) -> Claim | None:
    """What the last question presupposes: that what it asks the details of exists or is allowed."""
    if not mentions and not bodies(question):
        return None
    asked = [span.of(question) for span in sentences(question) if span.of(question).endswith("?")]
    if (
        len(asked) != 1
        or not _ASKS.search(asked[0])
        or _OTHER_LAW.search(question)
        or _ASKS_BAN.search(_MASKED.sub(" ", question))
    ):
        return None
    names = sorted((squeeze(mention.of(question)) for mention in mentions), key=len, reverse=True)
    counts = bool(re.search(r"\bhow (?:many|long|high|much)\b", asked[0], re.I))
    return _with_subject(Claim(squeeze(question), "asks", counts=counts), names)


def _unnamed(text: str, names: Sequence[str]) -> str:
    """The text without the names of instruments, whose words ("conditional sentences") say nothing of its stance."""
    for name in names:
        text = text.replace(name, " ")
    return text


def _with_subject(found: Claim, names: Sequence[str]) -> Claim:
    rest = _unnamed(found.text, names)
    rest = _STANCE_WORDS.sub(" ", _LAW.sub(" ", rest))
    return replace(found, subject=squeeze(rest))


def _speaks_of_law(question: str, span: Span, mentions: Sequence[Span]) -> bool:
    """True where the sentence names an instrument, or speaks of "the convention" that another sentence names."""
    inside = any(span.start <= mention.start < span.end for mention in mentions)
    return inside or bool(_LAW.search(span.of(question)))


def _of_sentence(sentence: str, of_law: bool, names: Sequence[str]) -> Claim | None:
    trailing = _TRAILING.search(sentence)
    if trailing:
        return _stated(sentence[: trailing.start()], f"{trailing['by']} {trailing['verb']}", names)
    grounded = _GROUNDED.match(sentence)
    if grounded:
        return _stated(grounded["claim"], grounded["claim"], names)
    concluding = _SO.match(sentence) if of_law else None
    if concluding and not _QUESTION.match(sentence):
        return _stated(concluding["claim"], concluding["claim"], names)
    told = _THEREFORE.split(_TAG.sub(".", sentence))[0]
    if not of_law or not _TAG.sub(".", sentence).endswith("."):
        return None
    found = _stated(told, told, names)
    labelled = _LABELLED.match(told)  # "ETS 73: we asked them": a fact unless it is said to be so in law
    if found is None or found.stance == "is" or (labelled and not _rules(told[labelled.end() :])):
        return None
    return found


def _rules(told: str) -> bool:
    """True where words after a label ("ETS 73: …") state a rule, not the facts of a case."""
    return bool(_MODAL.search(told)) and not _SEVERAL.search(told)


def _stated(text: str, cue: str, names: Sequence[str]) -> Claim | None:
    if _OTHER_LAW.search(text) or _NEGATIVE.search(_MASKED.sub(" ", text)):
        return None
    for stance, pattern in _STANCES:
        if pattern.search(_unnamed(cue, names)):
            return Claim(squeeze(text), stance)
    return Claim(squeeze(text), "is")


_STANCES: tuple[tuple[Stance, re.Pattern[str]], ...] = (("only", _ONLY), ("must", _MUST), ("may", _MAY))
