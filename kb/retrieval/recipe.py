"""What a ranking is made of: which evidence counts how much. The default is the whole chain; others are for comparison.

| evidence | is |
|---|---|
| `dense` | the closest vector among all layers of a unit |
| `dense:text`, `dense:digest`, `dense:question`, `dense:terms` | the closest vector of one layer |
| `gist` | closeness to what the unit is about as a whole; a unit without a digest has what its lenders lend |
| `lexical` | BM25 over the words of all layers |
| `lexical:text`, `lexical:gloss` | BM25 over the text alone, over digest, questions and terms alone |
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Rule = Literal["standard", "rrf"]

RULES: tuple[Rule, ...] = ("standard", "rrf")
EVIDENCE = (
    "dense",
    "dense:text",
    "dense:digest",
    "dense:question",
    "dense:terms",
    "gist",
    "lexical",
    "lexical:text",
    "lexical:gloss",
)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How evidence becomes one score.

    `weights` name the evidence that counts. `concept` is the weight of what a unit's concepts bring: the best score of
    any unit of the concept, as a standard score. `kin` is the share of a unit's score that its nearest kin decide.
    `said` is added in full for a concept whose words the question has, less where they are common words.
    `named` and `family` are added for an instrument or a family that the question names, `aside` for recitals and
    closing words, which explain and do not bind, unless the question asks for them, `fitting` for definitions where one
    is asked for and time limits where the question is how long; in units of the fused score.
    """

    rule: Rule = "standard"
    weights: Mapping[str, float] = field(
        default_factory=lambda: {"dense": 0.5, "gist": 0.5, "dense:text": 0.3, "lexical": 0.4}
    )
    concept: float = 1.0
    kin: float = 0.3
    said: float = 0.5
    named: float = 6.0
    family: float = 2.0
    aside: float = -1.6
    fitting: float = 0.8


WHOLE = Recipe()
PLAIN = Recipe("rrf", {"dense": 1.0, "lexical": 1.0}, concept=0.0, kin=0.0, said=0.0)
