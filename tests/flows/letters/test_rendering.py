"""Every kind renders, to the same bytes each time, with its seal's place on its own page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pypdfium2
import pytest

from flows.codes.service import qr_svg
from flows.letters.rendering import render
from knowledge_base.catalogue import catalogue
from knowledge_base.letters import cite, kind_of, letter_book, mark_of

MOMENT = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
ADDRESS = "https://zwfw.thnet.gov.cn/verify/abcdefghijklmnopqrstuv"
KINDS = [kind.id for kind in letter_book().kinds]


def data_of(kind_id: str, **changes: Any) -> dict[str, Any]:
    """All that a template may ask for."""
    kind = kind_of(kind_id)
    return {
        "department": "广州市天河区市场监督管理局", "title": kind.permit.title,
        "number": f"穗天市监{kind.permit.mark}字〔2026〕第000001号",
        "holder": "广州市天河区天河小馆", "holder_number": "91440106MADEMX0030",
        "holder_number_label": "统一社会信用代码", "you": "你单位", "item": "食品经营许可",
        "case_number": "TH202611270001234", "channel": "粤商通", "submitted_at": "2026年11月27日",
        "accepted_on": "2026年11月27日", "due_on": "2026年12月9日", "date": "2026年11月27日",
        "basis": cite(kind.basis), "seal_basis": cite(letter_book().house.seal_basis),
        "materials": [{"name": "经营场所平面图", "form": "电子文件1份"}],
        "reason": "平面图没有标注功能分区。", "remedy": letter_book().house.remedy,
        "phone": "020-12345", "is_permit": True, "result": "食品经营许可证", "delivery": "邮寄。",
        "valid_until": "2031年11月26日", "extras": [{"name": "负责人", "value": "陈大文"}],
        "token": "abc", "verify_url": ADDRESS, "verify_site": "zwfw.thnet.gov.cn/verify",
        "qr": qr_svg(ADDRESS), "corrects": None, **changes,
    }  # fmt: skip


def text_of(content: bytes) -> str:
    pages = pypdfium2.PdfDocument(content)
    return "".join(page.get_textpage().get_text_bounded() for page in pages).replace("\r\n", "")


@pytest.mark.parametrize("kind_id", KINDS)
def test_a_kind_renders_to_the_same_bytes(kind_id: str) -> None:
    data = data_of(kind_id)
    template = kind_of(kind_id).template
    first = render(template, data, MOMENT)
    assert render(template, dict(reversed(data.items())), MOMENT) == first
    pages = len(pypdfium2.PdfDocument(first.content))
    assert (first.page, pages) == (1, 1)
    assert 250 < first.x < 480
    text = text_of(first.content)
    for said in (
        "广州市天河区市场监督管理局",
        "000001",
        "广州市天河区天河小馆",
        "TH202611270001234",
    ):
        assert said in text.replace(" ", "")


def test_a_correction_names_what_it_replaces() -> None:
    corrects = {"number": "穗天市监许准字〔2026〕第000001号", "title": "旧", "reason": "名称有误"}
    text = text_of(render("approval", data_of("approval", corrects=corrects), MOMENT).content)
    assert "名称有误" in text.replace(" ", "")


def test_words_are_never_code() -> None:
    """An officer's reason is text, whatever stands in it."""
    reason = '#panic("x") $1/0$ *粗* @ref <label> \\ #sys.inputs'
    text = text_of(render("rejection", data_of("rejection", reason=reason), MOMENT).content)
    assert "#panic" in text
    long = render("supplement", data_of("supplement", reason="请补正材料。" * 400), MOMENT)
    assert long.page > 1


def test_every_office_of_the_catalogue_has_a_mark_of_its_own() -> None:
    codes = {entry.document.item.department.code for entry in catalogue()}
    marks = {code: mark_of(code) for code in codes}
    assert len(set(marks.values())) == len(codes)
    assert "穗天政务" not in marks.values()
