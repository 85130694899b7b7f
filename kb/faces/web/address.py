"""The address of a page: which question is asked and which provision lies open. Every link is one of these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

LONGEST_QUESTION = 1000  # characters


@dataclass(frozen=True, slots=True)
class Address:
    """`?q=` the question, `&at=` the provision that is open beside its answer."""

    question: str = ""
    at: str = ""

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> Address:
        """What an address bar says; unknown parameters are passed over and a question is cut at its longest."""
        return cls(parameters.get("q", "").strip()[:LONGEST_QUESTION], parameters.get("at", "").strip()[:200])

    @classmethod
    def of_link(cls, link: str) -> Address:
        """What a link of ours leads to."""
        return cls.of(dict(parse_qsl(link.removeprefix("?"))))

    def parameters(self) -> dict[str, str]:
        """The address as parameters, empty ones left out."""
        return {key: value for key, value in (("q", self.question), ("at", self.at)) if value}

    def link(self) -> str:
        """The address as a link within this page."""
        return "?" + urlencode(self.parameters())

    def opening(self, provision: str) -> str:
        """A link to a provision that keeps the question."""
        return replace(self, at=provision).link()
