"""Which addresses may be asked: https hosts of the catalogue, public machines, no way to another host (pure)."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from kb.model import Address, Instrument

_PATH = "/%:=&;,+@!$'*~-._"
_DATA = ("redirect", "status")  # forms of an address that hold no text


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes: a host, and the path with its query."""

    host: str
    path: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an address is not asked."""

    reason: str


def hosts_of(instruments: Iterable[Instrument]) -> frozenset[str]:
    """The https hosts that the catalogue names for texts."""
    parts = (urlsplit(address.url) for instrument in instruments for address in instrument.texts)
    return frozenset(part.hostname for part in parts if part.scheme == "https" and part.hostname)


def texts_of(instrument: Instrument) -> tuple[Address, ...]:
    """The addresses that may hold the instrument's text, in the order of the catalogue."""
    return tuple(
        address
        for address in instrument.texts
        if address.url.startswith("https://") and not any(word in address.format for word in _DATA)
    )


def target(url: str, hosts: frozenset[str]) -> Target | Refusal:
    """Where a request for this address goes, or why none is sent."""
    try:
        part = urlsplit(url)
        port = part.port
    except ValueError:
        return Refusal("the address is malformed")
    if part.scheme != "https":
        return Refusal("the address is not https")
    if part.username or part.password or port not in (None, 443):
        return Refusal("the address names a user or a port")
    if part.hostname not in hosts:
        return Refusal(f"{part.hostname} is no host of the catalogue")
    path = quote(part.path or "/", safe=_PATH)
    return Target(part.hostname or "", f"{path}?{part.query}" if part.query else path)


def redirected(url: str, location: str, hosts: frozenset[str]) -> str | Refusal:
    """The address that a redirect leads to, where it stays on its host; plain http on that host is asked by https."""
    if not location:
        return Refusal("it redirects without saying where")
    try:
        after = urlsplit(urljoin(url, location))
        port = after.port
    except ValueError:
        return Refusal("it redirects to a malformed address")
    if after.hostname != urlsplit(url).hostname:
        return Refusal(f"it redirects to another host ({after.hostname or 'none'}), which is not followed")
    if after.scheme not in ("http", "https") or port not in (None, 80, 443):
        return Refusal("it redirects to an address that is not https")
    turned = after._replace(scheme="https", netloc=after.hostname or "", fragment="").geturl()
    checked = target(turned, hosts)
    return checked if isinstance(checked, Refusal) else turned


def is_public(address: str) -> bool:
    """True for a machine of the public Internet: not private, loopback, link-local, multicast or reserved."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None) or getattr(found, "teredo", None)
    if isinstance(inner, tuple):  # Teredo names its server and its client
        return False
    if inner is not None:
        return is_public(str(inner))
    return found.is_global and not found.is_multicast


def accepted(address: Address) -> dict[str, str]:
    """The headers that name the form and language which the address is catalogued with."""
    form = address.format
    if "negotiation" in form:
        return {"Accept": "application/xhtml+xml", "Accept-Language": "eng"}
    if form.startswith("pdf"):
        return {"Accept": "application/pdf, */*;q=0.5", "Accept-Language": "en"}
    return {"Accept": "text/html, application/xhtml+xml, application/pdf;q=0.8, */*;q=0.5", "Accept-Language": "en"}


def by_hand(instrument: Instrument) -> str:
    """The address to open in a browser: the first that holds a text, else the first of any kind."""
    found: Sequence[Address] = texts_of(instrument) or instrument.texts or instrument.status
    return found[0].url if found else ""
