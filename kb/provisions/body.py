"""From the tokens of an article to paragraphs, letters and items: the order of the labels decides.

A number opens a paragraph where it is the first of a list or the next of an open one; "1959" in prose is neither.
Words without a label belong to the provision that the following label continues from, else to the paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kb.model import NodeKind, Span
from kb.provisions.draft import Draft
from kb.provisions.labels import Reading
from kb.provisions.numerals import Rank, follows, is_first
from kb.provisions.tokens import Token, next_in, same_numerals

_SENTENCE = re.compile(
    r"(?!(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+\d)[“\"]?[A-Z]\w"
)
_AHEAD = 60  # labelled tokens that are looked at before a doubtful label is decided
_GAP = 2  # numbers that may be missing in a list (repealed paragraphs)


@dataclass(slots=True)
class _Level:
    """An open list: how it counts, where it stands, and its latest element."""

    family: str
    rank: Rank
    parent: Draft
    current: Draft


@dataclass(slots=True)
class _Builder:
    text: str
    tokens: Sequence[Token]
    root: Draft
    levels: list[_Level] = field(default_factory=list)
    labelled: list[int] = field(default_factory=list)  # index of the next labelled token, for every position
    warnings: list[str] = field(default_factory=list)

    # ── looking ahead ──

    def index_labels(self) -> None:
        """For every token, where the next labelled one after it stands."""
        following = len(self.tokens)
        self.labelled = [following] * len(self.tokens)
        for at in range(len(self.tokens) - 1, -1, -1):
            self.labelled[at] = following
            if self.tokens[at].label:
                following = at

    def ahead(self, at: int) -> list[tuple[Reading, ...]]:
        """Readings of the labels after token `at`, nearest first."""
        found: list[tuple[Reading, ...]] = []
        at = self.labelled[at]
        while at < len(self.tokens) and len(found) < _AHEAD:
            label = self.tokens[at].label
            found.append(label.readings if label else ())
            at = self.labelled[at]
        return found

    def goes_on(self, at: int, reading: Reading) -> bool:
        """True where the list of this reading has a next label further on."""
        return any(next_in(reading.family, reading.rank, readings) for readings in self.ahead(at))

    def colon_before(self, token: Token) -> bool:
        """True where the words before the token announce a list."""
        return (
            self.text[: token.start].rstrip(" \n*_").endswith((":", "—", "–"))
            if token.start < 400
            else (self.text[token.start - 400 : token.start].rstrip(" \n*_").endswith((":", "—", "–")))
        )

    # ── deciding ──

    def continues(self, readings: Sequence[Reading]) -> tuple[int, Reading] | None:
        """The deepest open list that one of the readings continues."""
        for depth in range(len(self.levels) - 1, -1, -1):
            level = self.levels[depth]
            for reading in readings:
                if level.family == reading.family and (reading.family == "bullet" or follows(level.rank, reading.rank)):
                    return depth, reading
        return self.continues_loosely(readings)

    def continues_loosely(self, readings: Sequence[Reading]) -> tuple[int, Reading] | None:
        """Same, where the brackets changed on the way or a number is missing."""
        for depth in range(len(self.levels) - 1, -1, -1):
            level = self.levels[depth]
            for reading in readings:
                if reading.weak or reading.family == "bullet" or level.family == "bullet":
                    continue
                if same_numerals(level.family, reading.family) and follows(level.rank, reading.rank):
                    return depth, reading
                gap = reading.rank[0] - level.rank[0] - 1
                if reading.family == level.family == "dot-decimal" and 0 < gap <= _GAP and not reading.rank[1]:
                    return depth, reading
        return None

    def starts(self, at: int, token: Token) -> Reading | None:
        """The reading that opens a new list here, if one does."""
        assert token.label is not None
        for reading in token.label.readings:
            if not is_first(reading.rank) or self.is_open(reading, token):
                continue
            if not reading.weak or token.certain or self.goes_on(at, reading) or self.opens_article(at, reading):
                return reading
        return None

    def opens_article(self, at: int, reading: Reading) -> bool:
        """ "1 The Parties …" as an article's first words: its only numbered paragraph; "1 January" is a date."""
        label = self.tokens[at].label
        if at or label is None or reading.family != "bare-decimal" or self.root.kind != "article":
            return False
        return _SENTENCE.match(self.text, label.end) is not None

    def is_open(self, reading: Reading, token: Token) -> bool:
        """A list of this kind is open: its first label cannot come again, unless words announce a second list."""
        for depth, level in enumerate(self.levels):
            if level.family == reading.family:
                return (depth == 0 and reading.family.endswith("decimal")) or not self.colon_before(token)
        return False

    def decide(self, at: int) -> tuple[int | None, Reading] | None:
        """The list that the token's label belongs to: (level or None for a new one, reading); None for prose."""
        token = self.tokens[at]
        if token.label is None or self.is_stray(at, token):
            return None
        going, opening = self.continues(token.label.readings), self.starts(at, token)
        if going and opening:
            return going if self.keeps_going(at, going[1], opening) else (None, opening)
        if going:
            return going
        return (None, opening) if opening else None

    def is_stray(self, at: int, token: Token) -> bool:
        """A number alone in its block, without brackets or a stop: a label only where a list begins below it."""
        assert token.label is not None
        if token.label.end < token.end or not all(reading.weak for reading in token.label.readings):
            return False
        below = self.tokens[at + 1].label if at + 1 < len(self.tokens) else None
        return below is None or not any(is_first(reading.rank) for reading in below.readings)

    def keeps_going(self, at: int, going: Reading, opening: Reading) -> bool:
        """(i) after (h): the ninth letter or the first item? The next label of either list tells."""
        if going.family == opening.family or going.family == "bullet":
            return True
        for readings in self.ahead(at):
            if opening in readings:
                return True
            if next_in(opening.family, opening.rank, readings):
                return False
            if next_in(going.family, going.rank, readings):
                return True
        return True

    # ── building ──

    def element(self, reading: Reading, token: Token, parent: Draft) -> Draft:
        """A new node for the token, below its parent."""
        assert token.label is not None
        kind = child_kind(parent, reading, self.announced(parent, reading))
        node = Draft(kind, reading.number, label=Span(token.label.start, token.label.end), depth=token.depth)
        if token.label.end < token.end:
            node.lead = Span(token.label.end, token.end)
        parent.add_child(node)
        return node

    def announced(self, parent: Draft, reading: Reading) -> bool:
        """ "(1)" after opening words with a colon counts the members of a sentence, not paragraphs."""
        if reading.family != "paren-decimal":
            return False
        if parent.children:
            return parent.children[0].kind == "letter"
        return parent.lead is not None and parent.lead.of(self.text).rstrip("*_ \n").endswith(":")

    def deepest(self) -> Draft:
        """The node that was opened last."""
        return self.levels[-1].current if self.levels else self.root

    def new_list_parent(self, at: int, reading: Reading) -> Draft:
        """Where a new list hangs: below the latest node, or at the top for numbers after an unnumbered opening."""
        for depth, level in enumerate(self.levels):
            if level.family == reading.family:
                del self.levels[depth:]
                return level.parent
        if reading.family.endswith("decimal") and self.levels and not self.nested_decimal(at):
            self.levels.clear()
            return self.root
        return self.deepest()

    def nested_decimal(self, at: int) -> bool:
        """Numbers below letters: where a paragraph is open, a list is announced, or the letters go on later."""
        outer = self.levels[0]
        if outer.family.endswith("decimal") or self.colon_before(self.tokens[at]):
            return True
        return any(next_in(level.family, level.rank, readings) for readings in self.ahead(at) for level in self.levels)

    def put_label(self, at: int, depth: int | None, reading: Reading) -> None:
        """Continue the list at `depth`, or open a new one."""
        token = self.tokens[at]
        if depth is None:
            parent = self.new_list_parent(at, reading)
            self.levels.append(_Level(reading.family, reading.rank, parent, self.element(reading, token, parent)))
            return
        del self.levels[depth + 1 :]
        level = self.levels[depth]
        if reading.rank[0] > level.rank[0] + 1 and reading.family != "bullet":
            self.warnings.append(f"{reading.number} follows {level.current.number}")
        level.rank, level.family = reading.rank, level.family
        level.current = self.element(reading, token, level.parent)

    def put_text(self, at: int) -> None:
        """Words without a label: they belong to the node that the next label leaves, else to the paragraph."""
        token = self.tokens[at]
        if token.joined:
            self.deepest().add_text(Span(token.start, token.end))
            return
        depth = self.text_depth(at)
        del self.levels[depth:]
        self.deepest().add_text(Span(token.start, token.end))

    def text_depth(self, at: int) -> int:
        """How many lists stay open around unlabelled words."""
        floor = 1 if self.levels and self.levels[0].current.kind == "paragraph" else 0
        following = self.labelled[at]
        if following < len(self.tokens):
            decided = self.decide(following)
            if decided and decided[0] is not None:
                floor = max(floor, decided[0] + 1)
        if self.tokens[at].depth:
            hinted = [n for n, level in enumerate(self.levels, 1) if level.current.depth == self.tokens[at].depth]
            return max(floor, hinted[-1] if hinted else floor)
        return floor

    def run(self) -> None:
        """Place every token."""
        self.index_labels()
        for at in range(len(self.tokens)):
            decided = self.decide(at)
            if decided:
                self.put_label(at, *decided)
            else:
                self.put_text(at)


def child_kind(parent: Draft, reading: Reading, announced: bool) -> NodeKind:
    """Paragraph, letter or item, by what stands above."""
    if parent.kind in ("paragraph", "recital"):
        return "letter"
    if parent.kind in ("letter", "item"):
        return "item"
    return "paragraph" if reading.family.endswith("decimal") and not announced else "letter"


def build(text: str, tokens: Sequence[Token], root: Draft) -> list[str]:
    """Hang the tokens into `root`; returns what is odd about the numbering."""
    builder = _Builder(text, tokens, root)
    builder.run()
    return builder.warnings
