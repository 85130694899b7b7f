"""Which version of a provision a text is: rows of the catalogue against the state of the text."""

from __future__ import annotations

from collections.abc import Sequence

from kb.catalog.record import VersionRow
from kb.model import Version

AS_ADOPTED = "as adopted"
UNKNOWN = "version not known"


def version(rows: Sequence[VersionRow], pinpoint: str, state: str) -> Version:
    """The version that a provision has in a text of a given state.

    `pinpoint` is the part of the id after the colon ("12(1)", "" for the whole instrument); `state` is the ISO date or
    month up to which the text was consolidated, "" where nobody said. A row counts for a text that is not older than
    the row; with an unknown state, a row with a date leaves the version open.
    """
    label = AS_ADOPTED
    notes: list[str] = []
    for row in rows:
        if not touches(row, pinpoint):
            continue
        if row.label and (not row.since or state):
            label = row.label if not row.since or state >= row.since[: len(state)] else label
        elif row.label:
            label = UNKNOWN
            notes.append(f"{row.label} since {row.since}, or earlier: compare the text")
        notes.extend(row.notes)
    return Version(label, state, notes=tuple(dict.fromkeys(notes)))


def touches(row: VersionRow, pinpoint: str) -> bool:
    """A row touches its provisions and what lies inside them; one of mere notes also what they lie in."""
    if not row.provisions:
        return True
    return bool(pinpoint) and any(_within(pinpoint, one) or _notes_only(row, one, pinpoint) for one in row.provisions)


def _within(inner: str, outer: str) -> bool:
    return inner == outer or inner.startswith(f"{outer}(")


def _notes_only(row: VersionRow, provision: str, pinpoint: str) -> bool:
    return not row.label and _within(provision, pinpoint)
