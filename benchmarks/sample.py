"""What all benchmarks share: the texts that they run on and a line on the machine that they ran on."""

from __future__ import annotations

import json
import os
import platform
import re
import sys
from importlib.metadata import version
from pathlib import Path

from kb.config import corpus_folder
from kb.corpus.folder import load_digests

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("torch", "sentence-transformers", "faiss-cpu", "bm25s", "numpy")


def provisions() -> list[tuple[str, str]]:
    """Ids and texts: of the reference treaties where KB_SHARED or ../shared has them, else of the digests that ship."""
    path = Path(os.environ.get("KB_SHARED", ROOT.parent / "shared")) / "treaties" / "provisions.json"
    if path.is_file():
        units = json.loads(path.read_text(encoding="utf-8"))
        return [(unit["id"], unit["text"]) for unit in units if unit["text"]]
    return [(digest.id, digest.digest) for digest in load_digests(corpus_folder()).values()]


def machine() -> str:
    """Processor, cores, whether it multiplies bfloat16, versions, and the command."""
    info = Path("/proc/cpuinfo").read_text(encoding="utf-8") if Path("/proc/cpuinfo").is_file() else ""
    name = re.search(r"model name\s*: (.+)", info)
    short = sorted(set(re.findall(r"avx512_bf16|amx_bf16", info))) or ["no bfloat16"]
    versions = ", ".join(f"{package} {version(package)}" for package in PACKAGES)
    command = " ".join(["python", *sys.argv])
    return (
        f"{name.group(1) if name else platform.processor()}, {os.cpu_count()} cores, {' '.join(short)}\n"
        f"Python {platform.python_version()}, {versions}\n$ {command}"
    )
