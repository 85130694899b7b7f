"""Errors that a person can act on.

KbError                      subject, problem, remedy; exit code 1 unless a family says otherwise
├── UsageError         (2)   the command was asked for something it does not offer
├── InputError         (3)   a file or a value from outside is unusable
│   ├── UnreadableFile       this file cannot be read as a document
│   ├── CorpusError          a file of the corpus breaks its own format (file and line)
│   ├── UnknownProvision     an id that no instrument of the library has
│   ├── EncoderError         the encoder's files are missing or are not what they claim to be
│   ├── LibraryFailure       the user's library cannot be written, or lacks what was named
│   │   └── DocumentDamaged  a stored document is gone or its bytes have changed
│   └── FetchFailed          no official address gave the text
└── IndexFailure       (4)   there is no usable index
    ├── IndexMissing         nothing has been built there
    ├── IndexDamaged         a file is gone or its bytes have changed
    └── IndexBusy            another process is writing there
"""

from __future__ import annotations

from typing import ClassVar


class KbError(Exception):
    """An error with its subject (file, place, id), what is wrong, and what to do about it."""

    exit_code: ClassVar[int] = 1

    def __init__(self, subject: str, problem: str, remedy: str = "") -> None:
        self.subject = subject
        self.problem = problem
        self.remedy = remedy
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        """One sentence for people: subject, problem, remedy."""
        said = f"{self.subject}: {self.problem}" if self.subject else self.problem
        return f"{said}; {self.remedy}." if self.remedy else f"{said}."

    def __reduce__(self) -> tuple[type[KbError], tuple[str, str, str]]:
        return type(self), (self.subject, self.problem, self.remedy)


class UsageError(KbError):
    """The command was asked for something that it does not offer."""

    exit_code = 2


class InputError(KbError):
    """A file or a value from outside is unusable."""

    exit_code = 3


class UnreadableFile(InputError):
    """This file cannot be read as a document."""


class CorpusError(InputError):
    """A file of the corpus breaks its own format; the subject is `file:line`."""


class UnknownProvision(InputError):
    """An id that no instrument of the library has."""


class EncoderError(InputError):
    """The encoder's files are missing or are not what they claim to be."""


class LibraryFailure(InputError):
    """The user's library cannot be written, or does not hold what was named."""


class DocumentDamaged(LibraryFailure):
    """A stored document is gone or its bytes have changed."""


class FetchFailed(InputError):
    """No official address gave the text."""


class IndexFailure(KbError):
    """There is no usable index."""

    exit_code = 4


class IndexMissing(IndexFailure):
    """Nothing has been built at this place."""


class IndexDamaged(IndexFailure):
    """A file of the index is gone or its bytes have changed."""


class IndexBusy(IndexFailure):
    """Another process is writing this index."""
