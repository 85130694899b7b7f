"""Text recognition with a program of the user's own: ocrmypdf, else tesseract on rendered pages. Nothing is installed.

Runs inside the worker's limits; the result is a PDF with a text layer that the PDF reader then reads like any other.
"""

from __future__ import annotations

import ctypes
import io
import math
import os
import shutil
import subprocess
from collections.abc import Sequence

import pypdfium2  # type: ignore[import-untyped]

PROGRAMS = ("ocrmypdf", "tesseract")
PAGE_SECONDS = 60  # for one page
_DOTS = 300  # an inch
_MOST_PIXELS = 40_000_000  # on one page
_QUIET = ("--quiet", "--output-type", "pdf", "--optimize", "0", "--force-ocr")


def program() -> str | None:
    """The first of the known programs that is on the PATH."""
    return next((name for name in PROGRAMS if shutil.which(name)), None)


def with_text_layer(data: bytes, name: str) -> bytes | None:
    """The same pages as a PDF with recognised text; None where the program fails or takes too long."""
    if name == "ocrmypdf":
        limit = ("--tesseract-timeout", str(PAGE_SECONDS))
        return _output(["ocrmypdf", *_QUIET, *limit, "-", "-"], data, None)  # the worker's own clock ends it
    return _by_page(data)


def _output(command: Sequence[str], data: bytes, seconds: float | None) -> bytes | None:
    try:
        done = subprocess.run(
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},  # threads of tesseract's own make it slower
        )
    except (subprocess.TimeoutExpired, OSError):
        return None
    return done.stdout if done.returncode == 0 and done.stdout.startswith(b"%PDF-") else None


def _by_page(data: bytes) -> bytes | None:
    """Each page rendered, recognised and put together again; a page that fails stays blank."""
    source, target = pypdfium2.PdfDocument(data), pypdfium2.PdfDocument.new()
    found = 0
    for at in range(len(source)):
        page = source[at]
        layer = _layer(page)
        if layer is None:
            target.new_page(*page.get_size())
        else:
            target.import_pages(pypdfium2.PdfDocument(layer))
            found += 1
        page.close()
    out = io.BytesIO()
    target.save(out)
    return out.getvalue() if found else None


def _layer(page: pypdfium2.PdfPage) -> bytes | None:
    """One page's recognised text, without the picture."""
    width, height = page.get_size()
    scale = min(_DOTS / 72, math.sqrt(_MOST_PIXELS / max(width * height, 1.0)))
    options = ("--dpi", str(round(72 * scale)), "-c", "textonly_pdf=1")
    return _output(["tesseract", "stdin", "stdout", *options, "pdf"], _picture(page, scale), PAGE_SECONDS)


def _picture(page: pypdfium2.PdfPage, scale: float) -> bytes:
    """The page in shades of grey, as a portable graymap."""
    bitmap = page.render(scale=scale, grayscale=True)
    raw = ctypes.string_at(bitmap.buffer, bitmap.stride * bitmap.height)
    rows = (raw[at : at + bitmap.width] for at in range(0, len(raw), bitmap.stride))
    return b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + b"".join(rows)
