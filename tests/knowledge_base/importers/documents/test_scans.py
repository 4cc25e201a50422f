"""Scanned documents: pages read by the recogniser, and what is said about the reading."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from foundation.reading import Box, Line, PageText, Unreadable, close_reader, sniff
from knowledge_base.importers.documents import ImportOptions, SourceFile, read_file
from knowledge_base.importers.documents.blocks import DocumentRefused
from knowledge_base.importers.documents.pdf import read_pdf_document, read_picture_document
from tests.knowledge_base.importers.documents.samples import picture, png, scanned_pdf, text_pdf

DAY = date(2024, 1, 1)
LINES = [
    "便民服务站管理办法",
    "第一条 为规范管理，制定本办法。",
    "第二条 本办法适用于本区。",
    "第三条 本办法自2023年6月1日起施行。",
]


@pytest.fixture(scope="module", autouse=True)
def _closed() -> Iterator[None]:
    yield
    close_reader()


def test_a_scanned_page_with_red_head_and_seal() -> None:
    content = scanned_pdf([picture(LINES, red_head="天河区人民政府文件", seal=True)])
    result = read_file(SourceFile("扫描.pdf", content, DAY, sniff(content)), ImportOptions())
    document = result.document
    assert document is not None
    assert (document.title, document.issuer) == ("便民服务站管理办法", "天河区人民政府")
    assert (document.region, document.valid_from) == ("440106", date(2023, 6, 1))
    assert [(a.label, a.text, a.page) for a in document.articles[-3:]] == [
        ("第一条", "为规范管理，制定本办法。", 1),
        ("第二条", "本办法适用于本区。", 1),
        ("第三条", "本办法自2023年6月1日起施行。", 1),
    ]
    assert result.outcome == "doubtful"
    assert "扫描页由机器识读，共1页，请与原件核对" in [n.message for n in result.notes]


def _page(*lines: str, confidence: float = 0.99) -> PageText:
    read = [
        Line(text, Box(70, 160 + 50 * n, 30 * len(text), 30), confidence)
        for n, text in enumerate(lines)
    ]
    return PageText.arranged(read, 900, 1200)


def test_marks_between_chinese_are_made_full_width() -> None:
    page = _page("(一)就近设置,方便到达;", "电话(020)12345678,a.cn;")
    reading = read_picture_document(b"", lambda _: page)
    assert [b.text for b in reading.blocks] == [
        "（一）就近设置，方便到达；",
        "电话(020)12345678,a.cn;",
    ]


def test_unsure_pages_and_blank_pages() -> None:
    unsure = read_picture_document(b"", lambda _: _page("第一条 便民。", confidence=0.6))
    assert "第1页识读把握不大（60%）" in [n.message for n in unsure.notes]
    with pytest.raises(DocumentRefused, match="空白页"):
        read_picture_document(b"", lambda _: _page())


def test_a_page_that_cannot_be_read_refuses_the_document() -> None:
    def fails(_: bytes) -> PageText:
        raise Unreadable("识别图片文字超时")

    with pytest.raises(DocumentRefused, match="超时"):
        read_pdf_document(scanned_pdf([picture(LINES)]), fails)
    with pytest.raises(DocumentRefused, match="超时"):
        read_picture_document(png(picture(LINES)), fails)


def test_page_numbers_count_over_all_pages() -> None:
    pages = iter([_page(*LINES[:2]), _page(*LINES[2:])])
    reading = read_pdf_document(scanned_pdf([picture([]), picture([])]), lambda _: next(pages))
    assert [(b.text, b.page) for b in reading.blocks] == list(zip(LINES, (1, 1, 2, 2), strict=True))


def test_a_garbled_text_layer_is_read_from_the_pictures() -> None:
    garbled = "".join(LINES * 2).encode().decode("gb18030", "ignore")
    reading = read_pdf_document(text_pdf([garbled]), lambda _: _page(*LINES))
    assert [b.text for b in reading.blocks] == LINES
    assert "PDF的文字层是乱码，改由机器识读" in [n.message for n in reading.notes]
    with pytest.raises(DocumentRefused, match="乱码"):
        read_pdf_document(text_pdf([garbled]), lambda _: _page(garbled))
