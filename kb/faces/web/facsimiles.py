"""A provision on the page of its source, its places marked."""

from __future__ import annotations

from base64 import b64encode

from kb.faces.web.frame import count
from kb.faces.web.markup import NOTHING, Markup, say, tag
from kb.service.facsimile import Box, Facsimile, Leaf


def facsimile_view(found: Facsimile, citation: str) -> Markup:
    """The pages one below the other."""
    more = f"It goes on over {count(found.further, 'further page')}." if found.further else ""
    return tag(
        "article",
        [
            tag("header", [say("p", found.source, "kb-instrument"), say("h2", citation, "kb-article-heading")]),
            *(_leaf(leaf, citation) for leaf in found.leaves),
            say("p", more, "kb-provenance"),
        ],
        "kb-facsimile",
        aria_label=citation,
    )


def _leaf(leaf: Leaf, citation: str) -> Markup:
    source = f"data:image/png;base64,{b64encode(leaf.png).decode('ascii')}"
    words = f"Page {leaf.page} of the source, with {citation} marked"
    drawn = tag("img", NOTHING, "kb-leaf-picture", src=source, alt=words)
    return tag(
        "figure",
        [
            tag("div", [drawn, *map(_box, leaf.boxes)], "kb-leaf"),
            say("figcaption", f"Page {leaf.page}", "kb-provenance"),
        ],
    )


def _box(box: Box) -> Markup:
    placed = {"left": box.left, "top": box.top, "width": box.width, "height": box.height}
    style = "; ".join(f"{side}: {100 * part:.2f}%" for side, part in placed.items())
    return tag("span", NOTHING, "kb-leaf-box", style=style)
