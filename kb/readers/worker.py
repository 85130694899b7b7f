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
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kb.errors import UnreadableFile
from kb.model import Aside, Block, Document, Format, Place, Span

_ROOT = Path(__file__).resolve().parents[2]
_KEPT = "PATH HOME USERPROFILE LANG LC_ALL SYSTEMROOT TMPDIR TEMP VIRTUAL_ENV LD_LIBRARY_PATH".split()
_SPLIT = "split it or save it again"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: seconds on the clock, seconds of processor time, bytes of address space, characters."""

    wall: float = 50.0
    cpu: int = 40
    memory: int = 1_000_000_000
    characters: int = 40_000_000


def read_isolated(data: bytes, name: str, format: Format, limits: Limits | None = None) -> Document:
    """Read a file in a child process. Raises UnreadableFile, in one sentence, whatever happens to the child."""
    limits = limits or Limits()
    answer, status = _run(data, name, format, limits)
    if answer is None:
        raise UnreadableFile(name, _cause(status, limits), _SPLIT)
    if "error" in answer:
        raise UnreadableFile(*answer["error"])
    return document_from(answer["document"])


def _run(data: bytes, name: str, format: Format, limits: Limits) -> tuple[dict[str, Any] | None, int | None]:
    """The child's answer (None for none) and its exit status (None: killed on the clock)."""
    command = [sys.executable, "-P", "-m", "kb.readers.worker", format, name, json.dumps(asdict(limits))]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=_environment(), start_new_session=True
    ) as child:
        try:
            out, _ = child.communicate(data, timeout=limits.wall)
        except subprocess.TimeoutExpired:
            _kill(child)
            return None, None
        except BaseException:
            _kill(child)
            raise
    return _decoded(out) if child.returncode == 0 else None, child.returncode


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


def _cause(status: int | None, limits: Limits) -> str:
    if status is None:
        return f"reading it took more than {limits.wall:.0f} seconds and was stopped"
    if status == -getattr(signal, "SIGXCPU", 24):
        return f"reading it took more than {limits.cpu} seconds of processor time and was stopped"
    if status < 0:
        return "reading it broke the parser or needed too much memory, and was stopped"
    return "the file is damaged in a way that the parser cannot mend"


def document_from(record: dict[str, Any]) -> Document:
    """A Document from its JSON record."""
    blocks = tuple(
        Block(Span(**block["span"]), block["kind"], block["level"], block["depth"], Place(**block["place"]))
        for block in record["blocks"]
    )
    asides = tuple(Aside(aside["text"], aside["reason"], Place(**aside["place"])) for aside in record["asides"])
    plain = {key: record[key] for key in ("name", "format", "digest", "text", "title", "meta")}
    return Document(**plain, blocks=blocks, asides=asides, warnings=tuple(record["warnings"]))


# ── the child ────────────────────────────────────────────────────────────────────────────────────────────────────


def _limit(limits: Limits) -> None:
    """Ask the system to hold the limits; where it cannot, the parent's clock still does."""
    try:
        import resource
    except ImportError:  # no such module on Windows
        return
    wanted = (
        (resource.RLIMIT_AS, limits.memory, limits.memory),
        (resource.RLIMIT_CPU, limits.cpu, limits.cpu + 5),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_FSIZE, 0, 0),
    )
    for kind, soft, hard in wanted:
        ceiling = resource.getrlimit(kind)[1]
        if ceiling != resource.RLIM_INFINITY:
            soft, hard = min(soft, ceiling), min(hard, ceiling)
        try:
            resource.setrlimit(kind, (soft, hard))
        except (ValueError, OSError):
            continue


def _read(data: bytes, name: str, format: str) -> Document:
    if format == "pdf":
        from kb.readers import pdf

        return pdf.read(data, name)
    from kb.readers import docx

    return docx.read(data, name)


def _answer(data: bytes, name: str, format: str, limits: Limits) -> dict[str, Any]:
    try:
        document = _read(data, name, format)
    except UnreadableFile as error:
        return {"error": [error.subject, error.problem, error.remedy]}
    except MemoryError:
        return {"error": [name, f"reading it needs more than {limits.memory // 1_000_000} MB of memory", _SPLIT]}
    except RecursionError:
        return {"error": [name, "its parts are nested in a circle or too deeply", _SPLIT]}
    if len(document.text) > limits.characters:
        return {"error": [name, f"it holds more than {limits.characters:,} characters of text", _SPLIT]}
    return {"document": asdict(document)}


def main(arguments: list[str]) -> int:
    """The child's work: limits first, then the file from standard input, then one JSON object."""
    format, name, record = arguments
    limits = Limits(**json.loads(record))
    _limit(limits)
    answer = _answer(sys.stdin.buffer.read(), name, format, limits)
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=True).encode("ascii"))
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
