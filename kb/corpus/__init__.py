"""The corpus that ships, in our own words: loads digests, concepts and guides, checks them, exports and writes them.

The editable form is described in `corpus/README.md`; a folder handed to this room is the corpus itself, with the
folders `digests`, `concepts` and `guides` in it.
"""

from __future__ import annotations

from kb.corpus.checks import check
from kb.corpus.digests import Page, PageEntry, parse_page, render_page
from kb.corpus.export import export
from kb.corpus.folder import load_concepts, load_digests, load_guides, load_pages, write_digests
from kb.corpus.guides import parse_guide
from kb.corpus.problems import Problem

__all__ = [
    "Page",
    "PageEntry",
    "Problem",
    "check",
    "export",
    "load_concepts",
    "load_digests",
    "load_guides",
    "load_pages",
    "parse_guide",
    "parse_page",
    "render_page",
    "write_digests",
]
