"""The statements of an answer: a lead of ours, the words of the law, pinpoint and version."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kb.export import same_words
from kb.faces.web.address import Address
from kb.faces.web.markup import NOTHING, Markup, join, say, tag, text
from kb.faces.web.names import Names, cited, links
from kb.faces.web.passage import quoted
from kb.model import Quote, Statement, unit_id

FORCE_LOOK = {"Duty": "duty", "Ban": "ban", "Option": "option", "Right": "option", "No": "option", "Only": "condition"}
_LEAD = re.compile(r"(?P<role>[^:()]+): (?P<topic>.+)", re.DOTALL)
_FORCE = re.compile(r"(?P<before>.*?)\s*\((?P<force>[^()]+)\)(?P<after>, in the words of our digest)?", re.DOTALL)
_LETTER = re.compile(r"\((\w+)\)$")
_PLACE = "kb-said-"  # before a statement's number: where a link within the page leads


def statements_view(said: Sequence[Statement], here: Address, names: Names) -> Markup:
    """Number, lead, quotes, pinpoint and version of each."""
    rows = [_row(number, each, here, names, _told(each, here, names)) for number, each in enumerate(said, 1)]
    return tag("ol", rows, "kb-statements") if rows else NOTHING


def leaning_view(said: Sequence[Statement], after: int, here: Address, names: Names) -> Markup:
    """What stands beside the answer, numbered on: lead and pinpoint, the quote on a click where it is folded."""
    if not said:
        return NOTHING
    rows = [_row(number, each, here, names, _folding(each, here, names)) for number, each in enumerate(said, after + 1)]
    title = "Terms and references"
    return tag("section", [say("h3", title), tag("ol", rows, "kb-statements")], "kb-leans", aria_label=title)


def numbers_view(places: Iterable[int]) -> Markup:
    """Numbers of statements as links to them; `places` are counted from 1."""
    return tag("span", join((_jump(place) for place in places), " "), "kb-numbers")


def quoting(ids: Iterable[str], said: Sequence[Statement]) -> Iterator[int]:
    """The numbers of the statements that quote these provisions, or a twin of theirs."""
    wanted = set(ids)
    held = ({*each.ids, *(quote.id for quote in each.quotes)} for each in said)
    return (number for number, places in enumerate(held, 1) if wanted & places)


def _jump(place: int) -> Markup:
    return say("a", f"[{place}]", "kb-jump", href=f"#{_PLACE}{place}", aria_label=f"To statement {place}")


def _row(number: int, said: Statement, here: Address, names: Names, body: Markup) -> Markup:
    opened = said.quotes[0].id if said.quotes else said.ids[0]
    target = next((i for i in said.ids if unit_id(i) == opened), opened)
    mark = tag(
        "a",
        text(f"[{number}]"),
        "kb-number",
        href=here.opening(target),
        aria_label=f"Open citation {number}, {names.citation(target)}, in its article",
    )
    return tag("li", [mark, body], "kb-statement", data_place=f"{_PLACE}{number}")


def _told(said: Statement, here: Address, names: Names) -> Markup:
    return tag("div", [tag("p", _lead(said), "kb-lead"), _quotes(said.quotes, names), _source(said, here, names)])


def _folding(said: Statement, here: Address, names: Names) -> Markup:
    """A row that opens: the browser's own, so that it needs no script and tells by itself whether it is open."""
    place = say("span", cited(_own(said), names), "kb-place")
    summary = tag("summary", [tag("span", _lead(said), "kb-lead"), place])
    inside = [summary, _quotes(said.quotes, names), _source(said, here, names)]
    return tag("details", inside, "kb-fold", open="" if said.folded else "open")


def _lead(said: Statement) -> list[Markup]:
    """Our words before the quote: role, topic and force told apart where they can be, else as they are."""
    words = said.text.strip().removesuffix(":")
    found = _LEAD.fullmatch(words)
    role, topic = (found["role"], found["topic"]) if found else ("", words)
    ends = _FORCE.fullmatch(topic)
    force = ends["force"] if ends else ""
    topic = ends["before"] if ends else topic
    return [
        say("span", role, "kb-role"),
        say("span", topic, "kb-topic"),
        *(say("span", each, f"kb-force kb-force-{_look(each)}") for each in force.split("; ")),
    ]


def _look(force: str) -> str:
    return FORCE_LOOK.get(force.partition(" ")[0], "soft")


def _quotes(quotes: Sequence[Quote], names: Names) -> Markup:
    shown = [_quote(each, names) for each in quotes]
    ours = any(not each.authentic for each in quotes)
    note = say("p", "Our digest, not the authentic text", "kb-ours") if ours else NOTHING
    return tag("blockquote", [*shown, note], "kb-quote kb-digest" if ours else "kb-quote") if quotes else NOTHING


def _quote(quote: Quote, names: Names) -> Markup:
    label = say("span", letter(quote, names), "kb-letter")
    return tag("div", [label, tag("div", quoted(quote, names.parts(quote.id)), "kb-words")], "kb-slice")


def letter(quote: Quote, names: Names) -> str:
    """The letter whose words a quote is, where it is one letter's words: "(a)"."""
    around = [part for part in names.parts(quote.id) if part.label_end <= quote.start and quote.end <= part.span.end]
    narrow = min(around, key=lambda part: part.span.end - part.span.start, default=None)
    found = _LETTER.search(narrow.id) if narrow else None
    return found.group(0) if found else ""


def _own(said: Statement) -> list[str]:
    """The provisions quoted, without their twins."""
    twins = {twin.id for twin in said.twins}
    return [i for i in said.ids if i not in twins] or list(said.ids)


def _source(said: Statement, here: Address, names: Names) -> Markup:
    own = _own(said)
    line = tag(
        "p",
        [
            tag("span", links(own, here, names)),
            say("span", said.version, "kb-version"),
            say("button", "Copy", "kb-copy", type="button", data_copy=copied(said, own, names)),
        ],
        "kb-source",
    )
    return join([line, *_twins(said, here, names)])


def _twins(said: Statement, here: Address, names: Names) -> Iterator[Markup]:
    """Provisions of the same words, a line for each way in which they are the same."""
    found: dict[str, list[str]] = {}
    for twin in said.twins:
        found.setdefault(same_words(twin.how), []).append(twin.id)
    for how, ids in found.items():
        yield tag("p", [text(f"{how}: "), links(ids, here, names)], "kb-twins")


def copied(said: Statement, own: Sequence[str], names: Names) -> str:
    """What goes to the clipboard: the quoted words, their pinpoint and version, and a warning where they are ours."""
    words = " … ".join(" ".join(filter(None, (letter(each, names), each.text))) for each in said.quotes)
    ours = "" if all(each.authentic for each in said.quotes) else ", digest, not the authentic text"
    return f"“{words}” ({cited(own, names)}, {said.version}{ours})"
