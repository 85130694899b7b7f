"""A page of concepts: one branch of the tree. Text in, concepts out; `corpus/README.md` has the grammar."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kb.concepts import Concept
from kb.corpus.blocks import Block, Fault, cut
from kb.corpus.problems import Problem

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*$")
_FOREIGN = re.compile(r"([a-z]{2}) (\S.*)$")
_FIELDS = ("parent", "lay", "terms", "foreign", "see")


@dataclass(frozen=True, slots=True)
class ConceptEntry:
    """A concept and the line of its heading."""

    concept: Concept
    line: int


def parse_concepts(file: str, text: str) -> tuple[tuple[ConceptEntry, ...], tuple[Problem, ...]]:
    """Read one page; what breaks the grammar is reported and left out, the rest is kept."""
    problems: list[Problem] = []
    front, *blocks = cut(file, text, problems)
    problems += [Problem(file, front.line, "", *fault) for fault in _front_faults(front)]
    entries = []
    for block in blocks:
        faults = list(_faults(block))
        problems += [Problem(file, block.line, block.name, *fault) for fault in faults]
        if not faults:
            entries.append(ConceptEntry(_concept(block), block.line))
    return tuple(entries), tuple(problems)


def _front_faults(front: Block) -> Iterator[Fault]:
    if front.level != 1 or not front.title:
        yield "the page has no title", "begin it with '# ' and the name of the branch"
    if front.prose or front.fields:
        yield "text stands above the first concept", "the front block holds the title alone"


def _concept(block: Block) -> Concept:
    return Concept(
        id=block.name,
        name=block.heading,
        definition=block.text,
        parent=block.value("parent"),
        lay=block.values("lay"),
        terms=block.values("terms"),
        foreign=tuple((found[1], found[2]) for said in block.values("foreign") if (found := _FOREIGN.match(said))),
        see=block.values("see"),
    )


def _faults(block: Block) -> Iterator[Fault]:
    if block.level != 2 or not _ID.match(block.name) or not block.heading:
        yield f"'{block.title}' is no heading of a concept", "write '## short-id — Name'"
    if not block.text:
        yield "the definition is missing", "write it between the heading and the first field"
    if not block.values("terms"):
        yield "the concept has no terms", "add '- terms: …', parted by ';'"
    for said in block.values("foreign"):
        if not _FOREIGN.match(said):
            yield f"'{said}' has no language", "write two letters of the language before each term: 'fr entraide'"
    yield from block.unknown_fields(_FIELDS)


def tree_faults(file: str, entries: Iterable[ConceptEntry], known: set[str]) -> Iterator[Problem]:
    """What is wrong with the page as a branch: its top, its parents, what it points to."""
    above: set[str] = set()
    branch = file.rpartition("/")[2].removesuffix(".md")
    for entry in entries:
        concept = entry.concept
        faults: list[Fault] = []
        if concept.id in above:
            faults.append(("this concept stands here twice", "keep one of them"))
        if not concept.parent and concept.id != branch:
            faults.append(("this concept has no parent", f"the one top of this page is '{branch}'"))
        if concept.parent and concept.parent not in above:
            faults.append((f"no concept '{concept.parent}' stands above", "a parent stands earlier on the same page"))
        faults += [(f"there is no concept '{one}'", "correct the id") for one in concept.see if one not in known]
        above.add(concept.id)
        yield from (Problem(file, entry.line, concept.id, *fault) for fault in faults)
