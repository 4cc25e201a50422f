"""Files as they come from outside: honest ones, broken ones, and ones made to do harm."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from functools import cache

import docx
from PIL import Image
from pillow_heif import register_heif_opener
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from tests.factories.documents import pdf, photo

SECRET = "拍摄于家中"
_OFD_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def archive(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as file:
        for name, content in files.items():
            file.writestr(name, content)
    return buffer.getvalue()


@cache
def turned_photo() -> bytes:
    """400×300 as stored, upright 300×400 (orientation 6), red at its upright top, with a place
    and words about it."""
    image = Image.new("RGB", (400, 300), "white")
    image.paste("red", (0, 0, 100, 300))
    exif = image.getexif()
    exif[0x0112] = 6
    exif[0x010E] = "home"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (23.0, 8.0, 0.0)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", exif=exif, comment=SECRET.encode())
    return buffer.getvalue()


@cache
def heic(width: int = 640, height: int = 480) -> bytes:
    return heic_of(Image.new("RGB", (width, height), "teal"))


def heic_of(picture: Image.Image) -> bytes:
    register_heif_opener()
    buffer = io.BytesIO()
    picture.save(buffer, "HEIF", quality=90)
    return buffer.getvalue()


@cache
def bomb_png(side: int = 60_000) -> bytes:
    """A few megabytes that would be 10 GB of pixels."""
    row = b"\0" + bytes(side * 3)
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(row) for _ in range(600)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND")


def _chunk(kind: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@cache
def zeros_zip(megabytes: int = 60) -> bytes:
    """A PDF's head and so many megabytes of nothing."""
    return archive({"扫描件.pdf": b"%PDF-1.7\n" + bytes(megabytes << 20)})


@cache
def forty_two_zip() -> bytes:
    """Zips in zips, each harmless by itself."""
    inner = archive({"0.bin": bytes(4 << 20)})
    for _ in range(3):
        inner = archive({f"{i}.zip": inner for i in range(16)})
    return inner


@cache
def overlapping_zip() -> bytes:
    """Many names for the same packed bytes (Fifield's bomb without nesting)."""
    content = bytearray(archive({f"{i:03}.pdf": bytes(1000) for i in range(20)}))
    offset = 0
    while (offset := content.find(b"PK\x01\x02", offset + 1)) > 0:
        struct.pack_into("<I", content, offset + 42, 0)
    return bytes(content)


@cache
def lying_zip() -> bytes:
    """Declares ten bytes and streams a megabyte."""
    content = bytearray(archive({"a.pdf": bytes(1 << 20)}))
    struct.pack_into("<I", content, content.find(b"PK\x01\x02") + 24, 10)
    return bytes(content)


@cache
def locked_zip() -> bytes:
    content = bytearray(archive({"a.pdf": pdf()}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        struct.pack_into("<H", content, content.find(mark) + place, 1)
    return bytes(content)


@cache
def pdf_with(action: str) -> bytes:
    """A PDF that acts when it opens: JavaScript, Launch; or holds an Attachment."""
    writer = PdfWriter(io.BytesIO(pdf()))
    if action == "Attachment":
        writer.add_attachment("note.txt", b"note")
    else:
        name, text = NameObject, TextStringObject
        key, value = ("/JS", "app.alert(1)") if action == "JavaScript" else ("/F", "calc.exe")
        writer.root_object[name("/OpenAction")] = DictionaryObject(
            {name("/S"): name(f"/{action}"), name(key): text(value)}
        )
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


@cache
def word(text: str = "租赁合同") -> bytes:
    buffer = io.BytesIO()
    document = docx.Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    document.save(buffer)
    return buffer.getvalue()


def word_with(name: str, content: bytes) -> bytes:
    """A Word document with one more entry, or another one in the place of its own."""
    with zipfile.ZipFile(io.BytesIO(word())) as file:
        entries = {entry: file.read(entry) for entry in file.namelist()}
    return archive({**entries, name: content})


@cache
def ofd(pages: int = 2, text: str = "电子发票") -> bytes:
    """An OFD as GB/T 33190 lays it out."""
    listed = "".join(
        f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(pages)
    )
    files = {
        "OFD.xml": f"<ofd:OFD {_OFD_NS}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        "</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_OFD_NS}><ofd:Pages>{listed}</ofd:Pages>"
        "</ofd:Document>",
    }
    for n in range(pages):
        files[f"Doc_0/Pages/Page_{n}/Content.xml"] = (
            f"<ofd:Page {_OFD_NS}><ofd:Content><ofd:Layer><ofd:TextObject>"
            f"<ofd:TextCode>{text}第{n + 1}页</ofd:TextCode></ofd:TextObject></ofd:Layer>"
            "</ofd:Content></ofd:Page>"
        )
    return archive({name: content.encode() for name, content in files.items()})


def billion_laughs() -> bytes:
    """An OFD whose XML grows out of entities."""
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE x [<!ENTITY l0 "lol">{lol}]><x>&l9;</x>'
    return archive({"OFD.xml": bomb.encode()})


def polyglots() -> dict[str, bytes]:
    """Files that are two things at once and are kept as they come, so must be refused."""
    zipped, page = archive({"run.js": b"alert(1)"}), b"<html><script>alert(1)</script></html>"
    whole = pdf()
    hidden = bytearray(zipped)
    struct.pack_into("<H", hidden, len(hidden) - 2, len(whole))
    return {
        "PDF and ZIP": whole + zipped,
        "PDF, ZIP, and the PDF's end again": whole + zipped + b"\n%%EOF\n",
        "ZIP within a PDF": b"%PDF-1.4\n" + bytes(hidden) + whole,
        "PDF and web page": whole + page,
        "web page and PDF": b"<!-- " + b" " * 40 + b"-->" + page + whole,
        "PDF and JPEG": whole + photo(),
        "ZIP after something": b"PK\x03\x04" + page + archive({"a.pdf": whole}),
        "ZIP and web page": archive({"a.pdf": whole}) + page,
    }
