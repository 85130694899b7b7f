"""What a question takes for granted about the law: "Since the treaty lets us …", "ETS 24 gives him 60 days".

A claim is read off only where the question speaks of a treaty, an article or a rule, so that the facts of a case are
never mistaken for it. A negative claim is read where one word makes it a ban ("forbids") or takes a duty away ("need
not"); with two negations it is none: too easily misread.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kb.model import Span
from kb.norms import quantities
from kb.text import sentences, squeeze

Stance = Literal["may", "must", "only", "is", "must not", "need not", "asks"]
"""A claim that something is allowed, required, confined to, simply so, forbidden, or no duty.

"asks": presupposed by what is asked."""

_WH = (
    r"(?:whose|whom|who|which|what|when|where|why|how|do|does|did|is|are|can|may|must|should|shall|will|would|could|"
    r"has|have|had)\b"
)
_BEFORE_WH = r"(?:(?:in|to|from|at|by|for|on|of|after|with|under|before|until|so|then|and|but)\s+)*"
_GROUNDED = re.compile(
    rf"^(?:But\s+|And\s+|So\s+)?(?:since|as|because|given\s+that|now\s+that|seeing\s+that|considering\s+that)\s+"
    rf"(?P<claim>.+?),\s+(?={_BEFORE_WH}{_WH}(?!\s+(?:not|be|also)\b))",
    re.IGNORECASE,
)
_REASON = re.compile(r"(?:since|as|because|given|now|seeing|considering)\b", re.IGNORECASE)
_QUESTION = re.compile(rf"(?:[^,:;–—]{{2,60}}[,:;–—]\s+)?{_BEFORE_WH}{_WH}", re.IGNORECASE)
_VERBS = (
    r"demands?|requires?|provides?|allows?|permits?|obliges?|prescribes?|orders?|insists?|lets?|wants?|"
    r"foresees?|gives?|"
    r"forbids?|prohibits?|bars?|bans?|excludes?|rules? out|takes? away|exempts?|entitles?|authori[sz]es?|sets?|has|"
    r"makes?|lays? down|fixes|says?"
)
_TRAILING = re.compile(
    rf",\s+(?:just\s+|exactly\s+)?as\s+(?P<by>[^?]{{2,160}}?)\s+(?P<verb>{_VERBS})\b(?P<rest>[^?.]*)[?.]$",
    re.IGNORECASE,
)
_EMPTY_REST = re.compile(
    r"^\s*(?:us|them|it|him|her|you|one|me|states?|parties|the (?:state|court|judge|party)|both)?\s*(?:to)?(?:\s*do)?"
    r"(?:\s*so|\s*that)?\s*$",
    re.IGNORECASE,
)
_ADVERBIAL = re.compile(
    r"^\s*(?:on|where|when|whenever|wherever|if|in|even|for|because|unless|only|solely|merely|within|after|"
    r"before|until|at|by|with|"
    r"without|from)\b",
    re.IGNORECASE,
)
_BECAUSE = re.compile(
    r"(?:,\s+(?:as|since)|\s(?:because|since|given\s+that|now\s+that|seeing\s+that))\s+(?P<claim>[^?]+)[?.]$",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"^(?:(?:so|but|and|then)\s+)*(?:why|on\s+(?:what|which)\s+(?:test|basis|footing|grounds?|criteri\w+|"
    r"conditions?))\s+(?:then\s+)?"
    r"(?P<claim>(?:do|does|must|may|can|should|is|are|has|have|don['’]t|doesn['’]t|can['’]t)\b[^?]+)\?$",
    re.IGNORECASE,
)
_OUR_WHY = re.compile(r"^(?:(?:so|but|and|then)\s+)*why\b", re.IGNORECASE)
_LETS = re.compile(
    r"^(?:do|does)\b.+\b(?:lets?|allows?|permits?|obliges?|requires?|forbids?|prohibits?|entitles?|bars?|"
    r"bans?)\b",
    re.I,
)
_HELD = re.compile(
    r"\bthe\s+(?P<kind>right|power|freedom|liberty|option|duty|obligation|requirement)\s+to\s+(?P<claim>[^?,;]+)",
    re.IGNORECASE,
)
_THE_NUMBER = re.compile(
    r"\b(?:the|that)\s+(?:full\s+|maximum\s+(?:of\s+)?|minimum\s+(?:of\s+)?)?(?:\d+|"
    r"[a-z]+(?:-[a-z]+)?)[\s-](?:hour|day|week|month|year)s?\b",
    re.IGNORECASE,
)
_TAG = re.compile(r",\s*(?:right|correct|true|no|yes|is(?:n['’]t)? it|does(?:n['’]t)? it|am I right)\s*\?$", re.I)
_SO = re.compile(rf"^(?P<claim>[^?]+?),\s+(?:so|and|but)\s+(?={_BEFORE_WH}{_WH})", re.IGNORECASE)
_MASKED = re.compile(  # words that look like a negation and are none
    r"\bwithout (?:asking|(?:(?:his|her|its|their|the|any|prior|anyone['’]s) )*(?:consent|permission|leave|"
    r"authori[sz]ation))\b|"
    r"\bbut not (?:force|require|compel|oblige)\b|\b(?:is|are|was|were|will be) not (?=fetched|collected|taken)|"
    r"\bagainst (?:his|her|their) will\b|\bfor not\b|\bwithout (?:him|her|them|the (?:accused|defendant))\b|"
    r"\b(?:say(?:s|ing)?|said) no\b|\b(?:ban|bar|prohibition|limits?) (?:on|of|to)\b|\btime[- ](?:barred|limits?)\b|"
    r"\bno (?:later|less|more) than\b|\bnot (?:later|less|more) than\b",
    re.IGNORECASE,
)
_THEREFORE = re.compile(r",\s+(?:so|hence|therefore)\b", re.I)
_LABELLED = re.compile(r"[^.:;?]{2,90}?(?::|\s[–—-])\s")
_MODAL = re.compile(
    r"\b(?:may|must|can|has to|have to|needs? to|only|necessary|compulsory|mandatory|exempt|a defence|required|"
    r"allowed|"
    r"permitted|obliged|bound to|entitled)\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"\balready\b|\b(?:he|she|they|we|and)\b[^.]*\band\s+(?:we|he|she|they|I)\b", re.IGNORECASE)
_LAW = re.compile(
    r"\b(?:ICC|GRETA|GREVIO|[Cc]onventions?|[Tt]reat(?:y|ies)|[Pp]rotocol|[Ss]tatute|[Cc]ovenant|[Aa]greement|"
    r"[Aa]rticle|[Pp]aragraph|"
    r"[Dd]irective|[Ff]ramework [Dd]ecision)\b"
)
_OTHER_LAW = re.compile(
    r"\b(?:our|their|my|his|her|its|bilateral|another|other)\b[^.,;]{0,30}\b(?:treaty|agreement|convention|law|"
    r"code|act|"
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
    r"tolerates?|accepts?|excuses?|justif(?:y|ies)|a defence|leaves?)\b",
    re.I,
)
_STANCE_WORDS = re.compile(
    r"\b(?:obliges?|requires?|demands?|insists?|must|has to|have to|needs?|asks? for|allows?|permits?|lets?|gives?|"
    r"entitles?|authori[sz]es?|may|can|says?|provides?|has|have|makes?|only|UN|1[89]\d\d|20[0-2]\d|European)\b",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"\b(?:not|no|never|none|nobody|nor|neither|without|cannot|forbids?|forbidden|prohibits?|prohibited|bans?|bars?|"
    r"rules? out|excludes?|outlaws?|takes? away|free (?:from|of)|keeps? [\w ]{1,30} from|protects? [\w ]{1,30} from|"
    r"irrelevant|dispenses with|does without|immune|needn['’]t|waives?|abolish\w*|shields?|safe from|barred|"
    r"exempts?)\b|"
    r"n['’]t\b|\buntil\b",
    re.I,
)
_BANS = re.compile(
    r"\b(?:forbids?|forbidden|prohibits?|prohibited|bans?|banned|bars?|barred|rules? out|excludes?|excluded|"
    r"outlaws?|takes? away|"
    r"(?:may|must|shall) not|cannot|(?:do|does) not (?:let|allow|permit|accept|entitle)|not (?:allowed|"
    r"permitted|entitled|free)|"
    r"(?:has|have|loses?) (?:no|the) (?:right|power)|keeps? [\w ]{1,30} from)\b|"
    r"\b(?:can|mustn)['’]?t\b|\b(?:don|doesn)['’]t (?:let|allow|permit)\b",
    re.I,
)
_FREES = re.compile(
    r"\b(?:need not|needn['’]t|(?:do|does) not (?:require|oblige|demand|insist|need|have to|ask|force)|"
    r"not (?:required|obliged|bound|necessary|needed|compulsory|mandatory)|no (?:duty|obligation|need)|"
    r"immune from|exempts?|"
    r"dispenses with|does without|waives?|free from)\b|"
    r"\b(?:don|doesn)['’]t (?:require|oblige|demand|need|have to|ask)\b",
    re.I,
)
_ASIDE = re.compile(  # a negation that stands in a side clause
    r"\b(?:if|because|where|when|who|which|whose|whom)\b[^,;]{0,80}\b(?:(?:may|must|shall|do|does) not|cannot|"
    r"can['’]t|(?:has|have) no)\b",
    re.I,
)
_COMMANDS = re.compile(r"\b(?:must|shall|may|ha(?:s|ve) to|obliges?)\b", re.I)
_LOSES = re.compile(r"\bloses?\b|\bno longer\b", re.I)
_CASE = re.compile(
    r"\b(?:ago|already|yesterday|today|now|so far|last (?:week|month|year)|(?:has|have|had) (?:been|not)|was|"
    r"were|had|did|"
    r"my|me|I|his lawyer|client|asked|arrested|wrote|sent|came|refused|told|fled)\b",
    re.IGNORECASE,
)
_HAPPENED = re.compile(
    r"\b(?:ago|already|yesterday|today|now|so far|last (?:week|month|year)|my|me|I|his lawyer|"
    r"client)\b",
    re.IGNORECASE,
)
_SEVERAL_ARTICLES = re.compile(r"\barticles\s+\d", re.I)  # which of them a norm speaks of is not read
_LIMIT = re.compile(r"\b(?:ends?|expires?|lapses?|protect(?:s|ed)|limit\w*|maximum|minimum|latest|earliest)\b", re.I)
_OURS = re.compile(r"\b(?:we|us|our|his|her|he|she|they)\b", re.IGNORECASE)
_STATES = re.compile(
    r"\b(?:is|are|counts?|covers?|applies|apply|ends?|lasts?|begins?|runs?|expires?|comes?|starts?|bears?|"
    r"falls?|pays?|protects?|"
    r"excludes?|treats?|has|have|gives?|sets?|fixes|takes?|remains?)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:(?:which|what)\s+(?!may|must|can|does|do|is|are|else|other|happens|"
    r"protect)(?P<noun>\w+)(?:\s+\w+){0,6}?\s+"
    r"(?:sets?|certif\w+|decides?|signs?|gives?|declares?|justif\w+|govern\w*|proves?|goes|go|confirms?|applies|"
    r"apply|lifts?|"
    r"lays?|approves?|authori[sz]es?|fixes)\b|"
    r"how (?:do|can|should|may) (?:we|i|they|you)\b|"
    r"how (?:many|long|high|much)\b|"
    r"who (?:pays|certifies|signs|approves|appoints|fixes|lifts|declares|orders)\b|"
    r"(?:what|which) (?:form|conditions?|safeguards?|formula|documents?|rank)\b)",
    re.IGNORECASE,
)
_ASKS_BAN = re.compile(
    r"\b(?:forbid\w*|prohibit\w*|ban(?:s|ned)?|bar(?:s|red)?|stop\w*|prevent\w*|protect\w*|avoid\w*|refus\w+|"
    r"not|never|no|neither|nor|none|nothing|"
    r"nobody|"
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


BODIES = {
    "ICC|International Criminal Court": "rome-statute",
    "GRETA": "coe-trafficking",
    "GREVIO": "istanbul",
    "ECtHR|European Court of Human Rights": "echr",
}
"""Bodies that stand for the instrument that made them."""


def bodies(question: str) -> tuple[str, ...]:
    """Slugs of the instruments whose bodies the question names."""
    return tuple(slug for name, slug in BODIES.items() if re.search(rf"\b(?:{name})\b", question, re.IGNORECASE))


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
    label = None if _REASON.match(sentence) else _LABELLED.match(sentence)
    body = sentence[label.end() :] if label else sentence
    if _TRAILING.search(body):
        return _trailing(body, of_law, names)
    found = _grounded(body, names)
    for read in (_explained, _concluding, _asked):
        found = found or read(body, of_law, names)
        if found is not None:
            return replace(found, text=f"{label.group()}{found.text}") if label else found
    return _told(sentence, of_law, names)


def _trailing(sentence: str, of_law: bool, names: Sequence[str]) -> Claim | None:
    """ "…, as the treaty demands": what goes before is claimed, or what the treaty is said to have."""
    found = _TRAILING.search(sentence)
    if found is None or not (of_law or len(found["by"]) <= 60):
        return None
    head, rest, cue = sentence[: found.start()], found["rest"], f"{found['by']} {found['verb']}"
    if _EMPTY_REST.match(rest):
        return _stated(head, cue, names, _named_ban(found["verb"]))
    if _ADVERBIAL.match(rest):
        return _stated(f"{head} {rest.strip()}", cue, names)
    return _stated(f"{cue}{rest}", f"{cue}{rest}", names)


def _grounded(sentence: str, names: Sequence[str]) -> Claim | None:
    found = _GROUNDED.match(sentence)
    return _stated(found["claim"], found["claim"], names) if found else None


def _explained(sentence: str, of_law: bool, names: Sequence[str]) -> Claim | None:
    """A reason after the main clause: it names an instrument, or says that a number is needed."""
    found = _BECAUSE.search(sentence)
    if found is None or not of_law:
        return None
    reason = found["claim"]
    named = _LAW.search(reason) or any(name in reason for name in names)
    pointing = re.match(r"(?:it|this|that|they|these|both)\b", reason, re.I)
    claimed = _stated(sentence.rstrip("?.") if pointing else reason, reason, names)
    if claimed is None or (claimed.stance == "is" and not (named and quantities(reason))):
        return None
    return claimed if named or (quantities(reason) and not _CASE.search(reason)) else None


def _concluding(sentence: str, of_law: bool, names: Sequence[str]) -> Claim | None:
    found = _SO.match(sentence) if of_law else None
    if found is None or _QUESTION.match(sentence):
        return None
    return _stated(found["claim"], found["claim"], names)


def _asked(sentence: str, of_law: bool, names: Sequence[str]) -> Claim | None:
    """What a question presumes in so many words: "Why does X forbid …?", "the right to decline", "the sixty days"."""
    if not of_law or not sentence.endswith("?"):
        return None
    why = _WHY.match(sentence)
    if why and (_OUR_WHY.match(sentence) or _LETS.match(why["claim"])):
        found = _stated(why["claim"], why["claim"], names)
        return found if found and found.stance != "is" else None
    held = _HELD.search(sentence)
    if held:
        return _stated(held["claim"], "may" if held["kind"].casefold() in _RIGHTS else "must", names)
    if _THE_NUMBER.search(sentence) and quantities(sentence):
        return Claim(squeeze(sentence), "is")
    return None


_RIGHTS = ("right", "power", "freedom", "liberty", "option")


def _told(sentence: str, of_law: bool, names: Sequence[str]) -> Claim | None:
    """A statement that names an instrument and says what the rule is, not what happened."""
    statement = _TAG.sub(".", sentence)
    told = _THEREFORE.split(statement)[0]
    if not of_law or not statement.endswith("."):
        return None
    found = _stated(told, told, names)
    labelled = _LABELLED.match(told)  # "ETS 73: we asked them": a fact unless it is said to be so in law
    body = told[labelled.end() :] if labelled else told
    if found is None:
        return None
    if found.stance == "is":
        ours = _OURS.search(body) and not (_LIMIT.search(body) and quantities(body))
        return found if _STATES.search(body) and not _CASE.search(body) and not ours else None
    if found.stance in ("must not", "need not"):
        return None if _HAPPENED.search(body) else found
    return found if not labelled or _rules(body) or not _CASE.search(body) else None


def _rules(told: str) -> bool:
    """True where words after a label ("ETS 73: …") state a rule, not the facts of a case."""
    return bool(_MODAL.search(told)) and not _SEVERAL.search(told)


def _named_ban(verb: str) -> Stance | None:
    return "must not" if _BANS.fullmatch(verb) else None


def _stated(text: str, cue: str, names: Sequence[str], denied: Stance | None = None) -> Claim | None:
    if _OTHER_LAW.search(text) or _SEVERAL_ARTICLES.search(text):
        return None
    stance = denied or _polarity(_unnamed(_MASKED.sub(" ", text), names))
    if stance == "unclear":
        return None
    if stance is not None:
        return Claim(squeeze(text), stance)
    for positive, pattern in _STANCES:
        if pattern.search(_unnamed(cue, names)):
            return Claim(squeeze(text), positive)
    return Claim(squeeze(text), "is")


def _polarity(text: str) -> Stance | Literal["unclear"] | None:
    """What one negation makes of a claim; None where there is none, "unclear" where it may mean several things."""
    denials = len(_NEGATIVE.findall(text))
    if _LOSES.search(text):
        return "must not" if not denials and re.search(r"\b(?:power|right)\b", text) else "unclear"
    if not denials:
        return None
    bans, frees = _BANS.findall(text), _FREES.findall(text)
    if bans and _COMMANDS.search(_BANS.sub(" ", text)):
        return "unclear"
    if _ASIDE.search(text):
        return "unclear"
    if denials > 1 or len(bans) + len(frees) != 1 or _ONLY.search(text):
        return "unclear"
    return "must not" if bans else "need not"


_STANCES: tuple[tuple[Stance, re.Pattern[str]], ...] = (("only", _ONLY), ("must", _MUST), ("may", _MAY))
