"""Bytes to characters: byte order marks, UTF-8, UTF-16 without a mark, single-byte Western encodings."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from kb.errors import UnreadableFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 65_536
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
REMEDY = "save it as UTF-8 text, PDF, DOCX, HTML or Markdown"


def decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The text with `\\n` line ends, and warnings about a guessed encoding. Raises UnreadableFile for no text."""
    text, warnings = _decoded(data)
    if text is None or _is_binary(text):
        raise UnreadableFile(name, "this is neither text nor a document format that can be read", REMEDY)
    return text.replace("\r\n", "\n").replace("\r", "\n"), warnings


def _decoded(data: bytes) -> tuple[str | None, tuple[str, ...]]:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None) or _wide(data[:_SAMPLE])
    if encoding:
        return _strictly(data, encoding), ()
    text = _strictly(data, "utf-8")
    return (text, ()) if text is not None else _western(data)


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a byte order mark: every second byte of Western text is zero."""
    if len(sample) < 4:
        return None
    half = len(sample) // 2
    even, odd = sample[::2].count(0) / half, sample[1::2].count(0) / half
    if odd > 0.5 and even < 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > 0.5 and odd < 0.1 else None


def _western(data: bytes) -> tuple[str | None, tuple[str, ...]]:
    """Not Unicode: Windows-1252 unless the bytes speak clearly for something else."""
    encoding = "cp1252"
    text = _strictly(data, encoding)
    if text is None:
        best = from_bytes(data[:_SAMPLE]).best()
        encoding = best.encoding if best else "latin-1"
        text = _strictly(data, encoding)
    return text, (f"the file states no encoding; read as {encoding}",)


def _is_binary(text: str) -> bool:
    sample = text[:_SAMPLE]
    return len(_CONTROL.findall(sample)) > max(2, len(sample) // 200)
