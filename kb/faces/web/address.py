"""The address of a page: what is asked or read, and which provision lies open beside it. Every link is one of these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args
from urllib.parse import parse_qsl, urlencode

LONGEST_QUESTION = 1000  # characters
LONGEST_NAME = 200

View = Literal["ask", "search", "read", "concepts", "guides", "library"]
VIEWS: tuple[View, ...] = get_args(View)


@dataclass(frozen=True, slots=True)
class Address:
    """`?q=` the question, `&more=all` for everything that bears on it, `&at=` the provision that is open beside it,
    `&view=` the page, `&on=` what is read there.
    """

    question: str = ""
    at: str = ""
    view: View = "ask"
    on: str = ""  # an instrument, an article, a concept or a guide
    facsimile: bool = False  # the open provision as a picture of its page
    more: bool = False  # the long answer

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> Address:
        """What an address bar says; what is unknown is passed over and a question is cut at its longest."""
        said = parameters.get("view", "")
        return cls(
            parameters.get("q", "").strip()[:LONGEST_QUESTION],
            parameters.get("at", "").strip()[:LONGEST_NAME],
            next((view for view in VIEWS if view == said), "ask"),
            parameters.get("on", "").strip()[:LONGEST_NAME],
            parameters.get("page") == "picture",
            parameters.get("more") == "all",
        )

    @classmethod
    def of_link(cls, link: str) -> Address:
        """What a link of ours leads to."""
        return cls.of(dict(parse_qsl(link.removeprefix("?"))))

    def parameters(self) -> dict[str, str]:
        """The address as parameters, empty ones left out."""
        given = {
            "view": self.view if self.view != "ask" else "",
            "on": self.on,
            "q": self.question,
            "more": "all" if self.more else "",
            "at": self.at,
            "page": "picture" if self.facsimile else "",
        }
        return {key: value for key, value in given.items() if value}

    def link(self) -> str:
        """The address as a link within this page."""
        return "?" + urlencode(self.parameters())

    def opening(self, provision: str) -> str:
        """A link to a provision that keeps the page."""
        return replace(self, at=provision, facsimile=False).link()

    def pictured(self) -> str:
        """A link to the picture of the page on which the open provision stands."""
        return replace(self, facsimile=True).link()

    def closing(self) -> str:
        """A link to the same page with nothing open beside it."""
        return replace(self, at="", facsimile=False).link()


def asking(question: str) -> str:
    """A link that asks."""
    return Address(question).link()


def reading(place: str) -> str:
    """A link to the pages of an instrument or to one article of it."""
    return Address(view="read", on=place).link()


def concept(name: str) -> str:
    """A link to a concept."""
    return Address(view="concepts", on=name).link()


def guide(name: str) -> str:
    """A link to a guide."""
    return Address(view="guides", on=name).link()
