"""One request over https, with limits that hold; the sole home of urllib3.

The connection goes to an address that was looked up and checked here, so that the peer is the one that was checked;
the certificate must be the host's. Nothing is followed, kept or sent beyond the request itself.
"""

from __future__ import annotations

import os
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import BinaryIO

import certifi
import urllib3
from urllib3.connection import HTTPSConnection

from kb import __version__
from kb.library.addresses import Refusal, Target, is_public, redirected, target
from kb.library.partial import Mark, Partial
from kb.library.plan import Outcome, Rules

HTTPS = 443
_PIECE = 65536
_MOVED = (301, 302, 303, 307, 308)
_BUSY = (408, 425, 429, 500, 502, 503, 504)
_WHOLE, _PART, _NO_SUCH_PART = 200, 206, 416
Bytes = Callable[[int, int], None]  # bytes at hand, bytes in all (0: unknown)


def look_up(host: str, port: int) -> list[str]:
    """The network addresses of a host. Raises OSError where it has none."""
    return list(dict.fromkeys(str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def trusted() -> ssl.SSLContext:
    """The certificates of the system and of the package certifi."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


@dataclass(frozen=True, slots=True)
class Doors:
    """What a request needs of the world outside; tests give their own."""

    look_up: Callable[[str, int], list[str]] = look_up
    is_public: Callable[[str], bool] = is_public
    context: ssl.SSLContext = field(default_factory=trusted)
    port: int = HTTPS
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = lambda: datetime.now(UTC)


class _Ended(Exception):
    """The request ended before the file was whole."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        super().__init__(outcome.said)


@dataclass(frozen=True, slots=True)
class _Request:
    """One errand to one address."""

    place: int
    url: str
    headers: Mapping[str, str]
    hosts: frozenset[str]
    partial: Partial
    rules: Rules
    doors: Doors
    tell: Bytes
    until: float

    def end(self, kind: str, said: str, wait: float | None = None) -> _Ended:
        return _Ended(Outcome(self.place, kind, said, wait))  # type: ignore[arg-type]


def receive(
    place: int,
    url: str,
    headers: Mapping[str, str],
    hosts: frozenset[str],
    partial: Partial,
    rules: Rules,
    doors: Doors,
    tell: Bytes,
) -> Outcome:
    """Bring the file of an address into `partial`: "received" when it is whole, else what went wrong."""
    request = _Request(place, url, headers, hosts, partial, rules, doors, tell, doors.clock() + rules.file_time)
    had = partial.size
    try:
        _follow(request)
    except _Ended as ended:
        found = ended.outcome
        return Outcome(place, found.kind, found.said, found.wait, progress=partial.size > had)
    return Outcome(place, "received")


def _follow(request: _Request) -> None:
    url = request.url
    for _ in range(request.rules.redirects + 1):
        where = target(url, request.hosts)
        if isinstance(where, Refusal):
            raise request.end("forbidden", where.reason)
        location = _exchange(request, where)
        if location is None:
            return
        onward = redirected(url, location, request.hosts)
        if isinstance(onward, Refusal):
            raise request.end("elsewhere", f"{where.host}: {onward.reason}")
        url = onward
    raise request.end("elsewhere", f"it redirects more than {request.rules.redirects} times")


def _exchange(request: _Request, where: Target) -> str | None:
    """One request and its answer; gives the address of a redirect, None when the file is whole."""
    connection = _connection(request, where)
    watch = threading.Timer(max(0.0, request.until - request.doors.clock()), _shut, [connection])
    watch.daemon = True
    watch.start()
    try:
        return _talk(request, where, connection)
    except (urllib3.exceptions.SSLError, ssl.SSLError) as reason:
        if _out_of_time(request):
            raise _slow(request, where) from None
        verified = isinstance(reason, ssl.SSLCertVerificationError) or "certificate" in str(reason).lower()
        kind = "untrusted" if verified else "unreachable"
        raise request.end(kind, f"{where.host} shows no certificate that can be trusted") from None
    except (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError):
        raise request.end("unreachable", f"{where.host} cannot be reached") from None
    except (urllib3.exceptions.HTTPError, HTTPException, OSError, ValueError) as reason:
        if _out_of_time(request):
            raise _slow(request, where) from None
        timeout = isinstance(reason, (urllib3.exceptions.TimeoutError, TimeoutError))
        said = (
            f"fell silent for {request.rules.silence:g} seconds" if timeout else "broke off before the file was whole"
        )
        raise request.end("cut", f"{where.host} {said}") from None
    finally:
        watch.cancel()
        connection.close()


def _connection(request: _Request, where: Target) -> HTTPSConnection:
    doors = request.doors
    try:
        found = _in_time(lambda: doors.look_up(where.host, doors.port), request.rules.connect_time)
    except (OSError, UnicodeError):
        raise request.end("unresolved", f"{where.host} cannot be found (is this machine online?)") from None
    if not found or not all(map(doors.is_public, found)):
        raise request.end("forbidden", f"{where.host} leads to a private network address, which is not asked")
    return HTTPSConnection(
        found[0],
        port=doors.port,
        timeout=request.rules.connect_time,
        ssl_context=doors.context,
        server_hostname=where.host,
    )


def _in_time(work: Callable[[], list[str]], seconds: float) -> list[str]:
    """The result of a call that cannot be interrupted, or TimeoutError."""
    future: Future[list[str]] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except (OSError, UnicodeError) as reason:
            future.set_exception(reason)

    threading.Thread(target=run, daemon=True).start()
    return future.result(timeout=seconds)


def _shut(connection: HTTPSConnection) -> None:
    """End a connection from outside: whoever reads from it is woken."""
    sock = connection.sock
    if sock is not None:
        try:
            sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return


def _out_of_time(request: _Request) -> bool:
    return request.doors.clock() >= request.until


def _slow(request: _Request, where: Target) -> _Ended:
    return request.end("slow", f"{where.host} took more than {request.rules.file_time:g} seconds")


def _talk(request: _Request, where: Target, connection: HTTPSConnection) -> str | None:
    connection.connect()
    connection.timeout = request.rules.silence
    offset, mark = _resumable(request.partial)
    connection.request(
        "GET", where.path, headers=_headers(request, where, offset, mark), preload_content=False, decode_content=True
    )
    answer = connection.getresponse()
    if answer.status in _MOVED:
        return answer.headers.get("Location", "")
    if answer.status in _BUSY:
        wait = _seconds(answer.headers.get("Retry-After"), request.doors.now())
        raise request.end("busy", f"{where.host} answers {answer.status}", wait)
    if answer.status == _NO_SUCH_PART and offset:
        request.partial.discard()
        raise request.end("busy", f"{where.host} cannot continue the file; it is begun anew")
    if answer.status not in (_WHOLE, _PART):
        raise request.end("refused", f"{where.host} answers {answer.status}")
    _save(request, where, answer, offset, mark)
    return None


def _resumable(partial: Partial) -> tuple[int, Mark]:
    """From which byte on to ask; a beginning that cannot be compared with its rest is of no use."""
    mark = partial.mark()
    if not partial.size or not mark.condition:
        return 0, Mark()
    return partial.size, mark


def _headers(request: _Request, where: Target, offset: int, mark: Mark) -> dict[str, str]:
    headers = {
        "Host": where.host,
        "User-Agent": f"treaty-kb/{__version__} (fetches official texts for one reader)",
        "Accept-Encoding": "identity",
        **request.headers,
    }
    return headers | ({"Range": f"bytes={offset}-", "If-Range": mark.condition} if offset else {})


def _save(request: _Request, where: Target, answer: urllib3.BaseHTTPResponse, offset: int, mark: Mark) -> None:
    new = _mark(answer)
    total = _announced(answer)
    if answer.status == _PART:
        start, whole = _range(answer.headers.get("Content-Range", ""))
        if not offset or start != offset or (new.condition and new.condition != mark.condition):
            request.partial.discard()
            raise request.end("busy", f"{where.host} continues another file; it is begun anew")
        total = whole
        stream = request.partial.go_on()
    else:
        offset = 0
        stream = request.partial.begin(new)
    if total > request.rules.largest:
        stream.close()
        request.partial.discard()
        raise request.end("too large", _too_large(request, where))
    with stream:
        _copy(request, where, answer, stream, offset, total)
        stream.flush()
        os.fsync(stream.fileno())


def _copy(
    request: _Request,
    where: Target,
    answer: urllib3.BaseHTTPResponse,
    stream: BinaryIO,
    size: int,
    total: int,
) -> None:
    while piece := answer.read1(_PIECE):
        size += len(piece)
        if size > request.rules.largest:
            stream.close()
            request.partial.discard()
            raise request.end("too large", _too_large(request, where))
        stream.write(piece)
        request.tell(size, total)
        if _out_of_time(request):
            raise _slow(request, where)
    if _out_of_time(request):  # the end may be that of our patience
        raise _slow(request, where)
    if total and size < total:
        raise request.end("cut", f"{where.host} broke off before the file was whole")


def _too_large(request: _Request, where: Target) -> str:
    return f"{where.host} sends more than {request.rules.largest // 1_000_000} MB"


def _announced(answer: urllib3.BaseHTTPResponse) -> int:
    """The length of the body; 0 where nothing is said or the body comes compressed."""
    length = answer.headers.get("Content-Length", "")
    coded = answer.headers.get("Content-Encoding", "identity") not in ("", "identity")
    return int(length) if length.isdecimal() and not coded else 0


def _mark(answer: urllib3.BaseHTTPResponse) -> Mark:
    """A weak tag compares meanings and not bytes: no use here. A compressed body cannot be continued at all."""
    if answer.headers.get("Content-Encoding", "identity") not in ("", "identity"):
        return Mark()
    tag = answer.headers.get("ETag", "")
    return Mark(tag if tag.startswith('"') else "", answer.headers.get("Last-Modified", ""))


def _range(header: str) -> tuple[int, int]:
    """Start and full length of `bytes 100-199/200`; -1 and 0 where it says nothing of use."""
    unit, _, rest = header.partition(" ")
    span, _, whole = rest.partition("/")
    start = span.partition("-")[0]
    if unit.lower() != "bytes" or not start.isdecimal():
        return -1, 0
    return int(start), int(whole) if whole.isdecimal() else 0


def _seconds(header: str | None, now: datetime) -> float | None:
    """What Retry-After says, in seconds or as a date."""
    if not header:
        return None
    if header.strip().isdecimal():
        return float(header)
    try:
        until = parsedate_to_datetime(header)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - now).total_seconds())
