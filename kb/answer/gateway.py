"""Where a treaty only opens the door: its clause is quoted, and what decides outside the library is named.

Four doors: a State's own law, the authorities and languages that States have notified, the depositary's lists, and the
decision of a body. A clause is looked for among the provisions nearest to the question, or in the instrument named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb.answer import compose
from kb.answer.closeness import TIME_UNITS, asks_time
from kb.answer.guard import guarded
from kb.answer.outside import outside
from kb.answer.pieces import pieces
from kb.answer.places import law_of, named_state, spoken
from kb.answer.records import Door, Passage, Question, Refusal
from kb.answer.refuse import margin
from kb.answer.select import ids_of, spans_of
from kb.answer.twins import same_words, with_twin
from kb.model import Answer, Entry, Hit, Instrument, Statement
from kb.norms import quantities
from kb.text import without

NEAREST = 3
DEPTH = 12  # hits in which a clause on authorities may stand
BEHIND = 3.0  # how far the score of another clause may lie behind the best one's
CLOSE = 5  # hits of which a weaker sign is enough
SLACK = 0.15  # how far below the floor a question may lie, as the clause has to be found besides
CLAUSES = 2
_BODIES = (
    r"(?P<body>(?:the )?(?:Assembly of States Parties|Conference of the (?:States )?Parties|Meeting of the Parties|"
    r"Committee of Ministers|General Assembly|Security Council|Economic and Social Council|Secretary[- ]General|"
    r"Plenary Assembly|Council|Commission|Board|Committee|Court|judges))\b"
)
_LEFT_TO_LAW = re.compile(
    r"\b(?:governed|determined|decided|regulated)\b[^.;]{0,60}\bby\b[^.;]{0,60}\blaws?\b[^.;]{0,30}\b(?:state|"
    r"party)\b|"
    r"\bin accordance with\b[^.;]{0,40}\b(?:law|procedures?)\b[^.;]{0,30}\bof the (?:requested|sentencing|"
    r"administering|receiving)\b[^.;]{0,12}\b(?:state|party)\b",
    re.IGNORECASE,
)
_NATIONAL_LAW = re.compile(
    r"(?<!punishable )\b(?:in accordance with|under|subject to|pursuant to|according to|provided for (?:in|by)|"
    r"permitted by|consistent with)\b[^.;]{0,40}\b(?:its|their|domestic|national|internal)\s+"
    r"(?:own\s+|domestic\s+|national\s+|internal\s+)*(?:laws?|legislation|legal system)\b",
    re.IGNORECASE,
)
_PENALTIES = re.compile(
    r"\bpunishable by\b[^.;]{0,60}\b(?:penalt|sanction)|\b(?:penalties|sanctions)\b[^.;]{0,60}\b(?:take into account|"
    r"proportionate|gravity)",
    re.IGNORECASE,
)
_BY_BODY = re.compile(
    r"\b(?:decided|determined|fixed|established|prescribed|approved|adopted|set)\b[^.;]{0,20}\bby " + _BODIES
)
_KEEPERS = r"(?:secretary[- ]general|depositary|director[- ]general)"
_AUTHORITIES = (
    r"(?:central authorit\w+|competent authorit\w+|points? of contact|contact points?|authorit\w+ (?:or authorities )?"
    r"(?:designated|identified|responsible|that can assist)|liaison points?|names? and address)"
)
_NOTIFIED = re.compile(
    rf"\b{_AUTHORITIES}[^.;]{{0,200}}\b{_KEEPERS}|\b{_KEEPERS}[^.;]{{0,240}}\b{_AUTHORITIES}", re.IGNORECASE
)
_DESIGNATED = re.compile(r"\bdesignate\b[^.;]{0,40}\b(?:central authorit|points? of contact|authorit)", re.IGNORECASE)
_CONTACTS = re.compile(r"\bpoints? of contact\b|\bcontact points?\b|\bliaison points?\b", re.IGNORECASE)
_LANGUAGE = re.compile(
    r"\blanguages?\b[^.;]{0,160}\b(?:acceptable|declar|notif|translat)|"
    r"\b(?:declar|notif|translat|reserve)\w*[^.;]{0,240}\blanguages?\b",
    re.IGNORECASE,
)
_RESERVED = re.compile(r"\breservations?\b|\breserves? the right\b|\bdeclarations?\b|\bdeclare that\b", re.IGNORECASE)
_MAY_RESERVE = re.compile(
    r"\bmake (?:an? |any |one or more )?(?:reservation|declaration)|\breserves? the right\b|\bno reservations?\b|"
    r"\breservations? (?:may|shall)\b",
    re.IGNORECASE,
)
_BINDING = re.compile(
    r"\b(?:ratification|accession)\b[^.;]{0,160}\bdeposited\b|\bdeposited\b[^.;]{0,160}\b(?:ratification|accession)\b",
    re.IGNORECASE,
)
_LEAVING = re.compile(r"\b(?:denounce|withdraw)", re.IGNORECASE)
_ON_RESERVING = re.compile(r"\breserv|\bdeclar|\bobject", re.IGNORECASE)
_ON_LEAVING = re.compile(r"\bwithdr[ae]w|\bdenounc|\bleft\b|\bleave\b", re.IGNORECASE)
_ON_CONTACTS = re.compile(r"\b24/7\b|\bcontact points?\b|\bpoints? of contact\b", re.IGNORECASE)
_ON_LANGUAGE = re.compile(r"\blanguage|\btranslat", re.IGNORECASE)
_ON_NOTICE = re.compile(
    r"\bauthorit(?:y|ies)\b|\blanguages?\b|\btranslat|\bchannel|\bwho (?:do|does|receives|handles|answers)\b|"
    r"\bcontact points?\b|\bpoints? of contact\b|\bwhere (?:do|should|must) (?:i|we)\b|\bsend\b",
    re.IGNORECASE,
)
_IN_UNODC_DIRECTORY = frozenset("untoc tip-protocol som-protocol firearms-protocol uncac drugs-1988".split())
_ROLES: Mapping[Door, str] = {
    "law": "left to national law",
    "directory": "left to notification",
    "status": "left to the depositary",
    "body": "left to a decision",
}
# What a question may want in detail, and the words by which a provision gives it by itself.
_DETAILS = (
    (
        re.compile(r"\b(?:which|what) (?:court|judge|tribunal|ministry|office|body|agency|authority)\b", re.IGNORECASE),
        re.compile(r"\b(?:courts?|judicial|judges?|tribunal|authorit|ministry)", re.IGNORECASE),
    ),
    (
        re.compile(r"\bappeal(?:ed)?\b|\bremed(?:y|ies)\b", re.IGNORECASE),
        re.compile(r"\bappeal|\breview|\bremed|\bchalleng|\bcontest", re.IGNORECASE),
    ),
    (
        re.compile(r"\b(?:which|what) (?:exact )?(?:form|format|formalit)", re.IGNORECASE),
        re.compile(r"\bform\b|\bwriting\b|\bwritten\b|\bauthenticat|\bcertif", re.IGNORECASE),
    ),
    (
        re.compile(r"\bwho (?:pays|bears|foots)\b|\bat whose (?:cost|expense)\b", re.IGNORECASE),
        re.compile(r"\bcosts?\b|\bexpenses?\b|\bborne\b|\bfees?\b", re.IGNORECASE),
    ),
    (
        re.compile(
            r"\b(?:maximum|minimum|exact) (?:sentence|penalty|punishment|fine|term)\b|\bhow many years\b|"
            r"\bhow (?:high|heavy|long) (?:a|is the|must the|may the) (?:sentence|penalty|fine|prison)",
            re.IGNORECASE,
        ),
        re.compile(r"\d|\byears?\b|\bmaximum\b|\bminimum\b", re.IGNORECASE),
    ),
)
_HOW_LONG = re.compile(r"\bhow (?:long|soon|many (?:hours|days|weeks|months|years))\b|\bwithin what\b", re.IGNORECASE)
_PROMPT = re.compile(
    r"\bpromptly\b|\bwithout (?:undue )?delay\b|\bimmediately\b|\bas soon as\b|\breasonable\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Opened:
    """What decides outside the library, as the first line and as a limit of an answer in part."""

    headline: str
    limit: str


def left_to(
    question: Question,
    why: Refusal,
    ranking: Sequence[Hit],
    entries: Mapping[str, Entry],
    names: Mapping[str, Instrument],
) -> Answer | None:
    """In part: the clauses that leave the matter to something outside the library, which is named; None without one."""
    passages = clauses(question, why.door, ranking, entries)
    found = [compose.statement(question, passage, _ROLES[why.door]) for passage in passages]
    statements, faults = guarded(found, entries)
    if not statements:
        return None
    decides = _decides(why, statements, names)
    limits = (decides.limit, *compose.LIMITS)
    notes = [*compose.warnings(statements, entries, names), *faults]
    return Answer(
        query=question.text,
        status="partial",
        verdict=None,
        answer=compose.answer_text(statements, entries, names, decides.headline, notes, limits),
        statements=statements,
        hits=tuple(ranking),
        limits=limits,
        nearest=tuple(hit.id for hit in ranking if hit.id in entries)[:NEAREST],
        warnings=tuple(notes),
        headline=decides.headline,
        missing=why.missing,
    )


def opened(question: Question, law: Sequence[Statement], names: Mapping[str, Instrument]) -> Opened | None:
    """What decides outside although provisions are quoted: one of several issues, a State's part, a detail left open.

    A detail is left open where the deciding quote leaves it to national law or a body and no quote gives it.
    """
    further = next((kind for issue in question.issues[1:] if (kind := outside(issue))), None)
    if further is not None and outside(question.issues[0]) is None:
        return Opened(
            f"In part: {further.reason}; the rest is answered.", f"Not answered by this library: {further.reason}."
        )
    if not law:
        return None
    of_a_state = _for_a_state(question, law[:1], names)
    if of_a_state is not None:
        return of_a_state
    first, every = (" ".join(q.text for said in part for q in said.quotes) for part in (law[:1], law))
    if not _lacks_detail(question.text, every):
        return None
    body = _BY_BODY.search(first)
    if body is None and not _NATIONAL_LAW.search(first) and not _PENALTIES.search(first):
        return None
    what = f"a decision of {_named(body['body'])}" if body else "the law of the State concerned"
    return Opened(f"In part: the rule leaves this to {what}.", f"Decided outside this library: {what}.")


def _for_a_state(question: Question, first: Sequence[Statement], names: Mapping[str, Instrument]) -> Opened | None:
    """What a State named in the question has to add where the deciding quote leaves it to its law or notification."""
    asked = without(question.text, question.mentions)
    state = named_state(asked)
    quoted = " ".join(quote.text for said in first for quote in said.quotes)
    if not state:
        return None
    if _LEFT_TO_LAW.search(quoted):
        return _decides(Refusal("", door="law", law_of=state), first, names)
    notified = any(sign.search(quoted) for sign in (_NOTIFIED, _DESIGNATED, _LANGUAGE))
    return _decides(Refusal("", door="directory"), first, names) if notified and _ON_NOTICE.search(asked) else None


def left_open(question: Question, law: Sequence[Statement]) -> Refusal | None:
    """A refusal for the sake of its door: the question wants a detail that no quote gives and that a law may settle."""
    quoted = " ".join(quote.text for said in law for quote in said.quotes)
    return Refusal("", door="law") if _lacks_detail(question.text, quoted) else None


def clauses(
    question: Question, door: Door, ranking: Sequence[Hit], entries: Mapping[str, Entry]
) -> tuple[Passage, ...]:
    """The sentences that lead to what decides: of the instrument named, else of the closest hits; two at most."""
    near = _near(question, door, ranking, entries)
    timeless = door == "law" and asks_time(question.text)
    found = (_leading(pattern, near[:depth], entries, timeless) for pattern, depth in _patterns(question.text, door))
    return next(filter(None, found), ())


def _near(question: Question, door: Door, ranking: Sequence[Hit], entries: Mapping[str, Entry]) -> list[str]:
    """Units in which the clause may stand, the closest first; none where the library does not bear on the question."""
    ranked = [hit for hit in ranking if hit.id in entries]
    ours = [unit for unit, entry in entries.items() if entry.unit.instrument in question.named]
    if ours:
        near = [hit.id for hit in ranked if entries[hit.id].unit.instrument in question.named]
        return list(dict.fromkeys([*near, *(ours if door in ("status", "directory") else ())]))
    if margin(question.evidence) < (-SLACK if door == "directory" else 0):
        return []
    if door == "directory":
        return [hit.id for hit in ranked[:DEPTH]]
    best = max((hit.score for hit in ranked), default=0.0)
    return [hit.id for hit in ranked if hit.score >= best - BEHIND]


def _patterns(text: str, door: Door) -> Iterable[tuple[re.Pattern[str], int | None]]:
    """The signs of a clause behind this door, the surest first, and in how many units each is looked for."""
    if door == "law":
        weaker = ((_NATIONAL_LAW, CLOSE),) if law_of(text) else ()
        return ((_LEFT_TO_LAW, None), *weaker)
    if door == "body":
        return ((_BY_BODY, None),)
    if door == "directory":
        if _ON_LANGUAGE.search(text):
            return ((_LANGUAGE, None),)
        contacts = ((_CONTACTS, None),) if _ON_CONTACTS.search(text) else ()
        return (*contacts, (_NOTIFIED, None), (_DESIGNATED, None))
    if door == "status":
        if _ON_RESERVING.search(text):
            return ((_MAY_RESERVE, None), (_RESERVED, None))
        return ((_LEAVING, None),) if _ON_LEAVING.search(text) else ((_BINDING, None),)
    return ()


def _leading(
    pattern: re.Pattern[str], units: Sequence[str], entries: Mapping[str, Entry], timeless: bool = False
) -> tuple[Passage, ...]:
    """The clauses with a sign; where a law is to give a length of time (`timeless`) none that gives one of its own."""
    found: list[Passage] = []
    for unit in units:
        text = entries[unit].unit.text
        leading = [piece for piece in pieces(entries[unit].unit) if pattern.search(piece.span.of(text))]
        leading = [piece for piece in leading if not timeless or not _timed(piece.span.of(text))]
        if leading:
            passage = Passage(entries[unit], ids_of(leading[:1]), spans_of(leading[:1], text))
            twin = any(same_words(passage, other) for other in found)
            found = with_twin(found, passage) if twin else [*found, passage]
    return tuple(found[:CLAUSES])


def _timed(words: str) -> bool:
    return any(quantity.unit in TIME_UNITS for quantity in quantities(words))


def _decides(why: Refusal, statements: Sequence[Statement], names: Mapping[str, Instrument]) -> Opened:
    """Names what decides, with its address where the catalogue has one."""
    quoted = list(dict.fromkeys(said.ids[0].partition(":")[0] for said in statements))
    known = [names[slug] for slug in quoted if slug in names]
    if why.door == "law":
        law = f"the law of {spoken(why.law_of) if why.law_of else 'the State concerned'}"
        return Opened(
            f"In part: the treaties leave this to the law of the State concerned; {law} is not in this library."
            if why.law_of
            else "In part: the treaties leave this to the law of the State concerned, which is not in this library.",
            f"Decided outside this library: {law}.",
        )
    if why.door == "body":
        found = next((m for said in statements for q in said.quotes if (m := _BY_BODY.search(q.text))), None)
        body = _named(found["body"]) if found else "the body named"
        return Opened(
            f"In part: this is for a decision of {body}, which is not in this library.",
            f"Decided outside this library: a decision of {body}.",
        )
    if why.door == "directory":
        places = "; ".join(dict.fromkeys(_directory(instrument) for instrument in known))
        return Opened(
            "In part: the treaty has States notify this; what they have notified is not in this library.",
            f"Decided outside this library: what the State has notified; see {places or 'the depositary'}.",
        )
    lists = "; ".join(dict.fromkeys(_lists(instrument) for instrument in known))
    return Opened(
        "In part: the clause is quoted; which States are bound, and with which reservations, is not in this library.",
        f"Decided outside this library: the depositary's list of parties, reservations and declarations; see {lists}.",
    )


def _directory(instrument: Instrument) -> str:
    """Where the authorities that States have notified under an instrument are listed."""
    if instrument.family == "European Union":
        return "the Judicial Atlas of the European Judicial Network"
    if instrument.slug in _IN_UNODC_DIRECTORY:
        return f"the UNODC directory of competent national authorities, {_lists(instrument)}"
    return f"the notifications under {_lists(instrument)}"


def _lists(instrument: Instrument) -> str:
    kept = (
        f"{instrument.short}, kept by the {instrument.depositary.value}" if instrument.depositary else instrument.short
    )
    return f"{kept}: {instrument.status[0].url}" if instrument.status else kept


def _named(body: str) -> str:
    """A body within a sentence: "the Board", "the Conference of the Parties"."""
    return body if body.startswith("the ") else f"the {body}"


def _lacks_detail(asked: str, quoted: str) -> bool:
    """True where the question wants a detail that none of the words quoted gives."""
    if any(asks.search(asked) and not gives.search(quoted) for asks, gives in _DETAILS):
        return True
    return bool(_HOW_LONG.search(asked)) and not quantities(quoted) and not _PROMPT.search(quoted)
