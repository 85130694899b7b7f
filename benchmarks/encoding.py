"""Texts a second: our encoder beside `SentenceTransformer.encode` with its defaults, in interleaved rounds."""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from dataclasses import replace
from statistics import median

import numpy as np
from sample import machine, provisions
from sentence_transformers import SentenceTransformer

from kb.config import Settings
from kb.encoders import Encoder, find_model, load_encoder

Encode = Callable[[list[str]], np.ndarray]


def main() -> None:
    """Print the rates, their ratio and the cosines to 32 bits."""
    wanted = arguments()
    settings = Settings.from_environment({})
    ours = load_encoder(settings)
    exact = load_encoder(replace(settings, encoder_dtype="float32"))
    texts = chunks(ours, wanted.texts)
    stock = SentenceTransformer(str(find_model(settings).folder), device="cpu", local_files_only=True)
    runs: dict[str, Encode] = {"stock": stock.encode, "ours": ours.encode, "ours, float32": exact.encode}
    print(
        machine(), f"\n{len(texts)} texts, {wanted.rounds} rounds; number type: {ours.fingerprint.rpartition('/')[2]}"
    )
    rates, vectors = interleaved(runs, texts, wanted.rounds)
    report(rates, vectors)
    print(query_line(ours))


def arguments() -> argparse.Namespace:
    """How many texts and rounds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=1000, help="texts drawn from all (default 1000)")
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args()


def chunks(encoder: Encoder, count: int) -> list[str]:
    """A fixed draw of texts, cut to the window so that both sides do the same work."""
    texts = [text for _, text in provisions()]
    drawn = random.Random(7).sample(texts, min(count, len(texts)))
    return [span.of(text) for text in drawn for span in encoder.pieces(text)][:count]


def interleaved(
    runs: dict[str, Encode], texts: list[str], rounds: int
) -> tuple[dict[str, list[float]], dict[str, np.ndarray]]:
    """Texts a second for each run and round, after one warm-up that is not counted."""
    vectors = {name: run(texts) for name, run in runs.items()}
    rates: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            start = time.perf_counter()
            run(texts)
            rates[name].append(len(texts) / (time.perf_counter() - start))
    return rates, vectors


def report(rates: dict[str, list[float]], vectors: dict[str, np.ndarray]) -> None:
    """One line a run."""
    base = median(rates["stock"])
    for name, found in rates.items():
        cosines = (vectors[name] * vectors["stock"]).sum(axis=1)
        rounds = " ".join(f"{rate:.0f}" for rate in found)
        print(
            f"{name:14} median {median(found):6.1f} texts/s ({median(found) / base:.2f} x stock; rounds {rounds}); "
            f"cosine to stock min {cosines.min():.5f} mean {cosines.mean():.5f}"
        )


def query_line(encoder: Encoder) -> str:
    """The time of one warm question."""
    question = "May a State refuse extradition where the offence carries the death penalty?"
    times = []
    for _ in range(31):
        start = time.perf_counter()
        encoder.encode_query(question)
        times.append(time.perf_counter() - start)
    return f"one question, warm, without torch: median {1000 * median(times):.1f} ms"


if __name__ == "__main__":
    main()
