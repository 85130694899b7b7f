"""Plots as SVG, drawn by hand: colours come from the page's classes, so that they follow light and dark."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from kb.evaluation.summary import Interval

WIDTH = 860
LABEL = 230  # room for names at the left
LONGEST = 34  # letters of a name


@dataclass(frozen=True, slots=True)
class Whisker:
    """A row of an interval plot: a name, the interval, and a few words at the right."""

    name: str
    interval: Interval
    note: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a scatter plot with what it says when pointed at."""

    x: float
    y: float
    said: str


def whiskers(rows: Sequence[Whisker], *, zero: bool) -> str:
    """Means as dots, intervals as lines; with `zero` the line of no difference stands out."""
    low = min(min(row.interval.low for row in rows), 0.0 if zero else 1.0)
    high = max(max(row.interval.high for row in rows), 0.0)
    ticks = _ticks(low, high)
    low, high = min(low, ticks[0]), max(high, ticks[-1])
    right = 150
    step, top = 30, 26
    height = top + step * len(rows) + 6

    def x(value: float) -> float:
        return LABEL + (WIDTH - LABEL - right) * (value - low) / ((high - low) or 1)

    parts = [_tick(x(tick), top - 8, height - 6, _number(tick, zero)) for tick in ticks]
    if zero:
        parts.append(f'<line class="zero" x1="{x(0):.1f}" x2="{x(0):.1f}" y1="{top - 8}" y2="{height - 6}"/>')
    for place, row in enumerate(rows):
        y = top + step * place + step / 2
        tone = "c0" if not zero else "good" if row.interval.low > 0 else "bad" if row.interval.high < 0 else "even"
        left, end = x(row.interval.low), x(row.interval.high)
        parts += [
            _name(row.name, y),
            f'<line class="s {tone}" x1="{left:.1f}" x2="{end:.1f}" y1="{y}" y2="{y}"/>',
            f'<circle class="f {tone}" cx="{x(row.interval.mean):.1f}" cy="{y}" r="{6 if row.strong else 5}"/>',
            f'<text class="{"strong" if row.strong else ""}" x="{WIDTH - right + 14}" y="{y + 4:.1f}">'
            f"{escape(row.note)}</text>",
        ]
    return _svg(height, parts)


def bars(groups: Sequence[tuple[str, Sequence[float]]], names: Sequence[str]) -> str:
    """For each group one bar a name, from 0 to 1."""
    thick = 15 if len(names) < 4 else 10
    gap, top = 12, 26
    block = thick * len(names) + gap
    height = top + block * len(groups)
    right = 60

    def x(value: float) -> float:
        return LABEL + (WIDTH - LABEL - right) * value

    parts = [_tick(x(tick), top - 8, height - 4, f"{tick:.1f}") for tick in (0, 0.2, 0.4, 0.6, 0.8, 1.0)]
    for place, (group, values) in enumerate(groups):
        start = top + block * place
        parts.append(_name(group, start + thick * len(names) / 2))
        for at, value in enumerate(values):
            y = start + thick * at
            parts.append(
                f'<rect class="f c{at % 6}" x="{LABEL}" y="{y:.1f}" width="{max(1.0, x(value) - LABEL):.1f}" '
                f'height="{thick - 2}" rx="2"><title>{escape(names[at])}: {value:.3f}</title></rect>'
                f'<text class="small" x="{x(value) + 5:.1f}" y="{y + thick / 2 + 3:.1f}">{value:.2f}</text>'
            )
    return _svg(height, parts)


def scatter(dots: Sequence[Dot], across: str, up: str) -> str:
    """One dot a question: above the diagonal the run named at the left is better."""
    size, margin = 380, 48
    span = size - margin - 14

    def x(value: float) -> float:
        return margin + span * value

    def y(value: float) -> float:
        return size - margin - span * value

    parts = [
        f'<line class="grid" x1="{x(t):.1f}" x2="{x(t):.1f}" y1="{y(0):.1f}" y2="{y(1):.1f}"/>'
        f'<line class="grid" x1="{x(0):.1f}" x2="{x(1):.1f}" y1="{y(t):.1f}" y2="{y(t):.1f}"/>'
        f'<text class="small" text-anchor="middle" x="{x(t):.1f}" y="{size - margin + 16}">{t:.2f}</text>'
        f'<text class="small" text-anchor="end" x="{margin - 7}" y="{y(t) + 4:.1f}">{t:.2f}</text>'
        for t in (0, 0.25, 0.5, 0.75, 1.0)
    ]
    parts.append(f'<line class="zero" x1="{x(0):.1f}" y1="{y(0):.1f}" x2="{x(1):.1f}" y2="{y(1):.1f}"/>')
    for dot in _spread(dots):
        tone = "good" if dot.y > dot.x + 1e-9 else "bad" if dot.y < dot.x - 1e-9 else "even"
        parts.append(
            f'<circle class="dot {tone}" cx="{x(dot.x):.1f}" cy="{y(dot.y):.1f}" r="4.5">'
            f"<title>{escape(dot.said)}</title></circle>"
        )
    parts += [
        f'<text text-anchor="middle" x="{x(0.5):.1f}" y="{size - 10}">{escape(_short(across))}</text>',
        f'<text text-anchor="middle" transform="translate(13 {y(0.5):.1f}) rotate(-90)">{escape(_short(up))}</text>',
    ]
    return _svg(size, parts, size)


def _spread(dots: Sequence[Dot]) -> list[Dot]:
    """Dots on the same spot fan out a little, so that each can be seen and pointed at."""
    seen: dict[tuple[float, float], int] = {}
    placed: list[Dot] = []
    for dot in dots:
        spot = (round(dot.x, 2), round(dot.y, 2))
        count = seen[spot] = seen.get(spot, -1) + 1
        angle, reach = 2.4 * count, 0.006 * math.sqrt(count)
        shift = reach * math.cos(angle)
        placed.append(
            Dot(dot.x + shift, dot.y + shift if dot.x == dot.y else dot.y + reach * math.sin(angle), dot.said)
        )
    return placed


def curve(points: Sequence[tuple[float, float]]) -> str:
    """Risk over coverage."""
    width, height, margin = 520, 260, 46

    def x(value: float) -> float:
        return margin + (width - margin - 16) * value

    top = max(0.1, math.ceil(10 * max((risk for _, risk in points), default=0.1)) / 10)

    def y(value: float) -> float:
        return height - margin - (height - margin - 16) * value / top

    line = " ".join(f"{x(c):.1f},{y(r):.1f}" for c, r in points)
    parts = [_tick(x(t), 16, height - margin, "") for t in (0, 0.2, 0.4, 0.6, 0.8, 1.0)]
    parts += [
        f'<text class="small" text-anchor="middle" x="{x(t):.1f}" y="{height - margin + 16}">{t:.1f}</text>'
        for t in (0, 0.2, 0.4, 0.6, 0.8, 1.0)
    ]
    parts += [
        f'<line class="grid" x1="{x(0)}" x2="{x(1)}" y1="{y(t):.1f}" y2="{y(t):.1f}"/>'
        f'<text class="small" text-anchor="end" x="{margin - 7}" y="{y(t) + 4:.1f}">{t:.2f}</text>'
        for t in (0, top / 2, top)
    ]
    parts += [
        f'<polyline class="line c0" points="{line}"/>',
        f'<text text-anchor="middle" x="{x(0.5):.1f}" y="{height - 8}">share of questions answered</text>',
        f'<text text-anchor="middle" transform="translate(13 {y(top / 2):.1f}) rotate(-90)">share wrong</text>',
    ]
    return _svg(height, parts, width)


def _svg(height: float, parts: Sequence[str], width: int = WIDTH) -> str:
    return f'<svg viewBox="0 0 {width} {height:.0f}" style="max-width:{width}px" role="img">{"".join(parts)}</svg>'


def _tick(x: float, top: float, bottom: float, said: str) -> str:
    line = f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{top}" y2="{bottom:.0f}"/>'
    return line + (f'<text class="small" text-anchor="middle" x="{x:.1f}" y="{top - 5}">{said}</text>' if said else "")


def _name(name: str, y: float) -> str:
    said = f"<title>{escape(name)}</title>{escape(_short(name))}"
    return f'<text text-anchor="end" x="{LABEL - 12}" y="{y + 4:.1f}">{said}</text>'


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"


def _ticks(low: float, high: float) -> list[float]:
    """Three to seven round numbers that hold the range."""
    rough = max(high - low, 1e-6) / 5
    base = 10 ** math.floor(math.log10(rough))
    step = next(base * factor for factor in (1, 2, 5, 10) if base * factor >= rough)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [round(n * step, 10) for n in range(first, last + 1)]


def _number(value: float, signed: bool) -> str:
    shown = f"{value:+.3f}" if signed else f"{value:.3f}"
    return "0" if value == 0 else shown.rstrip("0").rstrip(".")
