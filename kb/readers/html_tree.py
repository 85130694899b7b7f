"""From the bytes of a page to a light tree: which encoding, then elements of any depth in linear time."""

from __future__ import annotations

import codecs
import re
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

_DECLARED = re.compile(rb"""(?:charset\s*=|encoding\s*=)\s*["']?\s*([A-Za-z0-9._:-]+)""", re.I)
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_SAME_AS_WINDOWS = {"iso8859-1", "ascii", "latin-1"}  # browsers read all three as windows-1252
_CHUNK = 1 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(slots=True, eq=False)
class Node:
    """An element: lower-case tag, attributes, children in order (elements and strings)."""

    tag: str
    attributes: Mapping[str, str]
    children: list[Node | str] = field(default_factory=list)
    size: int = 0  # characters of text inside, white space left out
    linked: int = 0  # of these, characters inside links
    links: int = 0  # links inside

    def get(self, name: str) -> str:
        """An attribute's value, "" where absent."""
        return self.attributes.get(name, "")

    @property
    def classes(self) -> frozenset[str]:
        """The class names, lower case."""
        return frozenset(self.get("class").lower().split())


class _Builder:
    """Receives the parser's events; keeps no stack deeper than the page itself."""

    def __init__(self) -> None:
        self.root = Node("", {})
        self._open = [self.root]

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element opens."""
        node = Node(tag.lower() if isinstance(tag, str) else "", dict(attributes))
        self._open[-1].children.append(node)
        self._open.append(node)

    def end(self, tag: str) -> None:
        """An element closes; its measures are added to its parent's."""
        del tag
        if len(self._open) > 1:
            node = self._open.pop()
            _measure(node)

    def data(self, text: str) -> None:
        """Text inside the open element."""
        self._open[-1].children.append(text)

    def close(self) -> Node:
        """The whole page; elements left open are closed."""
        while len(self._open) > 1:
            self.end("")
        _measure(self.root)
        return self.root


def _measure(node: Node) -> None:
    for child in node.children:
        if isinstance(child, str):
            node.size += len(child) - sum(map(child.count, " \n\t\r\xa0"))
        elif child.tag not in ("script", "style", "noscript", "template"):
            node.size += child.size
            node.linked += child.linked
            node.links += child.links
    if node.tag == "a" and node.get("href"):
        node.linked, node.links = node.size, 1


def decode(data: bytes) -> tuple[str, str]:
    """The page's text and a warning ("" for none) where the declared encoding is not the real one."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), ""
    wide = _wide(data)
    if wide:
        return data.decode(wide, "replace"), ""
    declared = _declared(data)
    for encoding in _candidates(data, declared):
        text = _strictly(data, encoding)
        if text is not None:
            wrong = declared and encoding != declared
            return text, f"the page declares {declared} but is {encoding}" if wrong else ""
    return data.decode("cp1252", "replace"), "some bytes fit no encoding and were replaced"


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: every other byte of Latin text is zero."""
    head = data[:2000]
    if head[1::2].count(0) > len(head) // 3 > 3:
        return "utf-16-le"
    return "utf-16-be" if head[0::2].count(0) > len(head) // 3 > 3 else ""


def _declared(data: bytes) -> str:
    found = _DECLARED.search(data[:4096])
    if not found:
        return ""
    try:
        name = codecs.lookup(found[1].decode("ascii")).name
    except LookupError:
        return ""
    return "cp1252" if name in _SAME_AS_WINDOWS else name


def _candidates(data: bytes, declared: str) -> list[str]:
    """Encodings to try in order: real UTF-8 sequences outweigh a single-byte declaration."""
    if not declared or declared.startswith("utf-16"):
        return ["utf-8", "cp1252"]
    if declared == "cp1252" and _MULTIBYTE.search(data):
        return ["utf-8", "cp1252"]
    return [declared, "utf-8", "cp1252"]


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def parse(text: str) -> Node:
    """The page as a tree. Event parsing has no limit of depth; scripts of any kind stay unread."""
    parser = etree.HTMLParser(target=_Builder(), huge_tree=True, encoding="utf-8", no_network=True)
    source = _CONTROL.sub(" ", text).encode("utf-8", "replace")
    for start in range(0, len(source), _CHUNK):
        parser.feed(source[start : start + _CHUNK])
    root: Node = parser.close()
    return root


def walk(root: Node) -> Generator[tuple[str, Node, str], bool | None, None]:
    """("enter", node, "") , ("text", parent, text) and ("leave", node, "") in document order, without recursion.

    Send True after an "enter" to pass over the node's inside (its "leave" is not sent).
    """
    stack: list[tuple[Node, Iterator[Node | str]]] = [(root, iter(root.children))]
    while stack:
        node, rest = stack[-1]
        child = next(rest, None)
        if child is None:
            stack.pop()
            if stack:
                yield "leave", node, ""
        elif isinstance(child, str):
            yield "text", node, child
        elif not (yield "enter", child, ""):
            stack.append((child, iter(child.children)))


def text_of(node: Node, between: str = "") -> str:
    """All text inside, in order."""
    return between.join(text for event, _, text in walk(node) if event == "text")
