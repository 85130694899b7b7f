"""Which number a list item carries: attributes of the list, style sheets of the page, habits of class names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from kb.readers.html_tree import Node, text_of

_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SELECTOR = re.compile(r"(?P<tag>[a-z0-9]*)(?:\.(?P<name>[\w-]+)|#(?P<id>[\w-]+)|\[(?P<attribute>[\w-]+)\])?$", re.I)
_STYLE = re.compile(
    r"list-style(?:-type)?\s*:\s*[^;]*?\b(decimal|lower-alpha|lower-latin|lower-roman|upper-alpha|"
    r"upper-latin|upper-roman|lower-greek|disc|circle|square|none)\b",
    re.I,
)
_ATTR = re.compile(r"content\s*:[^;]*attr\(\s*([\w-]+)\s*\)", re.I)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_CLASS_HABITS = (
    ("lower-alpha", "lower-alpha"), ("lower-latin", "lower-alpha"), ("upper-alpha", "upper-alpha"),
    ("lower-roman", "lower-roman"), ("upper-roman", "upper-roman"), ("alpha", "lower-alpha"),
    ("letters", "lower-alpha"), ("roman", "lower-roman"), ("decimal", "decimal"),
    ("no-bullet", "none"), ("no-bullets", "none"), ("nobullet", "none"), ("no-style", "none"),
    ("list-unstyled", "none"), ("unstyled", "none"), ("no-marker", "none"), ("none", "none"),
)  # fmt: skip
_LABEL_ATTRIBUTES = ("data-n", "data-num", "data-number", "data-label", "data-marker", "data-list-text")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the page's own style rules say: list types and hiding by selector, labels drawn from attributes."""

    types: Mapping[str, str] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    labels: tuple[str, ...] = _LABEL_ATTRIBUTES


def read_sheet(source: str) -> Sheet:
    """Only simple selectors matter: tag, .class, #id, tag.class, [attribute]."""
    types: dict[str, str] = {}
    hidden: set[str] = set()
    labels = list(_LABEL_ATTRIBUTES)
    for selectors, body in _RULE.findall(source):
        style, attribute = _STYLE.search(body), _ATTR.search(body)
        if attribute and attribute[1].lower() not in labels:
            labels.append(attribute[1].lower())
        for key in (_key(selector) for selector in selectors.split(",")):
            if key and style:
                types[key] = style[1].lower()
            if key and _HIDDEN.search(body):
                hidden.add(key)
    return Sheet(types, frozenset(hidden), tuple(labels))


def _key(selector: str) -> str:
    found = _SELECTOR.match(selector.strip().split(":")[0])
    return selector.strip().lower() if found and ":" not in selector else ""


def sheet_of(page: Node) -> Sheet:
    """The rules of every style element of the page."""
    found: list[str] = []
    stack = [page]
    while stack:
        node = stack.pop()
        if node.tag == "style":
            found.append(text_of(node))
        stack.extend(child for child in node.children if isinstance(child, Node))
    return read_sheet("\n".join(found))


def keys(node: Node) -> list[str]:
    """The simple selectors that match a node, most telling first."""
    names = sorted(node.classes)
    by_id = [f"#{node.get('id').lower()}"] if node.get("id") else []
    return [*by_id, *(f"{node.tag}.{name}" for name in names), *(f".{name}" for name in names), node.tag]


def is_hidden(node: Node, sheet: Sheet) -> bool:
    """True where the page itself says that a reader does not see the element."""
    if "hidden" in node.attributes or _HIDDEN.search(node.get("style")):
        return True
    return bool(sheet.hidden) and any(key in sheet.hidden for key in keys(node))


def list_type(node: Node, sheet: Sheet) -> str:
    """decimal, lower-alpha, …, disc or none."""
    own = _STYLE.search(node.get("style"))
    if own:
        return own[1].lower()
    if node.get("type"):
        return _TYPES.get(node.get("type"), "disc" if node.tag == "ul" else "decimal")
    ruled = next((sheet.types[key] for key in keys(node) if key in sheet.types), "")
    if ruled:
        return ruled
    habit = next((kind for name, kind in _CLASS_HABITS if name in node.classes), "")
    return habit or ("disc" if node.tag == "ul" else "decimal")


@dataclass(slots=True)
class Counter:
    """The numbering of one open list."""

    kind: str
    step: int
    value: int

    @classmethod
    def of(cls, node: Node, sheet: Sheet) -> Counter:
        """From the attributes start and reversed."""
        backwards = "reversed" in node.attributes
        items = sum(1 for child in node.children if isinstance(child, Node) and child.tag == "li")
        return cls(
            list_type(node, sheet), -1 if backwards else 1, _number(node.get("start"), items if backwards else 1)
        )

    def label(self, item: Node, sheet: Sheet) -> str:
        """The item's label as it stands in front of the text, "" for none; moves the counter on."""
        self.value = _number(item.get("value"), self.value)
        current = self.value
        self.value += self.step
        written = next((item.get(name).strip() for name in sheet.labels if item.get(name).strip()), "")
        return written or marker(list_type(item, sheet) if _own_type(item) else self.kind, current)


def _own_type(item: Node) -> bool:
    return bool(item.get("type")) or "list-style" in item.get("style")


def _number(value: str, default: int) -> int:
    return int(value) if re.fullmatch(r"-?\d{1,6}", value.strip()) else default


def marker(kind: str, value: int) -> str:
    """One notation for every list: 1. (a) (i) (A) I. – or nothing."""
    if kind == "none":
        return ""
    if kind in ("disc", "circle", "square"):
        return "–"
    if kind == "decimal":
        return f"{value}."
    if kind in ("lower-roman", "upper-roman"):
        return f"({roman(value)})" if kind == "lower-roman" else f"{roman(value).upper()}."
    return f"({letters(value)})" if kind.startswith("lower") else f"({letters(value).upper()})"


def letters(value: int) -> str:
    """1 → a, 26 → z, 27 → aa."""
    out = ""
    while value > 0:
        value, rest = divmod(value - 1, 26)
        out = chr(97 + rest) + out
    return out or "0"


def roman(value: int) -> str:
    """1 → i, 4 → iv."""
    out = ""
    for size, sign in _ROMAN:
        count, value = divmod(max(value, 0), size)
        out += sign * count
    return out or "0"
