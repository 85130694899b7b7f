"""Documents to trees of provisions: the grammar of numbering, retrieval units, cross-references (pure)."""

from kb.provisions.export import as_json
from kb.provisions.leaves import Leaf, leaves, slices
from kb.provisions.parse import parse
from kb.provisions.units import units

__all__ = ["Leaf", "as_json", "leaves", "parse", "slices", "units"]
