"""What a run is made of, read from TOML; a key with a list of values stands for as many runs.

```toml
name = "whole"                    # of the run and of its folder; default: the file's name
queries = "questions.jsonl"       # JSONL of ours or of BEIR, TREC topics, or lines of qid, tab, text
qrels = "qrels/test.tsv"          # only where the queries do not carry their judgements
index = "../index"                # what is searched; else [build] or documents; else the index of the command
documents = "corpus.jsonl"        # a collection of documents: JSONL of BEIR, or TREC <DOC> files
encoder = ""                      # as KB_ENCODER
judged = true                     # false: questions may still lack judgements, for a run that is to be pooled
k = 50                            # how many hits a query keeps
seed = 0                          # of the bootstrap
measures = ["nDCG@10", "R2@10"]   # ours, or any that ir-measures knows

[build]
paths = ["corpus"]
digests = true

[recipe]
base = "whole"                    # or "plain", or "empty"; what follows changes it
kin = [0.0, 0.3]                  # two runs
[recipe.weights]
"dense:text" = 0                  # left out

[withheld]
folds = 5                         # digests of every fifth instrument are withheld, five times
ranking = "whole"                 # or "restricted": only the instruments without digests are ranked
```

Paths are meant from the folder of the file.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kb.evaluation.table import Table, read_toml

RANKINGS = ("whole", "restricted")
LISTS = frozenset({("measures",), ("build", "paths")})  # keys whose value is a list anyway
_NAME = re.compile(r"[\w.][\w.=,+-]*")
_UNFIT = re.compile(r"[^\w.=,+-]+")


@dataclass(frozen=True, slots=True)
class Inputs:
    """What an index is built from."""

    paths: tuple[str, ...]
    digests: bool = True


@dataclass(frozen=True, slots=True)
class Withheld:
    """Digests withheld fold by fold: those of every `folds`th instrument."""

    folds: int
    ranking: str = "whole"


@dataclass(frozen=True, slots=True)
class RunConfig:
    """One run. `recipe` holds the recipe's keys as given; whoever ranks checks them."""

    file: Path
    name: str
    queries: Path
    qrels: Path | None = None
    index: Path | None = None
    content: str = ""  # what the index must hold, for a run that is repeated
    build: Inputs | None = None
    documents: Path | None = None
    encoder: str = ""
    judged: bool = True
    k: int = 50
    seed: int = 0
    measures: tuple[str, ...] = ()
    recipe: Mapping[str, Any] = field(default_factory=dict)
    withheld: Withheld | None = None
    swept: Mapping[str, Any] = field(default_factory=dict)  # the values that tell this run from its sisters


def load_configurations(path: Path) -> tuple[RunConfig, ...]:
    """The runs that a file stands for, in the order of its lists. InputError: names file, key and remedy."""
    values = read_toml(path)
    swept = list(_lists(values))
    for key, choices in swept:
        if not choices:
            raise Table(path, {}).fault(".".join(key), "is an empty list", "write one value or several")
    combinations = itertools.product(*(choices for _, choices in swept))
    return tuple(_configuration(path, values, dict(zip((k for k, _ in swept), c, strict=True))) for c in combinations)


def _lists(values: Mapping[str, Any], above: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], list[Any]]]:
    found: list[tuple[tuple[str, ...], list[Any]]] = []
    for key, value in values.items():
        here = (*above, key)
        if isinstance(value, Mapping):
            found += _lists(value, here)
        elif isinstance(value, list) and here not in LISTS:
            found.append((here, value))
    return found


def _with(values: Mapping[str, Any], chosen: Mapping[tuple[str, ...], Any], above: tuple[str, ...] = ()) -> Any:
    return {
        key: _with(value, chosen, (*above, key))
        if isinstance(value, Mapping)
        else chosen.get((*above, key), value)
        for key, value in values.items()
    }  # fmt: skip


def _configuration(path: Path, values: Mapping[str, Any], chosen: Mapping[tuple[str, ...], Any]) -> RunConfig:
    table = Table(path, _with(values, chosen))
    swept = {key[-1]: value for key, value in chosen.items()}
    config = RunConfig(
        file=path,
        name=_name(table, path, swept),
        queries=_place(table, "queries", required=True) or path,
        qrels=_place(table, "qrels"),
        index=_place(table, "index"),
        content=table.text("content"),
        build=_inputs(table),
        documents=_place(table, "documents"),
        encoder=table.text("encoder"),
        judged=table.truth("judged", True),
        k=table.number("k", 50, least=1),
        seed=table.number("seed", 0),
        measures=table.texts("measures"),
        recipe=table.table("recipe"),
        withheld=_withheld(table),
        swept=swept,
    )
    table.close()
    sources = [key for key in ("index", "build", "documents") if table.has(key)]
    if len(sources) > 1:
        raise table.fault(sources[1], f"stands beside {sources[0]}", "keep one: a run searches one thing")
    return config


def _name(table: Table, path: Path, swept: Mapping[str, Any]) -> str:
    name = table.text("name", _UNFIT.sub("-", path.stem))
    if not _NAME.fullmatch(name):
        raise table.fault("name", f"is {name!r}", "use letters, digits, dots and hyphens, for it names a folder")
    return "+".join([name, *(_UNFIT.sub("-", f"{key}={value}") for key, value in swept.items())])


def _place(table: Table, key: str, *, required: bool = False) -> Path | None:
    given = table.text(key)
    if not given:
        if required:
            raise table.fault(key, "is missing", "name the file of the questions")
        return None
    place = (table.file.parent / Path(given).expanduser()).resolve()
    if not place.exists():
        raise table.fault(key, f"names {place}, which does not exist", "correct the path, meant from the file's folder")
    return place


def _inputs(table: Table) -> Inputs | None:
    if not table.has("build"):
        return None
    inner = Table(table.file, table.table("build"), "build")
    paths = inner.texts("paths")
    if not paths:
        raise inner.fault("paths", "is missing", 'name files or folders, or "corpus" for what ships')
    digests = inner.truth("digests", True)
    inner.close()
    return Inputs(tuple(_source(table.file, path) for path in paths), digests)


def _source(file: Path, path: str) -> str:
    """The words for what ships and for the library stay words."""
    place = (file.parent / Path(path).expanduser()).resolve()
    return path if path in ("corpus", "library") and not place.exists() else str(place)


def _withheld(table: Table) -> Withheld | None:
    if not table.has("withheld"):
        return None
    inner = Table(table.file, table.table("withheld"), "withheld")
    found = Withheld(inner.number("folds", 5, least=2), inner.text("ranking", "whole"))
    if found.ranking not in RANKINGS:
        raise inner.fault("ranking", f"is {found.ranking!r}", f"write one of {', '.join(RANKINGS)}")
    inner.close()
    return found
