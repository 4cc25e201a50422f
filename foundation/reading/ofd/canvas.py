"""One page as a PDF of one page: operators, pictures and opacities, written out at the end."""

from __future__ import annotations

import io
import zlib

from PIL import Image

from foundation.reading.ofd.geometry import Area, Matrix, shown
from foundation.reading.ofd.package import OfdBroken
from foundation.reading.ofd.paint import Colour

POINTS = 72 / 25.4
"""To the millimetre."""
MAX_CONTENT = 60 << 20
MAX_PIXELS, MAX_SIDE = 60_000_000, 20_000
KEPT_SIDE = 2_400
_FORMATS = ("PNG", "JPEG", "BMP", "GIF", "TIFF")
Image.MAX_IMAGE_PIXELS = None


class Undrawable(Exception):
    """A picture that cannot be decoded."""


class Canvas:
    """Operators in millimetres, y downward, from the paper's top left. Raises: OfdBroken."""

    def __init__(self, area: Area) -> None:
        self.width, self.height = area[2] * POINTS, area[3] * POINTS
        self._parts = [f"{shown(POINTS, 0, 0, -POINTS)} {shown(0, self.height)} cm"]
        self._size = 0
        self._pictures: list[tuple[bytes, bytes | None, int, int]] = []
        self._states: dict[str, str] = {}
        self.add(f"1 0 0 1 {shown(-area[0], -area[1])} cm")

    def add(self, *operators: str) -> None:
        self._size += sum(len(operator) for operator in operators)
        if self._size > MAX_CONTENT:
            raise OfdBroken
        self._parts.extend(operators)

    def move(self, matrix: Matrix) -> None:
        self.add(f"{shown(*matrix)} cm")

    def clip(self, area: Area) -> None:
        self.add(f"{shown(*area)} re W n")

    def ink(self, fill: Colour | None, stroke: Colour | None) -> None:
        """Colours and opacities of what is painted next."""
        if fill is not None:
            self.add(f"{shown(*fill[:3])} rg")
        if stroke is not None:
            self.add(f"{shown(*stroke[:3])} RG")
        opacities = (fill or stroke or (0, 0, 0, 1.0))[3], (stroke or fill or (0, 0, 0, 1.0))[3]
        if min(opacities) < 1:
            self._state(f"/ca {shown(opacities[0])} /CA {shown(opacities[1])}")

    def multiply(self) -> None:
        """What follows darkens what lies below, as a stamp's ink does."""
        self._state("/BM /Multiply")

    def picture(self, image: Image.Image) -> None:
        """The picture in the unit square of the frame, its top at 0."""
        image.thumbnail((KEPT_SIDE, KEPT_SIDE))
        alpha = None
        if image.mode in ("LA", "PA", "RGBA") or "transparency" in image.info:
            image = image.convert("RGBA")
            alpha = zlib.compress(image.getchannel("A").tobytes(), 1)
        pixels = zlib.compress(image.convert("RGB").tobytes(), 1)
        self._pictures.append((pixels, alpha, *image.size))
        self.add("q 1 0 0 -1 0 1 cm", f"/I{len(self._pictures) - 1} Do Q")

    def _state(self, entries: str) -> None:
        name = self._states.setdefault(entries, f"G{len(self._states)}")
        self.add(f"/{name} gs")

    def pdf(self) -> bytes:
        """The page as a file."""
        content = zlib.compress("\n".join(self._parts).encode("ascii"), 1)
        bodies = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b""]
        bodies.append(_stream(content, "/Filter/FlateDecode"))
        names = []
        for index, (pixels, alpha, width, height) in enumerate(self._pictures):
            head = f"/Type/XObject/Subtype/Image/Width {width}/Height {height}"
            head += "/BitsPerComponent 8/Filter/FlateDecode"
            mask = ""
            if alpha is not None:
                bodies.append(_stream(alpha, f"{head}/ColorSpace/DeviceGray"))
                mask = f"/SMask {len(bodies)} 0 R"
            bodies.append(_stream(pixels, f"{head}/ColorSpace/DeviceRGB{mask}"))
            names.append(f"/I{index} {len(bodies)} 0 R")
        states = "".join(f"/{name}<<{entries}>>" for entries, name in self._states.items())
        bodies[2] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {shown(self.width, self.height)}]"
            f"/Contents 4 0 R/Resources<</XObject<<{''.join(names)}>>/ExtGState<<{states}>>>>>>"
        ).encode()
        return _file(bodies)


def decoded(content: bytes | None, in_full: bool = True) -> Image.Image:
    """A picture of a package, by its header within what a picture may be; only the header is read
    where it is not wanted in full. Raises: Undrawable."""
    try:
        image = Image.open(io.BytesIO(content or b""), formats=_FORMATS)
        if image.width * image.height > MAX_PIXELS or max(image.size) > MAX_SIDE:
            raise Undrawable
        if not in_full:
            return image
        image.draft("RGB", (KEPT_SIDE, KEPT_SIDE))
        image.load()
    except (MemoryError, Undrawable):
        raise
    except Exception as error:  # decoders raise whatever a broken or hostile file leads them to
        raise Undrawable from error
    return image.convert("L") if image.mode in ("1", "I", "F", "I;16") else image


def _stream(body: bytes, entries: str) -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries.encode(), len(body), body)


def _file(bodies: list[bytes]) -> bytes:
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.7\n")
    for number, body in enumerate(bodies, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer<</Size %d/Root 1 0 R>>\n" % (len(bodies) + 1))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()
