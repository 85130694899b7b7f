"""Settings, read once from the environment, and the two kinds of folder: what ships and what is the user's."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

import platformdirs

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parent


def in_checkout() -> bool:
    """True where the package runs from its source tree and not from an installed wheel."""
    return (CHECKOUT / "pyproject.toml").is_file() and (CHECKOUT / "corpus").is_dir()


def corpus_folder() -> Path:
    """The corpus that ships: in the wheel as package data, in a checkout at its top."""
    packaged = PACKAGE / "_corpus"
    return packaged if packaged.is_dir() else CHECKOUT / "corpus"


def default_index() -> Path:
    """The index of a checkout, else one in the user's data folder."""
    return CHECKOUT / "index" if in_checkout() else Path(platformdirs.user_data_dir("treaty-kb")) / "index"


def default_library() -> Path:
    """The user's documents: in a checkout a folder that git ignores, else one in the user's data folder."""
    return CHECKOUT / "library" if in_checkout() else Path(platformdirs.user_data_dir("treaty-kb")) / "library"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user can configure; `fingerprint` covers what changes the bytes of an index."""

    corpus: Path
    index: Path
    encoder: str = ""  # "": MiniLM with our tuned layers, "untuned": without; else a sentence-transformers path or name
    encoder_dtype: str = "auto"  # auto, float32, bfloat16
    encoder_online: bool = False  # True lets sentence-transformers fetch a named model
    library: Path = field(default_factory=default_library)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read KB_INDEX, KB_CORPUS, KB_LIBRARY, KB_ENCODER, KB_ENCODER_DTYPE, KB_ENCODER_ONLINE."""
        env = os.environ if environment is None else environment
        return cls(
            corpus=Path(env["KB_CORPUS"]) if env.get("KB_CORPUS") else corpus_folder(),
            index=Path(env["KB_INDEX"]) if env.get("KB_INDEX") else default_index(),
            encoder=env.get("KB_ENCODER", ""),
            encoder_dtype=env.get("KB_ENCODER_DTYPE", "auto"),
            encoder_online=env.get("KB_ENCODER_ONLINE", "") == "1",
            library=Path(env["KB_LIBRARY"]) if env.get("KB_LIBRARY") else default_library(),
        )

    def fingerprint(self) -> str:
        """SHA-256 of the settings that decide what an index holds; folders are left out."""
        decisive = {k: v for k, v in asdict(self).items() if k in ("encoder", "encoder_dtype")}
        return hashlib.sha256(json.dumps(decisive, sort_keys=True).encode()).hexdigest()
