"""What is indexed of an entry: pieces of each layer that fit the encoder's window, and the words of all layers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from kb.model import Chunk, Digest, Entry, GuideSection, Span

PREFIX_TOKENS = 64  # longer headings are cut, so that most of a window is left for the text


class Window(Protocol):
    """What an encoder says about its window."""

    def pieces(self, text: str, prefix: str = "") -> Sequence[Span]:
        """Spans of the text that fit the window with the prefix."""
        ...

    def opening(self, text: str, tokens: int) -> str:
        """The longest beginning of the text that takes this many tokens."""
        ...


def of_entry(entry: Entry, short: str, window: Window) -> list[Chunk]:
    """Rows of the dense index for one entry; text pieces carry the instrument's name and the heading."""
    chunks: list[Chunk] = []
    if entry.authentic:
        prefix = window.opening(heading_line(entry, short), PREFIX_TOKENS)
        text = entry.unit.text
        chunks += [Chunk(entry.id, "text", prefix + span.of(text)) for span in window.pieces(text, prefix)]
    if entry.digest:
        digest = entry.digest
        chunks += [Chunk(entry.id, "digest", span.of(digest.digest)) for span in window.pieces(digest.digest)]
        chunks += [Chunk(entry.id, "question", asked) for asked in digest.questions]
        terms = ", ".join(digest.terms)
        chunks += [Chunk(entry.id, "terms", span.of(terms)) for span in window.pieces(terms)]
    return chunks


def of_guide(section: GuideSection, window: Window) -> list[Chunk]:
    """Rows of the dense index for a section of a guide: its words, and each question that it answers."""
    prefix = window.opening(f"{section.title}: {section.heading}. ", PREFIX_TOKENS)
    said = [prefix + span.of(section.text) for span in window.pieces(section.text, prefix)]
    return [Chunk(section.id, "guide", text) for text in (*said, *section.asks)]


def heading_line(entry: Entry, short: str) -> str:
    """The words that put a paragraph in its place: instrument and article heading."""
    return ". ".join(part for part in (short, entry.unit.heading) if part) + ". "


def lexical(entries: Sequence[Entry], short: Mapping[str, str]) -> dict[str, list[str]]:
    """What each BM25 index reads of each entry: its text, our words on it, both. Questions count twice in the last."""
    texts = [heading_line(e, short[e.unit.instrument]) + e.unit.text * e.authentic for e in entries]
    glosses = [_gloss(entry.digest) for entry in entries]
    asked = [" ".join(entry.digest.questions) if entry.digest else "" for entry in entries]
    every = [" ".join(parts) for parts in zip(texts, glosses, asked, strict=True)]
    return {"all": every, "text": texts, "gloss": glosses}


def _gloss(digest: Digest | None) -> str:
    return " ".join((digest.digest, *digest.questions, *digest.terms)) if digest else ""
