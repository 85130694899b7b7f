"""Files that are whole or absent and that only their owner can read."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kb.durable import sync_folder
from kb.errors import LibraryFailure


def make_folder(folder: Path) -> None:
    """A folder that only its owner can enter, with the folders above it."""
    for one in [*reversed(folder.parents), folder]:
        if not one.exists():
            one.mkdir(mode=0o700, exist_ok=True)


def open_private(path: Path, *, append: bool) -> BinaryIO:
    """A file to write that only its owner can read."""
    flags = os.O_WRONLY | os.O_CREAT | (os.O_APPEND if append else os.O_TRUNC)
    return os.fdopen(os.open(path, flags, 0o600), "ab" if append else "wb")


def replace_file(path: Path, data: bytes) -> None:
    """Write beside it, bring it to disk, put it in its place in one step."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.draft")
    try:
        with open_private(draft, append=False) as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def remove(path: Path) -> None:
    """Take a file away if it is there."""
    path.unlink(missing_ok=True)


@contextmanager
def on_disk(folder: Path) -> Iterator[None]:
    """What the system says about the disk, as an error that a person can act on."""
    try:
        yield
    except OSError as reason:
        said = (reason.strerror or str(reason)).lower()
        raise LibraryFailure(str(folder), f"the library cannot be written ({said})", "check space and rights") from None
