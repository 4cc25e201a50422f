"""The files of the scenario are what their names say, and no two walks upload the same one."""

from __future__ import annotations

import io

from PIL import Image
from pypdf import PdfReader

from load_tests.documents import jpeg, pdf


def test_pdf_has_one_page() -> None:
    assert len(PdfReader(io.BytesIO(pdf("page"))).pages) == 1


def test_jpeg_is_large_enough_to_be_read() -> None:
    with Image.open(io.BytesIO(jpeg("page"))) as image:
        image.load()
        assert image.format == "JPEG"
        assert min(image.size) >= 400


def test_other_words_make_another_file() -> None:
    assert jpeg("one") != jpeg("other")
    assert pdf("one") != pdf("other")
