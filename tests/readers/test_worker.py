"""The child process: same answer as in this process, limits that hold, one sentence whatever happens."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import sys
import time
import zipfile
from dataclasses import asdict
from pathlib import Path

import pytest

from kb.errors import UnreadableFile
from kb.model import Aside, Block, Document, Place, Span
from kb.readers import docx, recognise, worker

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(paragraphs: int = 3) -> bytes:
    out = io.BytesIO()
    body = "".join(f"<w:p><w:r><w:t>Ladder {at} is lent.</w:t></w:r></w:p>" for at in range(paragraphs))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
    return out.getvalue()


def test_the_child_reads_what_this_process_would_read() -> None:
    data = word()
    assert worker.read_isolated(data, "x.docx", "docx") == docx.read(data, "x.docx")


def test_a_refusal_comes_back_as_it_was_said() -> None:
    with pytest.raises(UnreadableFile, match="no PDF file"):
        worker.read_isolated(b"no pdf", "x.pdf", "pdf")


def test_a_child_that_takes_too_long_is_killed() -> None:
    began = time.monotonic()
    with pytest.raises(UnreadableFile, match="was stopped"):
        worker.read_isolated(word(), "x.docx", "docx", worker.Limits(wall=0.02))
    assert time.monotonic() - began < 10


@pytest.mark.skipif(sys.platform != "linux", reason="address space limits hold on Linux")
def test_a_child_that_needs_too_much_memory_is_refused() -> None:
    with pytest.raises(UnreadableFile):
        worker.read_isolated(word(400_000), "x.docx", "docx", worker.Limits(memory=150_000_000))


@pytest.mark.skipif(sys.platform != "linux", reason="processor limits hold on Linux")
def test_a_child_that_needs_too_much_processor_time_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="processor time"):
        worker.read_isolated(word(1_000_000), "x.docx", "docx", worker.Limits(cpu=1))


def instead(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """The child runs this, without any limit of its own."""
    monkeypatch.setattr(worker, "_command", lambda *given: [sys.executable, "-c", code])


def test_a_child_that_sleeps_is_ended_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    instead(monkeypatch, "import time; time.sleep(60)")
    began = time.monotonic()
    with pytest.raises(UnreadableFile, match="more than 1 seconds and was stopped"):
        worker.read_isolated(b"", "x.pdf", "pdf", worker.Limits(wall=1.0))
    assert time.monotonic() - began < 20


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_a_child_that_works_on_is_ended_by_its_processor_time(monkeypatch: pytest.MonkeyPatch) -> None:
    instead(monkeypatch, "while True: pass")
    with pytest.raises(UnreadableFile, match="1 seconds of processor time"):
        worker.read_isolated(b"", "x.pdf", "pdf", worker.Limits(wall=60.0, cpu=1))


@pytest.mark.slow
def test_a_child_that_waits_for_the_processor_is_not_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    instead(monkeypatch, """import time; time.sleep(2); print('{"error": ["x", "was heard", "late"]}')""")
    with pytest.raises(UnreadableFile, match="was heard"):
        worker.read_isolated(b"", "x.pdf", "pdf", worker.Limits(wall=60.0, cpu=1))


def test_a_name_is_only_a_name() -> None:
    assert worker.read_isolated(word(), "--help; $(x) ../y.docx", "docx").name == "--help; $(x) ../y.docx"


def test_the_child_starts_without_the_heavy_packages() -> None:
    code = "import sys, kb.readers.worker, kb.readers.pdf, kb.readers.docx; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"torch", "faiss", "streamlit", "sentence_transformers"} & set(loaded)


def test_pages_and_boxes_come_back() -> None:
    place = Place(3, None, (1.0, 2.5, 3.0, 4.0))
    document = Document("x", "pdf", "0", "Ladder", (Block(Span(0, 6), place=place),), asides=(Aside("7", "n", place),))
    assert worker.document_from(json.loads(json.dumps(asdict(document)))) == document


def test_without_a_recognition_program_the_remedy_names_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognise, "program", lambda: None)
    monkeypatch.setattr(worker, "_asked", lambda *given: {"error": ["x.pdf", "bare", ""], "pages": 2})
    with pytest.raises(UnreadableFile, match="no program for text recognition") as caught:
        worker.read_isolated(b"", "x.pdf", "pdf", ocr=True)
    assert "ocrmypdf or tesseract" in caught.value.remedy


def test_without_leave_nothing_is_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognise, "program", lambda: pytest.fail("asked for a program"))
    monkeypatch.setattr(worker, "_asked", lambda *given: {"error": ["x.pdf", "bare", ""], "pages": 2})
    with pytest.raises(UnreadableFile, match="bare"):
        worker.read_isolated(b"", "x.pdf", "pdf")


@pytest.mark.slow
@pytest.mark.parametrize("program", recognise.PROGRAMS)
def test_scanned_pages_are_recognised(shared: Path, monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    path = shared / "formats" / "public" / "hostages" / "scanned.pdf"
    if not shutil.which(program) or not path.exists():
        pytest.skip(f"needs {program} and the scanned sample")
    monkeypatch.setattr(recognise, "program", lambda: program)
    document = worker.read_isolated(path.read_bytes(), path.name, "pdf", ocr=True)
    assert document.meta["recognised"] == program
    assert any(program in warning for warning in document.warnings)
    assert document.digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert sum("article" in block.span.of(document.text)[:12].lower() for block in document.blocks) >= 5
    assert all(block.place.page and block.place.box for block in document.blocks)
