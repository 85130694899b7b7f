"""A document as a tree of provisions, with a reason for everything that stands outside it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from kb.languages import language_of
from kb.model import Document, Outline, Provision, Region, Span
from kb.provisions import guidance, preamble
from kb.provisions.body import build
from kb.provisions.draft import Draft, freeze
from kb.provisions.headings import ARTICLE
from kb.provisions.identify import name_all
from kb.provisions.leaves import leaves, uncovered
from kb.provisions.marks import Mark, block_of, classify, rank_of, series, with_parts
from kb.provisions.numerals import suffix_rank
from kb.provisions.parts import Selection, select
from kb.provisions.tokens import Stretch, tokenise
from kb.text import squeeze

_QUOTE_OPENS = re.compile(r"[*_]{0,3}[“‘\"]")
_QUOTE_ENDS = re.compile(r"[”’\"][*_]{0,3}\s?[;.,]{0,2}$")
_LEFT_OVER = ("outside every provision", "separator", "title page", "contents")
_MUCH = 2000  # characters
_NO_NUMERALS = "ABDEFGHJKMNOPQRSTUWYZ"  # articles that count by letters have some of these
_LOOK_ALIKE = str.maketrans("lIO", "110")
_NAMED = 90  # characters of a title that a warning cites
_PROSE = 150  # characters; a longer block before the first article says something


def parse(document: Document, instrument: str, title: str = "", *, language: str = "en") -> Outline:
    """The tree of provisions of a treaty, a guide or an unnumbered document; `instrument` is its slug.

    Of a file in several languages the part in `language` is read ("en", "fr", "nl", "de", "es", "it"; the largest
    part where there is none in it); the rest becomes regions, and a warning names it.
    """
    selection = select(document, language)
    read = replace(document, blocks=tuple(block for stretch in selection.stretches for block in stretch))
    marks, breaks = _marks(document, selection)
    reading = _Reading(read, instrument, breaks=breaks, foreign=_is_foreign(document.title, selection))
    reading.warnings += selection.warnings
    if any(mark.role == "article" for mark in marks):
        reading.treaty(marks)
    else:
        reading.warnings += guidance.fill(read, marks, reading.root, breaks)
    name_all(reading.root, instrument)
    root = freeze(reading.root, document.text)
    regions = _regions(root, [*reading.regions, *selection.regions], document.text)
    reading.warnings += _large(regions)
    named = title or document.title
    if not named or _is_foreign(named, selection):
        named = _title_words(root.title, document) or named
    return Outline(instrument, squeeze(named), document, root, regions, tuple(reading.warnings))


def _marks(document: Document, selection: Selection) -> tuple[list[Mark], frozenset[int]]:
    """The marks of all stretches, and where the stretches behind the first begin."""
    read = replace(document, blocks=tuple(block for stretch in selection.stretches for block in stretch))
    marks = _classified(document, selection, ARTICLE)
    if not any(mark.role == "article" for mark in marks) and (word := series(read)):
        marks = _classified(document, selection, word)
    breaks = frozenset(stretch[0].span.start for stretch in selection.stretches[1:])
    return with_parts(read, marks), breaks


def _classified(document: Document, selection: Selection, word: str) -> list[Mark]:
    marks: list[Mark] = []
    offset = 0
    for stretch in selection.stretches:
        found = classify(replace(document, blocks=stretch), word)
        marks += [replace(mark, at=mark.at + offset) for mark in found]
        offset += len(stretch)
    return marks


def _is_foreign(words: str, selection: Selection) -> bool:
    """A title in a language that was set aside."""
    spoken = language_of(words)
    return bool(spoken) and spoken != selection.language and len(selection.stretches) > 0


def _regions(root: Provision, regions: Sequence[Region], text: str) -> tuple[Region, ...]:
    """Regions outside every leaf, in order; a note inside a provision's words stays part of them."""
    held = sorted((leaf.span for leaf in leaves(root)), key=lambda span: span.start)
    starts = [span.start for span in held]
    outside = [region for region in regions if not _inside(region.span, held, starts)]
    outside += uncovered(root, outside, text)
    return tuple(sorted(outside, key=lambda region: region.span.start))


def _inside(span: Span, held: Sequence[Span], starts: Sequence[int]) -> bool:
    at = bisect_right(starts, span.start) - 1
    return at >= 0 and span.start < held[at].end


def _large(regions: Sequence[Region]) -> list[str]:
    """Warnings about much text that no provision took."""
    left = sum(region.span.end - region.span.start for region in regions if region.reason in _LEFT_OVER)
    return [f"{left} characters stand outside every provision"] if left > _MUCH else []


def _title_words(span: Span | None, document: Document) -> str:
    return span.of(document.text) if span else ""


@dataclass(slots=True)
class _Reading:
    """The state of one pass over the blocks of a treaty."""

    document: Document
    instrument: str
    breaks: frozenset[int] = frozenset()  # where text begins behind a part that was set aside
    foreign: bool = False  # the document's title is in another language than what is read
    root: Draft = field(default_factory=lambda: Draft("instrument"))
    regions: list[Region] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    divisions: list[tuple[str, Draft]] = field(default_factory=list)
    article: Draft | None = None
    stretches: list[Stretch] = field(default_factory=list)
    annex: Draft | None = None
    seen: list[str] = field(default_factory=list)  # article numbers of the part at hand, in order
    known: set[str] = field(default_factory=set)  # the same numbers
    closing: Draft | None = None
    pending: list[Mark] = field(default_factory=list)  # contents lines whose place is not yet decided
    noted: bool = False  # a footnote came behind the closing words
    copies: int = 1
    quoting: bool = False  # a quotation is open in the article at hand
    solid: list[int] = field(default_factory=list)  # for each block, the next that is neither contents nor footnote
    openings: list[int] = field(default_factory=list)  # where articles, annexes and footnotes begin

    # ── the pass ──

    def treaty(self, marks: Sequence[Mark]) -> None:
        """Front, then article after article, then what follows them."""
        self.openings = [at for at, mark in enumerate(marks) if mark.role in ("article", "annex", "footnote")]
        self.solid = _next_solid(marks)
        first = self.front(marks)
        for at in range(first, len(marks)):
            self.take(marks, at)
        self.finish_article()
        self.check_order()

    def take(self, marks: Sequence[Mark], at: int) -> None:
        """One block after the preamble."""
        mark = self.plausible(marks, at)
        if mark.start in self.breaks:
            self.broken()
        if mark.role == "contents":
            self.pending.append(mark)
        elif mark.role == "footnote":
            self.footnote(mark)
        elif mark.role == "article":
            self.open_article(mark)
        elif mark.role == "division":
            self.open_division(mark)
        elif mark.role == "annex":
            self.open_annex(mark)
        elif mark.role == "part":
            self.open_part(mark)
        elif mark.role == "closing" and self.closing is None:
            self.open_closing(mark)
        else:
            self.text(mark)

    def plausible(self, marks: Sequence[Mark], at: int) -> Mark:
        """The mark, or plain text where an opening cannot be one at this place."""
        mark = marks[at]
        plain = replace(mark, role="body")
        if mark.role == "footnote":
            return plain if self.stretches and self.interrupts(marks, at) else mark
        if mark.role == "article":
            mark = replace(mark, number=self.meant(mark.number))
            return plain if self.is_quoted(mark) or self.repeats(marks, at) else mark
        if mark.role == "annex":
            return plain if self.article is None and not self.seen else mark
        if mark.start in self.breaks and mark.role in ("body", "closing", "preamble"):
            return replace(mark, role="part")
        if mark.role == "closing":
            return mark if self.may_close(marks, at) else plain
        if mark.role == "division" and self.annex is not None:
            return mark if self.articles_follow(marks, at) else plain
        return mark if mark.role != "preamble" else plain

    def articles_follow(self, marks: Sequence[Mark], at: int) -> bool:
        """An annex of its own articles has divisions; in a form "Section A" is part of the words."""
        following = next(self.later(marks, at, "article", "annex", "footnote"), None)
        return following is not None and following.role == "article"

    def interrupts(self, marks: Sequence[Mark], at: int) -> bool:
        """Words go on behind this block: what stands inside a provision is part of it."""
        return self.solid[at] < len(marks) and marks[self.solid[at]].role == "body"

    def later(self, marks: Sequence[Mark], at: int, *roles: str) -> Iterator[Mark]:
        """The openings after position `at` that have one of these roles."""
        first = bisect_right(self.openings, at)
        places = (self.openings[index] for index in range(first, len(self.openings)))
        return (marks[place] for place in places if marks[place].role in roles)

    def is_quoted(self, mark: Mark) -> bool:
        """An amending article quotes articles of another instrument: the quotation is still open."""
        return self.article is not None and self.quoting and not self.succeeds(mark.number)

    def add_stretch(self, stretch: Stretch) -> None:
        """Words of the article at hand; a quotation that opens here may run over several blocks."""
        words = self.document.text[stretch.start : stretch.end]
        self.quoting = (self.quoting or _QUOTE_OPENS.match(words) is not None) and not _QUOTE_ENDS.search(words[-8:])
        self.stretches.append(stretch)

    def succeeds(self, number: str) -> bool:
        """True where this number is the next after the latest article."""
        if not self.seen:
            return True
        before, after = rank_of(self.seen[-1]), rank_of(number)
        if before is None or after is None:
            return False
        return after[0] == before[0] + 1 or (after[0] == before[0] and suffix_rank(after[1]) > suffix_rank(before[1]))

    def meant(self, number: str) -> str:
        """ "3l" behind 30 is 31: a letter that looks like a digit, where the digit makes it the next number."""
        digits = number.translate(_LOOK_ALIKE)
        if number[:1].isdigit() and digits != number and digits.isdigit() and self.succeeds(digits) and self.seen:
            self.warnings.append(f"article {digits} is printed as {number}")
            return digits
        return number

    def repeats(self, marks: Sequence[Mark], at: int) -> bool:
        """An article number that was there before, with no new series following: a cross-reference or a page head."""
        mark = marks[at]
        if mark.number not in self.known:
            return False
        following = next(self.later(marks, at, "article"), None)
        anew = rank_of(mark.number) == rank_of(self.seen[0]) and len(self.seen) > 1
        return not anew or (following is not None and following.number == mark.number)

    def may_close(self, marks: Sequence[Mark], at: int) -> bool:
        """An instrument closes once, after its articles; a form in an annex may be "done at" a place too."""
        if self.annex is not None:
            return not any(child.kind == "closing" for child in self.root.children)
        return bool(self.seen) and not self.goes_on(marks, at)

    def goes_on(self, marks: Sequence[Mark], at: int) -> bool:
        """The articles go on after what looks like a closing formula."""
        following = next(self.later(marks, at, "article", "annex"), None)
        return following is not None and following.role == "article" and self.succeeds(following.number)

    # ── the front ──

    def front(self, marks: Sequence[Mark]) -> int:
        """Title and preamble; returns the index of the first mark after them."""
        first = next(at for at, mark in enumerate(marks) if mark.role == "article")
        while first > 0 and marks[first - 1].role == "division":
            first -= 1
        low = max((at for at in range(first) if marks[at].start in self.breaks), default=0)
        named = next((at for at in range(low, first) if marks[at].role == "preamble"), None)
        opening = named if named is not None else self.opener(marks, low, first)
        self.title_page(marks[: first if opening is None else opening])
        if opening is not None:
            self.preamble(marks, opening, first)
        return first

    def opener(self, marks: Sequence[Mark], low: int, first: int) -> int | None:
        """Where a preamble without a heading begins: the parties, or a first recital."""
        for at in range(low, first):
            words = self.document.text[marks[at].start : marks[at].end].strip("*_ ")
            if marks[at].role == "body" and self.opens_preamble(marks[at], words):
                return at
        return None

    def opens_preamble(self, mark: Mark, words: str) -> bool:
        """The parties or a recital begin here, or a block of prose that no title page would hold."""
        heads = block_of(self.document, mark).kind == "heading"
        if words.endswith((",", ":")) and preamble.OPENER.match(words) and len(words) > 10:
            return True
        if heads or words.isupper():
            return False
        return len(words) > _PROSE or (len(words) > 20 and preamble.OPENER.match(words) is not None)

    def title_page(self, marks: Sequence[Mark]) -> None:
        """The title is the heading that says it, else the first; the rest of the page is set apart."""
        wanted = squeeze(self.document.title).casefold()
        spans = [Span(mark.start, mark.end) for mark in marks]
        same = [s for s in spans if wanted and squeeze(s.of(self.document.text)).casefold() == wanted]
        heads = [
            Span(m.start, m.end) for m in marks if block_of(self.document, m).kind == "heading" and m.role == "body"
        ]
        if self.foreign:
            same = [s for s in heads if not same or s not in same]
        chosen = next(iter([*same, *heads, *spans]), None)
        self.root.title = chosen
        for mark, span in zip(marks, spans, strict=True):
            if span != chosen:
                self.regions.append(Region(span, "contents" if mark.role == "contents" else "title page"))

    def preamble(self, marks: Sequence[Mark], opening: int, first: int) -> None:
        """The blocks from `opening` up to the first article or division."""
        node = Draft("preamble")
        if marks[opening].role == "preamble":
            node.label = Span(marks[opening].start, marks[opening].end)
            opening += 1
        spans: list[Span] = []
        for at in range(opening, first):
            span = Span(marks[at].start, marks[at].end)
            if marks[at].role in ("contents", "footnote") and not (spans and self.solid[at] < first):
                self.regions.append(Region(span, marks[at].role))
            else:
                spans.append(span)
        preamble.fill(self.document.text, spans, node)
        self.root.children.append(node)

    # ── divisions, articles, annexes ──

    def holder(self) -> Draft:
        """The node that the next article or division of the same rank hangs from."""
        return self.divisions[-1][1] if self.divisions else (self.annex or self.root)

    def open_division(self, mark: Mark) -> None:
        self.finish_article()
        self.resume()
        kinds = [kind for kind, _ in self.divisions]
        if mark.kind in kinds:
            del self.divisions[kinds.index(mark.kind) :]
        node = Draft("division", mark.number, label=Span(mark.start, mark.label_end), title=_span(mark.title))
        self.holder().add_child(node)
        self.divisions.append((mark.kind, node))

    def open_article(self, mark: Mark) -> None:
        self.finish_article()
        if mark.number in self.known:
            self.new_part(f"article {mark.number} comes again")
        self.resume()
        node = Draft("article", mark.number, label=Span(mark.start, mark.label_end), title=_span(mark.title))
        self.holder().add_child(node)
        self.article = node
        self.seen.append(mark.number)
        self.known.add(mark.number)
        if mark.prose is not None:
            self.add_stretch(Stretch(mark.prose, mark.end))

    def broken(self) -> None:
        """Behind a part that was set aside no provision goes on: its words would run over that part."""
        self.finish_article()
        self.noted = True

    def open_part(self, mark: Mark) -> None:
        """A further instrument, with its title; what stands below until its first article are its opening words."""
        self.finish_article()
        self.closing = None
        words = Span(mark.start, mark.end)
        heads = block_of(self.document, mark).kind == "heading"
        said = squeeze(words.of(self.document.text)).strip("*_ ")
        said = said if len(said) <= _NAMED else said[:_NAMED].rsplit(" ", 1)[0] + " …"
        self.new_part(f"“{said}” stands in the same file", words if heads else None)
        self.article = self.annex
        if not heads:
            self.add_stretch(Stretch(mark.start, mark.end))

    def new_part(self, why: str, title: Span | None = None) -> None:
        """A second instrument in the same file, without an annex heading."""
        self.check_order()
        self.copies += 1
        self.warnings.append(f"{why}: kept apart as part-{self.copies}")
        node = Draft("annex", f"part-{self.copies}", id=f"{self.instrument}:part-{self.copies}", title=title)
        self.root.children.append(node)
        self.annex, self.seen, self.known = node, [], set()
        self.divisions.clear()
        self.closing = None

    def resume(self) -> None:
        """Provisions go on behind closing words; those of an annex can no longer go there."""
        if self.closing is not None and self.annex is not None:
            self.new_part("provisions follow the closing words of an annex")
        self.closing = None

    def open_annex(self, mark: Mark) -> None:
        self.finish_article()
        self.check_order()
        self.divisions.clear()
        self.closing, self.seen, self.known = None, [], set()
        number = mark.number
        node = Draft("annex", number, label=Span(mark.start, mark.label_end), title=_span(mark.title))
        self.root.children.append(node)
        self.annex = self.article = node

    def open_closing(self, mark: Mark) -> None:
        self.finish_article()
        self.closing = Draft("closing", lead=Span(mark.start, mark.end))
        self.root.children.append(self.closing)
        self.divisions.clear()
        self.noted = False

    def text(self, mark: Mark) -> None:
        """Words: of the closing formula, of the article at hand, or of nothing yet."""
        block = block_of(self.document, mark)
        if self.closing is not None and not self.noted:
            self.pending.clear()
            self.closing.add_text(Span(mark.start, mark.end))
        elif self.article is not None:
            self.settle_pending(inside=bool(self.stretches))
            self.add_stretch(Stretch(mark.start, mark.end, block.kind == "item", block.depth))
        else:
            self.regions.append(Region(Span(mark.start, mark.end), "outside every provision"))

    def settle_pending(self, inside: bool) -> None:
        """Lines like those of a table of contents are set apart unless the provision goes on behind them."""
        for mark in self.pending:
            if inside:
                self.add_stretch(Stretch(mark.start, mark.end))
            else:
                reason = "anchor" if mark.kind == "anchor" else "contents"
                self.regions.append(Region(Span(mark.start, mark.end), reason))
        self.pending.clear()

    def finish_article(self) -> None:
        """Cut the gathered words into paragraphs and letters."""
        self.settle_pending(inside=False)
        if self.article is not None:
            tokens = tokenise(self.document.text, self.stretches, self.article.number)
            odd = build(self.document.text, tokens, self.article)
            self.warnings += [f"{_called(self.article)}: {words}" for words in odd]
        self.article, self.stretches, self.quoting = None, [], False

    def footnote(self, mark: Mark) -> None:
        self.finish_article()
        self.noted = True
        label = guidance.note_label(self.document.text, mark.start, mark.end)
        lead = Span(label.end if label else mark.start, mark.end)
        number = "".join(c for c in label.of(self.document.text) if c.isalnum()) if label else ""
        node = Draft("footnote", number, label=label, lead=lead)
        (self.root if self.closing is not None else self.holder()).add_child(node)

    def check_order(self) -> None:
        """Warn about numbers that are missing between the articles of one part."""
        lettered = any(len(number) == 1 and number in _NO_NUMERALS for number in self.seen)
        for before, after in zip(self.seen, self.seen[1:], strict=False):
            if lettered and not (before[:1].isdigit() and after[:1].isdigit()):
                continue
            old, new = rank_of(before), rank_of(after)
            if old and new and new[0] > old[0] + 1:
                self.warnings.append(f"article {before} is followed by article {after}")
            elif old and new and new[0] < old[0]:
                self.warnings.append(f"article {after} stands after article {before}")


def _span(pair: tuple[int, int] | None) -> Span | None:
    return Span(*pair) if pair else None


def _called(node: Draft) -> str:
    return f"{node.kind} {node.number}".strip()


def _next_solid(marks: Sequence[Mark]) -> list[int]:
    """For each mark, the index of the next one that is neither contents nor footnote."""
    following = [len(marks)] * len(marks)
    for at in range(len(marks) - 2, -1, -1):
        solid = marks[at + 1].role not in ("contents", "footnote")
        following[at] = at + 1 if solid else following[at + 1]
    return following
