"""The page of one instrument's digests: parse it, render it. Text in, text out; `corpus/README.md` has the grammar."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from kb.corpus.blocks import DASH, Block, cut
from kb.corpus.problems import Problem
from kb.errors import CorpusError
from kb.model import (
    CONCEPT_ROLES,
    DIGEST_KINDS,
    FORCES,
    ConceptRole,
    ConceptUse,
    Digest,
    DigestKind,
    Force,
    unit_id,
)

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*$")
_FRONT = ("instrument", "version")
_FIELDS = ("kind", "force", "terms", "concepts", "version", "note", "asks")
_REPEATABLE = "asks"


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A digest as it stands on its page: the line of its heading, and the heading's words after the dash."""

    digest: Digest
    line: int
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """All digests of one instrument, in the order of the page; `version` holds where a digest names no other."""

    slug: str
    title: str
    version: str
    entries: tuple[PageEntry, ...]


# ── parse ────────────────────────────────────────────────────────────────────────────────────────────────────────


def parse_page(file: str, text: str) -> tuple[Page, tuple[Problem, ...]]:
    """Read one page; what breaks the grammar is reported and left out, the rest is kept."""
    problems: list[Problem] = []
    blocks = cut(file, text, problems, _REPEATABLE)
    front = _front(file, blocks, problems)
    slug, version = front.value("instrument"), front.value("version")
    entries: dict[str, PageEntry] = {}
    for block in blocks[1:]:
        entry, faults = _entry(block, slug, version)
        if entry.digest.id in entries:
            first = entries[entry.digest.id].line
            faults.append(("this provision has a digest already", f"keep this one or that of line {first}"))
        problems += [Problem(file, block.line, entry.digest.id, *fault) for fault in faults]
        if not faults:
            entries[entry.digest.id] = entry
    return Page(slug, front.title, version, tuple(entries.values())), tuple(problems)


def _front(file: str, blocks: list[Block], problems: list[Problem]) -> Block:
    front = blocks[0]
    for fault in _front_faults(front):
        problems.append(Problem(file, front.line, "", *fault))
    return front


def _front_faults(front: Block) -> Iterator[tuple[str, str]]:
    if front.level != 1 or not front.title:
        yield "the page has no title", "begin it with '# ' and the title of the instrument"
    if front.prose:
        yield "text stands above the first digest", "the front block holds a title and fields only"
    for name in _FRONT:
        if not front.value(name):
            yield f"the front block does not say the {name}", f"add '- {name}: …' below the title"
    if (slug := front.value("instrument")) and not _SLUG.match(slug):
        yield f"'{slug}' is no slug", "use small letters and digits, parted by hyphens"
    yield from front.unknown_fields(_FRONT)


def _entry(block: Block, slug: str, version: str) -> tuple[PageEntry, list[tuple[str, str]]]:
    """A digest from its block, and what is wrong with it (problem and remedy)."""
    digest = Digest(
        id=block.name,
        digest=block.text,
        questions=tuple(block.fields.get("asks", ())),
        kind=cast(DigestKind, block.value("kind")),
        force=cast(tuple[Force, ...], block.values("force")),
        terms=block.values("terms"),
        version=block.value("version") or version,
        note=block.value("note"),
        concepts=tuple(_use(said) for said in block.values("concepts")),
    )
    return PageEntry(digest, block.line, block.heading), list(_entry_faults(block, digest, slug))


def _use(said: str) -> ConceptUse:
    """A concept with its role: `own-nationals (exception)`."""
    concept, _, role = said.partition("(")
    return ConceptUse(concept.strip(), cast(ConceptRole, role.removesuffix(")").strip() or "rule"))


def _entry_faults(block: Block, digest: Digest, slug: str) -> Iterator[tuple[str, str]]:
    if block.level != 2:
        yield f"a heading of level {block.level} stands here", "digests stand under '## ' and the provision's id"
    elif not digest.id.startswith(f"{slug}:") or " " in digest.id:
        yield f"'{digest.id}' is no provision of '{slug}'", f"write the id as in '## {slug}:1(2)', words after ' — '"
    elif unit_id(digest.id) != digest.id:
        yield f"'{digest.id}' is part of '{unit_id(digest.id)}'", "digests belong to whole paragraphs"
    if not digest.digest:
        yield "the digest is missing", "write it between the heading and the first field"
    if digest.kind not in DIGEST_KINDS:
        said = f"unknown kind '{digest.kind}'" if digest.kind else "the kind is missing"
        yield said, f"the kinds are {', '.join(DIGEST_KINDS)}"
    for force in digest.force:
        if force not in FORCES:
            yield f"unknown force '{force}'", f"the forces are {', '.join(FORCES)}"
    for use in digest.concepts:
        if use.role not in CONCEPT_ROLES:
            yield f"unknown role '{use.role}' of '{use.concept}'", f"the roles are {', '.join(CONCEPT_ROLES)}"
    yield from block.unknown_fields(_FIELDS)


# ── render ───────────────────────────────────────────────────────────────────────────────────────────────────────


def render_page(page: Page) -> str:
    """The page as text; `parse_page` gives the same digests back. Raises CorpusError for what the form cannot hold."""
    front = [f"# {page.title}", "", f"- instrument: {page.slug}", f"- version: {page.version}"]
    blocks = ["\n".join(front), *(_render(entry, page.version) for entry in page.entries)]
    text = "\n\n".join(blocks) + "\n"
    _insist_on_round_trip(page, text)
    return text


def _render(entry: PageEntry, default: str) -> str:
    digest = entry.digest
    version = digest.version if digest.version != default else ""
    heading = f"## {digest.id}{DASH}{entry.heading}" if entry.heading else f"## {digest.id}"
    values = {
        "kind": digest.kind,
        "force": "; ".join(digest.force),
        "terms": "; ".join(digest.terms),
        "concepts": "; ".join(map(str, digest.concepts)),
        "version": version,
        "note": digest.note,
    }
    lines = [f"- {name}: {value}" for name, value in values.items() if value]
    lines += [f"- asks: {question}" for question in digest.questions]
    return "\n".join([heading, "", digest.digest, "", *lines])


def _insist_on_round_trip(page: Page, text: str) -> None:
    again, problems = parse_page(page.slug, text)
    read = {entry.digest.id: entry.digest for entry in again.entries}
    for entry in page.entries:
        if read.get(entry.digest.id) != entry.digest:
            problem = next((p.problem for p in problems if p.id == entry.digest.id), "it would read back differently")
            remedy = "keep each text on one line, without ';' in lists or a leading '#' or '- '"
            raise CorpusError(entry.digest.id, f"the editable form cannot hold this digest: {problem}", remedy)
    if problems:
        raise problems[0].error()


def pages_of(
    digests: Iterable[Digest], titles: Mapping[str, str] | None = None, headings: Mapping[str, str] | None = None
) -> tuple[Page, ...]:
    """Digests as pages, one an instrument; the commonest version of a page becomes its default.

    `titles` gives an instrument's title by slug (else the slug itself), `headings` an article's words by digest id.
    """
    by_slug: dict[str, list[Digest]] = {}
    for digest in digests:
        by_slug.setdefault(digest.id.partition(":")[0], []).append(digest)
    return tuple(_page(slug, group, titles or {}, headings or {}) for slug, group in by_slug.items())


def _page(slug: str, group: list[Digest], titles: Mapping[str, str], headings: Mapping[str, str]) -> Page:
    versions = [digest.version for digest in group]
    default = max(dict.fromkeys(versions), key=versions.count)
    entries = tuple(PageEntry(digest, 0, headings.get(digest.id, "")) for digest in group)
    return Page(slug, titles.get(slug, slug), default, entries)
