"""A page of an OFD drawn: its paths, letters, pictures and seals, and its text with places."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import cos, radians, sin

from foundation.reading.ofd import geometry, glyphs
from foundation.reading.ofd.canvas import POINTS, Canvas, Undrawable, decoded
from foundation.reading.ofd.document import Sheet, sheets_of
from foundation.reading.ofd.geometry import Matrix, area_of, matrix_of, moved, times
from foundation.reading.ofd.lettering import letters_of
from foundation.reading.ofd.package import (
    MAX_DEPTH,
    Element,
    OfdBroken,
    Package,
    child,
    children,
    is_true,
    kind_of,
    number,
)
from foundation.reading.ofd.paint import Paint
from foundation.reading.ofd.resources import Resources
from foundation.reading.ofd.seals import Stamp
from foundation.reading.ofd.words import Words

MAX_OBJECTS = 100_000
_BOLD_FROM, _BOLD_WIDTH = 600, 0.03
_BLOCKS = ("PageBlock", "Layer", "Content", "Appearance")


@dataclass
class Drawn:
    """A page as a PDF of one page.

    Attributes:
        width, height: in points.
        lines: pieces of text as [text, left, top, width, height] in points from the top left.
        stamps: where seals are pressed, as [left, top, width, height] in points.
        pictures, paths: how many were painted.
        undrawn: how many pictures could not be.
    """

    pdf: bytes
    width: float
    height: float
    lines: list[list[object]]
    stamps: list[list[float]] = field(default_factory=list)
    pictures: int = 0
    paths: int = 0
    undrawn: int = 0


def draw(sheet: Sheet, fonts: glyphs.Fonts, *, with_pictures: bool = True) -> Drawn:
    """Without pictures their headers alone are looked at. Raises: OfdBroken for what costs more
    than a page may."""
    painter = _Painter(sheet, fonts, with_pictures)
    for block in sheet.blocks:
        painter.block(block, sheet.resources, geometry.IDENTITY, None, 0)
    for stamp in sheet.stamps:
        painter.stamp(stamp)
    canvas, count = painter.canvas, painter.counted
    return Drawn(
        canvas.pdf(),
        canvas.width,
        canvas.height,
        painter.words.pieces(),
        painter.pressed,
        count["picture"],
        count["path"],
        count["undrawn"],
    )


class _Painter:
    """Walks through the objects of one page. `frame` is from an object's own to the paper's."""

    def __init__(self, sheet: Sheet, fonts: glyphs.Fonts, with_pictures: bool) -> None:
        self.sheet, self.fonts, self.with_pictures = sheet, fonts, with_pictures
        self.canvas = Canvas(sheet.area)
        self.words = Words(sheet.area)
        self.pressed: list[list[float]] = []
        self.counted = {"object": 0, "picture": 0, "path": 0, "undrawn": 0}

    def block(
        self, block: Element, own: Resources, frame: Matrix, drawing: str | None, depth: int
    ) -> None:
        """Everything in a layer or block, in order."""
        if depth > MAX_DEPTH:
            raise OfdBroken
        drawing = block.get("DrawParam") or drawing
        box = area_of(block.get("Boundary"))
        if box is not None:
            frame = times(moved(box[0], box[1]), frame)
        self.canvas.add("q")
        if box is not None:
            self.canvas.move(moved(box[0], box[1]))
        for one in block:
            kind = kind_of(one)
            if kind in _BLOCKS:
                self.block(one, own, frame, drawing, depth + 1)
            elif kind.endswith("Object") and is_true(one.get("Visible"), True):
                self._object(kind, one, own, frame, drawing, depth)
        self.canvas.add("Q")

    def _object(
        self,
        kind: str,
        one: Element,
        own: Resources,
        frame: Matrix,
        drawing: str | None,
        depth: int,
    ) -> None:
        self.counted["object"] += 1
        if self.counted["object"] > MAX_OBJECTS:
            raise OfdBroken
        box = area_of(one.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
        placed = moved(box[0], box[1])
        frame = times(matrix_of(one), times(placed, frame))
        paint = Paint(own, one, drawing)
        self.canvas.add("q")
        self.canvas.move(placed)
        self._clips(one)
        if kind == "PathObject":
            self._path(one, paint, box)
        elif kind == "TextObject":
            self._text(one, own, paint, frame)
        elif kind == "ImageObject":
            self._image(one, own, box)
        elif kind == "CompositeObject":
            self._composite(one, own, frame, drawing, depth)
        self.canvas.add("Q")

    def _clips(self, one: Element) -> None:
        """Each clip narrows what is shown; what its areas draw together is left."""
        clips = child(one, "Clips")
        for clip in children(clips, "Clip") if clips is not None else ():
            shapes = []
            for area in children(clip, "Area"):
                path = child(area, "Path")
                data = child(path, "AbbreviatedData") if path is not None else None
                if path is None or data is None:
                    continue
                box = area_of(path.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
                shapes.append((times(matrix_of(area), moved(box[0], box[1])), data.text or ""))
            if len(shapes) == 1:
                matrix, data_text = shapes[0]
                self.canvas.move(matrix)
                self.canvas.add(f"{geometry.outline(data_text)} W n")
                self.canvas.move(_inverse(matrix))

    def _path(self, one: Element, paint: Paint, box: geometry.Area) -> None:
        data = child(one, "AbbreviatedData")
        drawn = geometry.outline(data.text or "") if data is not None else ""
        fill = paint.colour("FillColor") if is_true(one.get("Fill"), False) else None
        stroke = paint.colour("StrokeColor") if is_true(one.get("Stroke"), True) else None
        if not drawn or (fill is None and stroke is None):
            return
        self.counted["path"] += 1
        room = paint.width() + 0.2
        self.canvas.clip((-room, -room, box[2] + 2 * room, box[3] + 2 * room))
        self.canvas.move(matrix_of(one))
        self.canvas.ink(fill, stroke)
        self.canvas.add(paint.pen(), drawn)
        even = "*" if one.get("Rule") == "Even-Odd" else ""
        self.canvas.add(f"B{even}" if fill and stroke else f"f{even}" if fill else "S")

    def _text(self, one: Element, own: Resources, paint: Paint, frame: Matrix) -> None:
        size = number(one.get("Size"), 4.2333)
        wide = number(one.get("HScale"), 1.0) or 1.0
        fill = paint.colour("FillColor") if is_true(one.get("Fill"), True) else None
        stroke = paint.colour("StrokeColor") if is_true(one.get("Stroke"), False) else None
        font = own.find(one.get("Font"), "Font")
        is_bold = number(one.get("Weight"), 400) >= _BOLD_FROM
        is_bold = is_bold or (font is not None and is_true(font.get("Bold"), False))
        self.canvas.move(matrix_of(one))
        self.canvas.ink(fill, stroke or fill)
        self.canvas.add(f"{geometry.shown(_BOLD_WIDTH)} w")
        operator = "B" if stroke or (is_bold and fill) else "f"
        if fill is None:
            operator = "S" if stroke else "n"
        embedded, ours = self.fonts.own(own, one.get("Font") or ""), glyphs.fallback(font)
        turn = _turned(number(one.get("CharDirection"), 0))
        behind = 0.0
        for letter in letters_of(one):
            x = behind if letter.x is None else letter.x
            found = _glyph(letter.code, letter.glyphs, embedded, ours)
            self.words.add(letter.code, (x, letter.y), size, wide, frame)
            behind = x + (found[1] if found else 1.0) * size * wide
            if found and found[0]:
                spot = times(turn, (size * wide, 0, 0, -size, x, letter.y))
                self.canvas.add(f"q {geometry.shown(*spot)} cm\n{found[0]} {operator} Q")

    def _image(self, one: Element, own: Resources, box: geometry.Area) -> None:
        matrix = matrix_of(one)
        if matrix == geometry.IDENTITY:
            matrix = (box[2], 0, 0, box[3], 0, 0)
        try:
            image = decoded(own.file_of(one.get("ResourceID")), self.with_pictures)
            if not self.with_pictures:
                self.counted["picture"] += 1
                return
            if mask := own.file_of(one.get("ImageMask")):
                alpha = decoded(mask).convert("L").resize(image.size)
                image = image.convert("RGB")
                image.putalpha(alpha)
        except Undrawable:
            self.counted["undrawn"] += 1
            return
        self.counted["picture"] += 1
        self.canvas.clip((-0.1, -0.1, box[2] + 0.2, box[3] + 0.2))
        self.canvas.move(matrix)
        self.canvas.ink((0, 0, 0, min(1.0, max(0.0, number(one.get("Alpha"), 255) / 255))), None)
        self.canvas.picture(image)

    def _composite(
        self, one: Element, own: Resources, frame: Matrix, drawing: str | None, depth: int
    ) -> None:
        unit = own.find(one.get("ResourceID"), "CompositeGraphicUnit")
        content = child(unit, "Content") if unit is not None else None
        if content is not None:
            self.canvas.move(matrix_of(one))
            self.block(content, own, frame, drawing, depth + 1)

    def stamp(self, stamp: Stamp, depth: int = 0) -> None:
        """A seal over all else, its white left out."""
        x, y, w, h = stamp.box
        left, top = (x - self.sheet.area[0]) * POINTS, (y - self.sheet.area[1]) * POINTS
        self.canvas.add("q")
        self.canvas.move(moved(x, y))
        if stamp.clip is not None:
            self.canvas.clip(stamp.clip)
        self.canvas.multiply()
        try:
            if stamp.kind == "ofd" and not depth:
                self._drawn_seal(stamp)
            else:
                image = decoded(stamp.picture)
                self.canvas.move((w, 0, 0, h, 0, 0))
                self.canvas.picture(image)
            self.pressed.append([round(v, 1) for v in (left, top, w * POINTS, h * POINTS)])
        except (Undrawable, OfdBroken):
            self.counted["undrawn"] += 1
        self.canvas.add("Q")

    def _drawn_seal(self, stamp: Stamp) -> None:
        """A seal whose picture is an OFD itself: its first page. Raises: OfdBroken."""
        sheet = next(sheets_of(Package(stamp.picture or b"")), None)
        if sheet is None:
            raise OfdBroken
        x, y, w, h = sheet.area
        self.canvas.move((stamp.box[2] / w, 0, 0, stamp.box[3] / h, 0, 0))
        self.canvas.move(moved(-x, -y))
        words, self.words = self.words, Words(sheet.area)
        for block in sheet.blocks:
            self.block(block, sheet.resources, geometry.IDENTITY, None, 1)
        self.words = words


def _glyph(
    code: str, numbers: tuple[int, ...] | None, embedded: glyphs.Face | None, ours: glyphs.Face
) -> tuple[str, float] | None:
    """Outline and advance: by number in the embedded font, by character in it, or ours."""
    if embedded is not None:
        if numbers is not None:
            drawn = [embedded.glyph(n) for n in numbers]
            known = [d for d in drawn if d is not None]
            return ("\n".join(d[0] for d in known), sum(d[1] for d in known)) if known else None
        found = embedded.letter(code)
        if found is not None:
            return found
    return ours.letter(code)


def _turned(degrees: float) -> Matrix:
    """A character turned clockwise around its origin."""
    angle = -radians(degrees)
    return (cos(angle), sin(angle), -sin(angle), cos(angle), 0.0, 0.0)


def _inverse(matrix: Matrix) -> Matrix:
    a, b, c, d, e, f = matrix
    space = a * d - b * c
    if abs(space) < 1e-9:
        raise OfdBroken
    return (d / space, -b / space, -c / space, a / space,
            (c * f - d * e) / space, (b * e - a * f) / space)  # fmt: skip
