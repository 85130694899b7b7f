"""Finding provisions: understand the question, gather evidence, fuse and filter it (pure; indexes are passed in)."""

from kb.retrieval.filters import Filters
from kb.retrieval.fuse import RULES, Rule
from kb.retrieval.search import Retriever
from kb.retrieval.understand import Question, understand

__all__ = ["RULES", "Filters", "Question", "Retriever", "Rule", "understand"]
