"""The records that travel through the house: frozen, plain, without behaviour beyond simple views.

Offsets count Unicode code points and are half open, as Python slices are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Format = Literal["markdown", "text", "html", "docx", "pdf"]
BlockKind = Literal["heading", "paragraph", "item", "cell", "footnote"]
NodeKind = Literal[
    "instrument",
    "preamble",
    "recital",
    "division",
    "article",
    "paragraph",
    "letter",
    "item",
    "annex",
    "closing",
    "footnote",
    "section",
    "block",
]
Force = Literal["shall", "shall not", "may", "need not", "shall consider", "should", "endeavour", "only if"]
DigestKind = Literal["rule", "exception", "definition", "scope", "procedure", "final clause"]
ConceptRole = Literal["rule", "exception", "definition", "procedure", "condition", "limit"]
Layer = Literal["text", "digest", "question", "terms", "guide"]
Status = Literal["answered", "partial", "refused", "no-such-provision"]
Verdict = Literal["yes", "no", "depends", "premise-wrong"]
CitationStatus = Literal["resolved", "no-such-provision", "not-in-library", "ambiguous"]

FORCES: tuple[Force, ...] = (
    "shall",
    "shall not",
    "may",
    "need not",
    "shall consider",
    "should",
    "endeavour",
    "only if",
)
DIGEST_KINDS: tuple[DigestKind, ...] = ("rule", "exception", "definition", "scope", "procedure", "final clause")
CONCEPT_ROLES: tuple[ConceptRole, ...] = ("rule", "exception", "definition", "procedure", "condition", "limit")

_UNIT = re.compile(r"[^:()]+:[^:()]+(?:\(\d+\w*\))?")


def unit_id(provision_id: str) -> str:
    """The retrieval unit a pinpoint belongs to: `untoc:18(3)(a)` → `untoc:18(3)`, `untoc:2(a)` → `untoc:2`."""
    found = _UNIT.match(provision_id)
    return found.group(0) if found else provision_id


def article_id(provision_id: str) -> str:
    """The article a pinpoint belongs to: `untoc:18(3)(a)` → `untoc:18`."""
    return provision_id.split("(", 1)[0]


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open slice of a text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The slice itself."""
        return text[self.start : self.end]


# ── what a reader gives ──────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands in its source: 1-based page and line where the format has them.

    `box` is the block's rectangle on that page: left, bottom, right, top, in PDF points from the lower left corner of
    the page as it is shown, cropped and turned. A block that runs on into a further column or page has one for each.
    """

    page: int | None = None
    line: int | None = None
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item, table cell or footnote of a document.

    `span` is a slice of `Document.text`. Numbers that a format generates (automatic lists) are written into the text,
    so that the grammar of provisions reads one notation whatever the source.
    """

    span: Span
    kind: BlockKind = "paragraph"
    level: int = 0  # headings: 1 is the title; 0 where the format does not say
    depth: int = 0  # lists: how deep the item is nested
    place: Place = Place()
    beyond: tuple[Place, ...] = ()  # where it goes on: further columns and pages


@dataclass(frozen=True, slots=True)
class Aside:
    """Text of the source that a reader set apart (running head, page number, navigation), with the reason."""

    text: str
    reason: str
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Document:
    """A source as text. `text` is reflowed: one block is one line of prose, blocks are parted by a blank line."""

    name: str  # the file's name, without folders
    format: Format
    digest: str  # SHA-256 of the source's bytes, hexadecimal
    text: str
    blocks: tuple[Block, ...]
    title: str = ""
    meta: Mapping[str, str] = field(default_factory=dict)
    asides: tuple[Aside, ...] = ()
    warnings: tuple[str, ...] = ()


# ── what the grammar of provisions gives ─────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Provision:
    """A node of the tree. Its own words are `label`, `title`, `lead` and `tail`; the rest belongs to its children."""

    kind: NodeKind
    id: str  # canonical pinpoint; "" for divisions
    number: str  # as the instrument has it, without spaces: "8bis", "IV", "1", "a"
    heading: str = ""
    label: Span | None = None  # "Article 6 —", "1.", "(a)"
    title: Span | None = None  # the heading's words
    lead: Span | None = None  # opening words, or the whole text of a leaf
    tail: Span | None = None  # closing words after the children
    children: tuple[Provision, ...] = ()


@dataclass(frozen=True, slots=True)
class Region:
    """A slice of the document outside every leaf, with the reason."""

    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Part:
    """A letter or item inside a unit: its pinpoint and its slice of the unit's text, label included."""

    id: str
    span: Span
    label_end: int  # where the label ends and the words begin, in the unit's text


@dataclass(frozen=True, slots=True)
class Reference:
    """A cross-reference found in a unit's text and the provisions that it leads to (none: unresolved, kept)."""

    span: Span
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A retrieval unit: a numbered paragraph, or an article without numbered paragraphs.

    `text` is `Document.text[span.start:span.end]`, and quotes are slices of it.
    """

    id: str
    instrument: str
    article: str
    paragraph: str
    heading: str
    divisions: tuple[str, ...]  # "CHAPTER II — …", outermost first
    text: str
    span: Span
    kind: NodeKind
    opening: str = ""  # words of the article that stand before its first numbered paragraph
    places: tuple[Place, ...] = ()  # of every block that holds its words, in order
    parts: tuple[Part, ...] = ()
    references: tuple[Reference, ...] = ()

    @property
    def place(self) -> Place:
        """Where it begins."""
        return self.places[0] if self.places else Place()


@dataclass(frozen=True, slots=True)
class Outline:
    """A document as a tree of provisions, with what stands outside it."""

    instrument: str
    title: str
    document: Document
    root: Provision
    regions: tuple[Region, ...] = ()
    warnings: tuple[str, ...] = ()


# ── what ships: instruments, digests, guides ─────────────────────────────────────────────────────────────────────


SURE = ("seen", "pattern-seen")  # marks of facts that were read at an official source


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of the catalogue and how well it is known."""

    value: str
    mark: str  # "seen", "pattern-seen", "from-memory", "unconfirmed"


@dataclass(frozen=True, slots=True)
class Address:
    """An official address."""

    url: str
    format: str
    mark: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """How an instrument stands to another: supplements, amends, replaces, is replaced by."""

    kind: str
    other: str  # slug
    provisions: tuple[str, ...] = ()  # provisions of this instrument that the relation touches; empty: all
    between: str = ""  # "parties to both"
    since: str = ""  # ISO date where known
    note: str = ""


RECOGNISED = "recognised text (OCR)"  # the kind of source whose words a program read off pictures


@dataclass(frozen=True, slots=True)
class Version:
    """Which version of a provision a text is."""

    label: str  # "as adopted", "as amended by ETS 98"
    state: str = ""  # ISO date or month of the consolidation: "2017-05"
    source: str = ""  # kind of source: "national portal, authentic English text", "our digest"
    notes: tuple[str, ...] = ()  # later instruments known to change it, pointers only

    def __str__(self) -> str:
        return f"{self.label}, state of {self.state}" if self.state else self.label


@dataclass(frozen=True, slots=True)
class Instrument:
    """A convention, protocol, statute or guidance, as the catalogue knows it."""

    slug: str
    title: str
    short: str
    aliases: tuple[str, ...]
    family: str
    tier: int  # 1 treaty, 2 EU act, 3 model law or scheme, 4 explanatory report, guide
    parent: str | None = None
    adopted: Fact | None = None
    in_force: Fact | None = None
    series: tuple[Fact, ...] = ()
    depositary: Fact | None = None
    articles: Fact | None = None
    texts: tuple[Address, ...] = ()
    status: tuple[Address, ...] = ()
    relations: tuple[Relation, ...] = ()
    notes: str = ""


@dataclass(frozen=True, slots=True)
class ConceptUse:
    """A concept that a provision bears on, and what the provision is to it."""

    concept: str  # id of the concept
    role: ConceptRole = "rule"

    def __str__(self) -> str:
        return self.concept if self.role == "rule" else f"{self.concept} ({self.role})"


@dataclass(frozen=True, slots=True)
class Digest:
    """Our own plain words for one provision, and the questions that it answers."""

    id: str
    digest: str
    questions: tuple[str, ...]
    kind: DigestKind
    force: tuple[Force, ...]
    terms: tuple[str, ...]
    version: str  # the version of the text that it was written from: "as amended by ETS 98"
    note: str = ""  # pointer to a later instrument
    concepts: tuple[ConceptUse, ...] = ()


@dataclass(frozen=True, slots=True)
class GuideStatement:
    """One statement of a guide and the provisions that it rests on; none where it is general knowledge."""

    text: str
    ids: tuple[str, ...]
    general: str = ""  # the month up to which general knowledge that can age is sure: "2025-06"


@dataclass(frozen=True, slots=True)
class GuideSection:
    """A section of a guide: `extradition-guide:s3.2`."""

    id: str
    guide: str
    title: str  # the guide's title
    heading: str
    statements: tuple[GuideStatement, ...]
    asks: tuple[str, ...] = ()  # questions that it answers; none in checklists and tests
    audience: str = ""  # who needs the guide

    @property
    def text(self) -> str:
        """The section's statements as running text, pinpoints left out."""
        return " ".join(statement.text for statement in self.statements)


# ── what retrieval and answers give ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Entry:
    """One provision with all its layers, as the index keeps it.

    `unit.text` is the authentic text where the library has it (`authentic`), else the digest's words.
    """

    unit: Unit
    authentic: bool
    version: Version
    source: str  # name of the file it was read from; "corpus" for a digest alone
    digest: Digest | None = None
    digest_differs: bool = False  # the digest was written for another version than the text at hand

    @property
    def id(self) -> str:
        """The unit's id."""
        return self.unit.id


@dataclass(frozen=True, slots=True)
class Chunk:
    """What is indexed: a piece of one layer of one unit, never longer than the encoder's window."""

    unit: str  # unit id; for a guide the id of its section
    layer: Layer
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A ranked unit and why it stands there."""

    id: str
    score: float
    why: Mapping[str, float] = field(default_factory=dict)  # evidence → contribution


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation found in a text and what it leads to."""

    text: str
    start: int
    end: int
    ids: tuple[str, ...]
    status: CitationStatus
    range: str | None = None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a unit as they stand: `text == unit.text[start:end]`."""

    id: str
    start: int
    end: int
    text: str
    authentic: bool


@dataclass(frozen=True, slots=True)
class Twin:
    """A provision of the same words, and how far they are the same."""

    id: str
    how: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of an answer: a lead in our words, the words of the law in the quotes.

    `ids` hold the provisions quoted, then their `twins`. A `folded` statement is shown by lead and pinpoint alone.
    `left_out` are the letters and items beside those quoted, of the same list.
    """

    text: str
    ids: tuple[str, ...]
    force: tuple[Force, ...]
    version: str
    quotes: tuple[Quote, ...]
    role: str = "rule"
    addressee: str = ""
    twins: tuple[Twin, ...] = ()
    folded: bool = False
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time limit as the text has it: its length, the words that start it, and where it stands."""

    length: str
    start: str
    id: str


@dataclass(frozen=True, slots=True)
class Issue:
    """One of several questions: its verdict, and the places of its statements, counted from 0."""

    question: str
    verdict: Verdict | None
    statements: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one instrument says on an issue; without ids nothing was found, which is not silence of the treaty."""

    instrument: str
    ids: tuple[str, ...] = ()
    force: tuple[Force, ...] = ()
    text: str = "nothing found"


@dataclass(frozen=True, slots=True)
class Row:
    """One issue of a comparison across instruments."""

    issue: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What `kb ask` says; the fields are those of the machine contract.

    `leans_on` are statements beside the answer: the terms that its rule uses, the provisions that it points to.
    """

    query: str
    status: Status
    verdict: Verdict | None
    answer: str
    statements: tuple[Statement, ...] = ()
    leans_on: tuple[Statement, ...] = ()
    hits: tuple[Hit, ...] = ()
    guides: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
    range: str | None = None
    warnings: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    headline: str = ""
    issues: tuple[Issue, ...] = ()
    table: tuple[Row, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    confidence: float = 0.0  # how far the library bears on the question; below 0 it does not
    seconds: float = 0.0
