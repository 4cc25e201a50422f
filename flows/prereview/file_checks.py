"""Checks on the bytes of a file: what it really is, whether it opens, whether it is whole.

Readers that look into the content (OCR, seals, signatures) join `FILE_CHECKS`; each takes the
same `FileUnderReview` and answers findings.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import puremagic
from PIL import Image
from pypdf import PdfReader

from flows.prereview.findings import Finding
from foundation.reading.kinds import FileKind
from foundation.reading.kinds import sniff as sniff_package
from knowledge_base.schemas import Material

MAX_PIXELS = 60_000_000
MIN_SIDE = 400
MAX_PAGES = 100

KIND_NAMES = {
    "pdf": "PDF",
    "jpg": "JPG图片",
    "png": "PNG图片",
    "docx": "Word文档",
    "ofd": "OFD版式文件",
}


@dataclass(frozen=True, slots=True)
class FileUnderReview:
    """One uploaded file with the material it stands for."""

    file_id: str
    name: str
    content: bytes
    material: Material

    def finding(self, rule: str, message: str, advice: str, **more: object) -> Finding:
        return Finding(
            material_id=self.material.id,
            file_id=self.file_id,
            rule=rule,
            level="blocking",
            verdict="fail",
            message=f"{self.material.name}：{message}",
            advice=advice,
            **more,
        )


def sniff(content: bytes) -> str | None:
    """The kind of a file by its bytes, never by its name: pdf, jpg, png, docx, ofd, or None."""
    head = content[:1024]
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    return {FileKind.DOCX: "docx", FileKind.OFD: "ofd"}.get(sniff_package(content))


def describe(content: bytes) -> str:
    """What a refused file seems to be, in words."""
    if not content:
        return "空文件"
    if content.startswith(b"PK\x03\x04"):
        return "压缩包"
    try:
        extension = puremagic.from_string(content[:8192]).lstrip(".").upper()
    except (puremagic.PureError, ValueError):
        return "无法识别的文件"
    return f"{extension}文件" if extension else "无法识别的文件"


def check_file(file: FileUnderReview) -> Iterator[Finding]:
    """Every finding on one file; the first unreadable answer ends the row."""
    kind = sniff(file.content)
    if kind is None or kind not in file.material.takes:
        yield _wrong_type(file, kind)
        return
    yield from FILE_CHECKS[kind](file)


def _wrong_type(file: FileUnderReview, kind: str | None) -> Finding:
    accepted = "、".join(KIND_NAMES[k] for k in file.material.takes if k in KIND_NAMES)
    actual = KIND_NAMES[kind] if kind else describe(file.content)
    return file.finding(
        "file_type",
        f"「{file.name}」实际是{actual}，这份材料只收{accepted}",
        f"请另存为{accepted}后重新上传",
        expected=accepted,
        actual=actual,
    )


def _check_image(file: FileUnderReview) -> Iterator[Finding]:
    try:
        width, height = _open_image(file.content)
    except Image.DecompressionBombError:
        yield _too_many_pixels(file, "超过1.7亿像素")
        return
    except Exception:  # the decoders raise whatever a broken or hostile file leads them to
        yield _unreadable(file, "图片不完整或已损坏，打不开")
        return
    if width * height > MAX_PIXELS:
        yield _too_many_pixels(file, f"{width}×{height}")
    elif min(width, height) < MIN_SIDE:
        yield file.finding(
            "image_small",
            f"「{file.name}」图片太小（{width}×{height}），上面的字看不清",
            f"请重新拍照或扫描，短边不少于{MIN_SIDE}像素",
            expected=f"短边≥{MIN_SIDE}像素",
            actual=f"{width}×{height}",
        )


def _too_many_pixels(file: FileUnderReview, size: str) -> Finding:
    return file.finding(
        "image_pixels",
        f"「{file.name}」图片尺寸过大（{size}）",
        "请用普通拍照模式重拍，或缩小后再上传",
    )


def _open_image(content: bytes) -> tuple[int, int]:
    """Width and height in pixels; the picture is decoded whole unless it is too large."""
    with Image.open(io.BytesIO(content)) as image:
        if image.width * image.height <= MAX_PIXELS:
            image.load()
        return image.size


def _check_pdf(file: FileUnderReview) -> Iterator[Finding]:
    if b"%%EOF" not in file.content[-2048:]:
        yield _unreadable(file, "文件不完整，像是没有传完或下载中断")
        return
    try:
        reader = PdfReader(io.BytesIO(file.content))
        is_locked = reader.is_encrypted and not reader.decrypt("")
        pages = 0 if is_locked else len(reader.pages)
    except Exception:  # as above
        yield _unreadable(file, "PDF已损坏，打不开")
        return
    if is_locked:
        yield file.finding(
            "file_locked",
            f"「{file.name}」设了打开密码，工作人员看不到内容",
            "请去掉密码后重新上传",
        )
    elif pages == 0:
        yield _unreadable(file, "PDF里没有页面")
    elif pages > MAX_PAGES:
        yield file.finding(
            "file_pages",
            f"「{file.name}」共{pages}页，超过{MAX_PAGES}页",
            "请只保留与这份材料有关的页面",
            expected=f"≤{MAX_PAGES}页",
            actual=f"{pages}页",
        )


def _check_package(_file: FileUnderReview) -> Iterator[Finding]:
    yield from ()


def _unreadable(file: FileUnderReview, what: str) -> Finding:
    return file.finding(
        "file_unreadable", f"「{file.name}」{what}", "请在手机或电脑上先打开确认能看清，再重新上传"
    )


FILE_CHECKS: dict[str, Callable[[FileUnderReview], Iterator[Finding]]] = {
    "pdf": _check_pdf,
    "jpg": _check_image,
    "png": _check_image,
    "docx": _check_package,
    "ofd": _check_package,
}
