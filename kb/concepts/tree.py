"""The tree of concepts: what stands above and below one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from kb.concepts.record import Concept

STEP = " › "


class ConceptTree(Mapping[str, Concept]):
    """Concepts by id, in the order of the pages. A parent that is missing makes its child a root."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self._concepts = {concept.id: concept for concept in concepts}

    def __getitem__(self, name: str) -> Concept:
        return self._concepts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._concepts)

    def __len__(self) -> int:
        return len(self._concepts)

    @cached_property
    def _below(self) -> dict[str, tuple[str, ...]]:
        below: dict[str, list[str]] = {}
        for concept in self._concepts.values():
            below.setdefault(concept.parent if concept.parent in self._concepts else "", []).append(concept.id)
        return {name: tuple(children) for name, children in below.items()}

    @property
    def roots(self) -> tuple[str, ...]:
        """The tops of the branches."""
        return self._below.get("", ())

    def children(self, name: str) -> tuple[str, ...]:
        """What stands directly below."""
        return self._below.get(name, ())

    def descendants(self, name: str) -> tuple[str, ...]:
        """All that stands below, in the order of the page."""
        return tuple(one for one in self if name in self.ancestors(one))

    def ancestors(self, name: str) -> tuple[str, ...]:
        """All that stands above, the top of the branch first."""
        above: list[str] = []
        parent = self[name].parent
        while parent in self._concepts and parent not in above and parent != name:
            above.insert(0, parent)
            parent = self[parent].parent
        return tuple(above)

    def path(self, name: str) -> str:
        """The way down to it: "Extradition › Grounds for refusal › Political offence"."""
        return STEP.join(self[one].name for one in (*self.ancestors(name), name))
