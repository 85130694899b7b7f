"""How an answer's records are told to a reader, wherever they are shown."""

from __future__ import annotations


def same_words(how: str) -> str:
    """How far the words of two provisions are the same: "The same words, but for the name of the Parties"."""
    return how.replace("identical but", "The same words, but").replace("identical", "The same words")


def as_question(words: str) -> str:
    """A part of a longer question as a sentence of its own."""
    said = words.strip().rstrip(",;: ")
    return f"{said[:1].upper()}{said[1:]}{'' if said.endswith(('?', '.', '!')) else '?'}"


def runs_from(start: str) -> str:
    """What starts a time limit, or where to look for it."""
    return start or "see the words quoted"
