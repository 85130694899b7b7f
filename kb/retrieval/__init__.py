"""Finding provisions: understand the question, gather evidence, fuse and filter it (pure; indexes are passed in)."""

from kb.retrieval.filters import Filters
from kb.retrieval.recipe import EVIDENCE, PLAIN, RULES, WHOLE, Recipe, Rule
from kb.retrieval.search import Retriever
from kb.retrieval.understand import Question, understand

__all__ = [
    "EVIDENCE",
    "PLAIN",
    "RULES",
    "WHOLE",
    "Filters",
    "Question",
    "Recipe",
    "Retriever",
    "Rule",
    "understand",
]
