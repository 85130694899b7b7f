"""Questions and norms of one shape: where both speak of a crime, of scope, of a bar or of an age, the answer is plain.

Each shape is a pair: how the question is put, and the words of the instrument that meet it. A shape that the question
has and the text lacks decides nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.answer.rule import CONDITIONS, EXCEPTIONS, GENERIC, Rule, limits, rules
from kb.model import Force, Verdict
from kb.norms.quantities import value
from kb.text import sentences, terms

HELD = 0.34  # share of the question's words that the provision with its digest has to hold
LONG = 110  # words of a sentence on scope beyond which it is a list of its own
WHOLE = 0.6  # the same for the thing of which it is asked whether a rule covers it


@dataclass(frozen=True, slots=True)
class Case:
    """The clause that asks, the whole question, the quotes as one text each, and the provision with its digest."""

    words: str
    whole: str
    quotes: tuple[str, ...]
    gloss: str

    @property
    def text(self) -> str:
        """All that is quoted."""
        return " ".join(self.quotes)

    @property
    def rules(self) -> list[Rule]:
        """The norms of the quotes."""
        return rules(self.quotes)


@dataclass(frozen=True, slots=True)
class Plain:
    """A verdict with what its headline adds to the word, and whether the text was seen to name what is asked about."""

    verdict: Verdict
    said: str = "."
    named: bool = False


def plain(case: Case) -> Plain | None:
    """The verdict of the first shape that the question and the text share."""
    shapes = (
        _crime,
        _age,
        _scope,
        _limitation,
        _office,
        _no_bar,
        _matters,
        _no_such_kind,
        _unneeded,
        _goes_on,
        _firms,
        _besides,
    )
    return next((found for shape in shapes if (found := shape(case))), None)


def of_another_age(question: str, text: str) -> bool:
    """True where the question names an age to which the rule on an age does not speak."""
    least, asked = _AGE_RULE.search(text), _years(question)
    return bool(least) and asked is not None and asked >= _number(least)  # type: ignore[arg-type]


# ── what of the question the text holds ──────────────────────────────────────────────────────────────────────────────

_IDLE = frozenset(
    terms(
        "crime offence criminal punishable punish punished criminalise criminalised somebody someone anybody anyone "
        "people make makes must states state have has do does matter difference relevant really ever just also own "
        "count carry outlaw apply covered left out exempt free excluded outside treaty convention protocol agreement "
        "rules rule be made it"
    )
)


def _meant(words: str) -> set[str]:
    return set(terms(words)) - _IDLE


def _share(words: str, *texts: str) -> float:
    asked = _meant(words)
    held = {term for text in texts for term in terms(text)}
    return len(asked & held) / len(asked) if asked else 0.0


# ── is it a crime ────────────────────────────────────────────────────────────────────────────────────────────────────

_ENDS = r"(?=\s*(?:[?,;]|$|(?:to|under|for|that|when|if|in|by|where|as|on|at|through|of)\b))"
_NAMED_CRIME = rf"\b(?:an?\s+)?(?:(?:criminal|punishable|penal)\s+)?(?:crimes?|offen[cs]es?){_ENDS}"
_CRIME = (
    rf"(?:(?:a|an|made|as|into|is|are)\s+)(?:(?:criminal|punishable|penal)\s+)?(?:crimes?|offen[cs]es?){_ENDS}|"
    rf"\b(?:punishable|criminali[sz]ed|penali[sz]ed|outlawed|punished|criminal){_ENDS}|\ba criminal (?:matter|"
    rf"act){_ENDS}"
)
_IS_CRIME = re.compile(rf"^(?:is|are)\s+(?!there\b).*?(?:{_CRIME})", re.I)
_DUTY_CRIME = re.compile(
    rf"^(?:must|shall|do|does|has|have|are\s+(?:we|states|parties)|is\s+(?:a|every|each)\s+(?:state|party))\b.*?"
    rf"(?:\b(?:punish|criminali[sz]e|penali[sz]e|outlaw)\b|(?:{_CRIME})|\b(?:an?)\s+(?:crime|(?:criminal )?offence)\b)",
    re.I,
)
_PENALTY = re.compile(
    r"\b(?:prison|imprison\w*|jail\w*|fined?|death|life|years?|more|severe\w*|heav\w+|less|always|only|civil|"
    r"administrative|disciplin\w+|(?:to|for) have been|having been|being|jurisdiction|extradit\w+|political|fiscal|"
    r"military|how|before|committed abroad)\b",
    re.I,
)
_MAKES = re.compile(
    r"\bestablish\b(?!\s+(?:its\s+|their\s+)?jurisdiction).{0,400}?"
    r"\bas (?:an? )?(?:criminal |penal |punishable )?offences?\b|"
    r"\b(?:is|are|be) criminali[sz]ed\b|\bcriminali[sz]e\b|\btreat\b.{0,60}\bas (?:an? )?punishable offences?\b|"
    r"\bestablish that (?:it is|.{0,160}shall be) a criminal offence\b|\bunder its criminal or penal law\b|"
    r"\b(?:make|made)\b.{0,80}\bpunishable\b|\bshall be (?:punishable|punished)\b|\bshall be a criminal offence\b|"
    r"\bmake\b.{0,80}\b(?:an? |criminal )offences?\b",
    re.I | re.S,
)
_ACCESSORY = (  # what has to be said by the text as well, each by the words of the question and of the text
    (r"\b(?:attempt\w*|try|trying|tries)\b", r"\battempt"),
    (r"\bprepar\w+", r"\bprepar"),
    (r"\bconspir\w+|\bplot\w*", r"\bconspir|\bassociation|\bagree"),
    (
        r"\b(?:abet\w*|aiding|accomplices?|complicit\w*|helping|assisting|assists?)\b",
        r"\b(?:abet|aid|accomplice|complic|assist|participat)",
    ),
    (r"\b(?:incit\w+|encourag\w+|provok\w+|provocation)\b", r"\b(?:incit|instigat|provo|solicit|induc)"),
    (
        r"\b(?:compan(?:y|ies)|legal persons?|corporations?|firms?|banks?)\b(?!['’])",
        r"\b(?:legal (?:person|entit)|compan|corporat|private sector)",
    ),
    (
        r"\b(?:careless\w*|negligen\w+|reckless\w*|accident\w*|unintentional\w*|by mistake|unwitting\w*)\b",
        r"\b(?:neglig|reckless|gross)",
    ),
    (r"\b(?:foreign)\b", r"\b(?:foreign|any other state|other state)"),
    (r"\bprivate (?:sector|compan\w+|firms?)", r"\bprivate sector|\bprivate\b"),
    (r"\b(?:omit\w*|failing|failure|fails?)\b", r"\b(?:omission|omit|fail)"),
)
_BINDING = re.compile(r"^(?:do|does)\b.*?\b(?:make|require|oblige|force|compel|want|ask|expect|bind)s?\b", re.I)
_SUBJECT = re.compile(r"\bsubject to\b", re.I)
_CHOICE = re.compile(r"\beither or both\b", re.I)
_LACKING = re.compile(r"\b(?:not|never|nobody|no idea|without|unaware|unknowing\w*|thought|believed)\b|n['’]t\b", re.I)


def _crime(case: Case) -> Plain | None:
    """Is it a crime, or does a treaty make States punish it?"""
    duty = bool(_DUTY_CRIME.match(case.words))
    if not (duty or _IS_CRIME.match(case.words)) or _PENALTY.search(case.words) or _LACKING.search(case.whole):
        return None
    makes = [rule for rule in case.rules if _MAKES.search(rule.words)]
    conduct = _BINDING.sub("", case.words)
    if not makes or _missing_kind(case) or _share(conduct, case.text, case.gloss) < HELD:
        return None
    rule = max(makes, key=lambda one: _share(case.words, one.words))
    if rule.force == "shall":
        bound = _CHOICE.search(rule.text) or (_SUBJECT.search(rule.text) if len(makes) == 1 else None)
        return Plain("depends", " on the conditions in [1].") if bound else Plain("yes", ": States must make it one.")
    less: dict[Force, str] = {"may": "an option", "should": "encouraged", "shall consider": "to be considered"}
    if rule.force not in less:
        return None
    why = f"{less[rule.force]}, not a duty."
    return Plain("no", f": {why}") if duty else Plain("depends", f" on the State: {why}")


def _missing_kind(case: Case) -> bool:
    return any(
        re.search(asked, case.words, re.I) and not re.search(held, case.text, re.I) for asked, held in _ACCESSORY
    )


# ── of an age ────────────────────────────────────────────────────────────────────────────────────────────────────────

_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty"
_AGE_ASKED = re.compile(
    rf"\baged?\s+(?:of\s+)?(?P<a>\d\d?|{_TEENS})\b|\b(?P<b>\d\d?|{_TEENS})[- ]years?[- ]olds?\b|"
    rf"\b(?:was|is|were|turned|at|only|just|someone|person)\s+(?P<c>\d\d|{_TEENS})(?=[\s,?.]|$)"
    r"(?!\s+(?:days?|months?|hours?|per))",
    re.I,
)
_AGE_RULE = re.compile(rf"\b(?:under the age of|below)\s+(?P<age>\d\d|{_TEENS})\b", re.I)
_TRIED_AT = re.compile(
    r"^(?:can|may|could)\b[^?]*\b(?:try|tried|prosecut\w*|judged?|sentenced|executed|put to death|charged?|"
    r"convict\w*)\b",
    re.I,
)
_TOO_YOUNG = re.compile(r"\btoo young\b|\bnot old enough\b", re.I)


def _years(question: str) -> float | None:
    found = _AGE_ASKED.search(question)
    return value(next(group for group in found.groups() if group)) if found else None


def _number(found: re.Match[str]) -> float:
    return value(found["age"])


def _age(case: Case) -> Plain | None:
    """Is somebody of an age too young, where nobody under another age may be tried?"""
    least, asked = _AGE_RULE.search(case.text), _years(case.whole)
    if not least or asked is None or not (_TOO_YOUNG.search(case.words) or _TRIED_AT.match(case.words)):
        return None
    if not any(rule.force == "shall not" for rule in case.rules):
        return None
    early = asked < _number(least)
    if not _TOO_YOUNG.search(case.words):
        return Plain("no", f": the limit is {_number(least):g}, see [1].", named=True) if early else None
    return Plain("yes" if early else "no", f": the limit is {_number(least):g}, see [1].", named=True)


# ── what a treaty covers ─────────────────────────────────────────────────────────────────────────────────────────────

_LEFT_OUT = (
    r"left out|outside|excluded|exempt(?:ed)?|free (?:of|from)|beyond|carved out|excepted|out of (?:the )?scope|"
    r"spared|relieved (?:of|from)"
)
_WITHIN = r"covered|governed|protected|caught|included|within|subject to|reached|inside"
_ASKED_OUT = re.compile(rf"^(?:is|are)\s+(?P<what>[^?]+?)\s+(?:{_LEFT_OUT})\b(?P<of>[^?]*)", re.I)
_ASKED_IN = re.compile(rf"^(?:is|are)\s+(?P<what>[^?]+?)\s+(?:{_WITHIN})\b(?P<of>[^?]*)", re.I)
_APPLIES = re.compile(
    r"^(?:does|do|will)\s+(?P<of>[^?]+?)\s+(?:also\s+|even\s+|still\s+)?"
    r"(?:appl(?:y|ies)(?:\s+(?:to|in|within|during|where|when))?|"
    r"cover|govern|extend to|protect|reach)\b(?P<what>[^?]*)",
    re.I,
)
_FALLS = re.compile(r"^(?:does|do)\s+(?P<what>[^?]+?)\s+(?:fall|come)\s+(?P<side>under|within|outside|in)\b", re.I)
_OUT = re.compile(
    r"\b(?:shall|does|do|will) not(?:, however,)? apply (?:to|in|where|with|if|when)\b|"
    r"\b(?:is|are|shall be) (?:\w+ )?excluded from\b|\b(?:is|are|shall) not (?:be )?(?:governed|covered) by\b|"
    r"\bshall (?:be )?exempt(?:ed)?\b|\b(?:shall|does|do) not apply\b",
    re.I,
)
_IN = re.compile(
    r"\b(?:shall )?(?:also |likewise |equally )?appl(?:y|ies)(?: also| equally)? (?:to|in|with|also)\b", re.I
)
_ONLY = re.compile(r"\bonly\b|\bto the extent\b|\binsofar\b", re.I)
_SCOPE_OF = re.compile(
    r"\b(?:this|the present) (?:convention|protocol|agreement|statute|covenant|article|chapter|section)\b|"
    r"\bprovisions of\b|\bsame rule\b|\bexempt|\bexcluded from\b",
    re.I,
)


def _scope(case: Case) -> Plain | None:
    """Is a thing covered, or left out?"""
    asked = _asked_of(case)
    if asked is None:
        return None
    what, out = asked
    for text in case.quotes:
        for span in sentences(text):
            said = span.of(text)
            left, held = _OUT.search(said), _IN.search(said)
            meets = left or held
            if (
                not meets
                or len(said.split()) > LONG
                or not _SCOPE_OF.search(said)
                or not _names(what, said, meets, case.gloss)
            ):
                continue
            if not left and _ONLY.search(said):
                return None
            found: Verdict = "yes" if out == bool(left) else "no"
            return _limited(found, what, said)
    return None


def _asked_of(case: Case) -> tuple[str, bool] | None:
    """What is asked about, and whether it is asked if it is out."""
    words = case.words
    if (found := _ASKED_OUT.match(words)) or (found := _ASKED_IN.match(words)):
        if re.match(r"there\b", found["what"], re.I):
            return None
        return f"{found['what']} {_thing(found['of'])}", bool(_ASKED_OUT.match(words))
    if found := _FALLS.match(words):
        return found["what"], found["side"] == "outside"
    if found := _APPLIES.match(words):
        before = case.whole.replace(words, " ")
        return (found["what"] if _meant(found["what"]) else before), False
    return None


def _thing(words: str) -> str:
    """What something is free of, the name of the instrument left out: "free of tax under the Convention"."""
    return re.sub(
        r"\b(?:under|in|by|of|from|the)\s+(?:the\s+)?[A-Z].*|\b(?:convention|protocol|treaty)\b.*", " ", words
    )


def _names(what: str, said: str, meets: re.Match[str], gloss: str) -> bool:
    """True where the sentence speaks of the thing: most of its words are held, one of them by the part that counts."""
    turned = re.search(r"exempt|excluded|not (?:be )?(?:governed|covered)", meets.group(), re.I)
    part = said if turned else said[meets.end() :]
    own = _meant(what) & set(terms(part))
    return bool(own - GENERIC or (own and len(own) == len(_meant(what)))) and _share(what, said, gloss) >= WHOLE


def _limited(found: Verdict, what: str, said: str) -> Plain:
    """The verdict with the conditions of the sentence: one that the question describes is met."""
    kinds = limits(said)
    if kinds & CONDITIONS - {"domestic law"} and _share(what, said) < WHOLE:
        return Plain("depends", " on the conditions in [1].", named=True)
    if kinds & (CONDITIONS - {"domestic law"}):
        return Plain(found, ", where the condition in [1] is met.", named=True)
    return Plain(found, ", with the exception in [1]." if kinds & EXCEPTIONS else ".", named=True)


# ── time limits, office, bars, what does not matter ──────────────────────────────────────────────────────────────────

_LIMIT_ASKED = re.compile(
    r"^(?:is|are) there\b.*\b(?:time[- ]limits?|limitation|time[- ]bars?|deadline)\b|"
    r"^(?:can|could|may|will|do|does)\b.*\b(?:time[- ]barred|lapse|prescribed|statute of limitations?|"
    r"run out of time)\b",
    re.I,
)
_NO_LIMITATION = re.compile(r"\bnot be subject to any (?:statutes? of limitations?|limitation|time[- ]limit)", re.I)


def _limitation(case: Case) -> Plain | None:
    """Is there a time limit, where none applies?"""
    if _LIMIT_ASKED.match(case.words) and _NO_LIMITATION.search(case.text):
        return Plain("no", named=True)
    return None


_OFFICE = re.compile(
    r"\b(?:presidents?|(?:prime )?ministers?|heads? of (?:a )?(?:state|government)|kings?|queens?|monarchs?|rulers?|"
    r"leaders?|members? of (?:a )?(?:parliament|government)|lawmakers?|senators?|deput(?:y|ies)|officials?|in office|"
    r"politicians?)\b",
    re.I,
)
_TRIED = re.compile(
    r"^(?:can|may|could|must|will|is|are|do|does)\b.*\b(?:punish\w*|tried|try|prosecut\w+|responsible|charged|"
    r"convicted|"
    r"liable|stand trial|held to account|sentenced)\b",
    re.I,
)
_REGARDLESS = re.compile(
    r"\bwhether they are\b|\bwithout any distinction based on official capacity\b|\bin no case exempt\b|"
    r"\b(?:irrespective|regardless) of (?:his|their|her|the) (?:office|official)",
    re.I,
)


def _office(case: Case) -> Plain | None:
    """Can one in office be punished, where an office makes no difference?"""
    if not (_OFFICE.search(case.whole) and _REGARDLESS.search(case.text) and _OFFICE.search(case.text)):
        return None
    if _BAR_ASKED.match(case.words):
        return Plain("no", named=True)
    return Plain("yes", named=True) if _TRIED.match(case.words) else None


_BAR_ASKED = re.compile(
    r"^(?:do|does|did|can|could|may|might|will|would)\s+(?P<what>[^?]+?)\s+(?:stop|prevent|bar|block|hinder|keep|"
    r"hold up|"
    r"stand in the way|protect|shield|save|exempt|excuse|justify|relieve|free|clear|absolve|let\b[^?]*\boff|"
    r"get\b[^?]*\boff|rule out|diminish|lessen|affect)\b",
    re.I,
)
_POINTS_BACK = re.compile(r"(?:that|this|it|which)(?: fact| alone)?", re.I)
_NO_BAR = re.compile(
    r"\b(?:(?:shall|may|does|do) not|shall in no case|nor shall it|under no circumstances?)\b[^.;]{0,40}?\b"
    r"(?:bar|exempt|relieve|prevent|preclude|hinder|be considered as justification|diminish|impede|be affected|affect|"
    r"be invoked (?:as a justification|to justify|by the requested party as an obstacle)|"
    r"constitute a (?:ground|defence)|justifiable)\b|\bnot be prejudicial\b|"
    r"\b(?:no|nor)\b[^.;]{0,160}\b(?:may|shall|can) be invoked (?:as a justification|to justify)|"
    r"\bunder no circumstances justifiable\b",
    re.I,
)


def _no_bar(case: Case) -> Plain | None:
    """Does a thing stand in the way, or excuse, where the text says that it does not?"""
    asked, said = _BAR_ASKED.match(case.words), _NO_BAR.search(case.text)
    near = case.whole if asked and _POINTS_BACK.fullmatch(asked["what"].strip()) else case.words
    if not asked or not said or _share(near, case.text, case.gloss) < HELD:
        return None
    sentence = next(span.of(case.text) for span in sentences(case.text) if span.start <= said.start() < span.end)
    what = case.whole if _POINTS_BACK.fullmatch(asked["what"].strip()) else asked["what"]
    if not (_meant(what) - GENERIC) & set(terms(sentence)):
        return None
    kinds = limits(re.sub(r"\bwhere appropriate\b", " ", sentence, flags=re.I))
    hangs = kinds & (CONDITIONS | {"unless"}) - {"domestic law"}
    return Plain("depends", " on the conditions in [1].") if hangs else Plain("no", named=True)


_MATTERS_ASKED = re.compile(
    r"^(?:does|do|is|would|will|can)\s+(?:(?:it|this|that)\s+)?(?P<before>[^?]*?)\s*\b"
    r"(?:matter|make (?:a|any) difference|relevant|of (?:any )?(?:importance|relevance|consequence)|"
    r"count for anything)\b"
    r"(?P<after>[^?]*)",
    re.I,
)
_IRRELEVANT = re.compile(
    r"\b(?:irrelevant|immaterial|irrespective of|regardless of|whether or not|without regard to|not be relevant)\b",
    re.I,
)


def _matters(case: Case) -> Plain | None:
    """Does a thing matter, where the text says that it is irrelevant?"""
    asked = _MATTERS_ASKED.match(case.words)
    if not asked:
        return None
    what = f"{asked['before']} {asked['after']}"
    for span in sentences(case.text):
        said = span.of(case.text)
        found = _IRRELEVANT.search(said)
        if not found:
            continue
        clause = said[found.start() :] if not found.group().startswith(("irrelevant", "immaterial", "not")) else said
        clause = re.split(r"[;]", clause)[0]
        if _meant(what) & set(terms(clause)) and _share(what, clause, case.gloss) >= HELD:
            hangs = re.search(r"\b(?:irrelevant|immaterial)\b[^.;]*\b(?:where|if|when)\b", said, re.I)
            return Plain("depends", " on the conditions in [1].", named=True) if hangs else Plain("no", named=True)
    return None


# ── what an offence is not, what is not needed ───────────────────────────────────────────────────────────────────────

_KIND_ASKED = re.compile(
    r"\b(?P<kind>political|fiscal)(?:ly)?\s+(?:crimes?|offen[cs]es?|motiv\w+|inspired|reasons?|grounds?|in nature|"
    r"nature|"
    r"acts?|one)|"
    r"\b(?:was|is|were|are|as)\s+(?P<alone>political)\b",
    re.I,
)
_OF_KINDS = frozenset(
    terms(
        "political politically fiscal motive motives motivated inspired nature reason ground extradition extradite "
        "request requested refuse refused turn down object block say claim call calling treat treated regarded "
        "considered they we"
    )
)
_PUT = re.compile(r"^(?:can|may|could|is|are|does|do|will|must)\b", re.I)
_OTHER_WAY = re.compile(
    r"\b(?:forbid\w*|forbidden|prohibit\w*|barred|banned|unlawful|reserv\w+|declar\w+|persecut\w*|opinions?|race|not|"
    r"never|still|even|must\s+(?:\w+\s+){1,4}(?:extradit|surrender|hand)\w*|have to (?:extradit|surrender|hand)\w*)\b|"
    r"n['’]t\b",
    re.I,
)
_NO_KIND = re.compile(
    r"\b(?:not be|(?:none of|no)\b(?:(?!\b(?:if|where|when)\b)[^.;]){0,220}?\b(?:shall|may) be)\s+"
    r"(?:regarded|considered|deemed|treated)\b[^.;]{0,160}?\b(?P<kind>political|fiscal)\b|"
    r"\b(?P<other>political) offences\b[^.;]{0,12}\bconsidered to include\b",
    re.I,
)


def _no_such_kind(case: Case) -> Plain | None:
    """Is an offence political, where the text says that it is not to be regarded as such?"""
    asked = _KIND_ASKED.search(case.words)
    if not asked or not _PUT.match(case.words) or _OTHER_WAY.search(case.words):
        return None
    kind = (asked["kind"] or asked["alone"]).casefold()
    found = [one for one in _NO_KIND.finditer(case.text) if (one["kind"] or one["other"]).casefold() == kind]
    conduct = " ".join(word for word in case.words.split() if not set(terms(word)) & _OF_KINDS)
    if not found or (_meant(conduct) and not _share(conduct, case.text, case.gloss)):
        return None
    sentence = next(span.of(case.text) for span in sentences(case.text) if span.start <= found[0].start() < span.end)
    hangs = limits(sentence) & {"if", "unless", "without prejudice", "except", "subject to"}
    return Plain("depends", " on the conditions in [1].") if hangs else Plain("no")


_CONSENT_ASKED = re.compile(
    r"^(?:do|does|must|is|are)\b[^?]*\b(?:(?:have|need)s? to|must)\s+(?:agree|consent|be asked|say yes)\b|"
    r"^must\b[^?]*\b(?:agree|consent)\b|"
    r"^(?:is|are|do|does)\b[^?]*\b(?:consent|agreement)\b[^?]*\b(?:needed|required|necessary)\b|"
    r"^(?:do|does)\b[^?]*\b(?:need|require)\b[^?]*\b(?:consent|agreement)\b",
    re.I,
)
_NO_CONSENT = re.compile(r"\bconsent\b[^.;]{0,80}\bshall not be (?:required|necessary|needed)\b", re.I)


def _unneeded(case: Case) -> Plain | None:
    """Does somebody have to agree, where consent is not required?"""
    said = _NO_CONSENT.search(case.text)
    if not said or not _CONSENT_ASKED.match(case.words) or _share(case.words, case.text, case.gloss) < HELD:
        return None
    return Plain("no", named=True)


# ── proceedings that go on, firms that are liable, and the people in them ────────────────────────────────────────────

_WITHDRAWN = re.compile(
    r"\b(?:withdr[ae]w\w*|retract\w*|tak(?:es?|en|ing) (?:\w+ ){1,3}back|took (?:\w+ ){1,3}back|drop(?:s|"
    r"ped)? (?:the|her|his) charges?|"
    r"chang(?:es?|ed) (?:her|his) mind)\b",
    re.I,
)
_ENDS_CASE = re.compile(
    r"^(?:must|do|does|is|are)\b[^?]*\b(?:drop|stop|end|close|abandon|discontinue|over)\b|^does\b[^?]*\bput an end\b",
    re.I,
)
_KEEPS_ON = re.compile(r"^(?:can|may|could)\b[^?]*\b(?:continue|go on|proceed|carry on|go ahead|still)\b", re.I)
_EVEN_IF = re.compile(r"\bproceedings may continue even if\b", re.I)


def _goes_on(case: Case) -> Plain | None:
    """Does a case end with the complaint, where proceedings may continue without it?"""
    if not _EVEN_IF.search(case.text) or not _WITHDRAWN.search(case.whole):
        return None
    if _ENDS_CASE.match(case.words):
        return Plain("no", named=True)
    return Plain("yes", named=True) if _KEEPS_ON.match(case.words) else None


_FIRM = re.compile(
    r"\b(?:compan(?:y|ies)|corporations?|firms?|legal (?:persons?|entit(?:y|ies))|business(?:es)?|foundations?)\b", re.I
)
_HELD = re.compile(
    r"^(?:can|could|must|may|do|does|is|are)\b[^?]*\b(?:liable|answerable|responsible|accountable|held to account)\b",
    re.I,
)
_OF_FIRMS = re.compile(
    r"\bshall\b(?! not)[^.;]{0,220}(?:\bestablish the liability of legal (?:persons|entities)|"
    r"\blegal (?:persons?|entit(?:y|ies))\b[^.;]{0,120}\b(?:can|may|to) be held (?:liable|responsible))",
    re.I,
)
_WHICH_KIND = re.compile(
    r"\b(?:criminal\w*|civil\w*|administrativ\w*|refus\w*|declin\w*|turn(?:ed)? down|only|instead|without|even|not|"
    r"never|automatically|always|state|"
    r"public)\b",
    re.I,
)


_OWN_GAIN = re.compile(
    r"\b(?:own (?:pocket|gain|benefit|profit|account)|for (?:himself|herself|themselves)|privately)\b", re.I
)


def _firms(case: Case) -> Plain | None:
    """Can a company be held liable, where States have to see to it?"""
    if not _FIRM.search(case.words) or not _HELD.match(case.words) or _WHICH_KIND.search(case.words):
        return None
    if _OWN_GAIN.search(case.whole):
        return None
    said = _OF_FIRMS.search(case.text)
    if not said or _missing_kind(case):
        return None
    if re.search(r"\bsubject to\b", case.text[: said.end()], re.I):
        return Plain("depends", " on the conditions in [1].")
    return Plain("yes", ": States must see to it.")


_HEADS = re.compile(
    r"\b(?:managers?|directors?|employees?|officers?|bosses|boss|individuals?|people|persons?|staff|he|she|"
    r"executives?)\b",
    re.I,
)
_STILL = re.compile(
    r"^(?:can|may|could|must|is|are|do|does)\b[^?]*\b(?:still|also|too|as well|besides|nevertheless|"
    r"in addition)\b[^?]*\b"
    r"(?:prosecut\w*|punish\w*|tried|try|liable|charged?|convicted|responsible)\b|"
    r"^(?:can|may|could|must|is|are)\b[^?]*\b(?:prosecut\w*|punish\w*|tried|liable|charged|convicted|"
    r"responsible)\b[^?]*\b(?:too|as well|besides)\b",
    re.I,
)
_BESIDES = re.compile(
    r"\bliability\b[^.;]{0,80}\b(?:without prejudice to|not exclude)\b[^.;]{0,60}\b(?:liability of|"
    r"proceedings against)(?: the)? "
    r"(?:natural persons?|individuals)",
    re.I,
)
_HIDES = re.compile(
    r"^(?:can|may|could|does|do)\b[^?]*\b(?:hide behind|protect|shield|let\b[^?]*\boff|clear|save|replace)\b", re.I
)


def _besides(case: Case) -> Plain | None:
    """Can the people in a company be prosecuted as well, where its liability leaves theirs as it is?"""
    if not _BESIDES.search(case.text) or not _HEADS.search(case.words) or _LACKING.search(case.words):
        return None
    if _HIDES.match(case.words):
        return Plain("no", named=True)
    return Plain("yes", named=True) if _STILL.match(case.words) else None
