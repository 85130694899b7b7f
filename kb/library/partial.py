"""A download on its way: bytes so far and what they are the beginning of, so that it can go on where it broke off."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kb.library.disk import make_folder, open_private, remove, replace_file


@dataclass(frozen=True, slots=True)
class Mark:
    """What a server says to tell one state of a file from another; `tag` or `date` is empty where it says nothing."""

    tag: str = ""  # a strong ETag
    date: str = ""  # Last-Modified

    @property
    def condition(self) -> str:
        """What If-Range takes: the tag, else the date."""
        return self.tag or self.date


class Partial:
    """The beginning of one address's file. Nobody takes it for a document: it lies in a folder of its own."""

    def __init__(self, folder: Path, url: str) -> None:
        name = hashlib.sha256(url.encode()).hexdigest()[:24]
        self._url = url
        self._data = folder / f"{name}.part"
        self._note = folder / f"{name}.json"

    @property
    def size(self) -> int:
        """How many bytes are at hand."""
        try:
            return self._data.stat().st_size
        except OSError:
            return 0

    def mark(self) -> Mark:
        """What the bytes at hand are the beginning of; an empty mark where nothing could be compared."""
        try:
            note = json.loads(self._note.read_text("utf-8"))
            return Mark(note["tag"], note["date"]) if note["url"] == self._url else Mark()
        except (OSError, ValueError, KeyError, TypeError):
            return Mark()

    def begin(self, mark: Mark) -> BinaryIO:
        """Start anew, with the mark on disk before the first byte."""
        make_folder(self._data.parent)
        remove(self._data)
        replace_file(self._note, json.dumps({"url": self._url, "tag": mark.tag, "date": mark.date}).encode())
        return open_private(self._data, append=False)

    def go_on(self) -> BinaryIO:
        """Append to what is at hand."""
        return open_private(self._data, append=True)

    def data(self) -> bytes:
        """All bytes at hand."""
        return self._data.read_bytes()

    def discard(self) -> None:
        """Leave nothing."""
        remove(self._data)
        remove(self._note)
