"""A guide: numbered sections, and statements that each name the provisions they rest on. Text in, sections out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kb.corpus.digests import DASH
from kb.corpus.problems import Problem
from kb.model import GuideSection, GuideStatement
from kb.text import squeeze

GENERAL = "general"
_FIELD = re.compile(r"- (guide):\s+(\S+)$")
_SECTION = re.compile(r"(\d+(?:\.\d+)*)\.?\s+(\S.*)$")
_ITEM = re.compile(r"(?:[-*]|\d+\.)\s+")
_BASIS = re.compile(r"\s*(.*?)\[([^\[\]]*)\]", re.DOTALL)
_PINPOINT = re.compile(r"[a-z0-9-]+(?::[^\s:;,]+)?$")


@dataclass(frozen=True, slots=True)
class Located:
    """A statement with the line where its paragraph begins."""

    section: str
    line: int
    statement: GuideStatement


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide as its file has it: sections for readers, located statements for checks."""

    slug: str
    title: str
    sections: tuple[GuideSection, ...]
    located: tuple[Located, ...]


@dataclass(slots=True)
class _Block:
    line: int
    level: int
    title: str
    paragraphs: list[tuple[int, str]] = field(default_factory=list)


def parse_guide(file: str, text: str) -> tuple[Guide, tuple[Problem, ...]]:
    """Read one guide; what breaks the form is reported and left out, the rest is kept.

    A chapter (`## 3 …`) without statements of its own is no section; its words stand before those of its sections.
    """
    blocks = _blocks(text)
    problems: list[Problem] = []
    slug, title = _front(file, blocks[0], problems)
    sections: dict[str, GuideSection] = {}
    located: list[Located] = []
    for block, number, heading in _headed(blocks[1:]):
        name = f"{slug}:s{number}" if number else ""
        problems += [Problem(file, block.line, name, *fault) for fault in _section_faults(number, name in sections)]
        found = [Located(name, line, one) for line, one in _statements(file, name, block, problems)]
        located += found
        if number and found and name not in sections:
            sections[name] = GuideSection(name, slug, title, heading, tuple(one.statement for one in found))
    return Guide(slug, title, tuple(sections.values()), tuple(located)), tuple(problems)


def _headed(blocks: list[_Block]) -> Iterator[tuple[_Block, str, str]]:
    """Each block with its number and its heading, that of the chapter before it."""
    chapter = ""
    for block in blocks:
        number, heading = _numbered(block)
        if block.level == 2:
            chapter = heading
        yield block, number, heading if block.level == 2 else f"{chapter}{DASH}{heading}"


def _blocks(text: str) -> list[_Block]:
    blocks = [_Block(1, 0, "")]
    open_paragraph = False
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.strip()
        if line.startswith("#"):
            marks, _, title = line.partition(" ")
            blocks.append(_Block(number, len(marks), squeeze(title)))
        elif line and open_paragraph and not _ITEM.match(line):
            began, said = blocks[-1].paragraphs[-1]
            blocks[-1].paragraphs[-1] = (began, f"{said}\n{line}")
        elif line:
            blocks[-1].paragraphs.append((number, line))
        open_paragraph = bool(line) and not line.startswith("#")
    return blocks[1:] if len(blocks) > 1 and not blocks[0].paragraphs else blocks


def _front(file: str, block: _Block, problems: list[Problem]) -> tuple[str, str]:
    if block.level != 1 or not block.title:
        problems.append(Problem(file, block.line, "", "the guide has no title", "begin it with '# ' and its title"))
    found = [_FIELD.match(said) for _, said in block.paragraphs]
    slugs = [match[2] for match in found if match]
    if len(slugs) != 1 or len(found) != 1:
        remedy = "write '- guide: name-of-the-file' below the title and nothing else"
        problems.append(Problem(file, block.line, "", "the front block is not as it should be", remedy))
    return (slugs[0] if slugs else ""), block.title


def _numbered(block: _Block) -> tuple[str, str]:
    found = _SECTION.match(block.title) if block.level in (2, 3) else None
    return (found[1], found[2]) if found else ("", block.title)


def _section_faults(number: str, taken: bool) -> Iterator[tuple[str, str]]:
    if not number:
        yield "this heading has no section number", "write '## 3 Heading' or '### 3.2 Heading'"
    if taken:
        yield f"section {number} stands here twice", "give each section its own number"


def _statements(
    file: str, section: str, block: _Block, problems: list[Problem]
) -> Iterator[tuple[int, GuideStatement]]:
    for began, said in block.paragraphs:
        item = _ITEM.match(said)
        at = item.end() if item else 0
        for found in _BASIS.finditer(said, at):
            line, at = began + said.count("\n", 0, found.start(1)), found.end()
            ids, fault = _ids(found[2])
            if fault or not found[1].strip():
                remedy = "write [ece:6(1)(a)] or [ece:2(1); uncac:44(2)] after a statement"
                problems.append(Problem(file, line, section, f"'[{found[2]}]' is no pinpoint of a statement", remedy))
            else:
                yield line, GuideStatement(squeeze(found[1]), ids)
        if rest := said[at:].strip():
            line = began + said.count("\n") - rest.count("\n")
            remedy = f"end each statement with its pinpoint in square brackets, or with [{GENERAL}]"
            problems.append(Problem(file, line, section, f"'{rest[:50]}' rests on nothing", remedy))


def _ids(basis: str) -> tuple[tuple[str, ...], bool]:
    """The pinpoints between brackets, and whether something there is none; general knowledge has no pinpoint."""
    parts = tuple(part.strip() for part in basis.split(";"))
    if parts == (GENERAL,):
        return (), False
    return parts, not all(_PINPOINT.match(part) for part in parts)
