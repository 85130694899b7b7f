"""Reads the catalogue's files: one TOML file a family of instruments, one JSON file with outlines."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kb.catalog.outlines import Numbering, numbering
from kb.catalog.record import Record, VersionRow
from kb.errors import CorpusError
from kb.model import SURE, Address, Fact, Instrument, Relation

OUTLINES = "outlines.json"
STRANGERS = "strangers.toml"
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")


def read_records(folder: Path) -> tuple[Record, ...]:
    """All instruments of the folder's TOML files.

    Raises CorpusError where the folder holds none, a file does not parse or a slug comes twice.
    """
    records: dict[str, Record] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.name == STRANGERS:
            continue
        for slug, table in _table(path).items():
            if slug in records:
                raise CorpusError(path.name, f"the instrument '{slug}' is described twice", "keep one of the tables")
            records[slug] = _record(path, slug, table)
    if not records:
        raise CorpusError(str(folder), "no catalogue is there", "point to the folder corpus/catalogue")
    return tuple(records.values())


def read_strangers(folder: Path) -> dict[str, tuple[str, ...]]:
    """Names of well-known instruments that the catalogue does not hold, and place names; empty without the file."""
    path = folder / STRANGERS
    return {key: tuple(value) for key, value in _table(path).items()} if path.is_file() else {}


def read_outlines(folder: Path) -> dict[str, Any]:
    """The raw rows of every outline, still to be turned into `Numbering` one by one."""
    path = folder / OUTLINES
    if not path.is_file():
        return {}
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as wrong:
        raise CorpusError(path.name, f"it is no JSON ({wrong})", "write it again from the provisions") from wrong
    return dict(rows)


def outline_of(slug: str, rows: Any) -> Numbering:
    """Rows of one instrument as `Numbering`."""
    return numbering(slug, rows)


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise CorpusError(path.name, f"it is no TOML ({wrong})", "mend the line that is named") from wrong


def _parts(written: str) -> list[str]:
    return [part.strip() for part in written.split(" | ")]


def _fact(written: str | None) -> Fact | None:
    if not written:
        return None
    value, _, mark = written.rpartition(" | ")
    return Fact(value.strip(), mark.strip()) if value else Fact(mark.strip(), "unconfirmed")


def _facts(written: list[str]) -> tuple[Fact, ...]:
    return tuple(fact for fact in map(_fact, written) if fact)


def _address(written: str) -> Address:
    url, form, mark, note = [*_parts(written), "", "", ""][:4]
    return Address(url, form, mark or "unconfirmed", note)


def _relation(row: Mapping[str, Any]) -> Relation:
    return Relation(**{**row, "provisions": tuple(row.get("provisions", ()))})


def _version(row: Mapping[str, Any]) -> VersionRow:
    return VersionRow(
        tuple(row.get("provisions", ())), row.get("label", ""), row.get("since", ""), tuple(row.get("notes", ()))
    )


def _instrument(slug: str, table: Mapping[str, Any]) -> Instrument:
    return Instrument(
        slug=slug,
        title=table["title"],
        short=table["short"],
        aliases=tuple(table.get("aliases", ())),
        family=table["family"],
        tier=table["tier"],
        parent=table.get("parent"),
        adopted=_fact(table.get("adopted")),
        in_force=_fact(table.get("in_force")),
        series=_facts(table.get("series", [])),
        depositary=_fact(table.get("depositary")),
        articles=_fact(table.get("articles")),
        texts=tuple(map(_address, table.get("texts", ()))),
        status=tuple(map(_address, table.get("status", ()))),
        relations=tuple(map(_relation, table.get("relations", ()))),
        notes=table.get("notes", ""),
    )


def _years(table: Mapping[str, Any]) -> frozenset[int]:
    dated = [table.get("adopted", ""), table["title"], *table.get("aliases", ())]
    return frozenset(int(year) for written in dated for year in _YEAR.findall(written))


def _record(path: Path, slug: str, table: Mapping[str, Any]) -> Record:
    try:
        instrument = _instrument(slug, table)
        place = _fact(table.get("place"))
        return Record(
            instrument=instrument,
            place=place.value if place else "",
            place_sure=place is None or place.mark in SURE,
            parties=tuple(table.get("parties", ())),
            years=_years(table),
            resolutions=tuple(table.get("resolutions", ())),
            unts=tuple(table.get("unts", ())),
            versions=tuple(map(_version, table.get("versions", ()))),
        )
    except (KeyError, TypeError, AttributeError) as wrong:
        raise CorpusError(
            f"{path.name} [{slug}]", f"an entry is missing or misspelt ({wrong})", "compare a neighbour"
        ) from wrong
