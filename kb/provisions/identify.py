"""Canonical pinpoints for the nodes of a tree: `untoc:16(7)`, `ece:6(1)(a)`, `x:annex-2(3)`."""

from __future__ import annotations

from kb.provisions.draft import Draft

BULLETS = "-–—•▪·*"


def name_all(root: Draft, instrument: str) -> None:
    """Give every node below the instrument its id."""
    root.id = instrument
    taken: set[str] = set()
    _name_children(root, instrument, "", taken)


def _name_children(node: Draft, instrument: str, inside: str, taken: set[str]) -> None:
    bullets = 0
    for child in node.children:
        if child.number and child.number in BULLETS:
            bullets += 1
        child.id = _distinct(_id(child, node, instrument, inside, bullets), child, taken)
        scope = child.id.split(":", 1)[1] + "." if child.kind == "annex" else inside
        _name_children(child, instrument, scope, taken)


def _id(child: Draft, parent: Draft, instrument: str, inside: str, bullets: int) -> str:
    if child.kind == "division":
        return ""
    if child.kind == "article":
        return f"{instrument}:{inside}{'art' if inside else ''}{child.number}"
    if child.kind == "annex":
        return child.id or f"{instrument}:{'-'.join(['annex', child.number.lower()]) if child.number else 'annex'}"
    if child.kind in ("preamble", "closing"):
        return f"{instrument}:{inside}{child.kind}"
    if child.kind == "footnote":
        return f"{instrument}:note-{child.number}"
    if child.kind in ("section", "block"):
        return f"{instrument}:{'s' if child.kind == 'section' else 'p'}{child.number}"
    base = parent.id or instrument
    return f"{base}({f'indent-{bullets}' if child.number in BULLETS else child.number})"


def _distinct(id: str, child: Draft, taken: set[str]) -> str:
    """Units never share an id: a second annex "" becomes annex-2; letters may repeat and stay ambiguous."""
    if not id or child.kind in ("letter", "item", "division"):
        return id
    base, count = id, 1
    while id in taken:
        count += 1
        id = f"{base}-{count}"
    taken.add(id)
    return id
