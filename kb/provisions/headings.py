"""Lines that open something: an article, a division, the preamble, an annex, the closing formula."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kb.provisions.numerals import SUFFIXES, WORD_NUMBERS

_MARKS = r"[*_]{0,3}"
_WORDS = "|".join(sorted(WORD_NUMBERS, key=len, reverse=True))
_SUFFIX = "|".join(SUFFIXES)
_NUMBER = rf"""(?P<number>
      (?:\d{{1,3}}|[IVXLC]{{1,8}})\.\d{{1,3}}(?=\s*[*_]{{0,3}}(?:$|[:–—-]|\s[A-Z]))
    | \d{{1,4}}(?:[ ]?[-–]?[ ]?[*_]{{0,2}}(?:{_SUFFIX})\b|[ ]?[a-zA-Z]\b(?![.)]?[ ]\w)|er\b)?
    | [IVXLC]{{1,8}}(?:[ ]?[*_]{{0,2}}(?:{_SUFFIX})\b|[ ]?[A-Z]\b)?
    | [ivxlc]{{1,8}}\b
    | (?-i:[A-Z])(?=[*_.:]{{0,3}}\s*(?:$|[–—-]\s))
    | (?i:(?:the[ ])?(?:{_WORDS}))\b
    )"""
_FOREIGN_DIVISIONS = (
    "hoofdstuk|afdeling|deel|titel|chapitre|partie|titre|kapitel|abschnitt|teil|cap[ií]tulo|secci[oó]n|t[ií]tulo|parte|"
    "capo|titolo|sezione"
)
ARTICLE = r"article|artikel|art[ií]culo|articolo|art\.?"
SERIES = ("rule", "principle", "regulation", "guideline", "standard", "section")  # stand for articles where none are
_LETTERED = r"(?P<lettered>(?-i:[A-Z])[ ]?\d{1,2}(?:\.\d{1,2})?)"  # "Guideline A1"


@cache
def _opening(word: str) -> re.Pattern[str]:
    """How a provision opens that is called by this word."""
    number = _NUMBER if word == ARTICLE else f"(?:{_LETTERED}|{_NUMBER})"
    return re.compile(
        rf"(?P<label>{_MARKS}(?:{word})\s*[-–]?\s*{_MARKS}{number}(?=$|[\s.:–—,*_(-]){_MARKS})",
        re.VERBOSE | re.IGNORECASE,
    )


_DIVISION = re.compile(
    rf"""(?P<label>{_MARKS}(?P<kind>part|title|chapter|section|sub-?[ ]?section|book|division|{_FOREIGN_DIVISIONS})
        \s+{_MARKS}
        (?P<number>[IVXLC]{{1,8}}|\d{{1,3}}(?:[ ]?(?:{_SUFFIX}))?|[A-Z]|(?i:{_WORDS}))(?=$|[\s.:–—*_-]){_MARKS})""",
    re.VERBOSE | re.IGNORECASE,
)
_ANNEX = re.compile(
    rf"""(?P<label>{_MARKS}(?P<kind>annexe?|appendix|schedule|attachment|addendum|bijlage|anlage|anhang|anexo|allegato)
        (?:\s+{_MARKS}(?P<number>[IVXLC]{{1,8}}|\d{{1,3}}|[A-Z]|(?i:{_WORDS}))(?=$|[\s.:–—*_-]))?{_MARKS})""",
    re.VERBOSE | re.IGNORECASE,
)
_PROTOCOL = re.compile(rf"(?P<label>{_MARKS}(?P<kind>(?:OPTIONAL )?PROTOCOL)(?P<number>(?:\s+[IVX]+)?){_MARKS})$")
_SEPARATOR = re.compile(r"\s*(?:[.:]\s*[–—-]?|[–—]|\s-|-\s)\s*[*_]{0,3}\s*")
_PREAMBLE = re.compile(
    r"[*_]{0,3}(?:preamble|pr[eé]ambule|preambule|präambel|pre[aá]mbulo|preambolo)[*_:.]{0,3}$", re.IGNORECASE
)
_CLOSING = re.compile(
    r"""["“‘'*_]{0,3}(?:
        in\s+(?:witness|faith|testimony|proof)\s+(?:whereof|thereof|of\s+(?:which|this))
      | done\s+(?:at|in|on|this|as|and|under|before|by|,)
      | executed\s+(?:at|in)\s
      | the\s+foregoing\s+(?:is\s+a\s+true|text\s+is)
      | for\s+the\s+governments?\s+of\s
      | (?:en\s+foi\s+de\s+quoi|ten\s+blijke\s+waarvan|zu\s+urkund|en\s+fe\s+de\s+lo\s+cual|in\s+fede\s+di)\b
      | (?:fait\s+(?:à|en|le)|gedaan\s+te|geschehen\s+zu|hecho\s+en|fatto\s+a)\s
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_VERB = re.compile(r"\b(?:shall|may|must|is|are|means|mean|has|have|will|undertakes?|agrees?)\b")
_STOP = re.compile(r"[.;:,]['\"”’*_)\]]*$")
_CAPITAL = re.compile(r"[\W_]*(?:[A-Z0-9À-Þ]|(?:e|i)-)")


@dataclass(frozen=True, slots=True)
class Heading:
    """An opening line: which kind, its number without spaces, and where label, heading words and prose stand."""

    kind: str  # "article", "annex", "preamble", or the division's own word: "chapter"
    number: str
    label_end: int
    title_start: int | None = None  # the heading words run to the end of the block
    prose_start: int | None = None  # provision text on the heading's own line


def number_of(written: str) -> str:
    """A number as ids write it: "5 bis" → "5bis", "the First" → "1", "IV" → "IV"."""
    word = re.sub(r"(?i)^the\s+", "", written.strip().lower())
    if word in WORD_NUMBERS:
        return str(WORD_NUMBERS[word])
    joined = re.sub(r"[\s–*_-]+", "", written)
    joined = re.sub(r"(?i)^(\d+)er$", r"\1", joined)
    return re.sub(rf"(?i)({_SUFFIX})$", lambda found: found[0].lower(), joined)


def is_prose(words: str) -> bool:
    """Heading words are short and end without a stop; anything else after a label is the provision itself."""
    count = len(words.split())
    if count > 45:
        return True
    if _VERB.search(words) and count > 7 and not words.isupper():
        return True
    return _STOP.search(words) is not None and (count > 9 or words.rstrip('*_"”’)]')[-1] in ",;:")


def _split(found: re.Match[str], text: str, is_heading: bool, kind: str) -> Heading | None:
    """What follows the label: nothing, heading words, prose of the provision, or a sentence that only cites."""
    number = number_of(found.groupdict().get("lettered") or found["number"] or "")
    after = found.end()
    rest = text[after:].strip(" \t*_")
    if not rest or rest in (".", ":"):
        return Heading(kind, number, len(text))
    separator = _SEPARATOR.match(text, after)
    start = separator.end() if separator else after + len(text[after:]) - len(text[after:].lstrip())
    words = text[start:]
    if not words.strip(" *_"):
        return Heading(kind, number, len(text))
    if not separator and not (text[after].isspace() or text[after] == "("):
        return None
    if not separator and not _CAPITAL.match(words):
        return None
    if is_prose(words) and not is_heading:
        return Heading(kind, number, start, None, start) if separator and _CAPITAL.match(words) else None
    if not is_heading and not _CAPITAL.match(words):
        return None
    return Heading(kind, number, start, start)


def article_heading(text: str, is_heading: bool, word: str = ARTICLE) -> Heading | None:
    """ "Article 6 – Nationals", "ARTICLE 6", "Art. 6. The Parties …"; None for prose that merely cites an article.

    `word` is what the instrument calls its articles: "rule", "principle".
    """
    found = _opening(word).match(text)
    number = (found["number"] or "") if found else ""
    if not found or (number.islower() and number.isalpha() and not is_heading and len(text) > 20):
        return None
    return _split(found, text, is_heading, "article")


def division_heading(text: str, is_heading: bool) -> Heading | None:
    """ "CHAPTER II – Measures", "Section 1", "Part I"."""
    found = _DIVISION.match(text)
    if not found or len(text) > 400:
        return None
    heading = _split(found, text, is_heading, re.sub(r"[\s-]", "", found["kind"].lower()))
    return None if heading and heading.prose_start is not None else heading


def annex_heading(text: str, is_heading: bool) -> Heading | None:
    """ "ANNEX", "Annex II – Forms", "SCHEDULE 1"; a bare "PROTOCOL" bound in after the convention."""
    found = _ANNEX.match(text) or _PROTOCOL.match(text)
    if not found or len(text) > 300:
        return None
    if not is_heading and not found["number"] and text[found.end() :].strip(" *_:.") and not text.isupper():
        return None
    heading = _split(found, text, is_heading, re.sub(r"\s", "", found["kind"].lower()))
    return None if heading and heading.prose_start is not None else heading


def is_preamble(text: str) -> bool:
    """The heading of the preamble."""
    return _PREAMBLE.match(text.strip()) is not None


def is_closing(text: str) -> bool:
    """The formula that ends an instrument: in witness whereof, done at, signatures."""
    return _CLOSING.match(text) is not None


def is_title_line(text: str, is_heading: bool) -> bool:
    """Could this line be the heading words that stand below "Article 6"?"""
    words = text.strip()
    if is_heading:
        return len(words) < 400
    return len(words) < 220 and _CAPITAL.match(words) is not None and not _STOP.search(words) and not is_prose(words)
