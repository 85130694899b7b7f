"""The user's documents at a glance: what each is, how old, how well it was read."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import PurePath

from kb.faces.web.address import reading
from kb.faces.web.frame import count
from kb.faces.web.markup import NOTHING, Markup, join, say, tag, text
from kb.service.documents import Change, Listing, Row

UNCONFIRMED = "made out, not confirmed"


def matter_view(name: str) -> Markup:
    """Where the visitor works, and what that means."""
    if not name:
        said = "Documents of a matter are found in that matter alone, and none of them is shown here."
        return tag("section", [say("h2", "Your library", "kb-headline"), say("p", said, "kb-soft")], "kb")
    said = "Questions are answered from the common library and this matter; no other matter is looked at."
    return tag("section", [say("h2", f"The matter {name}", "kb-headline"), say("p", said, "kb-soft")], "kb")


def documents_view(found: Listing, matter: str, readable: Collection[str]) -> Markup:
    """One card a document; `readable` are the slugs that the open index holds."""
    none = "It holds no document yet." if matter else "It holds no document of yours yet; what ships is in it."
    rows = [tag("li", _card(row, readable)) for row in found.documents]
    return tag(
        "section",
        [
            say("h3", count(len(rows), "document")) if rows else say("p", none, "kb-none"),
            tag("ul", rows, "kb-documents"),
            tag("p", [text("Kept in "), say("code", found.folder, "kb-folder")], "kb-meta"),
        ],
        "kb",
    )


def _card(row: Row, readable: Collection[str]) -> Iterable[Markup]:
    if row.damage:
        yield say("p", row.id, "kb-title")
        yield say("p", row.damage, "kb-damage")
        return
    slug = next((each for each in (*row.instruments, row.id) if each in readable), "")
    yield say("a", row.title, "kb-title", href=reading(slug)) if slug else say("p", row.title, "kb-title")
    yield tag("dl", _facts(row), "kb-facts")
    notes = [say("li", each) for each in row.warnings]
    yield tag("ul", notes, "kb-card-warnings") if notes else NOTHING


def _facts(row: Row) -> Iterable[Markup]:
    age = "today" if not row.days else f"{count(row.days, 'day')} ago"
    bare = f", {count(row.pages_without_text, 'page')} without text" if row.pages_without_text else ""
    for name, value, fact in (
        ("Instrument", ", ".join(row.instruments), "instruments"),
        ("Version", row.version, "version"),
        ("Language", row.language, "language"),
        ("Date", row.date, "date"),
        ("Read", f"{count(row.provisions, 'provision')}{bare}", ""),
        ("Added", f"{age}, from {row.source}, {size(row.size)}", ""),
        ("Id", row.id, ""),
    ):
        if value:
            guess = say("span", UNCONFIRMED, "kb-guess") if fact in row.guessed else NOTHING
            yield join([say("dt", name), tag("dd", [text(f"{value} "), guess])])


def size(number: int) -> str:
    """Bytes as a person says them."""
    return f"{number / 1_000_000:.1f} MB" if number >= 1_000_000 else f"{max(1, round(number / 1000))} kB"


def change_view(change: Change, said: str = "", verb: str = "added") -> Markup:
    """What an action did; `verb` is what was done with the documents of the change."""
    done = [
        *([said] if said else []),
        *(f"{row.id}: {verb}, {count(row.provisions, 'provision')}." for row in change.documents),
        *(f"{id}: in the library already." for id in change.already),
        *(f"{id}: removed." for id in change.removed),
    ]
    wrong = [f"{PurePath(each.path).name}: {each.reason.rstrip('.')}." for each in change.failed]
    if change.index_problem:
        wrong.append(f"The library is changed, but the index is not: {change.index_problem}")
    return join([_told(done, "kb kb-done", "status"), _told(wrong, "kb kb-notice", "alert")])


def _told(lines: list[str], look: str, role: str) -> Markup:
    return tag("section", (say("p", line) for line in lines), look, role=role) if lines else NOTHING
