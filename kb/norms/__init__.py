"""Force and qualifiers of the sentences of an instrument: shall, may, unless, subject to. Pure."""

from __future__ import annotations

from kb.norms.force import is_definition
from kb.norms.qualifiers import qualifiers
from kb.norms.quantities import quantities
from kb.norms.read import forces, norms
from kb.norms.records import Bound, Norm, Qualifier, QualifierKind, Quantity

__all__ = [
    "Bound",
    "Norm",
    "Qualifier",
    "QualifierKind",
    "Quantity",
    "forces",
    "is_definition",
    "norms",
    "qualifiers",
    "quantities",
]
