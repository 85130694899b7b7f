"""What text recognition gets wrong wherever it reads treaties: the words and numbers that open provisions, and specks.

Only documents that were recognised come here. Numbers are mended where their neighbours leave one reading alone; what
was mended is set apart with the words as they were recognised, so that nothing changes unseen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from kb.model import Aside, Place
from kb.readers.pdf_layout import Layout, Line, Page, Word, places_of, said

MENDED = "as it was recognised"
BODY = 10.0  # points: the size that running text is given
_NARROW = 0.9  # of the usual width of a character: footnotes are set smaller
_LONG_ROW = 35  # characters
_HEAD_GAP = 1.7  # usual gaps between a running head and the text
_FAR_IN = 0.1  # of the column: where centred lines begin at least
_OPENERS = ("article", "section", "chapter", "part", "title", "annex", "preamble")
_SPECK = re.compile(r"(?:_|[^\w\s()\[\]“”\"%&§$€£/]){1,3}$")
_STROKES = frozenset("_|~=«»")
_STROKE_AT_END = re.compile(r"(?<=\w)[_|~>\]]+$|(?<=[.,:;)])[_|~>!?*]+$")
_UNREAD = frozenset("> ? ~ » * ¥ £ § ; :".split())  # what numbers become
_DASHES = frozenset("-–—•")
_DIGITS = str.maketrans("lI|!iOoQSsBZzg", "11111000558229")
_LETTERS = str.maketrans("¢©é", "cce")
_NUMERAL = re.compile(r"[\dlI|!iOoQSsBZzg]{1,3}")
_LABEL = re.compile(r"(?P<open>[(\[{]?)(?P<body>[\w|!¢©]{1,4})(?P<close>[.,:)\]}_]{1,2})$")


def tidy(pages: Iterable[Page]) -> tuple[list[Page], list[Aside]]:
    """The pages without specks and running heads, words of one row on one baseline, sizes of type evened out."""
    asides: list[Aside] = []
    held = [_without_specks(page, asides) for page in pages]
    held = [replace(page, words=tuple(word for row in _rows(page.words) for word in row)) for page in held]
    held = _without_feet(_without_heads(held, asides), asides)
    usual = _usual_width(held)
    return [_even(page, usual) for page in held], asides


def _rows(words: Iterable[Word]) -> list[list[Word]]:
    """Words of one line, put on one baseline: recognition finds a label beside its words a little lower or higher."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: -w.y):
        if rows and abs(rows[-1][0].y - word.y) <= 0.45 * min(word.size, rows[-1][0].size):
            rows[-1].append(word)
        else:
            rows.append([word])
    levels = [(row, median(word.y for word in row)) for row in rows]
    return [_joined([replace(word, y=y) for word in sorted(row, key=lambda w: w.x0)]) for row, y in levels]


def _joined(row: Iterable[Word]) -> list[Word]:
    """Words that were cut in two by a change of size are whole again."""
    out: list[Word] = []
    for word in row:
        if out and word.glued:
            out[-1] = replace(out[-1], text=out[-1].text + word.text, x1=word.x1)
        else:
            out.append(word)
    return out


def _without_specks(page: Page, asides: list[Aside]) -> Page:
    """The page without the dots and strokes that dirt on the paper leaves away from the words."""
    kept: list[Word] = []
    for row in _rows(page.words):
        for at, word in enumerate(_clean(row)):
            alone = _alone(row, at) or word.text in _STROKES
            dash = at == 0 and word.text in _DASHES and len(row) > 1
            if _SPECK.match(word.text) and alone and not dash and not _may_be_label(row, at):
                asides.append(Aside(word.text, "speck on the page", Place(page.number)))
            else:
                kept.append(word)
    return replace(page, words=tuple(kept))


def _clean(row: Sequence[Word]) -> list[Word]:
    """The words of a row without strokes at their ends, and the first without a quotation mark that nothing closes."""
    out = [replace(word, text=_STROKE_AT_END.sub("", word.text) or word.text) for word in _cited(row)]
    first = out[0].text
    if len(first) > 2 and first[0] in "‘’'\"" and not any(sign in said(out)[1:] for sign in "’'\"”"):
        out[0] = replace(out[0], text=first[1:])
    return out


def _may_be_label(row: Sequence[Word], at: int) -> bool:
    """A sign before a capital may be what recognition made of a number."""
    return at == 0 and len(row) > 3 and row[0].text in _UNREAD and row[1].text[:1].isupper()


def _alone(row: Sequence[Word], at: int) -> bool:
    """At one end of its row, and not glued to a word."""
    word = row[at]
    first = at == 0 and not (len(row) > 1 and row[1].glued)
    return first or (at == len(row) - 1 and not word.glued)


def _without_feet(pages: Sequence[Page], asides: list[Aside]) -> list[Page]:
    """The pages without last rows whose letters stand at the foot of several pages, whatever their numbers and dots."""
    last = [(_rows(page.words) or [[]])[-1] for page in pages]
    letters = ["".join(filter(str.isalpha, said(row).lower())) for row in last]
    counts = Counter(words for words in letters if len(words) > 3)
    out: list[Page] = []
    for page, row, words in zip(pages, last, letters, strict=True):
        number = len(row) == 1 and len(row[0].text) <= 4 and row[0].y < 0.1 * page.height  # whatever it was read as
        repeated = counts[words] >= max(2, len(pages) // 4) and row[0].y <= 0.2 * page.height if row else False
        if not row or not (number or repeated):
            out.append(page)
            continue
        asides.append(Aside(said(row), "running foot", Place(page.number)))
        out.append(replace(page, words=tuple(word for row in _rows(page.words)[:-1] for word in row)))
    return out


def _without_heads(pages: Sequence[Page], asides: list[Aside]) -> list[Page]:
    """The pages without first rows that stand well apart on most of them, as running heads do.

    A row that opens a division is a head only where the division opens elsewhere too.
    """
    rows = [_rows(page.words) for page in pages]
    full = [at for at, held in enumerate(rows) if len(held) > 6]
    apart = {at for at in full if _gap(rows[at]) > _HEAD_GAP and rows[at][0][0].y > 0.8 * pages[at].height}
    if len(apart) < max(3, 0.5 * len(full)):
        return list(pages)
    opened = Counter(label for held in rows if not _lists(held) for row in held if (label := _division(row)))
    out: list[Page] = []
    for at, page in enumerate(pages):
        label = _division(rows[at][0]) if at in apart else ""
        if at not in apart or (label and opened[label] < 2):
            out.append(page)
            continue
        asides.append(Aside(said(rows[at][0]), "running head", Place(page.number)))
        out.append(replace(page, words=tuple(word for row in rows[at][1:] for word in row)))
    return out


def _lists(rows: Sequence[Sequence[Word]]) -> bool:
    """A page of a table of contents."""
    return sum(1 for row in rows if _division(row)) > 0.5 * len(rows)


def _gap(rows: Sequence[Sequence[Word]]) -> float:
    """How far the first row stands off, in usual gaps."""
    gaps = [above[0].y - below[0].y for above, below in pairwise(rows)]
    return gaps[0] / max(median(gaps), 1.0)


def _division(row: Sequence[Word]) -> str:
    name = _opener(row[0].text) if len(row) > 1 else ""
    return f"{name} {row[1].text.rstrip('.:')}".lower() if name else ""


def _usual_width(pages: Iterable[Page]) -> float:
    """The width of a character in long rows."""
    widths = [width for page in pages for row in _rows(page.words) if (width := _width(row))]
    return median(widths) if widths else 0.0


def _width(row: Sequence[Word]) -> float:
    """The mean width of a row's characters, 0 for a short one: sizes are told from it better than recognition does."""
    count = len(said(row))
    return (row[-1].x1 - row[0].x0) / count if count >= _LONG_ROW else 0.0


def _even(page: Page, usual: float) -> Page:
    """Sizes of type in three steps; the first small row in the lower part of a page may open footnotes."""
    sizes = [word.size for word in page.words]
    body = median(sizes) if sizes else 10.0
    words: list[Word] = []
    before = False
    for row in _rows(page.words):
        low, width = row[0].y < 0.3 * page.height, _width(row)
        small = 0 < width < _NARROW * usual or (before and low and not width)
        size = 0.8 * BODY if small else BODY * max(1.0, round(median(w.size for w in row) / body / 0.5) * 0.5)
        opens = small and not before and low
        words += [replace(word, size=size, raised=opens and at == 0) for at, word in enumerate(row)]
        before = small
    return replace(page, words=tuple(words))


def mend(layout: Layout) -> int:
    """Mend the lines of a layout in place; returns how many openings were changed."""
    mender = _Mender([replace(line, centred=line.centred and _is_far_in(line)) for line in layout.lines])
    layout.lines = mender.run()
    layout.asides += mender.asides
    return len(mender.asides)


def _is_far_in(line: Line) -> bool:
    """Lines that nearly fill their column are not centred, whatever their uneven edges look like."""
    return line.x0 - line.left > _FAR_IN * (line.right - line.left)


# ── openings ─────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _Mender:
    """One pass over the lines: what opened last, and what is mended."""

    lines: Sequence[Line]
    asides: list[Aside] = field(default_factory=list)
    article: int = 0  # number of the latest article
    expected: list[tuple[str, int]] = field(default_factory=list)  # open lists: their shape and latest number

    def run(self) -> list[Line]:
        """Every line, mended where needed."""
        return [self.line(at) for at in range(len(self.lines))]

    def line(self, at: int) -> Line:
        line = self.lines[at]
        words = line.words
        opened = self.opening(at, words)
        if opened is None:
            opened = self.label(at, words)
        if opened is None or opened == words:
            return line
        self.asides.append(Aside(line.text[:80], MENDED, places_of([line])[0]))
        return replace(line, words=opened)

    # "Artic1e 4", "Aiticle: 5"

    def opening(self, at: int, words: tuple[Word, ...]) -> tuple[Word, ...] | None:
        """The line as the heading of an article or division, None where it is none."""
        if len(words) < 2 or not (name := _opener(words[0].text)):
            return None
        number = _number(words[1].text)
        if number is None:
            return None
        rest = words[2:]
        if name.lower() == "article":
            number = self.settled(at, number, standing=not rest)
            if number is None:
                return None
            self.article, self.expected = number, []
        stop = words[1].text[-1] if words[1].text[-1] in ".:—–" else ""
        if words[0].text == name and words[1].text.rstrip(".:—–") == str(number):
            return words
        return (replace(words[0], text=name), replace(words[1], text=f"{number}{stop}"), *rest)

    def settled(self, at: int, number: int, standing: bool) -> int | None:
        """The article's number; one that is out of order is taken as the one that its neighbours leave."""
        wanted = self.article + 1
        if number == wanted or not self.article or number <= 1:
            return number
        after = next(self.articles_after(at), None)
        if after == wanted + 1 and len(str(number)) == len(str(wanted)):
            return wanted
        return number if standing or number > self.article else None

    def articles_after(self, at: int) -> Iterator[int]:
        """Numbers of the articles that open below."""
        for line in self.lines[at + 1 :]:
            if len(line.words) > 1 and _opener(line.words[0].text).lower() == "article":
                number = _number(line.words[1].text)
                if number is not None:
                    yield number

    # "l.", "(Cc)", "4,"

    def label(self, at: int, words: tuple[Word, ...]) -> tuple[Word, ...] | None:
        """The line with its label as the open lists expect it, None for a line without one."""
        if words[0].text in _UNREAD:
            return self.unread(at, words)
        found = _LABEL.match(words[0].text)
        if not found or len(words) < 2:
            return None
        shape = _shape(found)
        body = found["body"]
        for depth in range(len(self.expected) - 1, -1, -1):
            kind, last = self.expected[depth]
            wanted = _written(kind, last + 1)
            if kind[:1] == shape and _alike(body, wanted):
                del self.expected[depth + 1 :]
                self.expected[depth] = (kind, last + 1)
                return self.labelled(words, kind, wanted)
        for kind in (f"{shape}1", f"{shape}a", f"{shape}i"):
            if body == kind[1] or (_alike(body, kind[1]) and self.goes_on(at, kind)):
                self.expected.append((kind, 1))
                return self.labelled(words, kind, kind[1])
        return None

    def unread(self, at: int, words: tuple[Word, ...]) -> tuple[Word, ...]:
        """A sign instead of the paragraph's number: the number is the one that is missing, else the sign is dirt."""
        if self.expected and self.expected[0][0] == ".1":
            last, after = self.expected[0][1], self.next_number(at)
            if after == last + 2 or (after == 0 and last == 1):
                self.expected = [(".1", last + 1)]
                return self.labelled(words, ".1", str(last + 1))
        return words[1:]

    def next_number(self, at: int) -> int:
        """The number of the next paragraph of this article, 0 where there is none."""
        for line in self.lines[at + 1 :]:
            if len(line.words) > 1 and _opener(line.words[0].text):
                return 0
            found = _LABEL.match(line.words[0].text)
            if found and _shape(found) == "." and found["body"].isdigit():
                return int(found["body"])
        return 0

    def goes_on(self, at: int, kind: str) -> bool:
        """The second number of this list opens one of the next lines."""
        following = (_LABEL.match(line.words[0].text) for line in self.lines[at + 1 : at + 40])
        second = _written(kind, 2)
        return any(found and _shape(found) == kind[0] and found["body"] == second for found in following)

    def labelled(self, words: tuple[Word, ...], kind: str, body: str) -> tuple[Word, ...]:
        text = f"({body})" if kind[0] == "(" else f"{body}{kind[0]}"
        return (replace(words[0], text=text), *words[1:])


def _opener(word: str) -> str:
    """ "Artic1e", "Aiticle:" → "Article"; "" for a word that is no opener or ends otherwise."""
    bare = word.strip("‘’'“”\"«»*.,:;|_-–—")
    low = bare.lower()
    if not 4 <= len(low) <= 9:
        return ""
    best = next((name for name in _OPENERS if low == name), "") or next(
        (name for name in _OPENERS if len(name) > 5 and _distance(low, name) <= 1 + (len(name) > 6)), ""
    )
    if not best or (bare[:1].islower() and bare[:1] not in "l"):
        return ""
    return best.upper() if sum(map(str.isupper, bare)) > len(bare) / 2 else best.capitalize()


def _distance(one: str, other: str) -> int:
    """How many characters are changed, lost or added."""
    row = list(range(len(other) + 1))
    for at, sign in enumerate(one, 1):
        before, row[0] = row[0], at
        for to, wanted in enumerate(other, 1):
            before, row[to] = row[to], min(row[to] + 1, row[to - 1] + 1, before + (sign != wanted))
    return row[-1]


def _number(word: str) -> int | None:
    """The whole number that a word shows, letters that look like digits read as such; a Roman one is left alone."""
    bare = word.rstrip(".,:;—–-_").lstrip("‘’'")
    if not _NUMERAL.fullmatch(bare) or (not any(map(str.isdigit, bare)) and bare not in ("l", "|", "!")):
        return None
    return int(bare.translate(_DIGITS))


def _shape(found: re.Match[str]) -> str:
    if found["open"] or found["close"][0] in ")]}":
        return "(" if found["open"] else ")"
    return "."


def _written(kind: str, number: int) -> str:
    if kind[1] == "1":
        return str(number)
    if kind[1] == "a":
        return chr(96 + number) if number <= 26 else ""
    return ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")[number] if number < 13 else ""


def _alike(seen: str, wanted: str) -> bool:
    """Could these characters be the wanted label? "Cc" for c, "l" for 1, "il" for ii, "11" for ii."""
    if not wanted or seen == wanted:
        return bool(wanted)
    if wanted.isdigit():
        return bool(_NUMERAL.fullmatch(seen)) and seen.translate(_DIGITS) == wanted
    if set(wanted) <= set("ivx"):
        return re.sub(r"[l1|!jI]", "i", seen) == wanted
    return seen.lower().translate(_LETTERS) in (wanted, wanted * 2)


def _cited(row: Sequence[Word]) -> list[Word]:
    """ "paragraph |" cites paragraph 1."""
    out = list(row)
    for at in range(1, len(out)):
        bare = out[at].text.rstrip(",.;:)")
        if bare in ("|", "!", "l", "]") and out[at - 1].text.lower() in ("paragraph", "article"):
            out[at] = replace(out[at], text="1" + out[at].text[len(bare) :])
    return out
