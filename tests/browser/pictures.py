"""Pictures for the README from pages that are being served: python tests/browser/pictures.py http://127.0.0.1:8501"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
QUESTION = "How long may provisional arrest last under ETS 24?"
SHOWN = {
    "answer": ({"q": QUESTION}, ".kb-statement", "light"),
    "article": ({"q": QUESTION, "at": "ece:16(4)"}, ".kb-panel .kb-article", "light"),
}


def main(address: str) -> None:
    """Take each picture in a visit of its own."""
    with sync_playwright() as driver:
        program = shutil.which("chromium") or shutil.which("google-chrome")
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for name, (parameters, awaited, colours) in SHOWN.items():
            page = browser.new_page(viewport={"width": 1280, "height": 860}, color_scheme=colours)
            page.set_default_timeout(120_000)
            page.goto(f"{address}/?{urlencode(parameters)}")
            page.wait_for_selector(awaited)
            page.wait_for_timeout(800)
            page.screenshot(path=IMAGES / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
