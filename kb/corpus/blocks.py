"""A page cut at its headings: under each some prose, then fields, one a line. Digests and concepts are written so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kb.corpus.problems import Problem
from kb.text import squeeze

DASH = " — "
Fault = tuple[str, str]  # problem and remedy
_FIELD = re.compile(r"- ([a-z]+):(?:\s+(\S.*))?$")


@dataclass(slots=True)
class Block:
    """A heading and what stands under it, before anything is judged."""

    line: int
    level: int
    title: str
    prose: list[str] = field(default_factory=list)
    fields: dict[str, list[str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The id in the heading."""
        return self.title.partition(DASH)[0].strip()

    @property
    def heading(self) -> str:
        """The words after the id."""
        return self.title.partition(DASH)[2].strip()

    @property
    def text(self) -> str:
        """The prose as one line."""
        return " ".join(" ".join(self.prose).split())

    def value(self, name: str) -> str:
        """The value of a field, "" where it is missing."""
        return self.fields.get(name, [""])[0]

    def values(self, name: str) -> tuple[str, ...]:
        """The parts of a field's value, parted by semicolons."""
        return tuple(part for piece in self.value(name).split(";") if (part := piece.strip()))

    def unknown_fields(self, known: tuple[str, ...]) -> Iterator[Fault]:
        """A fault for each field that does not belong here."""
        for name in self.fields:
            if name not in known:
                yield f"unknown field '{name}'", f"the fields here are {', '.join(known)}" if known else "drop it"


def cut(file: str, text: str, problems: list[Problem], repeatable: str = "") -> list[Block]:
    """Cut the page at its headings; the first block is the front, whether it has a heading or not."""
    blocks = [Block(1, 0, "")]
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.strip()
        if not line:
            continue
        if line.startswith("#"):
            marks, _, title = line.partition(" ")
            blocks.append(Block(number, len(marks), squeeze(title)))
        elif fault := _add(blocks[-1], line, repeatable):
            name = blocks[-1].name if blocks[-1].level == 2 else ""
            problems.append(Problem(file, number, name, *fault))
    return blocks[1:] if len(blocks) > 1 and blocks[1].level == 1 and _empty(blocks[0]) else blocks


def _empty(block: Block) -> bool:
    return not block.prose and not block.fields


def _add(block: Block, line: str, repeatable: str) -> Fault | None:
    """Put a line into its block: a field or a piece of prose; returns what is wrong where it is neither."""
    if not line.startswith("- "):
        if block.fields:
            return "text stands below the fields", "put the text between its heading and the first field"
        block.prose.append(line)
        return None
    found = _FIELD.match(line)
    if not found or not found[2]:
        return f"'{line[:40]}' is no field", "write '- name: value' on one line"
    name, value = found[1], squeeze(found[2])
    if name in block.fields and name != repeatable:
        return f"the field '{name}' stands here twice", "keep one of them"
    block.fields.setdefault(name, []).append(value)
    return None
