"""A guide: numbered sections with the questions that they answer, and statements that each name the provisions they
rest on. Text in, sections out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kb.corpus.blocks import DASH
from kb.corpus.problems import Problem
from kb.model import GuideSection, GuideStatement
from kb.text import squeeze

GENERAL = "general"
TEST = "test yourself"  # the heading of a section that holds questions with their answers
LEAST_ASKS, MOST_ASKS = 2, 5
_FIELD = re.compile(r"- (guide|for):\s+(\S.*)$")
_ASKS = "- asks:"
_SECTION = re.compile(r"(\d+(?:\.\d+)*)\.?\s+(\S.*)$")
_ITEM = re.compile(r"(?:[-*]|\d+\.)\s+")
_BASIS = re.compile(r"\s*(.*?)\[([^\[\]]*)\]", re.DOTALL)
_PINPOINT = re.compile(r"[a-z0-9-]+(?::[^\s:;,]+)?$")
_GENERAL = re.compile(rf"{GENERAL}(?: (\d{{4}}-(?:0[1-9]|1[0-2])))?$")
_QUIZ = re.compile(r"Q: .*\? A: \S")


@dataclass(frozen=True, slots=True)
class Located:
    """A statement with the line where its paragraph begins."""

    section: str
    line: int
    statement: GuideStatement


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that a section answers, with its line."""

    section: str
    line: int
    question: str


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide as its file has it: sections for readers, located statements and questions for checks."""

    slug: str
    title: str
    audience: str
    sections: tuple[GuideSection, ...]
    located: tuple[Located, ...]
    asked: tuple[Asked, ...]


@dataclass(slots=True)
class _Block:
    line: int
    level: int
    title: str
    paragraphs: list[tuple[int, str]] = field(default_factory=list)
    asks: list[tuple[int, str]] = field(default_factory=list)
    late: int = 0  # the line of a question that stands below a statement


_Fault = tuple[int, str, str]  # line, problem, remedy


def parse_guide(file: str, text: str) -> tuple[Guide, tuple[Problem, ...]]:
    """Read one guide; what breaks the form is reported and left out, the rest is kept.

    A chapter (`## 3 …`) without statements of its own is no section; its words stand before those of its sections.
    """
    blocks = _blocks(text)
    problems: list[Problem] = []
    slug, title, audience = _front(file, blocks[0], problems)
    sections: dict[str, GuideSection] = {}
    located: list[Located] = []
    asked: list[Asked] = []
    for block, number, heading in _headed(blocks[1:]):
        name = f"{slug}:s{number}" if number else ""
        found = [Located(name, line, one) for line, one in _statements(file, name, block, problems)]
        questions = [Asked(name, line, squeeze(said.removeprefix(_ASKS))) for line, said in block.asks]
        faults = (
            *_section_faults(block, number, name in sections),
            *_asks_faults(questions, bool(found)),
            *_test_faults(heading, found),
        )
        problems += [Problem(file, line, name, fault, remedy) for line, fault, remedy in faults]
        located += found
        asked += questions
        if number and found and name not in sections:
            said = tuple(one.statement for one in found)
            asks = tuple(one.question for one in questions)
            sections[name] = GuideSection(name, slug, title, heading, said, asks, audience)
    guide = Guide(slug, title, audience, tuple(sections.values()), tuple(located), tuple(asked))
    return guide, tuple(problems)


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
        elif line.startswith(_ASKS):
            blocks[-1].late = blocks[-1].late or (number if blocks[-1].paragraphs else 0)
            blocks[-1].asks.append((number, line))
        elif line and open_paragraph and not _ITEM.match(line):
            began, said = blocks[-1].paragraphs[-1]
            blocks[-1].paragraphs[-1] = (began, f"{said}\n{line}")
        elif line:
            blocks[-1].paragraphs.append((number, line))
        open_paragraph = bool(line) and not line.startswith(("#", _ASKS))
    return blocks[1:] if len(blocks) > 1 and not blocks[0].paragraphs else blocks


def _front(file: str, block: _Block, problems: list[Problem]) -> tuple[str, str, str]:
    if block.level != 1 or not block.title:
        problems.append(Problem(file, block.line, "", "the guide has no title", "begin it with '# ' and its title"))
    found = [_FIELD.match(said) for _, said in block.paragraphs]
    fields = {match[1]: squeeze(match[2]) for match in found if match}
    if len(fields) != 2 or len(found) != 2 or block.asks or " " in fields["guide"]:
        remedy = "write '- guide: name-of-the-file' and '- for: who needs it' below the title and nothing else"
        problems.append(Problem(file, block.line, "", "the front block is not as it should be", remedy))
    return fields.get("guide", ""), block.title, fields.get("for", "")


def _numbered(block: _Block) -> tuple[str, str]:
    found = _SECTION.match(block.title) if block.level in (2, 3) else None
    return (found[1], found[2]) if found else ("", block.title)


def _section_faults(block: _Block, number: str, taken: bool) -> Iterator[_Fault]:
    if not number:
        yield block.line, "this heading has no section number", "write '## 3 Heading' or '### 3.2 Heading'"
    if taken:
        yield block.line, f"section {number} stands here twice", "give each section its own number"
    if block.late:
        yield block.late, "a question stands below a statement", "put the lines '- asks: …' right below the heading"


def _asks_faults(questions: list[Asked], answered: bool) -> Iterator[_Fault]:
    if questions and not answered:
        remedy = "put them below the heading of the section that does"
        yield questions[0].line, "questions stand here and no statement answers them", remedy
    elif questions and not LEAST_ASKS <= len(questions) <= MOST_ASKS:
        remedy = f"write {LEAST_ASKS} to {MOST_ASKS}, or none"
        yield questions[0].line, f"the number of questions here is {len(questions)}", remedy
    for one in questions:
        if not one.question.endswith("?"):
            remedy = "write '- asks: ' and a question that the section answers"
            yield one.line, f"'{one.question[:50]}' is no question", remedy


def _test_faults(heading: str, found: list[Located]) -> Iterator[_Fault]:
    """A test question has a form; in a section named so each statement is one."""
    is_test = heading.casefold().endswith(TEST)
    for one in found:
        if (is_test or one.statement.text.startswith("Q:")) and not _QUIZ.match(one.statement.text):
            remedy = "write 'Q: May …? A: No, unless … [ece:6(1)(a)]'"
            yield one.line, "this is no test question with its answer", remedy


def _statements(
    file: str, section: str, block: _Block, problems: list[Problem]
) -> Iterator[tuple[int, GuideStatement]]:
    for began, said in block.paragraphs:
        item = _ITEM.match(said)
        at = item.end() if item else 0
        for found in _BASIS.finditer(said, at):
            line, at = began + said.count("\n", 0, found.start(1)), found.end()
            basis = _basis(found[2])
            if basis is None or not found[1].strip():
                remedy = f"write [ece:6(1)(a)], [ece:2(1); uncac:44(2)] or [{GENERAL} 2025-06] after a statement"
                problems.append(Problem(file, line, section, f"'[{found[2]}]' is no pinpoint of a statement", remedy))
            else:
                yield line, GuideStatement(squeeze(found[1]), *basis)
        if rest := said[at:].strip():
            line = began + said.count("\n") - rest.count("\n")
            remedy = f"end each statement with its pinpoint in square brackets, or with [{GENERAL}]"
            problems.append(Problem(file, line, section, f"'{rest[:50]}' rests on nothing", remedy))


def _basis(written: str) -> tuple[tuple[str, ...], str] | None:
    """Pinpoints, or the month of general knowledge, that stand between brackets; None where neither does."""
    if general := _GENERAL.match(written.strip()):
        return (), general[1] or ""
    parts = tuple(part.strip() for part in written.split(";"))
    return (parts, "") if all(_PINPOINT.match(part) for part in parts) and GENERAL not in parts else None
