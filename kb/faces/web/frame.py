"""What every page has: name, ways to the other pages, one sentence where something failed."""

from __future__ import annotations

from kb.faces.web.address import Address, View
from kb.faces.web.markup import NOTHING, Markup, join, say, tag, text

TITLE = "Treaty KB"
PAGES: tuple[tuple[View, str], ...] = (
    ("ask", "Ask"),
    ("search", "Search"),
    ("read", "Read"),
    ("concepts", "Concepts"),
    ("guides", "Guides"),
    ("library", "Library"),
)


def masthead_view(here: Address, matter: str = "") -> Markup:
    """The name of the product, the pages, and the matter that is open; a question goes along from Ask to Search."""
    return tag(
        "header",
        [
            tag("h1", tag("a", text(TITLE), "kb-name", href="?")),
            tag("nav", join(_way(view, name, here) for view, name in PAGES), "kb-ways", aria_label="Pages"),
            say("span", f"Matter: {matter}" if matter else "", "kb-matter"),
        ],
        "kb kb-masthead",
    )


def _way(view: View, name: str, here: Address) -> Markup:
    kept = here.question if {view, here.view} <= {"ask", "search"} else ""
    current = "page" if view == here.view else ""
    return tag("a", text(name), "kb-way", href=Address(kept, view=view).link(), aria_current=current)


def notice_view(sentence: str, command: str = "") -> Markup:
    """What went wrong in one sentence, and the command that helps."""
    return tag("section", [say("p", sentence), command_view(command)], "kb kb-notice", role="alert")


def command_view(command: str) -> Markup:
    """A command to run in a terminal, with a button that copies it."""
    if not command:
        return NOTHING
    button = say("button", "Copy", "kb-copy", type="button", data_copy=command, aria_label=f"Copy {command}")
    return tag("div", [say("code", command), button], "kb-command")


def count(number: int, noun: str) -> str:
    """ "1 provision", "2 provisions"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
