"""The picture of one page of a PDF file, drawn in a process of its own with the worker's limits."""

from __future__ import annotations

import ctypes
import json
import struct
import sys
import zlib
from dataclasses import dataclass

import pypdfium2  # type: ignore[import-untyped]

from kb.errors import UnreadableFile
from kb.readers.worker import Limits, cause, limit, run_child

WIDTH = 1240  # pixels: a page of A4 at 150 dots an inch
_MOST_PIXELS = 12_000_000
_HEAD = struct.Struct(">dd")  # width and height of the page in points


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as it is shown, with its size in points."""

    png: bytes
    width: float
    height: float


def picture(data: bytes, name: str, page: int, limits: Limits | None = None) -> Picture:
    """The page with this number, from 1. Raises UnreadableFile where it cannot be drawn."""
    limits = limits or Limits(wall=20.0, cpu=15)
    out, status = run_child("kb.readers.picture", (str(page),), data, limits)
    if status != 0 or len(out) <= _HEAD.size:
        reason = cause(status, limits) if status else f"it has no page {page}"
        raise UnreadableFile(name, f"page {page} cannot be drawn: {reason}", "open the file in another program")
    width, height = _HEAD.unpack_from(out)
    return Picture(out[_HEAD.size :], width, height)


# ── the child ────────────────────────────────────────────────────────────────────────────────────────────────────


def draw(data: bytes, page: int) -> bytes:
    """Size and picture of a page, one after the other; nothing where there is no such page."""
    document = pypdfium2.PdfDocument(data)
    if not 1 <= page <= len(document):
        return b""
    leaf = document[page - 1]
    width, height = leaf.get_size()
    scale = min(WIDTH / max(width, 1.0), (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
    bitmap = leaf.render(scale=scale, grayscale=True)
    raw = ctypes.string_at(bitmap.buffer, bitmap.stride * bitmap.height)
    rows = (raw[at : at + bitmap.width] for at in range(0, len(raw), bitmap.stride))
    return _HEAD.pack(width, height) + _png(bitmap.width, bitmap.height, b"".join(b"\x00" + row for row in rows))


def _png(width: int, height: int, rows: bytes) -> bytes:
    """Shades of grey as PNG; each row begins with its filter, which is none."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(rows, 6)
    return b"\x89PNG\r\n\x1a\n" + _piece(b"IHDR", header) + _piece(b"IDAT", body) + _piece(b"IEND", b"")


def _piece(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def main(arguments: list[str]) -> int:
    """The child's work: limits first, then the file from standard input, then the picture."""
    page, record = arguments
    limit(Limits(**json.loads(record)))
    sys.stdout.buffer.write(draw(sys.stdin.buffer.read(), int(page)))
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
