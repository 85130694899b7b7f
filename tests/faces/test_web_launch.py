"""How the pages are served: to this machine alone, nothing sent out, no details of errors shown."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from kb.config import Settings
from kb.errors import UsageError
from kb.faces.web.launch import HERE, environment, flags, launch

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = Settings(Path("corpus"), Path("index"), encoder="own", encoder_dtype="float32", encoder_online=True)


def test_the_settings_of_a_checkout_are_those_that_ship() -> None:
    checkout = ROOT / ".streamlit" / "config.toml"
    assert checkout.read_bytes() == (HERE / "config.toml").read_bytes()


@pytest.mark.parametrize(
    "flag",
    [
        "--server.address=127.0.0.1",
        "--server.headless=true",
        "--browser.gatherUsageStats=false",
        "--client.showErrorDetails=none",
        "--server.enableXsrfProtection=true",
        "--server.allowedHosts=127.0.0.1",
        "--server.maxUploadSize=25",
        "--theme.dark.backgroundColor=#16191d",
        "--server.port=8765",
    ],
)
def test_a_setting_reaches_the_command_line(flag: str) -> None:
    assert flag in flags(8765)


def test_streamlit_knows_every_setting() -> None:
    config = pytest.importorskip("streamlit.config")
    known = config.get_config_options()
    given = {flag.removeprefix("--").partition("=")[0] for flag in flags(8765)}
    assert given - set(known) == set()


def test_settings_travel_through_the_environment() -> None:
    assert Settings.from_environment(environment(SETTINGS)) == SETTINGS


def test_a_port_in_use_is_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(UsageError, match="choose another with --port"):
            launch(taken.getsockname()[1], SETTINGS)


@pytest.mark.parametrize("port", [0, -1, 70000])
def test_a_number_that_is_no_port_is_a_sentence(port: int) -> None:
    with pytest.raises(UsageError, match="is not a port"):
        launch(port, SETTINGS)


def test_a_refused_launch_loads_no_streamlit() -> None:
    check = (
        "import sys; from kb.faces.web.launch import launch; from kb.config import Settings\n"
        "try: launch(0, Settings.from_environment())\n"
        "except Exception: sys.exit('streamlit' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", check], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize("name", ["style.css", "links.js"])
@pytest.mark.parametrize("fetching", ["http:", "https:", "@import", "url(", "fetch(", "import "])
def test_what_is_sent_to_the_browser_fetches_nothing(name: str, fetching: str) -> None:
    assert fetching not in (HERE / name).read_text("utf-8")


PAIR = re.compile(r"--kb-([\w-]+): light-dark\((#\w{6}), (#\w{6})\);")
INKS = ("ink", "soft", "blue", "red", "green", "amber")
PAPERS = ("paper", "sheet", "shade", "warn", "alarm", "calm")


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_colours_of_the_text_can_be_read(mode: str) -> None:
    pairs = {name: (light, dark) for name, light, dark in PAIR.findall((HERE / "style.css").read_text("utf-8"))}
    of = {name: pair[mode == "dark"] for name, pair in pairs.items()}
    assert min(contrast(of[ink], of[paper]) for ink in INKS for paper in PAPERS) >= 4.5
    assert contrast(of["ink"], of["mark"]) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_what_streamlit_draws_has_the_colours_of_the_pages(mode: str) -> None:
    theme = tomllib.loads((HERE / "config.toml").read_text("utf-8"))["theme"][mode]
    pairs = {name: (light, dark) for name, light, dark in PAIR.findall((HERE / "style.css").read_text("utf-8"))}
    of = {name: pair[mode == "dark"] for name, pair in pairs.items()}
    wanted = ("backgroundColor", "secondaryBackgroundColor", "textColor", "linkColor", "borderColor")
    assert [theme[key] for key in wanted] == [of[name] for name in ("paper", "shade", "ink", "blue", "rule")]
    assert contrast("#ffffff", theme["primaryColor"]) >= 4.5


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
