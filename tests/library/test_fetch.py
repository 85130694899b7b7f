"""Fetching from a server that misbehaves: every case ends in one sentence, and nothing half-written is left."""

from __future__ import annotations

import ssl
import time
from dataclasses import replace
from pathlib import Path

import pytest

from kb.config import Settings
from kb.errors import UsageError
from kb.indexes.store import open_index
from kb.library.shelf import Shelf
from kb.library.transport import Doors
from kb.service.fetch import FetchReport, fetch

from .conftest import BOOK, HOST, QUICK, Act, Handler, Server, Waits, page

TAG = '"first"'
ELSEWHERE = "https://elsewhere.example/book.html"


def quiet(stage: str, done: int, total: int) -> None:
    """No progress is shown."""


def not_indexed(settings: Settings, progress: object) -> tuple[None, str]:
    """The texts are stored and no index is built."""
    return None, ""


def run(settings: Settings, doors: Doors, *names: str, again: bool = False) -> FetchReport:
    return fetch(names or ("ladders",), settings, quiet, again=again, rules=QUICK, doors=doors, take_in=not_indexed)


def answers(status: int, body: bytes = b"", **headers: str) -> Act:
    return lambda handler: handler.reply(status, body, **headers)


def html(body: str) -> Act:
    return answers(200, f"<!doctype html><html><body>{body}</body></html>".encode())


def cut_after(size: int, **headers: str) -> Act:
    def act(handler: Handler) -> None:
        handler.reply(200, BOOK[:size], length=len(BOOK), **headers)
        handler.hang_up()

    return act


def drip(handler: Handler) -> None:
    """A byte now and then, for longer than a file may take."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(BOOK)))
    handler.end_headers()
    for byte in BOOK[:200]:
        handler.wfile.write(bytes([byte]))
        time.sleep(0.1)


def drip_headers(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(200):
        handler.wfile.write(f"X-{number}: never ending\r\n".encode())
        time.sleep(0.1)


def silent(handler: Handler) -> None:
    time.sleep(3)


def hang_up(handler: Handler) -> None:
    handler.hang_up()


def nonsense(handler: Handler) -> None:
    handler.wfile.write(b"220 welcome to the mail server\r\n")
    handler.hang_up()


def endless(handler: Handler) -> None:
    """More than a file may hold, of unknown length."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(40):
        handler.wfile.write(b"<p>and so on</p>" * 1000)
    handler.hang_up()


FRENCH = "<p>Le voisin qui emprunte une échelle doit la rendre avec les outils dans un délai de trois jours.</p>" * 40
CASES: dict[str, tuple[Act, str]] = {
    "an empty answer": (answers(200), "empty"),
    "a page of scripts without text": (html("<script>load()</script><p>Please wait</p>"), "next to no text"),
    "a PDF where a page is due": (
        answers(200, b"%PDF-1.7\n" + b"0" * 2000),
        "sends a PDF file where a web page is due",
    ),
    "an image": (answers(200, b"\x89PNG\r\n\x1a\n" + b"0" * 2000), "this is an image"),
    "data": (answers(200, b'{"error": "try later"}'), "JSON"),
    "another instrument": (html(page("Convention on Rented Boats", 6, "boat")), "does not name the instrument"),
    "the beginning only": (html(page("Convention on Borrowed Ladders", 4, "ladder")), "4 of 6 articles"),
    "another language": (html(f"<h1>Convention on Borrowed Ladders</h1>{FRENCH}"), "in French, not in English"),
    "not found": (answers(404, b"no"), "answers 404"),
    "forbidden": (answers(403, b"no"), "answers 403"),
    "a server in trouble": (answers(503, b"no"), "answers 503, 3 times"),
    "too many requests": (answers(429, b"no", Retry_After="86400"), "asks to wait 86400 seconds"),
    "a redirect elsewhere": (answers(302, Location=ELSEWHERE), "redirects to another host (elsewhere.example)"),
    "a redirect to an address by number": (answers(301, Location="https://127.0.0.1/x"), "redirects to another host"),
    "a redirect to another port": (answers(301, Location=f"https://{HOST}:8443/x"), "not https"),
    "a redirect to a file": (answers(301, Location="file:///etc/passwd"), "redirects to another host"),
    "a redirect in a circle": (answers(302, Location="/book.html"), "redirects more than 5 times"),
    "a redirect to nowhere": (answers(302), "without saying where"),
    "truncated each time": (cut_after(500), "broke off before the file was whole, 3 times"),
    "no answer at all": (hang_up, "broke off"),
    "no http": (nonsense, "broke off"),
    "silence": (silent, "fell silent for 0.6 seconds"),
    "a byte now and then": (drip, "took more than 1.5 seconds"),
    "headers without end": (drip_headers, "took more than 1.5 seconds"),
    "more than a file may hold": (endless, "sends more than"),
    "a length beyond measure": (
        lambda handler: handler.reply(200, b"<html>", length=10**12),
        "sends more than",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_misbehaving_server_ends_in_one_sentence_and_leaves_nothing(case, settings, server, doors):
    act, said = CASES[case]
    server.acts = [act]
    report = run(settings, doors)
    (failure,) = report.failed
    assert said in failure.reason
    assert failure.by_hand == "https://treaties.example/book.html"
    assert failure.by_hand in failure.sentence
    assert failure.sentence.endswith("`kb add FILE`.")
    assert "\n" not in failure.sentence
    assert nothing_stored(settings)


def nothing_stored(settings: Settings) -> bool:
    """No document, no index; what may remain is a download that can go on, in its own folder."""
    left = [path for path in settings.library.rglob("*") if path.is_file()]
    return Shelf(settings.library).ids() == () and all(path.parent.name == "partial" for path in left)


def test_what_is_no_beginning_of_the_text_is_not_kept(settings, server, doors):
    server.acts = [html("<p>Sorry</p>")]
    run(settings, doors)
    assert not [path for path in settings.library.rglob("*") if path.is_file()]


# ── servers that are merely slow to behave ───────────────────────────────────────────────────────────────────────


def of_range(handler: Handler, body: bytes = BOOK, tag: str = TAG) -> None:
    start = int(handler.headers["Range"].removeprefix("bytes=").rstrip("-"))
    span = f"bytes {start}-{len(body) - 1}/{len(body)}"
    handler.reply(206, body[start:], Content_Range=span, ETag=tag)


RECOVERIES: dict[str, list[Act]] = {
    "busy, then well": [answers(503, Retry_After="7"), answers(200, BOOK)],
    "cut, then continued": [cut_after(900, ETag=TAG), of_range],
    "cut twice, then continued": [cut_after(900, ETag=TAG), cut_after(1000, ETag=TAG), of_range],
    "cut, and the server ignores the range": [cut_after(900, ETag=TAG), answers(200, BOOK, ETag=TAG)],
    "cut, and the file has changed": [cut_after(900, ETag='"old"'), answers(200, BOOK, ETag=TAG)],
    "cut, and another file is continued": [
        cut_after(900, ETag='"old"'),
        of_range,
        answers(200, BOOK, ETag=TAG),
    ],
    "cut, and the range is refused": [cut_after(900, ETag=TAG), answers(416), answers(200, BOOK, ETag=TAG)],
    "cut without a tag": [cut_after(900), answers(200, BOOK)],
    "cut with a weak tag": [cut_after(900, ETag='W/"x"'), answers(200, BOOK)],
    "plain http of the same host": [answers(303, Location=f"http://{HOST}/other.html"), answers(200, BOOK)],
    "a redirect on the same host": [answers(301, Location="/moved/book.html"), answers(200, BOOK)],
}


@pytest.mark.parametrize("case", RECOVERIES)
def test_a_server_that_recovers_gives_the_whole_text(case, settings, server, doors):
    server.acts = list(RECOVERIES[case])
    report = run(settings, doors)
    assert report.failed == ()
    shelf = Shelf(settings.library)
    assert shelf.data(shelf.get("ladders")) == BOOK
    assert not list((settings.library / "partial").iterdir())


def test_a_download_goes_on_where_it_broke_off_in_a_later_run(settings, server, doors):
    server.acts = [cut_after(900, ETag=TAG), hang_up]
    assert run(settings, doors).failed
    server.acts = [of_range]
    assert run(settings, doors).failed == ()
    assert server.seen[-1].headers["Range"] == "bytes=900-"
    assert server.seen[-1].headers["If-Range"] == TAG


def test_the_server_is_given_the_time_that_it_asks_for(settings, server, doors, waits: Waits):
    server.acts = [answers(429, Retry_After="7"), answers(200, BOOK)]
    run(settings, doors)
    assert waits.asked == [7.0]


def test_requests_to_one_host_keep_a_distance(settings, server, doors, waits: Waits):
    server.acts = [answers(404)]
    fetch(["ladders", "ladders-p1"], settings, quiet, rules=replace(QUICK, pause=5.0), doors=doors, take_in=not_indexed)
    assert len(waits.asked) == 1
    assert 4.0 < waits.asked[0] <= 5.0


# ── who is asked ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_private_address_is_never_connected_to(settings, server, doors):
    server.acts = [answers(200, BOOK)]
    report = run(settings, replace(doors, is_public=Doors().is_public))
    assert "private network address" in report.failed[0].reason
    assert server.seen == []


def test_a_certificate_that_nobody_vouches_for_is_refused(settings, server, doors):
    server.acts = [answers(200, BOOK)]
    report = run(settings, replace(doors, context=ssl.create_default_context()))
    assert "no certificate that can be trusted" in report.failed[0].reason
    assert server.seen == []


def test_a_certificate_of_another_host_is_refused(settings, server, doors):
    server.acts = [answers(200, BOOK)]
    catalogue = settings.corpus / "catalogue" / "neighbours.toml"
    catalogue.write_text(catalogue.read_text("utf-8").replace(HOST, "other.example"), encoding="utf-8")
    report = run(settings, replace(doors, look_up=lambda host, port: ["127.0.0.1"]))
    assert "no certificate that can be trusted" in report.failed[0].reason
    assert [seen.headers["Host"] for seen in server.seen] == ["mirror.example"]


def test_without_a_network_the_sentence_comes_at_once(settings, doors, waits: Waits):
    def nowhere(host: str, port: int) -> list[str]:
        raise OSError("no network")

    report = run(settings, replace(doors, look_up=nowhere))
    assert "cannot be found (is this machine online?)" in report.failed[0].sentence
    assert waits.asked == []


def test_a_name_that_is_no_instrument_is_wrong_usage(settings, doors):
    with pytest.raises(UsageError):
        run(settings, doors, "spades")


# ── what comes into the library ──────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def fetched(settings: Settings, server: Server, doors: Doors) -> FetchReport:
    server.acts = [answers(200, BOOK)]
    return run(settings, doors, "ladders", "ladders-p1")


def test_one_booklet_is_asked_for_once_and_recorded_for_each_instrument(fetched, settings, server):
    assert [(each.instrument, each.status, each.document) for each in fetched.fetched] == [
        ("ladders", "new", "ladders"),
        ("ladders-p1", "new", "ladders"),
    ]
    assert len(server.seen) == 1
    assert Shelf(settings.library).get("ladders").facts.instruments == ("ladders", "ladders-p1")


def test_a_digest_for_another_version_is_counted(fetched):
    first = fetched.fetched[0]
    assert (first.digests_differ, first.digest_versions) == (1, ("as amended by the Second Protocol",))
    assert first.version == "as adopted"


def test_what_was_fetched_is_authentic_text_and_a_digest_for_another_version_is_marked(
    settings, server, doors, counting
):
    server.acts = [answers(200, BOOK)]
    report = fetch(["ladders"], settings, quiet, rules=QUICK, doors=doors)
    assert report.index_problem == ""
    entries = open_index(settings.index).entries
    assert [i for i in entries if entries[i].authentic and i.endswith(":5")] == ["ladders:5", "ladders-p1:5"]
    assert "rope" in entries["ladders-p1:5"].unit.text
    assert "rope" not in entries["ladders:5"].unit.text
    assert entries["ladders:1"].digest_differs
    assert entries["ladders:1"].version.label == "as adopted"


def test_a_text_that_is_held_is_not_asked_for_again(fetched, settings, server, doors):
    again = run(settings, doors)
    assert [each.status for each in again.fetched] == ["held"]
    assert len(server.seen) == 1


def test_the_same_bytes_again_are_unchanged_and_other_bytes_replace_them(fetched, settings, server, doors):
    assert run(settings, doors, again=True).fetched[0].status == "unchanged"
    server.acts = [answers(200, BOOK.replace(b"evening", b"morning"))]
    assert run(settings, doors, again=True).fetched[0].status == "changed"
    files = {path.name for path in (settings.library / "documents" / "ladders").iterdir()}
    assert len(files) == 2


def test_a_failed_second_fetch_leaves_the_first_text(fetched, settings, server, doors):
    server.acts = [answers(200)]
    assert run(settings, doors, again=True).failed
    shelf = Shelf(settings.library)
    assert shelf.data(shelf.get("ladders")) == BOOK


def test_only_the_owner_can_read_the_library(fetched, settings):
    modes = {path.stat().st_mode & 0o077 for path in settings.library.rglob("*")}
    assert modes == {0}


@pytest.mark.slow
def test_the_real_booklet_of_two_treaties_is_cut_at_the_second_title(shared: Path, tmp_path):
    from pypdf import PdfReader, PdfWriter

    from kb.catalog import Catalogue
    from kb.config import corpus_folder
    from kb.readers.dispatch import read
    from kb.service.booklet import sharing, texts_in
    from kb.service.read import articles_of

    writer = PdfWriter()
    for slug in ("untoc", "tip-protocol"):
        for leaf in PdfReader(shared / "formats" / "public" / slug / "single.pdf").pages:
            writer.add_page(leaf)
    book = tmp_path / "book.pdf"
    writer.write(book)
    catalogue = Catalogue.load(corpus_folder() / "catalogue")
    found = texts_in(read(book), sharing("untoc", catalogue), catalogue)
    assert {slug: articles_of(parsed) for slug, parsed in found.items()} == {"untoc": 41, "tip-protocol": 20}
