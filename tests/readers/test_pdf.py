"""PDF files to documents: reading order, paragraphs, what is set apart, what is refused."""

from __future__ import annotations

import random

import pytest

from kb.errors import UnreadableFile
from kb.model import Document
from kb.provisions import parse, units
from kb.readers import pdf

Run = tuple[float, float, str]  # left edge, baseline, words
WIDE = "Every ladder that is lent shall come back to the lender in good time and"


def make(pages: list[list[Run]], size: float = 10, font: str = "Helvetica") -> bytes:
    """A PDF with these runs of text; a run that begins with "!" is bold, with "^" small."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    for name in (font, f"{font}-Bold"):
        objects.append(f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>")
    kids = []
    for runs in pages:
        stream = "BT " + " ".join(shown(run, size) for run in runs) + " ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        fonts = "<< /Font << /F1 3 0 R /F2 4 0 R >> >>"
        page = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources {fonts} /Contents {len(objects)} 0 R >>"
        )
        objects.append(page)
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return assembled(objects)


def shown(run: Run, size: float) -> str:
    x, y, text = run
    face, points = ("/F2", size) if text[:1] == "!" else ("/F1", size * 0.8 if text[:1] == "^" else size)
    words = text.lstrip("!^").replace("(", r"\(").replace(")", r"\)")
    return f"{face} {points} Tf 1 0 0 1 {x} {y} Tm ({words}) Tj"


def assembled(objects: list[str]) -> bytes:
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(out)
    tail = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    tail += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF"
    return out + tail.encode()


def down(lines: list[str], x: float = 60, top: float = 700, step: float = 12) -> list[Run]:
    return [(x, top - step * at, line) for at, line in enumerate(lines)]


def read(pages: list[list[Run]]) -> Document:
    return pdf.read(make(pages), "ladders.pdf")


def texts(document: Document) -> list[str]:
    return [block.span.of(document.text) for block in document.blocks]


def test_lines_become_one_paragraph_and_a_short_line_ends_it() -> None:
    document = read([down([WIDE, WIDE, "at noon.", WIDE, "at night."])])
    assert texts(document) == [f"{WIDE} {WIDE} at noon.", f"{WIDE} at night."]


def test_labels_open_blocks() -> None:
    document = read([down([f"1. {WIDE}", "at noon.", f"2. {WIDE}:", f"(a) {WIDE},", f"(b) {WIDE}."])])
    assert [text[:3] for text in texts(document)] == ["1. ", "2. ", "(a)", "(b)"]


def test_a_number_that_ends_a_reference_opens_nothing() -> None:
    full = f"{WIDE} as paragraph"
    document = read(
        [down([f"1. {full}", "2. says, all ladders shall be returned to the lender who has lent them out"])]
    )
    assert len(document.blocks) == 1


def test_a_bare_number_set_off_by_a_gap_opens_an_item() -> None:
    said = f"{WIDE} so."
    rows = [(60, 700, "1"), (84, 700, said), (60, 688, "2"), (84, 688, said)]
    document = read([rows])
    assert texts(document) == [f"1 {said}", f"2 {said}"]
    assert {block.kind for block in document.blocks} == {"item"}


def test_bold_lines_are_headings() -> None:
    document = read([down(["!Article 1", "!Scope of the ladders", WIDE, "at noon."])])
    assert [block.kind for block in document.blocks] == ["heading", "heading", "paragraph"]


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [f"left {at} ladders that lean on walls they" for at in range(20)]
    right = [f"right {at} ladders that lean on trees they" for at in range(20)]
    document = read([down(left, x=60) + down(right, x=320)])
    words = document.text.split()
    assert words.index("right") > max(at for at, word in enumerate(words) if word == "left")


ENGLISH = [
    "!Article {n}",
    "1. The ladder that is lent by the lender shall",
    "be returned to the lender for the summer",
    "and the rungs of this ladder shall be counted.",
    "2. The lender may ask for the ladder in the",
    "evening if it rains.",
]
FRENCH = [
    "!Article {n}",
    "1. L'échelle qui est prêtée par le prêteur est",
    "rendue au prêteur pour les mois de l'été et les",
    "barreaux de cette échelle sont comptés.",
    "2. Le prêteur peut demander l'échelle dans la",
    "soirée pour les pluies.",
]


def side_by_side(left: list[str], right: list[str]) -> bytes:
    pages = []
    for page in range(3):
        rows = [[line.format(n=3 * page + n) for n in (1, 2, 3) for line in each] for each in (left, right)]
        pages.append(down(rows[0], x=60) + down(rows[1], x=320))
    return make(pages)


@pytest.mark.parametrize(("left", "right"), [(ENGLISH, FRENCH), (FRENCH, ENGLISH)])
def test_of_two_languages_side_by_side_the_one_asked_for_is_read(left: list[str], right: list[str]) -> None:
    document = pdf.read(side_by_side(left, right), "ladders.pdf")
    for language, words in (("en", "returned to the lender"), ("fr", "rendue au prêteur")):
        outline = parse(document, "ladders", language=language)
        found = [unit for unit in units(outline) if unit.kind == "paragraph"]
        assert [unit.id for unit in found] == [f"ladders:{n}({k})" for n in range(1, 10) for k in (1, 2)]
        assert all(words in unit.text for unit in found[::2])
    assert "in French" in {region.reason for region in parse(document, "ladders").regions}


def test_a_line_across_two_columns_parts_them() -> None:
    rows = [f"{at} ladders that lean on the garden walls they" for at in range(16)]
    title = [(60.0, 740.0, "!CONVENTION ON THE LENDING OF LADDERS AND OF STEPS AMONG ALL NEIGHBOURS")]
    document = read([title + down(rows, x=60) + down(rows, x=320)])
    assert texts(document)[0].startswith("CONVENTION")


def test_running_heads_and_page_numbers_are_set_apart() -> None:
    pages = [[(60.0, 770.0, "Ladder Series"), *down([WIDE] * 8), (300.0, 30.0, str(at))] for at in range(1, 6)]
    document = read(pages)
    assert "Series" not in document.text
    assert {aside.reason for aside in document.asides} == {"running head", "page number"}
    assert {aside.place.page for aside in document.asides} == {1, 2, 3, 4, 5}


def test_an_article_at_the_head_of_its_page_is_no_running_head() -> None:
    pages = [[(60.0, 700.0, f"!Article {at}"), *down([WIDE] * 6, top=680)] for at in range(1, 6)]
    assert sum(block.kind == "heading" for block in read(pages).blocks) == 5


def test_a_paragraph_goes_on_over_the_page() -> None:
    document = read([down([WIDE, WIDE]), down(["in good order.", WIDE, "at noon."])])
    assert texts(document)[0] == f"{WIDE} {WIDE} in good order."
    assert document.blocks[0].place.page == 1


def test_a_word_broken_at_a_line_end_is_whole_again() -> None:
    document = read([down([f"{WIDE} when the lad-", "ders are needed, ladders are lent."])])
    assert "the ladders are" in document.text


def test_a_footnote_in_small_type_goes_to_the_end() -> None:
    document = read([[*down([WIDE, "at noon."]), (60.0, 80.0, "^1 Or steps, where ladders are not at hand.")]])
    assert document.blocks[-1].kind == "footnote"
    assert texts(document)[-1].startswith("[1] Or steps")


def test_contents_are_set_apart() -> None:
    entries = [f"Article {at} " + ". " * 40 + str(at + 2) for at in range(1, 7)]
    document = read([down(["Contents", *entries]), down([WIDE, "at noon."])])
    assert texts(document) == [f"{WIDE} at noon."]


def test_every_block_knows_its_page() -> None:
    document = read([down([WIDE, "at noon."]), down([f"At night {WIDE}", "so."])])
    assert [block.place.page for block in document.blocks] == [1, 2]


def test_pages_without_text_are_named() -> None:
    assert read([down([WIDE, "at noon."]), []]).warnings == ("no text on page 2",)


def test_pages_without_any_text_are_refused_with_the_remedy() -> None:
    with pytest.raises(UnreadableFile, match="no text layer") as caught:
        read([[], []])
    assert "text recognition" in caught.value.remedy


def test_a_garbled_text_layer_is_refused() -> None:
    chance = random.Random(3)
    noise = [" ".join("".join(chance.choices("bcdfghjkl", k=5)) for _ in range(12)) for _ in range(40)]
    with pytest.raises(UnreadableFile, match="garbled"):
        read([down(noise)])


@pytest.mark.parametrize("data", [b"", b"no pdf at all", b"%PDF-1.4\n%%EOF"])
def test_what_is_no_pdf_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(UnreadableFile) as caught:
        pdf.read(data, "bad.pdf")
    assert caught.value.sentence.startswith("bad.pdf: ")


def test_a_pdf_without_pages_says_so() -> None:
    with pytest.raises(UnreadableFile, match="no pages"):
        read([])


def test_damaged_files_are_read_or_refused_and_nothing_else() -> None:
    whole = make([down([f"1. {WIDE}", "at noon."])])
    chance = random.Random(11)
    for _ in range(120):
        data = bytearray(whole[: chance.randrange(len(whole))] if chance.random() < 0.4 else whole)
        for _ in range(chance.randrange(1, 6)):
            if data:
                data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            pdf.read(bytes(data), "x.pdf")
        except UnreadableFile:
            continue


# ── where it stands ──────────────────────────────────────────────────────────────────────────────────────────────


def page_with(stream: str, extra: str = "", objects: tuple[str, ...] = ()) -> bytes:
    """A page of 600 by 800 points with this content; /F1 is a font, `objects` follow as numbers 6 and up."""
    return assembled(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [5 0 R] /Count 1 >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources"
            f" << /ExtGState << /Pale << /ca 0.4 >> >> /Font << /F1 3 0 R >> /XObject << /Scan 6 0 R >> >> {extra} >>",
            *objects,
        ]
    )


PICTURE = "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
SCAN = f"{PICTURE} /Length 1 >>\nstream\n0\nendstream"
SAID = f"BT /F1 10 Tf 1 0 0 1 60 700 Tm ({WIDE}) Tj ET"


def boxed(extra: str = "") -> tuple[float, float, float, float]:
    (block,) = pdf.read(page_with(SAID, extra), "x.pdf").blocks
    assert block.place.box is not None
    return block.place.box


def test_a_block_knows_the_box_around_its_lines() -> None:
    document = read([down([WIDE, WIDE, "at noon."])])
    left, bottom, right, top = document.blocks[0].place.box or (0, 0, 0, 0)
    assert (round(left), round(bottom), round(top)) == (60, 674, 708)
    assert 350 < right < 450


def test_a_block_that_runs_on_has_a_box_on_every_page() -> None:
    first = read([down([WIDE, WIDE], top=100), down(["in good order.", WIDE, "at noon."])]).blocks[0]
    assert [place.page for place in (first.place, *first.beyond)] == [1, 2]
    tops = [place.box[3] for place in (first.place, *first.beyond) if place.box]
    assert tops[0] < 120 < 600 < tops[1]


def test_a_block_that_runs_on_in_the_next_column_has_a_box_in_each() -> None:
    rows = [f"{at} ladders that lean on the garden walls they" for at in range(16)]
    block = read([down(rows, x=60) + down(rows, x=320)]).blocks[0]
    lefts = [round(place.box[0]) for place in (block.place, *block.beyond) if place.box]
    assert lefts == [60, 320]


def test_a_provision_has_a_place_for_each_of_its_blocks() -> None:
    lines = ["!Article 1", f"1. {WIDE}:", f"(a) {WIDE};", f"(b) {WIDE}."]
    unit = units(parse(read([down(lines), down([f"2. {WIDE}."])]), "ladders"))[0]
    assert [(place.page, round(place.box[1])) for place in unit.places if place.box] == [(1, 686), (1, 674), (1, 662)]
    assert unit.place == unit.places[0]


def test_boxes_count_from_the_corner_of_the_cropped_page() -> None:
    plain, cropped = boxed(), boxed("/CropBox [20 30 590 790]")
    assert [round(a - b) for a, b in zip(plain, cropped, strict=True)] == [20, 30, 20, 30]


# ── what is not shown ────────────────────────────────────────────────────────────────────────────────────────────


def warned(stream: str, extra: str = "", objects: tuple[str, ...] = ()) -> str:
    return " ".join(pdf.read(page_with(stream, extra, objects), "x.pdf").warnings)


BOX = "0 g 50 690 400 25 re f"


@pytest.mark.parametrize(
    ("stream", "words"),
    [
        (f"{SAID} {BOX}", "under an opaque box"),
        (f"{SAID} q 400 0 0 25 50 690 cm /Scan Do Q", "under an opaque box"),
        (f"3 Tr {SAID}", "invisible text"),
        (f"3 Tr {SAID} q 600 0 0 800 0 0 cm /Scan Do Q", "OCR layer"),
        (f"q 600 0 0 800 0 0 cm /Scan Do Q 3 Tr {SAID}", "OCR layer"),
        (f"1 g {SAID}", "white text"),
        (f"{SAID} BT /F1 1 Tf 1 0 0 1 60 600 Tm (Secret ladders) Tj ET", "too small"),
    ],
)
def test_text_that_is_not_shown_is_told(stream: str, words: str) -> None:
    said = warned(stream, objects=(SCAN,))
    assert words in said
    assert said.endswith(", page 1")


@pytest.mark.parametrize(
    "stream",
    [
        SAID,
        f"{BOX} 1 g {SAID}",  # white on black
        f"0.9 g 50 690 400 25 re f 0 g {SAID}",  # a coloured row
        f"{SAID} 0 g 50 600 400 25 re f",  # a bar elsewhere
        f"{SAID} 50 690 400 25 re S",  # a frame
        f"{SAID} 0 g 50 697 400 1 re f",  # a rule
        f"q 600 0 0 800 0 0 cm /Scan Do Q {SAID}",  # a picture as ground
    ],
)
def test_text_that_is_shown_gives_no_warning(stream: str) -> None:
    assert warned(stream, objects=(SCAN,)) == ""


def test_a_highlight_that_text_shines_through_gives_no_warning() -> None:
    assert warned(f"{SAID} /Pale gs 1 1 0 rg 50 690 400 25 re f", objects=(SCAN,)) == ""


def test_text_outside_the_crop_box_is_left_out_with_a_warning() -> None:
    outside = "BT /F1 10 Tf 1 0 0 1 60 780 Tm (Cropped away) Tj ET"
    document = pdf.read(page_with(f"{SAID} {outside}", "/CropBox [0 0 600 750]"), "x.pdf")
    assert "Cropped" not in document.text
    assert document.warnings == ("text outside the visible page was left out, page 1",)
    assert ("Cropped away", "text outside the visible page") in [(one.text, one.reason) for one in document.asides]
