"""Pages a second of the PDF reader beside plain pypdf text extraction, on the same files in one run.

Also what a grammar of provisions makes of either text: numbered paragraphs that come out exactly as the truth has them.
Reads the treaties laid out in one and two columns under KB_SHARED (default ../shared), in formats/public.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from pypdf import PdfReader
from sample import machine

from kb.model import Document
from kb.provisions import parse, units
from kb.readers import pdf, read_bytes

SHARED = Path(os.environ.get("KB_SHARED", Path(__file__).resolve().parent.parent.parent / "shared"))


def pypdf_text(data: bytes, name: str) -> Document:
    """pypdf's own text of each page, read on as plain text."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
    return read_bytes("\f".join(pages).encode(), name.replace(".pdf", ".txt"))


def letters_only(text: str) -> str:
    """What is compared: letters and digits, so that white space and kinds of quotes do not count."""
    return re.sub(r"\W+", "", text).lower()


def exact_share(document: Document, truth: Path) -> float:
    """Share of the true paragraphs whose words come out as one unit, label left out."""
    law = {one["id"]: one["text"] for one in json.loads((SHARED / "treaties" / "provisions.json").read_text("utf-8"))}
    slug = truth.parent.name
    got = {unit.id: unit.text for unit in units(parse(document, slug, ""))}
    mine = {i: letters_only(text) for i, text in law.items() if i.startswith(f"{slug}:")}
    return sum(letters_only(got.get(i, "")).endswith(text) and bool(text) for i, text in mine.items()) / len(mine)


def seconds(read: Callable[[bytes, str], Document], data: bytes) -> float:
    """How long one reading takes."""
    started = time.perf_counter()
    read(data, "x.pdf")
    return time.perf_counter() - started


def main() -> None:
    """Read every file with each reader, round by round, and print rates and exactness."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=3)
    rounds = options.parse_args().rounds
    print(machine())
    readers = {"plain pypdf": pypdf_text, "ours": pdf.read}
    for shape in ("single.pdf", "twocol.pdf"):
        files = {path: path.read_bytes() for path in sorted((SHARED / "formats" / "public").glob(f"*/{shape}"))}
        pages = sum(len(PdfReader(io.BytesIO(data)).pages) for data in files.values())
        took: dict[str, list[float]] = {name: [] for name in readers}
        for _ in range(rounds):
            for name, read in readers.items():
                took[name].append(sum(seconds(read, data) for data in files.values()))
        for name, read in readers.items():
            exact = statistics.mean(exact_share(read(data, path.name), path) for path, data in files.items())
            rate = pages / statistics.median(took[name])
            print(
                f"{shape:12} {name:12} {pages} pages, median {rate:6.1f} pages/s, paragraphs exact {100 * exact:5.1f} %"
            )


if __name__ == "__main__":
    main()
