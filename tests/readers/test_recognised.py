"""What recognition breaks is mended where one reading is left, in recognised documents alone."""

from __future__ import annotations

import math

import pytest

from kb.model import Document
from kb.readers import pdf
from kb.readers.pdf_layout import Layout, Line, Word
from kb.readers.recognised import MENDED, mend

WIDE = "Every ladder that is lent shall come back to the lender in good time and in good order"


def line(text: str, at: int) -> Line:
    words, x = [], 60.0
    for word in text.split():
        words.append(Word(word, x, x + 5 * len(word), 700 - 12 * at, 10))
        x += 5 * len(word) + 4
    return Line(tuple(words), 1, 1, 60, 500)


def mended(*rows: str) -> list[str]:
    layout = Layout(lines=[line(row, at) for at, row in enumerate(rows)])
    mend(layout)
    return [each.text for each in layout.lines]


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("Artic1e 2", "Article 2"),
        ("Aiticle 2", "Article 2"),
        ("ARTICIE 2", "ARTICLE 2"),
        ("Articlo 2 – Steps", "Article 2 – Steps"),
        ("Article: 2", "Article 2"),
        ("‘Article 2", "Article 2"),
        ("Particle 2", "Article 2"),
    ],
)
def test_the_word_before_a_number_is_mended(seen: str, meant: str) -> None:
    assert mended("Article 1", WIDE, seen, WIDE)[2] == meant


def test_a_number_that_two_neighbours_leave_alone_is_mended() -> None:
    assert mended("Article 16", WIDE, "Article 47", WIDE, "Article 18")[2] == "Article 17"


def test_a_gap_that_nothing_fills_stays() -> None:
    assert mended("Article 16", "Article 19", "Article 20")[1] == "Article 19"


@pytest.mark.parametrize(
    ("rows", "at", "label"),
    [
        (("l. The rope.", "2. The nail."), 0, "1."),
        (("I. The rope.", "2. The nail."), 0, "1."),
        (("1. The rope.", "2, The nail."), 1, "2."),
        (("1. The rope.", "2. The nail.", "3: The step."), 2, "3."),
        (("(a) The rope;", "(b) the nail;", "(Cc) the step."), 2, "(c)"),
        (("(a) The rope;", "(b) the nail;", "(¢) the step."), 2, "(c)"),
        (("(i) The rope;", "(il) the nail;"), 1, "(ii)"),
        (("1. The rope.", "> The nail holds it.", "3. The step."), 1, "2."),
        (("(l) The rope.", "(2) The nail."), 0, "(1)"),
    ],
)
def test_labels_are_mended_by_their_neighbours(rows: tuple[str, ...], at: int, label: str) -> None:
    assert mended("Article 1", *rows)[at + 1].split()[0] == label


@pytest.mark.parametrize("text", ["I. The roof", "A. The rope", "All ladders lean.", "Is it lent?", "a) or b) holds"])
def test_words_that_are_no_broken_labels_stay(text: str) -> None:
    assert mended("Article 1", text, WIDE)[1] == text


def test_what_was_mended_is_set_apart_as_it_was() -> None:
    layout = Layout(lines=[line("Artic1e 2 – Steps", 0)])
    assert mend(layout) == 1
    assert [(aside.text, aside.reason) for aside in layout.asides] == [("Artic1e 2 – Steps", MENDED)]


# ── whole pages ──


def page(rows: list[tuple[float, str]], slope: float = 0.0) -> bytes:
    """A page of 600 by 800 points whose rows slope by `slope` degrees around its middle."""
    c, s = math.cos(math.radians(slope)), math.sin(math.radians(slope))
    shown = [f"{c:.5f} {s:.5f} {-s:.5f} {c:.5f} {300 - 240 * c - y * -s:.2f} {400 - 240 * s + y * c:.2f} Tm ({t}) Tj"
             for y, t in rows]  # fmt: skip
    stream = "BT /F1 10 Tf " + " ".join(shown) + " ET"
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [5 0 R] /Count 1 >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
        " /Resources << /Font << /F1 3 0 R >> >> >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    tail = f"xref\n0 6\n0000000000 65535 f \n{table}trailer << /Size 6 /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF"
    return out + tail.encode()


ROWS = [(300.0 - 12 * at, f"row {at} of the ladders that lean on the garden wall of the neighbour") for at in range(20)]


@pytest.mark.parametrize("slope", [-2.0, -0.7, 0.0, 0.7, 2.0])
def test_pages_that_lay_askew_are_read_row_by_row(slope: float) -> None:
    document = pdf.read(page(ROWS, slope), "askew.pdf")
    numbers = [int(word) for word in document.text.split() if word.isdigit()]
    assert numbers == list(range(20))


def marked(recognised: str) -> Document:
    rows = [(300.0, "Artic1e 1"), (280.0, "l. The rope holds."), (260.0, "2, The nail holds.")]
    return pdf.read(page(rows), "x.pdf", recognised=recognised)


def test_a_recognised_document_says_so_and_is_mended() -> None:
    document = marked("tesseract")
    assert document.meta["recognised"] == "tesseract"
    assert document.text.split("\n\n") == ["Article 1", "1. The rope holds.", "2. The nail holds."]
    assert any("recognised" in warning for warning in document.warnings)


def test_clean_text_is_never_mended() -> None:
    document = marked("")
    assert "recognised" not in document.meta
    assert "Artic1e 1" in document.text
