"""Which instrument a document is: its title must be a name of the instrument and say nothing else of weight."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kb.catalog.mentions import scan
from kb.catalog.names import name_words
from kb.catalog.reading import Names

_APART = re.compile(
    r"\([^()]*\)|\[[^\[\]]*\]|[*_#]+|\b\d{1,2}\.[IVX]+\.\d{4}\b"
    r"|\b(?:C?ETS|(?:European|Council\s+of\s+Europe)\s+Treaty\s+Series)\s*[-–—]?\s*No\.?\s*\d+"
)
_NEUTRAL = frozenset(
    """
    text full official authentic english french german spanish version consolidated adopted done signed at in of the
    opened for signature entry into force as amended annex series treaty european un coe council europe convention
    and its protocol january february march april may june july august september october november december page
    """.split()
)


def identify(title: str, meta: Mapping[str, str], names: Names) -> str | None:
    """The slug that a title names alone, else that of a title in the metadata, else the slug that they state."""
    for name in (title, meta.get("title", ""), meta.get("Title", ""), meta.get("subject", "")):
        slug = _named_by(name, names)
        if slug:
            return slug
    stated = meta.get("slug", "")
    return stated if stated in names.records else None


def _named_by(title: str, names: Names) -> str | None:
    for words in _readings(title):
        slugs = names.lexicon.exactly(words)
        if len(slugs) == 1 and not any(slugs.values()):
            return next(iter(slugs))
    return _alone(title, names)


def _readings(title: str) -> Iterator[tuple[str, ...]]:
    yield name_words(title)
    yield name_words(_APART.sub(" ", title))


def _alone(title: str, names: Names) -> str | None:
    """One instrument named, and besides it only words of a title page."""
    found = [mention for mention in scan(title, names) if mention.kind != "back"]
    slugs = {slug for mention in found for slug in mention.slugs}
    if len(slugs) != 1 or any(not mention.slugs and mention.kind == "other" for mention in found):
        return None
    rest = title
    for mention in reversed(found):
        rest = rest[: mention.span.start] + " " + rest[mention.span.end :]
    slug = slugs.pop()
    record = names.records[slug]
    known = _NEUTRAL | names.words[slug] | set(name_words(record.place))
    heavy = [word for word in name_words(_APART.sub(" ", rest)) if not word.isdecimal() and word not in known]
    return None if heavy else slug
