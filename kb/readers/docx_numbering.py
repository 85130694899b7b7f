"""The numbers that Word draws in front of paragraphs, counted as Word counts them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from kb.readers.html_lists import roman

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a numbering scheme."""

    start: int = 1
    form: str = "decimal"
    text: str = ""  # "%1.", "(%2)", "Article %1"
    restart: int | None = None  # 0: never starts again; n: only after level n
    legal: bool = False  # all numbers in Arabic figures
    style: str = ""  # paragraph style that this level belongs to


@dataclass(frozen=True, slots=True)
class Scheme:
    """An instance of a numbering: its levels, whose counter it moves, and where it starts afresh."""

    counter: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]


def value(element: etree._Element | None, path: str) -> str:
    """The w:val of a descendant, "" where absent."""
    found = None if element is None else element.find(path)
    return "" if found is None else found.get(f"{W}val", "")


def whole(text: str, default: int) -> int:
    """A whole number, or the default."""
    return int(text) if re.fullmatch(r"-?\d{1,6}", text) else default


def read_schemes(root: etree._Element | None) -> dict[str, Scheme]:
    """Every w:num of numbering.xml by its id; broken references give no scheme."""
    if root is None:
        return {}
    abstract = {node.get(f"{W}abstractNumId", ""): node for node in root.iterchildren(f"{W}abstractNum")}
    named = {value(node, f"{W}styleLink"): key for key, node in abstract.items() if value(node, f"{W}styleLink")}
    schemes: dict[str, Scheme] = {}
    for node in root.iterchildren(f"{W}num"):
        key = value(node, f"{W}abstractNumId")
        linked = value(abstract.get(key), f"{W}numStyleLink")
        key = named.get(linked, key) if linked else key
        if key in abstract:
            schemes[node.get(f"{W}numId", "")] = _scheme(key, abstract[key], node)
    return schemes


def _scheme(key: str, abstract: etree._Element, num: etree._Element) -> Scheme:
    levels = {_index(node): _level(node) for node in abstract.iterchildren(f"{W}lvl")}
    starts: dict[int, int] = {}
    for override in num.iterchildren(f"{W}lvlOverride"):
        at = _index(override)
        own = override.find(f"{W}lvl")
        if own is not None:
            levels[at] = _level(own)
        if value(override, f"{W}startOverride"):
            starts[at] = whole(value(override, f"{W}startOverride"), 1)
    return Scheme(key, levels, starts)


def _index(node: etree._Element) -> int:
    return min(max(whole(node.get(f"{W}ilvl", "0"), 0), 0), _LEVELS - 1)


def _level(node: etree._Element) -> Level:
    restart = value(node, f"{W}lvlRestart")
    return Level(
        start=whole(value(node, f"{W}start"), 1),
        form=value(node, f"{W}numFmt") or "decimal",
        text=value(node, f"{W}lvlText"),
        restart=whole(restart, 0) if restart else None,
        legal=node.find(f"{W}isLgl") is not None,
        style=value(node, f"{W}pStyle"),
    )


@dataclass(slots=True)
class Numbering:
    """Counts through a document; feed it the numbered paragraphs in order."""

    schemes: Mapping[str, Scheme]
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _used: set[str] = field(default_factory=set)

    def label(self, num: str, at: int) -> str:
        """The next label of this numbering at this level (0 is the outermost), "" where it draws none."""
        scheme = self.schemes.get(num)
        if scheme is None or at not in scheme.levels:
            return ""
        counts = self._counts.setdefault(scheme.counter, {})
        if num not in self._used:
            self._used.add(num)
            _start_afresh(scheme, counts)
        self._advance(scheme, counts, at)
        return _drawn(scheme, counts, at)

    def level_of_style(self, num: str, style: str) -> int:
        """Which level a paragraph style stands for in this numbering."""
        scheme = self.schemes.get(num)
        found = [at for at, level in scheme.levels.items() if level.style == style] if scheme else []
        return found[0] if found else 0

    @staticmethod
    def _advance(scheme: Scheme, counts: dict[int, int], at: int) -> None:
        level = scheme.levels[at]
        counts[at] = counts[at] + 1 if at in counts else scheme.starts.get(at, level.start)
        for deeper in [known for known in counts if known > at]:
            below = scheme.levels.get(deeper, Level())
            if below.restart is None or (below.restart and at < below.restart):
                del counts[deeper]


def _start_afresh(scheme: Scheme, counts: dict[int, int]) -> None:
    """A new instance with its own start forgets what its scheme has counted from that level down."""
    if scheme.starts:
        for at in [known for known in counts if known >= min(scheme.starts)]:
            del counts[at]


def _drawn(scheme: Scheme, counts: Mapping[int, int], at: int) -> str:
    level = scheme.levels[at]
    if level.form == "bullet":
        return "–"
    if level.form == "none":
        return _PLACE.sub("", level.text).strip()

    def number(found: re.Match[str]) -> str:
        named = int(found[1]) - 1
        source = scheme.levels.get(named, Level())
        source = replace(source, form="decimal") if level.legal else source
        return formatted(source.form, counts.get(named, source.start))

    return _PLACE.sub(number, level.text).strip()


def formatted(form: str, number: int) -> str:
    """A number as Word writes it in a number format: after z, letters are doubled (aa, bb)."""
    if form in ("lowerLetter", "upperLetter"):
        repeat, letter = divmod(max(number, 1) - 1, 26)
        text = chr(97 + letter) * (repeat + 1)
        return text.upper() if form == "upperLetter" else text
    if form in ("lowerRoman", "upperRoman"):
        return roman(number).upper() if form == "upperRoman" else roman(number)
    if form in ("none", "bullet"):
        return ""
    return f"{number:02d}" if form == "decimalZero" else str(number)
