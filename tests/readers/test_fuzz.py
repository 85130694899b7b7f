"""Whatever bytes come, a reader gives a document or refuses in one sentence, soon and within its limits."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kb import readers
from kb.errors import KbError
from kb.model import Document
from kb.provisions import as_json, parse, units
from kb.readers import docx, html, markdown, pdf, plain

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
READERS = {".md": markdown.read, ".txt": plain.read, ".html": html.read, ".docx": docx.read, ".pdf": pdf.read}
WHOLE = {path.name: path.read_bytes() for path in sorted(GOLDEN.iterdir()) if path.suffix in READERS}
LONGEST = 20.0  # seconds; the files are of a few kilobytes
PIECES = st.sampled_from(
    [b"\x00", b"\xff", b"<", b">", b"&#", b"&amp;", b"<table>", b"<ol start=-9>", b"</", b"]]>", b"(", b"((",
     b"Article 1",
     b"\n\n", b"\f", b"1.", b"(a)", b"**", b"|---|", b"```", b"[^1]:", b"stream", b"endobj", b"/Kids", b"0 0 R", b"BT",
     b"Tj", b"\xe2\x80\x8b", b"\xcc\x81" * 20, b"9" * 40, b" " * 400, b"<w:p>", b"<w:numPr/>", b"\xef\xbb\xbf"]
)  # fmt: skip
PLACES = st.floats(0, 1, allow_nan=False)
CHANGES = st.lists(
    st.one_of(
        st.tuples(st.just("put"), PLACES, PIECES),
        st.tuples(st.just("over"), PLACES, st.binary(min_size=1, max_size=8)),
        st.tuples(st.just("cut"), PLACES, st.integers(1, 200)),
        st.tuples(st.just("twice"), PLACES, st.integers(1, 400)),
        st.tuples(st.just("end"), PLACES, st.just(0)),
    ),
    min_size=1,
    max_size=8,
)


def spoiled(data: bytes, changes: list) -> bytes:  # type: ignore[type-arg]
    for kind, place, what in changes:
        at = int(place * len(data))
        if kind == "put":
            data = data[:at] + what + data[at:]
        elif kind == "over":
            data = data[:at] + what + data[at + len(what) :]
        elif kind == "cut":
            data = data[:at] + data[at + what :]
        elif kind == "twice":
            data = data[: at + what] + data[at:]
        else:
            data = data[:at]
    return data


def attempt(name: str, data: bytes, read: Callable[[bytes, str], Document]) -> Document | None:
    """The document, None for a refusal in one sentence."""
    try:
        return read(data, name)
    except KbError as error:
        refusal = error.sentence
    assert refusal.startswith(name)
    assert "\n" not in refusal
    return None


def outcome(name: str, data: bytes) -> None:
    began = time.monotonic()
    document = attempt(name, data, READERS[Path(name).suffix])
    assert time.monotonic() - began < LONGEST
    if document is None:
        return
    outline = parse(document, "fuzz")
    assert as_json(outline)
    for block in document.blocks:
        assert block.span.of(document.text).strip()
    for unit in units(outline):
        assert unit.text == unit.span.of(document.text)
    assert time.monotonic() - began < LONGEST


@pytest.mark.parametrize("name", sorted(WHOLE))
@given(changes=CHANGES)
@settings(max_examples=25, phases=[Phase.explicit, Phase.reuse, Phase.generate])
def test_spoiled_files_are_read_or_refused(name: str, changes: list) -> None:  # type: ignore[type-arg]
    outcome(name, spoiled(WHOLE[name], changes))


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(WHOLE))
@given(changes=CHANGES)
@settings(max_examples=400, phases=[Phase.explicit, Phase.reuse, Phase.generate])
def test_many_spoiled_files_are_read_or_refused(name: str, changes: list) -> None:  # type: ignore[type-arg]
    outcome(name, spoiled(WHOLE[name], changes))


@given(changes=CHANGES)
@settings(max_examples=40, phases=[Phase.explicit, Phase.reuse, Phase.generate])
def test_word_files_with_spoiled_parts_are_read_or_refused(changes: list) -> None:  # type: ignore[type-arg]
    """The archive itself stays sound, so that the damage reaches the reader of its parts."""
    with zipfile.ZipFile(io.BytesIO(WHOLE["drawn-numbers.docx"])) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name in parts:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for other, text in parts.items():
                archive.writestr(other, spoiled(text, changes) if other == name else text)
        outcome("spoiled.docx", out.getvalue())


@pytest.mark.slow
@given(name=st.sampled_from([name for name in sorted(WHOLE) if name.endswith((".pdf", ".docx"))]), changes=CHANGES)
@settings(max_examples=15, phases=[Phase.explicit, Phase.reuse, Phase.generate])
def test_in_a_process_of_its_own_too(name: str, changes: list) -> None:  # type: ignore[type-arg]
    attempt(name, spoiled(WHOLE[name], changes), readers.read_bytes)
