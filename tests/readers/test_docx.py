"""Word files to documents: drawn numbers written out, the accepted text, nothing unpacked that should not be."""

from __future__ import annotations

import io
import random
import zipfile

import pytest

from kb.errors import UnreadableFile
from kb.model import Document
from kb.readers import docx

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def level(at: int, form: str, text: str) -> str:
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'


NUMBERING = (
    f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="1">'
    + level(0, "decimal", "%1.")
    + level(1, "lowerLetter", "(%2)")
    + level(2, "lowerRoman", "(%3)")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="2">'
    + level(0, "decimal", "Article %1")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    + '<w:num w:numId="2"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
    + '</w:lvlOverride></w:num><w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num></w:numbering>'
)
STYLES = (
    f'<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style></w:styles>'
)


def par(text: str = "", *, num: tuple[int, int] | None = None, style: str = "", inner: str = "") -> str:
    drawn = f'<w:numPr><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>' if num else ""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{named}{drawn}</w:pPr>{run}{inner}</w:p>"


def package(body: str, parts: dict[str, str] | None = None, head: str = "") -> bytes:
    out = io.BytesIO()
    main = f'{head}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    files = {"word/document.xml": main, "word/numbering.xml": NUMBERING, "word/styles.xml": STYLES} | (parts or {})
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


def read(body: str, parts: dict[str, str] | None = None) -> Document:
    return docx.read(package(body, parts), "ladders.docx")


def texts(document: Document) -> list[str]:
    return [block.span.of(document.text) for block in document.blocks]


def test_automatic_numbers_are_written_level_by_level() -> None:
    body = (
        par("A", num=(1, 0)) + par("B", num=(1, 1)) + par("C", num=(1, 2)) + par("D", num=(1, 1)) + par("E", num=(1, 0))
    )
    assert texts(read(body)) == ["1. A", "(a) B", "(i) C", "(b) D", "2. E"]


def test_depth_follows_the_level() -> None:
    assert [b.depth for b in read(par("A", num=(1, 0)) + par("B", num=(1, 1))).blocks] == [1, 2]


def test_a_new_instance_with_its_own_start_counts_afresh() -> None:
    assert texts(read(par("A", num=(1, 0)) + par("B", num=(2, 0)) + par("C", num=(2, 0)))) == ["1. A", "1. B", "2. C"]


def test_an_empty_numbered_paragraph_gives_its_number_to_the_letter_below() -> None:
    assert texts(read(par(num=(1, 0)) + par("Rungs.", num=(1, 1)) + par("B", num=(1, 0)))) == ["1. (a) Rungs.", "2. B"]


def test_a_heading_that_is_only_a_drawn_number_is_kept() -> None:
    document = read(par(num=(3, 0), style="H") + par("Ladders.") + par(num=(3, 0), style="H") + par("Steps."))
    assert texts(document) == ["Article 1", "Ladders.", "Article 2", "Steps."]
    assert document.blocks[0].kind == "heading"


def test_a_line_break_in_a_heading_parts_number_and_words() -> None:
    body = par("Article 1", style="H", inner="<w:r><w:br/><w:t>Scope</w:t></w:r>")
    assert texts(read(body)) == ["Article 1", "Scope"]


def test_tracked_changes_are_read_as_accepted_with_a_warning() -> None:
    changed = "<w:ins><w:r><w:t>returned</w:t></w:r></w:ins><w:del><w:r><w:delText>kept</w:delText></w:r></w:del>"
    document = read(par("It is ", inner=changed))
    assert document.text == "It is returned"
    assert document.warnings


def test_paragraphs_whose_mark_was_deleted_go_on_in_the_next() -> None:
    first = '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t>A ladder </w:t></w:r></w:p>'
    assert texts(read(first + par("is lent."))) == ["A ladder is lent."]


def test_content_controls_are_looked_into() -> None:
    assert read(f"<w:sdt><w:sdtContent>{par('Inside.')}</w:sdtContent></w:sdt>").text == "Inside."


def test_a_letter_in_its_own_cell_goes_before_the_text_beside_it() -> None:
    row = f"<w:tbl><w:tr><w:tc>{par('(a)')}</w:tc><w:tc>{par('Rungs;')}</w:tc></w:tr></w:tbl>"
    assert texts(read(row)) == ["(a) Rungs;"]


def test_a_cached_table_of_contents_is_set_apart() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC </w:instrText></w:r>'
    entry = '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Article 1</w:t><w:tab/><w:t>3</w:t></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    document = read(par("Contents") + par(inner=begin + entry) + par("Article 2", inner=end) + par("Ladders are lent."))
    assert texts(document) == ["Ladders are lent."]
    assert {aside.reason for aside in document.asides} == {"contents"}


def test_a_footnote_goes_to_the_end() -> None:
    notes = f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">{par("Or steps.")}</w:footnote></w:footnotes>'
    body = par("A ladder", inner='<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t> is lent.</w:t></w:r>') + par(
        "So."
    )
    document = read(body, {"word/footnotes.xml": notes})
    assert texts(document) == ["A ladder is lent.", "So.", "[1] Or steps."]
    assert document.blocks[-1].kind == "footnote"


def test_the_title_is_the_paragraph_in_title_style() -> None:
    assert read(par("On Ladders", style="T") + par("Text.")).title == "On Ladders"


def test_entities_are_refused_and_never_expanded() -> None:
    head = '<!DOCTYPE d [<!ENTITY secret SYSTEM "file:///etc/hosts">]>'
    with pytest.raises(UnreadableFile):
        docx.read(package(par("&secret;"), head=head), "x.docx")


def test_a_part_that_unpacks_far_beyond_its_size_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="unpacks"):
        docx.read(package(par("x" * 3_000_000)), "bomb.docx")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no archive", b"\xd0\xcf\x11\xe0 old"])
def test_what_is_no_word_file_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(UnreadableFile) as caught:
        docx.read(data, "bad.docx")
    assert caught.value.sentence.startswith("bad.docx: ")


def test_an_archive_without_a_word_document_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(UnreadableFile, match="without a Word document"):
        docx.read(out.getvalue(), "table.docx")


def test_damaged_files_are_read_or_refused_and_nothing_else() -> None:
    whole = package(par("A", num=(1, 0)) + par("B", num=(1, 1)))
    chance = random.Random(7)
    for _ in range(150):
        data = bytearray(whole[: chance.randrange(len(whole))] if chance.random() < 0.4 else whole)
        for _ in range(chance.randrange(1, 6)):
            if data:
                data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            docx.read(bytes(data), "x.docx")
        except UnreadableFile:
            continue
