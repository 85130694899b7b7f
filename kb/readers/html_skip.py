"""What of a page is not its document: navigation, cookie notices, contents, side bars, feet."""

from __future__ import annotations

import re

from kb.readers.html_lists import Sheet, is_hidden
from kb.readers.html_tree import Node

_SILENT = frozenset("script style noscript template head title meta link svg math iframe object".split())
_CONTROLS = frozenset("select option textarea input datalist label".split())
_BY_TAG = {"nav": "navigation", "aside": "side bar", "footer": "foot of the page", "dialog": "dialog", "menu": "menu",
           "del": "struck out", "s": "struck out", "strike": "struck out"}  # fmt: skip
_BY_ROLE = {"navigation": "navigation", "dialog": "dialog", "alertdialog": "dialog", "banner": "head of the page",
            "contentinfo": "foot of the page", "search": "search form", "complementary": "side bar",
            "doc-toc": "contents", "menu": "menu", "menubar": "menu", "toolbar": "tools",
            "tablist": "menu"}  # fmt: skip
_BY_WORD = {
    "cookie": "cookie notice", "cookies": "cookie notice", "consent": "cookie notice", "gdpr": "cookie notice",
    "breadcrumb": "navigation", "breadcrumbs": "navigation", "nav": "navigation", "navbar": "navigation",
    "navigation": "navigation", "menu": "menu", "sidebar": "side bar", "toc": "contents", "tableofcontents": "contents",
    "footer": "foot of the page", "skiplink": "navigation", "pagination": "navigation", "pager": "navigation",
}  # fmt: skip
_BY_CLASS = {
    "share": "tools", "sharing": "tools", "social": "tools", "toolbar": "tools", "print-link": "tools",
    "noprint": "tools", "no-print": "tools", "sr-only": "hidden", "visually-hidden": "hidden",
    "skip-link": "navigation",
    "meta": "facts about the page", "metadata": "facts about the page", "related": "side bar", "newsletter": "side bar",
    "back-to-top": "navigation", "top": "navigation", "hd-modifiers": "editorial mark", "modref": "editorial mark",
    "arrow": "editorial mark", "disclaimer": "editorial mark", "reference": "running head",
    "title-doc-oj-reference": "editorial mark", "title-fam-member": "editorial mark",
    "mw-editsection": "tools", "mw-jump-link": "navigation", "reflist-head": "navigation",
}  # fmt: skip
_RUNNING = re.compile(r"(?:oj-)?hd-(?:date|lg|ti|oj)$")
_WORD = re.compile(r"[a-z]+")
_LONG = 0.5  # an element with more than this share of the page's text is no furniture, whatever it is called
_LINK_SHARE = 0.8


def reason(node: Node, parents: tuple[str, ...], total: int, sheet: Sheet) -> str:
    """Why an element is set apart, "" where it belongs to the document; "-" where it holds nothing to read."""
    if node.tag in _SILENT:
        return "-"
    if "hidden" in node.attributes or (node.tag not in ("html", "body") and is_hidden(node, sheet)):
        return "hidden"
    if node.size > _LONG * total:
        return ""
    if node.tag in _CONTROLS or (node.tag == "button" and not any(_is_heading(tag) for tag in parents)):
        return "tools"
    if node.tag == "header" and not any(tag in ("main", "article") for tag in parents):
        return "head of the page"
    return _BY_TAG.get(node.tag, "") or _BY_ROLE.get(node.get("role").lower(), "") or _named(node) or _linked(node)


def _is_heading(tag: str) -> bool:
    return len(tag) == 2 and tag[0] == "h" and tag[1].isdigit()


def _named(node: Node) -> str:
    if node.tag in ("a", "span", "em", "i", "b", "strong", "sup") and not node.classes & {"sr-only", "visually-hidden"}:
        return ""
    for name in node.classes:
        if name in _BY_CLASS or _RUNNING.match(name):
            return _BY_CLASS.get(name, "running head")
    names = [*node.classes, node.get("id").lower()]
    words = [word for name in names for word in _WORD.findall(name)]
    return next((_BY_WORD[word] for word in words if word in _BY_WORD), "")


def _linked(node: Node) -> str:
    """Lists that are nothing but links lead elsewhere; so do lines of several links."""
    container = node.tag in ("ul", "ol", "dl", "table", "div", "p", "section")
    if container and node.links >= 3 and node.linked >= _LINK_SHARE * node.size:
        return "contents" if node.tag in ("ul", "ol", "dl", "table") else "navigation"
    return ""


def main_part(page: Node) -> Node | None:
    """The one element that the page itself marks as its main part, where it holds a good share of the words."""
    found: list[Node] = []
    stack = [page]
    while stack:
        node = stack.pop()
        if node.tag == "main" or node.get("role").lower() == "main":
            found.append(node)
        stack.extend(child for child in node.children if isinstance(child, Node))
    return found[0] if len(found) == 1 and found[0].size > 0.3 * page.size else None
