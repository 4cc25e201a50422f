"""What is wrong with a stored file before anybody reads it: its kind, and the size of a picture.

That it opens, is whole and harmless, the intake has seen to before it was stored.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

from flows.prereview.findings import Finding
from foundation.reading import KIND_NAMES, FileKind, sniff
from knowledge_base.schemas import Material

MIN_SIDE = 400
"""Pixels of the shorter side below which print cannot be read."""

_ACCEPTED_AS = {
    "pdf": FileKind.PDF,
    "jpg": FileKind.JPEG,
    "png": FileKind.PNG,
    "docx": FileKind.DOCX,
    "ofd": FileKind.OFD,
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


def check_file(file: FileUnderReview) -> Iterator[Finding]:
    """Findings on one file, by its content and never by its name."""
    kind = sniff(file.content)
    taken = [_ACCEPTED_AS[name] for name in file.material.takes if name in _ACCEPTED_AS]
    if kind not in taken:
        yield _wrong_type(file, KIND_NAMES[kind], "、".join(KIND_NAMES[k] for k in taken))
    elif kind in (FileKind.JPEG, FileKind.PNG):
        yield from _check_size(file)


def _wrong_type(file: FileUnderReview, actual: str, accepted: str) -> Finding:
    return file.finding(
        "file_type",
        f"「{file.name}」实际是{actual}，这份材料只收{accepted}",
        f"请另存为{accepted}后重新上传",
        expected=accepted,
        actual=actual,
    )


def _check_size(file: FileUnderReview) -> Iterator[Finding]:
    with Image.open(io.BytesIO(file.content)) as image:  # its header only: nothing is decoded
        width, height = image.size
    if min(width, height) < MIN_SIDE:
        yield file.finding(
            "image_small",
            f"「{file.name}」图片太小（{width}×{height}），上面的字看不清",
            f"请重新拍照或扫描，短边不少于{MIN_SIDE}像素",
            expected=f"短边≥{MIN_SIDE}像素",
            actual=f"{width}×{height}",
        )
