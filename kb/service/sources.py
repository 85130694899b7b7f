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
class Sources:
    """What a build reads."""

    files: tuple[Path, ...]
    with_corpus: bool  # the corpus that ships was asked for
    with_library: bool  # the user's library was asked for
    passed_over: int


def gather(paths: Iterable[Path], corpus: Path, library: Path, index: Path) -> Sources:
    """Files named are always tried; in folders only those with a document's suffix, in sorted order.

    `corpus` is what ships, `library` the user's documents. An index or a library that lies inside a folder of
    documents is no part of them.

    Raises InputError for a path that does not exist.
    """
    files: list[Path] = []
    with_corpus, with_library, passed_over = False, False, 0
    for path in paths:
        if _is(path, CORPUS, corpus):
            with_corpus = True
        elif _is(path, LIBRARY, library):
            with_library = True
        elif path.is_dir():
            inside = sorted(
                p for p in path.rglob("*") if p.is_file() and not _hidden(p, path) and not _under(p, index, library)
            )
            wanted = [p for p in inside if p.suffix.lower() in DOCUMENT_SUFFIXES]
            files += wanted
            passed_over += len(inside) - len(wanted)
        elif path.exists():
            files.append(path)
        else:
            raise InputError(str(path), "there is no such file or folder", "check the path")
    return Sources(tuple(dict.fromkeys(files)), with_corpus, with_library, passed_over)


def _is(path: Path, word: str, folder: Path) -> bool:
    """The word that stands for a folder of ours, where nothing of that name is at hand, or the folder itself."""
    if str(path) == word and not path.exists():
        return True
    return path.is_dir() and path.resolve() == folder.resolve()


def _hidden(path: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(root).parts)


def _under(path: Path, *folders: Path) -> bool:
    return any(path.resolve().is_relative_to(folder.resolve()) for folder in folders)
