"""The script that Streamlit runs: one page."""

from __future__ import annotations

from kb.faces.web.page import page

page()
