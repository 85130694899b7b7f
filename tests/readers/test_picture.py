"""Pictures of the pages of a PDF file: their size, and a sentence where there is none."""

from __future__ import annotations

import io

import pytest

from kb.errors import UnreadableFile
from kb.readers.picture import WIDTH, picture

canvas = pytest.importorskip("reportlab.pdfgen.canvas", reason="reportlab is not installed in this environment")


def pdf() -> bytes:
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=(400, 600))
    page.drawString(40, 500, "A ladder")
    page.save()
    return out.getvalue()


def test_a_page_is_drawn_with_its_size_in_points() -> None:
    drawn = picture(pdf(), "ladder.pdf", 1)
    assert (drawn.width, drawn.height) == (400, 600)
    assert drawn.png.startswith(b"\x89PNG")
    assert int.from_bytes(drawn.png[16:20], "big") == WIDTH


@pytest.mark.parametrize(("data", "page"), [(pdf(), 2), (b"%PDF-1.4 nothing", 1)])
def test_what_cannot_be_drawn_is_a_sentence(data: bytes, page: int) -> None:
    with pytest.raises(UnreadableFile, match=f"page {page} cannot be drawn"):
        picture(data, "ladder.pdf", page)
