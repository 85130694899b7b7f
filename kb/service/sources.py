"""From paths to files worth reading: folders are walked, what is no document is passed over and counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kb.errors import InputError

DOCUMENT_SUFFIXES = frozenset({".md", ".markdown", ".txt", ".text", ".html", ".htm", ".xhtml", ".docx", ".pdf"})


@dataclass(frozen=True, slots=True)
class Sources:
    """What a build reads."""

    files: tuple[Path, ...]
    with_corpus: bool  # the corpus that ships was asked for
    passed_over: int


def gather(paths: Iterable[Path], corpus: Path, index: Path) -> Sources:
    """Files named are always tried; in folders only those with a document's suffix, in sorted order.

    An index that lies inside a folder of documents is no part of them.

    Raises InputError for a path that does not exist.
    """
    files: list[Path] = []
    with_corpus, passed_over = False, 0
    for path in paths:
        if _is_corpus(path, corpus):
            with_corpus = True
        elif path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and not _hidden(p, path) and not _under(p, index))
            wanted = [p for p in inside if p.suffix.lower() in DOCUMENT_SUFFIXES]
            files += wanted
            passed_over += len(inside) - len(wanted)
        elif path.exists():
            files.append(path)
        else:
            raise InputError(str(path), "there is no such file or folder", "check the path")
    return Sources(tuple(dict.fromkeys(files)), with_corpus, passed_over)


def _is_corpus(path: Path, corpus: Path) -> bool:
    if str(path) == "corpus" and not path.exists():
        return True
    return path.is_dir() and path.resolve() == corpus.resolve()


def _hidden(path: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(root).parts)


def _under(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())
