"""Starts the web face: `streamlit run app.py`, or `kb web` without this file."""

from __future__ import annotations

from kb.faces.web.page import page

page()
