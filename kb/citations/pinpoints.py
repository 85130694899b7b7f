"""The grammar of pinpoints: small rules from tokens and a position to what was read and the next position."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kb.catalog.names import KINDS, Token, within
from kb.catalog.numbers import roman_value
from kb.citations.numerals import (
    Read,
    article_counted,
    article_number,
    folded,
    number_word,
    ordinal_at,
    raw,
    word_is,
)
from kb.citations.words import (
    AND,
    ARTICLE,
    ARTICLES,
    COUNTED,
    DASHES,
    LETTER,
    OF,
    OTHER_UNIT,
    PARAGRAPH,
    PARAGRAPHS,
    ROMAN,
    SENTENCE,
    SIGNS,
    SUFFIX,
    TENS,
    THROUGH,
)


@dataclass(frozen=True, slots=True)
class Target:
    """What is pointed at: an article and parts inside it; `through` closes a range. `first`, `last` are tokens."""

    article: str
    parts: tuple[str, ...]
    first: int
    last: int
    through: Target | None = None
    ordinal: bool = False  # a paragraph that was counted ("the second paragraph"), numbered or not
    worded: bool = False  # its last part came with a word ("para. 3"), so that a number in the list is its sibling


@dataclass(frozen=True, slots=True)
class Group:
    """Targets that one citing word introduces; `kind` tells an article, a statute's unit and a lone paragraph apart."""

    targets: tuple[Target, ...]
    first: int
    last: int
    kind: str = "article"  # "article", "other", "paragraph"


def groups(row: Sequence[Token], named: Sequence[tuple[int, int]] = ()) -> tuple[Group, ...]:
    """All pinpoints of a token row in order; `named` are the token ranges of instruments' names.

    Right after or before a name a bare number with a bracket is a pinpoint too ("CAT 3(1)").
    """
    inside = {i for first, last in named for i in range(first, last + 1)}
    after = {last + 1 for _, last in named}
    before = {first for first, _ in named}
    closing = {last: first for first, last in named}
    found: list[Group] = []
    i = 0
    while i < len(row):
        group = None if i in inside else _group(row, i, after, before)
        if group is None and i not in inside and found:
            group = _listed_on(row, i, found[-1], closing, before)
        if group is None:
            i += 1
        else:
            found.append(group)
            i = group.last + 1
    return tuple(found)


def _group(row: Sequence[Token], i: int, after: set[int], before: set[int]) -> Group | None:
    return (
        _inner_first(row, i)
        or _articles(row, i)
        or _ordinal_article(row, i)
        or _preamble(row, i)
        or _annex(row, i)
        or _bare(row, i, after, before)
        or _other(row, i)
        or _paragraph_alone(row, i)
    )


# ── articles ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _is_article_word(row: Sequence[Token], i: int) -> bool:
    if i >= len(row):
        return False
    token = row[i]
    if token.folded in ARTICLE or _misspelt(row, i):
        return True
    return token.folded in {"a", "aa"} and raw(row, i + 1) == "." and i + 2 < len(row) and row[i + 2].is_number


def _misspelt(row: Sequence[Token], i: int) -> bool:
    """ "artcile 16": a slip of the pen, and a number behind it."""
    word = row[i].folded
    follows = i + 1 < len(row) and row[i + 1].is_number
    return follows and word[:1] == "a" and len(word) > 4 and (within(word, "article", 1) or within(word, "articles", 1))


def _articles(row: Sequence[Token], i: int) -> Group | None:
    """ "arts. 59(2), 89(1) and 91(2)(c)"."""
    if not _is_article_word(row, i):
        return None
    j = _past(row, i + 1, {".", ":", "no", "nos", "n", "°", "º", "s"} if not _is_roman(row, i + 1) else {"."})
    j = j + 1 if raw(row, j) == "," and row[i].folded == "art" else j
    targets = _listed(row, j, plural=row[i].folded in ARTICLES or row[i].folded == "aa")
    if not targets:
        return None
    first = replace(targets[0], first=i)
    return Group((first, *targets[1:]), i, targets[-1].last)


def _past(row: Sequence[Token], i: int, skipped: set[str]) -> int:
    while i < len(row) and (row[i].raw in skipped or row[i].folded in skipped):
        i += 1
    return i


def _is_roman(row: Sequence[Token], i: int) -> bool:
    return i < len(row) and bool(ROMAN.fullmatch(row[i].raw))


def _listed(row: Sequence[Token], i: int, plural: bool) -> list[Target]:
    """Targets in a list, ranges included."""
    targets = _with_range(row, i)
    while targets:
        last = targets[-1]
        j = _separator(row, last.last + 1)
        if j is None:
            break
        more = _continued(row, j, last) or _another(row, j, plural or _and_before(row, j), inside=bool(last.parts))
        if not more:
            break
        targets += more
    return targets


def _and_before(row: Sequence[Token], j: int) -> bool:
    return row[j - 1].folded in AND or row[j - 1].raw == "&"


def _separator(row: Sequence[Token], i: int) -> int | None:
    """The position after ",", "and", ", and", "&", "/"; None where there is none."""
    j = i
    while j < len(row) and j - i < 3 and (row[j].raw in {",", "&"} or row[j].folded in AND):
        j += 1
    return j if j > i else None


def _another(row: Sequence[Token], i: int, plural: bool, inside: bool) -> list[Target]:
    """A further article number: free in a plural or after "and", else with a bracket behind it or closing a list.

    `inside` tells that the number before it stands inside an article.
    """
    if not (i < len(row) and (row[i].is_number or _is_roman(row, i))):
        return []
    if not plural and raw(row, i + 1) != "(" and (inside or not _closes_list(row, i)):
        return []
    if row[i].is_number and (
        len(row[i].raw) > 3
        or (folded(row, i + 1).rstrip("s") in {"state", "partie"} or folded(row, i + 1) in COUNTED - {"of"})
    ):
        return []
    if raw(row, i + 1) == "." and raw(row, i + 2)[:1].isalpha() and raw(row, i + 3) == ".":
        return []
    return _with_range(row, i)


def _closes_list(row: Sequence[Token], i: int) -> bool:
    """ "Art. 5, 6 EMRK", "art 16, 18 and …": a short number with an abbreviation or a conjunction behind it."""
    if not row[i].is_number or len(row[i].raw) > 2 or i + 1 >= len(row):
        return False
    following = row[i + 1]
    acronym = following.is_word and sum(letter.isupper() for letter in following.raw) > 1
    if acronym or following.folded not in AND:
        return acronym
    counting = i + 3 < len(row) and row[i + 3].is_word and row[i + 3].raw.islower() and row[i + 3].folded not in OF
    return not (raw(row, i + 2).isdecimal() and counting)  # "and 30 days"


def _is_letter(row: Sequence[Token], i: int) -> bool:
    return i < len(row) and row[i].is_word and len(row[i].raw) == 1 and "b" <= row[i].raw <= "t"


def _bare_letter(row: Sequence[Token], i: int, target: Target) -> bool:
    """The target ends with a letter that stands there without brackets: "lit. a"."""
    return bool(target.parts) and row[i].raw == target.parts[-1] and row[i].is_word and len(row[i].raw) == 1


def _continued(row: Sequence[Token], i: int, last: Target) -> list[Target]:
    """A further paragraph or letter of the same article: "16(1), (2) and (4)", "paras 1 and 3"."""
    if raw(row, i) == "(":
        read = _bracketed(row, i)
        if read is None:
            return []
        return _ranged(row, _sibling(row, last, read, i))
    if word_is(row, i, PARAGRAPH) and last.parts:
        part = _worded_part(row, i)
        if part and not _leads_to_article(row, part.end):
            return _ranged(row, Target(last.article, (part.value,), i, part.end - 1, worded=True))
    if _bare_letter(row, last.last, last) and _is_letter(row, i) and _stops_pinpoint(row, i + 1):
        return [Target(last.article, (*last.parts[:-1], row[i].raw), i, i)]
    if last.worded and i < len(row) and row[i].is_number and len(row[i].raw) < 3 and not _starts_article(row, i):
        return _ranged(row, _tail(row, Target(last.article, (row[i].raw,), i, i, worded=True)))
    return []


def _starts_article(row: Sequence[Token], i: int) -> bool:
    """The number has its own paragraph behind it, or counts something: "art. 6 para. 1, 7 para. 2"."""
    j = i + 2 if raw(row, i + 1) == "," else i + 1
    return (
        _part_word(row, j) is not None
        or raw(row, i + 1) == "/"
        or (raw(row, i + 1) == "(" and raw(row, i + 2).isdecimal())
    )


def _sibling(row: Sequence[Token], last: Target, read: Read, i: int) -> Target:
    """The new part stands where a part of its kind stood: "(2)" replaces a paragraph, "(b)" a letter."""
    if not last.parts:
        parts: tuple[str, ...] = (read.value,)
    else:
        depth = next(
            (d for d, part in enumerate(last.parts) if part.isdecimal() == read.value.isdecimal()), len(last.parts) - 1
        )
        if last.parts[-1:] and not read.value.isdecimal() and _same_kind(last.parts[-1], read.value):
            depth = len(last.parts) - 1
        parts = (*last.parts[:depth], read.value)
    end = read.end
    target = Target(last.article, parts, i, end - 1)
    return _tail(row, target)


def _same_kind(a: str, b: str) -> bool:
    return (roman_value(a) is not None and len(a + b) > 2) == (roman_value(b) is not None and len(a + b) > 2)


def _with_range(row: Sequence[Token], i: int) -> list[Target]:
    """One article with its parts, or a range, or several paragraphs of one article."""
    number = article_counted(row, i)
    if number is None:
        return []
    target = _tail(row, _dashed(row, Target(number.value, (), i, number.end - 1)))
    return _ranged(row, target)


def _dashed(row: Sequence[Token], target: Target) -> Target:
    """ "93-1-l": a number behind a dash that no range could end with is a paragraph."""
    i = target.last + 1
    if not (raw(row, i) in DASHES and _touches(row, i) and row[i + 1].is_number and target.article.isdecimal()):
        return target
    if int(row[i + 1].raw) >= int(target.article) or len(row[i + 1].raw) > 2:
        return target
    parts: tuple[str, ...] = (row[i + 1].raw,)
    j = i + 2
    if raw(row, j) in DASHES and _touches(row, j) and row[j + 1].is_word and len(row[j + 1].raw) == 1:
        parts = (*parts, row[j + 1].folded)
    return replace(target, parts=parts, last=i + 2 * len(parts) - 1)


def _ranged(row: Sequence[Token], target: Target) -> list[Target]:
    j = target.last + 1
    if j >= len(row) or not (row[j].folded in THROUGH or row[j].raw in DASHES):
        return [target]
    dash = row[j].raw in DASHES
    k = j + 3 if row[j].folded == "t" and raw(row, j + 1) == "/" and folded(row, j + 2) == "m" else j + 1
    if _bare_letter(row, target.last, target) and _is_letter(row, k):
        end = Target(target.article, (*target.parts[:-1], row[k].raw), k, k)
        return [replace(target, through=end, last=k)]
    if raw(row, k) == "(":
        read = _bracketed(row, k)
        if read and target.parts:
            end = _tail(row, Target(target.article, (*target.parts[:-1], read.value), k, read.end - 1))
            return [replace(target, through=end, last=end.last)]
        return [target]
    number = article_number(row, k)
    if number is None or (not dash and row[j].folded in {"a", "t", "bis"} and not row[k].is_number):
        return [target]
    if target.parts and raw(row, number.end) != "(":
        if not target.parts[-1].isdecimal() or not number.value.isdecimal() or row[target.last].raw == ")":
            return [target]
        end = Target(target.article, (*target.parts[:-1], number.value), k, number.end - 1)
    else:
        end = _tail(row, Target(number.value, (), k, number.end - 1))
    return [replace(target, through=end, last=end.last)]


# ── parts inside an article ──────────────────────────────────────────────────────────────────────────────────────────


def _tail(row: Sequence[Token], target: Target) -> Target:
    """Brackets, dots, § and words after an article number: "(2)(c)", ".9(b)", " § 3 (c)", ", paragraph 1, letter a"."""
    while True:
        i = target.last + 1
        turned = None if target.parts else _letter_of_paragraph(row, i)
        if turned:
            paragraph, letter = turned
            return replace(target, parts=(paragraph.value, letter.value), last=paragraph.end - 1)
        read = _part(row, i, bool(target.parts))
        if read is None:
            return target
        counted = target.ordinal or (
            row[read.end - 1].folded in PARAGRAPH and ordinal_at(row, read.end - 2) is not None
        )
        worded = read.value.isdecimal() and (_part_word(row, i) or _part_word(row, i + 1)) is not None
        target = replace(
            target,
            parts=(*target.parts, read.value),
            last=read.end - 1,
            ordinal=counted,
            worded=(worded and not target.parts) or (target.worded and _plural_paragraphs(row, target.first, i)),
        )


def _plural_paragraphs(row: Sequence[Token], start: int, end: int) -> bool:
    """ "paragraphs 1.e, 3 and 4": more paragraphs may follow the letter of one."""
    return any(token.folded in PARAGRAPHS for token in row[start:end])


def _letter_of_paragraph(row: Sequence[Token], i: int) -> tuple[Read, Read] | None:
    """ ", subparagraph (a) of paragraph 5" behind an article: the paragraph and its letter."""
    i = i + 1 if raw(row, i) == "," else i
    letter = _worded_part(row, i)
    if letter is None or letter.value.isdecimal():
        return None
    j = _past(row, letter.end, set(OF))
    paragraph = _worded_part(row, j) if j > letter.end and word_is(row, j, PARAGRAPH) else None
    if paragraph is None or not paragraph.value.isdecimal() or _leads_to_article(row, paragraph.end):
        return None
    return paragraph, letter


def _part(row: Sequence[Token], i: int, deep: bool) -> Read | None:
    bracket = _bracketed(row, i) or (None if deep else _roman_paragraph(row, i))
    if bracket:
        return bracket
    if raw(row, i) in {".", "/", ":"} and _touches(row, i) and (deep or raw(row, i) != "/"):
        return _after_dot(row, i)
    if letter := _loose_letter(row, i, deep):
        return letter
    k = _past_heading(row, i)
    j = k + 1 if raw(row, k) == "," else k
    word = _worded_part(row, j) or _counted_part(row, j) or _bracket_apart(row, i, k, j, deep)
    return word if word and not _leads_to_article(row, word.end) else None


def _roman_paragraph(row: Sequence[Token], i: int) -> Read | None:
    """ "Art. 6 I a EMRK": a paragraph in roman capitals, with an end, a letter or an abbreviation behind it."""
    if not (i < len(row) and re.fullmatch(r"[IVX]{1,5}", row[i].raw) and row[i - 1].end < row[i].start):
        return None
    value = roman_value(row[i].raw)
    behind = _stops_pinpoint(row, i + 1) or word_is(row, i + 1, LETTER) or _loose_letter(row, i + 1, True)
    return Read(str(value), i + 1) if value and behind else None


def _stops_pinpoint(row: Sequence[Token], i: int) -> bool:
    """Nothing, a mark, "of" or an abbreviation stands there."""
    if (
        i >= len(row)
        or row[i].raw in {",", ".", ";", ")"}
        or row[i].folded in {"of", "de", "der", "des", "du", "della"}
    ):
        return True
    return row[i].is_word and sum(letter.isupper() for letter in row[i].raw) > 1


def _loose_letter(row: Sequence[Token], i: int, deep: bool) -> Read | None:
    """ "paragraph 3 a)", "§ 2, b", "article 32 b": a letter alone behind a paragraph's or an article's number."""
    j = i + 1 if deep and raw(row, i) == "," else i
    if not (j < len(row) and row[j].is_word and len(row[j].raw) == 1 and "a" <= row[j].raw <= "t"):
        return None
    if raw(row, j + 1) == ")" and row[j].end == row[j + 1].start:
        return Read(row[j].raw, j + 2)
    if row[j].raw == "f" and raw(row, j + 1) == "." and not deep:  # "arts. 5 f.": and the one that follows
        return None
    return Read(row[j].raw, j + 1) if _stops_pinpoint(row, j + 1) else None


def _past_heading(row: Sequence[Token], i: int) -> int:
    """Past an article's heading in brackets: "Article 46 (Mutual legal assistance), paragraph 9"."""
    if raw(row, i) not in {"(", "["}:
        return i
    j = next((k for k in range(i + 1, min(i + 14, len(row))) if row[k].raw in {")", "]"}), None)
    words = row[i + 1 : j] if j else []
    heading = bool(words) and all(not t.is_number for t in words) and len(words[0].raw) > 3
    return j + 1 if j and heading else i


def _bracket_apart(row: Sequence[Token], i: int, k: int, j: int, deep: bool) -> Read | None:
    """ "Article 6, (1)", "Article 16 (Extradition) (7)": `k` stands past the heading, `j` past its comma."""
    return None if deep or j == i or (k > i and j > k) else _bracketed(row, j)


def _touches(row: Sequence[Token], i: int) -> bool:
    return i + 1 < len(row) and row[i - 1].end == row[i].start and row[i].end == row[i + 1].start


def _after_dot(row: Sequence[Token], i: int) -> Read | None:
    token = row[i + 1]
    if token.is_number and len(token.raw) <= 2:
        return Read(token.raw, i + 2)
    if token.is_word and re.fullmatch(r"[a-z]|[ivx]{2,6}", token.raw):
        return Read(token.raw, i + 2)
    return None


def _bracketed(row: Sequence[Token], i: int) -> Read | None:
    """ "(7)", "( 10 )", "(a)", "(ii)", "(1 bis)"."""
    if raw(row, i) != "(":
        return None
    j = i + 1
    value = ""
    while j < len(row) and j - i <= 3 and row[j].raw != ")":
        value += row[j].folded
        j += 1
    if raw(row, j) != ")" or not re.fullmatch(r"\d{1,2}(?:bis|ter|quater|[a-z])?|[a-z]{1,2}|[ivx]{1,6}", value):
        return None
    return Read(value, j + 1)


def _worded_part(row: Sequence[Token], i: int) -> Read | None:
    """ "paragraph 1", "§ 3", "¶ 4", "Abs. 3", "sub-paragraph b", "lit. a", "para. 2"."""
    j = _part_word(row, i)
    if j is None or j >= len(row):
        return None
    j = _past(row, j, {".", ":", "no", "nr", "n", "°", "§", "¶"})
    bracket = _bracketed(row, j)
    if bracket:
        return bracket
    token = row[j] if j < len(row) else None
    if token is None:
        return None
    if token.is_number and len(token.raw) <= 2:
        return _suffixed_part(row, j)
    if token.is_word and (len(token.raw) == 1 or re.fullmatch(r"[ivx]{1,5}", token.raw)) and token.raw.islower():
        return _closed(row, j, token.raw)
    return number_word(row, j)


def _closed(row: Sequence[Token], j: int, value: str) -> Read:
    """A letter may carry its bracket: "letter a)"."""
    return Read(value, j + 2 if raw(row, j + 1) == ")" and row[j].end == row[j + 1].start else j + 1)


def _suffixed_part(row: Sequence[Token], j: int) -> Read:
    ranging = folded(row, j + 1) == "bis" and j + 2 < len(row) and row[j + 2].is_number  # German "to"
    if j + 1 < len(row) and row[j + 1].folded in SUFFIX and not ranging:
        return Read(row[j].raw + row[j + 1].folded, j + 2)
    return Read(row[j].raw, j + 1)


def _part_word(row: Sequence[Token], i: int) -> int | None:
    """The position after a word for a paragraph or letter, None where there is none."""
    if i >= len(row):
        return None
    if row[i].raw in SIGNS:
        return i + 1
    if row[i].folded in {"sub", "sous"} and raw(row, i + 1) in DASHES and word_is(row, i + 2, PARAGRAPH | {"para"}):
        return i + 3
    if row[i].folded == "sub":
        j = _past(row, i + 1, {"."})
        return j if j < len(row) and (row[j].is_number or (len(row[j].raw) == 1 and row[j].raw.islower())) else None
    if row[i].folded in LETTER | PARAGRAPH:
        return i + 1
    return None


def _counted_part(row: Sequence[Token], i: int) -> Read | None:
    """ "second paragraph", "premier alinéa"."""
    count = ordinal_at(row, i)
    if count is not None and word_is(row, i + 1, PARAGRAPH):
        return Read(str(count), i + 2)
    return None


def _leads_to_article(row: Sequence[Token], i: int) -> bool:
    """What was read belongs to an article named behind it: "…, paragraph 2 of article 7"."""
    j = i
    while j < len(row) and row[j].folded in OF and j - i < 3:
        j += 1
    return j > i and _is_article_word(row, j) and article_number(row, _past(row, j + 1, {"."})) is not None


# ── inner part first, ordinals, preambles, bare numbers ──────────────────────────────────────────────────────────────


def _inner_first(row: Sequence[Token], i: int) -> Group | None:
    """ "paragraphs 1 and 2 of article 6", "the fourth paragraph of Article 16", "letter (a) of para 1 of art. 6"."""
    levels: list[list[Read]] = []
    counted = False
    j = i
    while True:
        j = _past(row, j, {"the", ","}) if levels else j
        reads = _inner_parts(row, j)
        if not reads:
            break
        counted = counted or _counted_part(row, _past(row, j, {"the"})) is not None
        levels.append(reads)
        j = _past(row, reads[-1].end, set(OF) | {","})
    if not levels or not _is_article_word(row, j):
        return None
    number = article_counted(row, _past(row, j + 1, {"."}))
    if number is None:
        return None
    outer = tuple(level[0].value for level in reversed(levels[1:]) if level[0].value)
    inner = [read for read in levels[0] if read.value] or [Read("", 0)]
    article = _tail(row, Target(number.value, (), i, number.end - 1))
    last = article.last
    outer = (*article.parts, *outer)
    targets = [Target(number.value, (*outer, *([r.value] if r.value else [])), i, last, ordinal=counted) for r in inner]
    return Group(tuple(_closed_ranges(row, inner, targets)), i, last)


def _closed_ranges(row: Sequence[Token], reads: Sequence[Read], targets: Sequence[Target]) -> list[Target]:
    """ "paragraphs 1 to 3 and 7": a target that "to" leads on from takes the next one as its end."""
    done: list[Target] = []
    i = 0
    while i < len(targets):
        ranging = i + 1 < len(targets) and row[reads[i].end].folded in THROUGH | DASHES
        done.append(replace(targets[i], through=targets[i + 1]) if ranging else targets[i])
        i += 2 if ranging else 1
    return done


def _inner_parts(row: Sequence[Token], i: int) -> list[Read]:
    """One level of parts: a sentence (no part of its own), a counted paragraph, a list of numbered ones."""
    counted = _counted_part(row, i)
    if counted:
        return [counted]
    if (ordinal_at(row, i) is not None or folded(row, i) in {"last", "final", "opening"}) and word_is(
        row, i + 1, SENTENCE
    ):
        return [Read("", i + 2)]
    if word_is(row, i, frozenset({"chapeau"})):
        return [Read("", i + 1)]
    first = _worded_part(row, i)
    if first is None:
        return []
    reads = [first]
    j = _separator(row, first.end) or (first.end + 1 if _leads_on(row, first.end) else None)
    while j is not None and j < len(row):
        bracket = _bracketed(row, j)
        more = bracket or (Read(row[j].raw, j + 1) if row[j].is_number and len(row[j].raw) < 3 else None)
        more = more or (
            Read(row[j].raw, j + 1) if row[j].is_word and len(row[j].raw) == 1 and row[j].raw.islower() else None
        )
        if more is None:
            break
        reads.append(more)
        j = _separator(row, more.end) or (more.end + 1 if _leads_on(row, more.end) else None)
    return reads


def _leads_on(row: Sequence[Token], i: int) -> bool:
    return i < len(row) and row[i].folded in THROUGH | DASHES


def _ordinal_article(row: Sequence[Token], i: int) -> Group | None:
    """ "the sixteenth article", "the 16th article"."""
    count = ordinal_at(row, i)
    j = i + 1
    if row[i].is_number and folded(row, i + 1) == "e" and row[i + 1].start == row[i].end:
        count, j = int(row[i].raw), i + 2
    tens = TENS.index(row[i].folded) + 2 if row[i].folded in TENS else None
    if tens and raw(row, i + 1) in DASHES and (unit := ordinal_at(row, i + 2)) and unit < 10:
        count, j = tens * 10 + unit, i + 3
    if count is None or folded(row, j) != "article" or article_number(row, j + 1):
        return None
    target = _tail(row, Target(str(count), (), i, j))
    return Group((target,), i, target.last)


def _preamble(row: Sequence[Token], i: int) -> Group | None:
    """ "the preamble of …", "…, preamble"."""
    if row[i].folded not in {"preamble", "preambule", "praambel", "preambulo", "pmbl"}:
        return None
    return Group((Target("preamble", (), i, i),), i, i)


def _annex(row: Sequence[Token], i: int) -> Group | None:
    """ "annex A", "Annex A, paragraph 3": an annex that goes by a capital."""
    if row[i].folded not in {"annex", "annexe", "anhang", "anexo", "bijlage", "allegato"}:
        return None
    if not re.fullmatch(r"[A-H]", raw(row, i + 1)):
        return None
    target = _tail(row, Target(f"annex-{row[i + 1].raw.casefold()}", (), i, i + 1))
    return Group((target,), i, target.last)


def _bare(row: Sequence[Token], i: int, after: set[int], before: set[int]) -> Group | None:
    """A number with a bracket right beside a name, or a number alone right after one: "CAT 3(1)", "ECHR 6"."""
    identified = i - 1 in after and raw(row, i - 1) == ":" and row[i - 2].end + 1 == row[i].start  # "untoc:16"
    if not (row[i].is_number or (identified and _is_roman(row, i))) or len(row[i].raw) > 3:
        return None
    follows = i in after or (i - 1 in after and raw(row, i - 1) in {",", ":"})
    targets = _listed(row, i, plural=follows)
    if not targets:
        return None
    if follows and (targets[0].parts or identified or (i in after and _ends(row, targets[-1].last + 1))):
        return Group(tuple(targets), i, targets[-1].last)
    if (
        targets[0].parts
        and row[targets[0].first + 1].raw in {"(", "."}
        and targets[-1].last + 1 in before
        and not row[i - 1 : i]
    ):
        return Group(tuple(targets), i, targets[-1].last)
    if targets[0].parts and targets[-1].last + 1 in before and row[i + 1].raw == "(":
        return Group(tuple(targets), i, targets[-1].last)
    return None


def _listed_on(
    row: Sequence[Token], i: int, earlier: Group, closing: Mapping[int, int], before: set[int]
) -> Group | None:
    """ "art. 16 UNTOC and 44 UNCAC": numbers between the name that the pinpoint before has and one of their own."""
    if earlier.kind != "article" or not row[i].is_number or len(row[i].raw) > 3:
        return None
    if raw(row, i - 1) == "(" and i - 2 in closing and len(row[i].raw) < 3:  # "UNTOC (arts 16, 18) and UNCAC (44, 46)"
        enclosed = _listed(row, i, plural=True)
        closed = enclosed and raw(row, enclosed[-1].last + 1) == ")"
        return Group(tuple(enclosed), i, enclosed[-1].last) if closed else None
    j = i
    while j > 0 and (row[j - 1].raw in {",", ";", "&", "/"} or row[j - 1].folded in AND):
        j -= 1
    bracketed = j < i and raw(row, j - 1) == ")" and j - 2 in closing
    start = closing.get(j - 2 if bracketed else j - 1)
    if j == i or start is None or not _links(row, earlier.last + 1, start):
        return None
    targets = _listed(row, i, plural=True)
    end = targets[-1].last + 1 if targets else i
    k = _past(row, end, set(OF) | ({"("} if bracketed else set()))
    counts = k == end and k < len(row) and row[k].norm in KINDS | {"additional"}  # "and 2 Protocols"
    return Group(tuple(targets), i, targets[-1].last) if targets and k in before and not counts else None


def _links(row: Sequence[Token], start: int, end: int) -> bool:
    """Nothing but "of the" and the like stands between."""
    return 0 <= end - start <= 4 and all(t.folded in OF or t.raw in {",", "("} for t in row[start:end])


def _ends(row: Sequence[Token], i: int) -> bool:
    return i >= len(row) or row[i].raw in {",", ";", ".", ")", "?", ":", "!"} or row[i].folded in {"and", "or", "on"}


def _other(row: Sequence[Token], i: int) -> Group | None:
    """A unit of some statute or set of rules: "section 3", "rule 145(1)", "§ 1782"."""
    sign = row[i].raw in SIGNS
    word = row[i].folded in OTHER_UNIT and not (
        row[i].folded in {"s", "ss"} and raw(row, i + 1) != "." and not _touching_number(row, i)
    )
    if not (sign or word):
        return None
    j = _past(row, i + 1, {".", "§", "no"})
    number = article_number(row, j) if j < len(row) and row[j].is_number else None
    if number is None:
        return None
    target = _tail(row, Target(number.value, (), i, number.end - 1))
    return Group((target,), i, target.last, "other")


def _touching_number(row: Sequence[Token], i: int) -> bool:
    return i + 1 < len(row) and row[i + 1].is_number and row[i + 1].start <= row[i].end + 1


def _paragraph_alone(row: Sequence[Token], i: int) -> Group | None:
    """A paragraph without its article: "ibid., para. 4", "paragraph 2 of the same article"."""
    if not (word_is(row, i, PARAGRAPH) or raw(row, i) == "§"):
        return None
    part = _worded_part(row, i)
    if part is None:
        return None
    target = _tail(row, Target("", (part.value,), i, part.end - 1))
    return Group((target,), i, target.last, "paragraph")
