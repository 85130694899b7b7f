"""Digests as records for other programs: the lines of `kb corpus export`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kb.model import Digest


def export(digests: Mapping[str, Digest] | Iterable[Digest]) -> Iterator[dict[str, Any]]:
    """One dict a digest, with the fields of the machine contract and, where there is one, the note."""
    for digest in digests.values() if isinstance(digests, Mapping) else digests:
        yield _record(digest)


def _record(digest: Digest) -> dict[str, Any]:
    record: dict[str, Any] = {
        "id": digest.id,
        "digest": digest.digest,
        "questions": list(digest.questions),
        "kind": digest.kind,
        "force": list(digest.force),
        "terms": list(digest.terms),
        "version": digest.version,
        "concepts": [{"concept": use.concept, "role": use.role} for use in digest.concepts],
    }
    return record | {"note": digest.note} if digest.note else record
