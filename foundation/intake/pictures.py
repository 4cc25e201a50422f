"""In the child: a picture is drawn anew, so that only what can be seen of it is kept."""

from __future__ import annotations

import io

from PIL import Image, ImageOps

from foundation.intake.limits import THUMBNAIL_SIDE, IntakeLimits
from foundation.intake.taken import Refusal, Taken
from foundation.reading.kinds import FileKind, sniff

Image.MAX_IMAGE_PIXELS = None
_DECODERS = {
    FileKind.JPEG: ("JPEG", "MPO"),
    FileKind.PNG: ("PNG",),
    FileKind.HEIC: ("HEIF",),
}
_QUALITY, _THUMBNAIL_QUALITY = 90, 80


def open_picture(content: bytes, limits: IntakeLimits) -> Taken:
    """The upright pixels as JPEG (PNG stays PNG): no place, no camera, nothing appended."""
    kind = sniff(content)
    if kind is FileKind.HEIC:
        from pi_heif import register_heif_opener

        register_heif_opener(thumbnails=False)
    try:
        image = _decode(content, kind, limits)
    except (Refusal, MemoryError):
        raise
    except Exception as error:  # decoders raise whatever a broken or hostile file leads them to
        raise Refusal("damaged") from error
    kept = FileKind.PNG if kind is FileKind.PNG else FileKind.JPEG
    return Taken(kept, encode(image, kept), pages=1, thumbnail=thumbnail_of(image))


def encode(image: Image.Image, kind: FileKind, quality: int = _QUALITY) -> bytes:
    buffer = io.BytesIO()
    if kind is FileKind.PNG:
        image.save(buffer, "PNG", compress_level=4)
    else:
        image.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def thumbnail_of(image: Image.Image) -> bytes:
    """JPEG within 320 × 320 pixels; the image itself is made small."""
    image.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return encode(image, FileKind.JPEG, _THUMBNAIL_QUALITY)


def _decode(content: bytes, kind: FileKind, limits: IntakeLimits) -> Image.Image:
    image = Image.open(io.BytesIO(content), formats=_DECODERS[kind])
    width, height = image.size
    if width * height > limits.pixels or max(width, height) > limits.side:
        raise Refusal("pixels", size=f"{width}×{height}")
    image.load()
    ImageOps.exif_transpose(image, in_place=True)
    return _without_extras(_opaque(image))


def _opaque(image: Image.Image) -> Image.Image:
    """RGB or gray; what is transparent becomes white paper."""
    if image.mode.startswith("I"):
        return image.point(lambda level: level / 256).convert("L")
    if image.mode in ("LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
    if image.mode == "RGBA":
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image)
        return paper
    return image if image.mode in ("RGB", "L") else image.convert("RGB")


def _without_extras(image: Image.Image) -> Image.Image:
    """Encoders write some of `info` (comments, profiles, resolution) into the new file."""
    image.info = {}
    return image
