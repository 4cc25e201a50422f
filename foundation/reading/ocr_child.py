"""The child that holds the recogniser: a picture a frame in, its lines out, until the pipe ends."""

from __future__ import annotations

import io
import json
import sys

import numpy as np
from PIL import Image, ImageOps

from foundation.reading.child import Header, limit, read_frame, write_frame
from foundation.reading.recogniser import FoundPage, Recogniser
from foundation.reading.red import Pixels


def main() -> None:
    arguments = json.loads(sys.argv[1])
    limit(arguments["memory_bytes"])
    recogniser = Recogniser()
    answers = sys.stdout.buffer
    sys.stdout = sys.stderr
    while (frame := read_frame(sys.stdin.buffer)) is not None:
        try:
            picture = _decode(frame[1], arguments["pixels"])
            if isinstance(picture, str):
                write_frame(answers, {"refused": picture})
                continue
            write_frame(answers, _told(recogniser.read(picture)))
        except MemoryError:
            write_frame(answers, {"refused": "memory"})


def _told(page: FoundPage) -> Header:
    lines = [[li.text, li.score, li.slope, *li.box] for li in page.lines]
    return {"lines": lines, "width": page.width, "height": page.height, "turn": page.turn}


def _decode(content: bytes, max_pixels: int) -> Pixels | str:
    """The picture upright in RGB, or the name of the refusal; its size is checked first."""
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as image:
            if image.width * image.height > max_pixels:
                return "pixels"
            upright = ImageOps.exif_transpose(image)
            if upright.mode in ("RGBA", "LA", "P"):
                layered = upright.convert("RGBA")
                upright = Image.new("RGBA", layered.size, "white")
                upright.alpha_composite(layered)
            return np.asarray(upright.convert("RGB"))
    except Image.DecompressionBombError:
        return "pixels"
    except (OSError, ValueError, SyntaxError, TypeError):
        return "format"


if __name__ == "__main__":
    main()
