"""Pages and files for the reader's tests, made by the tests."""

from __future__ import annotations

import io
from pathlib import Path

import pylopdf_fonts_zh_cn
from PIL import Image, ImageChops, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = str(next(Path(pylopdf_fonts_zh_cn.__file__).parent.glob("NotoSans*")))
RED = (215, 25, 25)


def official_page() -> Image.Image:
    """A red head, black letters, a red seal over one line, an old form of a character."""
    page = Image.new("RGB", (900, 620), "white")
    draw = ImageDraw.Draw(page)
    draw.text((170, 40), "天河区人民政府文件", font=ImageFont.truetype(FONT, 56), fill=RED)
    draw.line((60, 140, 840, 140), fill=RED, width=4)
    font = ImageFont.truetype(FONT, 30)
    draw.text((70, 190), "特此通知，请遵照执行", font=font, fill="black")
    draw.text((70, 260), "经办人黃女士", font=font, fill="black")
    draw.text((420, 420), "广州市天河区人民政府", font=font, fill="black")
    seal = Image.new("RGB", page.size, "white")
    inked = ImageDraw.Draw(seal)
    inked.ellipse((450, 320, 700, 570), outline=RED, width=10)
    inked.text((505, 470), "专用章", font=ImageFont.truetype(FONT, 46), fill=RED)
    return ImageChops.multiply(page, seal)


def encoded(image: Image.Image, form: str = "PNG", **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def pdf(*pages: list[tuple[float, float, str]] | Image.Image) -> bytes:
    """A page is a list of (left, top, text) in points, or a picture that fills it."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for page in pages:
        if isinstance(page, Image.Image):
            canvas.drawImage(ImageReader(page), 0, 0, *A4)
        else:
            canvas.setFont("STSong-Light", 12)
            for left, top, text in page:
                canvas.drawString(left, A4[1] - top, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def huge_page() -> bytes:
    """A page of ten by ten metres: a picture of it at 150 dpi would have gigapixels."""
    return _handmade(b"/MediaBox [0 0 28000 28000]", b"0 0 10 10 re f")


def slow_page() -> bytes:
    """A form that draws another ten times, eight levels deep: 10^8 drawings."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"]
    objects.append(
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
        b" /Resources << /XObject << /F 5 0 R >> >> >>"
    )
    calls = b" ".join([b"/F Do"] * 10)
    objects.append(_stream(b"", calls))
    for level in range(8):
        inner = b"0 0 500 700 re f" if level == 7 else calls
        resources = (
            b"" if level == 7 else b"/Resources << /XObject << /F %d 0 R >> >>" % (6 + level)
        )
        objects.append(
            _stream(
                b"/Type /XObject /Subtype /Form /BBox [0 0 600 800] " + resources * (level < 7),
                inner,
            )
        )
    return _file(objects)


def _handmade(box: bytes, content: bytes) -> bytes:
    return _file(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R " + box + b" /Contents 4 0 R >>",
            _stream(b"", content),
        ]
    )


def _stream(head: bytes, content: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (head, len(content), content)


def _file(objects: list[bytes]) -> bytes:
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        start,
    )
