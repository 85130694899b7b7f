"""A library of two invented treaties on the lending of ladders, for the tests of this room."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from kb.answer import Question
from kb.model import Address, Citation, Digest, Entry, Fact, Hit, Instrument, Part, Span, Unit, Version

VERSION = Version("as adopted", "2020-01", "invented")


def unit(pinpoint: str, text: str, labels: tuple[str, ...] = (), heading: str = "Loans") -> Unit:
    """A unit whose letters are found by their labels "(a) "."""
    slug, _, place = pinpoint.partition(":")
    article, _, rest = place.partition("(")
    starts = [text.index(f"({label}) ") for label in labels]
    ends = [*starts[1:], len(text)] if starts else []
    parts = tuple(
        Part(f"{pinpoint}({label})", Span(start, start + len(text[start:end].rstrip())), start + len(label) + 3)
        for label, start, end in zip(labels, starts, ends, strict=True)
    )
    return Unit(
        pinpoint, slug, article, rest.rstrip(")"), heading, (), text, Span(0, len(text)), "paragraph", parts=parts
    )


def entry(made: Unit, authentic: bool = True, digest: Digest | None = None, version: Version = VERSION) -> Entry:
    return Entry(made, authentic, version, "ladders.md", digest)


UNITS = (
    unit("ladders:1", "“Ladder” means two poles joined by rungs.", heading="Use of terms"),
    unit(
        "ladders:2(1)",
        "The lender shall hand over a sound ladder. However, it may refuse the clumsy.",
        heading="Loan",
    ),
    unit("ladders:2(2)", "A loan shall not be refused on the ground that the borrower is short.", heading="Loan"),
    unit(
        "ladders:3",
        "The borrower shall: (a) oil the hinges; (b) count the rungs after each climb; and (c) report any crack.",
        ("a", "b", "c"),
        heading="Duties of the borrower",
    ),
    unit("ladders:4(1)", "The ladder shall be returned within 18 days after the loan.", heading="Return"),
    unit("ladders:5", "[Amends the parent convention.]"),
    unit("stools:2", "A loan shall not be refused on the ground that the borrower is short.", heading="Loan"),
    unit("stools:7", "The painting of stools is governed by the law of the requested State.", heading="Paint"),
)
ENTRIES = {one.id: entry(one) for one in UNITS}


def instrument(slug: str, title: str, url: str = "") -> Instrument:
    texts = (Address(url, "pdf", "seen"),) if url else ()
    return Instrument(slug, title, slug.capitalize(), (), "invented", 1, series=(Fact("LTS 7", "seen"),), texts=texts)


NAMES = {
    "ladders": instrument("ladders", "Convention on Borrowed Ladders"),
    "stools": instrument("stools", "Convention on Borrowed Stools"),
    "ropes": instrument("ropes", "Convention on Borrowed Ropes", "https://example.org/ropes.pdf"),
}


def ranked(*ids: str) -> list[Hit]:
    """Hits so far apart that an opening paragraph does not overtake a later one."""
    return [Hit(one, 1.0 - 0.6 * n) for n, one in enumerate(ids)]


def ask(text: str, *instruments: str, citations: tuple[Citation, ...] = (), **more: object) -> Question:
    return Question(text, instruments, (), citations, **more)  # type: ignore[arg-type]


def cited(pinpoint: str, status: str = "resolved", range_: str | None = None, *nearest: str) -> Citation:
    ids = (pinpoint,) if status == "resolved" else ()
    return Citation(pinpoint, 0, len(pinpoint), ids, status, range_, nearest)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def mini() -> SimpleNamespace:
    """The two treaties and what makes more of them."""
    return SimpleNamespace(
        entries=ENTRIES, names=NAMES, unit=unit, entry=entry, ranked=ranked, ask=ask, cited=cited, version=VERSION
    )
