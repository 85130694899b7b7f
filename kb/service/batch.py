"""Many questions from a JSONL file: one line out for each line in, in the same order; a bad line does not stop it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.errors import InputError, KbError

Row = dict[str, Any]
Task = Callable[[str], Row]
KEYS = {"search": ("qid", "query"), "ask": ("qid", "query"), "cite": ("cid", "text")}


@dataclass(frozen=True, slots=True)
class BatchReport:
    """How a batch went."""

    lines: int
    errors: int
    output: str


def run_batch(
    what: str, source: Path, output: Path, task: Task, progress: Callable[[str, int, int], None]
) -> BatchReport:
    """Apply `task` to the text of each line and write the results. Raises InputError for files that cannot be used."""
    lines = _lines(source)
    partial = output.with_name(f"{output.name}.{os.getpid()}.part")  # two runs to one place do not mix
    errors = 0
    try:
        with partial.open("w", encoding="utf-8") as out:
            for done, row in enumerate(_rows(lines, what, task), 1):
                errors += "error" in row
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
                progress(what, done, len(lines))
        partial.replace(output)
    except OSError as error:
        raise InputError(str(output), f"cannot be written ({error.strerror})", "choose another place with -o") from None
    return BatchReport(len(lines), errors, str(output))


def _lines(source: Path) -> list[tuple[int, str]]:
    """The lines that hold something, with their numbers in the file."""
    try:
        lines = source.read_text(encoding="utf-8-sig").split("\n")
        return [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    except OSError as error:
        raise InputError(str(source), f"cannot be read ({error.strerror})", "check the path") from None
    except UnicodeDecodeError as error:
        raise InputError(str(source), f"is not UTF-8 at byte {error.start}", "save it as UTF-8") from None


def _rows(lines: list[tuple[int, str]], what: str, task: Task) -> Iterator[Row]:
    id_key, text_key = KEYS[what]
    for number, line in lines:
        given: Row = {}
        try:
            given = _line(line, number)
            yield {id_key: given.get(id_key), **task(_text(given, number, id_key, text_key))}
        except KbError as error:
            if error.exit_code == 4:
                raise
            yield {id_key: given.get(id_key), "line": number, "error": error.sentence}


def _line(line: str, number: int) -> Row:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"line {number}", f"is not JSON ({error})", "write one object a line") from None
    if not isinstance(given, dict):
        raise InputError(f"line {number}", "is no JSON object", "write one object a line")
    return given


def _text(given: Row, number: int, id_key: str, text_key: str) -> str:
    text = given.get(text_key)
    if not isinstance(text, str) or id_key not in given:
        raise InputError(f"line {number}", f"lacks `{id_key}` or a text in `{text_key}`", "give both")
    return text
