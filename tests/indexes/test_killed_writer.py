"""A writer that is killed at any moment leaves the index before or the index after, never anything else."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.indexes import store

TRIALS = 30
WRITER = """
import sys
from pathlib import Path
from conftest import make_payload
from kb.indexes.store import write
print("ready", flush=True)
turn = 0
while True:
    turn += 1
    write(Path(sys.argv[1]), make_payload([f"Ladder {turn} of many." for _ in range(1 + turn % 40)]))
"""


def kill_after(folder: Path, seconds: float) -> None:
    """Start a writer that rewrites the index without end, and kill it so many seconds after its first breath."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    command = [sys.executable, "-c", WRITER, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline().strip() == b"ready"
        time.sleep(seconds)
        writer.send_signal(signal.SIGKILL)


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="kills with a POSIX signal")
def test_a_killed_writer_leaves_a_usable_index(tmp_path: Path, payload: Callable[..., store.IndexPayload]) -> None:
    store.write(tmp_path, payload(["Ladder 0 of many."]))
    moments = random.Random(5)
    for _ in range(TRIALS):
        kill_after(tmp_path, moments.uniform(0, 0.08))
        found = store.open_index(tmp_path)
        assert len(found.entries) == len(found.chunks) == len(found.dense) == found.manifest.counts["entries"]
        assert len({entry.unit.text for entry in found.entries.values()}) == 1
    store.write(tmp_path, payload(["Ladder 0 of many."]))
    assert len(list((tmp_path / store.GENERATIONS).iterdir())) == 1
