"""`kb web`: serve the pages to this machine alone, with the settings that ship."""

from __future__ import annotations

import os
import socket
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kb.config import Settings
from kb.errors import UsageError

HERE = Path(__file__).resolve().parent
ADDRESS = "127.0.0.1"


def launch(port: int, settings: Settings) -> int:
    """Serve until stopped; 0 where it ended in good order. UsageError: the port cannot be used."""
    _require_free(port)
    os.environ.update(environment(settings))
    from streamlit.web import cli

    confine()
    ended = cli.main(["run", str(HERE / "start.py"), *flags(port)], prog_name="streamlit", standalone_mode=False)
    return ended if isinstance(ended, int) else 0


def confine() -> None:
    """Keep Streamlit from asking an outside service for this machine's public address.

    It does so to judge a page of another origin that knocks; such a page is to be turned away unasked.
    """
    from streamlit import net_util

    net_util.get_external_ip = lambda: None


def environment(settings: Settings) -> dict[str, str]:
    """The settings as the pages read them from their environment."""
    return {
        "KB_CORPUS": str(settings.corpus),
        "KB_INDEX": str(settings.index),
        "KB_LIBRARY": str(settings.library),
        "KB_ENCODER": settings.encoder,
        "KB_ENCODER_DTYPE": settings.encoder_dtype,
        "KB_ENCODER_ONLINE": "1" if settings.encoder_online else "",
    }


def flags(port: int) -> list[str]:
    """The shipped settings as command line options, so that they hold whatever folder `kb` is called from."""
    with (HERE / "config.toml").open("rb") as file:
        shipped = tomllib.load(file)
    return [*_options(shipped), f"--server.port={port}"]


def _options(section: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    for name, value in section.items():
        if isinstance(value, dict):
            yield from _options(value, f"{prefix}{name}.")
        elif isinstance(value, list):
            yield from (f"--{prefix}{name}={each}" for each in value)
        else:
            yield f"--{prefix}{name}={str(value).lower() if isinstance(value, bool) else value}"


def _require_free(port: int) -> None:
    if not 0 < port < 65536:
        raise UsageError(f"port {port}", "is not a port", "choose one between 1024 and 65535")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError as error:
            raise UsageError(f"port {port}", "is in use or not allowed", "choose another with --port") from error
