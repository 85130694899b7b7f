"""The page of one instrument's digests: parse it, render it. Text in, text out; `corpus/README.md` has the grammar."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from kb.corpus.problems import Problem
from kb.errors import CorpusError
from kb.model import DIGEST_KINDS, FORCES, Digest, DigestKind, Force, unit_id
from kb.text import squeeze

DASH = " — "
_FIELD = re.compile(r"- ([a-z]+):(?:\s+(\S.*))?$")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*$")
_FRONT = ("instrument", "version")
_FIELDS = ("kind", "force", "terms", "version", "note", "asks")
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


@dataclass(slots=True)
class _Block:
    """A heading and what stands under it, before anything is judged."""

    line: int
    level: int
    title: str
    prose: list[str] = field(default_factory=list)
    fields: dict[str, list[str]] = field(default_factory=dict)


# ── parse ────────────────────────────────────────────────────────────────────────────────────────────────────────


def parse_page(file: str, text: str) -> tuple[Page, tuple[Problem, ...]]:
    """Read one page; what breaks the grammar is reported and left out, the rest is kept."""
    problems: list[Problem] = []
    blocks = _blocks(file, text, problems)
    front = _front(file, blocks, problems)
    slug, version = _value(front, "instrument"), _value(front, "version")
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


def _blocks(file: str, text: str, problems: list[Problem]) -> list[_Block]:
    """Cut the page at its headings; the first block is the front, whether it has a heading or not."""
    blocks = [_Block(1, 0, "")]
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.strip()
        if not line:
            continue
        if line.startswith("#"):
            marks, _, title = line.partition(" ")
            blocks.append(_Block(number, len(marks), squeeze(title)))
        elif fault := _add(blocks[-1], line):
            problems.append(Problem(file, number, _name(blocks[-1]), *fault))
    return blocks[1:] if len(blocks) > 1 and blocks[1].level == 1 and _empty(blocks[0]) else blocks


def _empty(block: _Block) -> bool:
    return not block.prose and not block.fields


def _name(block: _Block) -> str:
    return block.title.partition(DASH)[0].strip() if block.level == 2 else ""


def _add(block: _Block, line: str) -> tuple[str, str] | None:
    """Put a line into its block: a field or a piece of prose; returns problem and remedy where it is neither."""
    if not line.startswith("- "):
        if block.fields:
            return "text stands below the fields", "put the digest between its heading and the first field"
        block.prose.append(line)
        return None
    found = _FIELD.match(line)
    if not found or not found[2]:
        return f"'{line[:40]}' is no field", "write '- name: value' on one line"
    name, value = found[1], squeeze(found[2])
    if name in block.fields and name != _REPEATABLE:
        return f"the field '{name}' stands here twice", "keep one of them"
    block.fields.setdefault(name, []).append(value)
    return None


def _value(block: _Block, name: str) -> str:
    return block.fields.get(name, [""])[0]


def _front(file: str, blocks: list[_Block], problems: list[Problem]) -> _Block:
    front = blocks[0]
    for fault in _front_faults(front):
        problems.append(Problem(file, front.line, "", *fault))
    return front


def _front_faults(front: _Block) -> Iterator[tuple[str, str]]:
    if front.level != 1 or not front.title:
        yield "the page has no title", "begin it with '# ' and the title of the instrument"
    if front.prose:
        yield "text stands above the first digest", "the front block holds a title and fields only"
    for name in _FRONT:
        if not _value(front, name):
            yield f"the front block does not say the {name}", f"add '- {name}: …' below the title"
    if (slug := _value(front, "instrument")) and not _SLUG.match(slug):
        yield f"'{slug}' is no slug", "use small letters and digits, parted by hyphens"
    yield from _unknown_fields(front, _FRONT)


def _unknown_fields(block: _Block, known: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name in block.fields:
        if name not in known:
            yield f"unknown field '{name}'", f"the fields here are {', '.join(known)}"


def _entry(block: _Block, slug: str, version: str) -> tuple[PageEntry, list[tuple[str, str]]]:
    """A digest from its block, and what is wrong with it (problem and remedy)."""
    name, _, heading = block.title.partition(DASH)
    fields = block.fields
    digest = Digest(
        id=name.strip(),
        digest=" ".join(" ".join(block.prose).split()),
        questions=tuple(fields.get("asks", ())),
        kind=cast(DigestKind, _value(block, "kind")),
        force=cast(tuple[Force, ...], _list(_value(block, "force"))),
        terms=_list(_value(block, "terms")),
        version=_value(block, "version") or version,
        note=_value(block, "note"),
    )
    return PageEntry(digest, block.line, heading.strip()), list(_entry_faults(block, digest, slug))


def _list(value: str) -> tuple[str, ...]:
    return tuple(part for piece in value.split(";") if (part := piece.strip()))


def _entry_faults(block: _Block, digest: Digest, slug: str) -> Iterator[tuple[str, str]]:
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
    yield from _unknown_fields(block, _FIELDS)


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
