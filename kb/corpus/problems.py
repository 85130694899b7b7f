"""What is wrong in a file of the corpus, where, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

from kb.errors import CorpusError


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault at one place; `line` counts from 1, `id` is "" where no provision is concerned."""

    file: str
    line: int
    id: str
    problem: str
    remedy: str

    def error(self) -> CorpusError:
        """The same as an error to raise."""
        return CorpusError(f"{self.file}:{self.line}", self.problem, self.remedy)
