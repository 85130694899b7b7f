"""Which format a file has, told by its content and never by its name, and the reader for it."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

from kb.errors import UnreadableFile
from kb.model import Document, Format
from kb.readers.decode import REMEDY, decode

_HEAD = 8192
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = (
    (_OLE, "this is an old Word or Office file", "save it as DOCX or PDF"),
    (b"{\\rtf", "this is a Rich Text file", "save it as DOCX or PDF"),
    (b"\x89PNG", "this is an image", "run text recognition on it first"),
    (b"\xff\xd8\xff", "this is an image", "run text recognition on it first"),
    (b"GIF8", "this is an image", "run text recognition on it first"),
    (b"II*\x00", "this is an image", "run text recognition on it first"),
    (b"MM\x00*", "this is an image", "run text recognition on it first"),
)
_BLOCK_TAG = re.compile(
    r"<(?:!doctype\s+html|html|head|body|p|div|table|tr|td|h[1-6]|ol|ul|li|article|section|main|br)\b[^<>]*>",
    re.IGNORECASE,
)
_OPENS_AS_MARKUP = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\b|\?xml\b|html\b|[a-zA-Z][\w:.-]*(?:\s[^<>]*)?>)", re.IGNORECASE | re.DOTALL
)
_MARKDOWN = re.compile(
    r"""^(?:\ {0,3}\#{1,6}\ +\S
        | \ {0,3}\#{2,6}[A-ZÀ-Þ0-9]
        | \ {0,3}(?:\*\*\S.*\S\*\*|__\S.*\S__)\s*$
        | \[\^[^\]\s]+\]:\s
        | \ {0,3}\|\s*:?-{3,}
        )""",
    re.VERBOSE | re.MULTILINE,
)
_SETEXT = re.compile(r"\A\s*\S[^\n]*\n={3,}\s*$", re.MULTILINE)
_FRONT = re.compile(r"\A---[ \t]*\n[A-Za-z_][\w-]*:")


def read(path: Path, *, ocr: bool = False) -> Document:
    """The document in this file; `ocr` allows text recognition for PDF files that need it.

    Raises UnreadableFile where there is no document or it cannot be read.
    """
    try:
        data = path.read_bytes()
    except IsADirectoryError as error:
        raise UnreadableFile(str(path), "this is a folder", "name a file") from error
    except FileNotFoundError as error:
        raise UnreadableFile(str(path), "there is no such file", "check the path") from error
    except OSError as error:
        raise UnreadableFile(
            str(path), f"the file cannot be opened ({error.strerror})", "check its permissions"
        ) from error
    return read_bytes(data, path.name, ocr=ocr)


def read_bytes(data: bytes, name: str, *, ocr: bool = False) -> Document:
    """The document in these bytes; `name` is what messages call it. Raises UnreadableFile."""
    format = detect(data, name)
    if format in ("pdf", "docx"):
        from kb.readers.worker import read_isolated

        return read_isolated(data, name, format, ocr=ocr)
    if format == "html":
        from kb.readers import html

        return html.read(data, name)
    from kb.readers import markdown, plain

    return markdown.read(data, name) if format == "markdown" else plain.read(data, name)


def detect(data: bytes, name: str) -> Format:
    """The format that the content shows. Raises UnreadableFile for an empty file and for what is no document."""
    if not data.strip(b"\x00 \t\r\n\f\xef\xbb\xbf\xff\xfe"):
        raise UnreadableFile(name, "the file is empty", "check that it was copied whole")
    for magic, problem, remedy in _FOREIGN:
        if data.startswith(magic):
            raise UnreadableFile(name, problem, remedy)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data, name)
    return _textual(decode(data, name)[0], name)


def _zipped(data: bytes, name: str) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "word/document.xml" in archive.namelist():
                return "docx"
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise UnreadableFile(name, "this archive is damaged", "copy or save the file again") from error
    raise UnreadableFile(
        name, "this is an archive without a Word document in it", "unpack it or save it as DOCX or PDF"
    )


def _textual(text: str, name: str) -> Format:
    head = text[:_HEAD]
    if is_html(head):
        return "html"
    if head.lstrip()[:1] in ("{", "[") and _is_json(text):
        raise UnreadableFile(name, "this is data (JSON), not a document", REMEDY)
    return "markdown" if is_markdown(text) else "text"


def is_html(head: str) -> bool:
    """Markup that opens the file, or several structural tags near its beginning; a stray tag above Markdown is none."""
    tags = len(_BLOCK_TAG.findall(head))
    if not tags and not head.lstrip().startswith("<?") and is_markdown(head):
        return False  # a lone tag, such as <meta>, above headings marked with #
    if _OPENS_AS_MARKUP.match(head) and not head.lstrip().startswith(("<a ", "<a>", "<http")):
        return True
    return tags >= 5


def is_markdown(text: str) -> bool:
    """Front matter, headings marked with # or underlined, bold lines, footnote definitions, tables."""
    if _FRONT.match(text) or _SETEXT.match(text[:_HEAD]):
        return True
    return _MARKDOWN.search(text[: 8 * _HEAD]) is not None


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
