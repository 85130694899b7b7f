"""One text from its official addresses: what `plan` decides is done here, one request at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from kb.library.addresses import accepted
from kb.library.disk import on_disk
from kb.library.partial import Partial
from kb.library.plan import Ask, Done, GiveUp, Outcome, Rules, decide
from kb.library.transport import Bytes, Doors, receive
from kb.model import Address

Check = Callable[[bytes, Address], str]  # what is wrong with a file; "" where it is the text


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that passed its check."""

    address: Address
    data: bytes


@dataclass(frozen=True, slots=True)
class Missing:
    """Why no address gave the text, in the order in which they were asked."""

    reasons: tuple[str, ...]


class Fetcher:
    """One run: it remembers when a host was last asked and which hosts cannot be reached."""

    def __init__(self, library: Path, hosts: frozenset[str], rules: Rules, doors: Doors) -> None:
        self._partials = library / "partial"
        self._hosts = hosts
        self._rules = rules
        self._doors = doors
        self._asked: dict[str, float] = {}
        self._lost: set[str] = set()

    def fetch(self, addresses: Sequence[Address], check: Check, tell: Bytes) -> Arrival | Missing:
        """Try the addresses in turn until one gives a file that passes its check."""
        urls = [address.url for address in addresses]
        trail: list[Outcome] = []
        started = self._doors.clock()
        arrived: dict[int, bytes] = {}
        with on_disk(self._partials):
            while True:
                spent = self._doors.clock() - started
                intent = decide(urls, trail, self._rules, spent, self._lost)
                match intent:
                    case Done(place):
                        return Arrival(addresses[place], arrived[place])
                    case GiveUp(reasons):
                        return Missing(reasons)
                    case Ask(place, wait):
                        outcome, data = self._ask(place, addresses[place], wait, check, tell)
                        trail.append(outcome)
                        arrived[place] = data

    def _ask(self, place: int, address: Address, wait: float, check: Check, tell: Bytes) -> tuple[Outcome, bytes]:
        host = urlsplit(address.url).hostname or ""
        self._wait(host, wait)
        partial = Partial(self._partials, address.url)
        outcome = receive(place, address.url, accepted(address), self._hosts, partial, self._rules, self._doors, tell)
        self._asked[host] = self._doors.clock()
        if outcome.kind in ("unresolved", "unreachable"):
            self._lost.add(host)
        if outcome.kind != "received":
            return outcome, b""
        data = partial.data()
        partial.discard()
        wrong = check(data, address)
        return (Outcome(place, "unsuitable", f"{host} {wrong}"), b"") if wrong else (outcome, data)

    def _wait(self, host: str, wait: float) -> None:
        """As long as the plan says, and no less than politeness asks."""
        free = self._asked.get(host, float("-inf")) + self._rules.pause
        pause = max(wait, free - self._doors.clock())
        if pause > 0:
            self._doors.sleep(pause)
