"""From paths to files worth reading: folders are walked, what is no document is passed over and counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kb.errors import InputError

CORPUS = "corpus"
LIBRARY = "library"
DOCUMENT_SUFFIXES = frozenset({".md", ".markdown", ".txt", ".text", ".html", ".htm", ".xhtml", ".docx", ".pdf"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for: other people's paths, what ships, the user's library."""

    paths: tuple[Path, ...]
    with_corpus: bool
    with_library: bool


@dataclass(frozen=True, slots=True)
class Sources:
    """The files to read."""

    files: tuple[Path, ...]
    passed_over: int


def wanted(paths: Iterable[Path], corpus: Path, library: Path) -> Wanted:
    """Tell the corpus and the library from other paths, which become absolute; nothing asked for: both of them."""
    given = tuple(paths)
    if not given:
        return Wanted((), True, True)
    ours = {path: (_is(path, CORPUS, corpus), _is(path, LIBRARY, library)) for path in given}
    plain = tuple(path.absolute() for path, own in ours.items() if not any(own))
    return Wanted(plain, any(own[0] for own in ours.values()), any(own[1] for own in ours.values()))


def gather(paths: Iterable[Path], library: Path, index: Path) -> Sources:
    """Files named are always tried; in folders only those with a document's suffix, in sorted order.

    An index or a library that lies inside a folder of documents is no part of them.

    Raises InputError for a path that does not exist.
    """
    files: list[Path] = []
    passed_over = 0
    for path in paths:
        if path.is_dir():
            every = (p for p in path.rglob("*") if p.is_file() and not _hidden(p, path))
            inside = sorted(p for p in every if not _under(p, index, library))
            documents = [p for p in inside if p.suffix.lower() in DOCUMENT_SUFFIXES]
            files += documents
            passed_over += len(inside) - len(documents)
        elif path.exists():
            files.append(path)
        else:
            raise InputError(str(path), "there is no such file or folder", "check the path")
    return Sources(tuple(dict.fromkeys(files)), passed_over)


def _is(path: Path, word: str, folder: Path) -> bool:
    """The folder of ours, or the word that stands for it where nothing of that name is at hand."""
    return path.resolve() == folder.resolve() or (str(path) == word and not path.exists())


def _hidden(path: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(root).parts)


def _under(path: Path, *folders: Path) -> bool:
    return any(path.resolve().is_relative_to(folder.resolve()) for folder in folders)
