"""A page that is served from a small library, and a browser that looks at it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError

import pytest

from kb.config import CHECKOUT, Settings, corpus_folder

TREATY = """---
title: "Convention on Borrowed Ladders"
---

# Convention on Borrowed Ladders

## Chapter I — Lending

### Article 1 — Use of terms

For the purposes of this Convention:

(a) “ladder” means any device with two or more rungs;

(b) “lender” means the Party that owns it.

### Article 2 — Return of ladders

1. The borrower shall return a ladder within 12 days of the request described in Article 3, paragraph 1.

2. A Party may refuse to return a ladder to a lender who insulted it. <script>window.acted = "script"</script>
<img src="http://ladders.invalid/spy.png" onerror="window.acted = 'image'">

### Article 3 — Request

1. The request for the return of a ladder shall be made in writing and shall name its colour.

2. No ladder shall be requested during a storm.
"""
KB = "from kb.faces.cli import main; raise SystemExit(main())"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PATIENCE = 90  # seconds until a page must be served


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, steered by Playwright."""
    steering = pytest.importorskip("playwright.sync_api", reason="playwright is not installed in this environment")
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip("no chromium is installed on this machine")
    with steering.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=program, args=list(QUIET))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of one small treaty."""
    from kb.service.build import build

    folder = tmp_path_factory.mktemp("library")
    source = folder / "ladders.md"
    source.write_text(TREATY, "utf-8")
    settings = Settings(corpus_folder(), folder / "index")
    report = build([source], settings, with_digests=False, progress=lambda *_: None)
    assert report.provisions == 5
    return settings.index


@pytest.fixture(scope="session")
def site(index: Path) -> Iterator[str]:
    """The address of the pages on that index."""
    library = str(index.parent / "kept")
    with serving(["-c", KB, "web", "--index", str(index), "--port"], KB_LIBRARY=library) as address:
        yield address


@pytest.fixture(scope="session")
def letter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PDF document of the user's own."""
    canvas = pytest.importorskip("reportlab.pdfgen.canvas", reason="reportlab is not installed in this environment")
    path = tmp_path_factory.mktemp("letters") / "letter.pdf"
    page = canvas.Canvas(str(path))
    for line, words in enumerate(("Letter on a green rope", "", "The green rope is to be returned to its weaver.")):
        page.drawString(72, 720 - 24 * line, words)
    page.save()
    return path


@pytest.fixture(scope="session")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the pages, started by `app.py`, where nothing was built."""
    nothing = tmp_path_factory.mktemp("nothing")
    command = ["-m", "streamlit", "run", "app.py", "--server.port"]
    with serving(command, KB_INDEX=str(nothing / "index")) as address:
        yield address


@contextmanager
def serving(command: list[str], **environment: str) -> Iterator[str]:
    """Run a server that takes its port as last argument; it is stopped whatever happens."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, *command, str(port)],
        cwd=CHECKOUT,
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/_stcore/health", process)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"nothing is served at {address}")


@pytest.fixture
def open_page(browser: Any) -> Iterator[Callable[..., Any]]:
    """Open an address in a visit of its own; `page.hosts` collects whom the page asks for anything."""
    visits: list[Any] = []

    def opened(address: str, width: int = 1280, colours: str = "light") -> Any:
        visit = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=colours)
        visits.append(visit)
        page = visit.new_page()
        page.set_default_timeout(60_000)
        page.hosts = set()
        page.on("request", lambda request: page.hosts.add(request.url.split("/")[2]))
        page.on("websocket", lambda socket: page.hosts.add(socket.url.split("/")[2]))
        page.goto(address)
        page.wait_for_selector(".kb-masthead")
        page.wait_for_selector("html[data-kb-links=ready]", state="attached")
        return page

    yield opened
    for visit in visits:
        visit.close()
