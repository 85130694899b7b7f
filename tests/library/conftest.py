"""A small catalogue of our own, and an https server that does on request what real ones do wrong."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import SHUT_RDWR

import numpy as np
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from numpy.typing import NDArray

from kb.config import Settings
from kb.library.plan import Rules
from kb.library.transport import Doors
from kb.model import Span
from kb.text import words

HOST = "treaties.example"
QUICK = Rules(
    tries=3, first_wait=0.01, pause=0.0, connect_time=2.0, silence=0.6, file_time=1.5, text_time=20.0, largest=400_000
)
CATALOGUE = """
[ladders]
title = "Convention on Borrowed Ladders"
short = "Ladders Convention"
family = "Neighbours"
tier = 1
adopted = "1998-04-02 | seen"
articles = "6 | seen"
texts = ["https://treaties.example/book.html | html | seen", "https://mirror.example/ladders.pdf | pdf | seen"]

[ladders-p1]
title = "Protocol to the Convention on Borrowed Ladders"
short = "Ladders Protocol"
family = "Neighbours"
tier = 1
parent = "ladders"
adopted = "2001-05-09 | seen"
articles = "5 | seen"
texts = ["https://treaties.example/book.html | html | seen"]
"""
DIGESTS = """# Convention on Borrowed Ladders

- instrument: ladders
- version: as amended by the Second Protocol

## ladders:1 — Return

A borrower must bring the ladder back on the day that was agreed.

- kind: rule
- force: shall
- terms: return
- asks: When is the ladder due?
- asks: May I keep it?
"""


def articles(count: int, thing: str) -> str:
    """Articles of our own making."""
    words = (
        f"The neighbour who borrows a {thing} shall bring the {thing} back to the one who lent it, clean and dry, "
        "on the day that both of them agreed on when it was handed over, and not later than the evening."
    )
    return "".join(f"<h3>Article {n}</h3>\n<p>{words} Rule number {n}.</p>\n" for n in range(1, count + 1))


def page(title: str, count: int, thing: str) -> str:
    """One instrument as a web page's body."""
    return (
        f"<h1>{title}</h1>\n<p>The neighbours, being of one mind, have agreed as follows:</p>\n{articles(count, thing)}"
    )


CONVENTION = page("Convention on Borrowed Ladders", 6, "ladder")
PROTOCOL = page("Protocol to the Convention on Borrowed Ladders", 5, "rope")
BOOK = f"<!doctype html><html><body>{CONVENTION}{PROTOCOL}</body></html>".encode()


# ── the server ───────────────────────────────────────────────────────────────────────────────────────────────────

Act = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Does what the next act of the play says; the last act repeats."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        self.server.seen.append(Seen(self.path, dict(self.headers)))
        acts = self.server.acts
        (acts.pop(0) if len(acts) > 1 else acts[0])(self)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is logged."""

    def reply(self, status: int, body: bytes = b"", length: int | None = None, **headers: str) -> None:
        """An answer; `length` is what it claims to be long."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def hang_up(self) -> None:
        """End the connection in the middle."""
        self.wfile.flush()
        self.close_connection = True
        self.connection.shutdown(SHUT_RDWR)


@dataclass(frozen=True)
class Seen:
    """A request that came in."""

    path: str
    headers: dict[str, str]


class Server(ThreadingHTTPServer):
    """The server with its play and what it saw."""

    daemon_threads = True

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.acts: list[Act] = []
        self.seen: list[Seen] = []
        self.context = context

    def get_request(self):  # type: ignore[no-untyped-def]
        sock, address = super().get_request()
        return self.context.wrap_socket(sock, server_side=True, do_handshake_on_connect=False), address

    def handle_error(self, request, client_address) -> None:  # type: ignore[no-untyped-def]
        """A client that hangs up is no error here."""


def certificate(folder: Path) -> Path:
    """A certificate for the hosts of the test catalogue, signed by itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    today = datetime.datetime.now(datetime.UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST), x509.DNSName("mirror.example")]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    encoding = serialization.Encoding.PEM
    path.write_bytes(key.private_bytes(encoding, form, plain) + signed.public_bytes(encoding))
    return path


@pytest.fixture(scope="session")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def server(pem: Path) -> Iterator[Server]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    running = Server(context)
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield running
    running.shutdown()
    running.server_close()


@dataclass
class Waits:
    """Sleeps that were asked for and not slept."""

    asked: list[float] = field(default_factory=list)

    def __call__(self, seconds: float) -> None:
        self.asked.append(seconds)


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def doors(server: Server, pem: Path, waits: Waits) -> Doors:
    """Every host of the catalogue is the test server, whose certificate is trusted; mirrors are down."""
    context = ssl.create_default_context(cafile=str(pem))

    def look_up(host: str, port: int) -> list[str]:
        if host != HOST:
            raise OSError("no such host")
        return ["127.0.0.1"]

    def is_public(address: str) -> bool:
        return ipaddress.ip_address(address).is_loopback

    return Doors(look_up=look_up, is_public=is_public, context=context, port=server.server_address[1], sleep=waits)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A corpus with two instruments of our own, an empty library, no index."""
    corpus = tmp_path / "corpus"
    for name in ("catalogue", "digests", "guides"):
        (corpus / name).mkdir(parents=True)
    (corpus / "catalogue" / "neighbours.toml").write_text(CATALOGUE, encoding="utf-8")
    (corpus / "digests" / "ladders.md").write_text(DIGESTS, encoding="utf-8")
    found = Settings.from_environment({})
    return replace(found, corpus=corpus, index=tmp_path / "index", library=tmp_path / "library")


# ── an encoder that needs no weights ─────────────────────────────────────────────────────────────────────────────


class Counting:
    """Words counted into 64 places: nearness by shared words, at once and always the same."""

    fingerprint = "counting"

    def encode(self, texts: Sequence[str], progress: object = None) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), 64), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in words(text):
                row[sum(word.encode()) % 64] += 1.0
            row[0] += 1e-3
            row /= np.linalg.norm(row)
        return rows

    def encode_query(self, text: str) -> NDArray[np.float32]:
        return self.encode([text])[0]

    def pieces(self, text: str, prefix: str = "") -> list[Span]:
        return [Span(0, len(text))] if text else []

    def opening(self, text: str, tokens: int) -> str:
        return text


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Index and search with the counting encoder."""
    for module in ("kb.service.indexing", "kb.service.library"):
        monkeypatch.setattr(f"{module}.load_encoder", lambda settings: Counting())
