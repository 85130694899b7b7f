"""The catalogue of instruments: who is meant, what numbers it has, which version a text is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from kb.catalog import identity, load, versions
from kb.catalog.families import families
from kb.catalog.mentions import drop_anonymous, scan
from kb.catalog.names import Lexicon, is_acronym, name_words
from kb.catalog.naming import describing_words, names_of
from kb.catalog.numbers import as_written, numbers_in_words
from kb.catalog.outlines import ArticleNumbers, Numbering
from kb.catalog.reading import FamilyMention, Mention, Names
from kb.catalog.record import Record
from kb.catalog.series import SeriesIndex
from kb.model import Instrument, Version

PREAMBLE = "preamble"
_PINPOINT = re.compile(r"\(([^()]*)\)")


class Catalogue:
    """All instruments, by slug; names, outlines and versions are worked out when first asked for."""

    def __init__(
        self,
        records: Mapping[str, Record],
        outlines: Mapping[str, Any] | None = None,
        strangers: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self._records = dict(records)
        self._rows = dict(outlines or {})
        self._strangers = dict(strangers or {})
        self._outlines: dict[str, Numbering] = {}

    @classmethod
    def load(cls, folder: Path) -> Catalogue:
        """Read a catalogue folder (`corpus/catalogue`). Raises CorpusError where a file breaks its format."""
        records = {record.slug: record for record in load.read_records(folder)}
        return cls(records, load.read_outlines(folder), load.read_strangers(folder))

    # ── instruments ──────────────────────────────────────────────────────────────────────────────────────────────

    def __getitem__(self, slug: str) -> Instrument:
        return self._records[slug].instrument

    def __contains__(self, slug: object) -> bool:
        return slug in self._records

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)

    def get(self, slug: str) -> Instrument | None:
        """The instrument, or None."""
        record = self._records.get(slug)
        return record.instrument if record else None

    def record(self, slug: str) -> Record | None:
        """The instrument with its place, its numbers in collections and its versions, or None."""
        return self._records.get(slug)

    @property
    def instruments(self) -> Mapping[str, Instrument]:
        """All instruments by slug."""
        return {slug: record.instrument for slug, record in self._records.items()}

    def title(self, slug: str) -> str:
        """The official title; the slug itself for an instrument that is not catalogued."""
        return self._records[slug].instrument.title if slug in self._records else slug

    def short(self, slug: str) -> str:
        """The short name; the slug itself for an instrument that is not catalogued."""
        return self._records[slug].instrument.short if slug in self._records else slug

    def place(self, slug: str) -> str:
        """Where the instrument was done, "" where unknown."""
        return self._records[slug].place

    @property
    def families(self) -> tuple[str, ...]:
        """The families of instruments, each once."""
        return tuple(dict.fromkeys(record.instrument.family for record in self._records.values()))

    # ── names ────────────────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def names(self) -> Names:
        """Everything that mentions are read with."""
        records = self._records
        return Names(
            lexicon=Lexicon((name, slug) for slug, record in records.items() for name in names_of(record, records)),
            strangers=Lexicon((name, name) for names in self._strangers.values() for name in names),
            series=SeriesIndex(records.values()),
            records=records,
            words={slug: describing_words(record) for slug, record in records.items()},
        )

    def scan(self, text: str) -> tuple[Mention, ...]:
        """Mentions of all kinds: ours, other instruments', back references."""
        return scan(text, self.names)

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """The instruments of the catalogue that a text names, in order; several slugs: the name fits all of them."""
        return drop_anonymous(self.scan(text))

    def strangers(self, text: str) -> tuple[Mention, ...]:
        """Other instruments that a text names: treaties and statutes that the catalogue does not describe."""
        return tuple(mention for mention in self.scan(text) if mention.kind == "other")

    def family_mentions(self, text: str) -> tuple[FamilyMention, ...]:
        """Families that a text names as a whole: "the UN conventions"."""
        return families(text)

    def find(self, name: str) -> tuple[str, ...]:
        """The slugs that a name may mean; empty where it is nobody's."""
        if name.strip() in self._records:
            return (name.strip(),)
        exact = self.names.lexicon.exactly([self.names.lexicon.corrected(word) for word in name_words(name)])
        if exact and not any(is_acronym(spelling) and len(name) < 4 and name.islower() for spelling in exact.values()):
            return tuple(exact)
        found = self.mentions(name)
        return found[0].slugs if len(found) == 1 else ()

    def identify(self, title: str, file_name: str = "", meta: Mapping[str, str] | None = None) -> str | None:
        """The slug of a document by its title, else by what its metadata say; None: nothing here is it."""
        stated = identity.identify(title, meta or {}, self.names)
        stem = file_name.rsplit(".", 1)[0]
        return stated or (stem if not title and stem in self._records else None)

    # ── numbers ──────────────────────────────────────────────────────────────────────────────────────────────────

    def outline(self, slug: str) -> Numbering | None:
        """The numbers of an instrument, or None where the library does not know them."""
        if slug not in self._outlines and slug in self._rows:
            self._outlines[slug] = load.outline_of(slug, self._rows[slug])
        return self._outlines.get(slug)

    @property
    def outlined(self) -> tuple[str, ...]:
        """Slugs of the instruments whose numbers are known."""
        return tuple(slug for slug in self._records if slug in self._rows)

    def article(self, slug: str, number: str) -> ArticleNumbers | None:
        """An article by any spelling of its number: "8 bis", "IV" for 4, 4 for "IV"."""
        outline = self.outline(slug)
        written = as_written(number, [one.number for one in outline.articles]) if outline else None
        return outline.article(written) if outline and written else None

    def exists(self, provision_id: str) -> bool:
        """True for an id of an outline, a preamble of one, or a catalogued instrument as a whole."""
        slug, _, pinpoint = provision_id.partition(":")
        if not pinpoint:
            return slug in self._records
        outline = self.outline(slug)
        if outline is None:
            return False
        if pinpoint == PREAMBLE:
            return True
        article = outline.article(pinpoint.split("(", 1)[0])
        return article is not None and _inside(article, _PINPOINT.findall(pinpoint))

    def heading(self, provision_id: str) -> str:
        """The heading of the article that an id belongs to, "" where it has none."""
        slug, _, pinpoint = provision_id.partition(":")
        article = self.article(slug, pinpoint.split("(", 1)[0])
        return article.heading if article else ""

    def units(self, provision_id: str) -> tuple[str, ...]:
        """The retrieval units that an id covers: all of an article's paragraphs, or the one that it lies in."""
        slug, _, pinpoint = provision_id.partition(":")
        outline = self.outline(slug)
        if outline is None:
            return ()
        article = outline.article(pinpoint.split("(", 1)[0])
        if article is None:
            return tuple(outline.units()) if not pinpoint else ()
        parts = _PINPOINT.findall(pinpoint)
        if parts and article.paragraph(parts[0]):
            return (f"{slug}:{article.number}({parts[0]})",)
        whole = [f"{slug}:{article.number}" + (f"({p.number})" if p.number else "") for p in article.paragraphs]
        return tuple(whole) if not parts else tuple(whole[:1])

    def range_of(self, slug: str, article: str | None = None, paragraph: str | None = None) -> str | None:
        """What exists: "articles 1-41", "article 16, paragraphs 1-17"; None where the library knows no numbers."""
        outline = self.outline(slug)
        if outline is None:
            return None
        found = self.article(slug, article) if article else None
        if found is None:
            return _articles(outline, self._stated_articles(slug))
        unit = found.paragraph(paragraph or "")
        return numbers_in_words(found, unit if paragraph or not found.numbered else None)

    def nearest(self, slug: str, article: str, paragraph: str | None = None) -> tuple[str, ...]:
        """What stands next to a number that does not exist: up to two ids, last and first neighbours."""
        outline = self.outline(slug)
        if outline is None or not outline.body:
            return ()
        found = self.article(slug, article)
        if found is not None:
            return (
                (f"{slug}:{found.number}({found.numbered[-1]})",)
                if found.numbered and paragraph
                else (f"{slug}:{found.number}",)
            )
        return (f"{slug}:{outline.body[-1].number}",)

    def beyond_text(self, slug: str, article: str) -> bool:
        """True for an article that the instrument has and the library's text of it lacks."""
        outline, stated = self.outline(slug), self._stated_articles(slug)
        numbers = [int(one.number) for one in outline.articles if one.number.isdecimal()] if outline else []
        return bool(numbers and stated and article.isdecimal() and max(numbers) < int(article) <= stated)

    def _stated_articles(self, slug: str) -> int | None:
        fact = self._records[slug].instrument.articles if slug in self._records else None
        return int(fact.value) if fact and fact.value.isdecimal() else None

    # ── versions ─────────────────────────────────────────────────────────────────────────────────────────────────

    def version_of(self, slug: str, provision_id: str = "", text_state: str = "") -> Version:
        """The version of a provision in a text of the given state (ISO date or month; "" where unknown).

        `provision_id` may be a full id, the part after the colon, or "" for the instrument as a whole.
        """
        record = self._records.get(slug)
        pinpoint = provision_id.partition(":")[2] if ":" in provision_id else provision_id
        return versions.version(record.versions if record else (), "" if pinpoint == slug else pinpoint, text_state)


def _inside(article: ArticleNumbers, parts: list[str]) -> bool:
    if not parts:
        return True
    unit = article.paragraph(parts[0])
    rest = parts[1:] if unit else parts
    unit = unit or article.paragraph("")
    if unit is None:
        return False
    if not rest:
        return True
    return rest[0] in unit.letters and (len(rest) == 1 or (len(rest) == 2 and rest[1] in unit.letters[rest[0]]))


def _articles(outline: Numbering, stated: int | None) -> str:
    first, last = outline.body[0].number, outline.body[-1].number
    if stated and last.isdecimal() and int(last) < stated:
        return f"articles {first}-{stated} (the text in the library ends with article {last})"
    return f"articles {first}-{last}" if first != last else f"article {first}"
