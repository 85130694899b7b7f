"""What a question names: instruments and pinpoints."""

from __future__ import annotations

from dataclasses import dataclass

from kb.catalog import Catalogue
from kb.citations import cite
from kb.model import Citation
from kb.retrieval.kinds import Kind, issues_of, kinds_of
from kb.text import without


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood: its words, the instruments that it names, the pinpoints in it."""

    text: str
    instruments: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    kinds: tuple[Kind, ...] = ()
    issues: tuple[str, ...] = ()  # the questions that it raises, where there are several
    subject: str = ""  # the question without the names of instruments, which say where to look and not what for
    concepts: tuple[tuple[str, float], ...] = ()  # those whose words stand in the subject, and how rare these are

    @property
    def pinpoints(self) -> tuple[str, ...]:
        """Ids that the question cites and that exist, in order of mention; whole instruments are no pinpoints."""
        ids = (i for citation in self.citations if citation.status == "resolved" for i in citation.ids)
        return tuple(dict.fromkeys(i for i in ids if ":" in i))


def understand(text: str, catalogue: Catalogue) -> Question:
    """Read instruments, families and pinpoints off the question; two candidates for a name mean that neither counts."""
    mentions = [mention for mention in catalogue.mentions(text) if len(mention.slugs) == 1]
    named = [slug for mention in mentions for slug in mention.slugs]
    families = [mention.family for mention in catalogue.family_mentions(text)]
    return Question(
        text=text,
        instruments=tuple(dict.fromkeys(named)),
        families=tuple(dict.fromkeys(families)),
        citations=cite(text, catalogue),
        kinds=kinds_of(text),
        issues=tuple(span.of(text) for span in issues_of(text)),
        subject=without(text, [mention.span for mention in mentions]),
    )
