"""Lines in and out of text files, with errors that name the file and the line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kb.errors import InputError


def numbered_lines(path: Path) -> Iterator[tuple[str, str]]:
    """Pairs of `file:line` and the line, blank lines passed over. Only a line feed ends a line, as in JSONL."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror})", "name a readable file") from error
    except UnicodeDecodeError as error:
        problem = f"is not UTF-8 text (byte {error.start})"
        raise InputError(str(path), problem, "save it again as UTF-8") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield f"{path}:{number}", line


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Write lines as UTF-8, each ended by a line feed; the folder is made where it is absent."""
    text = "".join(f"{line}\n" for line in lines)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(
            str(path), f"cannot be written ({error.strerror})", "name a folder you may write to"
        ) from error


def is_token(value: object) -> bool:
    """True for a word that fits one column of a TREC file: printable, not empty, no white space."""
    return isinstance(value, str) and value != "" and value.isprintable() and not any(map(str.isspace, value))
