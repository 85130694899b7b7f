"""Web pages: lists whose numbers the browser draws, tables of labels, the Official Journal's classes, a page around."""

from __future__ import annotations

from html import escape

from layouts.treaty import TITLE, Article, Letter, Row, Style, Treaty, in_sequence, rows

SHAPES = ("plain", "lists", "tables", "journal", "classes")
_HEAD = '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Ladders</title></head><body>'
_NAVIGATION = (
    '<nav><ul><li><a href="/">Home</a><li><a href="/treaties">Treaties</a></ul></nav>'
    '<div id="cookie-banner"><p>This site uses cookies. <button>Accept</button></p></div>'
)
_FOOTER = '<footer><p>Terms of use</p><p><a href="/contact">Contact</a></p></footer>'


def page(treaty: Treaty, style: Style, shape: str, around: bool = True) -> str:
    """The treaty as a web page, in its site's frame where `around`."""
    body = "".join(_article(article, style, shape) for article in treaty)
    title = f'<p class="oj-doc-ti">{TITLE}</p>' if shape == "journal" else f"<h1>{TITLE}</h1>"
    frame = (_NAVIGATION, _FOOTER) if around else ("", "")
    return f"{_HEAD}{frame[0]}<main>{title}{body}</main>{frame[1]}</body></html>"


def _article(article: Article, style: Style, shape: str) -> str:
    heads = style.opening(article)
    if shape == "journal":
        out = f'<p class="oj-ti-art">{escape(heads[0])}</p>'
        out += "".join(f'<p class="oj-sti-art">{escape(head)}</p>' for head in heads[1:])
    else:
        out = f"<h3>{'<br>'.join(map(escape, heads))}</h3>"
    if shape == "lists" and _counts(article):
        return out + _listed(article)
    return out + "".join(_row(row, shape) for row in rows(article, style) if row.depth)


def _row(row: Row, shape: str) -> str:
    words = escape(row.words)
    if shape in ("tables", "journal") and row.depth > 1 and row.label:
        shown = f'<p class="oj-normal">{words}</p>' if shape == "journal" else words
        pad = "<td></td>" * (row.depth - 2)
        return f"<table><tr>{pad}<td>{escape(row.label.strip())}</td><td>{shown}</td></tr></table>"
    name = "oj-normal" if shape == "journal" else f"level-{row.depth}"
    attribute = f' class="{name}"' if shape in ("journal", "classes") else ""
    return f"<p{attribute}>{escape(row.label)}{words}</p>"


# ── numbers that the browser draws ──


def _counts(article: Article) -> bool:
    """The numbers are those that a list counts by itself."""
    numbers = [paragraph.number for paragraph in article.paragraphs]
    counted = [str(n) for n in range(1, len(numbers) + 1)]
    return numbers in (counted, [""]) and all(each.text and in_sequence(each) for each in article.paragraphs)


def _listed(article: Article) -> str:
    if article.paragraphs[0].number == "":
        held = article.paragraphs[0]
        return f"<p>{escape(held.text)}</p>{_letters(held.letters)}" + (f"<p>{escape(held.tail)}</p>" * bool(held.tail))
    out = "".join(
        f"<li>{escape(each.text)}{_letters(each.letters)}{escape(each.tail)}</li>" for each in article.paragraphs
    )
    return f"<ol>{out}</ol>"


def _letters(letters: tuple[Letter, ...]) -> str:
    if not letters:
        return ""
    items = [
        f"<ol type=i>{''.join(f'<li>{escape(item.text)}</li>' for item in letter.items)}</ol>" if letter.items else ""
        for letter in letters
    ]
    held = zip(letters, items, strict=True)
    return f"<ol type=a>{''.join(f'<li>{escape(letter.text)}{inner}</li>' for letter, inner in held)}</ol>"
