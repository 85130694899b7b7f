"""Concepts of the field: a tree of key numbers, and the words by which a text is found to speak of them."""

from kb.concepts.record import Concept
from kb.concepts.tag import Tag, Tagger, nearest, together
from kb.concepts.tree import ConceptTree

__all__ = ["Concept", "ConceptTree", "Tag", "Tagger", "nearest", "together"]
