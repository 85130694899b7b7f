"""Kinds of things that questions ask for and that no treaty gives: prices, addresses, names, figures, forecasts, views.

Each kind has its reason, and the door through which a treaty may still lead there: a clause on designated authorities,
on ratification and reservations, on a decision of a body, on national law. The signs are those of the thing asked for,
never of a topic, so that a rule on the same matter stays within reach.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.answer.places import PEOPLE, PLACE, STATE
from kb.answer.records import Door


@dataclass(frozen=True, slots=True)
class Outside:
    """A kind of thing that is asked for: why no treaty gives it, and the clause that may lead there."""

    reason: str
    door: Door = ""


STATUS = Outside(
    "who is bound by a treaty, since when and with which reservations, stands with its depositary", "status"
)
DIRECTORY = Outside("authorities, their addresses and their languages stand in directories", "directory")
FIGURES = Outside("figures on practice are not in treaties")
CASES = Outside("case law and single cases are not in this library")
HISTORY = Outside("how a treaty was drafted and why a State did something is not in treaties")
EVENTS = Outside("meetings and courses are announced elsewhere")
STATUTES = Outside("national law is not in this library")
PRICES = Outside("no treaty fixes prices, fees or pay", "body")
PERSONS = Outside("who holds an office or did something is not in treaties")
TOOLS = Outside("software, products, websites and forms of organisations are not in treaties")
VIEWS = Outside("a treaty gives rules, no opinion and no advice on a choice")
FORECASTS = Outside("what a State will do is not in treaties")
PRACTICE = Outside("what courts and authorities usually do is not in treaties", "law")
LOCAL = Outside("which court or office is competent in a place is for national law", "law")

_NAME = r"(?:the\s+)?[A-Z][\w’'.-]+"
_CLOSE = r"[^.?!;]{0,60}?"
_SIGNS: tuple[tuple[Outside, str], ...] = (
    (
        STATUS,
        rf"\b(?:[Hh]as|[Hh]ave|[Dd]id|[Ii]s|[Aa]re|[Ww]hen did)\s+(?:the\s+)?{PLACE}\s+(?:\w+\s+)?"
        r"(?:ratif|acced|sign|join|a party|party to|bound by|denounce|withdr)|"
        rf"\b(?:[Hh]as|[Dd]id|[Dd]oes)\s+(?:the\s+)?{PLACE}\s+(?:\w+\s+)?(?:ma[dk]e|enter(?:ed)?|lodged?|"
        rf"withdraw[n]?|have)\s+"
        r"(?:an?y?\s+)?(?:reservation|declaration|objection)|"
        r"\b(?:[Ww]hich|[Hh]ow many|[Ww]hat)\s+(?:[Ss]tates|countries|[Pp]arties|governments)\s+(?:\w+\s+){0,2}"
        r"(?:parties|party|ratified|acceded|signed|joined|bound|made (?:an?y?\s*)?(?:reservation|declaration)s?|"
        r"objected)\b|"
        rf"\b[Ww]h(?:at|ich) (?:reservation|declaration|objection)s?\b{_CLOSE}\b{STATE}\b",
    ),
    (
        DIRECTORY,
        r"(?i:\b(?:tele)?phone (?:of|number (?:of|for|at))\b|\bwhat is the (?:tele)?phone number\b|"
        r"\bfax numbers?\b|\be-?mail (?:address|of)\b|\bwhat is the e-?mail\b|"
        r"\b(?:postal|street) address\b|\banswers the phone\b|\bopening hours\b|"
        r"\bwho (?:do|can|should) (?:i|we) (?:e-?mail|call|phone|ring|contact)\b.*\b(?:at|in) the\b)|"
        rf"\b(?:[Ww]ho|[Ww]hich|[Ww]hat|[Ww]here)\b{_CLOSE}\b(?:central authority|contact point|point of contact|"
        rf"competent authority|liaison (?:officer|magistrate)|national desk)\b{_CLOSE}\b(?:in|of|for|at)\s+{_NAME}|"
        rf"\b(?:[Ii]n\s+)?(?:[Ww]hich|[Ww]hat)\s+(?:languages?|channels?)\b{_CLOSE}\b{PLACE}\b",
    ),
    (
        FIGURES,
        r"(?i:\bhow many\b.*\b(?:last year|so far|each year|every year|per year|a year|to date|this year|today|"
        r"now|worldwide|"
        r"in (?:19|20)\d\d)\b|\b(?:are there|any|latest|official|find|show me) (?:\w+ )?statistics\b|"
        r"\bon average\b|\bthe average\b|\b(?:success|refusal) rate\b|"
        r"\bhow many (?:\w+ ){0,3}(?:requests|cases|people|persons|prisoners|victims|extraditions|convictions|arrests|"
        r"investigations) (?:\w+ ){0,2}(?:did|were|was|have been|has been|are there|are in)\b|"
        r"\bwhat (?:share|percentage|proportion) of (?:\w+ ){0,3}(?:requests|cases|people|persons|states|"
        r"countries)\b)",
    ),
    (
        CASES,
        r"\b[Ww]hat (?:did|has|does) [\w’' ]{2,40}?(?<!\bthe )(?<!\bthis )(?<!\ba )"
        r"\b(?:decided?|h[eo]ld|rule[ds]?|find|found)\b.*?\bin (?:the )?[A-Z]\w+|"
        r"\b(?:[Ww]hat|[Ww]hich|[Aa]ny|[Ii]s there)\b[^.?!]{0,30}\bcase[- ]law\b|\b[Jj]udgment in [A-Z]|"
        r"\b[A-Z][a-z]+ v\.? (?:the )?[A-Z][a-z]+|"
        r"\b[Ww]h(?:at|ich) (?:judgment|ruling|decision|case)s? (?:first|set|established|recogni[sz]ed|held)\b|"
        r"\bin the [A-Z][a-z]+ (?:case|affair|trial|proceedings)\b|\boutcome of the [A-Z]|"
        rf"\b[Ww]hen (?:was the last time|did (?:the )?{PLACE} last)\b|\b[Hh]as (?:the )?{PLACE} ever\b",
    ),
    (
        HISTORY,
        rf"\b[Ww]hy (?:did|does|has|is|was) (?:the )?{PLACE}\b|\b(?:[Tt]ravaux|drafting history)\b|"
        rf"\b(?:delegates|negotiators) of (?:the )?{PLACE}\b",
    ),
    (
        EVENTS,
        r"(?i:\bis there an? (?:\w+ )?(?:course|seminar|workshop|webinar)\b|"
        r"\b(?:when|where) (?:is|will|was)\b[^.?!;]{0,30}\b(?:next|last) (?:\w+ )?(?:conference|meeting|session)\b)",
    ),
    (
        STATUTES,
        r"\b(?:Act|Code|Ordinance|Decree|Bill)\s+(?:of\s+)?(?:18|19|20)\d\d\b|\b\d+\s+U\.?\s?S\.?\s?C\.?\b|"
        r"§\s*\d+\s+\w*(?:G|GB|StPO)\b|\bStPO\b",
    ),
    (
        LOCAL,
        r"\b[Ww]hich (?:court|judge|office|ministry|police|bench)\b[^.?!;]{0,60}\b(?:in|at|of)\s+(?:the\s+)?"
        r"(?!(?:The )?Hague|Strasbourg|International|European|Convention|United|Court|Justice|Human)[A-Z][a-z]+",
    ),
    (
        PRICES,
        r"(?i:\bhow much (?:does|do|did|will|would|is|are)\b[^.?!;]{0,50}\b(?:costs?|charged?|earn|paid|"
        r"make a (?:month|year))\b|"
        r"\b(?:what|which) (?:(?:is|are|does|do) )?(?:(?:the|a|an) )?(?:[\w-]+ ){0,2}(?:salar(?:y|ies)|wages?|"
        r"hourly rate|"
        r"price|tariff)\b|\bwhat (?:do|does)\b[^.?!;]{0,50}\b(?:charge (?:per|for|by)|earn)\b|"
        r"\b(?:per|by the)[- ](?:hour|page|word)\b[^.?!;]{0,30}\b(?:tariff|rate|fee|price|charge)|"
        r"\b(?:charge|fee|tariff|rate)s?\b[^.?!;]{0,20}\bper (?:hour|page|word)\b|\bcheap(?:est|ly)\b)",
    ),
    (
        PERSONS,
        r"(?i:\bwho (?:is|was|are|were) (?:the )?(?:current|present|first|new|last|former)\b|"
        r"\bwho (?:is|was) (?:the )?(?:\w+ )?(?:president|prosecutor|registrar|director|minister|chair\w*|head|"
        r"secretary[- ]general) (?:of|at)\b|"
        r"\bwho (?:won|wrote|founded|chaired|painted|invented)\b|"
        r"\bwhich (?:judge|prosecutor|minister|president|person) (?:signed|wrote|issued|chaired|was)\b)",
    ),
    (
        TOOLS,
        r"(?i:\b(?:which|what|is there an?) (?:[\w-]+ ){0,2}(?:app|software|brand|website|web site|portal|"
        r"airline)\b|\bform numbers?\b|\bnumber of the form\b|\bwhich form (?:does|do) (?:the )?(?-i:[A-Z]))",
    ),
    (
        VIEWS,
        r"(?i:\bdo you (?:think|believe|like|recommend)\b|\bin your (?:opinion|view)\b|\bmorally\b|"
        r"\bcan you recommend\b|"
        r"\bshould i become\b|\b(?:which|what) (?:country|state|treaty|court) (?:is|has|does|are) (?:the )?"
        r"(?:best|worst|most|better|safest|strictest)\b)",
    ),
    (
        FORECASTS,
        rf"\b[Ww]ill (?:the )?{PLACE} (?:ever |soon )?(?:join|ratify|withdraw|drop|leave|sign|vote|change|adopt|"
        rf"lift|introduce|"
        r"abolish|invade|win)\b",
    ),
    (
        PRACTICE,
        rf"\b[Hh]ow (?:strict|generous|lenient|fast|quickly|often) (?:is|are|do|does) (?:the )?(?:{PLACE}|{PEOPLE})\b|"
        r"\b[Ww]hich (?:nations|countries|[Ss]tates) (?:have|has) (?:never|ever)\b|"
        r"(?i:\bgoing rate\b|\b(?:courts|judges|prosecutors|authorities|police|customs officers)\b[^.?!;]{0,30}\b"
        r"(?:actually|usually|typically|normally|tend to)\b|"
        r"\b(?:usually|typically|normally|in practice)\b[^.?!;]{0,30}\b(?:courts|judges|prosecutors|police)\b)",
    ),
)
# Tenancy, family, work, trade, tax, traffic, insurance, companies, inheritance, travel, health.
_OTHER_FIELDS = """
landlords? landlady tenants? tenancy lodger housemate mortgage evict(?:ion)? divorced? alimony paternity
child_support prenuptial wedding grandparents? my_ex adopt_a_child my_employer my_boss overtime sick_leave
paid_leave parental_leave maternity redundancy minimum_wage job_interview gym non-compete pension warranty refund
broadband mattress faulty my_bank savings_account interest_rate income_tax tax_return parking speeding
driving_licence driving_test bicycle cyclist rental_car insurance insurer shareholders? board_of_directors
limited_company general_meeting insolvency copyright patents? trademarks? trade_marks? inherit(?:s|ed|ance)?
probate passport tourist_visa student_visa au_pair holiday airline lost_luggage planning_permission
planning_consent planning_decision building_permit council_tax vaccinations? vaccines? dentist calories symptoms
homework
"""
_FIELDS = re.compile(r"\b(?:" + "|".join(_OTHER_FIELDS.split()).replace("_", "[ -]") + r")\b", re.IGNORECASE)
_PATTERNS = tuple((kind, re.compile(signs)) for kind, signs in _SIGNS)


def outside(question: str) -> Outside | None:
    """The kind of thing that the question asks for and that no treaty gives, or None."""
    return next((kind for kind, pattern in _PATTERNS if pattern.search(question)), None)


def of_other_fields(question: str) -> bool:
    """True where a word is from a field of law that the library does not hold; it may still be but the background."""
    return bool(_FIELDS.search(question))
