"""What is taken in is safe to keep; what is not is refused in words, and nobody is harmed."""

from __future__ import annotations

import io
import struct
from dataclasses import replace

import pytest
from PIL import Image

from foundation.intake.errors import REFUSALS, FileRefused
from foundation.intake.limits import DEFAULT_LIMITS
from foundation.intake.service import Received, SafeFile, take_in
from foundation.reading.kinds import FileKind
from tests.factories.documents import locked_pdf, pdf, photo
from tests.foundation.intake import samples


async def one(content: bytes, name: str = "文件") -> SafeFile:
    (file,) = await take_in(Received(name, content))
    return file


async def refused(content: bytes, name: str = "文件") -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        await take_in(Received(name, content))
    assert f"「{name[:20]}" in caught.value.detail
    assert caught.value.detail.endswith("。")
    return caught.value


@pytest.mark.parametrize(
    ("content", "name", "shown", "pages"),
    [
        (pdf(pages=3), "合同.pdf", "合同.pdf", 3),
        (photo(), "其实是图.pdf", "其实是图.jpg", 1),
        (photo(kind="PNG"), "截图", "截图.png", 1),
        (samples.heic(), "IMG_0001.HEIC", "IMG_0001.jpg", 1),
        (samples.ofd(), "发票.ofd", "发票.ofd", 2),
        (samples.word(), "合同.docx", "合同.docx", None),
        (pdf(), "../../etc/pass\u202ewd", "passwd.pdf", 1),
    ],
)
async def test_each_kind(content: bytes, name: str, shown: str, pages: int | None) -> None:
    file = await one(content, name)
    assert (file.name, file.pages, file.scan) == (shown, pages, "off")
    if pages and file.kind is not FileKind.OFD:
        assert file.thumbnail
        assert max(Image.open(io.BytesIO(file.thumbnail)).size) == 320


async def test_a_picture_is_upright_and_tells_no_more_than_it_shows() -> None:
    content = samples.turned_photo()
    assert samples.SECRET.encode() in content
    file = await one(content)
    with Image.open(io.BytesIO(file.content)) as image:
        assert image.size == (300, 400)
        assert not image.getexif()
        assert "comment" not in image.info
        red, _, blue = image.convert("RGB").getpixel((150, 20))  # type: ignore[misc]
    assert red > 200
    assert blue < 60


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
async def test_what_hangs_on_a_picture_is_gone(kind: str) -> None:
    page = b"<html><script>alert(1)</script></html>"
    file = await one(photo(kind=kind) + page + samples.archive({"x.js": b"1"}))
    assert page not in file.content
    assert b"PK\x03\x04" not in file.content


async def test_the_same_picture_again_is_the_same_file() -> None:
    assert (await one(samples.heic())).content == (await one(samples.heic())).content


async def test_transparent_is_paper() -> None:
    buffer = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(buffer, "PNG")
    with Image.open(io.BytesIO((await one(buffer.getvalue())).content)) as image:
        assert image.getpixel((5, 5)) == (255, 255, 255)


async def test_text_of_documents() -> None:
    assert (await one(samples.ofd())).text == "电子发票第1页\f电子发票第2页"
    assert (await one(samples.word())).text == "租赁合同"


async def test_a_zip_is_its_files() -> None:
    members = {"身份证/正面.jpg": photo(), "合同.pdf": pdf(), "__MACOSX/._x": b"x", "空/": b""}
    files = await take_in(Received("材料.zip", samples.archive(members)))
    assert [f.name for f in files] == ["正面.jpg", "合同.pdf"]


async def test_names_of_a_chinese_windows_zip() -> None:
    content = samples.archive({"aabb.pdf": pdf()})
    renamed = content.replace(b"aabb.pdf", "合同".encode("gbk") + b".pdf")
    (file,) = await take_in(Received("a.zip", renamed))
    assert file.name == "合同.pdf"


async def test_attachments_of_a_pdf_are_told() -> None:
    assert "附件" in (await one(samples.pdf_with("Attachment"))).notes[0]


REFUSED = {
    "nothing": (b"", "empty"),
    "a program": (b"MZ\x90\x00" * 100, "unsupported"),
    "SVG": (b"<svg onload='alert(1)'/>", "unsupported"),
    "cut-off photo": (photo()[:-800], "damaged"),
    "cut-off PNG": (photo(kind="PNG")[:-60], "damaged"),
    "cut-off HEIC": (samples.heic()[:-300], "damaged"),
    "cut-off PDF": (pdf()[:-200], "cut_off"),
    "cut-off ZIP": (samples.archive({"a.pdf": pdf()})[:-30], "damaged"),
    "broken PDF": (b"%PDF-1.4\nnothing in here\n%%EOF", "damaged"),
    "locked PDF": (locked_pdf(), "locked"),
    "500 pages": (pdf("page", 500), "pages"),
    "a script in a PDF": (samples.pdf_with("JavaScript"), "active"),
    "a command in a PDF": (samples.pdf_with("Launch"), "active"),
    "PNG bomb": (samples.bomb_png(), "pixels"),
    "ZIP bomb": (samples.zeros_zip(), "bomb"),
    "ZIP bomb in layers": (samples.forty_two_zip(), "nested"),
    "ZIP bomb of one core": (samples.overlapping_zip(), "bomb"),
    "ZIP that lies": (samples.lying_zip(), "damaged"),
    "locked ZIP": (samples.locked_zip(), "locked_zip"),
    "empty ZIP": (samples.archive({}), "no_members"),
    "31 files": (samples.archive({f"{n}.pdf": pdf() for n in range(31)}), "entries"),
    "a program in a ZIP": (samples.archive({"a.exe": b"MZ\x90\0" * 9}), "unsupported"),
    "a laughing OFD": (samples.billion_laughs(), "damaged"),
    "OFD of 101 pages": (samples.ofd(101), "pages"),
    "OFD bomb": (samples.archive({"OFD.xml": bytes(60 << 20)}), "bomb"),
    "macros": (samples.word_with("word/vbaProject.bin", b"x"), "macro"),
    "a template from elsewhere": (
        samples.word_with(
            "word/_rels/settings.xml.rels",
            b'<Relationships xmlns="x"><Relationship TargetMode="External" Id="r" '
            b'Type="http://x/attachedTemplate" Target="http://x/a.dotm"/></Relationships>',
        ),
        "macro",
    ),
}


@pytest.mark.parametrize(("content", "reason"), REFUSED.values(), ids=REFUSED)
async def test_refused(content: bytes, reason: str) -> None:
    assert (await refused(content, "材料{0}.pdf")).reason == reason


@pytest.mark.parametrize("content", samples.polyglots().values(), ids=samples.polyglots())
async def test_two_things_at_once_are_refused(content: bytes) -> None:
    assert (await refused(content)).reason in {"mixed", "unsupported", "damaged", "bomb"}


async def test_too_large_a_file_is_not_opened() -> None:
    error = await refused(pdf() + bytes(21 << 20))
    assert (error.status, error.reason) == (413, "too_large")


async def test_a_file_that_costs_too_much_ends_only_its_child() -> None:
    little = replace(DEFAULT_LIMITS, memory_bytes=150 << 20)
    with pytest.raises(FileRefused) as caught:
        await take_in(Received("大图.png", photo(9000, 6500, "PNG")), little)
    assert caught.value.reason == "costs"
    assert (await one(pdf())).pages == 1


async def test_a_file_that_takes_too_long_is_given_up() -> None:
    hurried = replace(DEFAULT_LIMITS, seconds=0.01)
    with pytest.raises(FileRefused) as caught:
        await take_in(Received("a.pdf", pdf()), hurried)
    assert caught.value.reason == "costs"


async def test_a_png_with_words_packed_to_burst() -> None:
    import zlib

    text = b"Comment\0\0" + zlib.compress(bytes(200 << 20))
    chunk = struct.pack(">I", len(text)) + b"zTXt" + text
    chunk += struct.pack(">I", zlib.crc32(b"zTXt" + text))
    picture = photo(kind="PNG")
    assert (await refused(picture[:33] + chunk + picture[33:])).reason in {"damaged", "costs"}


def test_every_refusal_says_what_to_do() -> None:
    for refusal in REFUSALS.values():
        assert refusal.advice
