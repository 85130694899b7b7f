"""How often a false premise is corrected, and a true one left alone.

kb batch ask eval/premises.jsonl -o OUT; python benchmarks/premises.py OUT

Lines with `half` "unseen" were kept aside while the reading of premises was made; `--faults` leaves them out.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

QUESTIONS = Path(__file__).resolve().parent.parent / "eval" / "premises.jsonl"
Asked = tuple[dict[str, Any], dict[str, Any]]


def main(run: Path, faults: bool) -> None:
    """Print how many false premises were corrected from the right provision, and how many true ones were denied."""
    asked = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    given = [json.loads(line) for line in run.read_text("utf-8").splitlines()]
    pairs = list(zip(asked, given, strict=True))
    for half in ("first", "seen", "unseen"):
        print(half, figures([pair for pair in pairs if pair[0].get("half", "first") == half]), sep=": ")
    print("all", figures(pairs), sep=": ")
    for asked_of, answer in pairs if faults else ():
        if asked_of.get("half") != "unseen" and not right((asked_of, answer)):
            print(asked_of["qid"], asked_of["query"], answer["verdict"], answer.get("headline"), sep=" | ")


def figures(pairs: Sequence[Asked]) -> str:
    """The two counts in words."""
    false = [right(pair) for pair in pairs if pair[0]["expect"] == "correct"]
    true = [right(pair) for pair in pairs if pair[0]["expect"] != "correct"]
    return f"false premises corrected {sum(false)} of {len(false)}; true ones denied {true.count(False)} of {len(true)}"


def right(pair: Asked) -> bool:
    """True where a false premise is corrected from the right provision, or a true one is not denied."""
    asked, given = pair
    corrected = given["verdict"] == "premise-wrong"
    if asked["expect"] != "correct":
        return not corrected
    return corrected and given["statements"][0]["ids"][0].startswith(tuple(asked["qrels"]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--faults" in sys.argv)
