"""Reads untrusted PDF and Word files in a process of its own, with limits that hold, and kills it when it hangs.

The child gets the bytes on standard input and answers with one JSON object; nothing that it says is executed here.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO, Any

from kb.errors import UnreadableFile
from kb.model import Aside, Block, Document, Format, Place, Span

_ROOT = Path(__file__).resolve().parents[2]
_KEPT = "PATH HOME USERPROFILE LANG LC_ALL SYSTEMROOT TMPDIR TEMP VIRTUAL_ENV LD_LIBRARY_PATH TESSDATA_PREFIX".split()
_SPLIT = "split it or save it again"
_ROOM = 4_000_000_000  # bytes of memory, and of one file, for text recognition
_LOOK = 0.5  # seconds between two looks at what the child has used
_OVERSPENT = -getattr(signal, "SIGXCPU", 24)  # exit status of a child beyond its processor time


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: seconds on the clock, seconds of processor time, bytes of address space, characters.

    Processor time is the measure, for it is the same on a busy machine; the clock ends what sleeps.
    """

    wall: float = 300.0
    cpu: int = 50
    memory: int = 1_000_000_000
    characters: int = 40_000_000
    written: int = 0  # bytes of one file; text recognition needs files of its own


def read_isolated(
    data: bytes, name: str, format: Format, limits: Limits | None = None, *, ocr: bool = False
) -> Document:
    """Read a file in a child process; `ocr` sends PDF files without usable text through a recognition program.

    Raises UnreadableFile, in one sentence, whatever happens to the child.
    """
    limits = limits or Limits()
    answer = _asked(data, name, format, limits)
    if ocr and answer.get("pages"):
        answer = _recognised(data, name, answer["pages"], limits)
    if "error" in answer:
        raise UnreadableFile(*answer["error"])
    return document_from(answer["document"])


def _recognised(data: bytes, name: str, pages: int, limits: Limits) -> dict[str, Any]:
    from kb.readers import recognise

    program = recognise.program()
    if program is None:
        problem = "there is no text layer, and no program for text recognition is on the PATH"
        raise UnreadableFile(name, problem, f"install one ({' or '.join(recognise.PROGRAMS)}), then try again")
    seconds = recognise.PAGE_SECONDS * (pages + 2)
    generous = replace(limits, wall=limits.wall + seconds, cpu=limits.cpu + seconds, memory=_ROOM, written=_ROOM)
    return _asked(data, name, "pdf", generous, program)


def _asked(data: bytes, name: str, format: Format, limits: Limits, program: str = "") -> dict[str, Any]:
    answer, status = _run(data, name, format, limits, program)
    if answer is None:
        raise UnreadableFile(name, cause(status, limits), _SPLIT)
    return answer


def _run(
    data: bytes, name: str, format: Format, limits: Limits, program: str = ""
) -> tuple[dict[str, Any] | None, int | None]:
    """The child's answer (None for none) and its exit status (None: killed on the clock)."""
    out, status = run_child("kb.readers.worker", (format, name), data, limits, program)
    return _decoded(out) if status == 0 else None, status


def run_child(
    module: str, arguments: Sequence[str], data: bytes, limits: Limits, *more: str
) -> tuple[bytes, int | None]:
    """What a module of ours, run as a process with limits, says of these bytes; its status (None: out of time)."""
    pipe = subprocess.PIPE
    with subprocess.Popen(
        _command(module, arguments, limits, more),
        stdin=pipe,
        stdout=pipe,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        start_new_session=True,
    ) as child:
        try:
            return _watched(child, data, limits)
        except BaseException:
            _kill(child)
            raise


def _command(module: str, arguments: Sequence[str], limits: Limits, more: Sequence[str]) -> list[str]:
    return [sys.executable, "-P", "-m", module, *arguments, json.dumps(asdict(limits)), *more]


def _watched(child: subprocess.Popen[bytes], data: bytes, limits: Limits) -> tuple[bytes, int | None]:
    """What the child said and its exit status; it is killed when it has used up its time of either kind."""
    end = time.monotonic() + limits.wall
    assert child.stdin is not None
    threading.Thread(target=_feed, args=(child.stdin, data), daemon=True).start()
    child.stdin = None  # the thread's own: `communicate` sends nothing more once it was interrupted
    while True:
        try:
            out, _ = child.communicate(timeout=max(0.0, min(_LOOK, end - time.monotonic())))
            return out, child.returncode
        except subprocess.TimeoutExpired:
            overspent = _processor_seconds(child.pid) > limits.cpu
            if overspent or time.monotonic() >= end:
                _kill(child)
                return b"", _OVERSPENT if overspent else None


def _feed(pipe: IO[bytes], data: bytes) -> None:
    with contextlib.suppress(BrokenPipeError), pipe:
        pipe.write(data)


def _processor_seconds(pid: int) -> float:
    """What a process and its ended children have used; 0 where the system does not tell in /proc."""
    try:
        counts = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        return sum(map(int, counts[11:15])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, AttributeError):
        return 0.0


def _environment() -> dict[str, str]:
    """Only what Python needs to start, and where this package lies."""
    return {key: os.environ[key] for key in _KEPT if key in os.environ} | {
        "PYTHONPATH": os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH")))),
        "PYTHONIOENCODING": "utf-8",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _kill(child: subprocess.Popen[bytes]) -> None:
    """End the child and whatever it started; a hang never raises, so this is the only way out."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
    child.kill()
    child.wait()


def _decoded(out: bytes) -> dict[str, Any] | None:
    try:
        answer = json.loads(out)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) and ("document" in answer or "error" in answer) else None


def cause(status: int | None, limits: Limits) -> str:
    """Why a child gave no answer, by its exit status."""
    if status is None:
        return f"reading it took more than {limits.wall:.0f} seconds and was stopped"
    if status == _OVERSPENT:
        return f"reading it took more than {limits.cpu} seconds of processor time and was stopped"
    if status < 0:
        return "reading it broke the parser or needed too much memory, and was stopped"
    return "the file is damaged in a way that the parser cannot mend"


def _place(record: dict[str, Any]) -> Place:
    return Place(record["page"], record["line"], tuple(record["box"]) if record["box"] else None)


def document_from(record: dict[str, Any]) -> Document:
    """A Document from its JSON record."""
    blocks = tuple(
        Block(
            Span(**block["span"]),
            block["kind"],
            block["level"],
            block["depth"],
            _place(block["place"]),
            tuple(map(_place, block["beyond"])),
        )
        for block in record["blocks"]
    )
    asides = tuple(Aside(aside["text"], aside["reason"], _place(aside["place"])) for aside in record["asides"])
    plain = {key: record[key] for key in ("name", "format", "digest", "text", "title", "meta")}
    return Document(**plain, blocks=blocks, asides=asides, warnings=tuple(record["warnings"]))


# ── the child ────────────────────────────────────────────────────────────────────────────────────────────────────


def limit(limits: Limits) -> None:
    """Ask the system to hold the limits; where it cannot, the parent's clock still does."""
    try:
        import resource
    except ImportError:  # no such module on Windows
        return
    wanted = (
        (resource.RLIMIT_AS, limits.memory, limits.memory),
        (resource.RLIMIT_CPU, limits.cpu, limits.cpu + 5),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_FSIZE, limits.written, limits.written),
    )
    for kind, soft, hard in wanted:
        ceiling = resource.getrlimit(kind)[1]
        if ceiling != resource.RLIM_INFINITY:
            soft, hard = min(soft, ceiling), min(hard, ceiling)
        try:
            resource.setrlimit(kind, (soft, hard))
        except (ValueError, OSError):
            continue


def _read(data: bytes, name: str, format: str, program: str) -> Document:
    if program:
        return _read_recognised(data, name, program)
    if format == "pdf":
        from kb.readers import pdf

        return pdf.read(data, name)
    from kb.readers import docx

    return docx.read(data, name)


def _read_recognised(data: bytes, name: str, program: str) -> Document:
    """The document that a recognition program makes of the pages; its digest is that of the file as it was given."""
    from kb.readers import pdf, recognise
    from kb.readers.blocks import digest

    layered = recognise.with_text_layer(data, program)
    if layered is None:
        raise UnreadableFile(name, f"text recognition with {program} failed", f"run {program} on it by hand")
    return replace(pdf.read(layered, name, recognised=program), digest=digest(data))


def _answer(data: bytes, name: str, format: str, limits: Limits, program: str) -> dict[str, Any]:
    try:
        document = _read(data, name, format, program)
    except UnreadableFile as error:
        return {"error": [error.subject, error.problem, error.remedy], "pages": getattr(error, "pages", 0)}
    except MemoryError:
        return {"error": [name, f"reading it needs more than {limits.memory // 1_000_000} MB of memory", _SPLIT]}
    except RecursionError:
        return {"error": [name, "its parts are nested in a circle or too deeply", _SPLIT]}
    if len(document.text) > limits.characters:
        return {"error": [name, f"it holds more than {limits.characters:,} characters of text", _SPLIT]}
    return {"document": asdict(document)}


def main(arguments: list[str]) -> int:
    """The child's work: limits first, then the file from standard input, then one JSON object."""
    format, name, record, program = arguments
    limits = Limits(**json.loads(record))
    limit(limits)
    answer = _answer(sys.stdin.buffer.read(), name, format, limits, program)
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=True).encode("ascii"))
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
