"""One file read. Pictures cost seconds, so few are read; the rest carry their text."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from docx import Document as Word

from flows.prereview.documents.reader import VERSION, read_document, read_document_async
from flows.prereview.readings import DocumentKind, Reading
from foundation.reading import FileKind, PageText, close_reader
from tests.factories.documents import locked_pdf
from tests.factories.ofd import OfdPage, Written, ofd
from tests.factories.papers import damaged, draw, jpeg, png
from tests.foundation.reading.samples import pdf

LEASE: list[tuple[float, float, str]] = [
    (220, 60, "房屋租赁合同"),
    (60, 100, "甲方（出租方）：陈大文"),
    (60, 120, "乙方（承租方）：广州粤味轩餐饮管理有限公司"),
    (60, 140, "一、房屋地址：广州市天河区体育东路12号301房。"),
    (60, 160, "二、建筑面积：86.5平方米"),
    (60, 180, "三、租赁期限：自2026年1月1日起至2028年12月31日止。"),
    (60, 200, "四、月租金：人民币12,000元"),
    (60, 220, "签订日期：2025年12月20日"),
]


@pytest.fixture(scope="module", autouse=True)
def _closed() -> Iterator[None]:
    yield
    close_reader()


def values(reading: Reading) -> dict[str, str]:
    return {name: field.value for name, field in reading.fields.items()}


def test_a_pdf_with_text_is_read_without_its_picture() -> None:
    reading = read_document("f1", pdf(LEASE), FileKind.PDF, _never)
    assert (reading.file_id, reading.reader, reading.error) == ("f1", VERSION, None)
    assert reading.kind is DocumentKind.LEASE
    assert reading.kind_confidence > 0.8
    assert values(reading) == {
        "lessor": "陈大文",
        "lessee": "广州粤味轩餐饮管理有限公司",
        "address": "广州市天河区体育东路12号301房",
        "area": "86.5",
        "lease_from": "2026-01-01",
        "lease_until": "2028-12-31",
        "rent": "12000",
        "signed_on": "2025-12-20",
    }
    box = reading.fields["lessor"].box
    assert box is not None
    assert 0.1 < box[0] < 0.4
    assert 0.08 < box[1] < 0.15


def _never(_picture: bytes) -> PageText:
    pytest.fail("a page with a text layer went to the recogniser")


def test_word_and_ofd_are_read_by_their_text() -> None:
    for content, kind in ((_word(), FileKind.DOCX), (_ofd(), FileKind.OFD)):
        reading = read_document("f", content, kind)
        assert reading.kind is DocumentKind.COMMITMENT_LETTER, kind
        assert values(reading)["title"] == "信用承诺书"
        assert values(reading)["signed_on"] == "2026-11-20"


@pytest.mark.parametrize(
    ("content", "kind", "sentence"),
    [
        (b"\xff\xd8\xff\xe0broken", FileKind.JPEG, "打不开"),
        (b"%PDF-1.7 broken", FileKind.PDF, "打不开"),
        (locked_pdf(), FileKind.PDF, "密码"),
        (pdf(*[LEASE[:1]] * 61), FileKind.PDF, "超过上限60页"),
        (b"PK\x03\x04broken", FileKind.DOCX, "打不开"),
        (b"PK\x03\x04broken", FileKind.OFD, "打不开"),
        (b"plain", FileKind.TXT, "转成PDF"),
    ],
)
def test_what_cannot_be_read_says_so_in_a_sentence(
    content: bytes, kind: FileKind, sentence: str
) -> None:
    reading = read_document("f", content, kind)
    assert reading.error is not None
    assert sentence in reading.error
    assert reading.fields == {}


def test_a_fault_of_ours_is_an_error_that_tells_no_data(capfd: pytest.CaptureFixture[str]) -> None:
    def fail(_picture: bytes) -> None:
        raise KeyError("440106198806153017")

    reading = read_document("f", png(draw("bank_card", 1).picture), FileKind.PNG, fail)  # type: ignore[arg-type]
    assert reading.error == "识读时出错，将由工作人员查看"
    assert "440106198806153017" not in "".join(capfd.readouterr())


async def test_an_id_card_upside_down() -> None:
    paper = damaged(draw("id_card_front", 1), "rotated", 1)
    reading = await read_document_async("f", jpeg(paper.picture), FileKind.JPEG)
    assert reading.kind is DocumentKind.ID_CARD
    assert reading.sides == ("front",)
    assert reading.pages[0].rotated == 180
    assert values(reading) == paper.fields
    told, found = paper.boxes["id_number"], reading.fields["id_number"].box
    assert found is not None
    assert all(abs(a - b) < 0.04 for a, b in zip(told, found, strict=True))


def test_both_sides_on_one_page() -> None:
    paper = draw("id_card_both", 2)
    reading = read_document("f", jpeg(paper.picture), FileKind.JPEG)
    assert reading.sides == ("front", "back")
    assert values(reading) == paper.fields


def test_a_licence_under_two_seals() -> None:
    paper = damaged(draw("business_licence", 1), "stamped", 1)
    reading = read_document("f", jpeg(paper.picture), FileKind.JPEG)
    assert values(reading) == paper.fields
    assert [mark.kind for mark in reading.marks] == ["seal", "seal"]


def test_a_portrait_has_a_colour_and_no_words() -> None:
    reading = read_document("f", jpeg(draw("photo", 1).picture), FileKind.JPEG)
    assert reading.kind is DocumentKind.PHOTO
    assert values(reading)["background"] in ("红色", "蓝色", "白色")
    assert reading.pages[0].faults == {}


def test_another_paper_is_other() -> None:
    reading = read_document("f", jpeg(draw("other", 1).picture), FileKind.JPEG)
    assert reading.kind is DocumentKind.OTHER


def _word() -> bytes:
    word = Word()
    for line in ("信用承诺书", "本人郑重承诺：材料真实，愿意承担法律责任。", "承诺人：陈大文"):
        word.add_paragraph(line)
    row = word.add_table(1, 2).rows[0]
    row.cells[0].text, row.cells[1].text = "承诺日期", "2026年11月20日"
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def _ofd() -> bytes:
    lines = (
        "信用承诺书",
        "本人郑重承诺：材料真实，愿意承担法律责任。",
        "承诺人：陈大文",
        "2026年11月20日",
    )
    return ofd(OfdPage([Written(line, 20, 30 + 12 * i) for i, line in enumerate(lines)]))
