"""OFD files (GB/T 33190) as office software writes them: text, pictures, templates, seals."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from tests.factories.papers import png
from tests.factories.papers.sheet import pressed

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'


@dataclass(frozen=True)
class Written:
    """A line of text at its place in millimetres (left, baseline), in size `size`."""

    text: str
    x: float
    y: float
    size: float = 5.0


@dataclass(frozen=True)
class OfdPage:
    """`scan` fills the page; `objects` are further XML of the body; `seal` is left, top, side."""

    lines: Sequence[Written] = ()
    scan: Image.Image | None = None
    objects: str = ""
    seal: tuple[float, float, float] | None = None


def ofd(
    *pages: OfdPage,
    fonts: dict[str, bytes] | None = None,
    template: str = "",
    width: float = 210,
    height: float = 297,
    seal_type: bytes = b"png",
) -> bytes:
    """The file. Fonts are named 2, 3…; 1 is 宋体 and not embedded."""
    files = _frame(pages, fonts or {}, template, f"0 0 {width:g} {height:g}")
    for index, page in enumerate(pages):
        objects = "".join(_text(line, 100 + i) for i, line in enumerate(page.lines))
        if page.scan is not None:
            files[f"Doc_0/Res/scan{index}.png"] = png(page.scan)
            objects = (
                f'<ofd:ImageObject ID="90" ResourceID="{50 + index}" '
                f'Boundary="0 0 {width} {height}"'
                f' CTM="{width} 0 0 {height} 0 0"/>' + objects
            )
        use = '<ofd:Template TemplateID="8" ZOrder="Background"/>' if template else ""
        files[f"Doc_0/Pages/Page_{index}/Content.xml"] = (
            f'<ofd:Page {NS}>{use}<ofd:Content><ofd:Layer ID="9">{objects}{page.objects}'
            "</ofd:Layer></ofd:Content></ofd:Page>"
        ).encode()
    _seals(files, pages, seal_type)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


def scanned_ofd(*pictures: Image.Image) -> bytes:
    """Every page a picture of A4's width."""
    width, height = pictures[0].size
    return ofd(*(OfdPage(scan=p) for p in pictures), height=round(210 * height / width, 1))


def _frame(
    pages: Sequence[OfdPage], fonts: dict[str, bytes], template: str, box: str
) -> dict[str, bytes]:
    listed = "".join(
        f'<ofd:Page ID="{20 + i}" BaseLoc="Pages/Page_{i}/Content.xml"/>' for i in range(len(pages))
    )
    use = '<ofd:TemplatePage ID="8" BaseLoc="Tpls/Tpl_0/Content.xml"/>' if template else ""
    own = "".join(
        f'<ofd:Font ID="{i}" FontName="{name}"><ofd:FontFile>{name}.ttf</ofd:FontFile></ofd:Font>'
        for i, name in enumerate(fonts, 2)
    )
    media = "".join(
        f'<ofd:MultiMedia ID="{50 + i}" Type="Image"><ofd:MediaFile>scan{i}.png</ofd:MediaFile>'
        "</ofd:MultiMedia>"
        for i, page in enumerate(pages)
        if page.scan is not None
    )
    sealed = any(page.seal for page in pages)
    signs = "<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures>" if sealed else ""
    texts = {
        "OFD.xml": f'<ofd:OFD {NS} Version="1.0" DocType="OFD"><ofd:DocBody>'
        f"<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>{signs}</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {NS}><ofd:CommonData><ofd:PageArea>"
        f"<ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:PageArea>"
        f"<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>{use}</ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        "Doc_0/PublicRes.xml": f'<ofd:Res {NS} BaseLoc="Res"><ofd:Fonts>'
        f'<ofd:Font ID="1" FontName="宋体"/>{own}</ofd:Fonts>'
        f"<ofd:MultiMedias>{media}</ofd:MultiMedias><ofd:DrawParams>"
        '<ofd:DrawParam ID="6" LineWidth="0.8"><ofd:StrokeColor Value="0 0 255"/></ofd:DrawParam>'
        "</ofd:DrawParams></ofd:Res>",
    }
    if template:
        texts["Doc_0/Tpls/Tpl_0/Content.xml"] = (
            f'<ofd:Page {NS}><ofd:Content><ofd:Layer ID="10">{template}</ofd:Layer></ofd:Content>'
            "</ofd:Page>"
        )
    files = {name: text.encode() for name, text in texts.items()}
    files |= {f"Doc_0/Res/{name}.ttf": content for name, content in fonts.items()}
    return files


def _text(line: Written, number: int) -> str:
    size = line.size
    step = f"g {len(line.text) - 1} {size}" if len(line.text) > 1 else "0"
    return (
        f'<ofd:TextObject ID="{number}" Font="1" Size="{size}" Boundary="{line.x} {line.y - size} '
        f'{size * len(line.text)} {size * 1.3:g}"><ofd:TextCode X="0" Y="{size}" '
        f'DeltaX="{step}">{line.text}</ofd:TextCode></ofd:TextObject>'
    )


def _seals(files: dict[str, bytes], pages: Sequence[OfdPage], seal_type: bytes) -> None:
    marks = "".join(
        f'<ofd:StampAnnot ID="s{i}" PageRef="{20 + i}" '
        f'Boundary="{p.seal[0]} {p.seal[1]} {p.seal[2]} {p.seal[2]}"/>'
        for i, p in enumerate(pages)
        if p.seal
    )
    if not marks:
        return
    files["Doc_0/Signs/Signatures.xml"] = (
        f'<ofd:Signatures {NS}><ofd:Signature ID="1" BaseLoc="Sign_0/Signature.xml"/>'
        "</ofd:Signatures>"
    ).encode()
    files["Doc_0/Signs/Sign_0/Signature.xml"] = (
        f"<ofd:Signature {NS}><ofd:SignedInfo>{marks}<ofd:Seal><ofd:BaseLoc>Seal.esl</ofd:BaseLoc>"
        "</ofd:Seal></ofd:SignedInfo><ofd:SignedValue>SignedValue.dat</ofd:SignedValue>"
        "</ofd:Signature>"
    ).encode()
    files["Doc_0/Signs/Sign_0/Seal.esl"] = _ses_seal(seal_type, png(seal_picture()))


def seal_picture() -> Image.Image:
    """A round seal on nothing."""
    white = pressed(Image.new("RGB", (400, 400), "white"), (200, 200), 180, "广州市天河区专用章")
    white.putalpha(white.convert("L").point(lambda level: 0 if level > 240 else 255))
    return white


def _ses_seal(kind: bytes, picture: bytes) -> bytes:
    """SESeal: eSealInfo with header, name and picture, as far as a reader of pictures goes."""
    image = _der(0x30, _der(0x16, kind) + _der(0x04, picture) + _der(0x02, b"\x28") * 2)
    header = _der(0x30, _der(0x16, b"ES") + _der(0x02, b"\x04"))
    info = _der(0x30, header + _der(0x16, b"44010000000001") + image)
    return _der(0x30, info + _der(0x04, b"certificate"))


def _der(tag: int, body: bytes) -> bytes:
    if len(body) < 0x80:
        return bytes([tag, len(body)]) + body
    length = len(body).to_bytes(4, "big")
    return bytes([tag, 0x84]) + length + body
