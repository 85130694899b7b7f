"""What to try next for one text: outcomes so far in, one intent out (pure)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

Kind = Literal[
    "received",  # whole, and what was looked for
    "unsuitable",  # something else than the text
    "unresolved",  # the host's name leads nowhere
    "unreachable",  # no connection
    "cut",  # the connection ended early
    "slow",  # the time for one file ran out
    "busy",  # 429, 503 and other passing errors of the server
    "refused",  # 4xx and everything else that will not pass
    "elsewhere",  # a redirect that is not followed
    "forbidden",  # the address may not be asked
    "too large",
    "untrusted",  # the server's certificate does not hold
]
PASSING: frozenset[Kind] = frozenset({"unreachable", "cut", "slow", "busy"})


@dataclass(frozen=True, slots=True)
class Rules:
    """How patient and how polite: seconds, and bytes of one file."""

    tries: int = 4  # of one address
    tries_to_connect: int = 2
    first_wait: float = 2.0
    longest_wait: float = 60.0
    pause: float = 1.0  # between two requests to one host
    connect_time: float = 8.0
    silence: float = 20.0  # longest pause within an answer
    file_time: float = 180.0
    text_time: float = 420.0  # for all addresses of one text
    largest: int = 60_000_000
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one request led to."""

    address: int  # its place among the addresses of the text
    kind: Kind
    said: str = ""
    wait: float | None = None  # what the server asked for
    progress: bool = False  # more of the file is at hand than before


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask this address, after so many seconds."""

    address: int
    wait: float


@dataclass(frozen=True, slots=True)
class Done:
    """The text is at hand."""

    address: int


@dataclass(frozen=True, slots=True)
class GiveUp:
    """No address gave the text: the reason for each, in order."""

    reasons: tuple[str, ...]


Intent = Ask | Done | GiveUp


def decide(
    addresses: Sequence[str], trail: Sequence[Outcome], rules: Rules, spent: float, lost: Collection[str] = ()
) -> Intent:
    """The next step. `spent` is the time that this text took so far; `lost` are hosts that cannot be reached."""
    reasons: list[str] = []
    for place, url in enumerate(addresses):
        tried = [outcome for outcome in trail if outcome.address == place]
        if tried and tried[-1].kind == "received":
            return Done(place)
        if not tried and urlsplit(url).hostname in lost:
            reasons.append(f"{urlsplit(url).hostname} could not be reached")
            continue
        wait = _patience(tried, rules)
        if wait is not None and spent + wait < rules.text_time:
            return Ask(place, wait)
        if wait is not None:
            reasons.append(_said(tried) or f"no time was left after {rules.text_time:.0f} seconds")
            continue
        reasons.append(_said(tried))
    return GiveUp(tuple(dict.fromkeys(reasons)))


def _patience(tried: Sequence[Outcome], rules: Rules) -> float | None:
    """How long to wait before this address is asked (again); None: it is not asked again."""
    if not tried:
        return 0.0
    last = tried[-1]
    allowed = rules.tries_to_connect if last.kind == "unreachable" else rules.tries
    if last.kind not in PASSING or len(tried) >= allowed:
        return None
    if last.kind == "slow" and not last.progress:
        return None
    own: float = rules.first_wait * 2.0 ** (len(tried) - 1)
    wait = max(own, last.wait or 0.0)
    return wait if wait <= rules.longest_wait else None


def _said(tried: Sequence[Outcome]) -> str:
    if not tried:
        return ""
    last = tried[-1]
    asked = f" (it asks to wait {last.wait:.0f} seconds)" if last.wait else ""
    times = f", {len(tried)} times" if len(tried) > 1 else ""
    return f"{last.said}{asked}{times}"
