"""Markdown and hard-wrapped text."""

from __future__ import annotations

import textwrap

from layouts.treaty import TITLE, Row, Style, Treaty, rows


def markdown(treaty: Treaty, style: Style, bold: bool = False, nested: bool = False) -> str:
    """Headings marked or bold; letters as they are or as nested lists."""
    out = [f"# {TITLE}"]
    for article in treaty:
        for row in rows(article, style):
            words = row.label + row.words
            if row.depth == 0:
                out.append(f"**{words}**" if bold else f"### {words}")
            else:
                out.append("    " * (row.depth - 1) + "- " + words if nested and row.depth > 1 else words)
    return "\n\n".join(out) + "\n"


def text(treaty: Treaty, style: Style, width: int = 72, layout: str = "flush", page: int = 0) -> str:
    """Wrapped to a width, headings centred; `page` lines a page with a running head, 0 for none."""
    lines = [TITLE.upper().center(width).rstrip(), ""]
    for article in treaty:
        heads = [row for row in rows(article, style) if row.depth == 0]
        for head in heads:
            lines += [line.center(width).rstrip() for line in textwrap.wrap(head.words, width - 20)]
        lines.append("")
        for row in rows(article, style):
            if row.depth:
                lines += [*_wrapped(row, width, layout), ""]
    return _paged(lines, width, page)


def _wrapped(row: Row, width: int, layout: str) -> list[str]:
    words = row.label + row.words
    if layout == "hang" and row.depth > 1:
        outer = " " * 4 * (row.depth - 1)
        return textwrap.wrap(words, width, initial_indent=outer, subsequent_indent=" " * 4 * row.depth)
    return textwrap.wrap(words, width, initial_indent="     " if layout == "indent" and row.depth == 1 else "")


def _paged(lines: list[str], width: int, page: int) -> str:
    if not page:
        return "\n".join(lines) + "\n"
    sheets = [lines[at : at + page] for at in range(0, len(lines), page)]
    out = []
    for number, sheet in enumerate(sheets, 1):
        head = f"Ladders{f'Page {number}'.rjust(width - 7)}"
        out.append("\n".join([head, "", *sheet]) + "\n")
    return "\f".join(out)
