"""How often how-to questions are answered with a right pinpoint or from the guide that says it.

kb build corpus PATH; kb batch ask eval/howto.jsonl -o OUT; python benchmarks/howto.py OUT
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

QUESTIONS = Path(__file__).resolve().parent.parent / "eval" / "howto.jsonl"
DRAWN_ON = 2  # sections that an answer draws on


def rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSONL file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def outcome(question: dict[str, Any], answer: dict[str, Any]) -> dict[str, bool]:
    """Which of the ways of being right an answer takes."""
    ids = [i for said in answer["statements"][:5] for i in said["ids"]]
    guides = [guide["id"].partition(":")[0] for guide in answer["guides"]]
    answered = answer["status"] == "answered"
    pinpoint = answered and any(i == want or i.startswith(f"{want}(") for i in ids for want in question["qrels"])
    first = answered and question["guide"] in guides[:1]
    drawn = answered and question["guide"] in guides[:DRAWN_ON]
    return {
        "answered": answered,
        "right pinpoint": pinpoint,
        "guide first": first,
        "pinpoint or guide first": pinpoint or first,
        "pinpoint or one of two guides": pinpoint or drawn,
    }


def main(run: Path) -> None:
    """Print the share of each outcome."""
    found = [outcome(question, answer) for question, answer in zip(rows(QUESTIONS), rows(run), strict=True)]
    for name in found[0]:
        print(f"{name:32} {sum(one[name] for one in found) / len(found):.3f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
