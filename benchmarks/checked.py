"""Whether answers quote word for word and whole: a second reader over questions of the digests.

kb corpus export | python benchmarks/checked.py ask 5000 > ASKED; kb batch ask ASKED -o OUT --index DIR
python benchmarks/checked.py read OUT --index DIR

The index holds authentic texts (`kb build PATH`): digests alone have no words to quote.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kb.indexes.store import open_index  # noqa: E402
from tests.answer.checker import faults  # noqa: E402

SEED = 11


def asked(count: int) -> None:
    """Print so many questions of the digests, always the same ones, as lines for `kb batch ask`."""
    questions = [question for line in sys.stdin for question in json.loads(line).get("questions", ())]
    for number, question in enumerate(random.Random(SEED).sample(questions, count)):
        print(json.dumps({"qid": f"d{number:04}", "query": question}, ensure_ascii=False))


def read(run: Path, index: Path) -> int:
    """Print how many answers and quotes are whole and what is wrong with the others; 1 where something is."""
    units = {name: entry.unit for name, entry in open_index(index).entries.items()}
    given = [json.loads(line) for line in run.read_text("utf-8").splitlines()]
    answers = [row for row in given if row.get("statements")]
    wrong = {row["qid"]: found for row in answers if (found := faults(row, units))}
    quotes = sum(len(said["quotes"]) for row in answers for said in [*row["statements"], *row.get("leans_on", ())])
    print(f"{len(given)} questions, {len(answers)} with statements, {quotes} quotes, {len(wrong)} answers with a fault")
    print("status", dict(Counter(row.get("status", "error") for row in given)))
    print("verdict", dict(Counter(str(row.get("verdict")) for row in given)))
    for qid, found in wrong.items():
        print(qid, *found, sep="\n  ")
    return int(bool(wrong))


def main() -> int:
    """Sample questions, or read what was answered."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("ask").add_argument("count", type=int)
    reader = commands.add_parser("read")
    reader.add_argument("run", type=Path)
    reader.add_argument("--index", type=Path, required=True)
    given = parser.parse_args()
    if given.command == "ask":
        asked(given.count)
        return 0
    return read(given.run, given.index)


if __name__ == "__main__":
    sys.exit(main())
