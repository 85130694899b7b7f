"""A warm question against encoding it alone, and an answer against the search that feeds it, in one run.

    python benchmarks/query.py --index DIR [--questions FILE.jsonl] [--rounds 3]

The questions are those of eval/howto.jsonl unless a file with `query` lines is given. Each round times all three for
each question in turn, so that other programs disturb them alike. Printed are medians in milliseconds and their ratios.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

from kb.config import Settings
from kb.retrieval import Filters, understand
from kb.service.ask import DEPTH, ask
from kb.service.library import Library
from kb.service.search import rank

OURS = Path(__file__).resolve().parent.parent / "eval" / "howto.jsonl"


def milliseconds(work: Callable[[], object]) -> float:
    """How long a call takes."""
    started = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - started)


def main() -> None:
    """Time and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--index", type=Path)
    asked.add_argument("--questions", type=Path, default=OURS)
    asked.add_argument("--rounds", type=int, default=3)
    given = asked.parse_args()
    settings = Settings.from_environment()
    library = Library(replace(settings, index=given.index) if given.index else settings)
    questions = [json.loads(line)["query"] for line in given.questions.read_text(encoding="utf-8").splitlines()]
    no_filter = Filters()
    for question in questions[:3]:
        ask(library, question, no_filter)
    times: dict[str, list[float]] = {"encode": [], "search": [], "answer": []}
    for _ in range(given.rounds):
        for question in questions:
            subject = understand(question, library.catalogue).subject
            times["encode"].append(milliseconds(lambda text=subject: library.encoder.encode_query(text)))
            times["search"].append(milliseconds(lambda text=question: rank(library, text, DEPTH, no_filter)))
            times["answer"].append(milliseconds(lambda text=question: ask(library, text, no_filter)))
    encode, search, answer = (median(times[name]) for name in ("encode", "search", "answer"))
    print(f"{len(questions)} questions, {given.rounds} rounds, medians in ms")
    print(f"encode {encode:.2f}  search {search:.2f}  answer {answer:.2f}")
    print(f"search to encode {search / encode:.2f}  answer to search {answer / search:.2f}")


if __name__ == "__main__":
    main()
