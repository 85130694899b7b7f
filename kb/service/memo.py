"""Answer a question and write the answer as a memorandum."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from kb import __version__
from kb.citations import Style
from kb.config import Settings
from kb.errors import InputError, UsageError
from kb.export import Held, Holdings, Memo, as_docx, as_markdown, compose
from kb.model import Answer
from kb.retrieval import Filters
from kb.service.ask import ask
from kb.service.library import Library

_WRITERS: Mapping[str, Callable[[Memo], bytes]] = {
    ".docx": as_docx,
    ".md": lambda memo: as_markdown(memo).encode("utf-8"),
}


def ask_for_memo(
    library: Library,
    text: str,
    filters: Filters,
    place: Path,
    style: Style,
    day: date,
    *,
    replace: bool = False,
    more: bool = False,
) -> Answer:
    """The answer, written to `place` as .docx or .md; `more` as `ask` takes it.

    Raises UsageError before anything is answered where the name fits no format or the file is there and `replace` is
    False; InputError where it cannot be written; and what `ask` raises.
    """
    if place.suffix.casefold() not in _WRITERS:
        raise UsageError(str(place), "a memorandum is written as .docx or .md", "give a name that ends so")
    if place.exists() and not replace:
        raise UsageError(str(place), "is there already", "choose another name or add --force to replace it")
    given = ask(library, text, filters, more=more)
    _put(place, memo_of(given, library, place.suffix.casefold(), style, day))
    return given


def memo_of(given: Answer, library: Library, suffix: str, style: Style, day: date) -> bytes:
    """An answer of this library as a memorandum; `suffix` is one of those that `ask_for_memo` takes."""
    return _WRITERS[suffix](compose(given, library.index.entries, library.catalogue, style, day, _holdings(library)))


def _put(place: Path, content: bytes) -> None:
    """Write the whole file or leave what was there."""
    partial = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        partial.write_bytes(content)
        partial.replace(place)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise InputError(str(place), f"cannot be written ({error.strerror})", "choose another place") from None


def _holdings(library: Library) -> Holdings:
    manifest = library.index.manifest
    documents = sorted(library.index.documents, key=lambda one: one.name)
    return Holdings(
        generation=manifest.generation,
        created=manifest.created,
        program=f"treaty-kb {__version__}",
        corpus=_corpus_digest(library.settings),
        documents=tuple(Held(one.name, one.title or one.slug, one.digest) for one in documents),
    )


def _corpus_digest(settings: Settings) -> str:
    """SHA-256 over the names and bytes of the corpus that ships, in order of their names."""
    digest = hashlib.sha256()
    for path in sorted(path for path in settings.corpus.rglob("*") if path.is_file()):
        digest.update(path.relative_to(settings.corpus).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
