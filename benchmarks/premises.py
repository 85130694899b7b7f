"""How often a false premise is corrected, and a true one left alone.

kb batch ask eval/premises.jsonl -o OUT; python benchmarks/premises.py OUT
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

QUESTIONS = Path(__file__).resolve().parent.parent / "eval" / "premises.jsonl"


def main(run: Path) -> None:
    """Print how many false premises were corrected from the right provision, and how many true ones were denied."""
    asked = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    given = [json.loads(line) for line in run.read_text("utf-8").splitlines()]
    false = [(q, a) for q, a in zip(asked, given, strict=True) if q["expect"] == "correct"]
    true = [a for q, a in zip(asked, given, strict=True) if q["expect"] != "correct"]
    right = sum(a["verdict"] == "premise-wrong" and a["statements"][0]["ids"][0].startswith(tuple(q["qrels"]))
                for q, a in false)  # fmt: skip
    alarms = sum(a["verdict"] == "premise-wrong" for a in true)
    print(f"false premises corrected {right} of {len(false)}; true premises denied {alarms} of {len(true)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
