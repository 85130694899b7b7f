"""Kill -9 a writer at random moments, many times, and count the indexes that do not open afterwards."""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from sample import machine

from kb.errors import KbError
from kb.indexes.store import IndexPayload, open_index, write
from kb.model import Chunk, Entry, Span, Unit, Version


def main() -> None:
    """Fork, kill, open; exit status 1 where an index was unusable."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=1000)
    trials = parser.parse_args().trials
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        unusable, moved = run(Path(folder), trials)
    print(f"{trials} killed writers: {unusable} unusable indexes; in {moved} trials the index had moved on")
    sys.exit(1 if unusable else 0)


def run(folder: Path, trials: int) -> tuple[int, int]:
    """How many indexes were unusable, and in how many trials a new generation had been finished."""
    longest = 2 * time_of_one_write(folder)
    moments, unusable, moved = random.Random(11), 0, 0
    before = open_index(folder).manifest.generation
    for _ in range(trials):
        kill_after(folder, moments.uniform(0, longest))
        try:
            found = open_index(folder)
        except KbError as reason:
            print(reason)
            unusable += 1
            write(folder, payload(0))
            continue
        whole = len(found.entries) == len(found.dense) == found.manifest.counts["entries"]
        unusable += not whole
        moved += found.manifest.generation != before
        before = found.manifest.generation
    return unusable, moved


def time_of_one_write(folder: Path) -> float:
    """Seconds, so that the kills fall into every phase of a write."""
    write(folder, payload(0))
    start = time.perf_counter()
    for turn in range(5):
        write(folder, payload(turn))
    return (time.perf_counter() - start) / 5


def kill_after(folder: Path, seconds: float) -> None:
    """A child rewrites the index without end until it is killed."""
    child = os.fork()
    if child == 0:
        turn = 0
        while True:
            turn += 1
            write(folder, payload(turn))
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def payload(turn: int) -> IndexPayload:
    """An index of another size each turn."""
    texts = [f"Ladder {number} of turn {turn}." for number in range(1 + turn % 50)]
    units = [
        Unit(f"ladders:{n}", "ladders", str(n), "", "", (), t, Span(0, len(t)), "article") for n, t in enumerate(texts)
    ]
    return IndexPayload(
        entries=[Entry(unit, True, Version("as adopted"), "ladders.md") for unit in units],
        chunks=[Chunk(unit.id, "text", unit.text) for unit in units],
        vectors=np.ones((len(units), 384), dtype=np.float32),
        lexical={"text": [text.split() for text in texts]},
    )


if __name__ == "__main__":
    main()
