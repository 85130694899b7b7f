"""What is indexed of an entry: pieces of each layer that fit the encoder's window, and the words of all layers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from kb.model import Chunk, Entry, GuideSection, Span

Splitter = Callable[[str, str], Sequence[Span]]  # text and its prefix → spans that fit the window with the prefix


def of_entry(entry: Entry, short: str, split: Splitter) -> list[Chunk]:
    """Rows of the dense index for one entry; text pieces carry the instrument's name and the heading."""
    chunks: list[Chunk] = []
    if entry.authentic:
        prefix = heading_line(entry, short)
        text = entry.unit.text
        chunks += [Chunk(entry.id, "text", prefix + span.of(text)) for span in split(text, prefix)]
    if entry.digest:
        digest = entry.digest
        chunks += [Chunk(entry.id, "digest", span.of(digest.digest)) for span in split(digest.digest, "")]
        chunks += [Chunk(entry.id, "question", question) for question in digest.questions]
        if digest.terms:
            chunks.append(Chunk(entry.id, "terms", ", ".join(digest.terms)))
    return chunks


def of_guide(section: GuideSection, split: Splitter) -> list[Chunk]:
    """Rows of the dense index for a section of a guide."""
    prefix = f"{section.title}: {section.heading}. "
    return [Chunk(section.id, "guide", prefix + span.of(section.text)) for span in split(section.text, prefix)]


def heading_line(entry: Entry, short: str) -> str:
    """The words that put a paragraph in its place: instrument and article heading."""
    return ". ".join(part for part in (short, entry.unit.heading) if part) + ". "


def lexical_text(entry: Entry, short: str) -> str:
    """What BM25 reads of the authentic text."""
    return heading_line(entry, short) + entry.unit.text if entry.authentic else ""


def lexical_all(entry: Entry, short: str) -> str:
    """What BM25 reads of all layers together."""
    parts: Iterable[str] = (heading_line(entry, short), entry.unit.text)
    if entry.digest:
        gloss = entry.digest
        own = () if not entry.authentic else (gloss.digest,)
        parts = (*parts, *own, *gloss.questions, *gloss.terms)
    return " ".join(parts)
