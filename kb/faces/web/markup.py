"""HTML in small pieces: what is `Markup` is safe to show, and plain text becomes `Markup` only by being escaped."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import NewType

Markup = NewType("Markup", str)
NOTHING = Markup("")
VOID = ("img", "br")  # elements without an end


def text(words: str) -> Markup:
    """Words of anyone's, made inert."""
    return Markup(html.escape(words, quote=True))


def join(pieces: Iterable[Markup], between: str = "") -> Markup:
    """Pieces in order; what stands between them is text."""
    return Markup(text(between).join(pieces))


def tag(name: str, inside: Markup | Iterable[Markup], look: str = "", **attributes: str) -> Markup:
    """One element; `look` is its class, an underscore in an attribute's name a hyphen. Values are escaped here."""
    given = {"class": look, **attributes}
    written = "".join(f' {key.replace("_", "-")}="{text(value)}"' for key, value in given.items() if value)
    content = inside if isinstance(inside, str) else join(inside)
    if name in VOID:
        return Markup(f"<{name}{written}>")
    return Markup(f"<{name}{written}>{content}</{name}>")


def say(name: str, words: str, look: str = "", **attributes: str) -> Markup:
    """An element that holds nothing but words; no element where there are no words."""
    return tag(name, text(words), look, **attributes) if words else NOTHING
