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
    named: list[str] = []
    families: list[str] = []
    for mention in catalogue.mentions(text):
        if mention.family:
            families += mention.slugs
        elif len(mention.slugs) == 1:
            named += mention.slugs
    citations = cite(text, catalogue)
    cited = [i.split(":")[0] for c in citations if c.status in ("resolved", "no-such-provision") for i in c.ids]
    return Question(text, tuple(dict.fromkeys([*named, *cited])), tuple(dict.fromkeys(families)), citations)
