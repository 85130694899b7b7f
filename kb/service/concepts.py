"""The tree of concepts, one of them with its provisions, or those that some words mean. Needs no index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from kb.catalog import Catalogue
from kb.citations import format_id
from kb.concepts import Concept, ConceptTree, Tagger
from kb.config import Settings
from kb.corpus import load_concepts, load_digests
from kb.errors import UsageError
from kb.model import CONCEPT_ROLES, ConceptRole, Digest
from kb.service.cite import load_catalogue


@dataclass(frozen=True, slots=True)
class Branch:
    """A concept in the tree: the way down to it, how deep it stands, how many provisions it and those below have."""

    id: str
    name: str
    path: str
    depth: int
    provisions: int


@dataclass(frozen=True, slots=True)
class Match:
    """A concept that some words mean, and by which stemmed phrase; `exact` where they hold the whole phrase."""

    id: str
    path: str
    definition: str
    score: float
    exact: bool
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A provision of a concept."""

    id: str
    citation: str


@dataclass(frozen=True, slots=True)
class InstrumentPlaces:
    """The provisions of one instrument that have the same role."""

    instrument: str
    title: str
    provisions: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class RolePlaces:
    """The provisions with one role, instrument by instrument."""

    role: ConceptRole
    instruments: tuple[InstrumentPlaces, ...]


@dataclass(frozen=True, slots=True)
class ShownConcept:
    """One concept with all that is known of it; provisions are its own, those of narrower ones stand there."""

    concept: Concept
    path: str
    broader: tuple[str, ...]
    narrower: tuple[str, ...]
    provisions: tuple[RolePlaces, ...]


class ConceptBook:
    """The tree of concepts with the provisions that digests name under each."""

    def __init__(self, tree: ConceptTree, digests: Iterable[Digest], catalogue: Catalogue) -> None:
        self.tree = tree
        self._digests = tuple(digests)
        self._catalogue = catalogue

    @cached_property
    def branches(self) -> tuple[Branch, ...]:
        """Every concept, each before those below it."""
        tree = self.tree
        counts: Counter[str] = Counter()
        for digest in self._digests:
            names = {use.concept for use in digest.concepts if use.concept in tree}
            counts.update(names.union(*map(tree.ancestors, names)))
        return tuple(
            Branch(name, tree[name].name, tree.path(name), len(tree.ancestors(name)), counts[name])
            for root in tree.roots
            for name in (root, *_below(tree, root))
        )

    def meant_by(self, said: str) -> tuple[Match, ...]:
        """The concepts that these words may mean, best first."""
        exact = {tag.concept for tag in self._tagger.tag(said)}
        return tuple(
            Match(
                tag.concept,
                self.tree.path(tag.concept),
                self.tree[tag.concept].definition,
                tag.score,
                tag.concept in exact,
                tag.words,
            )
            for tag in self._tagger.find(said)
        )

    def said_in(self, text: str) -> tuple[tuple[str, float], ...]:
        """The concepts whose words stand in a text, with the rarity of these words, the rarest first."""
        return tuple((tag.concept, tag.score) for tag in self._tagger.tag(text))

    def shown(self, name: str) -> ShownConcept:
        """One concept with all that is known of it. Raises UsageError where there is none of this id."""
        if name not in self.tree:
            raise UsageError(name, "is no concept", "`kb concepts` shows the tree")
        by_role = _by_role(name, self._digests)
        roles = (
            RolePlaces(role, tuple(_places(slug, ids, self._catalogue) for slug, ids in by_role[role].items()))
            for role in CONCEPT_ROLES
            if role in by_role
        )
        tree = self.tree
        return ShownConcept(tree[name], tree.path(name), tree.ancestors(name), tree.children(name), tuple(roles))

    def with_narrower(self, name: str) -> tuple[str, ...]:
        """A concept and all that stand below it. Raises UsageError where there is none of this id."""
        if name not in self.tree:
            raise UsageError(name, "is no concept", "`kb concepts` shows the tree")
        return (name, *_below(self.tree, name))

    @cached_property
    def _tagger(self) -> Tagger:
        return Tagger(self.tree)


def concept_tree(settings: Settings) -> tuple[Branch, ...]:
    """Every concept of the corpus that ships, each before those below it."""
    digests = load_digests(settings.corpus).values()
    return ConceptBook(load_concepts(settings.corpus), digests, load_catalogue(settings)).branches


def concepts_for(said: str, settings: Settings) -> ShownConcept | tuple[Match, ...]:
    """The concept of this id, or else the concepts that these words may mean, best first; none where they mean none."""
    tree = load_concepts(settings.corpus)
    digests = load_digests(settings.corpus).values() if said in tree else ()
    book = ConceptBook(tree, digests, load_catalogue(settings))
    return book.shown(said) if said in tree else book.meant_by(said)


def _below(tree: ConceptTree, name: str) -> Iterable[str]:
    for child in tree.children(name):
        yield child
        yield from _below(tree, child)


def _by_role(name: str, digests: Iterable[Digest]) -> dict[ConceptRole, dict[str, list[str]]]:
    """The ids of a concept's provisions by role and instrument, in the order of the pages."""
    found: dict[ConceptRole, dict[str, list[str]]] = {}
    for digest in digests:
        for use in digest.concepts:
            if use.concept == name:
                found.setdefault(use.role, {}).setdefault(digest.id.partition(":")[0], []).append(digest.id)
    return found


def _places(slug: str, ids: Iterable[str], catalogue: Catalogue) -> InstrumentPlaces:
    places = tuple(Place(name, format_id(name, catalogue)) for name in ids)
    return InstrumentPlaces(slug, catalogue.short(slug), places)
