"""Progress on standard error, with rate and time left."""

from __future__ import annotations

import sys
from types import TracebackType

from tqdm import tqdm


class Progress:
    """Call it with (stage, done, total); a new stage closes the bar of the one before."""

    def __init__(self) -> None:
        self._bar: tqdm | None = None
        self._stage = ""

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._close()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show that `done` of `total` things of this stage are done."""
        if stage != self._stage:
            self._close()
            self._bar = tqdm(total=total, desc=stage, file=sys.stderr, mininterval=0.5, disable=None, leave=False)
            self._stage = stage
        if self._bar is not None:
            self._bar.total = total
            self._bar.update(done - self._bar.n)

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
        self._bar, self._stage = None, ""
