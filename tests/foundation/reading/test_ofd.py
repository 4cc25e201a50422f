"""OFD pages drawn by ourselves: letters, lines, pictures, templates and seals where they belong."""

from __future__ import annotations

import io

import numpy as np
import pytest
from fontTools import subset
from fontTools.ttLib import TTFont
from numpy.typing import NDArray
from PIL import Image

from foundation.reading import PdfLimits, PdfPage, Unreadable, page_picture, read_ofd
from foundation.reading.ofd.geometry import outline
from foundation.reading.ofd.seals import picture_in
from tests.factories.ofd import OfdPage, Written, ofd, scanned_ofd
from tests.factories.papers import draw
from tests.foundation.reading.samples import FONT

MM = 150 / 25.4
FRAME = (
    '<ofd:PathObject ID="70" Boundary="10 10 190 277" LineWidth="1"><ofd:AbbreviatedData>'
    "M 0 0 L 190 0 L 190 277 L 0 277 C</ofd:AbbreviatedData></ofd:PathObject>"
)
BOX = (
    '<ofd:PathObject ID="1" Boundary="20 100 100 50" DrawParam="6" Fill="true">'
    '<ofd:FillColor Value="#ff #f0 #00"/><ofd:AbbreviatedData>M 0 0 L 100 0 L 100 50 L 0 50 C'
    "</ofd:AbbreviatedData></ofd:PathObject>"
)


def pixels(page: PdfPage) -> NDArray[np.uint8]:
    assert page.picture
    return np.asarray(Image.open(io.BytesIO(page.picture)).convert("RGB"))


def ink(picture: NDArray[np.uint8], x: float, y: float, w: float, h: float) -> float:
    """Share of dark pixels in a box of millimetres."""
    part = picture[round(y * MM) : round((y + h) * MM), round(x * MM) : round((x + w) * MM)]
    return float((part.min(axis=2) < 128).mean())


def test_everything_lies_where_the_file_says() -> None:
    page_of = OfdPage([Written("承诺书", 80, 40, 10)], objects=BOX, seal=(120, 180, 42))
    (page,) = read_ofd(ofd(page_of, template=FRAME), "all")
    shown = pixels(page)
    assert shown.shape[:2] == (1754, 1241)
    assert not page.is_scanned
    (line,) = page.layer.lines
    assert line.text == "承诺书"
    assert line.box.x == pytest.approx(80 * 72 / 25.4, abs=1)
    assert ink(shown, 80, 31, 30, 10) > 0.08  # the letters
    assert ink(shown, 120, 31, 60, 10) == 0
    assert shown[round(125 * MM), round(70 * MM)].tolist() == [255, 240, 0]  # the filled box
    assert shown[round(100 * MM), round(70 * MM)].tolist() == [0, 0, 255]  # its pen
    assert ink(shown, 9.7, 100, 0.6, 100) > 0.9  # the template's frame
    (stamp,) = page.stamps
    assert stamp.w == pytest.approx(42 * 72 / 25.4, abs=0.2)
    assert ink(shown, 120, 180, 42, 42) > 0.05


def test_a_scan_is_a_picture_to_be_read() -> None:
    paper = draw("business_licence", 3).picture
    pages = list(read_ofd(scanned_ofd(paper, paper), "scanned"))
    assert [p.is_scanned for p in pages] == [True, True]
    small = np.asarray(paper.convert("L").resize((120, 80)), float)
    got = np.asarray(Image.fromarray(pixels(pages[1])).convert("L").resize((120, 80)), float)
    assert np.abs(small - got).mean() < 8


def test_an_embedded_font_draws_its_own_letters() -> None:
    """A font in which 甲 looks like a full block: what is drawn is the block."""
    options = subset.Options()
    options.glyph_names = True
    font = TTFont(FONT)
    chosen = subset.Subsetter(options)
    chosen.populate(text="■")
    chosen.subset(font)
    (name,) = {g for code, g in font.getBestCmap().items() if code == ord("■")}
    for table in font["cmap"].tables:
        table.cmap = {ord("甲"): name} if table.isUnicode() and table.format != 14 else table.cmap
    buffer = io.BytesIO()
    font.save(buffer)
    text = (
        '<ofd:TextObject ID="5" Font="2" Size="20" Boundary="20 50 60 30">'
        '<ofd:TextCode X="0" Y="20" DeltaX="g 1 20">甲乙</ofd:TextCode></ofd:TextObject>'
    )
    content = ofd(OfdPage(objects=text), fonts={"Own": buffer.getvalue()})
    (page,) = read_ofd(content, "all")
    shown = pixels(page)
    assert ink(shown, 24, 56, 10, 10) > 0.9  # ours has no solid middle
    assert 0.05 < ink(shown, 42, 54, 16, 16) < 0.6  # 乙 is not in it: the house's own
    assert page.layer.text == "甲乙"


def test_letters_by_their_own_width_and_turned() -> None:
    text = (
        '<ofd:TextObject ID="5" Font="1" Size="5" Boundary="20 50 60 30" CTM="0 1 -1 0 10 0">'
        '<ofd:TextCode X="0" Y="5">竖着写</ofd:TextCode></ofd:TextObject>'
    )
    (page,) = read_ofd(ofd(OfdPage(objects=text)), "all")
    boxes = [line.box for line in page.layer.lines]
    assert page.layer.lines
    assert max(b.bottom for b in boxes) - min(b.y for b in boxes) > 2 * max(b.w for b in boxes)
    assert ink(pixels(page), 24, 50, 7, 15) > 0.05


def test_one_page_alone() -> None:
    content = ofd(OfdPage([Written("第一页", 20, 40)]), OfdPage([Written("第二页", 20, 40)]))
    assert page_picture(content, "OFD", 2)
    assert page_picture(content, "OFD", 3) is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (ofd(*[OfdPage()] * 3), "超过上限2页"),
        (b"PK\x03\x04broken", "已损坏"),
        (ofd(OfdPage(), width=9_000), "已损坏"),
        (ofd(OfdPage(objects="<ofd:PageBlock>" * 20 + "</ofd:PageBlock>" * 20)), "已损坏"),
    ],
    ids=["long", "broken", "vast", "deep"],
)
def test_what_cannot_be_opened_is_told(content: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        list(read_ofd(content, "all", PdfLimits(pages=2)))


def test_arcs_and_curves_end_where_they_should() -> None:
    drawn = outline("M 5 30 A 25 25 0 0 1 55 30 Q 60 40 55 50 C").splitlines()
    assert drawn[0] == "5 30 m"
    assert drawn[-3].endswith("55 30 c")
    assert drawn[-2].endswith("55 50 c")
    assert drawn[-1] == "h"


@pytest.mark.parametrize("der", [b"", b"\x30\x84\xff\xff\xff\xff", b"\x30\x80" * 50, bytes(99)])
def test_a_broken_seal_has_no_picture(der: bytes) -> None:
    assert picture_in(der) is None
