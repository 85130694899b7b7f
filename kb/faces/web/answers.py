"""An answer as a page: what is decided first, then the words of the law, then what was not checked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kb.export import as_question, runs_from
from kb.faces.web.address import Address, View
from kb.faces.web.frame import command_view
from kb.faces.web.markup import NOTHING, Markup, join, say, tag, text
from kb.faces.web.names import Names, link
from kb.faces.web.statements import leaning_view, numbers_view, quoting, statements_view
from kb.model import Answer, Cell, Issue, Status, Verdict, unit_id

STATUS: dict[Status, str] = {
    "answered": "Answered from the library",
    "partial": "Answered in part",
    "refused": "Not answered",
    "no-such-provision": "No such provision",
}
VERDICT: dict[Verdict, str] = {
    "yes": "Yes.",
    "no": "No.",
    "depends": "It depends.",
    "premise-wrong": "The text does not bear out what the question takes for granted.",
}
BADGE: dict[Verdict, str] = {"yes": "Yes", "no": "No", "depends": "It depends", "premise-wrong": "Not so"}
FORCE_OF = {
    "shall": "duty",
    "shall not": "ban",
    "may": "option",
    "need not": "option",
    "only if": "condition",
}
LONG = 90  # characters from which a headline reads as prose
FURTHER = 8
_ABOUT = re.compile(r"(?P<id>[^\s:]+:[^\s:]+): (?P<said>.+)", re.DOTALL)
_BODY = re.compile(r"\[1\]|Note: |Text: |Not checked: ")


def answer_view(answer: Answer, here: Address, names: Names, asked_of: str = "") -> Markup:
    """The whole answer; `asked_of` says what part of the library was asked, where it was not the whole."""
    first = headline(answer)
    return tag(
        "section",
        [
            say("p", answer.query, "kb-question"),
            say("p", f"Asked only of: {asked_of}" if asked_of else "", "kb-asked-of"),
            say("p", STATUS[answer.status], f"kb-status kb-{answer.status}"),
            _verdict(answer, first),
            _shorter(here),
            _range(answer),
            _warnings(answer.warnings, names),
            _issues(answer.issues),
            _deadlines(answer, here, names),
            _table(answer, here, names),
            statements_view(answer.statements, here, names),
            leaning_view(answer.leans_on, len(answer.statements), here, names),
            _fuller(answer, here),
            _missing(answer, names),
            _help(answer),
            _nearest(answer, here, names),
            _limits(answer.limits),
            _see_also(answer, here, names),
            _tools(answer),
            say("p", f"Answered in {max(answer.seconds, 0.01):.2f} seconds.", "kb-took"),
        ],
        "kb kb-answer",
        aria_label="Answer",
    )


def _verdict(answer: Answer, first: str) -> Markup:
    """The verdict in a word, and the answer's first words as the headline."""
    word = BADGE[answer.verdict] if answer.verdict else ""
    badge = say("span", word, f"kb-verdict kb-verdict-{answer.verdict}")
    shown = _after(first, word) if answer.verdict and first != VERDICT[answer.verdict] else "" if badge else first
    long = len(shown) > LONG
    return (
        tag("h2", [badge, text(shown)], "kb-headline kb-headline-long" if long else "kb-headline")
        if badge or shown
        else say("h2", STATUS[answer.status], "kb-unseen")
    )


def _fuller(answer: Answer, here: Address) -> Markup:
    """The way to the long answer, where there is one."""
    if not answer.statements or answer.status not in ("answered", "partial"):
        return NOTHING
    if here.more:
        return _shorter(here)
    way = say("a", "Everything that bears on it", "kb-fuller-way", href=replace(here, more=True, at="").link())
    return tag("p", [way, say("span", "More provisions quoted, nothing folded.", "kb-soft")], "kb-fuller")


def _shorter(here: Address) -> Markup:
    """The way back from the long answer."""
    if not here.more:
        return NOTHING
    way = say("a", "Back to the short answer", "kb-fuller-way", href=replace(here, more=False, at="").link())
    return tag("p", [say("span", "Everything that bears on it.", "kb-soft"), way], "kb-fuller")


def _after(first: str, word: str) -> str:
    """The headline without the verdict's own word, which stands before it."""
    rest = first[len(word) :]
    if not word or not first.startswith(word) or rest[:1].isalnum():
        return first
    return rest.lstrip(" ,.;:")


def headline(answer: Answer) -> str:
    """The answer's own first words; else its verdict; for a refusal its reason without the list of what is nearest."""
    if answer.headline:
        return answer.headline
    lines: list[str] = []
    for line in answer.answer.splitlines():
        if _BODY.match(line):
            break
        if line not in answer.limits:
            lines.append(line)
    said = " ".join(lines).partition(" Nearest provisions, not an answer:")[0].strip()
    return said or (VERDICT[answer.verdict] if answer.verdict else "")


def _issues(issues: Sequence[Issue]) -> Markup:
    """Each question of several with its verdict and the numbers of its statements."""
    rows = (
        tag(
            "li",
            [
                say("span", BADGE[each.verdict] if each.verdict else "", f"kb-verdict kb-verdict-{each.verdict}"),
                text(f"{as_question(each.question)} "),
                numbers_view(place + 1 for place in each.statements)
                if each.statements
                else say("span", "No statement of this answer bears on it.", "kb-soft"),
            ],
        )
        for each in issues
    )
    return tag("section", [say("h3", "Questions in it"), tag("ol", rows)], "kb-issues") if issues else NOTHING


def _deadlines(answer: Answer, here: Address, names: Names) -> Markup:
    if not answer.deadlines:
        return NOTHING
    rows = (
        tag(
            "tr",
            [
                say("th", each.length, scope="row"),
                _cell(runs_from(each.start)),
                tag("td", [link(each.id, here, names), text(" "), numbers_view(quoting([each.id], answer.statements))]),
            ],
        )
        for each in answer.deadlines
    )
    return _grid("Time limits", ("Length", "Runs from", "Provision"), rows, "kb-limits-of-time")


def _table(answer: Answer, here: Address, names: Names) -> Markup:
    """A comparison: one line an issue, one column an instrument."""
    if not answer.table:
        return NOTHING
    heads = ("Issue", *(names.short(cell.instrument) for cell in answer.table[0].cells))
    lines = (
        tag(
            "tr",
            [
                say("th", row.issue, scope="row"),
                *(_compared(cell, head, answer, here) for cell, head in zip(row.cells, heads[1:], strict=True)),
            ],
        )
        for row in answer.table
    )
    return _grid("Side by side", heads, lines, "kb-side-by-side")


def _compared(cell: Cell, head: str, answer: Answer, here: Address) -> Markup:
    """Force, pinpoint and statement; `head` is shown where the columns stand below each other."""
    links = join((say("a", i.partition(":")[2], "kb-cite", href=here.opening(i)) for i in cell.ids), "; ")
    look = f"kb-told kb-force-{FORCE_OF.get(cell.force[0], 'soft')}" if cell.force else "kb-none"
    place = tag("p", [links, text(" "), numbers_view(quoting(cell.ids, answer.statements))]) if cell.ids else NOTHING
    return tag("td", [say("p", cell.text, look), place], data_head=head)


def _cell(words: str) -> Markup:
    return tag("td", text(words))


def _grid(title: str, heads: Sequence[str], rows: Iterable[Markup], look: str) -> Markup:
    head = tag("thead", tag("tr", [tag("th", text(each), scope="col") for each in heads]))
    table = tag("table", [head, tag("tbody", rows)], role="table", aria_label=title)
    scroll = tag("div", table, "kb-scroll", tabindex="0")
    return tag("section", [say("h3", title), scroll], f"kb-grid {look}", aria_label=title)


# ── around the statements ────────────────────────────────────────────────────────────────────────────────────────


def _range(answer: Answer) -> Markup:
    if answer.status != "no-such-provision" or not answer.range or answer.range in headline(answer):
        return NOTHING
    return say("p", f"There are {answer.range}.", "kb-range")


def _warnings(warnings: Sequence[str], names: Names) -> Markup:
    notes = [say("li", each) for each in gathered(warnings, names)]
    return tag("aside", [say("h3", "Before you rely on this"), tag("ul", notes)], "kb-warnings") if notes else NOTHING


def gathered(warnings: Sequence[str], names: Names) -> list[str]:
    """Warnings as sentences: those that say the same of several provisions as one, ids as a lawyer cites them."""
    places: dict[str, list[str]] = {}
    for warning in warnings:
        found = _ABOUT.fullmatch(warning)
        places.setdefault(found["said"] if found else warning, []).extend([found["id"]] if found else [])
    return [
        f"{'; '.join(map(names.citation, ids))}: {said}" if ids else said[:1].upper() + said[1:]
        for said, ids in places.items()
    ]


def _limits(limits: Sequence[str]) -> Markup:
    notes = [say("li", each) for each in limits]
    return tag("aside", [say("h3", "Limits of this answer"), tag("ul", notes)], "kb-limits") if notes else NOTHING


def _help(answer: Answer) -> Markup:
    """Where to go from a question that was not answered."""
    if answer.status not in ("refused", "no-such-provision"):
        return NOTHING
    search: View = "search"
    ways = (
        ("Rank provisions for these words", Address(answer.query, view=search).link()),
        ("Look for the concept", Address(answer.query, view="concepts").link()),
        ("See which instruments are here", Address(view="read").link()),
        ("Add a document", Address(view="library").link()),
    )
    rows = (tag("li", say("a", name, href=way)) for name, way in ways)
    return tag("div", [say("h3", "What you can do"), tag("ul", rows)], "kb-ways-on")


def _missing(answer: Answer, names: Names) -> Markup:
    """Instruments whose text would help, and how to get each."""
    rows = [tag("li", [say("span", names.citation(slug)), command_view(f"kb fetch {slug}")]) for slug in answer.missing]
    if not rows:
        return NOTHING
    way = "Fetch the official text, the one command that goes online, or add a file of yours on the page Library."
    return tag("div", [say("h3", "What would help"), say("p", way, "kb-soft"), tag("ul", rows)], "kb-missing")


def _nearest(answer: Answer, here: Address, names: Names) -> Markup:
    if answer.statements or not answer.nearest:
        return NOTHING
    return tag(
        "div",
        [say("h3", "Nearest provisions, not an answer"), _list(answer.nearest, here, names)],
        "kb-nearest",
    )


def _see_also(answer: Answer, here: Address, names: Names) -> Markup:
    """What is worth a look: named by the answer, then guides, then what else ranked high."""
    cited = {unit_id(i) for said in (*answer.statements, *answer.leans_on) for i in said.ids} | set(answer.nearest)
    also = [i for i in answer.see_also if i not in cited]
    seen = cited | set(also)
    further = [hit.id for hit in answer.hits if hit.id not in seen][:FURTHER] if answer.statements else []
    return join(
        [
            _group("See also", also, here, names),
            _group("In the guides", answer.guides, here, names),
            tag(
                "details",
                [say("summary", f"{len(further)} further provisions that ranked high"), _list(further, here, names)],
                "kb-further",
            )
            if further
            else NOTHING,
        ]
    )


def _tools(answer: Answer) -> Markup:
    """What can be done with the answer."""
    copy = say("button", "Copy the answer as text", "kb-copy", type="button", data_copy=as_text(answer))
    to_search: View = "search"
    search = say("a", "Rank provisions for this question", href=Address(answer.query, view=to_search).link())
    return tag("p", [copy, search] if answer.statements else copy, "kb-tools")


def as_text(answer: Answer) -> str:
    """Question and answer as plain text."""
    return f"{answer.query}\n\n{answer.answer}\n"


def _group(title: str, ids: Sequence[str], here: Address, names: Names) -> Markup:
    return tag("div", [say("h3", title), _list(ids, here, names)], "kb-also") if ids else NOTHING


def _list(ids: Iterable[str], here: Address, names: Names) -> Markup:
    rows = (tag("li", [link(i, here, names), say("span", names.heading(i), "kb-heading")]) for i in ids)
    return tag("ul", rows, "kb-list")
