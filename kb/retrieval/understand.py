"""What a question names: instruments and pinpoints."""

from __future__ import annotations

from dataclasses import dataclass

from kb.catalog import Catalogue
from kb.citations import cite
from kb.model import Citation


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood: its words, the instruments that it names, the pinpoints in it."""

    text: str
    instruments: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()

    @property
    def pinpoints(self) -> tuple[str, ...]:
        """Ids that the question cites and that exist, in order of mention; whole instruments are no pinpoints."""
        ids = (i for citation in self.citations if citation.status == "resolved" for i in citation.ids)
        return tuple(dict.fromkeys(i for i in ids if ":" in i))


def understand(text: str, catalogue: Catalogue) -> Question:
    """Read instruments, families and pinpoints off the question; two candidates for a name mean that neither counts."""
    named = [slug for mention in catalogue.mentions(text) if len(mention.slugs) == 1 for slug in mention.slugs]
    families = [mention.family for mention in catalogue.family_mentions(text)]
    return Question(text, tuple(dict.fromkeys(named)), tuple(dict.fromkeys(families)), cite(text, catalogue))
