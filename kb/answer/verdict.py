"""Yes or no where the deciding norm carries it, "depends" where it has conditions; everything else is left open."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set

from kb.answer.asked import WITHOUT, Asked, asked, clauses, opened, without_what
from kb.answer.closeness import concepts_of, overlap, rarity
from kb.answer.plain import Case, Plain, plain
from kb.answer.premise import GRANTS, refuses, turned_down
from kb.answer.rule import (
    CONDITIONS,
    EXCEPTIONS,
    GENERIC,
    RESERVED,
    Rule,
    letter_asked,
    limits,
    named_in,
    rules,
    with_letters,
)
from kb.model import Entry, Force, Quote, Statement, Verdict, article_id, unit_id
from kb.norms import forces, norms
from kb.text import squeeze, terms

_NARROWED = re.compile(  # words by which a question asks for more than the norm may give
    r"\b(?:less|more|only|automatically|always|any|all|even|lower|higher|forced|against|instead|alone|every|same)\b",
    re.IGNORECASE,
)
_LESS_THAN_DUTY: dict[Force, str] = {"may": "an option", "should": "encouraged", "shall consider": "to be considered"}
_HANGS = frozenset({"if", "where", "provided that", "subject to"})
_SUBJECT = frozenset({"subject to", "provided that"})
_EFFECT = re.compile(  # a norm that says what holds, not what somebody has to do
    r"^\W*(?:(?:also|likewise|then|however|mutatis mutandis)\W+)*(?:apply|be (?:deemed|regarded|applicable|applied))\b",
    re.I,
)
_PREREQUISITE = re.compile(  # a question whether one thing has to come before another
    r"\bbefore\b(?!\s+(?:our|the|its|their|a)\s+(?:\w+\s+)?(?:courts?|authorit|prosecut|judge))|\bwait\b|"
    r"^\W*(?:must|shall)\b.*\bhave\s+(?:\w+ly\s+|already\s+)?(?!to\b)\w+(?:ed|en|ne|een|ade|ome)\b",
    re.I,
)
_PROMOTES = re.compile(r"^\W*(?:\w+ly\s+)?(?:encourage|promote|facilitate|support|seek|aim)\b", re.I)
_NO_BAN = re.compile(  # "shall not exclude criminal proceedings", "shall not be required": nothing is forbidden
    r"^\W*(?:\w+ly\s+)?(?:be (?:so |made )?(?:necessary|required|obliged|bound|compelled|construed|conditional)|"
    r"be (?:wholly )?depend[ae]nt|"
    r"be (?:\w+ly )?responsible|"
    r"(?:\W*ipso facto\W+)?(?:involve|imply|entail)\b|"
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
_RESERVES = re.compile(
    r"\breserves? the right\b|\bby (?:a |means of a )?declaration\b|\bmay\b[^.;]{0,80}\bdeclare\b", re.I
)
_NO_NEED = r"(?:be )?(?:(?:wholly )?depend[ae]nt|a prerequisite|necessary|required)\b"
_THAT_NOT = (
    r"\b(?:ensure|guarantee|provide)s? that\b(?: no\b.*\b(?:shall|may|can|is|are)|.*\b(?:shall|may|can|is|are) not?)\b"
)
_BANS_WITHIN = re.compile(rf"{_THAT_NOT}(?!\W+{_NO_NEED})", re.I | re.S)
_FREES = re.compile(rf"{_THAT_NOT}\W+{_NO_NEED}", re.I | re.S)
_WEIGHS = re.compile(r"\b(?:consider|examin|think|look|weigh|reckon|take (?:\w+ )?(?:into )?account)\w*\b", re.I)
_LACKS = re.compile(r"\b(?:not|no|absence|lack|without)\b", re.I)
_PROHIBITS = re.compile(
    r"^\W*(?:prohibit|(?:take|adopt) (?:the |such )?(?:\w+ ){0,5}measures (?:as may be necessary )?to prohibit)\b", re.I
)
_EITHER = re.compile(r"\beither\b|(?<!legislative )\bor (?:take |such |by )?other\b|\bor through\b", re.I)
_IMMUNE = re.compile(r"\b(?:immunit|exempt|inviolab)", re.I)
_REFRAIN = re.compile(r"\b(?:refrain|abstain)\b", re.I)
_NOT_NEEDED = re.compile(
    r"^\W*(?:be (?:so |made )?)?(?:required?|necessary|needed|conditional|(?:wholly )?depend[ae]nt)\b", re.I
)
_SUCH = re.compile(  # a norm that says what a thing is or counts as
    r"^\W*(?:\w+ly\s+)?be\s+(?:regarded|considered|deemed|treated|invoked|construed)\b", re.I
)
_KIND = re.compile(
    r"\b(?:non-)?(?:criminal|civil|administrative|disciplinary)(?! (?:offence|group|matter|proceeding))", re.I
)
_LIABLE = re.compile(r"\b(?:liab|responsib|sanction|penalt)", re.I)
_CLOSED = re.compile(r"^\W*(?P<verb>\w+)\s+(?:only\s+)?one of the following\s+(?P<noun>\w{5})", re.I)
_APART = re.compile(r"\b(?P<kind>death|capital|corporal)\s+(?P<noun>penalt|punish|sentence)", re.I)
STEM = 6  # letters by which "acquittal" and "acquitted" are one
SHARED = 0.25  # share of the question's words, by rarity, that the deciding norm with its digest has to hold
AS_NEAR = 0.6  # share of the words that the first paragraph shares with the question, for a neighbour as near
NEAR_NORM = 0.08  # the same for one norm of several
_MADE_TO = re.compile(r"\b(?:made|forced|required|compelled|obliged) to\b", re.I)
_DUTIES = re.compile(r"^\W*be (?:required|obliged|bound|compelled)\b", re.I)
_THAT_REASON = re.compile(r"^(?:is|are) (?:that|this|it) (?:a )?(?:\w+ )?(?:reason|ground|excuse)\b", re.I)
_MANDATORY = re.compile(r"\b(?:mandatory|compulsory|obligatory)\b", re.I)
_FORCED = re.compile(r"\b(?:mandatory|compulsory|obligatory|forc\w+|oblig\w+|compel\w*|requir\w+|must|make)\b", re.I)
_EXCEPTING = re.compile(r"\b(?:unless|except|save)\b", re.I)
_AS_IT_SEES = re.compile(r"\b(?:when|where|if)\s+(?:it|they)\s+(?:considers?|deems?|believes?)\b", re.I)
_UNLESS_AGREED = re.compile(
    r"\b(?:unless|except|save)\b[^.;]{0,60}\b(?:consents?|agrees?|authori[sz]\w+|approv\w+)\b", re.I
)
_BY_VOTE = re.compile(r"\bunless\b[^.;]{0,90}\bdecide", re.I)
_GROUND = re.compile(
    r"\b(?:on the (?:sole )?grounds? (?:of|that)|on these grounds|solely|merely|only because|invoke)\b(?P<of>[^.;]*)",
    re.I,
)
_REFUSING = frozenset(
    terms(
        "refuse refused refusing refusal decline declined request requests assistance assist extradition extradite "
        "extradited help cooperation co-operation turn down render mutual legal sole solely grant granted deny say "
        "denied "
        "only about just can because us our they account invoke invoked reject rejected afford allowed allow "
        "permitted execute "
        "executed supply giving give"
    )
)
_WORDS = {"yes": "Yes", "no": "No", "depends": "It depends"}
_TURNED_ROUND: Mapping[Verdict | None, Verdict | None] = {"yes": "no", "no": "yes", "depends": "depends"}


def verdict(
    question: str,
    statements: Sequence[Statement],
    entries: Sequence[Entry],
    subjects: Set[frozenset[str]] = frozenset(),
    beside: Sequence[Entry] = (),
) -> tuple[Verdict | None, str]:
    """The verdict on one yes-or-no question and its headline; none where the first statement does not decide it.

    `entries` are those of the statements, in their order. `subjects` name, in index terms, what provisions near the
    question are about: one that is asked for and that the first provision lacks leaves the question open. `beside`:
    paragraphs of the articles quoted; one of the first statement's article that is as near and has an exception of its
    own leaves it open as well.
    """
    if not statements:
        return None, ""
    quotes = with_letters([quote.text for quote in statements[0].quotes])
    found = _plainly(question, quotes, entries[0], subjects)
    if found:
        return found.verdict, f"{_WORDS[found.verdict]}{found.said}"
    ask = asked(question)
    if ask is None:
        return None, ""
    rule = _unasked_rule(ask, quotes) if ask.unasked else _deciding(ask, quotes, entries)
    if rule is None or _beside_the_point(ask.words, entries[0], subjects):
        return None, ""
    article = article_id(entries[0].id)
    others = [entry for entry in beside if article_id(entry.id) == article and entry.id != entries[0].id]
    if _other_kind(ask, rule) or _other_ground(ask, rule, entries[0]):
        return None, ""
    if _excepted_beside(ask, rule, entries[0], others):
        return None, ""
    bounds = limits(" ".join(quotes))
    if ask.unasked:
        said = _unasked(ask, rule)
        hangs = " on the conditions in [1]" if said == "depends" else ""
        return (said, f"{_WORDS[said]}{hangs}.") if said else (None, "")
    said = _answer(ask, rule, bounds)
    return (said, _headline(said, ask, rule, bounds, statements)) if said else (None, "")


def _plainly(question: str, quotes: Sequence[str], first: Entry, subjects: Set[frozenset[str]]) -> Plain | None:
    """The verdict of a shape that question and text share."""
    for clause in clauses(question):
        words = opened(clause)
        found = plain(Case(words, question, tuple(map(squeeze, quotes)), f"{first.unit.heading} {_gloss(first)}"))
        if found:
            return None if not found.named and _beside_the_point(words, first, subjects) else found
    return None


def differing(
    question: str, found: Verdict, first: Entry, near: Sequence[Entry], titles: Mapping[str, str]
) -> tuple[Entry, Verdict] | None:
    """The first provision of another instrument on the same concept that answers the other way.

    It has to speak of all that the question and the first provision share: a general rule leaves a special one as it
    is. A ground of refusal that it grants speaks against a plain no as well, whatever it depends on.
    """
    ask = asked(question)
    for entry in near:
        if entry.unit.instrument == first.unit.instrument or not concepts_of(entry) & concepts_of(first):
            continue
        if not as_special(question, first, entry, titles):
            continue
        quote = Quote(entry.id, 0, len(entry.unit.text), entry.unit.text, authentic=True)
        other, _ = verdict(question, [Statement("", (entry.id,), (), "", (quote,))], [entry])
        text = entry.unit.text
        granted = ask is not None and ask.refusing and forces(text)[:1] == ("may",) and refuses(text)
        granted = granted and not _RESERVES.search(text)
        if {found, other} == {"yes", "no"} or (found == "no" and granted):
            return entry, other or "depends"
    return None


def of_concepts(first: Entry, entries: Mapping[str, Entry]) -> list[Entry]:
    """The provisions of the library that are on every concept of the first one."""
    mine = concepts_of(first)
    return [entry for entry in entries.values() if mine <= concepts_of(entry)] if mine else []


def as_special(question: str, first: Entry, other: Entry, titles: Mapping[str, str]) -> bool:
    """True where a provision speaks of all that the question and the first provision share."""
    return _shared(question, first, titles) <= _shared(question, other, titles)


def _shared(question: str, entry: Entry, titles: Mapping[str, str]) -> set[str]:
    held = f"{titles.get(entry.unit.instrument, '')} {entry.unit.heading} {entry.unit.text} {_gloss(entry)}"
    return (set(terms(question)) - GENERIC - _REFUSING) & set(terms(held))


# ── which norm, and whether it is the one ────────────────────────────────────────────────────────────────────────────


def _deciding(ask: Asked, quotes: Sequence[str], entries: Sequence[Entry]) -> Rule | None:
    """The one norm of the first statement that speaks of what is asked; none where norms of other force are as near."""
    found = rules(quotes)
    if not found:
        return None
    if entries[0].digest is None and not set(terms(found[0].after)[:3]) & set(terms(ask.words)):
        return None
    ours = _gloss(entries[0])
    weights = rarity([entry.unit.text for entry in entries] + [ours])
    if overlap(ask.words, " ".join([ours, *quotes]), weights) < SHARED:
        return None
    if len({rule.force for rule in found}) == 1:
        return next((rule for rule in found if ask.mode in ("is", "applies") or not _EFFECT.match(rule.after)), None)
    near = [overlap(ask.words, rule.words, weights) for rule in found]
    bans = [n for n, rule in enumerate(found) if _barring(ask, rule)]
    best = max(bans or range(len(found)), key=lambda n: near[n])
    rivals = {found[best].force} | {
        rule.force
        for n, rule in enumerate(found)
        if near[n] >= 0.5 * near[best] and (n in bans or not bans) and not rule.says_how
    }
    return found[best] if near[best] >= NEAR_NORM and len(rivals) == 1 else None


def _unasked_rule(ask: Asked, quotes: Sequence[str]) -> Rule | None:
    """The norm on acting without the consent, or without the request, of which the question speaks."""
    found = [
        rule for rule in rules(quotes) if ask.unasked & without_what(_UNLESS_AGREED.sub("without consent", rule.own))
    ]
    share = {n: len(set(terms(ask.words)) & set(terms(rule.own))) for n, rule in enumerate(found)}
    return found[max(share, key=lambda n: share[n])] if share and max(share.values()) else None


def _barring(ask: Asked, rule: Rule) -> bool:
    """True for a norm that forbids, or does not require, what is asked about."""
    about = rule.does(ask.words) or (ask.refusing and refuses(rule.own))
    return rule.force in ("shall not", "need not") and about


def _gloss(entry: Entry) -> str:
    digest = entry.digest
    return " ".join((digest.digest, *digest.terms, *digest.questions)) if digest else ""


def _beside_the_point(words: str, first: Entry, subjects: Set[frozenset[str]]) -> bool:
    """True where the question is about a thing of which the provision says nothing."""
    asked_for = set(terms(words))
    held = set(terms(f"{first.unit.heading} {first.unit.text} {_gloss(first)}"))
    stems = {term[:STEM] for term in held}
    return any(subject <= asked_for and {term[:STEM] for term in subject} - stems for subject in subjects)


def _other_kind(ask: Asked, rule: Rule) -> bool:
    """True where a kind of liability is asked for that the norm does not name, or names as one of several."""
    kinds = {found.group().casefold() for found in _KIND.finditer(ask.words)} if _LIABLE.search(ask.words) else set()
    text = rule.text
    around = [text[max(0, one.start() - 60) : one.end() + 60] for one in _LIABLE.finditer(text)]
    named = {found.group().casefold() for words in around for found in _KIND.finditer(words)}
    return bool(kinds) and (not kinds <= named or (len(named) > 1 and rule.force == "shall"))


def _other_ground(ask: Asked, rule: Rule, first: Entry) -> bool:
    """True for a ban on refusing for one reason of which the question says nothing."""
    ground = _GROUND.search(rule.own)
    if rule.force != "shall not" or not ground or not refuses(rule.own):
        return False
    outside = set(terms(rule.own.replace(ground["of"], " ")))
    held = (set(terms(_gloss(first))) - outside | set(terms(ground["of"]))) - GENERIC - _REFUSING
    return not held & set(terms(ask.unnamed))


def _excepted_beside(ask: Asked, rule: Rule, first: Entry, others: Sequence[Entry]) -> bool:
    """True for a flat ban beside which a ban in the same article, as near to the question, has an exception."""
    if rule.force != "shall not" or limits(rule.text) & EXCEPTIONS:
        return False
    words = set(terms(ask.words)) - GENERIC
    near = len(words & set(terms(first.unit.text)))
    return any(
        limits(one.unit.text) & EXCEPTIONS
        and {found.force for found in norms(one.unit.text)} == {"shall not"}
        and len(words & set(terms(one.unit.text))) >= AS_NEAR * near > 0
        for one in others
    )


# ── what it says ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _answer(ask: Asked, rule: Rule, bounds: frozenset[str]) -> Verdict | None:
    """The verdict of one norm: what is forbidden is answered as what is allowed, and turned round."""
    back = ask.refusing and refuses(rule.own) and _THAT_REASON.match(ask.words)  # the reason was told before
    if ask.loose and not back and not rule.speaks_of(ask.words):
        return None
    if ask.mode == "is":
        return _such(ask, rule)
    if ask.mode == "applies":
        return _applies(ask, rule, bounds)
    if ask.mode == "forbidden":
        return None if _SUCH.match(rule.after) else _TURNED_ROUND.get(_ruled(ask, "may", rule, bounds))
    return _ruled(ask, ask.mode, rule, bounds)


def _unasked(ask: Asked, rule: Rule) -> Verdict | None:
    """May one act without what the norm says is, or is not, needed?"""
    force = _force(ask, ask.mode, rule)
    if ask.mode not in ("may", "forbidden") or force not in ("may", "shall not", "need not"):
        return None
    if _NO_BAN.match(rule.after) and force == "shall not":
        force = "need not"
    found: Verdict = "no" if force == "shall not" else "yes"
    said = letter_asked(ask.words, _AS_IT_SEES.sub(" ", WITHOUT.sub(" ", rule.own)))
    if found == "yes" and limits(said) & CONDITIONS:
        return "depends"
    return _TURNED_ROUND[found] if ask.mode == "forbidden" else found


def _such(ask: Asked, rule: Rule) -> Verdict | None:
    """Is a thing what a norm says that it is not?"""
    if rule.force != "shall not" or not _SUCH.match(rule.after) or rule.bounds:
        return None
    return "no" if (set(terms(rule.after)) - GENERIC) & set(terms(ask.words)) else None


def _applies(ask: Asked, rule: Rule, bounds: frozenset[str]) -> Verdict | None:
    """Does a treaty apply to what a norm leaves out?"""
    what = re.search(r"\bapply\b(.*)", ask.words, re.I | re.S)
    out = rule.force == "shall not" and re.match(r"^\W*apply\b", rule.after, re.I)
    if what is None or not out or bounds & (CONDITIONS | EXCEPTIONS):
        return None
    return "no" if (set(terms(what[1])) - GENERIC) & set(terms(rule.after)) else None


def _ruled(ask: Asked, mode: str, rule: Rule, bounds: frozenset[str]) -> Verdict | None:
    """May one, or must one, by this norm?"""
    force = _force(ask, mode, rule)
    if ask.refusing and force == "shall not" and turned_down(rule.words) and not refuses(rule.words):
        return _conditioned("yes", ask, rule, bounds)
    core = (
        rule.text[rule.norm.span.start : rule.norm.cue.end]
        + _EXCEPTING.split(rule.text[rule.norm.cue.end : rule.norm.span.end])[0]
    )
    if ask.refusing != refuses(core):
        free = (mode == "must" or ask.mode == "forbidden") and rule.alone("may") and GRANTS.search(ask.words)
        return "no" if free and mode == "must" else "yes" if free else None
    if _closed_to(ask, rule):
        return "no"
    if force == "may" and rule.of_others(ask.words):
        return None
    if _undecided(ask, rule, force, bounds) or (ask.lacking and not _LACKS.search(rule.after)):
        return None
    if mode == "must" and ask.loose and _needed(ask, rule):
        return "yes"
    if mode == "must" and force == "shall not" and not rule.does(ask.words):
        return None
    if mode == "must" and force in _LESS_THAN_DUTY:
        return "no" if _no_duty(ask, rule, force) else None
    table: dict[str, Verdict] = (
        {"may": "yes", "shall not": "no", "only if": "depends"}
        if mode == "may"
        else {"shall": "yes", "shall not": "no", "need not": "no"}
    )
    found = table.get(force)
    if found == "yes" and mode == "must" and _EITHER.search(rule.text, rule.norm.cue.end, rule.norm.span.end):
        return None
    if found == "yes" and (_NARROWED.search(ask.words) or rule.less_than_said(ask.words)):
        hangs = rule.bounds & _HANGS and _conditioned(found, ask, rule, bounds) == "depends"
        return "depends" if hangs else None
    if (found in ("yes", "no") and rule.for_some(ask.words)) or (found == "no" and rule.listed_exceptions):
        return "depends"
    if found and not limits(letter_asked(ask.words, rule.text)) & CONDITIONS:
        return found  # every condition stands in letters of which the question does not speak
    return found and _conditioned(found, ask, rule, bounds)


def _force(ask: Asked, mode: str, rule: Rule) -> Force:
    """The force for what is asked: a duty to prohibit or to see that something is not done is a ban on it."""
    if _PROHIBITS.match(rule.after) and _MANDATORY.search(rule.own) and not _FORCED.search(ask.words):
        return rule.force
    if rule.force == "shall" and mode == "may" and (_BANS_WITHIN.search(rule.words) or _PROHIBITS.match(rule.after)):
        return "shall not"
    if rule.force == "shall" and mode == "must" and _FREES.search(rule.words):
        return "need not"
    if rule.force == "shall not" and mode == "must" and _NOT_NEEDED.match(rule.after):
        return "need not"
    if rule.force == "shall not" and mode == "must" and _REFRAIN.search(ask.words) and _REFRAIN.search(rule.words):
        return "shall"
    return rule.force


def _needed(ask: Asked, rule: Rule) -> bool:
    """True where what is asked about is the condition to which the norm is subject: "Is consent needed?"."""
    subject = re.search(r"^\W*(?:is|are)\b(.*?)\b(?:needed|required|necessary)\b", ask.words, re.I | re.S)
    clauses = " ".join(one.span.of(rule.text) for one in rule.norm.qualifiers if one.kind in _SUBJECT)
    words = set(terms(subject[1])) - GENERIC if subject else set()
    return bool(words) and 2 * len(words & set(terms(clauses))) >= len(words)


def _closed_to(ask: Asked, rule: Rule) -> bool:
    """True for a penalty of a kind that a closed list of penalties does not hold."""
    kind = _APART.search(ask.words)
    return bool(kind and _CLOSED.match(rule.after) and kind["kind"].casefold() not in rule.text.casefold())


def _no_duty(ask: Asked, rule: Rule, force: Force) -> bool:
    """True where a duty is asked for and the statement holds no more than an option, a wish or a duty to consider."""
    weighs = force == "shall consider" and _WEIGHS.search(ask.words)
    named = named_in(ask.words, rule.text, RESERVED | {"provided that"})
    moot = weighs or named or rule.of_content or _PREREQUISITE.search(ask.words) or _RESERVES.search(rule.text)
    return not moot and rule.alone(force) and rule.speaks_of(ask.words)


def _undecided(ask: Asked, rule: Rule, force: Force, bounds: frozenset[str]) -> bool:
    """True where the norm speaks of the thing and yet leaves open what is asked about it."""
    if _EFFECT.match(rule.after) or named_in(ask.unnamed, rule.text, RESERVED):
        return True
    if force == "may" and (_DENIED.search(rule.text) or _IMMUNE.search(rule.own)):
        return True
    if force == "shall not":
        other = _SOLE.search(rule.text) and _OTHER.search(ask.words)
        idle = _NO_BAN.match(rule.after) and not (_MADE_TO.search(ask.words) and _DUTIES.match(rule.after))
        beside = other or idle or "without prejudice" in bounds
        if _BY_VOTE.search(rule.own):
            return True
        # a condition of a ban that the question names in part: whether the case is met is not known
        return bool(beside) or (named_in(ask.words, rule.text, CONDITIONS) and not rule.is_case(ask.whole))
    if force == "shall" and rule.only_in_case(ask.words):
        return True
    element = _OFFENCE.search(rule.after) and not _PUNISHED.search(ask.words)
    return force == "shall" and bool(_PREREQUISITE.search(ask.words) or _PROMOTES.match(rule.after) or element)


def _conditioned(found: Verdict, ask: Asked, rule: Rule, bounds: frozenset[str]) -> Verdict | None:
    """The verdict, "depends" where it has conditions of which the question says nothing."""
    if found == "depends" or rule.force == "need not" or not bounds & CONDITIONS:
        return found
    alike = rule.alike
    if not any(one.bounds for one in alike) or rule.is_case(ask.whole):
        return found
    if found == "yes" and rule.event & set(terms(ask.whole)):
        return None
    return "depends" if all(one.conditional for one in alike) else None


# ── how it is said ───────────────────────────────────────────────────────────────────────────────────────────────────


def _headline(found: Verdict, ask: Asked, rule: Rule, bounds: frozenset[str], statements: Sequence[Statement]) -> str:
    """The verdict with what limits it."""
    said = _WORDS[found]
    if found == "depends":
        return f"{said} on the conditions in [1]."
    if _closed_to(ask, rule):
        return f"{said}: it is not in the list of [1]."
    if found == "no" and rule.force in _LESS_THAN_DUTY:
        return f"{said}: {_LESS_THAN_DUTY[rule.force]}, not a duty."
    if found == "yes" and ask.refusing and rule.force == "shall not" and ask.mode != "forbidden":
        said = f"{said}, refusal is a duty"
    declared = next((n for n, one in enumerate(statements[1:], 2) if _declared(one, statements[0])), 0)
    if declared and (found == "no" or ask.mode == "must"):
        return f"{said}, unless a reservation or declaration was made, see [{declared}]."
    if bounds & EXCEPTIONS or rule.taken_back:
        return f"{said}, with the exception in [1]."
    return f"{said}, where the condition in [1] is met." if rule.bounds else f"{said}."


def _declared(said: Statement, first: Statement) -> bool:
    """True for a statement of the same article by which a State may exclude the rule."""
    same = article_id(unit_id(said.ids[0])) == article_id(unit_id(first.ids[0]))
    return same and any(_RESERVES.search(quote.text) for quote in said.quotes)
